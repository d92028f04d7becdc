"""Who may open which page of what a region has begun."""

from datetime import date

from assessments.models import StrategyTask, Training
from tests.assessments.factories import (
    FundingProgrammeFactory,
    InitiativeFactory,
    OwnedCompanyFactory,
)
from tests.gatherings.factories import GatheringFactory, SeriesFactory
from tests.permission_rows import EVERYONE, FORBIDDEN, MEMBERS, OK, WORK_READ, row

# The officers of the region are none of the people of the table.
KEEP = row(FORBIDDEN, signed_out=302, superuser=OK)
BUILD = {
    **{person: FORBIDDEN if status == OK else status for person, status in WORK_READ.items()},
    "superuser": OK,
}
# An initiative that is not public: who follows the region; forms ask to sign in first.
_CHANGE = {
    **{person: FORBIDDEN if status == OK else status for person, status in MEMBERS.items()},
    "signed out": 302,
    "superuser": OK,
}
_ONE = ("initiative-change", "area-create")
_AREA = ("area-change", "entry-add")
_REGION = ("initiative-create", "owned-create", "training-new", "training-targets")
TABLE = {
    "assessments:initiative-list": EVERYONE,
    "assessments:initiative": MEMBERS,
    **{f"assessments:{page}": _CHANGE for page in (*_ONE, *_AREA)},
    **{f"assessments:{page}": KEEP for page in (*_REGION, "owned-change")},
    "assessments:training": WORK_READ,
    "assessments:training-create": KEEP,
    "assessments:training-change": KEEP,
    "assessments:strategy": WORK_READ,
    "assessments:strategy-decide": BUILD,
    "assessments:strategy-task-new": BUILD,
    "assessments:strategy-task": BUILD,
}


def region(world):
    return {"slug": world["region"].slug}


def initiative(world):
    return {"pk": InitiativeFactory(region=world["region"]).pk}


def area(world):
    made = InitiativeFactory(region=world["region"])
    return {"pk": made.pk, "area": made.areas.create(name="Mat", position=1).pk}


def gathering(world):
    series = SeriesFactory(network=world["network"])
    return GatheringFactory(series=series, number=1, day=date(2026, 1, 1))


def training(world):
    made = Training.objects.create(region=world["region"], gathering=gathering(world))
    return {**region(world), "pk": made.pk}


def programme(world):
    return {"slug": FundingProgrammeFactory(region=world["region"]).slug}


def task(world):
    made = FundingProgrammeFactory(region=world["region"])
    row_ = StrategyTask.objects.create(programme=made, text="Skriv")
    return {"slug": made.slug, "pk": row_.pk}


ARGUMENTS = {
    **{f"assessments:{page}": region for page in ("initiative-list", "training", *_REGION)},
    **{f"assessments:{page}": initiative for page in ("initiative", *_ONE)},
    **{f"assessments:{page}": area for page in _AREA},
    "assessments:owned-change": lambda world: {
        **region(world),
        "pk": OwnedCompanyFactory(region=world["region"]).pk,
    },
    "assessments:training-create": lambda world: {
        **region(world),
        "gathering": gathering(world).pk,
    },
    "assessments:training-change": training,
    **{
        f"assessments:{page}": programme
        for page in ("strategy", "strategy-decide", "strategy-task-new")
    },
    "assessments:strategy-task": task,
}
