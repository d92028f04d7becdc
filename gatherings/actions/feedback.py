"""Evaluation forms: the hosts write them, those who came answer, once each.

A form is read only after it has closed, and a closed form never opens again: whoever could
read it between two answers could tell the second one. For the same reason the questions are
fixed by the first answer, and nothing leads from an answer to a person: no key, no time, and
no order of rows, for all answers to the form are written anew with each one that comes in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatherings.actions.gatherings import GatheringCancelled
from gatherings.actions.order import moved, renumber
from gatherings.enums import GatheringState, QuestionKind
from gatherings.models import (
    FeedbackAnswers,
    FeedbackForm,
    FeedbackMark,
    FeedbackQuestion,
    Gathering,
    Participation,
)
from gatherings.queries.feedback import (
    SCALE_STEPS,
    FormState,
    find_guest,
    has_answers,
    questions_of,
    state_of,
)
from improvement.actions.refusals import Declined
from networks.models import Municipality

MOST_QUESTIONS = 20
LONGEST_ANSWER = 2000
Answer = int | str


class FormClosed(Declined):
    """The time to answer is out; the result may have been read."""

    sentence = gettext_lazy("The form has closed and can no longer be changed.")


class TimesWrong(Declined):
    """It would close before it opens."""

    field = "closes_on"
    sentence = gettext_lazy("The form must close after it opens.")


class QuestionsFixed(Declined):
    """Somebody has answered, so the questions stay as they are."""

    sentence = gettext_lazy("Somebody has answered. The questions can no longer be changed.")


class QuestionGone(Declined):
    """Somebody else has removed the question meanwhile."""

    sentence = gettext_lazy("The question is not in the form any more.")


class TooManyQuestions(Declined):
    """A form that long is not answered."""

    sentence = gettext_lazy("A form has at most 20 questions. Remove one first.")


class NotOpen(Declined):
    """The form takes no answers now."""

    sentence = gettext_lazy("The form does not take answers now.")


class AnsweredAlready(Declined):
    """Each who came answers once."""

    sentence = gettext_lazy("You have answered already. Thank you.")


class NothingAnswered(Declined):
    """All questions are left open."""

    sentence = gettext_lazy("Answer at least one question.")


class QuestionsChanged(Declined):
    """The hosts have changed the form since the page was opened."""

    sentence = gettext_lazy("The questions have changed meanwhile. Read them once more.")


@dataclass(frozen=True, slots=True)
class QuestionDetails:
    """One question; ``options`` of a choice only, two or more."""

    kind: str
    text: str
    options: tuple[str, ...] = ()
    is_required: bool = False


@transaction.atomic
def make_form(
    *, gathering: Gathering, intro: str, opens_at: datetime, closes_at: datetime
) -> FeedbackForm:
    """Make the form of a gathering, with questions to start from. Again changes nothing.

    Raises:
        GatheringCancelled: There is nothing to evaluate.
        TimesWrong: It would close before it opens.
    """
    locked = Gathering.objects.select_for_update(no_key=True, of=("self",)).get(pk=gathering.pk)
    if locked.state == GatheringState.CANCELLED:
        raise GatheringCancelled
    if closes_at <= opens_at:
        raise TimesWrong
    form, created = FeedbackForm.objects.get_or_create(
        gathering=locked,
        defaults={"intro": intro.strip(), "opens_at": opens_at, "closes_at": closes_at},
    )
    if created:
        with translation.override(gathering.series.language):
            for position, details in enumerate(usual_questions(), start=1):
                _write(FeedbackQuestion(form=form, position=position), details)
    return form


def usual_questions() -> list[QuestionDetails]:
    """Give the questions that a form starts with, in the current language."""
    uses = (_("Yes, it is planned"), _("Yes, probably"), _("Hardly"), _("No"))
    scale, text = QuestionKind.SCALE, QuestionKind.TEXT
    return [
        QuestionDetails(
            scale, _("How useful was the gathering for your work?"), is_required=True
        ),
        QuestionDetails(scale, _("Did the programme and the way of working fit?")),
        QuestionDetails(scale, _("Did time, place and information work well?")),
        QuestionDetails(
            QuestionKind.CHOICE, _("Will you use something of it in your municipality?"), uses
        ),
        QuestionDetails(text, _("What was best?")),
        QuestionDetails(text, _("What should we do differently next time?")),
    ]


@transaction.atomic
def change_form(
    *,
    form: FeedbackForm,
    intro: str,
    opens_at: datetime,
    closes_at: datetime,
    at: datetime,
) -> FeedbackForm:
    """Change what stands above the questions, and the times. A form may be closed at once.

    Raises:
        FormClosed: It has closed; it does not open again.
        TimesWrong: It would close before it opens.
    """
    locked = _lock(form)
    if state_of(locked, at=at) == FormState.CLOSED:
        raise FormClosed
    if closes_at <= opens_at:
        raise TimesWrong
    locked.intro, locked.opens_at, locked.closes_at = intro.strip(), opens_at, closes_at
    locked.save(update_fields=["intro", "opens_at", "closes_at", "updated_at"])
    return locked


@transaction.atomic
def delete_form(*, form: FeedbackForm) -> None:
    """Remove a form that nobody has answered. Again changes nothing.

    Passes on:
        QuestionsFixed: Somebody has answered.
    """
    if FeedbackForm.objects.filter(pk=form.pk).exists():
        _lock_unanswered(form).delete()


@transaction.atomic
def add_question(*, form: FeedbackForm, details: QuestionDetails) -> FeedbackQuestion:
    """Add a question, last.

    Raises:
        TooManyQuestions: There are 20.

    Passes on:
        QuestionsFixed: Somebody has answered.
    """
    locked = _lock_unanswered(form)
    if locked.questions.count() >= MOST_QUESTIONS:
        raise TooManyQuestions
    last = locked.questions.aggregate(last=Max("position"))["last"] or 0
    return _write(FeedbackQuestion(form=locked, position=last + 1), details)


@transaction.atomic
def change_question(
    *, question: FeedbackQuestion, details: QuestionDetails
) -> FeedbackQuestion:
    """Change a question; its place stays.

    Raises:
        QuestionGone: It has been removed.

    Passes on:
        QuestionsFixed: Somebody has answered.
    """
    locked = _lock_unanswered(question.form)
    row = locked.questions.filter(pk=question.pk).first()
    if row is None:
        raise QuestionGone
    return _write(row, details)


@transaction.atomic
def move_question(*, question: FeedbackQuestion, is_up: bool) -> None:
    """Move a question one place up or down; at the end it stays.

    Raises:
        QuestionGone: It has been removed.

    Passes on:
        QuestionsFixed: Somebody has answered.
    """
    locked = _lock_unanswered(question.form)
    order = questions_of(locked)
    keys = [row.pk for row in order]
    if question.pk not in keys:
        raise QuestionGone
    renumber(moved(order, keys.index(question.pk), is_up=is_up))


@transaction.atomic
def remove_question(*, question: FeedbackQuestion) -> None:
    """Take a question out of the form. Again changes nothing.

    Passes on:
        QuestionsFixed: Somebody has answered.
    """
    _lock_unanswered(question.form).questions.filter(pk=question.pk).delete()


@transaction.atomic
def answer(
    *, participation: Participation, answers: Mapping[int, Answer], at: datetime
) -> None:
    """Answer the form of a gathering that one has been at. It says nothing of who answered.

    Args:
        participation: The place of the one who came.
        answers: Key of a question → step from 1, number of a choice from 0, or own words;
            questions without an answer are left out.
        at: Now.

    Raises:
        NotOpen: The form takes no answers, or the person cannot answer it.
        AnsweredAlready: The one who came has answered.
        NothingAnswered: ``answers`` is empty.

    Passes on:
        QuestionsChanged: The answers do not fit the questions.
    """
    form = (
        FeedbackForm.objects.select_for_update(no_key=True, of=("self",))
        .select_related("gathering__series")
        .filter(gathering=participation.gathering_id)
        .first()
    )
    guest = find_guest(participation.pk)
    if form is None or guest is None or not takes_answers(form, at=at):
        raise NotOpen
    known = {"form": form, "registration": guest.registration}
    if FeedbackMark.objects.filter(**known).exists():
        raise AnsweredAlready
    if not answers:
        raise NothingAnswered
    fitting = _fitting(questions_of(form), answers)
    FeedbackMark.objects.create(**known)
    _put_among_the_others(form, guest.registration.municipality, fitting)


def _put_among_the_others(
    form: FeedbackForm, municipality: Municipality, answers: dict[str, Answer]
) -> None:
    """Write all answers anew, in the order of new random keys: theirs tells nothing."""
    rows = [FeedbackAnswers(form=form, municipality=municipality, answers=answers)]
    for given in form.answers.values("municipality_id", "answers"):
        rows.append(FeedbackAnswers(form=form, **given))
    form.answers.all().delete()
    FeedbackAnswers.objects.bulk_create(sorted(rows, key=lambda row: row.pk))


def takes_answers(form: FeedbackForm, *, at: datetime) -> bool:
    """Whether the form is open and its gathering took place, as far as is known."""
    is_planned = form.gathering.state == GatheringState.PLANNED
    return is_planned and state_of(form, at=at) == FormState.OPEN


def _fitting(
    questions: Sequence[FeedbackQuestion], answers: Mapping[int, Answer]
) -> dict[str, Answer]:
    """Check the answers against the questions.

    Raises:
        QuestionsChanged: One answers no question, or not in its way, or one is missing.
    """
    found: dict[str, Answer] = {}
    for question in questions:
        given = answers.get(question.pk)
        if given is None and not question.is_required:
            continue
        if given is None or not _fits(question, given):
            raise QuestionsChanged
        found[str(question.pk)] = given
    if len(found) < len(answers):
        raise QuestionsChanged
    return found


def _fits(question: FeedbackQuestion, given: Answer) -> bool:
    if question.kind == QuestionKind.TEXT:
        return isinstance(given, str) and 0 < len(given) <= LONGEST_ANSWER
    if not isinstance(given, int):
        return False
    if question.kind == QuestionKind.SCALE:
        return 1 <= given <= SCALE_STEPS
    return 0 <= given < len(question.options)


def _write(question: FeedbackQuestion, details: QuestionDetails) -> FeedbackQuestion:
    question.kind, question.text = details.kind, details.text
    question.options, question.is_required = list(details.options), details.is_required
    question.save()
    return question


def _lock(form: FeedbackForm) -> FeedbackForm:
    return FeedbackForm.objects.select_for_update(no_key=True, of=("self",)).get(pk=form.pk)


def _lock_unanswered(form: FeedbackForm) -> FeedbackForm:
    locked = _lock(form)
    if has_answers(locked):
        raise QuestionsFixed
    return locked
