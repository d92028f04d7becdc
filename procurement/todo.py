"""What waits for a person about needs: questions to answer, stages to move on."""

from datetime import date, datetime

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
from procurement.queries import known_names

_MOVE, _ANSWER = 2, 4  # weights


def things_for(person: User, at: datetime) -> list[Thing]:
    """List questions to answer and needs to move on; one query where one's own have needs."""
    places = {place.pk for place in workplaces(person)}
    if not places or not places & known_names.open_places():
        return []
    waiting = Q(questions__answered_at__isnull=True, questions__isnull=False)
    late = Q(solutions_until__lt=at.replace(microsecond=0))
    rows = (
        Need.objects.filter(municipality__in=places, state=NeedState.PUBLISHED)
        .exclude(stage__in=CLOSED_STAGES)
        .annotate(
            waiting=Count("questions", filter=waiting),
            promised=Min("questions__promised_on", filter=waiting),
        )
        .filter(late | Q(waiting__gt=0))
        .select_related("municipality__country")
        .defer("description", "searched", "expected_effect")
        .order_by("pk")
    )
    found = list(rows)
    asked = [_unanswered(need, need.waiting, need.promised) for need in found if need.waiting]
    second = at.replace(microsecond=0)
    return asked + [
        _passed(need, need.solutions_until)
        for need in found
        if need.solutions_until is not None and need.solutions_until < second
    ]


def _passed(need: Need, until: datetime) -> Thing:
    """A need whose deadline has passed, and that stands where it stood."""
    return Thing(
        key=f"procurement.need:{need.pk}:stage",
        title=_("Move the need on: %(title)s") % {"title": need.title},
        detail=_("The deadline for solutions was %(day)s") % {"day": words.day(until, need)},
        place=str(need.municipality),
        due=until.astimezone(words.zone_of(need)).date(),
        weight=_MOVE,
        address=reverse("procurement:need-stage-on", kwargs={"slug": need.slug}),
    )


def _unanswered(need: Need, number: int, promised: date | None) -> Thing:
    """A need with questions that nobody has answered."""
    title = ngettext(
        "Answer %(n)s question about %(title)s",
        "Answer %(n)s questions about %(title)s",
        number,
    )
    return Thing(
        key=f"procurement.need:{need.pk}:answer",
        title=title % {"n": number, "title": need.title},
        detail=_("Suppliers wait. The answer goes to all of them."),
        place=str(need.municipality),
        due=promised,
        weight=_ANSWER,
        address=f"{need.get_absolute_url()}#sporsmal-h",
    )
