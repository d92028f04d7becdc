"""Who may open which page of feedback."""

from datetime import UTC, datetime

from gatherings.actions import feedback
from gatherings.models import Participation
from gatherings.tokens import make_feedback_token
from tests.permission_rows import EVERYONE, LEADER, LEADER_FORM

_GATHERING = ("feedback", "feedback-create")
_FORM = ("feedback-change", "feedback-delete", "feedback-preview", "question-create")
_CLOSED = ("feedback-result", "feedback-file")
_QUESTION = ("question-change", "question-remove", "question-move")

TABLE = {
    **{f"gatherings:{page}": LEADER for page in (*_GATHERING, *_FORM, *_CLOSED, *_QUESTION)},
    # There is no file before five have answered.
    "gatherings:feedback-file": {
        person: 404 if status == 200 else status for person, status in LEADER.items()
    },
    "gatherings:question-move": LEADER_FORM,
    # Whoever has the secret link.
    "gatherings:feedback-answer": EVERYONE,
    "gatherings:seat-data": EVERYONE,
    "gatherings:seat-erase": EVERYONE,
}
_ONE = {"slug": "series", "number": 1}


def form_of(world, *, year=2099):
    gathering = world["series"].gatherings.get()
    opens_at = datetime(year, 1, 2, tzinfo=UTC)
    return feedback.make_form(
        gathering=gathering, intro="", opens_at=opens_at, closes_at=opens_at.replace(day=9)
    )


def with_form(world):
    form_of(world)
    return _ONE


def with_closed_form(world):
    form_of(world, year=2025)
    return _ONE


def question(world):
    return {**_ONE, "question": form_of(world).questions.order_by("position")[0].pk}


def guest(world):
    form_of(world)
    return {"token": make_feedback_token(Participation.objects.get())}


def seat(world):
    return {"token": world["seat_token"]}


ARGUMENTS = {
    **{f"gatherings:{page}": lambda _world: _ONE for page in _GATHERING},
    **{f"gatherings:{page}": with_form for page in _FORM},
    **{f"gatherings:{page}": with_closed_form for page in _CLOSED},
    **{f"gatherings:{page}": question for page in _QUESTION},
    "gatherings:feedback-answer": guest,
    "gatherings:seat-data": seat,
    "gatherings:seat-erase": seat,
}
