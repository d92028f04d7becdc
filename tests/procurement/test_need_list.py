"""The list of needs: what fits, in which order, how many each choice gives, few queries."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from networks.enums import MembershipState, Role
from procurement.enums import JoinAnswer, NeedState, Stage
from procurement.forms.listing import chosen
from procurement.models import Need, Pool, PoolMember, Watch
from procurement.queries import listing
from procurement.queries.listing import Choices
from procurement.queries.scope import scope_of
from procurement.queries.suppliers import Fitting, fitting_needs, found_by
from tests.factories import (
    CountyMembershipFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.procurement.factories import (
    AT,
    FAR,
    CategoryFactory,
    NeedFactory,
    SolutionFactory,
    SupplierFactory,
    SupplierPersonFactory,
    worker,
)

pytestmark = pytest.mark.django_db


def listed(query="", person=None):
    person = person or UserFactory()
    found = listing.find_needs(scope=scope_of(person), choices=chosen(QueryDict(query)), at=AT)
    return [need.title for need in listing.listed_needs(found, begin=0, end=50)]


def counted(query="", person=None):
    counts = listing.find_needs(
        scope=scope_of(person or UserFactory()), choices=chosen(QueryDict(query)), at=AT
    ).counts
    plain = {
        facet: {key: option.number for key, option in options.items()}
        for facet, options in counts.options.items()
    }
    return counts.total, plain


def published(title, **fields):
    return NeedFactory(published=True, title=title, **fields)


def leader_of(network):
    return RoleAssignmentFactory(network=network, role=Role.NETWORK_LEADER).person


def test_words_are_found_in_all_texts_and_both_alphabets():
    published("Brøyting", summary="x")
    published("Renhold", summary="Snöröjning av vägar")
    published("Ladning", summary="x", description="Måltider på hjul")

    assert listed("q=BRÖYTING") == ["Brøyting"]
    assert listed("q=snørøjning vægar") == ["Renhold"]
    assert listed("q=hjul+måltider") == ["Ladning"]
    assert listed("q=finnes ikke") == []


def test_each_choice_narrows_and_the_others_are_counted():
    here = CountyMembershipFactory().municipality
    network = NetworkFactory(slug="hallingdal", name="Hallingdal")
    county = here.county_memberships.get().county
    published("A", municipality=here, network=network, goals=[13, 7])
    published("B", stage=Stage.MAPPING, category=CategoryFactory(code="mat"))
    published("C", goals=[7], solutions_until=None)

    assert listed("fase=MAPPING") == ["B"]
    assert listed("nettverk=hallingdal") == ["A"]
    assert sorted(listed("mal=7")) == ["A", "C"]
    assert listed("kategori=mat") == ["B"]
    assert listed(f"fylke=no-{county.code}") == ["A"]
    assert listed("frist=lopende") == ["C"]
    total, options = counted("mal=7")
    assert total == 2
    assert options["goal"] == {"7": 2, "13": 2}
    assert options["stage"] == {"DIALOGUE": 2}
    assert options["network"] == {"hallingdal": 1}
    assert options["county"] == {f"no-{county.code}": 1}
    assert options["deadline"] == {"lopende": 1}


def test_a_county_has_one_key_in_the_list_in_alerts_and_among_solutions():
    there = CountyMembershipFactory().municipality
    county = there.county_memberships.get().county
    published("A", municipality=there)
    [key] = counted()[1]["county"]
    client = Client()
    client.force_login(UserFactory())

    alerts = client.get(reverse("procurement:watches"), {"fylke": [key, "33", "x-y"]})
    assert alerts.context["form"].initial["counties"] == [county.pk]
    sent = SolutionFactory(openness="EVERYBODY", state="SENT")
    sent.counties.set([county])
    SolutionFactory(openness="EVERYBODY", state="SENT")
    answer = client.get(reverse("procurement:solution-list"), {"fylke": key})
    assert [row for row, _category in answer.context["rows"]] == [sent]


def test_a_county_has_what_its_municipalities_have_joined():
    membership = CountyMembershipFactory()
    key = f"no-{membership.county.code}"
    need = published("A", solutions_until=FAR)
    pool = Pool.objects.create(need=need)
    member = PoolMember.objects.create(pool=pool, municipality=membership.municipality)
    company = SupplierFactory()
    company.counties.set([membership.county])
    watch = Watch.objects.create(person=UserFactory(), told_until=AT)
    watch.counties.set([membership.county])

    def found():
        fits = fitting_needs(company, at=AT)
        return listed(f"fylke={key}"), fits, list(found_by(watch, Need.objects.all()))

    assert found() == ([], [], [])
    member.answer, member.volume = JoinAnswer.YES, 4
    member.save()

    assert found() == (["A"], [Fitting(need, by_category=False, by_county=True)], [need])


def test_an_alert_finds_the_words_as_the_list_does_and_says_what_it_leaves_out():
    need = published("Rent", summary="Smarta mätare")
    watch = Watch.objects.create(person=UserFactory(), words="MÆTARE rent", told_until=AT)
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(watch.person)

    assert listed("q=M%C3%86TARE+rent") == ["Rent"]
    assert list(found_by(watch, Need.objects.all())) == [need]
    address, said = reverse("procurement:watches"), b"Your other choices in the list do not."
    assert said in client.get(address, {"q": "rent", "fase": "DIALOGUE"}).content
    assert said not in client.get(address, {"q": "rent", "fylke": "no-33"}).content


def test_volumes_are_ordered_within_their_unit_alone():
    published("Uten", volume=None, unit="")
    for unit, volume in (("tonn", 900), ("km", 3), ("Tonn", 1000), ("km", 12)):
        published(f"{volume} {unit}", volume=volume, unit=unit)

    assert listed("sorter=volum") == ["12 km", "3 km", "1000 Tonn", "900 tonn", "Uten"]


def test_the_list_counts_the_solutions_that_the_page_shows():
    need = published("A")
    SolutionFactory(need=need)
    SolutionFactory(need=need, supplier__state="CLOSED", supplier__state_reason="COMPANY")
    answer = Client(HTTP_ACCEPT_LANGUAGE="en").get(reverse("procurement:need-list"))
    page = Client(HTTP_ACCEPT_LANGUAGE="en").get(need.get_absolute_url())

    assert [row.solutions for row in answer.context["rows"]] == [1]
    assert b"1 solution." in page.content


@pytest.mark.parametrize(
    ("days", "keys"),
    [(-1, {"ute"}), (0, {"14", "30"}), (14, {"14", "30"}), (15, {"30"}), (31, set())],
)
def test_deadlines(days, keys):
    published("A", solutions_until=AT + timedelta(days=days))

    found = {key for key in ("14", "30", "lopende", "ute") if listed(f"frist={key}")}

    assert found == keys
    assert set(counted()[1]["deadline"]) == keys


def test_the_order():
    published("Åpen", solutions_until=None, volume=3, unit="km")
    published("Over", solutions_until=AT - timedelta(days=1), published_at=AT)
    published("Bytt", solutions_until=AT + timedelta(days=9), volume=12, unit="km")
    pooled = published("Ål", solutions_until=AT + timedelta(days=2), volume=1, unit="km")
    pool = Pool.objects.create(need=pooled)
    for volume in (8, 5):
        PoolMember.objects.create(
            pool=pool, municipality=MunicipalityFactory(), answer="YES", volume=volume
        )

    assert listed() == ["Ål", "Bytt", "Åpen", "Over"]
    assert listed("sorter=nyest")[0] == "Over"
    assert listed("sorter=navn") == ["Bytt", "Over", "Ål", "Åpen"]
    assert listed("sorter=volum") == ["Ål", "Bytt", "Åpen", "Over"]


def test_drafts_and_hidden_networks_are_not_counted_for_others():
    membership = MembershipFactory(network=NetworkFactory(slug="lukket", is_public=False))
    place, network = membership.municipality, membership.network
    NeedFactory(title="Utkast", municipality=place)
    published("Åpent", municipality=place, network=network)
    own = worker(place)

    assert listed() == ["Åpent"]
    assert counted()[1]["network"] == {}
    assert listed("nettverk=lukket") == []
    assert sorted(listed(person=own)) == ["Utkast", "Åpent"]
    assert counted(person=own)[1]["state"] == {"DRAFT": 1, "PUBLISHED": 1}
    answer = Client(HTTP_ACCEPT_LANGUAGE="en").get("/behov/")
    assert network.name not in answer.content.decode()


def test_who_leaves_a_network_reads_its_shared_needs_no_more():
    membership = MembershipFactory()
    NeedFactory(title="Delt", network=membership.network, state=NeedState.SHARED)
    person = worker(membership.municipality)
    assert (listed(person=person), counted(person=person)[0]) == (["Delt"], 1)

    membership.state = MembershipState.DECLINED
    membership.save()

    person = User.objects.get(pk=person.pk)
    assert (listed(person=person), counted(person=person)[0]) == ([], 0)


def test_what_makes_no_sense_is_left_out():
    published("A")

    assert listed("mal=99&fase=X&frist=%00&sorter=x&tiltak=%00&q=%00&side=x&fylke=--") == ["A"]


FILTERS = (
    "q=a&fylke=no-33",
    "fase=DIALOGUE&fase=MAPPING&nettverk=x&vis=PUBLISHED",
    "mal=13&kategori=mat&frist=14",
    "tiltak=1&indikator=x&sorter=navn",
    "q=b&fase=DIALOGUE&mal=13&kategori=mat&frist=30&kommune={place}&sorter=volum&side=9",
)


@pytest.mark.parametrize("who", ["visitor", "supplier", "coordinator", "leader"])
def test_at_most_ten_queries_with_any_filter(django_assert_max_num_queries, who):
    membership = MembershipFactory()
    place, network = membership.municipality, membership.network
    for _n in range(3):
        need = published("A", municipality=place, network=network)
        pool = Pool.objects.create(need=need)
        PoolMember.objects.create(
            pool=pool, municipality=MunicipalityFactory(), answer="YES", volume=Decimal(2)
        )
    people = {
        "supplier": lambda: SupplierPersonFactory().person,
        "coordinator": lambda: worker(place),
        "leader": lambda: leader_of(network),
    }
    client = Client()
    if who in people:
        client.force_login(people[who]())
    key = f"no-{place.code}"
    client.get(f"/behov/?kommune={key}")  # names of places are kept for five minutes

    for filters in FILTERS:
        with django_assert_max_num_queries(10):
            answer = client.get(f"/behov/?{filters.format(place=key)}")
        assert answer.status_code == 200, filters


def test_a_change_is_counted_at_once():
    need = published("A", goals=[13])
    assert counted()[1]["goal"] == {"13": 1}

    need.goals.set([7])
    need.stage = Stage.MAPPING
    need.save()
    published("B", goals=[7])

    total, options = counted()
    assert (total, options["goal"], options["stage"]) == (
        2,
        {"7": 2},
        {"MAPPING": 1, "DIALOGUE": 1},
    )
    need.delete()
    assert counted()[0] == 1


def test_nobody_counts_or_finds_more_than_they_may_read():
    membership = MembershipFactory(network=NetworkFactory(is_public=False))
    place, network = membership.municipality, membership.network
    other = MembershipFactory(network=network).municipality
    far = MembershipFactory().municipality
    for home in (place, other, far):
        for state in (NeedState.DRAFT, NeedState.SHARED):
            for where in (network, None):
                NeedFactory(municipality=home, network=where, state=state)
        published("Åpent", municipality=home)
    asked = NeedFactory(municipality=far, state=NeedState.SHARED)
    PoolMember.objects.create(pool=Pool.objects.create(need=asked), municipality=place)
    readers = [
        AnonymousUser(),
        UserFactory(),
        worker(place),
        worker(far),
        leader_of(network),
        UserFactory(is_superuser=True),
    ]

    for reader in readers:
        found = listing.find_needs(scope=scope_of(reader), choices=Choices(), at=AT)
        keys = {need.pk for need in listing.listed_needs(found, begin=0, end=99)}
        assert keys == set(Need.objects.visible_to(reader).values_list("pk", flat=True))
        assert found.counts.total == len(keys)


def test_the_page_says_who_how_much_and_how_long():
    now = timezone.now()
    gol, hol = MunicipalityFactory(name="Gol"), MunicipalityFactory(name="Hol")
    need = published(
        "Fossilfri brøyting",
        municipality=gol,
        solutions_until=now + timedelta(days=54, minutes=1),
        published_at=now,
        volume=3,
        unit="km",
    )
    pool = Pool.objects.create(need=need)
    for place, volume in ((gol, 3), (hol, 5)):
        PoolMember.objects.create(pool=pool, municipality=place, answer="YES", volume=volume)

    answer = Client(HTTP_ACCEPT_LANGUAGE="en").get("/behov/")

    row = answer.context["rows"][0]
    assert (row.who, row.volume, row.number, row.left, row.mark) == (
        "Gol and Hol",
        "8\u00a0km a year",
        3,
        "54 days left",
        "New",
    )
    assert answer.context["result"] == "1 need"


def test_an_empty_list_says_what_to_do():
    text = Client(HTTP_ACCEPT_LANGUAGE="en").get("/behov/?q=x").content.decode()

    assert "No need fits" in text
    assert NeedState.DRAFT not in text
