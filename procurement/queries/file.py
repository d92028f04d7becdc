"""What the file of a procurement is told about the dialogue."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from procurement.models import Need

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class FileRead:
    """Counts of the dialogue of one need.

    Attributes:
        lengths: Lengths of the talks, minutes.
    """

    questions: int
    open_questions: int
    lengths: frozenset[int]
    entries: int


def read_file(need: Need) -> FileRead:
    """Count questions, talks and entries of the log; three queries."""
    asked = need.questions.aggregate(
        questions=Count("pk"),
        waiting=Count("pk", filter=Q(answered_at__isnull=True, hidden_at__isnull=True)),
    )
    slots = need.slots.values_list("starts_at", "ends_at")
    return FileRead(
        questions=asked["questions"],
        open_questions=asked["waiting"],
        lengths=frozenset((end - start) // _MINUTE for start, end in slots),
        entries=need.dialogue.count(),
    )
