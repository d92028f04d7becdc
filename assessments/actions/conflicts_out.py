"""Goal conflicts of a decided case: proposed to the register of a municipality."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments.actions.way import lock_case
from assessments.enums import DECIDED_STATES
from assessments.models import Assessment
from improvement.actions.conflicts import (
    PROPOSED_SCORE,
    ConflictDetails,
    propose_conflict,
)
from improvement.actions.refusals import Declined
from improvement.models import GoalConflict
from indicators.models import Target
from networks.models import Membership, Municipality, Network

_TITLE = 200


class NotOpen(Declined):
    """Only what everybody of the region may read goes to a register that others read."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "Conflicts go to the register when the case is decided, and never from a "
        "confidential case or a test."
    )


class PlaceElsewhere(Declined):
    """The municipality has nothing to do with the case."""

    field = "municipality"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "Choose the municipality that applies, or a place of the case."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A conflict of a sheet, with the target of each goal that somebody has chosen."""

    first: Target
    second: Target
    text: str
    handling: str


@transaction.atomic
def propose_conflicts(
    *,
    case: Assessment,
    municipality: Municipality,
    found: Sequence[Found],
    by: User,
    at: datetime,
) -> list[GoalConflict]:
    """Propose conflicts to the register; the municipality confirms or dismisses each.

    Again with the same gives the same rows.

    Raises:
        NotOpen: The case is not decided, confidential, or a test.
        PlaceElsewhere: The municipality neither applies nor is a place of the case.

    Passes on:
        Refused: What ``propose_conflict`` passes on.
    """
    locked = lock_case(case)
    if not may_leave(locked):
        raise NotOpen
    if municipality not in places_of(locked):
        raise PlaceElsewhere
    network = network_of(locked, municipality)
    body = locked.decision.body if locked.decision is not None else ""
    return [
        propose_conflict(
            municipality=municipality,
            details=ConflictDetails(
                first=each.first,
                second=each.second,
                score=PROPOSED_SCORE,
                title=_shortened(f"{locked.title}: {each.text}"),
                mitigation=each.handling,
                decided_by=body,
                network=network,
                language=locked.language,
            ),
            by=by,
            at=at,
        )
        for each in found
    ]


def may_leave(case: Assessment) -> bool:
    """Whether conflicts of the case may be told to others than those who read it before."""
    return case.state in DECIDED_STATES and not case.is_confidential and not case.is_test


def places_of(case: Assessment) -> list[Municipality]:
    """The municipality that applies, and the places of the case."""
    applies = [] if case.applicant_municipality is None else [case.applicant_municipality]
    found = {place.pk: place for place in (*applies, *case.places.select_related("country"))}
    return list(found.values())


def network_of(case: Assessment, municipality: Municipality) -> Network | None:
    """The network of the region that the municipality is in; None where it is in none."""
    rows = Membership.objects.counted().filter(
        municipality=municipality,
        network__region=case.programme.region_id,
        network__closed_at__isnull=True,
    )
    first = rows.select_related("network").order_by("pk").first()
    return None if first is None else first.network


def _shortened(text: str) -> str:
    return text if len(text) <= _TITLE else f"{text[: _TITLE - 1].rstrip()}…"
