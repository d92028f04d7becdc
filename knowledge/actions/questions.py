"""Questions to the network: asked, answered, marked as answered, followed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.refusals import Declined
from knowledge import question_letters
from knowledge.models import Answer, Question, QuestionFollow
from networks.actions.locks import open_network
from networks.models import Municipality, Network

LONGEST = 6000  # letters


class QuestionEmpty(Declined):
    """A question has words."""

    field = "title"
    sentence = _("Write your question.")


class AnswerEmpty(Declined):
    """An answer has words."""

    field = "text"
    sentence = _("Write the answer.")


class NotAnAnswer(Declined):
    """Only an answer to the question can have solved it."""

    sentence = _("The answer belongs to another question.")


@transaction.atomic
def ask(
    *,
    network: Network,
    title: str,
    text: str,
    goals: frozenset[int],
    language: str,
    municipality: Municipality | None,
    by: User,
    at: datetime,
) -> Question:
    """Put a question to a network; the asker follows it.

    The same words again, while it is not answered, are the same question.

    Args:
        network: Whose people read it.
        title: The question.
        text: More about it; may be empty.
        goals: Numbers, maybe none.
        language: Of the words.
        municipality: Where the asker works; None for the leader or the council.
        by: Who asks.
        at: Now.

    Raises:
        QuestionEmpty: There are no words.

    Passes on:
        NetworkClosed: The network is closed.
    """
    words = title.strip()
    if not words:
        raise QuestionEmpty
    locked = open_network(network=network)
    same = Question.objects.filter(
        network=locked, asked_by=by, title=words, text=text.strip(), answered_at__isnull=True
    ).first()
    if same is not None:
        return same
    question = Question.objects.create(
        network=locked,
        title=words,
        text=text.strip(),
        language=language,
        municipality=municipality,
        asked_by=by,
        asked_at=at,
    )
    question.goals.set(goals)
    follow(question=question, person=by)
    return question


@transaction.atomic
def answer(
    *,
    question: Question,
    text: str,
    language: str,
    municipality: Municipality | None,
    by: User,
    at: datetime,
) -> Answer:
    """Answer a question; those who follow it get a mail, and the answerer follows it too.

    The same words again by the same person are the same answer.

    Raises:
        AnswerEmpty: There are no words.

    Passes on:
        NetworkClosed: The network is closed.
    """
    words = text.strip()
    if not words:
        raise AnswerEmpty
    locked = _lock(question)
    same = locked.answers.filter(by=by, text=words).first()
    if same is not None:
        return same
    made = Answer.objects.create(
        question=locked,
        text=words,
        language=language,
        municipality=municipality,
        by=by,
        at=at,
    )
    question_letters.answered(answer=made, question=locked)
    if by.pk != locked.asked_by_id:  # an asker who stopped following is left in peace
        follow(question=locked, person=by)
    return made


@transaction.atomic
def mark_answered(*, question: Question, solved_by: Answer | None, at: datetime) -> Question:
    """Say that the question is answered, and by which answer. Again moves the mark.

    Raises:
        NotAnAnswer: The answer is to another question.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = _lock(question)
    if solved_by is not None and solved_by.question_id != locked.pk:
        raise NotAnAnswer
    locked.answered_at = locked.answered_at or at
    locked.solved_by = solved_by
    locked.save(update_fields=["answered_at", "solved_by", "updated_at"])
    return locked


@transaction.atomic
def open_again(*, question: Question) -> Question:
    """Say that the question is not answered after all. Again changes nothing.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = _lock(question)
    locked.answered_at, locked.solved_by = None, None
    locked.save(update_fields=["answered_at", "solved_by", "updated_at"])
    return locked


@transaction.atomic
def follow(*, question: Question, person: User) -> None:
    """Get a mail with each answer. Again changes nothing."""
    QuestionFollow.objects.get_or_create(question=question, person=person)


@transaction.atomic
def unfollow(*, question: Question, person: User) -> None:
    """Get no more mails about a question. Again changes nothing."""
    QuestionFollow.objects.filter(question=question, person=person).delete()


@transaction.atomic
def unfollow_all(*, person: User) -> None:
    """Get no more mails about any question. Again changes nothing."""
    QuestionFollow.objects.filter(person=person).delete()


def _lock(question: Question) -> Question:
    """Lock a question, after its network.

    Passes on:
        NetworkClosed: The network is closed.
    """
    network = open_network(network=question.network)
    locked = Question.objects.select_for_update(no_key=True, of=("self",)).get(pk=question.pk)
    locked.network = network
    return locked
