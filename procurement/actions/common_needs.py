"""A need becomes a common one and others are asked: both or neither."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from networks.models import Municipality
from procurement.actions.pools import PoolTerms, ask_municipalities, start_pool
from procurement.models import Need


@transaction.atomic
def make_common(
    *,
    need: Need,
    terms: PoolTerms,
    municipalities: Collection[Municipality],
    own_needs: Mapping[int, Need],
    by: User,
    at: datetime,
) -> int:
    """Make a need a common one, and ask the municipalities that were chosen, if any.

    Args:
        need: Which one.
        terms: Until when one may join, and the stated minimum.
        municipalities: Whom to ask; none for later.
        own_needs: Key of a municipality → its need that is like this one.
        by: Who does it.
        at: The time.

    Returns:
        How many were asked.

    Passes on:
        NotShared, VolumeFirst, NeedClosed, CompetitionAnnounced: It cannot become one.
        DayPassed, MinimumBelowOne, MinimumByWhom: The terms do not hold.
        NobodyAsked: All that were chosen are asked already.
    """
    start_pool(need=need, terms=terms, by=by, at=at)
    if not municipalities:
        return 0
    return ask_municipalities(
        need=need, municipalities=municipalities, by=by, own_needs=own_needs
    )
