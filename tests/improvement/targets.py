"""Targets of the 2030 Agenda for tests, made when they are not there."""

from indicators.models import Target
from tests.factories import GoalFactory


def target(number):
    """The target with that number."""
    goal, _dot, place = number.partition(".")
    row, _new = Target.objects.get_or_create(
        number=number,
        defaults={
            "goal": GoalFactory(number=int(goal)),
            "position": ord(place[0]) if place.isalpha() else int(place),
            **{f"title_{code}": f"Target {number}" for code in ("nb", "nn", "sv", "en")},
        },
    )
    return row
