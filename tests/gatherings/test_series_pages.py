"""The list of series, one series and one gathering, as their readers see them."""

import json
import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from gatherings.actions import seats
from gatherings.actions.gatherings import DETAILS, GatheringDetails, change_gathering
from gatherings.actions.substitutes import name_substitute
from gatherings.enums import AgendaKind, SeriesState
from gatherings.models import AgendaItem, Registration, SeriesHost, Speaker
from networks.enums import Role
from tests.factories import (
    MainContactFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.gatherings.factories import (
    AT,
    GatheringFactory,
    SeriesFactory,
    member_of,
    someone,
)

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
LIST = "/samlinger/"
DEADLINE = datetime(2026, 8, 23, 21, 59, 59, tzinfo=UTC)
AUGUST = datetime(2026, 8, 18, 10, tzinfo=UTC)


def names_in(page):
    return re.findall(r'<h3 class="mb-1"><a href="[^"]*" lang="[^"]*">([^<]*)</a>', page)


def opened(client, address, **data):
    answer = client.get(address, data, **ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def series():
    series = SeriesFactory(
        network__name="DalaLab", name="Styrning", summary="Fyra träffar", closes_at=DEADLINE,
        target_group="Tjänstepersoner", contact_name="DalaLab",
    )  # fmt: skip
    SeriesHost.objects.create(series=series, name="Region Dalarna", position=0)
    SeriesHost.objects.create(series=series, name="Länsstyrelsen", position=1)
    GatheringFactory(
        series=series, number=1, place="Falun", theme="Varför?",
        starts_at=datetime(2026, 9, 10, 8, tzinfo=UTC),
        ends_at=datetime(2026, 9, 10, 13, tzinfo=UTC),
    )  # fmt: skip
    GatheringFactory(series=series, number=2, day=date(2026, 12, 4))
    GatheringFactory(series=series, number=3, day=None)
    GatheringFactory(
        series=series, number=4, day=date(2027, 2, 5), state="CANCELLED",
        cancel_reason="Too few.",
    )  # fmt: skip
    return series


@pytest.fixture
def falun(series):
    return member_of(series, municipality=MunicipalityFactory(name="Falun", code="2080"))


def worker(place, role=Role.COORDINATOR):
    return RoleAssignmentFactory(municipality=place, role=role).person


@time_machine.travel(AUGUST, tick=False)
def test_open_series_come_first_by_deadline_then_coming_then_past(client):
    def made(name, day=date(2026, 10, 1), **fields):
        GatheringFactory(series=SeriesFactory(name=name, **fields), number=1, day=day)

    made("Past", day=date(2026, 5, 1))
    made("Cancelled", state=SeriesState.CANCELLED)
    made("Closed", closes_at=AUGUST - timedelta(days=1))
    made("Later", opens_at=AUGUST + timedelta(days=1))
    made("Open without end")
    made("Open long", closes_at=AUGUST + timedelta(days=40))
    made("Open short", closes_at=AUGUST + timedelta(days=2))
    made("Draft", state=SeriesState.DRAFT)

    page = opened(client, LIST)

    assert names_in(page) == [
        "Open short", "Open long", "Open without end", "Closed", "Later", "Cancelled", "Past",
    ]  # fmt: skip
    assert "<strong>Sign-up until 20 August 2026, 12:00</strong>" in page
    assert re.findall(r'<h2 id="del-\d">([^<]*)', page) == [
        "Open for sign-up", "Coming and under way", "Past and cancelled",
    ]  # fmt: skip


def test_drafts_are_listed_for_those_who_hold_them_and_marked(client):
    series = SeriesFactory(state=SeriesState.DRAFT, name="Draft")
    leader = RoleAssignmentFactory(network=series.network, role=Role.NETWORK_LEADER).person

    assert names_in(opened(client, LIST)) == []
    assert client.get(series.get_absolute_url()).status_code == 404
    client.force_login(leader)
    page = opened(client, LIST)
    assert names_in(page) == ["Draft"]
    assert "Draft: only the hosts see it" in page
    assert "This is a draft" in opened(client, series.get_absolute_url())


def test_a_word_finds_series_whatever_the_letters(client, series):
    SeriesFactory(name="Ærlig samarbeid")

    assert names_in(opened(client, LIST, q="länsstyrelsen")) == ["Styrning"]
    assert names_in(opened(client, LIST, q="ærlig")) == ["Ærlig samarbeid"]
    assert names_in(opened(client, LIST, q="ÄRLIG")) == ["Ærlig samarbeid"]
    assert names_in(opened(client, LIST, nettverk=series.network.slug)) == ["Styrning"]
    assert "No series fits" in opened(client, LIST, q="nothing")
    assert len(names_in(opened(client, LIST, nettverk="no-such-network"))) == 2


def test_without_any_series_the_list_says_what_comes(client):
    assert "No gatherings yet" in opened(client, LIST)


def test_a_long_list_has_pages(client, django_assert_max_num_queries):
    network = NetworkFactory()
    for _n in range(21):
        GatheringFactory(series=SeriesFactory(network=network), number=1)

    with django_assert_max_num_queries(5):
        page = opened(client, LIST)

    assert len(names_in(page)) == 20
    assert len(names_in(opened(client, LIST, side=2))) == 1


@time_machine.travel(AUGUST, tick=False)
def test_what_everybody_reads(client, series, falun):
    AgendaItem.objects.create(
        gathering=series.gatherings.get(number=1), position=1, kind=AgendaKind.OUTLOOK,
        starts=time(10), ends=time(10, 30), title="Omvärlden",
    ).speakers.add(
        Speaker.objects.create(series=series, name="Talare", title="Chef")
    )  # fmt: skip
    seats.sign_up(series=series, municipality=falun, people=[someone("Hemlig")], by=None, at=AT)

    page = opened(client, series.get_absolute_url())

    for text in (
        "DalaLab · Region Dalarna and Länsstyrelsen",
        "5 days left to sign up",
        "Sign in to sign up",
        "Sign-up is open to the end of 23 August 2026.",
        "Gathering 1 · next",
        "10 September 2026<br>10:00–15:00",
        "4 December 2026<br>time to come",
        "Day to come",
        "Place to come",
        "Too few.",
        "Programme of gathering 1",
        "10:00–10:30",
        "Omvärlden",
        "Talare, Chef",
        "Tjänstepersoner",
        "mailto:host@samverk.example",
    ):
        assert text in page
    # Neither names nor the seats of others, as the host has not opened them.
    assert "Hemlig" not in page
    assert "Seats per municipality" not in page


@time_machine.travel(AUGUST, tick=False)
def test_the_host_opens_seats_and_closes_the_programme(client, series, falun):
    AgendaItem.objects.create(
        gathering=series.gatherings.get(number=1), position=1, kind=AgendaKind.TALK, title="Own"
    )
    series.shows_seats, series.shows_programme = True, False
    series.save()
    seats.sign_up(
        series=series, municipality=falun, by=None, at=AT,
        people=[someone(name) for name in ("One", "Two", "Three", "Four")],
    )  # fmt: skip

    page = opened(client, series.get_absolute_url())

    assert "3 of 3" in page
    assert "1 on the waiting list" in page
    assert "Own" not in page
    assert "Four" not in page
    first = series.gatherings.get(number=1).get_absolute_url()
    assert "for those who take part" in opened(client, first)
    client.force_login(worker(falun, Role.READER))
    assert "Own" in opened(client, first)
    assert "Own" in opened(client, series.get_absolute_url())


@time_machine.travel(AUGUST, tick=False)
def test_a_municipality_sees_its_own_people_and_nobody_else_s(client, series, falun):
    mora = member_of(series)
    rows = seats.sign_up(
        series=series, municipality=falun, by=None, at=AT,
        people=[someone(name) for name in ("Anna", "Two", "Three", "Fyra")],
    )  # fmt: skip
    seats.sign_up(series=series, municipality=mora, people=[someone("Else")], by=None, at=AT)

    client.force_login(worker(falun))
    page = opened(client, series.get_absolute_url())
    assert "Anna" in page
    assert "Else" not in page
    assert "Number 1 in line" in page
    assert "Seats taken: 3 of 3." in page
    assert "Falun has 3 of 3. Those you sign up now come on the waiting list" in page
    back = reverse("gatherings:withdraw", kwargs={"slug": series.slug, "pk": rows[0].pk})
    assert back in page

    client.force_login(worker(falun, Role.READER))
    page = opened(client, series.get_absolute_url())
    assert "Anna" in page
    assert back not in page
    assert "people-1-name" not in page  # only oneself


@time_machine.travel(AUGUST, tick=False)
def test_a_main_contact_without_a_role_reaches_a_private_network(client, series, falun):
    network = series.network
    network.is_public = False
    network.save()
    contact = MainContactFactory(
        membership=falun.memberships.get(), person=UserFactory(), name="Contact"
    )

    assert client.get(series.get_absolute_url()).status_code == 404
    client.force_login(contact.person)
    assert "people-2-name" in opened(client, series.get_absolute_url())


@pytest.mark.parametrize(
    ("change", "texts"),
    [
        (
            {"closes_at": AUGUST - timedelta(hours=12)},
            ["Sign-up is closed", "Write to host@samverk.example."],
        ),
        ({"opens_at": AUGUST + timedelta(hours=1)}, ["18 August 2026, 13:00"]),
        (
            {"state": "CANCELLED", "cancel_reason": "Too few."},
            ["The series is cancelled", "Too few."],
        ),
    ],
)
def test_a_closed_series_says_why_and_shows_no_form(client, series, falun, change, texts):
    for name, value in change.items():
        setattr(series, name, value)
    series.save()
    client.force_login(worker(falun))

    with time_machine.travel(AUGUST, tick=False):
        page = opened(client, series.get_absolute_url())

    for text in texts:
        assert text in page
    assert "people-0-name" not in page


def test_public_series_are_events_for_search_engines(client, series, falun):
    series.summary = "</script><b>"
    series.save()

    page = opened(client, series.get_absolute_url())

    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    found = json.loads(block)
    assert found["description"] == "</script><b>"
    first, second, cancelled = found["subEvent"]
    assert first["startDate"] == "2026-09-10T10:00:00+02:00"
    assert first["endDate"] == "2026-09-10T15:00:00+02:00"
    assert first["location"]["name"] == "Falun"
    assert [one["name"] for one in first["organizer"]] == ["Region Dalarna", "Länsstyrelsen"]
    assert second["startDate"] == "2026-12-04"
    assert "location" not in second
    assert cancelled["eventStatus"] == "https://schema.org/EventCancelled"
    series.network.is_public = False
    series.network.save()
    client.force_login(worker(falun))
    assert "ld+json" not in opened(client, series.get_absolute_url())


@time_machine.travel(AUGUST, tick=False)
def test_events_say_what_moved_and_until_when_one_signs_up(client, series):
    second = series.gatherings.get(number=2)
    details = {name: getattr(second, name) for name in DETAILS}
    change_gathering(
        gathering=second, details=GatheringDetails(**details | {"day": date(2026, 12, 11)}),
        by=UserFactory(), at=AT,
    )  # fmt: skip
    page = opened(client, series.get_absolute_url())
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    first, second, cancelled = json.loads(block)["subEvent"]
    assert second["eventStatus"] == "https://schema.org/EventRescheduled"
    assert second["previousStartDate"] == ["2026-12-04"]
    assert first["eventStatus"] == "https://schema.org/EventScheduled"
    assert first["offers"] == {
        "@type": "Offer",
        "price": "0",
        "priceCurrency": "SEK",
        "url": f"http://127.0.0.1:8000{series.get_absolute_url()}",
        "availability": "https://schema.org/InStock",
        "validThrough": "2026-08-23T23:59:59+02:00",
    }
    assert "offers" not in cancelled


def test_a_closed_programme_keeps_its_themes_from_the_public(client, series, falun):
    series.shows_programme = False
    series.save()
    first = series.gatherings.get(number=1)
    file = reverse("gatherings:gathering-file", kwargs={"slug": series.slug, "number": 1})
    addresses = (series.get_absolute_url(), first.get_absolute_url(), file)
    for address in addresses:
        assert "Varför?" not in opened(client, address)
    client.force_login(worker(falun))
    for address in addresses:
        assert "Varför?" in opened(client, address)


def test_the_link_to_the_meeting_is_for_participants_and_hosts(client, series, falun):
    first = series.gatherings.get(number=1)
    first.link = "https://meet.example/secret"
    first.save()
    comes, other = worker(falun), worker(falun)
    [row] = seats.sign_up(
        series=series, municipality=falun, by=None, at=AT,
        people=[someone("One", email=comes.email)],
    )  # fmt: skip
    address = first.get_absolute_url()

    assert "secret" not in opened(client, address)
    client.force_login(other)
    assert "secret" not in opened(client, address)
    client.force_login(comes)
    assert "secret" in opened(client, address)
    client.force_login(UserFactory(is_superuser=True))
    assert "secret" in opened(client, address)
    name_substitute(
        participation=row.participations.get(gathering=first), name="Two",
        email="two@samverk.example", by=None, at=AT,
    )  # fmt: skip


@time_machine.travel(AUGUST, tick=False)
def test_the_page_takes_at_most_twelve_queries(client, django_assert_max_num_queries):
    series = SeriesFactory(shows_seats=True, closes_at=DEADLINE)
    for number in range(1, 5):
        gathering = GatheringFactory(series=series, number=number)
        item = AgendaItem.objects.create(
            gathering=gathering, position=1, kind=AgendaKind.TALK, title="Talk"
        )
        item.speakers.add(Speaker.objects.create(series=series, name="Speaker"))
    for order in range(15):
        place = MembershipFactory(network=series.network).municipality
        seats.sign_up(
            series=series, municipality=place, by=None, at=AT,
            people=[someone(f"P{order}-{n}") for n in range(3)],
        )  # fmt: skip
    assert Registration.objects.count() == 45
    client.force_login(worker(place))
    opened(client, series.get_absolute_url())  # counts what waits, for the menu

    with django_assert_max_num_queries(12):
        page = opened(client, series.get_absolute_url())

    assert page.count("3 of 3") == 17
    with django_assert_max_num_queries(12):
        opened(
            client,
            reverse("gatherings:sign-up", kwargs={"slug": series.slug, **place.address_keys}),
        )


def test_the_network_leads_to_its_series(client, series):
    page = opened(client, series.network.get_absolute_url())
    assert f"/samlinger/?nettverk={series.network.slug}" in page
