"""Questions to the network: its people alone, mails to those who follow, kept answers."""

import pytest
from django.db import Error, transaction
from django.urls import reverse
from django.utils import translation

from common.models import OutboxMessage
from knowledge.actions import questions as actions
from knowledge.models import Answer, Question, QuestionFollow
from knowledge.queries.questions import Choices, listed
from knowledge.todo import things_for
from knowledge.tokens import make_token
from networks.actions.locks import NetworkClosed
from tests.factories import (
    GoalFactory,
    MembershipFactory,
    NetworkFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.knowledge.factories import AT, QuestionFactory

pytestmark = pytest.mark.django_db


def someone(network, **fields):
    place = MembershipFactory(network=network).municipality
    return RoleAssignmentFactory(municipality=place, **fields).person


def answered(question, by, text="Vi brukte spillvarme."):
    return actions.answer(
        question=question, text=text, language="nb", municipality=None, by=by, at=AT
    )


def test_an_answer_reaches_those_who_follow_and_still_belong(client):
    network = NetworkFactory(slug="nord")
    asker, helper, gone = someone(network), someone(network), UserFactory()
    client.force_login(asker)
    GoalFactory(number=7)
    client.post(
        reverse("knowledge:question-ask", args=["nord"]),
        {"title": "Hvem varmer opp bassenget?", "goals": ["7"]},
    )
    question = Question.objects.get()
    actions.follow(question=question, person=gone)

    for _twice in range(2):
        answered(question, helper)

    assert [mail.recipient for mail in OutboxMessage.objects.all()] == [asker.email]
    mail = OutboxMessage.objects.get()
    assert "Vi brukte spillvarme." in mail.body_text
    assert set(QuestionFollow.objects.values_list("person", flat=True)) == {
        asker.pk,
        helper.pk,
        gone.pk,
    }
    client.logout()
    end = reverse("knowledge:follows-end", args=[make_token(asker)])
    assert client.get(end).status_code == 200
    assert QuestionFollow.objects.filter(person=asker).exists()
    client.post(end)
    assert not QuestionFollow.objects.filter(person=asker).exists()


def test_the_asker_marks_what_solved_it(client):
    network = NetworkFactory(slug="nord")
    asker, other = someone(network), someone(network)
    question = QuestionFactory(network=network, asked_by=asker)
    row, elsewhere = answered(question, other), answered(QuestionFactory(), other)
    address = reverse("knowledge:question-mark", args=["nord", question.pk])

    client.force_login(other)
    assert client.post(address, {"svar": row.pk}).status_code == 403
    client.force_login(asker)
    assert client.post(address, {"svar": elsewhere.pk}).status_code == 404
    client.post(address, {"svar": row.pk})

    question.refresh_from_db()
    assert question.solved_by == row
    client.post(address, {"apne": ""})
    question.refresh_from_db()
    assert (question.solved_by, question.answered_at) == (None, None)


def test_answers_are_kept_as_they_are():
    answered(QuestionFactory(), UserFactory())

    with pytest.raises(Error), transaction.atomic():
        Answer.objects.update(text="Noe annet.")
    Answer.objects.update(by=None)


def test_a_closed_network_takes_no_question_and_no_answer():
    question = QuestionFactory(network__closed_at=AT)

    with pytest.raises(NetworkClosed):
        answered(question, UserFactory())


def test_search_finds_the_words_of_answers_within_the_network():
    network = NetworkFactory()
    question, other = QuestionFactory(network=network), QuestionFactory()
    QuestionFactory(network=network)
    for each in (question, other):
        answered(each, UserFactory())

    assert list(listed(network, Choices(text="SPILLVARME"))) == [question]
    assert list(listed(network, Choices(text="spillvarme", state="besvart"))) == []


def test_an_unanswered_question_waits_for_the_leader():
    network = NetworkFactory()
    leader = RoleAssignmentFactory(network=network, role="NETWORK_LEADER").person
    question = QuestionFactory(network=network, title="Hvem vet?")
    QuestionFactory()

    with translation.override("en"):
        [thing] = things_for(leader, AT)
    assert thing.title == "Nobody has answered: Hvem vet?"
    answered(question, UserFactory())
    assert things_for(leader, AT) == []
