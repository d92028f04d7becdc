"""The status log of a measure: entries that stand, and drafts that do not.

An entry is never changed; a correction is a new one. The measure's row is locked while an
entry is written, so of two that come at once both stand and the newest decides the state.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.refusals import Declined
from improvement.calculations.tasks import needs_reason, state_by_tasks
from improvement.enums import OPEN_STATES, MeasureState
from improvement.models import Measure, MeasureTask, StatusDraft, StatusEntry
from networks.actions.locks import day_in
from networks.models import Municipality

DRAFT_FIELDS = ("state", "text", "share_done", "new_end_on", "next_step", "reason")
LONGEST_DRAFT = 2000  # characters of one field


class MeasureArchived(Declined):
    """The measure is archived: its log is read only."""

    sentence = _("The measure is archived. Its log can be read and no longer written.")


class TextMissing(Declined):
    """Nothing is said about what has happened."""

    field = "text"
    sentence = _("Write what has happened, one sentence is enough.")


class ReasonMissing(Declined):
    """The state goes against what the tasks say, and no reason is given."""

    field = "reason"
    sentence = _("The tasks say otherwise. Write in a few words why.")


class ShareOutOfRange(Declined):
    """The share done is not between 0 and 100 percent."""

    field = "share_done"
    sentence = _("The share must be a number from 0 to 100, for example 40.")


class NewEndPassed(Declined):
    """What is still to be done cannot end before today."""

    field = "new_end_on"
    sentence = _("The new end has passed. Choose this month or a later one.")


class CorrectsOther(Declined):
    """The entry that is corrected is of another measure."""

    sentence = _("The entry that you correct is not in this log.")


class AlreadyCorrected(Declined):
    """The entry has been corrected by another one."""

    sentence = _("This entry has been corrected already. Correct the newer one.")


class SubmissionOfOther(Declined):
    """The form's own number was used for another measure."""

    sentence = _("This form was used already. Open the page again.")


@transaction.atomic
def log_status(
    *,
    measure: Measure,
    state: str,
    text: str,
    by: User,
    at: datetime,
    submission: UUID,
    on_behalf_of: Municipality | None = None,
    share_done: int | None = None,
    new_end_on: date | None = None,
    next_step: str = "",
    reason: str = "",
    corrects: StatusEntry | None = None,
    is_unchanged: bool = False,
) -> StatusEntry:
    """Publish an entry and keep the measure's state.

    The person's draft is removed, unless the entry corrects another.

    The same submission again gives the same entry. The entry that is newest by ``at``, then
    by key, decides the measure's state, share, expected end and next step.

    Args:
        measure: What it is about.
        state: One of ``MeasureState``.
        text: What has happened, at most 500 characters; may be empty when nothing has.
        by: Who writes.
        at: When.
        submission: The form's own number.
        on_behalf_of: The municipality, where ``by`` has no role of its own there.
        share_done: Percent, 0 to 100; the former one stays when left out.
        new_end_on: When it is now expected to end; the former day stays when left out.
        next_step: What comes next.
        reason: Why the state is not what the tasks say.
        corrects: The entry that this one corrects.
        is_unchanged: Whether it says only that nothing is new.

    Raises:
        SubmissionOfOther: The number was used for another measure.
        MeasureArchived: The measure is archived.
        TextMissing: There is no text, and something is said to be new.

    Passes on:
        ShareOutOfRange: ``share_done`` is below 0 or above 100.
        NewEndPassed: ``new_end_on`` is before today, and the state is an open one.
        CorrectsOther: ``corrects`` is in another log.
        AlreadyCorrected: ``corrects`` has a correction.
        ReasonMissing: The state goes against the tasks, without a reason.
    """
    locked = _locked(measure)
    known = StatusEntry.objects.filter(submission=submission).first()
    if known is not None:
        if known.measure_id != locked.pk:
            raise SubmissionOfOther
        return known
    if locked.archived_at is not None:
        raise MeasureArchived
    text, reason = text.strip(), reason.strip()
    if not text and not is_unchanged:
        raise TextMissing
    today = day_in(municipality=locked.municipality, at=at)
    _check_share_and_end(state=state, share=share_done, end=new_end_on, today=today)
    _check_correction(locked, corrects)
    _check_against_tasks(locked, state=state, reason=reason, today=today)
    if state == MeasureState.DONE and share_done is None and not is_unchanged:
        share_done = 100
    former = (
        StatusEntry.objects.filter(measure=locked, at__lte=at).order_by("-at", "-pk").first()
    )
    entry = StatusEntry.objects.create(
        measure=locked,
        submission=submission,
        state=state,
        former_state=former.state if former else MeasureState.NOT_STARTED,
        text=text,
        language=(get_language() or "nb").split("-")[0],
        share_done=share_done,
        former_share=_share_before(locked, at=at),
        new_end_on=new_end_on,
        next_step=next_step.strip(),
        reason=reason,
        is_unchanged=is_unchanged,
        corrects=corrects,
        by=by,
        on_behalf_of=on_behalf_of,
        at=at,
    )
    if not StatusEntry.objects.filter(measure=locked, at__gt=at).exists():
        _keep(locked, entry=entry, today=today)
    if corrects is None:  # a draft is of a new entry
        StatusDraft.objects.filter(measure=locked, person=by).delete()
    return entry


