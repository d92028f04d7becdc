"""The series there are, one series, and one of its gatherings."""

from functools import cached_property
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from accounts.models import User
from gatherings import words
from gatherings.enums import Access, GatheringState, SeatState, SeriesState
from gatherings.forms.reading import SeriesFilter
from gatherings.models import Gathering, Participation, Registration, Series
from gatherings.queries import series as queries
from gatherings.queries.materials import has_seat, level_of, with_materials
from gatherings.queries.series import COMING, OPEN, PAST, Place, SeriesRead
from gatherings.queries.talks import with_talk_counts
from gatherings.tokens import make_token
from gatherings.views import case_parts, material_rows, talk_rows
from gatherings.views import series_rows as rows
from gatherings.views.events import json_ld
from gatherings.views.feedback_rows import ask_of_place
from gatherings.views.pages import SeriesPage
from gatherings.views.sign_up_forms import SignUpForms
from gatherings.views.theme_rows import (
    PollRow,
    change_rows,
    gathering_polls,
    series_polls,
)
from improvement.queries.acting import behalf
from networks.models import Municipality
from networks.queries import roles_of

PAGE = 20


@method_decorator(login_not_required, name="dispatch")
class SeriesList(View):
    """Series that the reader may know of: open ones first, then coming, then past."""

    def get(self, request: HttpRequest) -> HttpResponse:
        at = timezone.now()
        form = SeriesFilter(request.GET, networks=queries.networks_with_series(request.user))
        text, network = form.chosen()
        found = queries.listed_series(person=request.user, at=at, text=text, network=network)
        page = Paginator(found.prefetch_related("hosts"), PAGE).get_page(
            request.GET.get("side")
        )
        titles = {
            OPEN: _("Open for sign-up"),
            COMING: _("Coming and under way"),
            PAST: _("Past and cancelled"),
        }
        sections = [
            (titles[key], f"del-{key}", [rows.list_row(one, at=at) for one in group])
            for key, group in groupby(page.object_list, key=queries.section_of)
        ]
        context = {
            "form": form,
            "page": page,
            "sections": sections,
            "query": request.GET,
            "is_filtered": bool(text or network),
            "loop_href": case_parts.loop_of(network, request.user),
            "crumbs": [(_("Front page"), "/"), (_("Gatherings"), request.path)],
        }
        return render(request, "gatherings/series_list.html", context)


