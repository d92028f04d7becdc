"""Rounds, judgements, functions, the board, status rounds, and a programme's cycle."""

from datetime import UTC, date, datetime

from improvement.actions import functions, rounds, status_rounds, templates
from improvement.enums import MunicipalFunction
from tests.factories import IndicatorFactory
from tests.permission_rows import FORM, LEADER, OK, STEER, SUPERUSER, WORK, WORK_READ

SUPERUSER_FORM = {
    person: FORM if status == OK else status for person, status in SUPERUSER.items()
}
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)

TABLE = {
    "improvement:rounds": WORK_READ,
    "improvement:round-open": STEER,
    "improvement:round": WORK_READ,
    "improvement:round-step": STEER,
    "improvement:round-back": STEER,
    "improvement:round-close": STEER,
    "improvement:assess": WORK,
    "improvement:functions": WORK_READ,
    "improvement:function-fill": STEER,
    "improvement:function-end": STEER,
    "improvement:board": WORK_READ,
    "improvement:status-rounds": WORK_READ,
    "improvement:status-round-create": LEADER,
    "improvement:status-round": WORK_READ,
    "improvement:status-round-change": LEADER,
    "improvement:status-round-lock": LEADER,
    "improvement:status-round-file": WORK_READ,
    "improvement:status-round-part": WORK_READ,
    "improvement:status-round-deliver": STEER,
    "improvement:status-round-anchor": STEER,
    "improvement:cycle-settings": SUPERUSER,
    "improvement:cycle-days": SUPERUSER,
    "improvement:step-add": SUPERUSER,
    "improvement:step-change": SUPERUSER,
    "improvement:step-sort": SUPERUSER_FORM,
}


def opened(world):
    round_ = rounds.open_round(municipality=world["municipality"], by=None, at=AT)
    return {"pk": round_.pk}


def step(world):
    round_ = rounds.open_round(municipality=world["municipality"], by=None, at=AT)
    return {"pk": round_.pk, "progress": round_.progress.first().pk}


def holder(world):
    filled = functions.fill_function(
        municipality=world["municipality"],
        function=MunicipalFunction.CLIMATE,
        name="The head of climate",
        by=None,
        at=AT,
    )
    return {**world["place"], "holder": filled.pk}


def status(world):
    details = status_rounds.StatusRoundDetails(
        name="Status",
        indicators=[IndicatorFactory()],
        year_from=2023,
        opens_on=date(2026, 3, 1),
        deadline=date(2026, 6, 30),
    )
    made = status_rounds.create_status_round(
        network=world["network"], details=details, by=None, at=AT
    )
    return {"pk": made.pk, "made": made}


def status_round(world):
    return {"pk": status(world)["pk"]}


def locked(world):
    made = status(world)["made"]
    status_rounds.lock_status_round(status_round=made, by=None, at=AT)
    return {"pk": made.pk, "ending": "json"}


def part(world):
    return {**status_round(world), **world["place"]}


def template_step(world):
    template = templates.template_for(world["programme"])
    return {"slug": "programme", "step": template.steps.first().pk}


ARGUMENTS = {
    **{
        f"improvement:{page}": opened
        for page in ("round", "round-back", "round-close", "assess")
    },
    "improvement:round-step": step,
    "improvement:function-end": holder,
    **{f"improvement:status-round{page}": status_round for page in ("", "-change", "-lock")},
    "improvement:status-round-file": locked,
    "improvement:status-round-part": part,
    "improvement:status-round-deliver": part,
    "improvement:status-round-anchor": lambda world: {**part(world), "how": "political"},
    **{
        f"improvement:{page}": lambda world: {"slug": world["programme"].slug}
        for page in ("cycle-settings", "cycle-days", "step-add")
    },
    "improvement:step-change": template_step,
    "improvement:step-sort": template_step,
}