@transaction.atomic
def log_unchanged(
    *,
    measure: Measure,
    by: User,
    at: datetime,
    submission: UUID,
    on_behalf_of: Municipality | None = None,
) -> StatusEntry:
    """Publish that nothing is new: state, share, end and next step stay as they are.

    A reason for not following the tasks is carried over from the newest entry.

    Passes on:
        SubmissionOfOther: The number was used for another measure.
        MeasureArchived: The measure is archived.
        ReasonMissing: The state goes against the tasks, and no reason was given before.
    """
    locked = _locked(measure)
    newest = locked.entries.order_by("-at", "-pk").first()
    return log_status(
        measure=locked,
        state=locked.state,
        text="",
        by=by,
        at=at,
        submission=submission,
        on_behalf_of=on_behalf_of,
        next_step=locked.next_step,
        reason=newest.reason if newest else "",
        is_unchanged=True,
    )


@transaction.atomic
def save_draft(
    *,
    measure: Measure,
    person: User,
    fields: dict[str, str],
    at: datetime,
    submission: UUID | None = None,
) -> StatusDraft | None:
    """Keep what a person has typed and not published; nothing typed means no draft.

    The measure is locked, so that what is being published is not kept as a draft too.

    Args:
        measure: What it is about.
        person: Whose draft it is.
        fields: The fields as they stand in the form; others than ``DRAFT_FIELDS`` are left
            out, and long ones are cut at ``LONGEST_DRAFT`` characters.
        at: When.
        submission: The form's own number: a draft that arrives after its form was published
            is not kept.
    """
    clean = {name: fields.get(name, "").replace("\0", "") for name in DRAFT_FIELDS}
    kept = {name: text[:LONGEST_DRAFT] for name, text in clean.items() if text}
    _locked(measure)
    is_published = (
        submission is not None and StatusEntry.objects.filter(submission=submission).exists()
    )
    if is_published:
        return None
    if not kept:
        StatusDraft.objects.filter(measure=measure, person=person).delete()
        return None
    draft, _is_new = StatusDraft.objects.update_or_create(
        measure=measure, person=person, defaults={"fields": kept, "saved_at": at}
    )
    return draft


def _locked(measure: Measure) -> Measure:
    rows = Measure.objects.select_for_update(no_key=True, of=("self",))
    found: Measure = rows.select_related("municipality__country").get(pk=measure.pk)
    return found


def _check_share_and_end(
    *, state: str, share: int | None, end: date | None, today: date
) -> None:
    """See that a share is a share, and that what is open ends today or later.

    Raises:
        ShareOutOfRange: ``share`` is below 0 or above 100.
        NewEndPassed: ``end`` is before today, and the state is an open one.
    """
    if share is not None and not 0 <= share <= 100:
        raise ShareOutOfRange
    if end is not None and end < today and state in OPEN_STATES:
        raise NewEndPassed


def _check_correction(measure: Measure, corrects: StatusEntry | None) -> None:
    """See that an entry of this log is corrected, once.

    Raises:
        CorrectsOther: The entry is in another log.
        AlreadyCorrected: It has a correction.
    """
    if corrects is None:
        return
    if corrects.measure_id != measure.pk:
        raise CorrectsOther
    if corrects.corrections.exists():
        raise AlreadyCorrected


def _check_against_tasks(measure: Measure, *, state: str, reason: str, today: date) -> None:
    """See that a state against the tasks has a reason.

    Raises:
        ReasonMissing: It has none.
    """
    tasks = MeasureTask.objects.filter(measure=measure).values_list("due_on", "done_on")
    by_tasks = state_by_tasks(tasks, today=today)
    if not reason and needs_reason(state, by_tasks=by_tasks):
        raise ReasonMissing


def _share_before(measure: Measure, *, at: datetime) -> int | None:
    said = StatusEntry.objects.filter(measure=measure, at__lte=at, share_done__isnull=False)
    return said.order_by("-at", "-pk").values_list("share_done", flat=True).first()


def _keep(measure: Measure, *, entry: StatusEntry, today: date) -> None:
    """Let the measure say what its newest entry says."""
    changes: dict[str, object] = {
        "state": entry.state,
        "next_step": entry.next_step,
        "logged_at": entry.at,
        "finished_on": None,
    }
    if entry.share_done is not None:
        changes["share_done"] = entry.share_done
    if entry.new_end_on is not None:
        changes["expected_end_on"] = entry.new_end_on
    if entry.state == MeasureState.DONE:
        changes["finished_on"] = measure.finished_on or today
    # Not save(): the log is the history of these fields, the measure's own leaves them out.
    Measure.objects.filter(pk=measure.pk).update(**changes)
    for name, value in changes.items():
        setattr(measure, name, value)
