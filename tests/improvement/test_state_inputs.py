"""Input to the state: what must be said, lists, and forms."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from improvement.actions import state_inputs as actions
from improvement.actions.state_inputs import InputDetails
from improvement.models import StateInput
from networks.actions.locks import NetworkClosed, NotInNetwork
from networks.enums import Role
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RegionFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DRAFT = InputDetails(barrier="LAW", title="Loven stanser oss", text="Vi får ikke lov.")
SENT = replace(DRAFT, state="SENT", addressee="Departementet", sent_on=date(2026, 5, 1))
ANSWERED = replace(SENT, state="ANSWERED", answered_on=date(2026, 9, 1), answer="Nei.")
CHANGED = replace(ANSWERED, state="CHANGED", change="Loven er endret.")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False), translation.override("en"):
        yield


@pytest.fixture
def gol():
    return MunicipalityFactory(code="3324", name="Gol")


@pytest.fixture
def person(gol):
    person = UserFactory(language="en")
    RoleAssignmentFactory(person=person, role=Role.CONTRIBUTOR, municipality=gol)
    return person


def create(gol, person, details=DRAFT):
    return actions.create_state_input(municipality=gol, details=details, by=person, at=AT)


@pytest.mark.parametrize("details", [DRAFT, SENT, ANSWERED, CHANGED])
def test_an_input_is_kept_as_it_is_said(gol, person, details):
    row = create(gol, person, details)

    row.refresh_from_db()
    assert actions.details_of(row) == details
    assert (row.created_by, row.history.get().history_user) == (person, person)


@pytest.mark.parametrize(
    ("details", "refused"),
    [
        (replace(SENT, addressee=" "), actions.AddresseeMissing),
        (replace(SENT, sent_on=None), actions.SentDayMissing),
        (replace(SENT, sent_on=TODAY + timedelta(days=1)), actions.SentInFuture),
        (replace(ANSWERED, answered_on=None), actions.AnsweredDayMissing),
        (
            replace(ANSWERED, answered_on=TODAY + timedelta(days=1)),
            actions.AnsweredInFuture,
        ),
        (replace(ANSWERED, answered_on=date(2026, 4, 30)), actions.AnsweredBeforeSent),
        (replace(CHANGED, change=""), actions.ChangeMissing),
    ],
)
def test_what_has_happened_has_a_day_and_words(gol, person, details, refused):
    with pytest.raises(refused):
        create(gol, person, details)
    row = create(gol, person)
    with pytest.raises(refused):
        actions.change_state_input(state_input=row, details=details, by=person, at=AT)


@pytest.mark.parametrize(
    "details",
    [replace(SENT, sent_on=TODAY), replace(ANSWERED, sent_on=TODAY, answered_on=TODAY)],
)
def test_today_is_not_too_late(gol, person, details):
    assert create(gol, person, details).sent_on == TODAY


def test_changing_keeps_history_and_the_same_again_none(gol, person):
    row = create(gol, person)
    for _n in range(2):
        actions.change_state_input(state_input=row, details=SENT, by=person, at=AT)

    row.refresh_from_db()
    assert (row.state, row.history.count()) == ("SENT", 2)


def test_the_network_is_open_and_the_municipality_in_it(gol, person):
    other = NetworkFactory()
    with pytest.raises(NotInNetwork):
        create(gol, person, replace(DRAFT, network=other))
    closed = MembershipFactory(municipality=gol, network=NetworkFactory(closed_at=AT)).network
    with pytest.raises(NetworkClosed):
        create(gol, person, replace(DRAFT, network=closed))


def test_an_input_from_a_network_that_closed_is_still_changed(gol, person):
    network = MembershipFactory(municipality=gol).network
    row = create(gol, person, replace(DRAFT, network=network))
    network.closed_at = AT
    network.save()

    changed = replace(SENT, network=network)
    actions.change_state_input(state_input=row, details=changed, by=person, at=AT)

    row.refresh_from_db()
    assert row.state == "SENT"


# --------------------------------------------------------------------- pages


def place(name, **more):
    return reverse(f"improvement:{name}", kwargs={"country": "no", "code": "3324", **more})


def test_writing_sending_and_answering_in_the_browser(client, gol, person):
    client.force_login(person)
    form = {
        "barrier": "MONEY",
        "title": "Tilskuddet dekker ikke drift",
        "text": "Vi får kjøpe, men ikke drive.",
        "language": "nb",
        "state": "DRAFT",
    }
    assert client.get(place("state-input-create")).status_code == 200
    answer = client.post(place("state-input-create"), form)
    assert answer.url == place("state-inputs")
    row = StateInput.objects.get()
    assert (row.municipality, row.on_behalf_of) == (gol, None)

    change = reverse("improvement:state-input-change", kwargs={"pk": row.pk})
    assert client.get(change).context["form"].initial["title"] == form["title"]
    page = client.post(change, {**form, "state": "SENT"})
    assert page.context["form"].errors == {"addressee": ["Say who it was sent to."]}
    client.post(
        change,
        {**form, "state": "SENT", "addressee": "Departementet", "sent_on": "2026-11-01"},
    )
    row.refresh_from_db()
    assert (row.state, row.sent_on) == ("SENT", date(2026, 11, 1))
    body = client.get(place("state-inputs")).content.decode()
    assert "Sent to Departementet on 1 November 2026." in body


def test_a_form_without_its_fields_says_which(client, gol, person):
    client.force_login(person)
    page = client.post(place("state-input-create"), {})

    assert set(page.context["form"].errors) == {
        "barrier",
        "title",
        "text",
        "language",
        "state",
    }


def test_a_regional_coordinator_writes_on_behalf(client, gol):
    region = RegionMembershipFactory(municipality=gol, region=RegionFactory()).region
    person = UserFactory(language="en")
    RoleAssignmentFactory(person=person, role=Role.COORDINATOR, region=region)
    client.force_login(person)
    client.post(
        place("state-input-create"),
        {"barrier": "DATA", "title": "T", "text": "X", "language": "nb", "state": "DRAFT"},
    )

    row = StateInput.objects.get()
    assert row.on_behalf_of == gol

    StateInput.objects.update(on_behalf_of=None)
    client.post(
        reverse("improvement:state-input-change", kwargs={"pk": row.pk}),
        {"barrier": "LAW", "title": "T", "text": "X", "language": "nb", "state": "DRAFT"},
    )

    row.refresh_from_db()
    assert (row.barrier, row.on_behalf_of) == ("LAW", gol)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Ål og Älvdalen", "Loven stanser oss"]),
        ("?q=%C3%A6lvdalen", ["Ål og Älvdalen"]),
        ("?q=LOVEN", ["Loven stanser oss"]),
        ("?barrier=LAW", ["Loven stanser oss"]),
        ("?state=SENT", ["Ål og Älvdalen"]),
        ("?state=SENT&barrier=LAW", []),
        ("?state=NONSENSE", ["Ål og Älvdalen", "Loven stanser oss"]),
    ],
)
def test_the_list_is_filtered_and_searched(client, gol, person, query, titles):
    create(gol, person)
    create(gol, person, replace(SENT, barrier="DATA", title="Ål og Älvdalen"))
    client.force_login(person)

    page = client.get(place("state-inputs") + query)

    assert [one.title for one, *_more in page.context["rows"]] == titles


@pytest.mark.parametrize("count", [1, 25])
def test_the_lists_query_count_does_not_grow(
    client, gol, person, count, django_assert_max_num_queries
):
    network = MembershipFactory(municipality=gol, network=NetworkFactory(slug="n")).network
    for n in range(count):
        create(gol, person, replace(DRAFT, title=f"Nr {n}", network=network))
    client.force_login(person)
    client.get(reverse("accounts:profile"))  # fills what is kept for a minute

    with django_assert_max_num_queries(21):
        client.get(place("state-inputs"))
    with django_assert_max_num_queries(21):
        page = client.get(reverse("improvement:network-state-inputs", kwargs={"slug": "n"}))
    assert len(page.context["rows"]) == min(count, 20)
