"""Characteristics in words, as their pages show them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import date_in_words, moment_in_words
from common.nordic import sort_key
from improvement.queries.trail import name_of
from indicators.models import Indicator
from knowledge.enums import Consent, EditionState, EditionStep, Judgement
from knowledge.models import Edition, EditionEvent, Publication, TraitProposal
from knowledge.queries import editions as queries
from knowledge.queries.editions import EditionRead
from knowledge.queries.figures import figures_of
from knowledge.views.example_rows import figure_text
from networks.models import Municipality

_STEPS = (
    EditionState.PROPOSING,
    EditionState.MERGING,
    EditionState.ANSWERING,
    EditionState.PUBLISHED,
)
MARKS = {Consent.CONSENT: "yes", Consent.OBJECT: "no"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to a published version."""

    name: str
    detail: str
    kind: str


@dataclass(frozen=True, slots=True)
class MemberAnswer:
    """What one member has answered.

    Attributes:
        kind: Of the mark: yes, no or wait.
        address: The form, for those who answer for the municipality.
    """

    place: str
    kind: str
    words: str
    reason: str
    note: str
    address: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One proposal, and what became of it."""

    pk: int
    place: str
    title: str
    lang: str
    reason: str
    indicator: str
    became: str
    became_kind: str
    withdraw: str
    leave_out: str


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """How a municipality stands beside one characteristic."""

    title: str
    judgement: str
    kind: str
    text: str
    lang: str
    figure: str
    figure_note: str
    indicator: str
    indicator_href: str


def local(at: datetime | None, edition: Edition) -> str:
    """Write a moment by the clock of the network."""
    if at is None:
        return ""
    with timezone.override(queries.zone_of(edition.network)):
        return moment_in_words(at)


def steps(edition: Edition) -> list[Step]:
    """Lay out where the work stands."""
    here = _STEPS.index(EditionState(edition.state))
    details = {
        EditionState.PROPOSING: _until(edition.proposals_until, edition),
        EditionState.ANSWERING: _until(edition.answers_until, edition),
    }
    return [
        Step(
            capfirst(str(state.label)),
            details.get(state, ""),
            "done" if place < here else "now" if place == here else "",
        )
        for place, state in enumerate(_STEPS)
    ]


def _until(at: datetime | None, edition: Edition) -> str:
    return _("until %(when)s") % {"when": local(at, edition)} if at else ""


def proposal_rows(
    read: EditionRead, edition: Edition, *, mine: set[int], may_lead: bool
) -> list[ProposalRow]:
    """Lay out the proposals; withdrawn ones stay, struck out by their mark."""
    is_open = edition.state == EditionState.PROPOSING
    is_merging = edition.state == EditionState.MERGING
    slug = edition.network.slug
    rows = []
    for row in read.proposals:
        words, kind = _became(row)
        keys = {"slug": slug, "pk": row.pk}
        may_withdraw = is_open and row.municipality_id in mine and row.withdrawn_at is None
        waits = kind == "wait" and is_merging and may_lead
        rows.append(
            ProposalRow(
                row.pk,
                str(row.municipality),
                row.title,
                row.language,
                row.reason,
                _indicator(row.indicator),
                words if not (is_open and kind == "wait") else "",
                kind,
                reverse("knowledge:proposal-withdraw", kwargs=keys) if may_withdraw else "",
                reverse("knowledge:proposal-leave-out", kwargs=keys) if waits else "",
            )
        )
    return rows


def _became(row: TraitProposal) -> tuple[str, str]:
    if row.withdrawn_at is not None:
        return _("Withdrawn"), "no"
    traits = [trait.title for trait in row.traits.all()]
    if traits:
        return _("Merged into: %(titles)s") % {"titles": "; ".join(traits)}, "yes"
    if row.left_out:
        return _("Left out: %(reason)s") % {"reason": row.left_out}, "no"
    return _("Not merged yet"), "wait"


def _indicator(indicator: Indicator | None) -> str:
    return str(indicator.local_name) if indicator else _("lacks an indicator")


def answer_rows(read: EditionRead, edition: Edition, *, mine: set[int]) -> list[MemberAnswer]:
    """Lay out what each member has answered."""
    found = []
    for place in read.members:
        row = read.answers.get(place.pk)
        keys = {"slug": edition.network.slug, **place.address_keys}
        address = reverse("knowledge:traits-answer", kwargs=keys) if place.pk in mine else ""
        if row is None:
            words = _("has not answered")
            found.append(MemberAnswer(str(place), "wait", words, "", "", address))
            continue
        case = row.decision.case_number if row.decision else ""
        notes = [row.body, case, local(row.at, edition)]
        found.append(
            MemberAnswer(
                str(place),
                MARKS[Consent(row.answer)],
                str(Consent(row.answer).label),
                row.reason,
                ", ".join(filter(None, notes)),
                address,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One answer as it was given."""

    when: str
    place: str
    kind: str
    words: str
    reason: str


