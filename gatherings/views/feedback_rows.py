"""What pages show of evaluation forms: the questions, who may answer, what came in."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.nordic import sort_key
from common.numbers import format_number
from gatherings import words
from gatherings.calculations.feedback import LEAST, Distribution
from gatherings.enums import Erased, GatheringState, QuestionKind
from gatherings.forms.feedback import AnswerForm, choices_of, field_name
from gatherings.models import (
    FeedbackForm,
    FeedbackQuestion,
    Participation,
    Registration,
    Series,
)
from gatherings.queries.feedback import (
    FormState,
    QuestionResult,
    Result,
    guests,
    state_of,
    unanswered,
)
from gatherings.tokens import make_feedback_token
from gatherings.words import moment


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One value that can be chosen; ``words`` is read out where it says more."""

    element_id: str
    value: str
    label: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question of the form that is filled in."""

    name: str
    element_id: str
    text: str
    is_scale: bool
    is_text: bool
    is_required: bool
    choices: list[ChoiceRow]
    value: str
    errors: list[str]


@dataclass(frozen=True, slots=True)
class BarRow:
    """How many gave one answer; ``share`` in percent, 0 to 100."""

    label: str
    number: int
    share: float


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One municipality beside the others."""

    name: str
    answers: int
    text: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One question with what may be shown of its answers."""

    text: str
    kind: str
    average: str
    answers: str
    bars: list[BarRow]
    places: list[PlaceRow]
    texts: tuple[str, ...]
    is_text: bool
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class FormRow:
    """The form of one gathering, for the hosts."""

    name: str
    state: str
    href: str


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """That something was erased: what, how many, when."""

    what: str
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AskRow:
    """A form that waits for an answer."""

    name: str
    until: str
    href: str


def question_rows(form: AnswerForm) -> list[QuestionRow]:
    """Show the questions as they stand in the form, with what was typed and what is wrong."""
    return [_question_row(form, question) for question in form.questions.values()]


def _question_row(form: AnswerForm, question: FeedbackQuestion) -> QuestionRow:
    field = form[field_name(question)]
    given = field.value()
    value = "" if given is None else str(given)
    is_text = question.kind == QuestionKind.TEXT
    is_scale = question.kind == QuestionKind.SCALE
    choices = [] if is_text else choices_of(question)
    is_sent = form.is_bound
    return QuestionRow(
        name=field.html_name,
        element_id=field.auto_id,
        text=question.text,
        is_scale=is_scale,
        is_text=is_text,
        is_required=question.is_required,
        choices=[
            ChoiceRow(
                element_id=f"{field.auto_id}_{place}",
                value=key,
                label="–" if is_scale and not key else label,
                words=_scale_words(key, label) if is_scale else label,
                is_chosen=key == value and (is_sent or not key),
            )
            for place, (key, label) in enumerate(choices)
        ],
        value=value,
        errors=[str(error) for error in field.errors],
    )


def _scale_words(key: str, label: str) -> str:
    ends = {"1": _("1: not at all"), "5": _("5: very much")}
    return ends.get(key, label)


def result_rows(result: Result) -> list[ResultRow]:
    """Show what may be shown of each question."""
    return [_result_row(each, result) for each in result.questions]


def _result_row(found: QuestionResult, result: Result) -> ResultRow:
    question, summary = found.question, found.summary
    is_text = question.kind == QuestionKind.TEXT
    is_scale = question.kind == QuestionKind.SCALE
    whole = summary.whole if summary else None
    return ResultRow(
        text=question.text,
        kind=str(question.get_kind_display()),
        average=_average(whole) if whole and is_scale else "",
        answers=answers_words(whole.answers if whole else len(found.texts)),
        bars=bars(question, whole) if whole else [],
        places=place_rows(question, summary.by_place, result) if summary else [],
        texts=found.texts,
        is_text=is_text,
        is_hidden=not is_text and summary is None,
    )


def bars(question: FeedbackQuestion, whole: Distribution) -> list[BarRow]:
    """Show how many gave each answer."""
    return [
        BarRow(label, number, 100 * number / whole.answers)
        for label, number in zip(labels_of(question), whole.counts, strict=True)
    ]


def labels_of(question: FeedbackQuestion) -> list[str]:
    """Give the words of the values, the first value first."""
    return [label for key, label in choices_of(question) if key]


def place_rows(
    question: FeedbackQuestion, by_place: dict[int, Distribution], result: Result
) -> list[PlaceRow]:
    """Show the municipalities that may be shown, by name."""
    rows = [
        PlaceRow(
            name=str(result.places[place]),
            answers=own.answers,
            text=place_words(question, own),
        )
        for place, own in by_place.items()
    ]
    return sorted(rows, key=lambda row: sort_key(row.name))


def place_words(question: FeedbackQuestion, own: Distribution) -> str:
    """Give the average of a scale, else how many chose what."""
    if question.kind == QuestionKind.SCALE:
        return _average(own)
    pairs = zip(labels_of(question), own.counts, strict=True)
    return ", ".join(f"{label} {number}" for label, number in pairs if number)


def _average(group: Distribution) -> str:
    return format_number(group.average, decimals=1)


def answers_words(number: int) -> str:
    """Say how many answers there are."""
    return ngettext("%(number)s answer", "%(number)s answers", number) % {"number": number}


def state_words(form: FeedbackForm | None, series: Series, *, at: datetime) -> str:
    """Say where a form stands, and until when."""
    if form is None:
        return _("not made yet")
    state = state_of(form, at=at)
    if state == FormState.NOT_YET:
        return _("opens %(moment)s") % {"moment": moment(form.opens_at, series)}
    if state == FormState.OPEN:
        return _("open until %(moment)s") % {"moment": moment(form.closes_at, series)}
    return _("closed %(moment)s") % {"moment": moment(form.closes_at, series)}


def form_rows(series: Series, *, at: datetime) -> list[FormRow]:
    """List the forms of the gatherings, for the hosts; one query."""
    rows = series.gatherings.exclude(state=GatheringState.CANCELLED)
    return [
        FormRow(
            name=words.gathering_name(each),
            state=state_words(getattr(each, "feedback", None), series, at=at),
            href=reverse(
                "gatherings:feedback", kwargs={"slug": series.slug, "number": each.number}
            ),
        )
        for each in rows.select_related("feedback").order_by("number")
    ]


def erasure_rows(series: Series) -> list[ErasureRow]:
    """List what was erased in a series, newest first; one query."""
    return [
        ErasureRow(str(Erased(row.kind).label), row.count, row.at.astimezone(series.zone))
        for row in series.erasures.order_by("-at", "-pk")
    ]


def asks_of_seat(registration: Registration, *, at: datetime) -> list[AskRow]:
    """List the forms that wait for the owner of a seat; one query."""
    own = guests().filter(registration=registration, substitute_email="")
    return _asks(own, at=at)


def ask_of_place(participation: Participation | None, *, at: datetime) -> AskRow | None:
    """Give the form of one gathering, where it waits for the one who came; one query."""
    if participation is None:
        return None
    own = guests().filter(pk=participation.pk, substitute_email="")
    return next(iter(_asks(own, at=at)), None)


def _asks(own: QuerySet[Participation], *, at: datetime) -> list[AskRow]:
    rows = unanswered(own, at=at).select_related("gathering__series", "gathering__feedback")
    return [
        AskRow(
            name=words.gathering_name(row.gathering),
            until=moment(row.gathering.feedback.closes_at, row.gathering.series),
            href=answer_address(row),
        )
        for row in rows.order_by("gathering__number", "pk")
    ]


def answer_address(participation: Participation) -> str:
    """Address of the form for the one who comes; nobody else may have it."""
    return reverse(
        "gatherings:feedback-answer", kwargs={"token": make_feedback_token(participation)}
    )


def too_few() -> str:
    """Say why nothing is shown."""
    return _("Too few answers yet. The result is shown from %(number)s answers on.") % {
        "number": LEAST
    }
