"""What waits for a person about needs.

Each part is a function of the person's municipalities and the time; add one to ``_PARTS``.
"""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.things import Thing
from improvement.queries.acting import workplaces
from procurement import words
from procurement.enums import CLOSED_STAGES, NeedState
from procurement.models import Need
from procurement.queries.solutions import references_waiting

Part = Callable[[list[int], datetime], list[Thing]]


def things_for(person: User, at: datetime) -> list[Thing]:
    """List what waits; one query for each part, none for who works in no municipality."""
    places = [place.pk for place in workplaces(person)]
    if not places:
        return []
    return [thing for part in _PARTS for thing in part(places, at)]


def _passed(places: list[int], at: datetime) -> list[Thing]:
    """Needs whose deadline has passed, and that stand where they stood."""
    rows = (
        Need.objects.filter(
            municipality__in=places,
            state=NeedState.PUBLISHED,
            solutions_until__lt=at.replace(microsecond=0),
        )
        .exclude(stage__in=CLOSED_STAGES)
        .select_related("municipality__country")
        .order_by("pk")
    )
    return [
        Thing(
            key=f"procurement.need:{need.pk}:stage",
            title=_("Move the need on: %(title)s") % {"title": need.title},
            detail=_("The deadline for solutions was %(day)s")
            % {"day": words.day(need.solutions_until or at, need)},
            place=str(need.municipality),
            due=(need.solutions_until or at).astimezone(words.zone_of(need)).date(),
            weight=2,
            address=reverse("procurement:need-stage-on", kwargs={"slug": need.slug}),
        )
        for need in rows
    ]


def _unanswered(places: list[int], at: datetime) -> list[Thing]:
    """Needs with questions that nobody has answered."""
    waiting = Q(questions__answered_at__isnull=True, questions__isnull=False)
    rows = (
        Need.objects.filter(municipality__in=places, state=NeedState.PUBLISHED)
        .exclude(stage__in=CLOSED_STAGES)
        .annotate(
            waiting=Count("questions", filter=waiting),
            promised=Min("questions__promised_on", filter=waiting),
        )
        .filter(waiting__gt=0)
        .select_related("municipality__country")
        .order_by("pk")
    )
    return [
        Thing(
            key=f"procurement.need:{need.pk}:answer",
            title=ngettext(
                "Answer %(n)s question about %(title)s",
                "Answer %(n)s questions about %(title)s",
                need.waiting,
            )
            % {"n": need.waiting, "title": need.title},
            detail=_("Suppliers wait. The answer goes to all of them."),
            place=str(need.municipality),
            due=need.promised,
            weight=4,
            address=f"{need.get_absolute_url()}#sporsmal-h",
        )
        for need in rows
    ]


def _references(places: list[int], at: datetime) -> list[Thing]:
    """Companies that name the municipality as user of their solution."""
    return [
        Thing(
            key=f"procurement.reference:{row.pk}:answer",
            title=_("Does %(place)s use «%(solution)s»?")
            % {"place": row.municipality, "solution": row.solution.title},
            detail=_("%(company)s names you as reference.")
            % {"company": row.solution.supplier},
            place=str(row.municipality),
            weight=1,
            address=reverse("procurement:references"),
        )
        for row in references_waiting(places)
    ]


_PARTS: tuple[Part, ...] = (_unanswered, _passed, _references)
