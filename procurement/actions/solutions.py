"""Solutions: drafts, sending to the last second, changing with versions, withdrawing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from improvement.actions.refusals import Declined
from indicators.models import Goal
from networks.models import County, Municipality
from procurement import letters
from procurement.actions import attachments
from procurement.actions.dialogue_log import note
from procurement.actions.suppliers import lock_active
from procurement.enums import DialogueEvent, Openness, PointAnswer, SolutionState
from procurement.forgetting import delete_draft
from procurement.models import (
    Category,
    Need,
    Reference,
    Solution,
    SolutionPoint,
    SolutionVersion,
    Supplier,
    Watch,
)

MOST_GOALS = 3
MOST_DRAFTS = 20
# What stands in the columns as it was written; the confidential part is apart.
PLAIN = (
    "title", "text", "language", "maturity", "used_by", "price", "minimum", "effect",
    "evidence", "contact_name", "contact_email", "openness",
)  # fmt: skip
_PERSONAL = ("contact_name", "contact_email")


class NeedIsClosed(Declined):
    """The deadline has passed, the competition is announced, or the need is closed."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "The need no longer takes solutions. What was sent before stands as it was."
    )


class HasOne(Declined):
    """A company sends one solution to a need, and changes it."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "Your company has a solution to this need already. Change that one."
    )


class NotWhole(Declined):
    """What is sent has a name and says how it works."""

    field = "title"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "Say what the solution is called and how it works."
    )


class TooManyGoals(Declined):
    """At most three goals."""

    field = "goals"
    sentence: ClassVar[str | Promise] = gettext_lazy("Choose at most three goals.")


class TooManyDrafts(Declined):
    """So many drafts for the catalogue are not meant."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "Your company has twenty drafts for the catalogue. Send or delete some first."
    )


