"""How a municipality judges its own status, goal by goal, in one round.

A judgement stands beside the computed rating and never changes it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.refusals import Declined
from improvement.actions.round_locks import round_to_change
from improvement.enums import Judgement, Priority
from improvement.models import Round, StatusAssessment
from improvement.queries.judgements import former_judgements
from indicators.models import Goal, Target
from networks.actions.locks import sign
from networks.models import Municipality


class TargetOfOtherGoal(Declined):
    """The target belongs to another goal."""

    sentence = _("The target belongs to another goal.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What is said about a goal, or a target of it.

    Attributes:
        judgement: On the scale of ``Judgement``.
        text: Why.
        evidence: What it rests on.
        link: To a document.
        priority: How important it is to the municipality.
    """

    judgement: Judgement
    text: str = ""
    evidence: str = ""
    link: str = ""
    priority: Priority = Priority.NONE


@transaction.atomic
def assess(
    *,
    round: Round,  # noqa: A002 -- the name of the model
    goal: Goal,
    said: Assessed,
    by: User | None,
    at: datetime,
    target: Target | None = None,
    on_behalf_of: Municipality | None = None,
) -> StatusAssessment:
    """Judge a goal, or one target of it. What was said before is kept as history.

    The same again changes nothing: neither who said it nor when.

    Args:
        round: In which round.
        goal: Which goal.
        said: The judgement with its reasons.
        by: Who judges.
        at: When.
        target: One target of the goal; the goal itself when left out.
        on_behalf_of: The municipality, when the person has no role there.

    Raises:
        TargetOfOtherGoal: The target belongs to another goal.

    Passes on:
        NetworkClosed: The network is closed.
        RoundIsClosed: The round is closed.
    """
    if target is not None and target.goal_id != goal.pk:
        raise TargetOfOtherGoal
    locked, _day = round_to_change(round, at=at)
    row = StatusAssessment.objects.filter(round=locked, goal=goal, target=target).first()
    if row is None:
        row = StatusAssessment(round=locked, goal=goal, target=target)
    new = {
        "judgement": said.judgement,
        "text": said.text.strip(),
        "evidence": said.evidence.strip(),
        "link": said.link.strip(),
        "priority": said.priority,
    }
    if not row._state.adding and all(getattr(row, key) == new[key] for key in new):
        return row
    for key, value in new.items():
        setattr(row, key, value)
    row.by, row.on_behalf_of, row.at, row.carried_from = by, on_behalf_of, at, None
    sign(row, by=by)
    row.save()
    return row


@transaction.atomic
def carry_over(
    *,
    round: Round,  # noqa: A002 -- the name of the model
    by: User | None,
    at: datetime,
    goals: Collection[int] | None = None,
    on_behalf_of: Municipality | None = None,
) -> int:
    """Take over the judgements of the last round that has any; those made here stay.

    Args:
        round: Into which round.
        by: Who takes them over, and stands for them now.
        at: When.
        goals: Only these goals, with their targets; all when left out.
        on_behalf_of: The municipality, when the person has no role there.

    Returns:
        How many were taken over; a second time none.

    Passes on:
        NetworkClosed: The network is closed.
        RoundIsClosed: The round is closed.
    """
    locked, _day = round_to_change(round, at=at)
    here = set(locked.assessments.values_list("goal_id", "target_id"))
    taken = 0
    for former in former_judgements(locked):
        is_wanted = goals is None or former.goal_id in goals
        if not is_wanted or (former.goal_id, former.target_id) in here:
            continue
        row = StatusAssessment(
            round=locked,
            goal=former.goal,
            target=former.target,
            judgement=former.judgement,
            text=former.text,
            evidence=former.evidence,
            link=former.link,
            priority=former.priority,
            carried_from=former,
            by=by,
            on_behalf_of=on_behalf_of,
            at=at,
        )
        sign(row, by=by)
        row.save()
        taken += 1
    return taken
