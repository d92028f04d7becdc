"""Write down how two targets act on each other in one case, and what is done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from improvement.actions.belonging import check_network
from improvement.actions.refusals import Declined
from improvement.calculations.pulls import opposed_pairs, ordered_pair
from improvement.enums import ConflictState, Pull
from improvement.models import GoalConflict, Measure
from indicators.models import Target
from networks.actions.locks import sign
from networks.models import Decision, Municipality, Network

WORST, BEST = -3, 3
"""Ends of the scale: strongly against each other, strongly with each other."""
PROPOSED_SCORE = -1
"""What a proposal begins with, until somebody has judged it: somewhat against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictDetails:
    """What is written about a case.

    Attributes:
        first: One target.
        second: The other target; the order does not matter.
        score: How they act on each other, −3 (against) to +3 (with).
        title: What the case is about.
        affected: Who is affected.
        place: Where.
        mitigation: How it is handled.
        decided_by: Who has decided how it is handled.
        decision: The recorded decision.
        measure: The measure that the case is about.
        network: The network in which it is of interest.
        language: Of the texts.
    """

    first: Target
    second: Target
    score: int
    title: str
    affected: str = ""
    place: str = ""
    mitigation: str = ""
    decided_by: str = ""
    decision: Decision | None = None
    measure: Measure | None = None
    network: Network | None = None
    language: str = "nb"


class TitleMissing(Declined):
    """A case needs a title."""

    field = "title"
    sentence = _("Write what the case is about.")


class SameTarget(Declined):
    """A target cannot be in conflict with itself."""

    field = "second"
    sentence = _("Choose two different targets.")


class ScoreOutside(Declined):
    """The score is not on the scale."""

    field = "score"
    sentence = _("Choose from −3 to +3.")


class MeasureElsewhere(Declined):
    """The measure is another municipality's."""

    field = "measure"
    sentence = _("Choose a measure of this municipality.")


class DecisionElsewhere(Declined):
    """The decision is another municipality's."""

    field = "decision"
    sentence = _("Choose a decision of this municipality.")


class PairRegistered(Declined):
    """The measure has this pair of targets already."""

    field = "second"
    sentence = _("These two targets are registered for the measure already.")


class ConflictChanged(Declined):
    """Somebody changed the case after the form was opened."""

    sentence = _(
        "Somebody else has changed the case since you opened this page. Look at what it says "
        "now, and save once more if you want your version."
    )


