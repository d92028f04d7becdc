"""What people are reminded of before it is too late."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from procurement.enums import CLOSED_STAGES, JoinAnswer, NeedState
from procurement.models import PoolMember

DAYS_BEFORE = 3


def soon_over(*, at: datetime) -> QuerySet[PoolMember]:
    """Municipalities that are asked to join, have not answered, and soon cannot.

    A day more than reminded of is read on each side: the day is that of the municipality.
    """
    day, width = at.date(), timedelta(days=1)
    return (
        PoolMember.objects.filter(
            answer=JoinAnswer.ASKED,
            pool__join_until__gte=day - width,
            pool__join_until__lte=day + DAYS_BEFORE * width + width,
            pool__need__state__in=[NeedState.SHARED, NeedState.PUBLISHED],
        )
        .exclude(pool__need__stage__in=CLOSED_STAGES)
        .select_related(
            "pool__need__municipality__country", "pool__need__network", "municipality__country"
        )
        .order_by("pk")
    )
