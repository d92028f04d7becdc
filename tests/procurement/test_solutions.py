"""Sending to the last second, versions, withdrawing, notes, results, references, alerts."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError

from common.models import OutboxMessage, StoredFile
from procurement import jobs
from procurement.actions import solutions, verdicts, watches
from procurement.actions.attachments import FileRefused, Files, TooManyFiles
from procurement.actions.dialogue_log import note
from procurement.actions.solutions import (
    HasOne,
    NeedIsClosed,
    NotWhole,
    PointReply,
    TooManyGoals,
)
from procurement.actions.verdicts import AlreadyAnswered, NotThere, WordsMissing
from procurement.actions.watches import NothingWatched, Search
from procurement.enums import DialogueEvent, JoinAnswer, SolutionState, Stage, Verdict
from procurement.models import DialogueEntry, Pool, PoolMember, Reference, Solution
from procurement.queries.solutions import assessed
from tests.factories import (
    CountyMembershipFactory,
    GoalFactory,
    MunicipalityFactory,
    UserFactory,
)
from tests.procurement.factories import (
    AT,
    LATER,
    CategoryFactory,
    NeedFactory,
    NeedPointFactory,
    SolutionFactory,
    SupplierPersonFactory,
    written,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def member():
    return SupplierPersonFactory()


def send(member, need, at=AT, **fields):
    files = fields.pop("files", Files())
    return solutions.send(
        supplier=member.supplier,
        need=need,
        content=written(**fields),
        at=at,
        by=member.person,
        files=files,
    )


def pdf(name="ark.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("after", "is_taken"),
    [
        (timedelta(seconds=-1), True),
        (timedelta(0), True),
        (timedelta(microseconds=999_999), True),
        (timedelta(seconds=1), False),
    ],
)
def test_the_deadline_holds_to_the_second(member, after, is_taken):
    need = NeedFactory(published=True)

    if is_taken:
        assert send(member, need, at=LATER + after).state == SolutionState.SENT
    else:
        with pytest.raises(NeedIsClosed):
            send(member, need, at=LATER + after)
        assert not Solution.objects.exists()


def test_nothing_is_changed_or_withdrawn_after_the_deadline(member):
    sent = send(member, NeedFactory(published=True))
    late = LATER + timedelta(seconds=1)

    for attempt in (
        lambda: send(member, sent.need, at=late, title="Bedre"),
        lambda: solutions.withdraw(solution=sent, by=member.person, at=late),
    ):
        with pytest.raises(NeedIsClosed):
            attempt()
    sent.refresh_from_db()
    assert (sent.title, sent.version, sent.state) == ("Hjullaster", 1, SolutionState.SENT)


def test_a_linked_competition_closes_everything(member):
    need = NeedFactory(published=True, solutions_until=None)
    sent = send(member, need)
    need.stage, need.competition_url, need.competition_on = (
        Stage.COMPETITION, "https://doffin.no/1", AT.date(),
    )  # fmt: skip
    need.save()

    for attempt in (
        lambda: send(member, need, title="Bedre"),
        lambda: send(SupplierPersonFactory(), need),
        lambda: solutions.withdraw(solution=sent, by=member.person, at=AT),
        lambda: solutions.save_draft(
            supplier=SupplierPersonFactory().supplier,
            need=need,
            content=written(),
            at=AT,
            by=member.person,
        ),
    ):
        with pytest.raises(NeedIsClosed):
            attempt()


def test_versions_are_kept_without_the_confidential_part(member):
    need = NeedFactory(published=True)
    point = NeedPointFactory(need=need)
    reply = PointReply(answer="PARTLY", text="til 25 grader")
    first = send(member, need, confidential="1 200 000", points={point.pk: reply})

    send(member, need, title="Hjullaster 2", confidential="1 100 000")

    first.refresh_from_db()
    assert (first.title, first.version, first.confidential) == ("Hjullaster 2", 2, "1 100 000")
    rows = list(first.versions.order_by("number"))
    assert [row.content["title"] for row in rows] == ["Hjullaster", "Hjullaster 2"]
    assert rows[0].content["points"] == [
        {"point": point.text, "answer": "PARTLY", "text": "til 25 grader"}
    ]
    assert "000 000" not in str([row.content for row in rows])
    assert [row.kind for row in DialogueEntry.objects.order_by("pk")] == [
        DialogueEvent.SENT,
        DialogueEvent.REVISED,
    ]


def test_the_confidential_part_is_in_no_mail_and_no_log(member):
    need = NeedFactory(published=True)

    send(member, need, confidential="hemmelig pris")

    written_down = str(list(OutboxMessage.objects.values())) + str(
        list(DialogueEntry.objects.values())
    )
    assert OutboxMessage.objects.count() == 2
    assert "hemmelig" not in written_down


def test_a_solution_is_whole_and_has_three_goals_at_most(member):
    need = NeedFactory(published=True)
    with pytest.raises(NotWhole):
        send(member, need, title=" ")
    with pytest.raises(TooManyGoals):
        send(member, need, goals=[GoalFactory(number=number) for number in (1, 2, 3, 4)])


def test_a_company_has_one_solution_to_a_need_and_a_new_one_after_withdrawing(member):
    need = NeedFactory(published=True)
    sent = send(member, need)
    with pytest.raises(HasOne):
        solutions.save_draft(
            supplier=member.supplier, need=need, content=written(), at=AT, by=member.person
        )

    solutions.withdraw(solution=sent, by=member.person, at=AT)
    again = send(member, need)

    assert again.pk != sent.pk
    assert DialogueEntry.objects.filter(kind=DialogueEvent.WITHDRAWN).count() == 1


def test_a_draft_takes_anything_and_becomes_the_solution(member):
    need = NeedFactory(published=True)
    draft = solutions.save_draft(
        supplier=member.supplier,
        need=need,
        content=written(title="", text="x" * 5000),
        at=AT,
        by=member.person,
        files=Files(added=[pdf()]),
    )

    sent = send(member, need)

    assert (draft.pk, sent.state) == (sent.pk, SolutionState.SENT)
    assert sent.attachments.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ark.pdf", b"<html><script>alert(1)</script>"),
        ("ark.png", PDF),
        ("ark.docx", b"PK\x03\x04 not a package"),
        ("side.html", b"<html>"),
        ("bilde.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("program.exe", b"MZ"),
        ("ark.pdf", b""),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(member, name, content):
    need = NeedFactory(published=True)

    with pytest.raises(FileRefused):
        send(member, need, files=Files(added=[pdf(name, content)]))
    assert not StoredFile.objects.exists()


def test_five_files_of_ten_megabytes_at_most(member):
    need = NeedFactory(published=True)
    large = pdf(content=PDF + b"0" * 10 * 1024 * 1024)
    with pytest.raises(FileRefused):
        send(member, need, files=Files(added=[large]))
    with pytest.raises(TooManyFiles):
        send(member, need, files=Files(added=[pdf() for _ in range(6)]))


def test_buyers_see_an_explained_match_of_the_whole_pool(django_assert_max_num_queries):
    need = NeedFactory(published=True, volume=Decimal(3), unit="maskiner")
    CountyMembershipFactory(municipality=need.municipality)
    pool = Pool.objects.create(need=need)
    other = MunicipalityFactory()
    PoolMember.objects.create(
        pool=pool, municipality=other, answer=JoinAnswer.YES, volume=Decimal(4)
    )
    for _number in range(3):
        one = SolutionFactory(need=need, minimum=Decimal(10), category=need.category)
        one.delivers_to.add(other)

    with django_assert_max_num_queries(13):
        found = assessed(need)

    # volume 7 of 10, one of two members, no county, the category, nothing said of maturity
    assert [round(one.match.score, 2) for one in found] == [
        round(100 * (15 * 0.7 + 10 + 10) / 60, 2)
    ] * 3


def test_the_result_is_told_by_mail_and_logged(member):
    sent = send(member, NeedFactory(published=True))
    OutboxMessage.objects.all().delete()
    with pytest.raises(WordsMissing):
        verdicts.tell_result(
            solution=sent, verdict=Verdict.NO, text=" ", by=UserFactory(), at=AT
        )

    for _time in range(2):
        verdicts.tell_result(
            solution=sent, verdict=Verdict.PILOT, text="Vi prøver.", by=UserFactory(), at=AT
        )

    [mail] = OutboxMessage.objects.all()
    assert (mail.recipient, "Vi prøver." in mail.body_text) == (member.person.email, True)
    assert DialogueEntry.objects.filter(kind=DialogueEvent.TOLD).count() == 1


def test_the_short_list_is_shared_and_remembers_who(member):
    sent = send(member, NeedFactory(published=True))
    by, place = UserFactory(), sent.need.municipality
    for wanted in (True, True, False, True):
        verdicts.shortlist(solution=sent, municipality=place, wanted=wanted, by=by, at=AT)

    assert [one.is_shortlisted for one in assessed(sent.need)] == [True]
    assert sent.notes.count() == 3
    solutions.withdraw(solution=sent, by=member.person, at=AT)
    with pytest.raises(NotThere):
        verdicts.write_note(solution=sent, municipality=place, text="Nei", by=by, at=AT)


def test_a_reference_is_answered_once_and_asked_anew_when_the_words_change(member):
    need, place = NeedFactory(published=True), MunicipalityFactory()
    sent = send(member, need, references={place: "Brøyting"})
    row = Reference.objects.get()
    verdicts.answer_reference(reference=row, uses=True, by=UserFactory(), at=AT)
    with pytest.raises(AlreadyAnswered):
        verdicts.answer_reference(reference=row, uses=False, by=UserFactory(), at=AT)

    send(member, need, references={place: "Alt"})

    assert sent.references.named().get().confirmed_at is None


def test_no_company_erases_that_a_municipality_said_not_so(member):
    need, place = NeedFactory(published=True), MunicipalityFactory()
    sent = send(member, need, references={place: "Brøyting"})
    verdicts.answer_reference(
        reference=sent.references.get(), uses=False, by=UserFactory(), at=AT
    )

    for named in ({}, {place: "Brøyting"}, {place: "Alt"}):
        send(member, need, references=named)
        refused = sent.references.shown().get(text="Brøyting")
        assert refused.refused_at == AT
        assert {row.text for row in sent.references.named()} == set(named.values())


def test_what_was_sent_cannot_be_rewritten(member):
    sent = send(member, NeedFactory(published=True))

    with pytest.raises(DatabaseError):
        sent.versions.update(content={})


def test_new_needs_come_in_one_mail_once(member):
    category = CategoryFactory()
    watches.follow_search(person=member.person, search=Search(categories=[category]), at=AT)
    watches.follow_search(person=member.person, search=Search(words="VEG"), at=AT)
    with pytest.raises(NothingWatched):
        watches.follow_search(person=member.person, search=Search(words=" "), at=AT)
    new = AT + timedelta(hours=1)
    NeedFactory(published=True, title="Fossilfri vegdrift", published_at=new)
    NeedFactory(published=True, title="Eldre behov", published_at=AT - timedelta(hours=1))
    NeedFactory(title="Vegkladd")
    morning = AT + timedelta(days=1)

    assert [jobs.tell_news(at=morning) for _time in range(2)] == [1, 0]

    [mail] = OutboxMessage.objects.all()
    assert mail.body_text.count("Fossilfri vegdrift") == 1
    assert "Eldre behov" not in mail.body_text
    assert mail.unsubscribe_url


def test_those_who_follow_a_need_hear_what_happens_unless_they_were_told(member):
    need = NeedFactory(published=True)
    watches.follow(person=member.person, need=need, at=AT)
    later = AT + timedelta(hours=1)
    note(need=need, kind=DialogueEvent.CHANGED, at=later, text="Fristen er flyttet.")
    note(need=need, kind=DialogueEvent.LEFT, at=later, text="Hol trakk seg.", told=1)
    note(need=need, kind=DialogueEvent.SENT, at=later, text="En hemmelig løsning")

    assert [jobs.tell_news(at=AT + timedelta(days=1)) for _time in range(2)] == [1, 0]

    [mail] = OutboxMessage.objects.all()
    assert "Fristen er flyttet." in mail.body_text
    assert "Hol" not in mail.body_text
    assert "hemmelig" not in mail.body_text
