"""What waits for a person about needs: questions, stages, references, pools to join."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.things import Thing
from improvement.queries.acting import workplaces
from procurement import words
from procurement.enums import CLOSED_STAGES, JoinAnswer, NeedState, SolutionState, Verdict
from procurement.models import Need, PoolMember, Reference
from procurement.queries import known_names, pools, references

_CONFIRM, _MOVE, _DECIDE, _JOIN, _ANSWER = 1, 2, 3, 4, 5  # weights


def things_for(person: User, at: datetime) -> list[Thing]:
    """List questions, solutions, needs to move on, references, pools to join.

    A query for each that one's own municipalities have, two for needs of which they are buyers.
    """
    names = {place.pk: str(place) for place in workplaces(person)}
    places = set(names)
    found = []
    if places & known_names.open_places():
        found = [*_of_needs(names, at), *_undecided(names, at)]
    if asked := places & references.asked_places():
        found += [_named(row) for row in references.references_waiting(asked)]
    if invited := places & pools.asked_places():
        rows = pools.unanswered(invited, today=timezone.localdate(at))
        found += [_invited(row) for row in rows]
    return found


def _of_needs(names: dict[int, str], at: datetime) -> list[Thing]:
    """List questions for all buyers, and needs to move on for those who lead them."""
    waiting = Q(
        questions__answered_at__isnull=True,
        questions__hidden_at__isnull=True,
        questions__isnull=False,
    )
    second = at.replace(microsecond=0)
    late = Q(solutions_until__lt=second, municipality__in=names)
    rows = (
        _bought_by(names)
        .exclude(stage__in=CLOSED_STAGES)
        .annotate(
            waiting=Count("questions", filter=waiting),
            promised=Min("questions__promised_on", filter=waiting),
        )
        .filter(late | Q(waiting__gt=0))
    )
    found = list(rows)
    asked = [_unanswered(need, _place(need, names)) for need in found if need.waiting]
    return asked + [
        _passed(need, need.solutions_until)
        for need in found
        if need.municipality_id in names
        and need.solutions_until is not None
        and need.solutions_until < second
    ]


def _undecided(names: dict[int, str], at: datetime) -> list[Thing]:
    """List needs with solutions that nobody has decided on since the deadline."""
    open_ones = Q(solutions__state=SolutionState.SENT, solutions__verdict=Verdict.NONE)
    rows = (
        _bought_by(names)
        .filter(solutions_until__lt=at.replace(microsecond=0))
        .annotate(undecided=Count("solutions", filter=open_ones))
        .filter(undecided__gt=0)
    )
    return [_to_decide(need, _place(need, names)) for need in rows]


def _bought_by(names: dict[int, str]) -> QuerySet[Any, Any]:
    """Published needs of municipalities that lead or have joined; ``mine`` is who has."""
    joined = PoolMember.objects.filter(municipality__in=names, answer=JoinAnswer.YES)
    mine = joined.filter(pool__need=OuterRef("pk")).order_by("municipality")
    return (
        Need.objects.filter(
            Q(municipality__in=names) | Q(pk__in=joined.values("pool__need")),
            state=NeedState.PUBLISHED,
        )
        .annotate(mine=Subquery(mine.values("municipality")[:1]))
        .select_related("municipality__country")
        .defer("description", "searched", "expected_effect")
        .order_by("pk")
    )


def _place(need: Any, names: dict[int, str]) -> str:
    """Name the reader's municipality behind a need, the lead first."""
    return names.get(need.municipality_id) or names.get(need.mine, "")


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


def _unanswered(need: Any, place: str) -> Thing:
    """A need with questions that nobody has answered."""
    title = ngettext(
        "Answer %(n)s question about %(title)s",
        "Answer %(n)s questions about %(title)s",
        need.waiting,
    )
    return Thing(
        key=f"procurement.need:{need.pk}:answer",
        title=title % {"n": need.waiting, "title": need.title},
        detail=_("Suppliers wait. The answer goes to all of them."),
        place=place,
        due=need.promised,
        weight=_ANSWER,
        address=f"{need.get_absolute_url()}#sporsmal-h",
    )


def _to_decide(need: Any, place: str) -> Thing:
    """A need with solutions whose companies have not been told a result."""
    title = ngettext(
        "Decide on %(n)s solution to %(title)s",
        "Decide on %(n)s solutions to %(title)s",
        need.undecided,
    )
    return Thing(
        key=f"procurement.need:{need.pk}:decide",
        title=title % {"n": need.undecided, "title": need.title},
        detail=_("Suppliers wait for a result."),
        place=place,
        weight=_DECIDE,
        address=reverse("procurement:buyer-desk", kwargs={"slug": need.slug}),
    )
