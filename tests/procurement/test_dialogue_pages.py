"""Pages of the market dialogue: what suppliers, buyers and others see and can do."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from gatherings.enums import GatheringKind, SeriesState
from procurement.actions import questions, slots
from procurement.models import Conference, ConferenceSeat, Question, Slot
from tests.factories import UserFactory
from tests.gatherings.factories import GatheringFactory
from tests.procurement.factories import FAR, NeedFactory, SupplierPersonFactory, worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def need():
    return NeedFactory(published=True, solutions_until=FAR)


def address(name, need, **kwargs):
    return reverse(f"procurement:{name}", kwargs={"slug": need.slug, **kwargs})


def page(client, need, name="need"):
    return client.get(address(name, need)).content.decode()


def as_company(client):
    member = SupplierPersonFactory()
    client.force_login(member.person)
    return member


def as_buyer(client, need):
    person = worker(need.municipality)
    client.force_login(person)
    return person


def asked(need, text="Er hydrogen aktuelt?"):
    member = SupplierPersonFactory(supplier__name="Hemmelig AS")
    return questions.ask(
        need=need, supplier=member.supplier, text=text, by=member.person, at=timezone.now()
    )


def talks(need, count=2, **fields):
    start = timezone.now().replace(microsecond=0) + timedelta(days=3)
    row = slots.Row(first=start, count=count, minutes=20, **fields)
    return slots.offer_slots(need=need, row=row, by=UserFactory(), at=timezone.now())


def test_a_company_asks_and_everybody_reads_the_answer(client, need):
    member = as_company(client)
    text = "<b>Kan</b> vi levere til to?"
    client.post(address("question-ask", need), {"text": text}, follow=True)
    question = Question.objects.get()
    client.logout()
    shown = page(client, need)
    assert "&lt;b&gt;Kan&lt;/b&gt; vi levere til to?" in shown
    assert f"Waiting for an answer from {need.municipality}" in shown
    assert member.supplier.name not in shown

    as_buyer(client, need)
    client.post(
        address("question-promise", need, pk=question.pk), {"on": "2099-01-04"}, follow=True
    )
    assert "promised by 4 January 2099" in page(client, need)
    client.post(address("question-answer", need, pk=question.pk), {"text": "Ja."}, follow=True)
    client.logout()
    assert "Ja." in page(client, need)
    assert f"by {need.municipality}" in page(client, need)


def test_an_empty_or_too_long_question_is_told_at_its_field(client, need):
    as_company(client)
    for text in ("", "x" * 2001):
        answer = client.post(address("question-ask", need), {"text": text})
        assert answer.context["form"].errors["text"]
    assert not Question.objects.exists()


def test_the_buyers_do_not_learn_who_asks(client, need):
    question = asked(need)
    as_buyer(client, need)
    for name in ("need", "dialogue-log"):
        assert "Hemmelig" not in page(client, need, name)
    answer = client.get(address("question-answer", need, pk=question.pk))
    assert "Hemmelig" not in answer.content.decode()
    book = load_workbook(io.BytesIO(client.get(address("dialogue-file", need)).content))
    assert "Hemmelig" not in str([list(sheet.values) for sheet in book])


def test_the_file_holds_no_formula(client, need):
    asked(need, text="=HYPERLINK(0)")
    as_buyer(client, need)
    book = load_workbook(io.BytesIO(client.get(address("dialogue-file", need)).content))
    texts = [cell for sheet in book for row in sheet.values for cell in row]
    assert "'=HYPERLINK(0)" in texts
    assert "=HYPERLINK(0)" not in texts


def test_a_question_of_another_need_is_not_answered_here(client, need):
    other = asked(NeedFactory(published=True, solutions_until=FAR))
    as_buyer(client, need)
    assert client.get(address("question-answer", need, pk=other.pk)).status_code == 404


def test_those_of_other_municipalities_do_not_answer(client, need):
    question = asked(need)
    client.force_login(worker(NeedFactory().municipality))
    sent = client.post(address("question-answer", need, pk=question.pk), {"text": "Ja."})
    assert sent.status_code == 403
    assert Question.objects.get().answered_at is None


def test_buyers_offer_talks_and_see_who_books(client, need):
    as_buyer(client, need)
    day = timezone.now().date() + timedelta(days=5)
    given = {"day": day, "first": "9.30", "count": 3, "minutes": 20, "pause": "", "link": ""}
    client.post(address("slot-list", need), {**given, "minutes": 2})
    assert not Slot.objects.exists()
    client.post(address("slot-list", need), given)
    assert Slot.objects.count() == 3
    answer = client.post(address("slot-list", need), {**given, "minutes": 30})
    assert "All must get the same time" in answer.content.decode()

    member = as_company(client)
    one = Slot.objects.order_by("starts_at").first()
    assert "3 of 3 talks free" in page(client, need)
    client.post(address("slot-book", need, pk=one.pk))
    assert "your talk" in page(client, need)
    as_buyer(client, need)
    assert member.supplier.name in page(client, need, "slot-list")
    assert member.supplier.name in page(client, need, "dialogue-log")


def test_others_see_neither_who_has_booked_nor_the_link(client, need):
    [one, _two] = talks(need, link="https://mote.example/rom")
    member = as_company(client)
    client.post(address("slot-book", need, pk=one.pk))
    assert "https://mote.example/rom" in page(client, need)
    client.logout()
    as_company(client)
    for name in ("need", "dialogue-log"):
        shown = page(client, need, name)
        assert member.supplier.name not in shown
        assert "mote.example" not in shown
    refused = client.post(address("slot-book", need, pk=one.pk), follow=True)
    assert "The talk is taken" in refused.content.decode()
    client.post(address("slot-return", need, pk=one.pk))
    assert Slot.objects.get(pk=one.pk).supplier == member.supplier


def test_a_company_comes_to_the_conference_and_gives_its_seats_back(client, need):
    start = timezone.now() + timedelta(days=9)
    gathering = GatheringFactory(
        title="Dialogkonferanse",
        kind=GatheringKind.MARKET,
        series__state=SeriesState.PUBLISHED,
        series__network__is_public=False,
        day=start.date(),
        starts_at=start,
        ends_at=start + timedelta(hours=2),
    )
    need.network = gathering.series.network
    need.save()
    as_buyer(client, need)
    client.post(address("conference-link", need), {"gathering": gathering.pk, "seats": 2})
    assert Conference.objects.get().supplier_seats == 2

    as_company(client)
    shown = page(client, need)
    assert "2 of 2 seats for suppliers free" in shown
    assert gathering.get_absolute_url() not in shown  # of a network that is not public
    full = client.post(address("seat-take", need), {"people": 3})
    assert full.context["form"].errors["people"]
    client.post(address("seat-take", need), {"people": 2})
    assert "2 people from your company come" in page(client, need)
    client.post(address("seat-return", need))
    assert not ConferenceSeat.objects.exists()


def test_with_the_competition_the_page_takes_nothing(client, need):
    asked(need)
    [one, _two] = talks(need)
    need.stage, need.competition_url = "COMPETITION", "https://doffin.example/1"
    need.competition_on = timezone.now().date()
    need.save()
    as_company(client)
    shown = page(client, need)
    assert "No more questions are taken." in shown
    assert address("question-ask", need) not in shown
    assert address("slot-book", need, pk=one.pk) not in shown
    assert "Not answered before the market dialogue ended" in shown
    assert client.post(address("question-ask", need), {"text": "Hva?"}).status_code == 200
    client.post(address("slot-book", need, pk=one.pk))
    assert Question.objects.count() == 1
    assert not Slot.objects.filter(supplier__isnull=False).exists()


def test_a_shared_need_has_no_dialogue(client):
    need = NeedFactory(state="SHARED")
    as_company(client)
    assert client.get(address("question-ask", need)).status_code == 404


def test_how_many_were_told_is_for_the_buyers_alone(client, need):
    place = need.municipality
    questions.answer(
        question=asked(need),
        municipality=place,
        text="Ja.",
        by=worker(place),
        at=timezone.now(),
    )
    assert "supplier was told" not in page(client, need, "dialogue-log")
    as_buyer(client, need)
    assert "1 supplier was told" in page(client, need, "dialogue-log")


def test_without_a_network_there_is_no_conference_to_choose(client, need):
    as_buyer(client, need)
    assert "not tied to a network" in page(client, need, "conference-link")
    sent = client.post(address("conference-link", need), {"gathering": 1, "seats": 2})
    assert sent.status_code == 200
    assert not Conference.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_the_log_asks_the_same_for_many_entries(
    client, need, count, django_assert_max_num_queries
):
    for number in range(count):
        asked(need, text=f"Spørsmål {number}")
    with django_assert_max_num_queries(8):
        page(client, need, "dialogue-log")


def test_buyers_change_the_link_of_a_booked_talk_and_call_it_off(client, need):
    member = SupplierPersonFactory(supplier__name="Fjellbrøyt AS")
    [one, _two] = talks(need)
    slots.book(slot=one, supplier=member.supplier, by=member.person, at=timezone.now())
    as_buyer(client, need)
    link, off = (address(name, need, pk=one.pk) for name in ("slot-link", "slot-call-off"))
    shown = page(client, need, "slot-list")
    assert (f'href="{link}"' in shown, f'href="{off}"' in shown) == (True, True)

    assert client.post(link, {"link": "javascript:alert(1)"}).status_code == 200
    client.post(link, {"link": "https://meet.example/2"})
    assert Slot.objects.get(pk=one.pk).link == "https://meet.example/2"
    assert "Fjellbrøyt AS" in client.get(off).content.decode()
    assert client.post(off, {"reason": ""}).status_code == 200
    client.post(off, {"reason": "The adviser is ill."})
    assert not Slot.objects.filter(pk=one.pk).exists()
