"""Sign-up of a municipality's people, and giving one of their seats back."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from accounts.signed_in import SignedIn
from common import fragments
from gatherings import words
from gatherings.actions import seats
from gatherings.actions.locks import AlreadySignedUp
from gatherings.enums import LIVE_STATES, SeatState
from gatherings.forms.seats import AttendeesBase, ConfirmForm
from gatherings.models import Registration
from gatherings.queries.openness import Openness, openness
from gatherings.queries.seats import line_of
from gatherings.queries.series import gatherings_of
from gatherings.views import series_rows as rows
from gatherings.views.pages import SeriesPage
from gatherings.views.sign_up_forms import SignUpForms
from improvement.queries.acting import behalf
from improvement.views import refusals
from improvement.views.pages import ActionPage
from networks.actions.locks import Refused
from networks.models import Municipality


class SignUp(SignedIn, SeriesPage, TemplateView):
    """One to three people of a municipality in one form; all of them, or nobody."""

    template_name = "gatherings/sign_up.html"

    @cached_property
    def municipality(self) -> Municipality:
        return get_object_or_404(
            self.series.network.current_municipalities().select_related("country"),
            country=self.kwargs["country"].upper(),
            code=self.kwargs["code"],
        )

    @cached_property
    def for_others(self) -> bool:
        return self.request.user.has_perm("gatherings.sign_up", self.municipality)

    @cached_property
    def on_behalf_of(self) -> Municipality | None:
        return behalf(self.person, self.municipality) if self.for_others else None

    @cached_property
    def openness(self) -> Openness:
        return openness(series=self.series, municipality=self.municipality, at=timezone.now())

    def has_permission(self) -> bool:
        own = "gatherings.sign_up_self"
        return self.for_others or self.request.user.has_perm(own, self.municipality)

    def get_template_names(self) -> list[str]:
        if fragments.is_fragment(self.request):
            return ["gatherings/parts/sign_up_form.html"]
        return super().get_template_names()

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        blocks = self._blocks().filled(request.POST)
        if not blocks.is_valid():
            return self._again(blocks)
        try:
            made = seats.sign_up(
                series=self.series,
                municipality=self.municipality,
                people=[form.attendee() for form in blocks.filled],
                by=self.person,
                at=timezone.now(),
                on_behalf_of=self.on_behalf_of,
            )
        except Refused as refused:
            _show(blocks, refused)
            return self._again(blocks)
        messages.success(request, self._done(made))
        address = fragments.next_address(request, self.series.get_absolute_url())
        return fragments.lead_on(request, address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.openness
        closed = words.closed(state.closed, self.series) if state.closed else ""
        blocks = kwargs.pop("blocks", None) or self._blocks().empty()
        return super().get_context_data(
            **kwargs,
            municipality=self.municipality,
            for_others=self.for_others,
            closed=closed,
            sign_up={
                "forms": blocks,
                "address": self.request.path,
                "before": rows.before_sending(state, self.municipality),
                "on_behalf_of": self.on_behalf_of,
                **fragments.context_of(self.request),
            },
        )

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (_("Sign up"), "")]

    def _blocks(self) -> SignUpForms:
        return SignUpForms(
            series=self.series,
            gatherings=gatherings_of(self.series),
            municipality=self.municipality,
            person=self.person,
            for_others=self.for_others,
            at=timezone.now(),
            element_ids=fragments.element_ids(self.request),
        )

    def _again(self, blocks: AttendeesBase) -> HttpResponse:
        # Sent as 200, also when refused: htmx shows no other answer.
        return self.render_to_response(self.get_context_data(blocks=blocks))

    def _done(self, made: Sequence[Registration]) -> str:
        """Say who has a seat and who waits, with the place in line."""
        waiting = [row for row in made if row.state == SeatState.WAITING]
        seated = len(made) - len(waiting)
        parts = []
        if seated:
            has = ngettext("%(number)s has a seat.", "%(number)s have a seat.", seated)
            parts.append(has % {"number": seated})
        if waiting:
            parts.append(self._full())
        for row in waiting:
            line = line_of(row)
            known = {"name": row.name, "number": line.own if line else ""}
            parts.append(_("%(name)s is number %(number)s on the waiting list.") % known)
        parts.append(_("Confirmations are sent by e-mail."))
        return " ".join(parts)

    def _full(self) -> str:
        state = openness(series=self.series, municipality=self.municipality, at=timezone.now())
        known = {"place": self.municipality, "seats": rows.taken(state)}
        return _("%(place)s has %(seats)s.") % known


def _show(blocks: AttendeesBase, refused: Refused) -> None:
    """Put what was refused at the field of the one it is about, else above the form."""
    if isinstance(refused, AlreadySignedUp):
        for form in blocks.filled:
            if form.cleaned_data["email"].lower() == refused.email:
                form.add_error("email", refused.sentence)
                return
    blocks.non_form_errors().append(refusals.sentence(refused))


class Withdraw(SignedIn, SeriesPage, ActionPage):
    """Gives the seat of a colleague back, after a question."""

    template_name = "improvement/form.html"
    form_class = ConfirmForm
    title = gettext_lazy("Give the seat back")
    button = gettext_lazy("Give the seat back")
    is_danger = True
    permission_required = "gatherings.sign_up"

    @cached_property
    def registration(self) -> Registration:
        found: Registration = get_object_or_404(
            Registration.objects.filter(erased_at__isnull=True).select_related(
                "municipality__country"
            ),
            series=self.series,
            pk=self.kwargs["pk"],
            state__in=LIVE_STATES,
        )
        found.series = self.series
        return found

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        return _("%(name)s has no seat after this. The next in line is offered it at once.") % {
            "name": self.registration.name
        }

    def get_permission_object(self) -> Municipality:  # type: ignore[override]  # whose people
        return self.registration.municipality

    def act(self, form: Form) -> None:
        seats.withdraw(registration=self.registration, by=self.person, at=timezone.now())
        name = self.registration.name
        messages.success(
            self.request, _("The seat of %(name)s is given back.") % {"name": name}
        )

    def get_success_url(self) -> str:
        return self.next_address(self.series.get_absolute_url())