@method_decorator(login_not_required, name="dispatch")
class SeriesDetail(SeriesPage, TemplateView):
    """One series, for everybody who may know of it."""

    permission_required = ()
    template_name = "gatherings/series.html"

    def known_series(self) -> QuerySet[Series]:
        return with_materials(with_talk_counts(super().known_series(), at=timezone.now()))

    @cached_property
    def read(self) -> SeriesRead:
        return queries.read_series(
            series=self.series,
            person=self.request.user,
            at=timezone.now(),
            may_hold=self.may_hold,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at, read, series = timezone.now(), self.read, self.series
        own = [place for place in read.places if place.is_own]
        chosen = self._chosen(own)
        shows_seats = series.state != SeriesState.DRAFT and (
            series.shows_seats or read.is_of_network
        )
        coming = read.next
        is_public = series.state != SeriesState.DRAFT and series.network.is_public
        is_open = read.closed is None
        return super().get_context_data(
            **kwargs,
            eyebrow=rows.eyebrow(series, read.hosts),
            notice=rows.notice(read, at=at),
            gatherings=rows.gathering_rows(read),
            gatherings_title=_how_many(len(read.gatherings)),
            next_row=rows.gathering_row(coming, shows_theme=read.shows_programme)
            if coming
            else None,
            next_title=_("Programme of gathering %(number)s") % {"number": coming.number}
            if coming
            else "",
            items=rows.item_rows(read.items),
            seats=rows.seats_rows(read) if shows_seats else [],
            own=rows.own_row(read, chosen) if chosen else None,
            choices=[
                (rows.place_key(one.municipality), str(one.municipality), one == chosen)
                for one in own
            ],
            sign_up=self._sign_up(chosen) if chosen and is_open else None,
            mine=read.mine,
            seat_href=seat_address(read.mine) if read.mine else "",
            cases=case_parts.for_series(
                series,
                self.request.user,
                places=[place.municipality for place in own if place.may_sign_up],
                is_inside=read.is_of_network,
            ),
            subscribe=reverse("gatherings:calendar"),
            polls=series_polls(series, read.mine, may_hold=self.may_hold, at=at),
            is_open=is_open,
            json_ld=json_ld(read, at=at) if is_public else "",
            materials=material_rows.of_series(read, may_hold=self.may_hold),
            talks=talk_rows.talks_card(series, is_of_it=bool(own), may_hold=self.may_hold),
        )

    def _chosen(self, own: list[Place]) -> Place | None:
        """The municipality that is named in the address; else the one with a role, or first."""
        wanted = self.request.GET.get("kommune", "")
        held = roles_of(self.request.user).municipalities
        ranked = sorted(
            own,
            key=lambda place: (
                rows.place_key(place.municipality) != wanted,
                place.municipality.pk not in held,
            ),
        )
        return ranked[0] if ranked else None

    def _sign_up(self, place: Place) -> dict[str, Any] | None:
        person = self.request.user
        if not isinstance(person, User) or (self.read.mine and not place.may_sign_up):
            return None
        forms = SignUpForms(
            series=self.series,
            gatherings=self.read.gatherings,
            municipality=place.municipality,
            person=person,
            for_others=place.may_sign_up,
            at=timezone.now(),
        )
        return {
            "forms": forms.empty(),
            "address": rows.sign_up_address(self.series, place.municipality),
            "before": rows.before_sending(place.openness, place.municipality),
            "on_behalf_of": _behalf(person, place.municipality, for_others=place.may_sign_up),
        }


def _behalf(
    person: User, municipality: Municipality, *, for_others: bool
) -> Municipality | None:
    return behalf(person, municipality) if for_others else None


def seat_address(registration: Registration) -> str:
    """Give the page of one's own seat, for those who are signed in."""
    return reverse("gatherings:seat", kwargs={"token": make_token(registration)})


def _how_many(number: int) -> str:
    if not number:
        return _("Gatherings")
    return ngettext("%(number)s gathering", "%(number)s gatherings", number) % {
        "number": number
    }


@method_decorator(login_not_required, name="dispatch")
class GatheringDetail(SeriesPage, TemplateView):
    """One gathering, with its programme."""

    permission_required = ()
    template_name = "gatherings/gathering.html"

    @cached_property
    def gathering(self) -> Gathering:
        known = Series.objects.visible_to(self.request.user)
        found: Gathering = get_object_or_404(
            Gathering.objects.filter(series__in=known).select_related(
                "series__network__programme", "series__network__region"
            ),
            pk=self.kwargs["pk"],
        )
        return found

    @cached_property
    def series(self) -> Series:
        return self.gathering.series

    @cached_property
    def comes(self) -> Participation | None:
        """The reader's own place at this gathering."""
        person = self.request.user
        if not isinstance(person, User):
            return None
        found = self.gathering.participations.filter(
            registration__person=person, registration__state=SeatState.CONFIRMED
        )
        return found.select_related("registration").first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gathering, series = self.gathering, self.series
        shows = (
            series.shows_programme
            or self.may_hold
            or self.comes is not None
            or queries.is_of_network(series, self.request.user)
        )
        is_cancelled = gathering.state == GatheringState.CANCELLED
        materials, minutes = material_rows.of_gathering(gathering, level=self._level)
        return super().get_context_data(
            **kwargs,
            materials=materials,
            minutes=minutes,
            gathering=gathering,
            row=rows.gathering_row(gathering, shows_theme=shows),
            name=words.gathering_name(gathering),
            items=rows.item_rows(queries.items_of(gathering)) if shows else [],
            shows_programme=shows,
            polls=self._polls(),
            theme_changes=change_rows(gathering) if shows else [],
            link=gathering.link
            if not is_cancelled and (self.may_hold or self.comes is not None)
            else "",
            is_cancelled=is_cancelled,
            seat_href=seat_address(self.comes.registration) if self.comes else "",
            feedback_ask=ask_of_place(self.comes, at=timezone.now()),
            cases=case_parts.for_gathering(gathering, self.request.user),
        )

    def _polls(self) -> list[PollRow]:
        """Votes, for the hosts and those who come."""
        if not self.may_hold and self.comes is None:
            return []
        return gathering_polls(self.gathering, at=timezone.now())

    def _level(self) -> Access:
        """How much the reader may read; two queries at most."""
        series, person = self.series, self.request.user
        seated = self.comes is not None or has_seat(series, person)
        knows = seated or self.may_hold or queries.is_of_network(series, person)
        return level_of(may_hold=self.may_hold, has_seat=seated, is_of_network=knows)

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (words.gathering_name(self.gathering), self.request.path)]
