"""Taking a solution back."""

from datetime import datetime

from accounts.models import User
from procurement.actions.dialogue_log import note
from procurement.enums import DialogueEvent, SolutionState
from procurement.models import Solution


def withdraw_locked(solution: Solution, *, by: User | None, at: datetime) -> None:
    """Take back a sent solution that the caller has locked; buyers no longer see it."""
    solution.state = SolutionState.WITHDRAWN
    solution.saved_at = at
    solution.save(update_fields=["state", "saved_at", "updated_at"])
    if solution.need is not None:
        note(
            need=solution.need,
            kind=DialogueEvent.WITHDRAWN,
            at=at,
            by=by,
            supplier=solution.supplier,
            text=solution.title,
        )
