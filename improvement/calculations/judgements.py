"""How far a municipality's own judgement of a goal is from the computed rating."""

from typing import Final

# Best first; both scales have four steps.
JUDGEMENTS: Final = ("GOOD", "FAIR", "WEAK", "POOR")
RATINGS: Final = ("green", "yellow", "orange", "red")


def steps_apart(*, judgement: str, rating: str) -> int | None:
    """Compare a judgement with a rating.

    Args:
        judgement: GOOD, FAIR, WEAK, POOR, or something that says nothing.
        rating: green, yellow, orange, red, or something that says nothing.

    Returns:
        Steps, −3 to 3: above 0 when the judgement is better than the rating, 0 when they
        agree; None when one of them says nothing.
    """
    if judgement not in JUDGEMENTS or rating not in RATINGS:
        return None
    return RATINGS.index(rating) - JUDGEMENTS.index(judgement)
