"""Objectives: written, changed, archived; their pages."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from improvement.actions import objectives as actions
from improvement.actions.objectives import ObjectiveDetails, Wanted
from improvement.models import Objective
from networks.actions.locks import NetworkClosed, NotInNetwork
from tests.factories import (
    DecisionFactory,
    FrameworkIndicatorFactory,
    IndicatorFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RoleAssignmentFactory,
)
from tests.improvement.factories import MeasureFactory, ObjectiveFactory, RoundFactory
from tests.improvement.targets import target

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def written(**given):
    return ObjectiveDetails(**{"title": "Halve the emissions", **given})


def create(place, details=None, **given):
    given = {"by": None, "at": AT, **given}
    return actions.create_objective(municipality=place, details=details or written(), **given)


def worker(place):
    return RoleAssignmentFactory(municipality=place).person


def wanted_of(objective):
    rows = objective.wanted_values.order_by("pk")
    return list(rows.values_list("indicator__code", "wanted_value", "wanted_year"))


def test_an_objective_is_written_with_all_its_parts():
    membership = MembershipFactory()
    place, person = membership.municipality, worker(membership.municipality)
    decision, indicator = DecisionFactory(municipality=place), IndicatorFactory()
    round_ = RoundFactory(municipality=place)

    objective = create(
        place,
        written(
            title=" Halve the emissions ",
            network=membership.network,
            targets=(target("13.2"), target("11.6")),
            wanted=(Wanted(indicator, 4.4, 2030),),
            decision=decision,
            plan_document="Plan",
        ),
        by=person,
        on_behalf_of=place,
    )

    objective.refresh_from_db()
    assert objective.title == "Halve the emissions"
    assert objective.round == round_
    assert sorted(objective.targets.values_list("pk", flat=True)) == ["11.6", "13.2"]
    assert wanted_of(objective) == [(indicator.code, 4.4, 2030)]
    assert (objective.decision, objective.created_by) == (decision, person)
    assert objective.on_behalf_of == place


def test_what_does_not_hold_together_is_refused():
    place = MunicipalityFactory()
    closed = MembershipFactory(municipality=place, network=NetworkFactory(closed_at=AT))

    for given, refused in (
        ({"title": " "}, actions.TitleMissing),
        ({"decision": DecisionFactory()}, actions.DecisionElsewhere),
        ({"network": NetworkFactory()}, NotInNetwork),
        ({"network": closed.network}, NetworkClosed),
    ):
        with pytest.raises(refused):
            create(place, written(**given))
    assert not Objective.objects.exists()


def test_a_change_replaces_what_was_written():
    first, second = IndicatorFactory(), IndicatorFactory()
    objective = create(
        MunicipalityFactory(),
        written(
            targets=(target("13.2"),),
            wanted=(Wanted(first, 1.0, 2030), Wanted(second, 2.0, 2030)),
        ),
    )

    actions.change_objective(
        objective=objective,
        details=written(targets=(target("7.3"),), wanted=(Wanted(second, 3.0, 2028),)),
        by=None,
        at=AT,
    )

    assert list(objective.targets.values_list("pk", flat=True)) == ["7.3"]
    assert wanted_of(objective) == [(second.code, 3.0, 2028)]


def test_what_another_changed_meanwhile_is_not_overwritten():
    objective = create(MunicipalityFactory())
    seen = actions.version_of(objective)
    actions.change_objective(
        objective=objective, details=written(plan_document="A"), by=None, at=AT
    )

    with pytest.raises(actions.ObjectiveChanged):
        actions.change_objective(
            objective=objective, details=written(), by=None, at=AT, seen=seen
        )


def test_an_archived_objective_is_read_only_until_it_is_brought_back():
    objective = create(MunicipalityFactory())
    for _again in range(2):
        actions.archive_objective(objective=objective, by=None, at=AT)
    with pytest.raises(actions.ObjectiveArchived):
        actions.change_objective(objective=objective, details=written(), by=None, at=AT)
    for _again in range(2):
        actions.restore_objective(objective=objective, by=None, at=AT)

    objective.refresh_from_db()
    assert objective.archived_at is None


# ------------------------------------------------------------------ pages


def post_data(**given):
    empty = {
        "title": "", "description": "", "network": "", "decision": "", "plan_document": "",
        "plan_paragraph": "", "plan_link": "", "onsket-TOTAL_FORMS": "2",
        "onsket-INITIAL_FORMS": "0", "onsket-0-indicator": "", "onsket-0-wanted_value": "",
        "onsket-0-wanted_year": "2030", "onsket-1-indicator": "",
        "onsket-1-wanted_value": "", "onsket-1-wanted_year": "2030",
    }  # fmt: skip
    return {**empty, **given}


def page_of(place):
    return reverse("improvement:objective-create", kwargs={"country": "no", "code": place.code})


def test_an_objective_is_written_on_its_page_with_decimal_comma(client):
    place, row = MunicipalityFactory(), FrameworkIndicatorFactory()
    decision = DecisionFactory(municipality=place)
    DecisionFactory()  # another municipality's
    client.force_login(worker(place))
    target("13.2")
    form = client.get(page_of(place)).context["form"]
    assert [choice.pk for choice in form.fields["decision"].queryset] == [decision.pk]

    answer = client.post(
        page_of(place),
        post_data(
            title="Halve the emissions",
            targets=["13.2"],
            decision=decision.pk,
            **{"onsket-0-indicator": row.indicator.code, "onsket-0-wanted_value": "4,45"},
        ),
    )

    objective = Objective.objects.get()
    assert answer["Location"] == objective.get_absolute_url()
    assert wanted_of(objective) == [(row.indicator.code, 4.45, 2030)]
    assert objective.decision == decision


def test_wrong_rows_are_told_at_the_row(client):
    place, row = MunicipalityFactory(), FrameworkIndicatorFactory()
    client.force_login(worker(place))

    answer = client.post(
        page_of(place),
        post_data(
            title="T",
            **{
                "onsket-0-indicator": row.indicator.code,
                "onsket-0-wanted_value": "four",
                "onsket-0-wanted_year": "30",
                "onsket-1-wanted_value": "3",
            },
        ),
        headers={"accept-language": "en"},
    )

    rows = answer.context["form"].rows
    assert set(rows[0].errors) == {"wanted_value", "wanted_year"}
    assert set(rows[1].errors) == {"indicator"}
    assert not Objective.objects.exists()


def test_the_change_page_begins_with_what_stands_there(client):
    row = FrameworkIndicatorFactory()
    lost = IndicatorFactory()  # no framework uses it any more
    objective = create(
        MunicipalityFactory(),
        written(
            targets=(target("13.2"),),
            wanted=(Wanted(row.indicator, 1234.5, 2030), Wanted(lost, 2.0, 2028)),
        ),
    )
    client.force_login(worker(objective.municipality))
    page = reverse("improvement:objective-change", kwargs={"pk": objective.pk})

    form = client.get(page).context["form"]

    assert [panel.goal for panel in form.panels if panel.chosen] == [13]
    assert [one["indicator"].value() for one in form.rows][:2] == [
        row.indicator.code,
        lost.code,
    ]
    data = post_data(title="New", targets=["13.2"], **{"onsket-INITIAL_FORMS": "2"})
    for number in range(2):
        for name in ("indicator", "wanted_value", "wanted_year"):
            data[f"onsket-{number}-{name}"] = form.rows[number][name].value()
    assert client.post(page, data).status_code == 302
    objective.refresh_from_db()
    assert objective.title == "New"
    assert wanted_of(objective) == [(row.indicator.code, 1234.5, 2030), (lost.code, 2.0, 2028)]


def test_the_page_shows_measures_targets_and_archive(client):
    objective = ObjectiveFactory(plan_document="Plan", decision=None)
    objective.targets.add(target("13.2"))
    MeasureFactory(municipality=objective.municipality, objective=objective, title="Vans")
    MeasureFactory(municipality=objective.municipality, objective=objective, archived_at=AT)
    client.force_login(worker(objective.municipality))

    answer = client.get(objective.get_absolute_url())

    assert [row.title for row in answer.context["rows"]] == ["Vans"]
    assert answer.context["goals"] == [13]
    client.post(reverse("improvement:objective-archive", kwargs={"pk": objective.pk}))
    assert client.get(objective.get_absolute_url()).context["is_archived"]
    client.post(reverse("improvement:objective-restore", kwargs={"pk": objective.pk}))
    assert not client.get(objective.get_absolute_url()).context["is_archived"]


def test_an_objective_begins_from_an_indicator(client):
    row = FrameworkIndicatorFactory(target=target("13.2"))
    place = MunicipalityFactory()
    client.force_login(worker(place))

    form = client.get(f"{page_of(place)}?indicator={row.indicator.code}").context["form"]

    assert form.rows[0]["indicator"].value() == row.indicator.code
    assert form["targets"].value() == ["13.2"]


def test_the_decision_shows_its_day():
    decision = DecisionFactory(title="Plan", case_number="24/26", decided_on=date(2026, 3, 17))
    from improvement.forms.parts import DecisionChoice

    label = DecisionChoice(None).label_from_instance(decision)

    assert label.startswith("Plan, Kommunestyret, 24/26, 17")
