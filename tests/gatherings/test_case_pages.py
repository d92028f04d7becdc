"""The pages of cases: writing one, the table, the measure, the loop."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from gatherings.actions import case_programme, case_returns, cases
from gatherings.actions.seats import sign_up
from gatherings.enums import CaseState
from gatherings.models import Case, CaseAdvice
from gatherings.tokens import make_token
from improvement.models import Measure
from networks.enums import Role
from tests.factories import (
    FrameworkFactory,
    MunicipalityFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone
from tests.gatherings.test_cases import HELD, presented, ready, says, shows

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(datetime(2026, 9, 10, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def series():
    series = SeriesFactory(network__is_public=False, slug="series")
    GatheringFactory(series=series, number=1, day=date(2026, 9, 10))
    return series


@pytest.fixture
def falun(series):
    return member_of(series)


@pytest.fixture
def share(falun):
    return shows(falun, FrameworkFactory(is_default=True), value=41.5, year=2024)


@pytest.fixture
def coordinator(falun, client):
    person = RoleAssignmentFactory(municipality=falun, role=Role.COORDINATOR).person
    client.force_login(person)
    return person


@pytest.fixture
def leader(series):
    return RoleAssignmentFactory(network=series.network, role=Role.NETWORK_LEADER).person


def address(name, case):
    return reverse(f"gatherings:{name}", kwargs={"pk": case.pk})


def text_of(answer):
    return answer.content.decode()


def test_a_case_is_written_and_shown_in_one_step(client, series, falun, share, coordinator):
    page = reverse("gatherings:case-create", kwargs={"slug": "series", **falun.address_keys})
    assert "41.5 per cent, 2024" in text_of(client.get(page, **ENGLISH))
    fields = {"title": "Skolan", "question": "Vad gör ni?", "ready": "1"}
    refused = client.post(page, fields, **ENGLISH)
    assert list(refused.context["form"].errors) == ["indicators"]
    answer = client.post(page, {**fields, "indicators": [share.code]})
    case = Case.objects.get()
    assert (case.state, case.created_by) == (CaseState.READY, coordinator)
    shown = text_of(client.get(answer["Location"], **ENGLISH))
    assert "41.5 per cent" in shown
    assert "No newer figure yet" in shown
    assert "Write advice" in shown


def test_a_draft_is_hidden_from_others_and_changed_by_its_own(
    client, series, falun, share, coordinator, leader
):
    case = ready(series, falun, share)
    cases.make_draft(case=case, by=None, at=AT)
    fields = {"title": "Nytt", "question": "Vad?", "indicators": [share.code], "ready": "1"}
    assert client.post(address("case-change", case), fields).status_code == 302
    case.refresh_from_db()
    assert (case.title, case.state) == ("Nytt", CaseState.READY)
    cases.make_draft(case=case, by=None, at=AT)
    client.force_login(leader)
    assert client.get(address("case", case)).status_code == 404
    client.force_login(coordinator)
    assert client.post(address("case-delete", case)).status_code == 302
    assert not Case.objects.exists()


def test_the_hosts_give_a_slot_and_note_it(client, series, falun, share, leader):
    case = ready(series, falun, share)
    client.force_login(leader)
    listed = client.get(reverse("gatherings:cases", kwargs={"slug": "series"}))
    assert len(listed.context["waiting"]) == 1
    fields = {"gathering": series.gatherings.get().pk, "starts": "13:00", "ends": "12:00"}
    wrong = client.post(address("case-slot", case), fields)
    assert list(wrong.context["form"].errors) == ["ends"]
    client.post(address("case-slot", case), {**fields, "ends": "13:30"})
    assert "13:00–13:30" in text_of(client.get(address("case", case), **ENGLISH))
    client.post(address("case-presented", case))
    case.refresh_from_db()
    assert case.state == CaseState.PRESENTED
    gathering = client.get(series.gatherings.get().get_absolute_url(), **ENGLISH)
    assert "Cases at this gathering" in text_of(gathering)


def test_advice_at_the_table_by_the_link_of_a_seat(client, series, falun, share):
    case = ready(series, falun, share)
    [seat, other] = sign_up(
        series=series, municipality=falun, people=[someone("One"), someone("Two")], by=None,
        at=AT,
    )  # fmt: skip
    keys = {"token": make_token(seat)}
    assert "Skolan" in text_of(client.get(reverse("gatherings:seat-cases", kwargs=keys)))
    page = reverse("gatherings:seat-case", kwargs={**keys, "pk": case.pk})
    answer = client.post(page, {"group": "Group 3", "text": "Start small"})
    assert answer["Location"] == f"{page}?gruppe=Group+3"
    again = client.get(answer["Location"], **ENGLISH)
    assert again.context["form"]["group"].value() == "Group 3"
    assert "One" not in text_of(again).split("<main")[1]
    row = CaseAdvice.objects.get()
    keys = {"pk": case.pk, "advice": row.pk}
    seat.person = UserFactory()
    seat.save()
    client.force_login(seat.person)
    shown = client.get(address("case-advice", case))
    assert [each.text for each in shown.context["own"]] == ["Start small"]
    client.logout()
    by_other = reverse(
        "gatherings:seat-advice-withdraw", kwargs={"token": make_token(other), **keys}
    )
    client.post(by_other)
    row.refresh_from_db()
    assert row.withdrawn_at is None
    client.post(
        reverse("gatherings:seat-advice-withdraw", kwargs={"token": make_token(seat), **keys})
    )
    row.refresh_from_db()
    assert row.withdrawn_at is not None


def test_others_than_participants_find_no_case(client, series, falun, share):
    case = ready(series, falun, share)
    elsewhere = SeriesFactory()
    GatheringFactory(series=elsewhere, number=1)
    [seat] = sign_up(
        series=elsewhere, municipality=member_of(elsewhere), people=[someone("One")], by=None,
        at=AT,
    )  # fmt: skip
    keys = {"token": make_token(seat), "pk": case.pk}
    assert client.get(reverse("gatherings:seat-case", kwargs=keys)).status_code == 404
    client.force_login(RoleAssignmentFactory(municipality=MunicipalityFactory()).person)
    assert client.get(address("case", case)).status_code == 404


def test_a_case_becomes_a_measure_in_one_step(client, series, falun, share, coordinator):
    case = presented(series, falun, series.gatherings.get(), share)
    page = client.get(address("case-measure", case), **ENGLISH)
    form = page.context["form"]
    assert form["title"].value() == "Skolan"
    rows = form.rows
    data = {
        "title": "Skolan",
        "network": series.network.pk,
        "kind": form["kind"].value() or "OTHER",
        f"{rows.prefix}-TOTAL_FORMS": 1,
        f"{rows.prefix}-INITIAL_FORMS": 1,
        f"{rows.prefix}-0-indicator": share.code,
        f"{rows.prefix}-0-delay_months": 12,
    }
    answer = client.post(address("case-measure", case), data)
    assert answer.status_code == 302
    measure = Measure.objects.get()
    case.refresh_from_db()
    assert case.measure == measure
    assert [each.indicator for each in measure.expectations.all()] == [share]
    assert measure.get_absolute_url() in text_of(client.get(address("case", case)))


def test_the_case_comes_back_and_closes_the_loop(
    client, series, falun, share, coordinator, leader
):
    case = presented(series, falun, series.gatherings.get(), share)
    loop = reverse("gatherings:loop", kwargs={"slug": series.network.slug})
    client.force_login(leader)
    client.post(address("case-ask-back", case), {"gathering": ""})
    client.force_login(coordinator)
    says(share, 60.0, 2026)
    client.post(address("case-back", case), {"text": "Det gick", "gathering": ""})
    page = client.get(loop, **ENGLISH)
    counts = page.context["counts"]
    assert (counts.presented, counts.with_measure, counts.back, counts.together) == (1, 0, 1, 1)
    assert f"Better than at the start: {share.name}" in text_of(page)
    assert "Moved together with the measure" in text_of(
        client.get(address("case", case), **ENGLISH)
    )
    filtered = client.get(loop, {"serie": "another"}, **ENGLISH)
    assert "Nothing has been presented in this series" in text_of(filtered)
    client.force_login(UserFactory())
    assert client.get(loop).status_code == 404


def test_pages_ask_no_more_when_there_is_more(
    client, series, falun, share, coordinator, django_assert_max_num_queries
):
    first = presented(series, falun, series.gatherings.get(), share)
    case_returns.ask_back(case=first, by=None, at=HELD)
    case_returns.bring_back(case=first, text="A", by=None, at=HELD)
    for _ in range(3):
        place = member_of(series)
        case = ready(series, place, share)
        case_programme.give_slot(
            case=case, gathering=series.gatherings.get(), by=UserFactory(), at=AT
        )
        case_programme.note_presented(case=case, by=UserFactory(), at=HELD)
    loop = reverse("gatherings:loop", kwargs={"slug": series.network.slug})
    client.get(loop)  # counts what waits, which is kept for a minute
    for page, most in (
        (loop, 12),
        (reverse("gatherings:cases", kwargs={"slug": "series"}), 14),
        (address("case", first), 18),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(page).status_code == 200
