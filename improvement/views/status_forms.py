"""The form of a status entry as pages show it: on its own, in a list, on the measure."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from common.dates import date_in_words, moment_in_words, month_in_words
from common.numbers import format_number
from improvement.actions.log import DRAFT_FIELDS
from improvement.calculations.tasks import needs_reason
from improvement.enums import MeasureState
from improvement.forms.log import StatusForm
from improvement.models import Measure, StatusEntry
from improvement.queries.log import Tasks, draft_of, last_submission, tasks_of
from improvement.views.rows import status_code

_ICONS: Final = {
    MeasureState.NOT_STARTED: "circle",
    MeasureState.ON_TRACK: "check-circle",
    MeasureState.LATE: "clock-history",
    MeasureState.STOPPED: "sign-stop",
    MeasureState.DONE: "flag-fill",
}


@dataclass(frozen=True, slots=True)
class Pill:
    """One choice of state, drawn as a button."""

    value: str
    label: str
    icon: str
    element_id: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest entry in short, where it came after the form was opened."""

    by: str
    when: str
    code: str
    text: str
    lang: str


def month_and_year(day: date) -> str:
    """Print a month: *March 2027*."""
    return f"{month_in_words(day)} {day.year}"


def writer(entry: StatusEntry) -> str:
    """Say who wrote an entry, and for whom."""
    name = str(entry.by) if entry.by else _("Somebody who has left")
    if entry.on_behalf_of is None:
        return name
    return _("%(name)s on behalf of %(place)s") % {"name": name, "place": entry.on_behalf_of}


class StatusParts:
    """What the template ``parts/status_form.html`` needs, for one person and one measure."""

    def __init__(
        self,
        *,
        measure: Measure,
        person: User,
        today: date,
        newest: StatusEntry | None,
        next_page: str = "",
    ) -> None:
        self.measure = measure
        self.person = person
        self.today = today
        self.newest = newest
        self.next = next_page

    @cached_property
    def tasks(self) -> Tasks:
        return tasks_of(self.measure, today=self.today)

    @cached_property
    def _draft(self) -> tuple[dict[str, str], str, int]:
        """The fields of the draft, when it was saved in words, and in milliseconds."""
        found = draft_of(self.measure, self.person)
        if found is None:
            return {}, "", 0
        stamp = int(found.saved_at.timestamp() * 1000)
        return found.fields, moment_in_words(found.saved_at), stamp

    def initial(self, corrects: StatusEntry | None = None) -> dict[str, Any]:
        """Fill the form: with the draft, or with how things are now.

        A correction begins with the text that it corrects; its state is that of today,
        because the newest entry decides the state.
        """
        hidden = {
            "submission": uuid4(),
            "seen": self.newest.pk if self.newest else "",
        }
        fields = self._draft[0]
        if corrects is not None:
            fields = {"text": corrects.text}
        elif fields:
            return hidden | {name: fields.get(name, "") for name in DRAFT_FIELDS}
        measure, share = self.measure, self.measure.share_done
        reason = self.newest.reason if self.newest else ""
        return hidden | {
            "state": measure.state,
            "share_done": "" if share is None else format_number(share),
            "next_step": measure.next_step,
            "reason": reason if self._goes_against(measure.state) else "",
            **fields,
        }

    def _goes_against(self, state: str) -> bool:
        return needs_reason(state, by_tasks=self.tasks.state)

    def form_kwargs(self) -> dict[str, Any]:
        end = self.measure.expected_end_on or self.measure.ends_on
        return {
            "end_now": month_and_year(end) if end else "",
            "auto_id": f"id_s{self.measure.pk}_%s",
        }

    def unbound(self) -> StatusForm:
        form = StatusForm(initial=self.initial(), **self.form_kwargs())
        self.name_fields(form)
        return form

    def name_fields(self, form: StatusForm, *, is_correction: bool = False) -> None:
        """Ask what has happened since the last entry, or what that should have said."""
        field = form.fields["text"]
        logged = self.measure.logged_at
        if is_correction:
            field.label = _("What should it have said?")
        elif logged is not None and timezone.localdate(logged) < self.today:
            field.label = _("What has happened since %(day)s?") % {"day": date_in_words(logged)}

    def context(
        self, form: StatusForm, *, is_newer: bool = False, corrects: StatusEntry | None = None
    ) -> dict[str, Any]:
        """Give the template its variables.

        Args:
            form: The form, bound or not.
            is_newer: Whether to warn that somebody has logged since it was opened.
            corrects: The entry that is corrected; drafts are of new entries only.
        """
        pk = self.measure.pk
        fields, when, stamp = self._draft if corrects is None else ({}, "", 0)
        address = reverse("improvement:status", kwargs={"pk": pk})
        if corrects is not None:
            address = reverse(
                "improvement:status-correct", kwargs={"pk": pk, "entry": corrects.pk}
            )
        chosen = form["state"].value()
        return {
            "form": form,
            "status_address": address,
            "draft_address": reverse("improvement:status-draft", kwargs={"pk": pk}),
            "draft_key": f"{self.person.pk}-{pk}",
            "draft_when": "" if form.is_bound else when,
            # What was sent is newer than any draft.
            "draft_stamp": self._now_stamp if form.is_bound else stamp,
            "has_draft": bool(fields),
            "last_sent": last_submission(self.measure, self.person),
            "pills": _pills(form, chosen),
            "suggestion": self._suggestion(),
            "asks_reason": bool(
                form["reason"].value() or form["reason"].errors
            ) or self._goes_against(chosen or self.measure.state),
            "newer": self._newest_in_short() if is_newer else None,
            "corrects": corrects,
            "next": self.next,
        }  # fmt: skip

    @property
    def _now_stamp(self) -> int:
        return 2**53 - 1  # the largest whole number of JavaScript

    def _suggestion(self) -> str:
        if self.tasks.state == MeasureState.LATE and self.measure.state != MeasureState.LATE:
            return _("A task is past its day, so the tasks say: late.")
        if self.tasks.state == MeasureState.DONE and self.measure.state != MeasureState.DONE:
            return _("All tasks are done, so the tasks say: done.")
        return ""

    def _newest_in_short(self) -> Newest | None:
        entry = self.newest
        if entry is None:
            return None
        return Newest(
            by=writer(entry),
            when=moment_in_words(entry.at),
            code=status_code(entry.state),
            text=entry.text or pgettext("status entry", "No change"),
            lang=entry.language if entry.text else "",
        )


def _pills(form: StatusForm, chosen: Any) -> list[Pill]:
    return [
        Pill(
            value=value,
            label=str(label),
            icon=_ICONS[MeasureState(value)],
            element_id=f"{form['state'].auto_id}_{number}",
            is_chosen=value == chosen,
        )
        for number, (value, label) in enumerate(MeasureState.choices)
    ]
