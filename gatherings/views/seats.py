"""One's own seat by the secret link; whoever has the link answers for the seat."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View
from django.views.generic.base import ContextMixin

from accounts.models import User
from gatherings import words
from gatherings.actions import own_seat, seats, substitutes
from gatherings.enums import LIVE_STATES, SeatState
from gatherings.forms.seats import YES, AnswerForm, ConfirmForm, OwnSeatForm, SubstituteForm
from gatherings.models import Participation, Registration, Series
from gatherings.queries.seats import OwnSeat, find_registration, read_seat
from gatherings.tokens import read_token
from gatherings.views import material_rows
from gatherings.views import seat_rows as rows
from gatherings.views.feedback_rows import asks_of_seat
from gatherings.views.sign_up_forms import open_choices
from gatherings.views.theme_rows import seat_polls
from improvement.views.pages import ActionPage


@method_decorator((login_not_required, never_cache), name="dispatch")
class SeatPage(ContextMixin, View):
    """A page that the secret link opens; search engines are told to stay away."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def registration(self) -> Registration:
        """The seat of the link.

        Raises:
            Http404: The link was not made here, or the name is erased.
        """
        found = find_registration(read_token(self.kwargs["token"]))
        if found is None:
            raise Http404
        return found

    @property
    def series(self) -> Series:
        return self.registration.series

    @property
    def by(self) -> User | None:
        """The owner, where signed in; else nobody: the link is all that is known."""
        user = self.request.user
        return user if isinstance(user, User) else None

    @cached_property
    def own(self) -> OwnSeat:
        return read_seat(self.registration)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        # The address is the secret; the same site has to see it to check forms.
        response["Referrer-Policy"] = "same-origin"
        return response

    def address(self, name: str = "seat", **kwargs: Any) -> str:
        """Address of a page of this seat."""
        return reverse(f"gatherings:{name}", kwargs={"token": self.kwargs["token"], **kwargs})

    def get_success_url(self) -> str:
        return self.address()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = Series.objects.visible_to(self.request.user).filter(pk=self.series.pk)
        return super().get_context_data(
            **kwargs,
            series=self.series,
            registration=self.registration,
            series_href=self.series.get_absolute_url() if known.exists() else "",
        )


class SeatActionPage(SeatPage, ActionPage):
    """A form about this seat."""

    def get_success_url(self) -> str:
        return self.next_address(self.address())


class OwnSeatDetail(SeatPage, TemplateView):
    """What, when and where; the state; what one may do."""

    template_name = "gatherings/seat.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, at = self.registration, timezone.now()
        return super().get_context_data(
            **kwargs,
            state=rows.state_row(self.own, at=at),
            gatherings=rows.own_rows(self.own, address=self.address, at=at),
            diet=words.diet(row),
            documents=material_rows.of_seat(self.own, address=self.address),
            is_live=row.state in LIVE_STATES,
            polls=seat_polls(row, at=at),
            is_offered=row.state == SeatState.OFFERED,
            feedback_asks=asks_of_seat(row, at=at),
            cases_href=self.address("seat-cases") if row.state == SeatState.CONFIRMED else "",
            data_links={name: self.address(f"seat-{name}") for name in ("data", "erase")},
            links={
                name: self.address(f"seat-{name}")
                for name in ("answer", "change", "withdraw", "calendar")
            },
        )


class SeatAnswer(SeatActionPage):
    """Yes or no to an offered seat."""

    form_class = AnswerForm
    title = gettext_lazy("A seat is offered to you")
    button = gettext_lazy("Answer")

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        row = self.registration
        if row.state != SeatState.OFFERED:
            return self.series.name
        known = {
            "series": self.series.name,
            "until": words.moment(row.offered_until, self.series),
        }
        return _("%(series)s. The seat is held for you until %(until)s.") % known

    def act(self, form: Form) -> None:
        accepts = form.cleaned_data["answer"] == YES
        seats.answer_offer(
            registration=self.registration, accepts=accepts, by=self.by, at=timezone.now()
        )
        text = _("The seat is yours.") if accepts else _("The seat goes to the next in line.")
        messages.success(self.request, text)


class SeatWithdraw(SeatActionPage):
    """Gives one's own seat back, after a question."""

    form_class = ConfirmForm
    title = gettext_lazy("Give the seat back")
    lead = gettext_lazy("You have no seat after this. The next in line is offered it at once.")
    button = gettext_lazy("Give the seat back")
    is_danger = True

    def act(self, form: Form) -> None:
        seats.withdraw(registration=self.registration, by=self.by, at=timezone.now())
        messages.success(self.request, _("The seat is given back."))


class SeatChange(SeatActionPage):
    """Which gatherings one comes to, and the diet."""

    form_class = OwnSeatForm
    title = gettext_lazy("Change your seat")
    button = gettext_lazy("Save")

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        return self.series.name

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = open_choices(
            [one.gathering for one in self.own.gatherings],
            series=self.series,
            at=timezone.now(),
            kept={one.gathering.pk for one in self.own.gatherings if one.participation},
        )
        return {
            **super().get_form_kwargs(),
            "gatherings": choices,
            "diet_reason": self.series.diet_text_reason,
        }

    def get_initial(self) -> dict[str, Any]:
        row = self.registration
        coming = [one.gathering.pk for one in self.own.gatherings if one.participation]
        return {"gatherings": coming, "diets": row.diets, "diet_text": row.diet_text}

    def act(self, form: Form) -> None:
        at, given = timezone.now(), form.cleaned_data
        row = self.registration
        if "gatherings" in given:
            own_seat.choose_gatherings(
                registration=row, gatherings=given["gatherings"], by=self.by, at=at
            )
        own_seat.set_diet(
            registration=row,
            diets=given["diets"],
            text=given.get("diet_text", ""),
            by=self.by,
            at=at,
        )
        messages.success(self.request, _("Your choice is saved."))


class GatheringSeatPage(SeatActionPage):
    """A form about this seat at one gathering."""

    @cached_property
    def participation(self) -> Participation:
        """The place at the gathering of the address.

        Raises:
            Http404: The owner does not come to it.
        """
        for one in self.own.gatherings:
            if one.participation and one.gathering.number == self.kwargs["number"]:
                one.participation.registration = self.registration
                one.participation.gathering = one.gathering
                return one.participation
        raise Http404

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        return words.whole(self.participation.gathering)


class SeatSubstitute(GatheringSeatPage):
    """Names somebody who comes instead to one gathering."""

    form_class = SubstituteForm
    title = gettext_lazy("Send somebody else")
    button = gettext_lazy("Name the substitute")

    def get_initial(self) -> dict[str, Any]:
        row = self.participation
        return {"name": row.substitute_name, "email": row.substitute_email}

    def act(self, form: Form) -> None:
        given = form.cleaned_data
        substitutes.name_substitute(
            participation=self.participation,
            name=given["name"],
            email=given["email"],
            by=self.by,
            at=timezone.now(),
        )
        text = _("%(name)s comes instead, and gets an e-mail. The seat is still yours.")
        messages.success(self.request, text % {"name": given["name"]})


class SeatReturn(GatheringSeatPage):
    """Takes the substitute away again."""

    form_class = ConfirmForm
    title = gettext_lazy("Come yourself")
    button = gettext_lazy("I come myself")

    def act(self, form: Form) -> None:
        substitutes.come_after_all(
            participation=self.participation, by=self.by, at=timezone.now()
        )
        messages.success(self.request, _("You come yourself. The substitute gets an e-mail."))