@transaction.atomic
def register_conflict(
    *,
    municipality: Municipality,
    details: ConflictDetails,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> GoalConflict:
    """Register a case that somebody has judged. The same again gives the same row.

    Passes on:
        NetworkClosed: The network is closed.
        NotInNetwork: The municipality is not in the network.
        TitleMissing, SameTarget, ScoreOutside, MeasureElsewhere, DecisionElsewhere,
        PairRegistered: What is written does not hold together.
    """
    _check(details, municipality=municipality)
    check_network(municipality=municipality, network=details.network)
    # The same form sent twice at once: the second waits here and finds the row of the first.
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    conflict = GoalConflict(municipality=municipality, created_by=by, on_behalf_of=on_behalf_of)
    written = _written(details)
    same = municipality.goal_conflicts.filter(state=ConflictState.CONFIRMED, **written).first()
    if same is not None:
        return same
    _refuse_double(conflict, details)
    _save(conflict, written, state=ConflictState.CONFIRMED, by=by)
    return conflict


@transaction.atomic
def propose_conflict(
    *, municipality: Municipality, details: ConflictDetails, by: User | None, at: datetime
) -> GoalConflict:
    """Propose a case found elsewhere; the municipality judges it. Again gives the same row.

    Passes on:
        Refused: What ``register_conflict`` passes on.
    """
    _check(details, municipality=municipality)
    check_network(municipality=municipality, network=details.network)
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    written = _written(details)
    named = {name: written[name] for name in ("title", "first_id", "second_id", "measure")}
    same = municipality.goal_conflicts.filter(**named).first()
    if same is not None:
        return same
    conflict = GoalConflict(municipality=municipality, created_by=by)
    _refuse_double(conflict, details)
    _save(conflict, written, state=ConflictState.PROPOSED, by=by)
    return conflict


@transaction.atomic
def change_conflict(
    *,
    conflict: GoalConflict,
    details: ConflictDetails,
    state: ConflictState | str,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
    seen: str = "",
) -> GoalConflict:
    """Change a case, confirm a proposal or say that it is no conflict; the history is kept.

    Args:
        conflict: The case.
        details: All that is to be written, also what is not changed.
        state: What it is from now on.
        by: Who changes it.
        at: When.
        on_behalf_of: The municipality, where ``by`` has no role of its own.
        seen: What ``version_of`` gave when the form was opened; empty: not compared.

    Raises:
        ConflictChanged: It is not what was seen any more.

    Passes on:
        NetworkClosed: The network is closed.
        NotInNetwork: The municipality is not in the network.
        TitleMissing, SameTarget, ScoreOutside, MeasureElsewhere, DecisionElsewhere,
        PairRegistered: What is written does not hold together.
    """
    locked = _locked(conflict)
    if seen and seen != version_of(locked):
        raise ConflictChanged
    _check(details, municipality=locked.municipality)
    check_network(municipality=locked.municipality, network=details.network)
    _refuse_double(locked, details)
    locked.on_behalf_of = on_behalf_of
    _save(locked, _written(details), state=state, by=by)
    return locked


@transaction.atomic
def settle_conflict(
    *,
    conflict: GoalConflict,
    state: ConflictState | str,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
    score: int | None = None,
    mitigation: str | None = None,
) -> GoalConflict:
    """Confirm a proposal, or say that it is no conflict. The same again changes nothing.

    Args:
        conflict: The case.
        state: What it is from now on.
        by: Who says so.
        at: When.
        on_behalf_of: The municipality, where ``by`` has no role of its own.
        score: How the targets act on each other, −3 to +3; as it is when left out.
        mitigation: How it is handled; as it is when left out.

    Raises:
        ScoreOutside: The score is not from −3 to +3.

    Passes on:
        ConflictChanged: The proposal was taken away meanwhile.
        NetworkClosed: The network is closed.
        NotInNetwork: The municipality is not in the network.
    """
    locked = _locked(conflict)
    if score is not None and not WORST <= score <= BEST:
        raise ScoreOutside
    given = {"score": score, "mitigation": mitigation.strip() if mitigation else mitigation}
    written = {name: value for name, value in given.items() if value is not None}
    if locked.state == state and all(
        getattr(locked, name) == written[name] for name in written
    ):
        return locked
    check_network(municipality=locked.municipality, network=locked.network)
    locked.on_behalf_of = on_behalf_of
    _save(locked, written, state=state, by=by)
    return locked


@transaction.atomic
def propose_from_measure(
    *,
    measure: Measure,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> list[GoalConflict]:
    """Propose a case for each pair of a target that the measure helps and one it hurts.

    Doing it again adds what is missing only. A proposal that nobody has looked at and
    whose pair the measure no longer has is taken away; what somebody has confirmed or
    dismissed stays.

    Returns:
        The proposals that are new.
    """
    locked = Measure.objects.select_for_update(no_key=True).get(pk=measure.pk)
    pulls = list(locked.pulls.values_list("target", "pull"))
    wanted = opposed_pairs(
        helped=[target for target, pull in pulls if pull == Pull.HELPS],
        hurt=[target for target, pull in pulls if pull == Pull.HURTS],
    )
    cases = locked.goal_conflicts.select_for_update().order_by("pk")
    have = {(row.first_id, row.second_id): row for row in cases}
    for pair, row in have.items():
        if row.state == ConflictState.PROPOSED and pair not in wanted:
            sign(row, by=by)
            row.delete()
    new = [
        GoalConflict(
            municipality_id=locked.municipality_id,
            network_id=locked.network_id,
            measure=locked,
            first_id=first,
            second_id=second,
            score=PROPOSED_SCORE,
            title=locked.title,
            language=locked.language,
            state=ConflictState.PROPOSED,
            created_by=by,
            on_behalf_of=on_behalf_of,
        )
        for first, second in wanted
        if (first, second) not in have
    ]
    if not new:
        return []
    made: list[GoalConflict] = bulk_create_with_history(
        new, GoalConflict, default_user=by, default_date=at
    )
    return made


def version_of(conflict: GoalConflict) -> str:
    """Name what is written about a case now: equal as long as nobody saves it."""
    newest = conflict.history.order_by("-history_date", "-history_id").first()
    return str(newest.history_id) if newest is not None else "0"


def _locked(conflict: GoalConflict) -> GoalConflict:
    """Lock the measure of a case, and then the case, as whoever changes the measure does.

    Raises:
        ConflictChanged: The proposal was taken away, because the measure has the pair no more.
    """
    if conflict.measure_id is not None:
        Measure.objects.select_for_update(no_key=True).filter(pk=conflict.measure_id).first()
    found: GoalConflict | None = (
        GoalConflict.objects.select_for_update(no_key=True, of=("self",))
        .select_related("municipality__country", "network")
        .filter(pk=conflict.pk)
        .first()
    )
    if found is None:
        raise ConflictChanged
    return found


def _check(details: ConflictDetails, *, municipality: Municipality) -> None:
    """Look whether what is written holds together.

    Raises:
        TitleMissing: There is no title.
        SameTarget: Both targets are the same.
        ScoreOutside: The score is not from −3 to +3.
        MeasureElsewhere: The measure is another municipality's.
        DecisionElsewhere: The decision is another municipality's.
    """
    if not details.title.strip():
        raise TitleMissing
    if details.first == details.second:
        raise SameTarget
    if not WORST <= details.score <= BEST:
        raise ScoreOutside
    if details.measure is not None and details.measure.municipality_id != municipality.pk:
        raise MeasureElsewhere
    if details.decision is not None and details.decision.municipality_id != municipality.pk:
        raise DecisionElsewhere


def _refuse_double(conflict: GoalConflict, details: ConflictDetails) -> None:
    """See that the measure has the pair once.

    Raises:
        PairRegistered: Another case of the measure has the pair.
    """
    if details.measure is None:
        return
    # Two people who write the same pair wait for each other here.
    measure = Measure.objects.select_for_update(no_key=True).get(pk=details.measure.pk)
    first, second = ordered_pair(details.first.pk, details.second.pk)
    others = measure.goal_conflicts.filter(first=first, second=second).exclude(pk=conflict.pk)
    if others.exists():
        raise PairRegistered


def _written(details: ConflictDetails) -> dict[str, object]:
    first, second = ordered_pair(details.first.pk, details.second.pk)
    return {
        "first_id": first,
        "second_id": second,
        "score": details.score,
        "title": details.title.strip(),
        "affected": details.affected.strip(),
        "place": details.place.strip(),
        "mitigation": details.mitigation.strip(),
        "decided_by": details.decided_by.strip(),
        "decision": details.decision,
        "measure": details.measure,
        "network": details.network,
        "language": details.language,
    }


def _save(
    conflict: GoalConflict,
    written: Mapping[str, object],
    *,
    state: ConflictState | str,
    by: User | None,
) -> None:
    for name, value in written.items():
        setattr(conflict, name, value)
    conflict.state = state
    sign(conflict, by=by)
    conflict.save()