class NotSent(Declined):
    """Only a solution that has been sent is changed or withdrawn."""

    sentence: ClassVar[str | Promise] = gettext_lazy("The solution has not been sent.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PointReply:
    """How one point of the need is met."""

    answer: str = PointAnswer.UNSAID
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that a company writes in the form of a solution.

    Attributes:
        points: Key of the point of the need → how it is met.
        references: Municipality that uses the solution → what for.
    """

    title: str = ""
    text: str = ""
    language: str = "nb"
    maturity: str = ""
    used_by: str = ""
    price: str = ""
    minimum: Decimal | None = None
    effect: str = ""
    evidence: str = ""
    confidential: str = ""
    contact_name: str = ""
    contact_email: str = ""
    openness: str = Openness.EVERYBODY
    goals: Collection[Goal] = ()
    category: Category | None = None
    counties: Collection[County] = ()
    delivers_to: Collection[Municipality] = ()
    points: Mapping[int, PointReply] = field(default_factory=dict)
    references: Mapping[Municipality, str] = field(default_factory=dict)


@transaction.atomic
def save_draft(
    *,
    supplier: Supplier,
    need: Need | None,
    content: Content,
    at: datetime,
    by: User,
    solution: Solution | None = None,
    files: attachments.Files = attachments.NO_FILES,
) -> Solution:
    """Keep what is written so far; the first time it makes the draft.

    Args:
        supplier: Whose it is.
        need: What it answers; None for the catalogue.
        content: As far as it goes.
        at: Now.
        by: Who writes.
        solution: The draft, where there is one.
        files: Files to add and to take away.

    Raises:
        HasOne: The company has sent one to the need already.

    Passes on:
        TooManyDrafts: Twenty wait for the catalogue.
        CompanyStopped: The company has been closed or suspended.
        NeedIsClosed: The need takes no solutions at ``at``.
        attachments.FileRefused: A file is too large, of a kind not taken, or not what it says.
    """
    locked = lock_active(supplier)
    _lock_open(need, at=at)
    draft = _own(locked, need, solution)
    if draft is not None and draft.state != SolutionState.DRAFT:
        raise HasOne
    if draft is None:
        _refuse_more_drafts(locked, need)
        draft = Solution(supplier=locked, need=need)
    _write(draft, content, at=at)
    attachments.change(solution=draft, files=files, by=by)
    return draft


@transaction.atomic
def send(
    *,
    supplier: Supplier,
    need: Need | None,
    content: Content,
    at: datetime,
    by: User,
    solution: Solution | None = None,
    files: attachments.Files = attachments.NO_FILES,
) -> Solution:
    """Send a solution, or a new version of one that has been sent.

    The need is locked, so nothing comes in after its deadline or while the competition is
    being linked. A solution sent within the last second counts. Each time what was sent is
    kept as a version; the confidential part is not in it. Who sends follows the need.

    Raises:
        NotWhole: Title or text is missing.
        TooManyGoals: More than three.
        HasOne: At this moment a colleague has sent one too.

    Passes on:
        CompanyStopped: The company has been closed or suspended.
        NeedIsClosed: The need takes no solutions at ``at``.
        attachments.FileRefused: A file is too large, of a kind not taken, or not what it says.
    """
    locked = lock_active(supplier)
    open_need = _lock_open(need, at=at)
    if not content.title.strip() or not content.text.strip():
        raise NotWhole
    if len(content.goals) > MOST_GOALS:
        raise TooManyGoals
    sent = _own(locked, need, solution) or Solution(supplier=locked, need=need)
    is_first = sent.state == SolutionState.DRAFT
    try:
        with transaction.atomic():
            _write(sent, content, at=at)
    except IntegrityError:
        raise HasOne from None
    attachments.change(solution=sent, files=files, by=by)
    sent.state = SolutionState.SENT
    sent.sent_at = sent.sent_at or at
    sent.version += 1
    sent.save(update_fields=["state", "sent_at", "version", "updated_at"])
    SolutionVersion.objects.create(
        solution=sent, number=sent.version, content=snapshot(sent), by=by, at=at
    )
    if open_need is not None:
        note(
            need=open_need,
            kind=DialogueEvent.SENT if is_first else DialogueEvent.REVISED,
            at=at,
            by=by,
            supplier=locked,
            text=sent.title,
        )
        if is_first:
            Watch.objects.get_or_create(person=by, need=open_need, defaults={"told_until": at})
            letters.solution_sent(solution=sent, at=at)
    return sent


@transaction.atomic
def withdraw(*, solution: Solution, by: User, at: datetime) -> None:
    """Take a solution back; allowed until the need closes. A draft is deleted.

    Raises:
        NotSent: It has been withdrawn already.

    Passes on:
        CompanyStopped: The company has been closed or suspended.
        NeedIsClosed: The buyers have begun; the solution stands.
    """
    lock_active(solution.supplier)
    locked = _locked(solution)
    if locked.state == SolutionState.DRAFT:
        delete_draft(locked)
        return
    if locked.state != SolutionState.SENT:
        raise NotSent
    _lock_open(locked.need, at=at)
    locked.state, locked.saved_at = SolutionState.WITHDRAWN, at
    locked.save(update_fields=["state", "saved_at", "updated_at"])
    if locked.need is not None:
        note(
            need=locked.need,
            kind=DialogueEvent.WITHDRAWN,
            at=at,
            by=by,
            supplier=locked.supplier,
            text=locked.title,
        )


def snapshot(solution: Solution) -> dict[str, Any]:
    """Give what a solution says for the versions, without its confidential part.

    Nor is the contact in it: a version cannot be changed when the person leaves.
    """
    files = solution.attachments.filter(is_confidential=False, is_removed=False)
    points = solution.points.select_related("point").order_by("point__position")
    written = {name: getattr(solution, name) for name in PLAIN if name not in _PERSONAL}
    return {
        **written,
        "minimum": None if solution.minimum is None else str(solution.minimum),
        "unit": solution.need.unit if solution.need is not None else "",
        "goals": sorted(solution.goals.values_list("number", flat=True)),
        "category": solution.category_id,
        "counties": sorted(solution.counties.values_list("name", flat=True)),
        "delivers_to": sorted(solution.delivers_to.values_list("name", flat=True)),
        "points": [
            {"point": row.point.text, "answer": row.answer, "text": row.text} for row in points
        ],
        "references": sorted(
            solution.references.named().values_list("municipality__name", flat=True)
        ),
        "files": [
            {"name": row.file.name, "sha256": row.file.sha256}
            for row in files.select_related("file").order_by("pk")
        ],
    }


def _refuse_more_drafts(supplier: Supplier, need: Need | None) -> None:
    """See that drafts for the catalogue come to an end; each need takes one anyway.

    Raises:
        TooManyDrafts: Twenty wait.
    """
    waiting = Solution.objects.filter(supplier=supplier, need=None, state=SolutionState.DRAFT)
    if need is None and waiting.count() >= MOST_DRAFTS:
        raise TooManyDrafts


def _lock_open(need: Need | None, *, at: datetime) -> Need | None:
    """Lock a need that takes solutions now.

    Raises:
        NeedIsClosed: It does not.
    """
    if need is None:
        return None
    locked = Need.objects.select_for_update(no_key=True).get(pk=need.pk)
    if not locked.takes_solutions_at(at):
        raise NeedIsClosed
    return locked


def _locked(solution: Solution) -> Solution:
    rows = Solution.objects.select_for_update(of=("self",)).select_related("supplier", "need")
    return rows.get(pk=solution.pk)


def _own(supplier: Supplier, need: Need | None, solution: Solution | None) -> Solution | None:
    """Find, locked, what the company has: the one named if it is there, or its one to the need.

    Raises:
        NotSent: It has been withdrawn.
    """
    mine = Solution.objects.select_for_update(of=("self",)).filter(supplier=supplier, need=need)
    if solution is not None:
        found = mine.filter(pk=solution.pk).first()
        if found is not None and found.state == SolutionState.WITHDRAWN:
            raise NotSent
        # A draft that a colleague has just deleted is written anew: no word is lost.
        return found
    if need is None:
        return None
    return mine.exclude(state=SolutionState.WITHDRAWN).first()


def _write(solution: Solution, content: Content, *, at: datetime) -> None:
    for name in PLAIN:
        setattr(solution, name, getattr(content, name))
    solution.category = content.category
    solution.confidential = content.confidential if solution.need_id else ""
    solution.saved_at = at
    solution.save()
    solution.goals.set(content.goals)
    solution.counties.set(content.counties)
    solution.delivers_to.set(content.delivers_to)
    _write_points(solution, content.points)
    _write_references(solution, content.references)


def _write_points(solution: Solution, points: Mapping[int, PointReply]) -> None:
    if solution.need is None:
        return
    known = set(solution.need.points.values_list("pk", flat=True))
    for pk, reply in points.items():
        if pk in known:
            SolutionPoint.objects.update_or_create(
                solution=solution,
                point_id=pk,
                defaults={"answer": reply.answer, "text": reply.text},
            )


def _write_references(solution: Solution, references: Mapping[Municipality, str]) -> None:
    """Keep those named; an answer stands for as long as the words stay the same.

    What a municipality has answered is never deleted: named again it has its old answer.
    """
    words = {place.pk: text for place, text in references.items()}
    for row in solution.references.named():
        if words.get(row.municipality_id) == row.text:
            continue
        if row.confirmed_at is None and row.refused_at is None:
            row.delete()
        else:
            row.is_dropped = True
            row.save(update_fields=["is_dropped"])
    kept = set(solution.references.named().values_list("municipality", flat=True))
    for pk in [each for each in words if each not in kept]:
        known = solution.references.filter(municipality=pk, text=words[pk])
        if not known.update(is_dropped=False):
            Reference.objects.create(solution=solution, municipality_id=pk, text=words[pk])
