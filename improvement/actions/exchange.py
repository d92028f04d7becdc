"""Read measures in from a spreadsheet: look first, then save all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common import files
from common.models import StoredFile
from common.spreadsheets import XLSX
from common.tabular.limits import Limits
from common.tabular.problems import FileRefused, Problem
from improvement.actions.exchange_cells import (
    Known,
    Row,
    even,
    ids_twice,
    key_of,
    known_in,
    read_row,
    split,
)
from improvement.actions.exchange_plain import details_of, plain_of
from improvement.actions.measures import (
    Expectation,
    MeasureDetails,
    change_measure,
    create_measure,
)
from improvement.actions.refusals import Declined
from improvement.models import Measure
from improvement.queries.exchange import ID, versions_of, with_parts
from networks.models import Municipality, Network

MOST_ROWS = 1000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARK = "measures-"
_FIELDS = {
    "type": "kind", "responsible": "responsible_person", "unit": "responsible_unit",
    "helpers": "collaborators",
}  # fmt: skip


class TooLarge(Declined):
    """The file is larger than ``settings.UPLOAD_MAX_BYTES``."""

    field = "file"
    sentence = _("The file is too large. Split it, or take pictures out of it.")


class WrongEnding(Declined):
    """It is no .xlsx file by its name."""

    field = "file"
    sentence = _("Send an Excel file (.xlsx).")


class FileGone(Declined):
    """The file was read in already, or thrown away."""

    sentence = _("This file has been read in already, or thrown away. Send it again.")


class HasProblems(Declined):
    """Something has happened since the preview: the file cannot be read in any more."""

    sentence = _("The file cannot be read in as it is. Look at what must be put right.")


class ChangedMeanwhile(Declined):
    """Measures of the file were changed after the preview; ``titles`` says which."""

    sentence = _(
        "Measures were changed after you looked at the file. Nothing is saved. Look at what "
        "would change now, and save once more."
    )

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(", ".join(titles))
        self.titles = tuple(titles)


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that differs: what stands there now, and what the file says."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What one row of the file does; ``measure`` is None for a new one."""

    row: int
    measure: Measure | None
    details: MeasureDetails
    changes: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file would do; ``plans`` is to be used only when there are no problems.

    Attributes:
        plans: Rows that create or change something, in the order of the file.
        unchanged: Rows that change nothing.
        problems: What must be put right, by row.
        notices: What is worth knowing.
        seen: Version of each measure that the file names, by key.
    """

    plans: tuple[RowPlan, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    seen: Mapping[str, str]

    @property
    def new_count(self) -> int:
        return sum(1 for plan in self.plans if plan.measure is None)

    @property
    def changed_count(self) -> int:
        return len(self.plans) - self.new_count


@transaction.atomic
def receive_measures(*, upload: UploadedFile, by: User, at: datetime) -> StoredFile:
    """Keep a file until it is read in or thrown away; the person's former one goes.

    Raises:
        TooLarge: The file is larger than the limit.
        WrongEnding: It is no .xlsx file by its name.
    """
    if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise TooLarge
    if files.ending_of(files.name_of(upload)) != ".xlsx":
        raise WrongEnding
    for former in files_of(by):
        files.throw_away(former)
    return files.keep(upload=upload, media_type=XLSX, by=by, mark=_MARK)


def files_of(person: User) -> Any:
    """Files with measures that the person has sent and not yet read in."""
    return StoredFile.objects.filter(uploaded_by=person, content__contains=f"/{_MARK}")


@transaction.atomic
def discard_measures(*, stored: StoredFile) -> None:
    """Throw a file away; one that is gone already is no error."""
    locked = StoredFile.objects.select_for_update().filter(pk=stored.pk).first()
    if locked is not None:
        files.throw_away(locked)


def check_measures(*, municipality: Municipality, stored: StoredFile) -> Checked:
    """Find out what a file would do; nothing is saved."""
    try:
        sheet = split(_records(stored))
    except FileRefused as refused:
        return Checked((), 0, (refused.problem,), (), {})
    keys = [key for row in sheet.rows if (key := key_of(row)) is not None]
    found = with_parts(Measure.objects.filter(municipality=municipality, pk__in=keys))
    measures = {each.pk: each for each in found}
    known = known_in(municipality)
    problems = [*sheet.problems, *ids_twice(sheet.rows)]
    plans: list[RowPlan] = []
    unchanged = 0
    for row in sheet.rows:
        measure = measures.get(key_of(row) or 0)
        plan, wrong = _plan(row, measure, known)
        problems += wrong
        if plan is None:
            continue
        if measure is not None and not plan.changes:
            unchanged += 1
        else:
            plans.append(plan)
    seen = {str(key): version for key, version in versions_of(measures.values()).items()}
    return Checked(
        tuple(plans),
        unchanged,
        tuple(sorted(problems, key=lambda each: (each.row, each.column))),
        (*_left_out(sheet.unknown), *_alike(municipality, plans)),
        seen,
    )


@transaction.atomic
def import_measures(
    *,
    municipality: Municipality,
    stored: StoredFile,
    seen: Mapping[str, str] | None,
    by: User,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> Checked:
    """Save what a file says: all of it, or nothing. A file is read in once.

    Args:
        municipality: Whose measures they are.
        stored: The file.
        seen: ``Checked.seen`` of the preview; None: there was none.
        by: Who reads it in.
        at: When.
        on_behalf_of: The municipality, where ``by`` has no role of its own.

    Raises:
        FileGone: It was read in already, or thrown away.
        HasProblems: It cannot be read in any more.
        ChangedMeanwhile: Measures were changed after the preview, or there was none.

    Passes on:
        NetworkClosed, NotInNetwork: A network was closed or left in this very moment.
    """
    locked = StoredFile.objects.select_for_update().filter(pk=stored.pk).first()
    if locked is None:
        raise FileGone
    known = seen or {}
    keys = [int(key) for key in known if key.isdecimal()]
    # In the order of their keys, so that two imports never wait for each other.
    list(Measure.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    checked = check_measures(municipality=municipality, stored=locked)
    if checked.problems:
        raise HasProblems
    changed = [key for key, version in checked.seen.items() if known.get(key) != version]
    if changed or seen is None:
        titles = Measure.objects.filter(pk__in=changed).order_by("pk")
        raise ChangedMeanwhile(list(titles.values_list("title", flat=True)))
    _lock_networks(checked.plans)
    for plan in checked.plans:
        signed: dict[str, Any] = {"by": by, "at": at, "on_behalf_of": on_behalf_of}
        if plan.measure is None:
            create_measure(municipality=municipality, details=plan.details, **signed)
        else:
            change_measure(measure=plan.measure, details=plan.details, **signed)
    files.throw_away(locked)
    return checked


def _records(stored: StoredFile) -> list[list[str]]:
    """Read the first sheet as text.

    Raises:
        FileRefused: It is no workbook, damaged, or too large.
    """
    from common.tabular.workbook import first_sheet  # noqa: PLC0415 -- only for Excel

    try:
        with stored.content.open("rb") as file:
            data = file.read()
    except FileNotFoundError:
        raise FileRefused("no_such_file") from None
    if data.startswith(_OLD_EXCEL):
        raise FileRefused("old_or_locked_excel")
    limits = Limits(
        file_bytes=settings.UPLOAD_MAX_BYTES,
        rows=MOST_ROWS,
        columns=60,
        cells=60 * (MOST_ROWS + 1),
        unpacked_bytes=50 * 1024 * 1024,
    )
    return first_sheet(data, limits=limits)


def _lock_networks(plans: Sequence[RowPlan]) -> None:
    """Lock the networks that rows are tied to, in one order, as measures are."""
    keys = {plan.details.network.pk for plan in plans if plan.details.network is not None}
    rows = Network.objects.select_for_update(no_key=True).filter(pk__in=keys)
    list(rows.order_by("pk").values_list("pk"))


def _plan(
    row: Row, measure: Measure | None, known: Known
) -> tuple[RowPlan | None, list[Problem]]:
    """Say what a row does, or what is wrong with it."""
    if row.cells.get(ID) and measure is None:
        is_number = key_of(row) is not None
        code = "no_such_measure" if is_number else "not_an_id"
        return None, [Problem(row.number, ID, code, {"text": row.cells[ID][:40]})]
    if measure is not None and measure.archived_at is not None:
        return None, [Problem(row.number, ID, "measure_archived", {"text": measure.pk})]
    before = details_of(measure) if measure is not None else MeasureDetails(title="")
    plain = plain_of(before) if measure is not None else {}
    values, problems = read_row(row, known=known, before=plain)
    if problems:
        return None, problems
    details = replace(before, **_given(values, before))
    problems = _cross_problems(row.number, details)
    if problems:
        return None, problems
    after = plain_of(details)
    changes = tuple(
        CellChange(name, plain.get(name, ""), after[name])
        for name in values
        if even(plain.get(name, "")) != even(after[name])
    )
    return RowPlan(row.number, measure, details, changes), []


def _given(values: Mapping[str, Any], before: MeasureDetails) -> dict[str, Any]:
    """Turn the values of a row into fields of the details."""
    given = {_FIELDS.get(name, name): value for name, value in values.items()}
    if "indicators" in given:
        kept = {each.indicator.pk: each for each in before.expectations}
        given["expectations"] = tuple(
            kept.get(each.pk) or Expectation(each) for each in given.pop("indicators")
        )
    return given


def _cross_problems(row: int, details: MeasureDetails) -> list[Problem]:
    """Look at what must fit together."""
    problems = []
    if details.starts_on and details.ends_on and details.ends_on < details.starts_on:
        problems.append(Problem(row, "ends_on", "ends_before_start"))
    both = {each.pk for each in details.helps} & {each.pk for each in details.hurts}
    if both:
        numbers = ", ".join(sorted(both))
        problems.append(Problem(row, "hurts", "target_both_ways", {"text": numbers}))
    return problems


def _left_out(columns: Sequence[str]) -> tuple[Problem, ...]:
    return tuple(Problem(1, name, "unknown_column") for name in columns)


def _alike(municipality: Municipality, plans: Sequence[RowPlan]) -> tuple[Problem, ...]:
    """Notice new rows with the title of a measure that is there already; one query."""
    living = Measure.objects.filter(municipality=municipality, archived_at__isnull=True)
    known = {title.casefold(): key for key, title in living.values_list("pk", "title")}
    return tuple(
        Problem(plan.row, ID, "title_known", {"text": known[plan.details.title.casefold()]})
        for plan in plans
        if plan.measure is None and plan.details.title.casefold() in known
    )
