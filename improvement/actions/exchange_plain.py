"""What is written about a measure, as details and as the text of cells."""

from collections.abc import Iterable

from improvement.actions.measures import Expectation, MeasureDetails
from improvement.enums import MeasureKind, Pull
from improvement.models import Measure
from indicators.models import Target


def details_of(measure: Measure) -> MeasureDetails:
    """Give what is written about a measure that was read ``with_parts``."""
    pulls = sorted(measure.pulls.all(), key=lambda each: each.pk)
    return MeasureDetails(
        title=measure.title,
        description=measure.description,
        language=measure.language,
        kind=measure.kind,
        network=measure.network,
        objective=measure.objective,
        responsible_person=measure.responsible_person,
        responsible_unit=measure.responsible_unit,
        collaborators=measure.collaborators,
        starts_on=measure.starts_on,
        ends_on=measure.ends_on,
        cost=measure.cost,
        budget_link=measure.budget_link,
        from_indicator=measure.from_indicator,
        helps=tuple(each.target for each in pulls if each.pull == Pull.HELPS),
        hurts=tuple(each.target for each in pulls if each.pull == Pull.HURTS),
        expectations=tuple(
            Expectation(each.indicator, each.delay_months, each.expected)
            for each in sorted(measure.expectations.all(), key=lambda each: each.pk)
        ),
    )


def plain_of(details: MeasureDetails) -> dict[str, str]:
    """Write details as the text of cells, by column."""
    person, objective, network = (
        details.responsible_person,
        details.objective,
        details.network,
    )
    return {
        "title": details.title,
        "description": details.description,
        "type": str(MeasureKind(details.kind).label),
        "responsible": person.email if person else "",
        "unit": details.responsible_unit,
        "helpers": details.collaborators,
        "starts_on": details.starts_on.isoformat() if details.starts_on else "",
        "ends_on": details.ends_on.isoformat() if details.ends_on else "",
        "objective": objective.title if objective else "",
        "network": network.slug if network else "",
        "cost": details.cost,
        "budget_link": details.budget_link,
        "helps": _numbers(details.helps),
        "hurts": _numbers(details.hurts),
        "indicators": ", ".join(each.indicator.code for each in details.expectations),
    }


def _numbers(targets: Iterable[Target]) -> str:
    in_order = sorted(targets, key=lambda each: (each.goal_id, each.position))
    return ", ".join(each.pk for each in in_order)
