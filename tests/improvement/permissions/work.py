"""Objectives, measures, the work page and the exchange with Excel."""

from tests.improvement.factories import MeasureFactory, ObjectiveFactory
from tests.permission_rows import FORBIDDEN, MISSING, STEER, STEER_FORM, WORK, WORK_READ

# A file is seen by the person who sent it only.
SOMEBODY_S = {person: MISSING if status == 200 else status for person, status in STEER.items()}

TABLE = {
    "improvement:work": WORK_READ,
    "improvement:measures": WORK_READ,
    "improvement:measure-create": WORK,
    "improvement:measure-change": WORK,
    "improvement:measure-archive": STEER,
    "improvement:measure-restore": STEER,
    # For those who work somewhere; a superuser without a role has nowhere to copy it to.
    "improvement:measure-copy": {**WORK, "superuser": FORBIDDEN},
    "improvement:measure-export": STEER,
    "improvement:measure-import": STEER,
    "improvement:measure-import-check": SOMEBODY_S,
    "improvement:measure-import-discard": STEER_FORM,
    "improvement:objective": WORK_READ,
    "improvement:objective-create": WORK,
    "improvement:objective-change": WORK,
    "improvement:objective-archive": STEER,
    "improvement:objective-restore": STEER,
}


def _measure(world):
    return {"pk": MeasureFactory(municipality=world["municipality"]).pk}


def _objective(world):
    return {"pk": ObjectiveFactory(municipality=world["municipality"]).pk}


def _file(world):
    return {**world["place"], "file": 1}


ARGUMENTS = {
    **{
        f"improvement:measure-{page}": _measure
        for page in ("change", "archive", "restore", "copy")
    },
    "improvement:objective": _objective,
    **{
        f"improvement:objective-{page}": _objective for page in ("change", "archive", "restore")
    },
    "improvement:measure-import-check": _file,
    "improvement:measure-import-discard": _file,
}
