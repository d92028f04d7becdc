"""Anchor a part of a status round by a decision that is recorded in the same go."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from improvement.actions.status_rounds import anchor_part
from improvement.enums import Anchoring
from improvement.models import StatusRound, StatusRoundPart
from networks.actions.decisions import record_decision
from networks.enums import Effect
from networks.models import Municipality


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """A decision that is not recorded yet; the fields as in ``record_decision``."""

    body: str
    effect: Effect
    case_number: str = ""
    title: str = ""
    link: str = ""


@transaction.atomic
def anchor_by_new_decision(
    *,
    status_round: StatusRound,
    municipality: Municipality,
    how: Anchoring,
    on: date,
    decision: NewDecision,
    by: User | None,
    at: datetime,
) -> StatusRoundPart:
    """Record a decision of that day and anchor the part by it, or do neither.

    Passes on:
        NetworkClosed: The network is closed.
        StatusRoundLocked: The status round is locked.
        NotInNetwork: The municipality is no member that counts.
        DecidedInFuture: ``on`` is later than today.
        BodyMissing: The decision names no body.
    """
    recorded = record_decision(
        municipality=municipality,
        network=status_round.network,
        body=decision.body,
        decided_on=on,
        effect=decision.effect,
        by=by,
        at=at,
        case_number=decision.case_number,
        title=decision.title,
        link=decision.link,
    )
    return anchor_part(
        status_round=status_round,
        municipality=municipality,
        how=how,
        on=on,
        decision=recorded,
        by=by,
        at=at,
    )
