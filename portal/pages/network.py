"""Members, decisions and contacts of a network in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import date_in_words
from common.lists import in_words
from common.nordic import sort_key
from networks.enums import Effect
from networks.models import Decision, Membership

EXPECTATIONS = 5
NUMBERED = re.compile(r"^\d{1,2}[.)]\s+")
"""The page numbers the points itself."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One field of the decision matrix: yes, wait or no, and words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One municipality of the decision matrix."""

    name: str
    lang: str
    href: str
    group: str
    decision: Mark
    contact: Mark
    anchoring: Mark
    planning: Mark
    expectations: str


@dataclass(frozen=True, slots=True)
class Remaining:
    """What one municipality still has to do."""

    name: str
    lang: str
    items: list[Mark]


@dataclass(frozen=True, slots=True)
class CouncilCase:
    """A case of the regional council and how far the municipalities have come with it."""

    number: str
    title: str
    body: str
    day: str
    points: list[str]
    progress: str
    link: str


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """What a network's page says besides its figures."""

    rows: list[MemberRow]
    remaining: list[Remaining]
    cases: list[CouncilCase]
    decided: int
    members: int
    missing_contact: list[str]
    missing_decision: list[str]
    sentence: str


def facts(
    memberships: Sequence[Membership], decisions: Sequence[Decision], *, today: date
) -> NetworkFacts:
    """Say who has decided what, and what is missing."""
    awaited: dict[int, Decision] = {}
    decided: dict[int, Decision] = {}
    for decision in decisions:
        if decision.municipality_id is not None:
            shelf = decided if decision.is_decided else awaited
            shelf[decision.municipality_id] = decision
    rows = [
        _row(membership, decided.get(membership.municipality_id), awaited, today)
        for membership in memberships
    ]
    rows.sort(key=lambda row: sort_key(row.name))
    no_contact = [row.name for row in rows if row.contact.kind == "no"]
    no_decision = [row.name for row in rows if row.decision.kind != "yes"]
    return NetworkFacts(
        rows=rows,
        remaining=[left for row in rows if (left := _remaining(row)).items],
        cases=[_case(d, decisions) for d in decisions if d.region_id is not None],
        decided=sum(row.decision.kind == "yes" for row in rows),
        members=len(rows),
        missing_contact=no_contact,
        missing_decision=no_decision,
        sentence=_sentence(no_contact, no_decision),
    )


def _row(
    membership: Membership,
    decided: Decision | None,
    awaited: dict[int, Decision],
    today: date,
) -> MemberRow:
    place = membership.municipality
    return MemberRow(
        name=str(place.local_name),
        lang=place.local_name.lang,
        href=place.get_absolute_url(),
        group=membership.group.name if membership.group else "",
        decision=_decision(
            membership.decision or decided, awaited.get(membership.municipality_id), today
        ),
        contact=_contact(membership),
        anchoring=_yes_or_no(is_met=membership.takes_active_part),
        planning=_yes_or_no(is_met=membership.is_tied_to_planning),
        expectations=_("%(met)s of %(all)s")
        % {"met": membership.expectations_met, "all": EXPECTATIONS},
    )


def _remaining(row: MemberRow) -> Remaining:
    items = []
    if row.decision.kind != "yes":
        items.append(row.decision)
    if row.contact.kind != "yes":
        text = _("Main contact: %(state)s") % {"state": row.contact.text}
        items.append(Mark(row.contact.kind, text))
    return Remaining(row.name, row.lang, items)


def _decision(decided: Decision | None, awaited: Decision | None, today: date) -> Mark:
    if decided is not None and decided.decided_on is not None:
        day = {"day": date_in_words(decided.decided_on)}
        if decided.effect == Effect.REJECTS:
            return Mark("no", _("Said no on %(day)s") % day)
        return Mark("yes", _("Decided on %(day)s") % day)
    if awaited is None:
        return Mark("no", _("No decision yet"))
    if awaited.due_on is None:
        return Mark("wait", _("To be decided"))
    day = {"day": date_in_words(awaited.due_on)}
    if awaited.due_on < today:
        return Mark("no", _("Should have been decided by %(day)s") % day)
    return Mark("wait", _("To be decided by %(day)s") % day)


def _contact(membership: Membership) -> Mark:
    if getattr(membership, "contact_from", None):
        return Mark("yes", _("Appointed"))
    until = getattr(membership, "contact_until", None)
    if until:
        return Mark("no", _("Missing since %(day)s") % {"day": date_in_words(until)})
    return Mark("no", _("Missing"))


def _yes_or_no(*, is_met: bool) -> Mark:
    return Mark("yes", _("In place")) if is_met else Mark("wait", _("Not yet"))


def _case(case: Decision, decisions: Sequence[Decision]) -> CouncilCase:
    follow_ups = [d for d in decisions if d.council_case_id == case.pk]
    taken = sum(d.is_decided for d in follow_ups)
    progress = ""
    if follow_ups:
        progress = ngettext(
            "%(n)s of %(of)s municipality has decided",
            "%(n)s of %(of)s municipalities have decided",
            len(follow_ups),
        ) % {"n": taken, "of": len(follow_ups)}
    return CouncilCase(
        number=case.case_number,
        title=case.title,
        body=case.body,
        day=date_in_words(case.decided_on) if case.decided_on else "",
        points=[
            NUMBERED.sub("", line.strip()) for line in case.wording.splitlines() if line.strip()
        ],
        progress=progress,
        link=case.link,
    )


def _sentence(no_contact: Sequence[str], no_decision: Sequence[str]) -> str:
    parts = []
    if no_contact:
        parts.append(
            ngettext(
                "%(names)s has no main contact.",
                "%(names)s have no main contact.",
                len(no_contact),
            )
            % {"names": in_words(no_contact)}
        )
    if no_decision:
        parts.append(
            ngettext(
                "%(names)s has not decided to take part yet.",
                "%(names)s have not decided to take part yet.",
                len(no_decision),
            )
            % {"names": in_words(no_decision)}
        )
    return " ".join(parts)
