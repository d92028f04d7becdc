"""A series from its first draft to the end: create, change, publish, cancel, delete."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.signed_in import SignedIn
from gatherings.actions import series as actions
from gatherings.calculations.coverage import Gaps
from gatherings.forms.parts import ReasonForm
from gatherings.forms.series import PublishForm, SeriesForm, initial_of
from gatherings.models import Series
from gatherings.queries.coverage import gaps_of
from gatherings.views.host_pages import HostForm
from gatherings.views.host_rows import gap_sentences
from improvement.views.pages import ActionPage
from networks.views.pages import NetworkPage

_SWEDISH = "sv"


class SeriesCreate(SignedIn, NetworkPage, ActionPage):
    permission_required = "gatherings.create_series"
    form_class = SeriesForm
    template_name = "gatherings/host_form.html"
    title = gettext_lazy("New series of gatherings")
    lead = gettext_lazy(
        "It is a draft that only the hosts see until you publish it. Gatherings and programme "
        "come next."
    )
    button = gettext_lazy("Save the draft")
    made: Series | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "network": self.network}

    def get_initial(self) -> dict[str, Any]:
        network = self.network
        first = (
            network.current_municipalities().select_related("country").order_by("pk").first()
        )
        usual = "Europe/Stockholm" if network.language == _SWEDISH else "Europe/Oslo"
        return {
            "language": network.language,
            "time_zone": first.country.time_zone if first else usual,
            "hosts": network.hosts,
            "contact_name": self.person.name,
            "contact_email": self.person.email,
            "seats_per_municipality": 3,
            "answer_hours": 48,
            "names_kept_days": 365,
            "talks_per_municipality": 1,
            "shows_programme": True,
        }

    def act(self, form: Form) -> None:
        self.made = actions.create_series(
            network=self.network,
            details=form.details,  # type: ignore[attr-defined]  # of SeriesForm
            limits=form.limits,  # type: ignore[attr-defined]  # as above
            hosts=form.cleaned_data["hosts"],
            topics=form.cleaned_data.get("topics", ()),
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The draft is saved. Now add the gatherings."))

    def get_success_url(self) -> str:
        if self.made is not None:
            return reverse("gatherings:host", kwargs={"slug": self.made.slug})
        return reverse("networks:network-manage", kwargs={"slug": self.network.slug})


class SeriesChange(HostForm):
    form_class = SeriesForm
    title = gettext_lazy("Change the series")
    lead = gettext_lazy("The address stays the same. Nobody loses a seat by a lower limit.")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "network": self.series.network}

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.series)

    def act(self, form: Form) -> None:
        actions.change_series(
            series=self.series,
            details=form.details,  # type: ignore[attr-defined]  # of SeriesForm
            limits=form.limits,  # type: ignore[attr-defined]  # as above
            hosts=form.cleaned_data["hosts"],
            topics=form.cleaned_data.get("topics", ()),
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The series is saved."))


class SeriesPublish(HostForm):
    form_class = PublishForm
    title = gettext_lazy("Publish the series")
    lead = gettext_lazy("Those who may see the network see the series, and sign-up follows.")
    button = gettext_lazy("Publish")

    @cached_property
    def gaps(self) -> Gaps:
        return gaps_of(self.series)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "has_gaps": bool(self.gaps)}

    def act(self, form: Form) -> None:
        actions.publish_series(series=self.series, by=self.person)
        messages.success(self.request, _("The series is published."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(warnings=gap_sentences(self.gaps), **kwargs)


class SeriesCancel(HostForm):
    form_class = ReasonForm
    title = gettext_lazy("Cancel the series")
    button = gettext_lazy("Cancel the series and tell everybody")
    is_danger = True
    lead = gettext_lazy(
        "The gatherings that are still to come are cancelled. Everybody who has a seat or "
        "waits for one gets an e-mail with the reason. This cannot be undone."
    )

    def act(self, form: Form) -> None:
        actions.cancel_series(
            series=self.series,
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The series is cancelled, and everybody is told."))


class SeriesDelete(HostForm):
    form_class = Form
    title = gettext_lazy("Delete the draft")
    lead = gettext_lazy("Its gatherings, programme and speakers go with it.")
    button = gettext_lazy("Delete")
    is_danger = True
    is_gone = False

    def act(self, form: Form) -> None:
        actions.delete_series(series=self.series, by=self.person)
        self.is_gone = True
        messages.success(self.request, _("The draft is deleted."))

    def get_success_url(self) -> str:
        return reverse("gatherings:series-list") if self.is_gone else super().get_success_url()
