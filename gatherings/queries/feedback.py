"""Evaluation forms: which are open, who may answer, what came in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from common.dates import has_passed
from gatherings.calculations.feedback import LEAST, Summary, summarise
from gatherings.enums import Attendance, GatheringState, QuestionKind, SeatState, SeriesState
from gatherings.models import (
    FeedbackForm,
    FeedbackMark,
    FeedbackQuestion,
    Gathering,
    HostPerson,
    Participation,
)
from networks.models import Municipality

SCALE_STEPS = 5
WAS_NOT_THERE = (Attendance.EXCUSED, Attendance.ABSENT)
NEWS_DAYS = timedelta(days=14)
"""How long a result is news to the hosts."""


class FormState(Enum):
    """Where a form stands by the clock."""

    NOT_YET = "not yet"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What may be shown of one question.

    Attributes:
        summary: None where too few have answered it, and for own words.
        texts: Own words, in an order that says nothing.
    """

    question: FeedbackQuestion
    summary: Summary | None
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What may be shown of the answers to a form.

    Attributes:
        questions: Empty where fewer than ``LEAST`` have answered.
        places: Municipalities that are shown somewhere.
    """

    answered: int
    asked: int
    questions: list[QuestionResult]
    places: dict[int, Municipality]

    @property
    def is_shown(self) -> bool:
        """Whether enough people have answered."""
        return self.answered >= LEAST


def state_of(form: FeedbackForm, *, at: datetime) -> FormState:
    """Tell whether a form takes answers ``at`` that time; its last second counts whole."""
    if at < form.opens_at:
        return FormState.NOT_YET
    return FormState.CLOSED if has_passed(form.closes_at, at=at) else FormState.OPEN


def questions_of(form: FeedbackForm) -> list[FeedbackQuestion]:
    """Give the questions in their order; one query."""
    return list(form.questions.order_by("position"))


def form_of(gathering: Gathering) -> FeedbackForm | None:
    """Give the form of a gathering, if there is one."""
    return FeedbackForm.objects.filter(gathering=gathering).first()


def has_answers(form: FeedbackForm) -> bool:
    """Whether somebody has answered, so that the questions are fixed."""
    return form.marks.exists()


def has_answered(participation: Participation) -> bool:
    """Whether the one who comes has answered."""
    marks = FeedbackMark.objects.filter(form__gathering=participation.gathering_id)
    return marks.filter(registration=participation.registration_id).exists()


def guests() -> QuerySet[Participation]:
    """Give the places of those who may answer: they had a seat and were not away."""
    rows = Participation.objects.filter(
        registration__state=SeatState.CONFIRMED,
        registration__erased_at__isnull=True,
        erased_substitute__isnull=True,
    )
    return rows.exclude(attendance__in=WAS_NOT_THERE)


def find_guest(key: int) -> Participation | None:
    """Find the place of somebody who may answer, with its gathering and series."""
    rows = guests().select_related("registration__municipality__country", "gathering__series")
    return rows.filter(pk=key).first()


def open_forms(*, at: datetime) -> QuerySet[FeedbackForm]:
    """Forms that take answers ``at`` that time."""
    return FeedbackForm.objects.filter(
        opens_at__lte=at,
        closes_at__gte=at.replace(microsecond=0),
        gathering__state=GatheringState.PLANNED,
        gathering__series__state=SeriesState.PUBLISHED,
    )


def unanswered(rows: QuerySet[Participation], *, at: datetime) -> QuerySet[Participation]:
    """Keep those whose form is open and not answered."""
    marks = FeedbackMark.objects.filter(
        registration=OuterRef("registration"), form__gathering=OuterRef("gathering")
    )
    return rows.filter(~Exists(marks), gathering__feedback__in=open_forms(at=at))


def waiting_for(person: User, *, at: datetime) -> QuerySet[Participation]:
    """Give the gatherings that the person has been at and not said anything of."""
    own = guests().filter(registration__person=person, substitute_email="")
    rows = unanswered(own, at=at).select_related(
        "gathering__series__network", "gathering__feedback", "registration__municipality"
    )
    return rows.order_by("gathering__feedback__closes_at", "pk")


def fresh_results(
    person: User, *, networks: Collection[int], programmes: Collection[int], at: datetime
) -> QuerySet[FeedbackForm]:
    """Give the forms of the person's series that closed lately with enough answers.

    Args:
        person: One of the hosts.
        networks: Keys of networks that the person leads.
        programmes: Keys of programmes, all of whose networks the person leads.
        at: Now.
    """
    held = HostPerson.objects.filter(person=person).values("series")
    rows = FeedbackForm.objects.filter(
        Q(gathering__series__in=held)
        | Q(gathering__series__network__in=networks)
        | Q(gathering__series__network__programme__in=programmes),
        closes_at__lt=at.replace(microsecond=0),
        closes_at__gte=at - NEWS_DAYS,
    ).annotate(answered=Count("answers"))
    found = rows.filter(answered__gte=LEAST).select_related("gathering__series__network")
    return found.order_by("closes_at", "pk")


def counts_of(form: FeedbackForm) -> tuple[int, int]:
    """Count those who have answered and those who could; two queries."""
    could = guests().filter(gathering=form.gathering_id)
    done = FeedbackMark.objects.filter(form=form)
    asked = could.exclude(registration__in=done.values("registration")).count()
    answered = form.answers.count()
    return answered, answered + asked


def read_result(form: FeedbackForm) -> Result:
    """Read what may be shown; five queries. To be asked when the form has closed only."""
    answered, asked = counts_of(form)
    if answered < LEAST:
        return Result(answered, asked, [], {})
    rows = list(form.answers.values_list("pk", "municipality", "answers"))
    results = []
    for question in questions_of(form):
        given = [
            (pk, place, answers[str(question.pk)])
            for pk, place, answers in rows
            if str(question.pk) in answers
        ]
        results.append(_result(question, given))
    shown = {place for each in results if each.summary for place in each.summary.by_place}
    places = Municipality.objects.select_related("country").in_bulk(shown)
    return Result(answered, asked, results, places)


def _result(
    question: FeedbackQuestion, given: Sequence[tuple[object, int, object]]
) -> QuestionResult:
    if question.kind == QuestionKind.TEXT:
        # A different order for each question, so that no two texts can be put together.
        shuffled = sorted(
            given, key=lambda row: sha256(f"{question.pk}:{row[0]}".encode()).digest()
        )
        return QuestionResult(
            question, None, tuple(str(text) for _pk, _place, text in shuffled)
        )
    first = 1 if question.kind == QuestionKind.SCALE else 0
    values = SCALE_STEPS if first else len(question.options)
    answers = [(place, int(str(value)) - first) for _pk, place, value in given]
    return QuestionResult(question, summarise(answers, values=values), ())
