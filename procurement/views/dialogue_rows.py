"""The market dialogue in words: questions, talks, entries of the log."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import moment_in_words
from procurement import words
from procurement.enums import DialogueEvent
from procurement.models import DialogueEntry, Need, Question, Slot, Supplier


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question; ``waits`` in words where it has no answer.

    Of one that is hidden ``text`` is the reason, and there is no answer.
    """

    pk: int
    text: str
    answer: str
    detail: str
    waits: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One talk.

    Attributes:
        company: Who has booked; shown to the buyers alone.
        link: Where it is held; empty for those who have not booked.
    """

    pk: int
    when: str
    length: str
    company: str
    link: str
    is_free: bool
    is_mine: bool
    has_begun: bool


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry of the log."""

    when: str
    what: str
    text: str
    who: str
    told: str
    is_key: bool


def question_row(row: Question, need: Need, *, is_over: bool) -> QuestionRow:
    """Put one question in words; who has asked is not among them."""
    if row.hidden_at is not None:
        detail = _("Hidden %(day)s") % {"day": words.day(row.hidden_at, need)}
        return QuestionRow(row.pk, row.hidden_reason, "", detail, "", is_hidden=True)
    detail, waits = "", ""
    if row.answered_at is not None:
        names = {
            "day": words.day(row.answered_at, need),
            "place": row.answered_for or need.municipality,
        }
        detail = _("Answered %(day)s by %(place)s") % names
    elif is_over:
        waits = _("Not answered before the market dialogue ended")
    elif row.promised_on is not None:
        names = {"place": need.municipality, "day": words.day(row.promised_on, need)}
        waits = _("Waiting for an answer from %(place)s, promised by %(day)s") % names
    else:
        waits = _("Waiting for an answer from %(place)s") % {"place": need.municipality}
    return QuestionRow(row.pk, row.text, row.answer, detail, waits)


def slot_row(
    row: Slot, need: Need, *, supplier: Supplier | None, is_buyer: bool, at: datetime
) -> SlotRow:
    """Put one talk in words, as far as the reader may know of it."""
    is_mine = supplier is not None and row.supplier_id == supplier.pk
    minutes = int((row.ends_at - row.starts_at).total_seconds() // 60)
    company = row.supplier.name if row.supplier is not None and is_buyer else ""
    return SlotRow(
        pk=row.pk,
        when=words.moment(row.starts_at, need),
        length=ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes},
        company=company,
        link=row.link if is_mine or is_buyer else "",
        is_free=row.supplier_id is None,
        is_mine=is_mine,
        has_begun=row.starts_at <= at,
    )


def entry_row(row: DialogueEntry, need: Need, *, whole: bool) -> EntryRow:
    """Put one entry in words; names of people and who was told are for the buyers alone."""
    names = [str(each) for each in (row.supplier, row.municipality) if each is not None]
    if whole and row.by is not None and row.supplier_id is None:
        names.append(row.by.get_full_name())
    told = ""
    if whole and row.told:
        text = ngettext("%(n)s supplier was told", "%(n)s suppliers were told", row.told)
        told = text % {"n": row.told}
    with timezone.override(words.zone_of(need)):
        when = moment_in_words(row.at)
    kind = row.get_kind_display()
    return EntryRow(
        when=when,
        what=capfirst(kind),
        text=_said(row, need),
        who=" · ".join(names),
        told=told,
        is_key=row.kind == DialogueEvent.ANSWERED,
    )


def _said(row: DialogueEntry, need: Need) -> str:
    """Give the words of an entry; of a question its own, as long as it is not hidden."""
    question = row.question
    if question is None or row.kind == DialogueEvent.HIDDEN:
        return row.text
    if question.hidden_at is not None:
        with translation.override(need.language):
            return _("Hidden. The reason: %(reason)s") % {"reason": question.hidden_reason}
    return question.answer if row.kind == DialogueEvent.ANSWERED else question.text
