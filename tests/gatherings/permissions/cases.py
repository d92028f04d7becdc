"""Who may open which page of cases."""

from datetime import date

from gatherings.enums import CaseState
from gatherings.models import Case, CaseAdvice, Homework
from tests.gatherings.factories import AT
from tests.permission_rows import (
    EVERYONE,
    FORBIDDEN,
    FORM,
    LEADER,
    LEADER_FORM,
    MISSING,
    MOVED,
    WORK,
    WORK_READ,
    row,
)

_HIDDEN = {"signed_out": MOVED, "no_role": MISSING, "coordinator_elsewhere": MISSING}
_READ_FORM = row(FORM, **_HIDDEN)
_WRITERS = ("case-change", "case-ready", "case-draft", "case-delete", "case-back")
_HOSTS = ("case-slot", "case-unslot", "case-ask-back")
_HOMEWORK = ("homework-change", "homework-done", "homework-remove")
# Those who write, and those who hold the series.
_EITHER = {**WORK, "network leader": 200}

TABLE = {
    "gatherings:loop": WORK_READ,
    "gatherings:cases": WORK_READ,
    "gatherings:case": WORK_READ,
    "gatherings:case-advice": WORK_READ,
    "gatherings:case-create": {**WORK, "reader": FORBIDDEN},
    "gatherings:case-measure": WORK,
    **{f"gatherings:{page}": WORK for page in _WRITERS},
    **{f"gatherings:{page}": LEADER for page in _HOSTS},
    "gatherings:case-presented": LEADER_FORM,
    "gatherings:advice-withdraw": _READ_FORM,
    "gatherings:homework-add": _EITHER,
    **{f"gatherings:{page}": _EITHER for page in _HOMEWORK},
    # Whoever has the secret link.
    "gatherings:seat-cases": EVERYONE,
    "gatherings:seat-case": EVERYONE,
    "gatherings:seat-advice-withdraw": row(FORM),
}


def case_of(world):
    return Case.objects.create(
        series=world["series"], municipality=world["municipality"], title="T", question="Q",
        state=CaseState.READY,
    )  # fmt: skip


def case(world):
    return {"pk": case_of(world).pk}


def advice(world):
    made = CaseAdvice.objects.create(case=case_of(world), text="A", at=AT)
    return {"pk": made.case_id, "advice": made.pk}


def homework(world):
    made = Homework.objects.create(case=case_of(world), text="H", due_on=date(2099, 1, 1))
    return {"pk": made.case_id, "homework": made.pk}


def token(world):
    return {"token": world["seat_token"]}


ARGUMENTS = {
    "gatherings:loop": lambda _world: {"slug": "network"},
    "gatherings:cases": lambda _world: {"slug": "series"},
    "gatherings:case-create": lambda world: {"slug": "series", **world["place"]},
    **{
        f"gatherings:{page}": case
        for page in (
            *_WRITERS, *_HOSTS, "case", "case-advice", "case-measure", "case-presented",
            "homework-add",
        )
    },
    "gatherings:advice-withdraw": advice,
    **{f"gatherings:{page}": homework for page in _HOMEWORK},
    "gatherings:seat-cases": token,
    "gatherings:seat-case": lambda world: {**token(world), **case(world)},
    "gatherings:seat-advice-withdraw": lambda world: {**token(world), **advice(world)},
}  # fmt: skip
