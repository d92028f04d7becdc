"""Guidance talks as a municipality sees them: free times, its own talks, its notes."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View

from accounts.signed_in import SignedIn
from common import fragments
from gatherings.actions import talks as actions
from gatherings.actions.talk_refusals import TalkTaken
from gatherings.enums import SeriesState, TalkSide
from gatherings.forms.talks import NoteForm, QuestionForm, RebookForm
from gatherings.models import Talk
from gatherings.queries import talks as queries
from gatherings.queries.feeds import calendar_of_talk
from gatherings.queries.talks import TalkPlace
from gatherings.rules import holds, reads_talk_notes
from gatherings.talk_words import talk_time
from gatherings.tokens import read_talk_token
from gatherings.views import talk_rows as rows
from gatherings.views.calendar import send_calendar
from gatherings.views.pages import SeriesPage
from gatherings.views.series_rows import place_key
from improvement.queries.acting import behalf
from improvement.views.pages import ActionPage
from networks.models import Municipality


class Talks(SignedIn, SeriesPage, TemplateView):
    """Free times and own talks of one of the reader's municipalities."""

    template_name = "gatherings/talks.html"

    @cached_property
    def places(self) -> list[TalkPlace]:
        return queries.own_places(self.series, self.person)

    def has_permission(self) -> bool:
        return bool(self.places)

    def get_template_names(self) -> list[str]:
        if fragments.is_fragment(self.request):
            return ["gatherings/parts/talks_free.html"]
        return super().get_template_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        wanted = self.request.GET.get("kommune", "")
        ranked = sorted(self.places, key=lambda one: place_key(one.municipality) != wanted)
        chosen = ranked[0]
        free, own = queries.talks_for(self.series, chosen.municipality, at=at)
        live = [one for one in own if one.cancelled_at is None]
        most = self.series.talks_per_municipality
        is_full = most is not None and len(live) >= most
        is_open = (
            self.series.state == SeriesState.PUBLISHED and self.series.network.closed_at is None
        )
        may_book = chosen.may_book and is_open and not is_full
        return super().get_context_data(
            **kwargs,
            municipality=chosen.municipality,
            choices=[
                (place_key(one.municipality), str(one.municipality), one == chosen)
                for one in self.places
            ],
            own=[rows.talk_row(one, at=at) for one in own],
            free=rows.by_day(
                free, at=at, municipality=chosen.municipality if may_book else None
            ),
            left=rows.left_words(self.series, booked=len(live)),
            zone=rows.zone_words(self.series),
            is_open=is_open,
            is_full=is_full,
            may_book=chosen.may_book,
        )

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (_("Guidance talks"), self.request.path)]


class TalkPage(SignedIn, SeriesPage):
    """A page about one talk, for those who give it and those who have booked it."""

    permission_required: str | tuple[str, ...] = ()

    @cached_property
    def talk(self) -> Talk:
        """The talk of the address.

        Raises:
            Http404: It is neither the hosts' nor the reader's municipality's.
        """
        found: Talk = get_object_or_404(
            self.series.talks.select_related("guide", "booked_by", "municipality__country"),
            pk=self.kwargs["talk"],
        )
        found.series = self.series
        if not self._is_known(found):
            raise Http404
        return found

    def _is_known(self, talk: Talk) -> bool:
        if self.may_hold:
            return True
        place = talk.municipality
        return place is not None and self.person.has_perm("gatherings.read_talks", place)

    @cached_property
    def may_book(self) -> bool:
        """Whether the reader acts for the municipality of the talk."""
        place = self.talk.municipality
        return place is not None and self.person.has_perm("gatherings.sign_up", place)

    def get_permission_object(self) -> Any:
        return self.talk.municipality

    def sides(self) -> list[TalkSide]:
        """The sides whose notes the reader reads; to run the platform gives none."""
        found = []
        if holds(self.person, self.series):
            found.append(TalkSide.HOST)
        if reads_talk_notes(self.person, self.talk.municipality):
            found.append(TalkSide.MUNICIPALITY)
        return found

    def talk_address(self, name: str = "talk", **kwargs: Any) -> str:
        """Address of a page of this talk."""
        keys = {"slug": self.series.slug, "talk": self.talk.pk, **kwargs}
        return reverse(f"gatherings:{name}", kwargs=keys)

    def path(self) -> list[tuple[str, str]]:
        name = "host-talks" if self.may_hold and not self.may_book else "talks"
        address = reverse(f"gatherings:{name}", kwargs={"slug": self.series.slug})
        return [*super().path(), (_("Guidance talks"), address)]


class TalkDetail(TalkPage, TemplateView):
    """One talk: when, with whom, about what, and the notes of one's own side."""

    template_name = "gatherings/talk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at, talk = timezone.now(), self.talk
        row = rows.talk_row(talk, at=at)
        sides = self.sides() if talk.municipality is not None else []
        notes = queries.notes_of(talk, sides) if sides else []
        context = super().get_context_data(
            **{**kwargs, "talk": talk},
            row=row,
            zone=rows.zone_words(self.series),
            may_book=self.may_book and row.can_change,
            notes=[
                {
                    "title": _side_title(side, talk),
                    "who": side_readers(side, talk),
                    "side": side,
                    "address": self.talk_address("talk-note", side=side.lower()),
                    "form": NoteForm(auto_id=f"id_{side.lower()}_%s"),
                    "rows": [
                        rows.note_row(note, person_key=self.person.pk, talk=talk)
                        for note in notes
                        if note.side == side
                    ],
                }
                for side in sides
            ],
        )
        context["crumbs"].append((talk_time(talk), ""))
        return context


