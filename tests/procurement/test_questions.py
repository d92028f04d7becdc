"""Questions: put to the last second, nameless, answered to everybody at once."""

import io
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from common.models import OutboxMessage
from procurement import jobs
from procurement.actions import questions, stages
from procurement.actions.locks import CompetitionAnnounced
from procurement.enums import DialogueEvent, Stage
from procurement.models import DialogueEntry, Question, Watch
from procurement.queries.dialogue import questions_of
from tests.factories import UserFactory
from tests.procurement.factories import (
    AT,
    FAR,
    LATER,
    TODAY,
    NeedFactory,
    SupplierPersonFactory,
    reached,
    worker,
)

pytestmark = pytest.mark.django_db


def asked(need=None, member=None, text="Er hydrogen aktuelt?", at=AT):
    member = member or SupplierPersonFactory()
    return questions.ask(
        need=need or NeedFactory(published=True),
        supplier=member.supplier,
        text=text,
        by=member.person,
        at=at,
    )


def answered(question, text="Ja.", at=AT):
    place = question.need.municipality
    return questions.answer(
        question=question, municipality=place, text=text, by=worker(place), at=at
    )


def test_the_log_does_not_say_who_asks():
    question = asked()

    entry = DialogueEntry.objects.get(kind=DialogueEvent.ASKED)
    assert (entry.supplier, entry.by, entry.text) == (None, None, "")
    assert entry.question == question
    assert Watch.objects.filter(need=question.need).count() == 1


@pytest.mark.parametrize(
    ("seconds", "is_taken"), [(-1, True), (0, True), (0.9, True), (1, False)]
)
def test_the_deadline_is_kept_to_the_second(seconds, is_taken):
    need = NeedFactory(published=True, questions_until=LATER - timedelta(days=30))
    at = need.questions_until + timedelta(seconds=seconds)
    if is_taken:
        assert asked(need, at=at).pk
    else:
        with pytest.raises(questions.QuestionsClosed):
            asked(need, at=at)


@pytest.mark.parametrize("fields", [{}, {"published": True, "state": "CLOSED"}])
def test_a_draft_and_a_closed_need_take_none(fields):
    with pytest.raises(questions.QuestionsClosed):
        asked(NeedFactory(**fields))


def test_the_same_question_twice_is_one():
    member, need = SupplierPersonFactory(), NeedFactory(published=True)
    assert asked(need, member) == asked(need, member)
    assert DialogueEntry.objects.filter(kind=DialogueEvent.ASKED).count() == 1


def test_words_are_needed_and_a_company_cannot_flood():
    member, need = SupplierPersonFactory(), NeedFactory(published=True)
    with pytest.raises(questions.QuestionEmpty):
        asked(need, member, text="  ")
    for number in range(questions.MOST_WAITING):
        asked(need, member, text=f"Spørsmål {number}")
    with pytest.raises(questions.TooManyWaiting):
        asked(need, member, text="Ett til")


def test_an_answer_goes_to_all_at_once_and_names_nobody():
    need = NeedFactory(published=True)
    asker, other = SupplierPersonFactory(), SupplierPersonFactory()
    Watch.objects.create(person=other.person, need=need, told_until=AT)
    question = asked(need, asker)

    answered(question)
    answered(question)  # again changes nothing

    mails = OutboxMessage.objects.filter(about=f"procurement.question:{question.pk}")
    assert {mail.recipient for mail in mails} == {asker.person.email, other.person.email}
    assert all(asker.supplier.name not in mail.body_text for mail in mails)
    entry = DialogueEntry.objects.get(kind=DialogueEvent.ANSWERED)
    assert (entry.told, entry.supplier) == (2, None)
    jobs.tell_news(at=AT + timedelta(days=1))
    assert not mails.model.objects.filter(occasion__startswith="news").exists()


def test_what_is_hidden_is_nowhere_and_the_log_says_why(client):
    question = answered(
        asked(text="Zebediah i Hol tar imot bestikkelser."), text="Zebediah gjør ikke det."
    )
    need, buyer = question.need, worker(question.need.municipality)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(buyer)
    address = reverse("procurement:question-hide", args=[need.slug, question.pk])
    assert address in client.get(need.get_absolute_url()).content.decode()
    client.post(address, {"reason": ""})
    client.post(address, {"reason": "Navngir en person."})

    entry = DialogueEntry.objects.get(kind=DialogueEvent.HIDDEN)
    assert (entry.by, entry.text) == (buyer, "Navngir en person.")
    log = reverse("procurement:dialogue-log", args=[need.slug])
    pages = [client.get(page).content.decode() for page in (need.get_absolute_url(), log)]
    file = client.get(reverse("procurement:dialogue-file", args=[need.slug]))
    book = load_workbook(io.BytesIO(file.content))
    pages.append(str([list(sheet.values) for sheet in book]))
    pages.append(
        client.get(reverse("procurement:need-ocds", args=[need.slug])).content.decode()
    )
    for page in pages:
        assert "Zebediah" not in page
    assert all("Navngir en person." in page for page in pages[:3])
    with pytest.raises(questions.Hidden):
        answered(question, text="Jo.")


def test_no_question_is_left_out_however_many_there_are():
    need = NeedFactory(published=True, solutions_until=FAR)
    Question.objects.bulk_create(
        Question(need=need, text=f"{n}?", asked_at=AT + timedelta(minutes=n))
        for n in range(201)
    )
    place = need.municipality
    last = Question.objects.get(text="0?")
    questions.answer(
        question=last,
        municipality=place,
        text="Ja.",
        by=worker(place),
        at=AT + timedelta(days=1),
    )

    found = questions_of(need)

    assert (len(found), found[0].text, found[1].text) == (201, "0?", "200?")


def test_which_question_an_entry_is_about_never_changes():
    entry = DialogueEntry.objects.get(question=asked())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        DialogueEntry.objects.filter(pk=entry.pk).update(question=None)


def test_an_answer_stands():
    question = answered(asked())
    with pytest.raises(questions.Answered):
        answered(question, text="Nei.")
    with pytest.raises(questions.Answered):
        questions.promise(question=question, on=TODAY, by=UserFactory(), at=AT)
    with pytest.raises(questions.AnswerEmpty):
        answered(asked(text="Noe annet?"), text=" ")


def test_a_promise_lies_ahead():
    question = asked()
    with pytest.raises(questions.PromiseInThePast):
        questions.promise(question=question, on=date(2026, 11, 21), by=UserFactory(), at=AT)
    questions.promise(question=question, on=date(2026, 12, 4), by=UserFactory(), at=AT)
    assert Question.objects.get().promised_on == date(2026, 12, 4)


def test_with_the_competition_nothing_is_asked_or_answered():
    need = NeedFactory(published=True)
    question = asked(need)
    reached(need, Stage.DIALOGUE, on=TODAY)
    stages.move_on(
        need=need,
        stage=Stage.COMPETITION,
        on=TODAY,
        competition_url="https://doffin.example/1",
        by=worker(need.municipality),
        at=AT,
    )

    with pytest.raises(questions.QuestionsClosed):
        asked(need)
    with pytest.raises(CompetitionAnnounced):
        answered(question)
