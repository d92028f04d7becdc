"""Talks with suppliers and seats at the conference: offered by buyers, taken by companies."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gatherings.models import Gathering
from improvement.views import refusals
from networks.actions.locks import Refused
from procurement import words
from procurement.actions import conferences, slots
from procurement.forms.dialogue import (
    CallOffForm,
    ConferenceForm,
    SeatForm,
    SlotsForm,
    TalkLinkForm,
)
from procurement.models import Conference, Slot
from procurement.queries import dialogue
from procurement.views.dialogue import CompanyAtNeed
from procurement.views.dialogue_rows import slot_row
from procurement.views.pages import BuyerAtNeed, NeedAction


class Talks(BuyerAtNeed, NeedAction):
    """The talks with who has booked them, and a form that offers more."""

    permission_required = "procurement.buy"
    template_name = "procurement/slot_list.html"
    form_class = SlotsForm
    title = gettext_lazy("Talks with suppliers")
    button = gettext_lazy("Offer the talks")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "zone": words.zone_of(self.need)}

    def get_initial(self) -> dict[str, Any]:
        return {"count": 8, "minutes": 20, "pause": 10}

    def act(self, form: Form) -> None:
        row = form.row()  # type: ignore[attr-defined]  # of SlotsForm
        made = slots.offer_slots(need=self.need, row=row, by=self.person, at=timezone.now())
        messages.success(
            self.request,
            _("Talks offered: %(n)s. All suppliers can book them.") % {"n": len(made)},
        )

    def get_success_url(self) -> str:
        return self.need_address("slot-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at, need = timezone.now(), self.need
        meeting = dialogue.read_meeting(need, None)
        rows = [
            slot_row(row, need, supplier=None, is_buyer=True, at=at) for row in meeting.slots
        ]
        context = super().get_context_data(
            rows=rows,
            booked=sum(not row.is_free for row in rows),
            is_open=slots.is_open(need),
            **kwargs,
        )
        context["back"] = need.get_absolute_url()
        return context


class _OneTalk(View):
    """Does one thing with one talk; what is refused is told on the next page."""

    need: Any
    done = gettext_lazy("Done.")

    def slot_at(self, pk: int) -> Slot:
        rows = Slot.objects.filter(need=self.need).select_related("need")
        found: Slot = get_object_or_404(rows, pk=pk)
        return found

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        try:
            self.act(self.slot_at(pk))
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        else:
            messages.success(request, self.done)
        return redirect(self.address())

    def act(self, slot: Slot) -> None:
        raise NotImplementedError

    def address(self) -> str:
        return f"{self.need.get_absolute_url()}#mote-h"


class TalkRemove(BuyerAtNeed, _OneTalk):
    """A talk that nobody has booked is taken away."""

    done = gettext_lazy("The talk is taken away.")

    def act(self, slot: Slot) -> None:
        slots.remove_slot(slot=slot, by=self.person, at=timezone.now())

    def address(self) -> str:
        return self.need_address("slot-list")


class _TalkForm(BuyerAtNeed, NeedAction):
    """A form of the buyers about one talk."""

    permission_required = "procurement.buy"

    @cached_property
    def slot(self) -> Slot:
        rows = Slot.objects.filter(need=self.need).select_related("need", "supplier")
        found: Slot = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        names = [words.moment(self.slot.starts_at, self.need), str(self.slot.supplier or "")]
        return " · ".join(filter(None, names))

    def get_success_url(self) -> str:
        return self.need_address("slot-list")


class TalkLink(_TalkForm):
    """Buyers change where a talk is held."""

    form_class = TalkLinkForm
    title = gettext_lazy("Change the link to the meeting")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        return {"link": self.slot.link}

    def act(self, form: Form) -> None:
        slots.change_link(
            slot=self.slot, link=form.cleaned_data["link"], by=self.person, at=timezone.now()
        )
        messages.success(self.request, _("The link is saved. Who has booked is told."))


class TalkCallOff(_TalkForm):
    """Buyers call a booked talk off."""

    form_class = CallOffForm
    title = gettext_lazy("Cancel the talk")
    button = gettext_lazy("Cancel the talk")

    def act(self, form: Form) -> None:
        slots.call_off(
            slot=self.slot,
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The talk is off, and the company is told."))


class TalkBook(CompanyAtNeed, _OneTalk):
    """A company books."""

    done = gettext_lazy("The talk is yours. You can give it back until it begins.")

    def act(self, slot: Slot) -> None:
        slots.book(slot=slot, supplier=self.supplier, by=self.person, at=timezone.now())


class TalkReturn(CompanyAtNeed, _OneTalk):
    """A company gives back."""

    done = gettext_lazy("The talk is given back. Others can book it.")

    def act(self, slot: Slot) -> None:
        slots.give_back(slot=slot, supplier=self.supplier, by=self.person, at=timezone.now())


class ConferenceLink(BuyerAtNeed, NeedAction):
    """Buyers choose the gathering that is the conference, and how many seats it has."""

    permission_required = "procurement.buy"
    template_name = "procurement/dialogue_conference.html"
    form_class = ConferenceForm
    title = gettext_lazy("Dialogue conference")
    button = gettext_lazy("Save")

    @cached_property
    def gatherings(self) -> dict[int, Gathering]:
        return {row.pk: row for row in dialogue.conferences_for(self.need, at=timezone.now())}

    @property
    def choices(self) -> list[tuple[int, str]]:
        return [
            (key, f"{row} · {words.day(row.day, self.need)}" if row.day else str(row))
            for key, row in self.gatherings.items()
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "gatherings": self.choices}

    def get_initial(self) -> dict[str, Any]:
        found = Conference.objects.filter(need=self.need).first()
        if found is None:
            return {"seats": 20}
        return {"gathering": found.gathering_id, "seats": found.supplier_seats}

    def act(self, form: Form) -> None:
        conferences.link_conference(
            need=self.need,
            gathering=self.gatherings[form.cleaned_data["gathering"]],
            seats=form.cleaned_data["seats"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("Suppliers can sign up for the conference."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(has_choices=bool(self.choices), **kwargs)


class _AtConference(CompanyAtNeed):
    """A page about the seats of a company at the conference."""

    @cached_property
    def conference(self) -> Conference:
        rows = Conference.objects.select_related("need", "gathering__series")
        found: Conference = get_object_or_404(rows, need=self.need)
        return found


class SeatTake(_AtConference, NeedAction):
    """A company says how many come."""

    permission_required = ()
    form_class = SeatForm
    title = gettext_lazy("Come to the conference")
    button = gettext_lazy("Sign up")

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        return str(self.conference.gathering)

    def get_initial(self) -> dict[str, Any]:
        mine = self.conference.seats.filter(supplier=self.supplier).first()
        return {"people": mine.people if mine is not None else 1}

    def act(self, form: Form) -> None:
        conferences.take_seat(
            conference=self.conference,
            supplier=self.supplier,
            people=form.cleaned_data["people"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("Your company is signed up for the conference."))


class SeatReturn(_AtConference, View):
    """A company gives its seats back."""

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        try:
            conferences.leave_seat(
                conference=self.conference,
                supplier=self.supplier,
                by=self.person,
                at=timezone.now(),
            )
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        else:
            messages.success(request, _("The seats are given back."))
        return redirect(f"{self.need.get_absolute_url()}#mote-h")