def _side_title(side: TalkSide, talk: Talk) -> str:
    if side == TalkSide.HOST:
        return _("Notes of the hosts")
    return _("Notes of %(place)s") % {"place": talk.municipality}


def side_readers(side: TalkSide, talk: Talk) -> str:
    """Say who reads the notes of a side, and who does not."""
    if side == TalkSide.HOST:
        return _("Only those who hold the series read them. The municipality does not.")
    text = _("Only people of %(place)s read them. The hosts do not.")
    return text % {"place": talk.municipality}


class TalkAction(TalkPage, ActionPage):
    """A form of the municipality about a talk that it has booked."""

    template_name = "gatherings/host_form.html"
    permission_required = "gatherings.sign_up"

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        return f"{self.talk.municipality}: {talk_time(self.talk)}"

    def get_success_url(self) -> str:
        return self.talk_address()


class TalkBook(SignedIn, SeriesPage, ActionPage):
    """Books a free time for a municipality."""

    form_class = QuestionForm
    permission_required = "gatherings.sign_up"
    template_name = "gatherings/host_form.html"
    title = gettext_lazy("Book a guidance talk")
    button = gettext_lazy("Book the talk")

    @cached_property
    def municipality(self) -> Municipality:
        return get_object_or_404(
            self.series.network.current_municipalities().select_related("country"),
            country=self.kwargs["country"].upper(),
            code=self.kwargs["code"],
        )

    @cached_property
    def talk(self) -> Talk:
        found: Talk = get_object_or_404(
            self.series.talks.select_related("guide"), pk=self.kwargs["talk"]
        )
        found.series = self.series
        return found

    def get_permission_object(self) -> Municipality:  # type: ignore[override]  # whose talk
        return self.municipality

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Book it; a time that is gone since the form was opened leads back to the list."""
        if not self.series.talks.filter(pk=self.kwargs["talk"]).exists():
            messages.error(request, str(TalkTaken.sentence))
            return fragments.lead_on(request, self.get_success_url())
        return super().post(request, *args, **kwargs)

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        known = {
            "place": self.municipality,
            "when": talk_time(self.talk),
            "guide": self.talk.guide.get_full_name(),
            "zone": rows.zone_words(self.series),
        }
        return _("%(place)s: %(when)s, with %(guide)s. %(zone)s") % known

    def act(self, form: Form) -> None:
        actions.book_talk(
            talk=self.talk,
            municipality=self.municipality,
            question=form.cleaned_data["question"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(
            self.request, _("The talk is booked. You and the guide get an e-mail.")
        )

    def get_success_url(self) -> str:
        address = reverse("gatherings:talks", kwargs={"slug": self.series.slug})
        return self.next_address(f"{address}?kommune={place_key(self.municipality)}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            on_behalf_of=behalf(self.person, self.municipality), **kwargs
        )


class TalkRebook(TalkAction):
    """Changes to another free time."""

    form_class = RebookForm
    title = gettext_lazy("Change the time")
    button = gettext_lazy("Change to this time")

    def get_form_kwargs(self) -> dict[str, Any]:
        place = self.talk.municipality
        free: list[Talk] = []
        if place is not None:
            free, _own = queries.talks_for(self.series, place, at=timezone.now())
        return {**super().get_form_kwargs(), "free": free}

    def act(self, form: Form) -> None:
        chosen: Talk = form.chosen  # type: ignore[attr-defined]  # of RebookForm
        actions.rebook_talk(talk=self.talk, to=chosen, at=timezone.now())
        messages.success(self.request, _("The talk has a new time. Those concerned are told."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not context["form"].free:
            context["warnings"] = [
                _("There is no other free time. Write to %(email)s.")
                % {"email": self.series.contact_email}
            ]
        return context


class TalkGiveBack(TalkAction):
    """Gives a talk back, after a question."""

    form_class = Form
    title = gettext_lazy("Give the talk back")
    button = gettext_lazy("Give the talk back")
    is_danger = True

    def act(self, form: Form) -> None:
        actions.give_back(talk=self.talk, at=timezone.now())
        messages.success(self.request, _("The talk is given back. The time is free again."))

    def get_success_url(self) -> str:
        return reverse("gatherings:talks", kwargs={"slug": self.series.slug})


@method_decorator((login_not_required, never_cache), name="dispatch")
class TalkFile(View):
    """A talk for the calendar of one of its sides, by the link in the mail."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        keys = read_talk_token(token)
        if keys is None:
            raise Http404
        talk = get_object_or_404(
            Talk.objects.select_related("series", "municipality__country"),
            pk=keys[0],
            municipality__isnull=False,
        )
        body = calendar_of_talk(talk=talk, person_key=keys[1])
        return send_calendar(request, body, name=f"{talk.series.slug}.ics")
