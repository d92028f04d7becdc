"""The pages of measures: listed, made, changed, archived, copied."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from improvement.actions import measures as actions
from improvement.enums import Pull
from improvement.models import Measure
from tests.factories import (
    FrameworkIndicatorFactory,
    MembershipFactory,
    MunicipalityFactory,
)
from tests.improvement.factories import MeasureFactory, ObjectiveFactory
from tests.improvement.measures import AT, create, pulls, worker, written
from tests.improvement.targets import target

pytestmark = pytest.mark.django_db


def address(name, place, **kwargs):
    own = {"country": "no", "code": place.code}
    return reverse(f"improvement:{name}", kwargs={**own, **kwargs})


def test_the_list_asks_as_often_for_many_as_for_one(client):
    place = MunicipalityFactory()
    person = worker(place)
    client.force_login(person)
    client.get(address("measures", place))  # the session is written once
    asked = []
    for count in (1, 29):
        for _each in range(count):
            measure = MeasureFactory(municipality=place, responsible_person=person)
            measure.pulls.create(target=target("13.2"), pull=Pull.HELPS)
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(address("measures", place))
        asked.append(len(seen))

    rows = answer.context["rows"]
    assert len(rows) == 25
    assert {row.goals for row in rows} == {(13,)}
    assert asked[0] == asked[1]


def post_data(**given):
    empty = {
        "title": "", "description": "", "responsible_person": "", "responsible_unit": "",
        "starts_on": "", "ends_on": "", "objective": "", "network": "", "kind": "OTHER",
        "collaborators": "", "cost": "", "budget_link": "", "from_indicator": "",
        "forventet-TOTAL_FORMS": "1", "forventet-INITIAL_FORMS": "0",
        "forventet-0-indicator": "", "forventet-0-delay_months": "12",
        "forventet-0-expected": "",
    }  # fmt: skip
    return {**empty, **given}


def test_a_measure_is_made_from_a_weak_indicator_in_one_step(client):
    row = FrameworkIndicatorFactory(target=target("13.2"))
    place = MunicipalityFactory()
    client.force_login(worker(place))
    page = f"{address('measure-create', place)}?indicator={row.indicator.code}"

    form = client.get(page).context["form"]
    found = {name: form[name].value() for name in ("title", "helps", "from_indicator")}
    assert row.indicator.name in found["title"]
    assert found["helps"] == ["13.2"]
    assert form.rows[0]["indicator"].value() == row.indicator.code

    answer = client.post(
        page,
        post_data(
            **found,
            **{
                "forventet-INITIAL_FORMS": "1",
                "forventet-0-indicator": row.indicator.code,
            },
        ),
    )

    measure = Measure.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == measure.get_absolute_url()
    assert measure.from_indicator == row.indicator
    assert pulls(measure) == [("13.2", "HELPS")]
    assert measure.expectations.get().indicator == row.indicator


def test_a_measure_is_made_from_an_objective(client):
    objective = ObjectiveFactory()
    objective.targets.add(target("7.3"))
    client.force_login(worker(objective.municipality))

    page = f"{address('measure-create', objective.municipality)}?objective={objective.pk}"
    form = client.get(page).context["form"]

    assert form["objective"].value() == objective.pk
    assert form["helps"].value() == ["7.3"]
    assert [panel.goal for panel in form.panels if panel.chosen] == [7]


def test_errors_stand_in_plain_words_and_nothing_is_lost(client):
    place = MunicipalityFactory()
    client.force_login(worker(place))
    target("13.2")

    with translation.override("en"):
        answer = client.post(
            address("measure-create", place),
            post_data(
                description="Kept",
                starts_on="2026-02-02",
                ends_on="2026-02-01",
                helps=["13.2"],
                hurts=["13.2", "99.9"],
                **{"forventet-0-expected": "less"},
            ),
            headers={"accept-language": "en"},
        )

        form = answer.context["form"]
        assert form.errors["title"] == ["Write what you will do."]
        assert form.errors["ends_on"] == ["The end must come after the start."]
        assert form.errors["hurts"] == ["There is no target 99.9."]
        assert form.rows[0].errors["indicator"] == ["Choose the indicator that is meant."]
        assert form["description"].value() == "Kept"
        assert not Measure.objects.exists()


def test_a_measure_is_changed_and_a_second_writer_is_told(client):
    measure = create(MunicipalityFactory(), written(helps=(target("13.2"),)))
    client.force_login(worker(measure.municipality))
    page = reverse("improvement:measure-change", kwargs={"pk": measure.pk})
    seen = client.get(page).context["version"]
    actions.change_measure(measure=measure, details=written(cost="1"), by=None, at=AT)

    answer = client.post(page, post_data(title="Mine", seen=seen))
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    saved = client.post(page, post_data(title="Mine", seen=answer.context["version"]))

    measure.refresh_from_db()
    assert saved.status_code == 302
    assert (measure.title, measure.cost) == ("Mine", "")


def test_archive_and_undo(client):
    measure = MeasureFactory()
    client.force_login(worker(measure.municipality))
    page = reverse("improvement:measure-archive", kwargs={"pk": measure.pk})

    assert client.get(page).status_code == 200
    client.post(page)
    measure.refresh_from_db()
    assert measure.archived_at is not None
    changing = reverse("improvement:measure-change", kwargs={"pk": measure.pk})
    refused = client.post(changing, post_data(title="Mine"))
    assert refused.context["form"].non_field_errors()
    client.post(reverse("improvement:measure-restore", kwargs={"pk": measure.pk}))

    measure.refresh_from_db()
    assert measure.archived_at is None


def test_do_the_same_from_the_page(client):
    membership = MembershipFactory()
    source = MeasureFactory(
        municipality=MembershipFactory(network=membership.network).municipality
    )
    client.force_login(worker(membership.municipality))
    page = reverse("improvement:measure-copy", kwargs={"pk": source.pk})
    assert client.get(page).context["places"] == [membership.municipality]

    answer = client.post(page, {"municipality": membership.municipality.pk})

    copy = Measure.objects.get(copied_from=source)
    assert copy.municipality == membership.municipality
    assert answer["Location"] == reverse("improvement:measure-change", kwargs={"pk": copy.pk})


def test_nobody_copies_for_a_municipality_one_does_not_work_in(client):
    membership = MembershipFactory()
    source = MeasureFactory(
        municipality=MembershipFactory(network=membership.network).municipality
    )
    client.force_login(worker(membership.municipality))
    page = reverse("improvement:measure-copy", kwargs={"pk": source.pk})

    answer = client.post(page, {"municipality": MunicipalityFactory().pk})

    assert answer.context["form"].errors["municipality"]
    assert Measure.objects.count() == 1
