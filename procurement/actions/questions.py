"""Questions to the buyers: put to the last second, answered to everybody at once.

Who asks is known to the company alone: neither the log nor the buyers are told.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.refusals import Declined
from networks.actions.locks import day_in
from networks.models import Municipality
from procurement import answer_letters, letters
from procurement.actions.dialogue_log import day_of, note
from procurement.actions.locks import lock_need, open_need
from procurement.actions.suppliers import lock_active
from procurement.enums import DialogueEvent
from procurement.models import Need, Question, Supplier, Watch

LONGEST = 2000  # letters
MOST_WAITING = 20  # of one company to one need


class QuestionsClosed(Declined):
    """The deadline has passed, the competition is announced, or the need is closed."""

    sentence = _("The need no longer takes questions. The answers given are shown on its page.")


class QuestionEmpty(Declined):
    """A question has words."""

    field = "text"
    sentence = _("Write your question.")


class TooManyWaiting(Declined):
    """A company that has asked much waits for answers first."""

    field = "text"
    sentence = _("Your company has 20 questions without an answer. Wait for the answers first.")


class AnswerEmpty(Declined):
    """An answer has words."""

    field = "text"
    sentence = _("Write the answer.")


class Answered(Declined):
    """An answer stands: everybody has read it."""

    sentence = _("The question has been answered already. Everybody has seen the answer.")


class Hidden(Declined):
    """A question that nobody reads is not answered."""

    sentence = _("The question is hidden. Nobody reads it or its answer.")


class HiddenWhy(Declined):
    """Nothing is hidden without saying why."""

    field = "reason"
    sentence = _("Say why it is hidden. Everybody reads the reason.")


class PromiseInThePast(Declined):
    """A promise lies ahead."""

    field = "on"
    sentence = _("The day must be today or later.")


@transaction.atomic
def ask(*, need: Need, supplier: Supplier, text: str, by: User, at: datetime) -> Question:
    """Put a question; its company follows the need from now on.

    The same words again, while they wait for an answer, are the same question.

    Args:
        need: What the question is about.
        supplier: Who asks; told to nobody.
        text: The question.
        by: Who writes, for the company.
        at: Now; microseconds do not count.

    Raises:
        QuestionEmpty: There are no words.
        QuestionsClosed: No question is taken at ``at``.
        TooManyWaiting: 20 of the company's wait for an answer.

    Passes on:
        CompanyStopped: The company may not act.
    """
    words = text.strip()[:LONGEST]
    if not words:
        raise QuestionEmpty
    company = lock_active(supplier)
    locked = lock_need(need)
    if locked.published_at is None or not locked.takes_questions_at(at):
        raise QuestionsClosed
    waiting = Question.objects.filter(
        need=locked, supplier=company, answered_at__isnull=True, hidden_at__isnull=True
    )
    same = waiting.filter(text=words).first()
    if same is not None:
        return same
    if waiting.count() >= MOST_WAITING:
        raise TooManyWaiting
    made = Question.objects.create(need=locked, supplier=company, text=words, asked_at=at)
    Watch.objects.get_or_create(person=by, need=locked, defaults={"told_until": at})
    note(need=locked, kind=DialogueEvent.ASKED, question=made, at=at)
    letters.question_asked(need=locked, at=at)
    return made


@transaction.atomic
def answer(
    *, question: Question, municipality: Municipality, text: str, by: User, at: datetime
) -> Question:
    """Answer a question to everybody: on the page, and by mail to all who follow it.

    Args:
        question: Which one.
        municipality: The buyer that answers.
        text: The answer.
        by: Who answers.
        at: The time.

    Raises:
        AnswerEmpty: There are no words.
        Answered: It has other words as its answer; the same again changes nothing.
        Hidden: It is hidden.

    Passes on:
        NeedClosed: The need is closed.
        CompetitionAnnounced: Answers are given in the competition.
    """
    words = text.strip()
    if not words:
        raise AnswerEmpty
    need = open_need(question.need)
    locked = Question.objects.select_for_update().get(pk=question.pk)
    if locked.hidden_at is not None:
        raise Hidden
    if locked.answered_at is not None:
        if locked.answer == words:
            return locked
        raise Answered
    locked.answer, locked.answered_at = words, at
    locked.answered_by, locked.answered_for = by, municipality
    locked.save(
        update_fields=["answer", "answered_at", "answered_by", "answered_for", "updated_at"]
    )
    told = answer_letters.answered(question=locked, need=need)
    note(
        need=need,
        kind=DialogueEvent.ANSWERED,
        municipality=municipality,
        question=locked,
        told=told,
        by=by,
        at=at,
    )
    return locked


@transaction.atomic
def promise(*, question: Question, on: date, by: User, at: datetime) -> Question:
    """Say when an answer comes; it is shown with the question. The same day again is nothing.

    Raises:
        Answered: It has an answer.
        PromiseInThePast: The day has passed where the need is.

    Passes on:
        NeedClosed: The need is closed.
        CompetitionAnnounced: Answers are given in the competition.
    """
    need = open_need(question.need)
    locked = Question.objects.select_for_update().get(pk=question.pk)
    if locked.answered_at is not None:
        raise Answered
    if on < day_in(municipality=need.municipality, at=at):
        raise PromiseInThePast
    if locked.promised_on == on:
        return locked
    locked.promised_on = on
    locked.save(update_fields=["promised_on", "updated_at"])
    note(
        need=need,
        kind=DialogueEvent.PROMISED,
        municipality=need.municipality,
        text=day_of(on, need),
        by=by,
        at=at,
    )
    return locked


@transaction.atomic
def hide(
    *, question: Question, municipality: Municipality, reason: str, by: User, at: datetime
) -> Question:
    """Show a question and its answer to nobody any more. Again changes nothing.

    For slander, secrets and names of people. The log keeps that it was asked, and says who
    has hidden it and why; possible also when the need is closed.

    Args:
        question: Which one.
        municipality: The buyer that hides it.
        reason: Everybody reads it.
        by: Who hides it.
        at: The time.

    Raises:
        HiddenWhy: ``reason`` is empty.
    """
    why = reason.strip()[:300]
    if not why:
        raise HiddenWhy
    need = lock_need(question.need)
    locked = Question.objects.select_for_update().get(pk=question.pk)
    if locked.hidden_at is not None:
        return locked
    locked.hidden_at, locked.hidden_reason = at, why
    locked.save(update_fields=["hidden_at", "hidden_reason", "updated_at"])
    note(
        need=need,
        kind=DialogueEvent.HIDDEN,
        municipality=municipality,
        question=locked,
        text=why,
        by=by,
        at=at,
    )
    return locked
