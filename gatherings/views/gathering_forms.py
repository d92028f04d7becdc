"""A gathering: add, change, cancel, delete."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatherings import notices
from gatherings.actions import gatherings as actions
from gatherings.enums import LIVE_STATES, SeriesState
from gatherings.forms.gatherings import GatheringForm as Fields
from gatherings.forms.gatherings import initial_of
from gatherings.forms.parts import ReasonForm
from gatherings.views.host_pages import GatheringForm, HostForm


class GatheringCreate(HostForm):
    form_class = Fields
    title = gettext_lazy("New gathering")
    lead = gettext_lazy("Leave open what you do not know yet. It can be filled in later.")
    button = gettext_lazy("Add the gathering")

    def get_form_kwargs(self) -> dict[str, Any]:
        signed_up = self.series.registrations.filter(state__in=LIVE_STATES)
        return {
            **super().get_form_kwargs(),
            "zone": self.series.zone,
            "asks_to_add": signed_up.exists(),
        }

    def act(self, form: Form) -> None:
        actions.add_gathering(
            series=self.series,
            details=form.details,  # type: ignore[attr-defined]  # of the form of a gathering
            adds_participants=form.cleaned_data.get("adds_participants", False),
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The gathering is added."))


class GatheringChange(GatheringForm):
    form_class = Fields
    title = gettext_lazy("Change the gathering")
    lead = gettext_lazy("Day, time, place and title change in everybody's calendars.")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        is_known = self.series.state == SeriesState.PUBLISHED
        told = len(notices.told(self.gathering)) if is_known else 0
        return {
            **super().get_form_kwargs(),
            "zone": self.series.zone,
            "told": told,
            "has_voted_theme": bool(self.gathering.theme_reason),
        }

    def get_initial(self) -> dict[str, Any]:
        today = timezone.now().astimezone(self.series.zone).date()
        is_past = self.gathering.day is not None and self.gathering.day < today
        return {**initial_of(self.gathering), "tells": not is_past}

    def act(self, form: Form) -> None:
        actions.change_gathering(
            gathering=self.gathering,
            details=form.details,  # type: ignore[attr-defined]  # of the form of a gathering
            by=self.person,
            at=timezone.now(),
            tells=form.cleaned_data.get("tells", False),
            theme_reason=form.cleaned_data.get("theme_reason", ""),
        )
        messages.success(self.request, _("The gathering is saved."))


class GatheringCancel(GatheringForm):
    form_class = ReasonForm
    title = gettext_lazy("Cancel the gathering")
    button = gettext_lazy("Cancel it and tell those who come")
    is_danger = True
    lead = gettext_lazy(
        "Those who were to come get an e-mail with the reason, and it stands as cancelled in "
        "their calendars."
    )

    def act(self, form: Form) -> None:
        actions.cancel_gathering(
            gathering=self.gathering,
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The gathering is cancelled."))


class GatheringReopen(GatheringForm):
    form_class = Form
    title = gettext_lazy("Let the gathering take place after all")
    button = gettext_lazy("Open it again and tell everybody")
    lead = gettext_lazy(
        "It stands in the calendars again. Everybody who has a seat in the series, or waits "
        "for one, gets an e-mail. Those who were to come do so as before."
    )

    def act(self, form: Form) -> None:
        actions.reopen_gathering(gathering=self.gathering, by=self.person, at=timezone.now())
        messages.success(self.request, _("The gathering takes place after all."))


class GatheringDelete(GatheringForm):
    form_class = Form
    title = gettext_lazy("Delete the gathering")
    lead = gettext_lazy("Its programme goes with it.")
    button = gettext_lazy("Delete")
    is_danger = True

    def act(self, form: Form) -> None:
        actions.delete_gathering(gathering=self.gathering, by=self.person)
        messages.success(self.request, _("The gathering is deleted."))
