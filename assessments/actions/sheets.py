"""Sheets: kept while one writes, sent when whole, opened again, never overwritten unseen."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments.actions.way import lock_case
from assessments.calculations.sheets import Content, Problem, missing, problems
from assessments.enums import Moment, Part, SheetState, Side
from assessments.models import Assessment, Sheet, SheetVersion
from assessments.queries.sheets import (
    Outline,
    is_written,
    moment_of,
    own_sheet,
    read_outline,
)
from improvement.actions.refusals import Declined


class SheetIsClosed(Declined):
    """The case is in a state in which this side writes nothing."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "Nothing can be answered here now: the case has come further, or not so far."
    )


class NotNamed(Declined):
    """Only who is named as assessor writes an assessor's sheet, also who runs the platform."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "You are not named as an assessor of this case."
    )


class SheetIsSent(Declined):
    """What is sent is opened again before it is changed."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "These answers have been sent. Open them again to change them."
    )


class ChangedMeanwhile(Declined):
    """The sheet was saved elsewhere after it was opened here."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "The answers have been changed in another window since you opened them here."
    )


class NotTheShape(Declined):
    """The content is not what the template asks for.

    Attributes:
        found: What is wrong, place by place.
    """

    sentence: ClassVar[str | Promise] = gettext_lazy("Some of the answers cannot be kept.")

    def __init__(self, found: tuple[Problem, ...]) -> None:
        super().__init__(found)
        self.found = found


class NotWhole(Declined):
    """Something must be answered before the sheet is sent.

    Attributes:
        found: What is missing, place by place.
    """

    sentence: ClassVar[str | Promise] = gettext_lazy("Some answers are missing.")

    def __init__(self, found: tuple[Problem, ...]) -> None:
        super().__init__(found)
        self.found = found


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Whose sheet of which case is written.

    Attributes:
        assessor: Who it is of, on the side of the assessors; None on the other sides.
    """

    case: Assessment
    side: Side
    assessor: User | None = None


@transaction.atomic
def save_draft(
    *, writer: Writer, content: Content, version: int, by: User | None, at: datetime
) -> Sheet:
    """Keep what is answered so far; the first time it makes the sheet.

    The case is locked first, so two windows that save at once come one after the other. The
    same content again changes nothing.

    Args:
        writer: Whose sheet it is.
        content: As far as it goes, in the shape of ``assessments.calculations.sheets``.
        version: Of the sheet that was opened; 0 where there was none.
        by: Who writes; None by the link of an applicant.
        at: Now.

    Passes on:
        SheetIsClosed, NotNamed, SheetIsSent, ChangedMeanwhile, NotTheShape: It cannot be kept.
    """
    sheet, _outline = _opened(writer, content, version=version, at=at)
    if sheet.version and sheet.content == content:
        return sheet
    _write(sheet, content, at=at)
    return sheet


@transaction.atomic
def send(
    *, writer: Writer, content: Content, version: int, by: User | None, at: datetime
) -> Sheet:
    """Send a whole sheet. What is sent is kept as a version.

    Args:
        writer: Whose sheet it is.
        content: All answers.
        version: Of the sheet that was opened; 0 where there was none.
        by: Who sends; None by the link of an applicant.
        at: Now.

    Raises:
        NotWhole: Something is missing.

    Passes on:
        SheetIsClosed, NotNamed, SheetIsSent, ChangedMeanwhile, NotTheShape: It cannot be kept.
    """
    sheet, outline = _opened(writer, content, version=version, at=at)
    if lacks := missing(content, outline.shape):
        raise NotWhole(lacks)
    sheet.state, sheet.sent_at = SheetState.SENT, at
    _write(sheet, content, at=at)
    SheetVersion.objects.create(
        sheet=sheet,
        number=sheet.versions.count() + 1,
        content=deepcopy(dict(content)),
        by=by,
        at=at,
    )
    return sheet


@transaction.atomic
def reopen(*, sheet: Sheet, by: User | None, at: datetime) -> Sheet:
    """Open a sheet that has been sent, to change it and send it again.

    Until then nobody else reads it as sent; what was sent stays as a version. Doing it again
    changes nothing.

    Raises:
        SheetIsClosed: The case is in a state in which the side writes nothing.
    """
    case = lock_case(sheet.assessment)
    if not is_written(case, Side(sheet.side)) or moment_of(case) != sheet.moment:
        raise SheetIsClosed
    own = Sheet.objects.get(pk=sheet.pk)
    if own.state == SheetState.DRAFT:
        return own
    own.state = SheetState.DRAFT
    own.version += 1
    own.save(update_fields=["state", "version"])
    return own


def _opened(
    writer: Writer, content: Content, *, version: int, at: datetime
) -> tuple[Sheet, Outline]:
    """Lock the case and give the sheet that may be written, as it was seen.

    Raises:
        SheetIsClosed: The case is in a state in which the side writes nothing.
        NotNamed: The assessor is none of the case.
        SheetIsSent: It has been sent.
        ChangedMeanwhile: It has another version than was seen.
        NotTheShape: The content is not what the template asks for.
    """
    case = lock_case(writer.case)
    moment = moment_of(case)
    if moment is None or not is_written(case, writer.side):
        raise SheetIsClosed
    if writer.side == Side.ASSESSOR and not _is_named(case, writer.assessor):
        raise NotNamed
    sheet = own_sheet(case, side=writer.side, moment=moment, assessor=writer.assessor)
    if sheet is None:
        sheet = _begun(writer, case, moment, at=at)
    if sheet.state == SheetState.SENT:
        raise SheetIsSent
    if sheet.version != version and sheet.content != content:
        raise ChangedMeanwhile
    outline = read_outline(case.version)
    if wrong := problems(content, outline.shape):
        raise NotTheShape(wrong)
    return sheet, outline


def _is_named(case: Assessment, person: User | None) -> bool:
    people = case.people.filter(part=Part.ASSESSOR)
    return person is not None and people.filter(person=person).exists()


def _begun(writer: Writer, case: Assessment, moment: Moment, *, at: datetime) -> Sheet:
    return Sheet(
        assessment=case,
        side=writer.side,
        moment=moment,
        assessor=writer.assessor,
        saved_at=at,
    )


def _write(sheet: Sheet, content: Content, *, at: datetime) -> None:
    kept: dict[str, Any] = deepcopy(dict(content))
    sheet.content = kept
    sheet.version += 1
    sheet.saved_at = at
    sheet.save()
