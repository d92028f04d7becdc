"""Evaluations and goal conflicts."""

from tests.improvement.factories import GoalConflictFactory, MeasureFactory
from tests.permission_rows import WORK, WORK_READ

TABLE = {
    "improvement:evaluate": WORK_READ,  # only those who work there may send the form
    "improvement:conflicts": WORK_READ,
    "improvement:municipality-conflicts": WORK_READ,
    "improvement:conflict": WORK_READ,
    "improvement:conflict-create": WORK,
    "improvement:conflict-change": WORK,
}


def _conflict(world):
    return {"pk": GoalConflictFactory(municipality=world["municipality"]).pk}


ARGUMENTS = {
    "improvement:evaluate": lambda world: {
        "pk": MeasureFactory(municipality=world["municipality"]).pk
    },
    "improvement:conflict": _conflict,
    "improvement:conflict-change": _conflict,
}
