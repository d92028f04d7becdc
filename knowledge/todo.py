"""What waits for a person: examples to read, questions, characteristics."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.things import Thing
from improvement.queries.acting import steers, workplaces
from knowledge.enums import EditionState
from knowledge.models import Edition, Example, Question
from knowledge.queries.editions import asked_places, zone_of
from networks.enums import Role
from networks.models import Membership, Municipality, Network
from networks.queries import roles_of

_ANSWER, _PROPOSE, _QUESTION, _READ, _LEAD = 5, 2, 2, 3, 4  # weights
MOST = 20


def things_for(person: User, at: datetime) -> list[Thing]:
    """List what waits; a query for each kind of which the person may have some."""
    places = {place.pk: place for place in workplaces(person)}
    led = _led_by(person)
    return [*_of_leader(led, person, at), *_of_places(person, places, at)]


def _led_by(person: User) -> list[int]:
    """Keys of the open networks that the person leads; no query for who leads none."""
    roles = roles_of(person)
    networks = [pk for pk, held in roles.networks.items() if Role.NETWORK_LEADER in held]
    programmes = [pk for pk, held in roles.programmes.items() if Role.NETWORK_LEADER in held]
    if not networks and not programmes:
        return []
    rows = Network.objects.filter(
        Q(pk__in=networks) | Q(programme__in=programmes), closed_at__isnull=True
    )
    return list(rows.values_list("pk", flat=True))


def _of_leader(led: list[int], person: User, at: datetime) -> list[Thing]:
    if not led:
        return []
    things = []
    waiting = Example.objects.waiting_for(person).select_related("municipality__country")
    things += [_example(row) for row in waiting.order_by("pk")[:MOST]]
    unanswered = Question.objects.filter(
        network__in=led, answered_at__isnull=True, answers__isnull=True
    ).exclude(asked_by=person)
    found = unanswered.select_related("network").order_by("asked_at", "pk")
    things += [_question(row) for row in found[:MOST]]
    second = at.replace(microsecond=0)
    late = Q(state=EditionState.PROPOSING, proposals_until__lt=second) | Q(
        state=EditionState.ANSWERING, answers_until__lt=second
    )
    rows = Edition.objects.filter(late, network__in=led).select_related("network")
    return things + [_to_lead(row) for row in rows.order_by("pk")]


def _of_places(person: User, places: dict[int, Municipality], at: datetime) -> list[Thing]:
    """What the municipalities of a person have not proposed or answered yet."""
    if not places.keys() & asked_places():
        return []
    second = at.replace(microsecond=0)
    is_open = Q(state=EditionState.PROPOSING, proposals_until__gte=second) | Q(
        state=EditionState.ANSWERING, answers_until__gte=second
    )
    editions = {
        row.network_id: row
        for row in Edition.objects.filter(is_open, network__closed_at__isnull=True)
        .select_related("network")
        .order_by("pk")
    }
    if not editions:
        return []
    members = Membership.objects.counted().filter(
        network__in=list(editions), municipality__in=list(places)
    )
    pairs = members.order_by("pk").values_list("network", "municipality")
    answered = set(
        Edition.objects.filter(pk__in=[row.pk for row in editions.values()])
        .filter(answers__municipality__in=list(places))
        .values_list("network", "answers__municipality")
    )
    proposed = set(
        Edition.objects.filter(pk__in=[row.pk for row in editions.values()])
        .filter(proposals__municipality__in=list(places))
        .values_list("network", "proposals__municipality")
    )
    things = []
    for network, key in pairs:
        edition, place = editions[network], places[key]
        if edition.state == EditionState.PROPOSING and (network, key) not in proposed:
            things.append(_to_propose(edition, place))
        elif (
            edition.state == EditionState.ANSWERING
            and (network, key) not in answered
            and steers(person, place)
        ):
            things.append(_to_answer(edition, place))
    return things


def _example(row: Example) -> Thing:
    return Thing(
        key=f"knowledge.example:{row.pk}:read",
        title=_("Read an example from outside: %(title)s") % {"title": row.title},
        detail=_("Sent by %(who)s.") % {"who": row.sender},
        place=str(row.municipality),
        weight=_READ,
        address=reverse("knowledge:example-verdict", kwargs={"slug": row.slug}),
    )


def _question(row: Question) -> Thing:
    return Thing(
        key=f"knowledge.question:{row.pk}:answer",
        title=_("Nobody has answered: %(title)s") % {"title": row.title},
        detail=_("Answer it, or ask somebody who knows."),
        place=row.network.label,
        weight=_QUESTION,
        address=row.get_absolute_url(),
    )


def _to_lead(edition: Edition) -> Thing:
    is_proposing = edition.state == EditionState.PROPOSING
    name = "traits-merging" if is_proposing else "traits-publish"
    title = _("Merge the proposals: %(title)s") if is_proposing else _("Publish: %(title)s")
    until = edition.proposals_until if is_proposing else edition.answers_until
    return Thing(
        key=f"knowledge.edition:{edition.pk}:{edition.state.lower()}",
        title=title % {"title": edition},
        detail=_("The deadline has passed."),
        place=edition.network.label,
        due=until.astimezone(zone_of(edition.network)).date() if until else None,
        weight=_LEAD,
        address=reverse(f"knowledge:{name}", kwargs={"slug": edition.network.slug}),
    )


def _to_propose(edition: Edition, place: Municipality) -> Thing:
    keys = {"slug": edition.network.slug, **place.address_keys}
    return Thing(
        key=f"knowledge.edition:{edition.pk}:propose:{place.pk}",
        title=_("Propose a characteristic: %(title)s") % {"title": edition},
        detail=_("What is a sustainable rural municipality, as you see it?"),
        place=str(place),
        due=edition.proposals_until.astimezone(zone_of(edition.network)).date(),
        weight=_PROPOSE,
        address=reverse("knowledge:trait-propose", kwargs=keys),
    )


def _to_answer(edition: Edition, place: Municipality) -> Thing:
    keys = {"slug": edition.network.slug, **place.address_keys}
    until = edition.answers_until
    return Thing(
        key=f"knowledge.edition:{edition.pk}:answer:{place.pk}",
        title=_("Consent or object: %(title)s") % {"title": edition},
        detail=_("One answer from each municipality."),
        place=str(place),
        due=until.astimezone(zone_of(edition.network)).date() if until else None,
        weight=_ANSWER,
        address=reverse("knowledge:traits-answer", kwargs=keys),
    )
