"""Guidance talks as the hosts see them: all of them, new ones, changes on others' behalf."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.generic import TemplateView

from common.nordic import sort_key
from gatherings.actions import talks as actions
from gatherings.actions.talk_refusals import MOST_TALKS, NoSlots
from gatherings.forms.parts import ReasonForm
from gatherings.forms.talks import HostBookForm, OfferForm, TimesForm
from gatherings.models import Talk
from gatherings.queries import talks as queries
from gatherings.queries.talks import CANCELLED, PAST, UPCOMING, VIEWS
from gatherings.talk_words import talk_day, talk_hours, talk_time
from gatherings.views import talk_rows as rows
from gatherings.views.host_pages import HostForm, HostRoom

PAGE = 50


class HostTalks(HostRoom, TemplateView):
    """All talks of the series, and the municipalities that have booked none."""

    template_name = "gatherings/host_talks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        view = self.request.GET.get("vis", UPCOMING)
        view = view if view in VIEWS else UPCOMING
        found = queries.talks_of(self.series, view=view, at=at)
        page = Paginator(found, PAGE).get_page(self.request.GET.get("side"))
        for row in page.object_list:
            row.series = self.series
        booked = queries.booked_by_municipality(self.series)
        members = sorted(
            self.series.network.current_municipalities().select_related("country"),
            key=lambda one: (sort_key(one.name), one.pk),
        )
        every, free = queries.counts_for(self.series, at=at)
        names = {
            UPCOMING: pgettext("guidance talks", "To come"),
            PAST: pgettext("guidance talks", "Past"),
            CANCELLED: pgettext("guidance talks", "Cancelled"),
        }
        context = super().get_context_data(
            **kwargs,
            days=rows.by_day(page.object_list, at=at),
            page=page,
            query=self.request.GET,
            views=[(key, name, key == view) for key, name in names.items()],
            zone=rows.zone_words(self.series),
            booked=sum(booked.values()),
            free=free,
            has_talks=bool(every),
            without=[str(one) for one in members if one.pk not in booked],
            with_some=[(str(one), booked[one.pk]) for one in members if one.pk in booked],
        )
        context["crumbs"].append((_("Guidance talks"), ""))
        return context


class TalksForm(HostForm):
    """A form of the hosts about talks; it leads back to the list of them."""

    def get_success_url(self) -> str:
        return self.next_address(self.host_address("host-talks"))

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (_("Guidance talks"), self.host_address("host-talks"))]


class TimesPage(TalksForm):
    """A form with times, in the clock of the series."""

    def get_form_kwargs(self) -> dict[str, Any]:
        guides = queries.guides_of(self.series, at=timezone.now())
        return {**super().get_form_kwargs(), "zone": self.series.zone, "guides": guides}

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        return rows.zone_words(self.series)


class TalkOffer(TimesPage):
    """Makes several talks of one stretch of time; they are shown before they are made."""

    form_class = OfferForm
    template_name = "gatherings/talk_offer.html"
    title = gettext_lazy("Offer guidance talks")
    button = gettext_lazy("See the times")

    def get_initial(self) -> dict[str, Any]:
        return {"length": 30, "pause": 10, "guide": self.person.pk}

    def form_valid(self, form: Form) -> HttpResponse:
        if "offer" in self.request.POST:
            return super().form_valid(form)
        times = form.times  # type: ignore[attr-defined]  # of OfferForm
        if not 0 < len(times) <= MOST_TALKS:
            form.add_error("ends", NoSlots(len(times)).sentence)
            return self.form_invalid(form)
        is_preview = "change" not in self.request.POST
        shown = self._shown(form, times) if is_preview else {}
        return self.render_to_response(self.get_context_data(form=form, **shown))

    def _shown(self, form: Any, times: list[tuple[datetime, datetime]]) -> dict[str, Any]:
        talks = [
            Talk(series=self.series, guide=form.chosen_guide, starts_at=start, ends_at=end)
            for start, end in times
        ]
        count = ngettext("%(number)s talk", "%(number)s talks", len(talks))
        known = {"number": len(talks), "day": talk_day(talks[0])}
        return {
            "preview": [talk_hours(talk) for talk in talks],
            "preview_title": f"{count % known}, {known['day']}",
            "preview_guide": form.chosen_guide.get_full_name(),
        }

    def act(self, form: Form) -> None:
        made = actions.offer_talks(
            series=self.series,
            guide=form.chosen_guide,  # type: ignore[attr-defined]  # of OfferForm
            times=form.times,  # type: ignore[attr-defined]  # as above
            link=form.cleaned_data["link"],
            at=timezone.now(),
        )
        text = ngettext(
            "%(number)s talk is offered.", "%(number)s talks are offered.", len(made)
        )
        messages.success(self.request, text % {"number": len(made)})


class HeldTalk:
    """A page of the hosts about one talk."""

    series: Any
    kwargs: dict[str, Any]

    @cached_property
    def talk(self) -> Talk:
        found: Talk = get_object_or_404(
            self.series.talks.select_related("guide", "booked_by", "municipality__country"),
            pk=self.kwargs["talk"],
        )
        found.series = self.series
        return found

    @property
    def what(self) -> str:
        """Time, guide and municipality on one line."""
        talk = self.talk
        parts = [talk_time(talk), talk.guide.get_full_name(), talk.municipality]
        return ", ".join(str(part) for part in parts if part)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]  # of the page
            talk=self.talk, **kwargs
        )
        return context


class TalkChange(HeldTalk, TimesPage):
    form_class = TimesForm
    title = gettext_lazy("Change the talk")
    button = gettext_lazy("Save")

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        text = f"{self.what}. {rows.zone_words(self.series)}"
        if self.talk.municipality_id is None:
            return text
        return f"{text} {_('Those concerned get an e-mail.')}"

    def get_initial(self) -> dict[str, Any]:
        talk, zone = self.talk, self.series.zone
        starts, ends = (each.astimezone(zone) for each in (talk.starts_at, talk.ends_at))
        return {
            "day": starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
            "guide": talk.guide_id,
            "link": talk.link,
        }

    def act(self, form: Form) -> None:
        actions.change_talk(
            talk=self.talk,
            guide=form.chosen_guide,  # type: ignore[attr-defined]  # of TimesForm
            starts_at=form.first,  # type: ignore[attr-defined]  # as above
            ends_at=form.last,  # type: ignore[attr-defined]  # as above
            link=form.cleaned_data["link"],
            at=timezone.now(),
        )
        messages.success(self.request, _("The talk is saved."))


class TalkHostBook(HeldTalk, TalksForm):
    form_class = HostBookForm
    title = gettext_lazy("Book for a municipality")
    button = gettext_lazy("Book the talk")

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        return self.what

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "contacts": queries.contacts_of(self.series),
            "has_limit": self.series.talks_per_municipality is not None,
        }

    def act(self, form: Form) -> None:
        contact = form.chosen_contact  # type: ignore[attr-defined]  # of HostBookForm
        actions.book_talk(
            talk=self.talk,
            municipality=contact.municipality,
            question=form.cleaned_data["question"],
            by=contact.person,
            at=timezone.now(),
            is_past_limit=form.cleaned_data.get("past_limit", False),
        )
        text = _("The talk is booked for %(place)s.")
        messages.success(self.request, text % {"place": contact.municipality})


class TalkCancel(HeldTalk, TalksForm):
    is_danger = True

    @property
    def is_free(self) -> bool:
        return self.talk.municipality_id is None

    def get_form_class(self) -> type[Form]:
        return Form if self.is_free else ReasonForm

    @property
    def title(self) -> str:  # type: ignore[override]  # made of the case at hand
        return _("Take the time away") if self.is_free else _("Cancel the talk")

    button = title

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        told = "" if self.is_free else _("Those concerned get an e-mail with the reason.")
        return f"{self.what}. {told}".strip()

    def act(self, form: Form) -> None:
        is_free = self.is_free
        reason = form.cleaned_data.get("reason", "")
        actions.cancel_talk(talk=self.talk, reason=reason, at=timezone.now())
        text = _("The time is taken away.") if is_free else _("The talk is cancelled.")
        messages.success(self.request, text)


class TalkHeld(HeldTalk, TalksForm):
    """Notes that a talk has been held; again, that it has not after all."""

    form_class = Form

    @property
    def is_held(self) -> bool:
        return self.talk.done_at is not None

    @property
    def title(self) -> str:  # type: ignore[override]  # made of the case at hand
        return _("Not held after all") if self.is_held else _("The talk has been held")

    @property
    def button(self) -> str:  # type: ignore[override]  # made of the case at hand
        return _("Take the mark away") if self.is_held else _("Mark as held")

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        return self.what

    def act(self, form: Form) -> None:
        actions.mark_held(talk=self.talk, is_held=not self.is_held, at=timezone.now())
        messages.success(self.request, _("The talk is saved."))
