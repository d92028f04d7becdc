"""Seats that the hosts give, take back and write to."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gatherings.actions import seats, words
from gatherings.enums import GatheringState, SeatState, SeriesState
from gatherings.forms.hosting import BehalfForm, WordsForm
from gatherings.forms.parts import ReasonForm
from gatherings.models import Gathering, Registration
from gatherings.queries.hosting import Silent, silent_members
from gatherings.queries.series import gatherings_of
from gatherings.views.host_pages import HostForm
from gatherings.views.hosting import People
from gatherings.views.sign_up_forms import open_choices
from gatherings.words import closes_with_the_day, deadline


class HostSignUp(HostForm):
    """Sign somebody up on behalf of a municipality, past the limits where there is a reason."""

    form_class = BehalfForm
    title = gettext_lazy("Sign somebody up")
    lead = gettext_lazy("You act on behalf of the municipality. The person gets an e-mail.")
    button = gettext_lazy("Sign up")

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = gatherings_of(self.series)
        choices = open_choices(rows, series=self.series, at=timezone.now())
        return {
            **super().get_form_kwargs(),
            "series": self.series,
            "places": self.series.network.current_municipalities(),
            "gatherings": [one for one in rows if one.state == GatheringState.PLANNED],
            "open_keys": {key for key, _label in choices},
        }

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "municipality": self.request.GET.get("kommune", "")}

    def act(self, form: Form) -> None:
        values, at = form.cleaned_data, timezone.now()
        someone = form.attendee  # type: ignore[attr-defined]  # of BehalfForm
        if values["reason"]:
            row = seats.give_seat(
                series=self.series,
                municipality=values["municipality"],
                someone=someone,
                reason=values["reason"],
                by=self.person,
                at=at,
            )
        else:
            [row] = seats.sign_up(
                series=self.series,
                municipality=values["municipality"],
                people=[someone],
                by=self.person,
                on_behalf_of=values["municipality"],
                at=at,
            )
        waits = _("%(name)s is on the waiting list.")
        seated = _("%(name)s is signed up.")
        text = waits if row.state == SeatState.WAITING else seated
        messages.success(self.request, text % {"name": row.name})

    def get_success_url(self) -> str:
        return self.host_address("host-people")


class SeatForm(HostForm):
    """A form about one registration."""

    @cached_property
    def registration(self) -> Registration:
        rows = self.series.registrations.select_related("municipality__country")
        found: Registration = get_object_or_404(rows, pk=self.kwargs["registration"])
        found.series = self.series
        return found

    @property
    def who(self) -> str:
        return f"{self.registration.name or _('name erased')}, {self.registration.municipality}"

    def get_success_url(self) -> str:
        return self.host_address("host-people")


class SeatAdmit(SeatForm):
    form_class = ReasonForm
    title = gettext_lazy("Give a seat past the limit")
    button = gettext_lazy("Give the seat")

    @property
    def lead(self) -> str:  # type: ignore[override]
        text = _("%(who)s waits, and gets a seat although there is none. The reason is logged.")
        return text % {"who": self.who}

    def act(self, form: Form) -> None:
        seats.admit(
            registration=self.registration,
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("%(who)s has a seat.") % {"who": self.who})


class HostWithdraw(SeatForm):
    form_class = Form
    title = gettext_lazy("Give a seat back for somebody")
    button = gettext_lazy("Give the seat back")
    is_danger = True

    @property
    def lead(self) -> str:  # type: ignore[override]
        text = _("%(who)s loses the seat and gets an e-mail. The next in line is offered it.")
        return text % {"who": self.who}

    def act(self, form: Form) -> None:
        seats.withdraw(registration=self.registration, by=self.person, at=timezone.now())
        text = _("%(who)s has no seat any more.") % {"who": self.who}
        messages.success(self.request, text)


class HostMail(People, HostForm):
    """Write to those whom the filter shows; the words are read once more before they go."""

    form_class = WordsForm
    template_name = "gatherings/host_mail.html"
    title = gettext_lazy("Write to those who are signed up")
    button = gettext_lazy("Read it once more")

    @cached_property
    def chosen_gathering(self) -> Gathering | None:
        wanted = self.filter_form.choice.gathering
        return next((each for each in self.gatherings if each.pk == wanted), None)

    @cached_property
    def count(self) -> int:
        return len(words.addresses(self.found, gathering=self.chosen_gathering))

    def form_valid(self, form: Form) -> HttpResponse:
        if "send" in self.request.POST:
            return super().form_valid(form)
        context = self.get_context_data(form=form, is_preview="change" not in self.request.POST)
        return self.render_to_response(context)

    def act(self, form: Form) -> None:
        count = words.write_to(
            series=self.series,
            registrations=self.found,
            gathering=self.chosen_gathering,
            subject=form.cleaned_data["subject"],
            text=form.cleaned_data["text"],
            at=timezone.now(),
        )
        text = ngettext(
            "The mail goes to %(count)s person.", "The mail goes to %(count)s people.", count
        )
        messages.success(self.request, text % {"count": count})

    def get_success_url(self) -> str:
        return self.host_address("host-people")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            count=self.count,
            filter_form=self.filter_form,
            is_filtered=bool(self.request.GET),
            **kwargs,
        )


class HostAsk(HostForm):
    """Ask the main contacts of members that have signed nobody up."""

    form_class = WordsForm
    template_name = "gatherings/host_ask.html"
    title = gettext_lazy("Ask those who have not answered")
    button = gettext_lazy("Send")

    @cached_property
    def silent(self) -> list[Silent]:
        return silent_members(self.series)

    def get_initial(self) -> dict[str, Any]:
        with translation.override(self.series.language):
            known = {"series": self.series.name, "until": deadline(self.series)}
            text = _("Nobody from your municipality is signed up for %(series)s yet.") % known
            if known["until"]:
                whole_day = closes_with_the_day(self.series)
                until = _("Sign-up is open until %(until)s.")
                until = _("Sign-up is open to the end of %(until)s.") if whole_day else until
                text += "\n\n" + until % known
            return {"subject": _("Do you come to %(series)s?") % known, "text": text}

    def act(self, form: Form) -> None:
        count = words.write_to_silent(
            series=self.series,
            subject=form.cleaned_data["subject"],
            text=form.cleaned_data["text"],
            at=timezone.now(),
        )
        text = ngettext(
            "The mail goes to %(count)s person.", "The mail goes to %(count)s people.", count
        )
        messages.success(self.request, text % {"count": count})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            silent=self.silent,
            count=sum(row.contact is not None for row in self.silent),
            is_draft=self.series.state == SeriesState.DRAFT,
            **kwargs,
        )
