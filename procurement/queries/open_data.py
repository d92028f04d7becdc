"""Published needs with all that is open about them, and nothing else."""

from django.db.models import Prefetch, QuerySet

from procurement.enums import JoinAnswer
from procurement.models import DialogueEntry, Need, PoolMember
from procurement.queries.dialogue import PUBLIC


def published_needs() -> QuerySet[Need]:
    """Give the published needs in the order they were published; nine queries for a page.

    Members that have not said yes, solutions, notes and who has asked are not read.
    """
    joined = PoolMember.objects.filter(answer=JoinAnswer.YES)
    happened = DialogueEntry.objects.filter(kind__in=PUBLIC)
    return (
        Need.objects.public()
        .select_related(
            "municipality__country",
            "category",
            "pool",
            "conference__gathering__series__network",
        )
        .prefetch_related(
            "goals",
            "points",
            "steps",
            Prefetch(
                "pool__members",
                joined.select_related("municipality__country").order_by("pk"),
                to_attr="joined",
            ),
            Prefetch("dialogue", happened.only("need", "at"), to_attr="happened"),
        )
        .order_by("published_at", "pk")
    )
