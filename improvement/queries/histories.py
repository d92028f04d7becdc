"""The history of one object: which objects have one, who may read it, what it is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from improvement.models import (
    Evaluation,
    GoalConflict,
    IndicatorAdoption,
    LocalisedIndicator,
    Measure,
    MeasureTask,
    Objective,
    Round,
    RoundEvent,
    StateInput,
    StatusAssessment,
    StatusEntry,
    StatusRound,
    readable_municipalities,
    workplace_networks,
)
from improvement.queries import trail_sources
from improvement.queries.localised import visible_localised
from improvement.queries.trail import Source
from improvement.queries.trail_history import tracked
from indicators.models import Indicator
from networks.enums import Role
from networks.models import Decision, Membership, Network
from networks.queries import roles_of

Person = User | AnonymousUser


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One kind of objects with a history.

    Attributes:
        visible: Gives the objects whose history a person may read.
        sources: Gives what the history of one of them is made of.
        page: Gives the address of the object's own page.
    """

    visible: Callable[[Person], QuerySet[Any]]
    sources: Callable[[Any], list[Source]]
    page: Callable[[Any], str]


def history_of(model: type[Model], pk: int, **options: Any) -> Source:
    """The history that is kept of one object."""
    identity = model._meta.pk.attname
    rows = model.history.filter(**{identity: pk})  # type: ignore[attr-defined]
    return tracked(model, rows=rows, **options)


def _of_measure(measure: Measure) -> list[Source]:
    tasks = MeasureTask.history.filter(measure=measure.pk)
    return [
        history_of(Measure, measure.pk),
        tracked(MeasureTask, rows=tasks),
        trail_sources.entries(StatusEntry.objects.filter(measure=measure)),
        trail_sources.evaluations(Evaluation.objects.filter(measure=measure)),
    ]


def _of_round(each: Round) -> list[Source]:
    judged = StatusAssessment.history.filter(round=each.pk)
    return [
        trail_sources.round_events(RoundEvent.objects.filter(round=each)),
        tracked(StatusAssessment, rows=judged, about="goal"),
    ]


def _of_localised(localised: LocalisedIndicator) -> list[Source]:
    return [
        history_of(LocalisedIndicator, localised.pk, about="indicator"),
        history_of(Indicator, localised.indicator_id, about="name"),
        trail_sources.adoptions(IndicatorAdoption.objects.filter(localised=localised)),
    ]


def readable_memberships(person: Person) -> QuerySet[Membership]:
    """Memberships whose history ``person`` may read.

    It tells why one left or declined: only those who lead the network and those who act for
    the municipality read it.
    """
    if person.is_superuser:
        return Membership.objects.all()
    roles = roles_of(person)
    acting = {Role.COORDINATOR, Role.ADMINISTRATOR}
    places = [pk for pk, held in roles.municipalities.items() if held & acting]
    led = [pk for pk, held in roles.networks.items() if Role.NETWORK_LEADER in held]
    programmes = [pk for pk, held in roles.programmes.items() if Role.NETWORK_LEADER in held]
    return Membership.objects.filter(
        Q(municipality__in=places) | Q(network__in=led) | Q(network__programme__in=programmes)
    )


def readable_decisions(person: Person) -> QuerySet[Decision]:
    """Decisions of municipalities whose work one reads, and cases about one's networks.

    Those about networks that ``person`` may not know of are left out.
    """
    known = Network.objects.visible_to(person)
    return Decision.objects.filter(
        Q(network__isnull=True) | Q(network__in=known),
        Q(municipality__in=readable_municipalities(person))
        | Q(region__isnull=False, network__in=workplace_networks(person)),
    )


def _work(each: Any) -> str:
    place = each.municipality
    return reverse("improvement:work", kwargs=place.address_keys)


def _decisions(decision: Decision) -> str:
    if decision.network is not None:
        return decision.network.get_absolute_url()
    place = decision.municipality
    if place is None:  # a case that is about no network
        return "/"
    return reverse(
        "networks:decision-list",
        kwargs=place.address_keys,
    )


def _own(model: type[Model], **options: Any) -> Callable[[Any], list[Source]]:
    return lambda each: [history_of(model, each.pk, **options)]


KINDS: Final[dict[str, Kept]] = {
    "measure": Kept(
        visible=lambda person: Measure.objects.visible_to(person),
        sources=_of_measure,
        page=lambda each: each.get_absolute_url(),
    ),
    "objective": Kept(
        visible=lambda person: Objective.objects.visible_to(person),
        sources=_own(Objective),
        page=lambda each: each.get_absolute_url(),
    ),
    "round": Kept(
        visible=lambda person: Round.objects.visible_to(person),
        sources=_of_round,
        page=lambda each: each.get_absolute_url(),
    ),
    "goalconflict": Kept(
        visible=lambda person: GoalConflict.objects.visible_to(person),
        sources=_own(GoalConflict),
        page=lambda each: each.get_absolute_url(),
    ),
    "stateinput": Kept(
        visible=lambda person: StateInput.objects.visible_to(person).select_related(
            "municipality"
        ),
        sources=_own(StateInput),
        page=_work,
    ),
    "statusassessment": Kept(
        visible=lambda person: StatusAssessment.objects.filter(
            round__municipality__in=readable_municipalities(person)
        ).select_related("round", "goal", "target"),
        sources=_own(StatusAssessment, about="goal"),
        page=lambda each: each.round.get_absolute_url(),
    ),
    "measuretask": Kept(
        visible=lambda person: MeasureTask.objects.filter(
            measure__municipality__in=readable_municipalities(person)
        ).select_related("measure"),
        sources=_own(MeasureTask),
        page=lambda each: each.measure.get_absolute_url(),
    ),
    "localisedindicator": Kept(
        visible=lambda person: visible_localised(person).select_related("indicator"),
        sources=_of_localised,
        page=lambda each: reverse("improvement:localised-detail", kwargs={"pk": each.pk}),
    ),
    "statusround": Kept(
        visible=lambda person: StatusRound.objects.filter(
            network__in=workplace_networks(person)
        ),
        sources=_own(StatusRound, about="name"),
        page=lambda each: each.get_absolute_url(),
    ),
    "membership": Kept(
        visible=lambda person: readable_memberships(person).select_related(
            "municipality", "network"
        ),
        sources=_own(Membership, about="network"),
        page=lambda each: each.network.get_absolute_url(),
    ),
    "decision": Kept(
        visible=lambda person: readable_decisions(person).select_related(
            "network", "municipality"
        ),
        sources=_own(Decision, about="body"),
        page=_decisions,
    ),
}
"""What stands for the kind in the address → how its history is read."""
