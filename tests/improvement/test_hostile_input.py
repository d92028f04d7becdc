"""Numbers, days and fields that no form sends: an answer in words, never an error page."""

from datetime import date

import pytest
from django.urls import reverse

from improvement.actions.exchange_cells import CellWrong, _day
from improvement.enums import ReportKind
from improvement.forms.cycle_settings import DaysField
from improvement.forms.status_rounds import StatusRoundForm
from improvement.forms.tasks import TaskForm
from improvement.reports import kinds
from tests.factories import MunicipalityFactory, RoleAssignmentFactory
from tests.improvement.factories import MeasureFactory, RoundFactory, RoundStepFactory

LONG = "9" * 5000  # Python refuses to read it as a number


@pytest.fixture
def here(client):
    role = RoleAssignmentFactory(municipality=MunicipalityFactory(code="3324"))
    client.force_login(role.person)
    return role.municipality


def place(municipality):
    return {"country": "no", "code": municipality.code}


@pytest.mark.django_db
def test_a_year_of_five_thousand_digits_is_no_year(client, here):
    kind = kinds.SLUGS[ReportKind.ANNUAL]
    draft = reverse("improvement:report-draft", kwargs={**place(here), "kind": kind})
    freeze = reverse("improvement:report-freeze", kwargs={**place(here), "kind": kind})

    assert client.get(draft, {"ar": LONG}).status_code == 200
    assert client.post(freeze, {"ar": LONG, "seen": ""}).status_code == 302


@pytest.mark.django_db
def test_a_goal_of_five_thousand_digits_takes_nothing_over(client, here):
    RoundStepFactory()
    address = reverse("improvement:assess", kwargs={"pk": RoundFactory(municipality=here).pk})
    work = reverse("improvement:work", kwargs=place(here))

    assert client.post(address, {"carry": LONG}).status_code == 302
    assert client.get(work, {"mal": LONG}).status_code == 200


def test_days_and_keys_of_five_thousand_digits_are_wrong_values():
    form = StatusRoundForm({"goals": [LONG], "indicators": [LONG]}, catalogue=[])

    assert not form.is_valid()
    assert (form.chosen_goals, form.chosen_indicators) == (set(), set())
    with pytest.raises(Exception, match="365"):
        DaysField().clean(LONG)


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_days_that_nobody_means_are_told_at_the_field(day):
    form = TaskForm({"title": "Order vans", "due_on": day}, municipality=MunicipalityFactory())

    assert list(form.errors) == ["due_on"]
    with pytest.raises(CellWrong):
        _day(day, None)


def test_a_day_that_somebody_means_is_read():
    assert _day("1900-01-01", None) == date(1900, 1, 1)
    assert _day("31.12.2199", None) == date(2199, 12, 31)


@pytest.mark.django_db
def test_a_draft_with_odd_values_does_not_break_the_form(client, here):
    measure = MeasureFactory(municipality=here)
    body = f"state=JUNK&text=%00%ff%F0%9F%A6%8A&share_done={LONG}&new_end_on=9999999-99"

    kept = client.patch(
        reverse("improvement:status-draft", kwargs={"pk": measure.pk}),
        body,
        content_type="application/x-www-form-urlencoded",
    )

    assert kept.status_code == 204
    for page in ("measure", "status"):
        answer = client.get(reverse(f"improvement:{page}", kwargs={"pk": measure.pk}))
        assert answer.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("way_back", ["portal:mine", "9999-12-31", "//evil.example", "x" * 99])
def test_the_way_back_is_a_path_of_ours(client, here, way_back):
    measure = MeasureFactory(municipality=here)
    address = reverse("improvement:task-add", kwargs={"pk": measure.pk})

    answer = client.post(address, {"title": "Order vans", "next": way_back})

    assert answer.status_code == 302
    assert answer["Location"].startswith(measure.get_absolute_url())


@pytest.mark.django_db
def test_the_name_of_an_element_is_no_pattern(client, here):
    address = reverse(
        "improvement:task-add", kwargs={"pk": MeasureFactory(municipality=here).pk}
    )

    answer = client.get(address, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="%d%s%(x)s")

    assert answer.status_code == 200
