"""«Min kommune»: what waits, the number in the menu, the forms in place."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from improvement.enums import MeasureState
from improvement.models import MeasureTask, StatusEntry
from indicators.enums import ImportKind
from networks.models import MainContact
from tests.factories import (
    GoalFactory,
    ImportBatchFactory,
    MainContactFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ObservationFactory,
    RegionFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.improvement.factories import MeasureFactory, MeasureTaskFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "ting-1"}
PAGE = "/min-kommune/"


@pytest.fixture
def gol():
    return MunicipalityFactory(name="Gol", code="3324")


@pytest.fixture
def coordinator(gol, client):
    person = RoleAssignmentFactory(municipality=gol).person
    client.force_login(person)
    return person


def late(gol, days=40, **given):
    # by the calendar, also over a change of clocks
    logged = timezone.localtime() - timedelta(days=days)
    return MeasureFactory(municipality=gol, logged_at=logged, **given)


def titles(page):
    return re.findall(r"<h3>([^<]*)</h3>", page.content.decode())


def number_in_menu(page):
    found = re.search(r'sv-count"><span aria-hidden="true">(\d+)', page.content.decode())
    return int(found[1]) if found else 0


def open_page(client, query=""):
    return client.get(PAGE + query, **ENGLISH)


def test_late_things_come_first(client, gol, coordinator):
    network = NetworkFactory(name="Hallingdal", short_name="")
    MembershipFactory(network=network, municipality=gol)  # without a main contact
    own = late(gol, 35, title="Vans")
    late(gol, 40, title="Bus")
    today = timezone.localdate()
    MeasureTaskFactory(measure=own, title="Buy", due_on=today + timedelta(days=1))
    page = open_page(client)

    assert titles(page)[:4] == [
        "Log status: Bus",
        "Log status: Vans",
        "Do the task: Buy",
        "Appoint main contact in Hallingdal",
    ]
    text = page.content.decode()
    assert "4 things wait for you. 3 are urgent." in text
    assert ("10 days over" in text, "Tomorrow" in text) == (True, True)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, 1), (5, 5), (6, 5), (8, 5)])
def test_the_page_shows_five_and_the_menu_counts_all(client, gol, coordinator, count, shown):
    for number in range(count):
        late(gol, title=f"Measure {number}")
    page = open_page(client)

    assert (len(page.context["rows"]), page.context["total"]) == (shown, count)
    assert number_in_menu(page) == count
    assert (f"{shown} of {count}" in page.content.decode()) == (count > shown)
    every = open_page(client, "?alle=1")
    assert len(every.context["rows"]) == count


def test_the_number_follows_the_list(client, gol, coordinator):
    own = late(gol, state=MeasureState.ON_TRACK)
    MeasureTaskFactory(measure=own, due_on=timezone.localdate())
    assert number_in_menu(open_page(client)) == 2
    elsewhere = reverse("accounts:profile")
    assert number_in_menu(client.get(elsewhere)) == 2

    task = MeasureTask.objects.get()
    client.post(reverse("improvement:task-tick", kwargs={"pk": own.pk, "task": task.pk}))

    assert number_in_menu(client.get(elsewhere)) == 1
    assert number_in_menu(open_page(client)) == 1


def test_the_number_is_counted_once_a_minute(client, gol, coordinator):
    elsewhere = reverse("accounts:profile")
    assert number_in_menu(client.get(elsewhere)) == 0
    late(gol)
    assert number_in_menu(client.get(elsewhere)) == 0
    cache.clear()
    assert number_in_menu(client.get(elsewhere)) == 1


def test_a_kept_public_page_shows_the_new_number(client, gol, coordinator):
    address = reverse("portal:networks")
    first = client.get(address, **ENGLISH)
    late(gol)
    cache.clear()
    again = client.get(address, HTTP_IF_NONE_MATCH=first.headers.get("ETag", ""), **ENGLISH)
    assert (again.status_code, number_in_menu(again)) == (200, 1)


def test_nothing_waits(client, gol, coordinator):
    text = open_page(client).content.decode()
    assert "Nothing waits for you" in text
    assert "There are no measures yet" in text


def test_without_a_role_the_page_says_so(client):
    client.force_login(UserFactory())
    assert "You have no role in a municipality." in open_page(client).content.decode()


def test_signed_out_one_is_led_to_sign_in_and_back(client, gol):
    own = MeasureFactory(municipality=gol)
    form = f"/tiltak/{own.pk}/status/?next=/min-kommune/"
    answer = client.get(form)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(
        f"?next=/tiltak/{own.pk}/status/%3Fnext%3D/min-kommune/"
    )
    person = UserFactory(email="coordinator@samverk.example")
    person.set_password("a long password")
    person.save()
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    RoleAssignmentFactory(municipality=gol, person=person)
    entered = client.post(
        answer.headers["Location"], {"login": person.email, "password": "a long password"}
    )
    assert entered.headers["Location"] == form
    page = client.get(form, **ENGLISH)
    assert page.status_code == 200
    assert 'value="/min-kommune/"' in page.content.decode()


def test_the_measures_of_the_municipality(client, gol, coordinator):
    for number in range(8):
        late(gol, 20 - number, title=f"Measure {number}", state=MeasureState.ON_TRACK)
    MeasureFactory(municipality=gol, title="Gone", archived_at=timezone.now())
    text = open_page(client).content.decode()
    table = text[text.index("Measures in Gol") :]
    assert re.findall(r">(Measure \d)</a>", table) == [f"Measure {n}" for n in range(6)]
    assert "See all 8" in table
    assert "Gone" not in text


def test_dates_ahead_are_those_of_two_months(client, gol, coordinator):
    own = late(gol, 0, title="Vans", ends_on=timezone.localdate() + timedelta(days=60))
    for days, title in ((-1, "Past"), (0, "Now"), (61, "Far")):
        due = timezone.localdate() + timedelta(days=days)
        MeasureTaskFactory(measure=own, title=title, due_on=due)
    rows = open_page(client).context["dates"]
    assert [(row.title, row.detail) for row in rows] == [
        ("Now", "Vans"),
        ("Vans", "End of the measure"),
    ]


def test_someone_in_two_municipalities_chooses(client, gol, coordinator):
    other = MunicipalityFactory(name="Ål", code="3328")
    RoleAssignmentFactory(person=coordinator, municipality=other, role="CONTRIBUTOR")
    late(gol, title="Vans")
    MeasureFactory(municipality=other, title="Bus", logged_at=timezone.now())
    page = open_page(client, "?kommune=no-3328")
    assert page.context["place"] == other
    text = page.content.decode()
    assert ("Measures in Ål" in text, "Log status: Vans" in text) == (True, True)
    assert "<p>Gol · Measure" in text  # whose thing it is
    assert open_page(client, "?kommune=no-0301").context["place"] == gol


def test_the_regions_coordinator_works_for_its_municipalities(client, gol):
    region = RegionMembershipFactory(municipality=gol, region=RegionFactory()).region
    client.force_login(RoleAssignmentFactory(region=region).person)
    late(gol, title="Vans")
    page = open_page(client)
    assert titles(page)[0] == "Log status: Vans"
    assert "acts for the municipality" in page.content.decode()


def test_who_can_help(client, gol, coordinator):
    network = NetworkFactory(name="Hallingdal")
    MainContactFactory(membership=MembershipFactory(network=network, municipality=gol))
    leader = UserFactory(name="Network leader", email="leader@samverk.example")
    RoleAssignmentFactory(person=leader, role="NETWORK_LEADER", network=network)
    text = open_page(client).content.decode()
    assert "Network leader leads Hallingdal." in text
    assert 'href="mailto:leader@samverk.example"' in text


def test_a_status_is_published_in_place(client, gol, coordinator):
    own = late(gol, title="Vans", state=MeasureState.ON_TRACK)
    row = open_page(client).context["rows"][0]
    form = client.get(row.form, **HTMX, **ENGLISH)
    text = form.content.decode()
    assert "<html" not in text
    sent = {
        name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', text)[1]
        for name in ("submission", "next")
    }
    answer = client.post(
        row.thing.address,
        {**sent, "state": "ON_TRACK", "text": "Two have come.", "seen": ""},
        **HTMX,
        **ENGLISH,
    )
    assert answer.headers["HX-Redirect"] == PAGE
    page = open_page(client)
    assert page.context["total"] == 0
    assert "The status is published." in page.content.decode()
    assert StatusEntry.objects.get().measure == own


def test_a_main_contact_is_appointed_in_place(client, gol, coordinator):
    MembershipFactory(municipality=gol, network=NetworkFactory(name="Hallingdal"))
    row = open_page(client).context["rows"][0]
    text = client.get(row.form, **HTMX, **ENGLISH).content.decode()
    assert ("<html" in text, 'id="id_ting-1_name"' in text) == (False, True)

    wrong = client.post(row.thing.address, {"next": PAGE, "name": ""}, **HTMX, **ENGLISH)
    assert (wrong.status_code, "HX-Redirect" in wrong.headers) == (200, False)
    assert "is-invalid" in wrong.content.decode()

    right = {"name": "Contact", "email": "c@gol.example", "on": "2026-01-01", "next": PAGE}
    answer = client.post(row.thing.address, right, **HTMX)
    assert answer.headers["HX-Redirect"] == PAGE
    assert MainContact.objects.get().name == "Contact"
    assert open_page(client).context["total"] == 0


def test_an_invitation_is_answered_in_place(client, gol, coordinator):
    due = timezone.localdate() + timedelta(days=2)
    invited = MembershipFactory(
        municipality=gol, state="INVITED", applied_at=None, apply_by=due,
        network=NetworkFactory(name="Hallingdal"),
    )  # fmt: skip
    page = open_page(client)
    assert titles(page)[0] == "Answer the invitation to Hallingdal"
    answer = client.post(
        page.context["rows"][0].thing.address,
        {"answer": "nei", "reason": "No time", "next": PAGE},
        **HTMX,
    )
    assert answer.headers["HX-Redirect"] == PAGE
    invited.refresh_from_db()
    assert invited.state == "DECLINED"


def test_an_invitation_that_is_too_late_is_no_thing(client, gol, coordinator):
    MembershipFactory(
        municipality=gol, state="INVITED", applied_at=None, apply_by=date(2020, 1, 1)
    )
    assert open_page(client).context["total"] == 0


def test_an_awaited_decision_is_recorded_in_place(client, gol, coordinator):
    from networks.models import Decision

    network = NetworkFactory(name="Hallingdal")
    Decision.objects.create(
        municipality=gol, network=network, body="Kommunestyret", title="Case 31",
        due_on=timezone.localdate(),
    )  # fmt: skip
    page = open_page(client)
    assert titles(page)[0] == "Record the decision: Case 31"
    text = client.get(page.context["rows"][0].form, **HTMX).content.decode()
    assert "<html" not in text


def test_an_own_figure_of_last_year_is_given_in_place(client, gol, coordinator):
    year = timezone.localdate().year - 1
    typed = ImportBatchFactory(kind=ImportKind.TYPED)
    row = ObservationFactory(municipality=gol, batch=typed, period=year - 1, value=178.0)
    ObservationFactory(municipality=gol, batch=typed, period=year - 5)  # given up
    ObservationFactory(municipality=gol, period=year - 1)  # from a publisher
    page = open_page(client)
    assert titles(page)[:1] == [f"Give the figure: {row.indicator.name}"]
    assert page.context["total"] == 1
    address = page.context["rows"][0].thing.address
    assert "<html" not in client.get(f"{address}?next={PAGE}", **HTMX).content.decode()

    answer = client.post(address, {"value": "176", "next": PAGE, "seen": ""}, **HTMX)
    assert answer.headers["HX-Redirect"] == PAGE
    assert open_page(client).context["total"] == 0


def test_without_htmx_the_same_forms_are_pages(client, gol, coordinator):
    MembershipFactory(municipality=gol)
    row = open_page(client).context["rows"][0]
    assert "<html" in client.get(row.form).content.decode()
    right = {"name": "Contact", "email": "c@gol.example", "on": "2026-01-01", "next": PAGE}
    assert client.post(row.thing.address, right).headers["Location"] == PAGE


def test_nobody_is_led_to_another_site(client, gol, coordinator):
    MembershipFactory(municipality=gol)
    row = open_page(client).context["rows"][0]
    right = {"name": "C", "email": "c@gol.example", "on": "2026-01-01",
             "next": "https://evil.example/"}  # fmt: skip
    answer = client.post(row.thing.address, right, **HTMX)
    assert answer.headers["HX-Redirect"].startswith("/kommuner/no/3324/")


@pytest.mark.parametrize("count", [5, 12])
def test_the_page_costs_at_most_fifteen_queries(
    client, gol, coordinator, count, django_assert_max_num_queries
):
    target = GoalFactory(number=13).targets.create(number="13.1", position=1)
    network = NetworkFactory()
    MembershipFactory(network=network, municipality=gol)
    RoleAssignmentFactory(role="NETWORK_LEADER", network=network)
    colleague = RoleAssignmentFactory(municipality=gol, role="CONTRIBUTOR").person
    late(gol, title="A colleague's", responsible_person=colleague)
    for number in range(count - 1):
        own = late(gol, title=f"Measure {number}", network=network)
        own.pulls.create(target=target, pull="HELPS")
        MeasureTaskFactory(measure=own, due_on=timezone.localdate() + timedelta(days=40))
    client.get(reverse("accounts:profile"))  # notes once in five minutes that one is here

    with django_assert_max_num_queries(15):
        page = open_page(client)
    assert page.context["total"] == count