def entry_rows(read: EditionRead, edition: Edition) -> list[EntryRow]:
    """Lay out all answers as they were given, newest first, where one was changed.

    Nothing where each municipality has answered once: those stand above.
    """
    if len(read.entries) == len(read.answers):
        return []
    return [
        EntryRow(
            local(row.at, edition),
            str(row.municipality),
            MARKS[Consent(row.answer)],
            str(Consent(row.answer).label),
            row.reason,
        )
        for row in read.entries
    ]


def answered_words(read: EditionRead) -> str:
    """Say how many consent, object and have not answered."""
    given = [row.answer for row in read.answers.values()]
    return counted(
        sum(each == Consent.CONSENT for each in given),
        sum(each == Consent.OBJECT for each in given),
        len(read.members) - len(given),
    )


def counted(consent: int, object_: int, silent: int) -> str:
    """Say three numbers in words."""
    parts = [
        ngettext("%(n)s municipality consents", "%(n)s municipalities consent", consent)
        % {"n": consent},
        ngettext("%(n)s objects", "%(n)s object", object_) % {"n": object_},
    ]
    if silent > 0:
        text = ngettext("%(n)s has not answered", "%(n)s have not answered", silent)
        parts.append(text % {"n": silent})
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of the trace."""

    when: str
    what: str
    who: str
    text: str
    reason: str


def event_rows(events: list[EditionEvent], edition: Edition) -> list[EventRow]:
    """Lay out the trace, newest first."""
    timed = {EditionStep.DEADLINE, EditionStep.OPENED}
    rows = []
    for event in events:
        text = event.text
        if event.kind in timed:
            text = _until(datetime.fromisoformat(text), edition)
        who = str(event.municipality) if event.municipality else name_of(event.by)
        rows.append(
            EventRow(
                local(event.at, edition),
                str(EditionStep(event.kind).label),
                who,
                text,
                event.reason,
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class Published:
    """A frozen version, ready to be shown.

    Attributes:
        is_intact: Whether the document still has its checksum.
    """

    title: str
    lang: str
    intro: str
    day: str
    traits: list[dict[str, Any]]
    consents: list[dict[str, Any]]
    objections: list[dict[str, Any]]
    silent: list[dict[str, Any]]
    summary: str
    is_intact: bool


def published(publication: Publication, *, is_intact: bool) -> Published:
    """Lay out a published version as it was frozen."""
    content = publication.content
    answers = sorted(content["answers"], key=lambda row: sort_key(row["name"]))
    consents = [row for row in answers if row["answer"] == Consent.CONSENT]
    objections = [row for row in answers if row["answer"] == Consent.OBJECT]
    return Published(
        f"{content['title']} v{content['number']}",
        content["language"],
        content["intro"],
        date_in_words(publication.published_on),
        content["traits"],
        [{**row, "note": _note(row)} for row in consents],
        [{**row, "note": _note(row)} for row in objections],
        content["silent"],
        counted(len(consents), len(objections), len(content["silent"])),
        is_intact,
    )


def _note(row: dict[str, Any]) -> str:
    day = date_in_words(date.fromisoformat(row["on"]))
    return ", ".join(filter(None, [row["body"], row["case"], day]))


_KINDS = {
    Judgement.FULLY: "yes",
    Judgement.PARTLY: "wait",
    Judgement.NOT_YET: "no",
}


def profile_lines(municipality: Municipality, publication: Publication) -> list[ProfileLine]:
    """Lay out how a municipality stands beside a published version; three queries."""
    edition = publication.edition
    traits = queries.traits_of(edition)
    judged = queries.judged(municipality, edition)
    keys = {trait.indicator_id for trait in traits if trait.indicator_id}
    figures = figures_of(municipality, keys)
    lines = []
    for trait in traits:
        row, indicator = judged.get(trait.pk), trait.indicator
        found = figures.get(trait.indicator_id or 0, [])
        newest = found[-1] if found else None
        place = municipality.address_keys
        lines.append(
            ProfileLine(
                trait.title,
                capfirst(row.get_judgement_display()) if row else _("Not judged yet"),
                _KINDS.get(Judgement(row.judgement), "") if row else "",
                row.text if row else "",
                row.language if row else "",
                figure_text(newest, indicator) if newest and indicator else "",
                ", ".join(filter(None, [str(newest.year), newest.source])) if newest else "",
                _indicator(indicator),
                reverse(
                    "portal:municipality-indicator",
                    kwargs={**place, "indicator": indicator.code},
                )
                if indicator
                else "",
            )
        )
    return lines
