"""What waits for a person about needs: questions, stages, references, pools to join."""

from datetime import date, datetime

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.things import Thing
from improvement.queries.acting import workplaces
from procurement import words
from procurement.enums import CLOSED_STAGES, NeedState
from procurement.models import Need, PoolMember, Reference
from procurement.queries import known_names, pools, references

_CONFIRM, _MOVE, _JOIN, _ANSWER = 1, 2, 3, 4  # weights


def things_for(person: User, at: datetime) -> list[Thing]:
    """List questions, needs to move on, references; a query for each that one's own have."""
    places = {place.pk for place in workplaces(person)}
    found = _of_needs(places, at) if places & known_names.open_places() else []
    if asked := places & references.asked_places():
        found += [_named(row) for row in references.references_waiting(asked)]
    if invited := places & pools.asked_places():
        rows = pools.unanswered(invited, today=timezone.localdate(at))
        found += [_invited(row) for row in rows]
    return found


def _of_needs(places: set[int], at: datetime) -> list[Thing]:
    waiting = Q(
        questions__answered_at__isnull=True,
        questions__hidden_at__isnull=True,
        questions__isnull=False,
    )
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


def _named(row: Reference) -> Thing:
    """A company that names the municipality as user of its solution."""
    words_of = {"place": row.municipality, "solution": row.solution.title}
    return Thing(
        key=f"procurement.reference:{row.pk}:answer",
        title=_("Does %(place)s use «%(solution)s»?") % words_of,
        detail=_("%(company)s names you as reference.") % {"company": row.solution.supplier},
        place=str(row.municipality),
        weight=_CONFIRM,
        address=reverse("procurement:references"),
    )


def _invited(row: PoolMember) -> Thing:
    """A common need that the municipality is asked to join."""
    need = row.pool.need
    keys = {"slug": need.slug, **row.municipality.address_keys}
    return Thing(
        key=f"procurement.pool:{row.pk}:answer",
        title=_("Answer whether you join: %(title)s") % {"title": need.title},
        detail=_("%(place)s leads it.") % {"place": need.municipality},
        place=str(row.municipality),
        due=row.pool.join_until,
        weight=_JOIN,
        address=reverse("procurement:pool-answer", kwargs=keys),
    )


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
