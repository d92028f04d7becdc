"""Input to the state: lists with filters and search."""

from django.db.models import QuerySet

from common.nordic import matches
from improvement.models import StateInput
from networks.models import Municipality, Network

SEARCHED = ("title", "text", "proposal", "addressee", "answer", "change")


def state_inputs(
    *,
    municipality: Municipality | None = None,
    network: Network | None = None,
    barrier: str = "",
    state: str = "",
    text: str = "",
) -> QuerySet[StateInput]:
    """Inputs of one municipality or one network, the newest first.

    Args:
        municipality: Whose.
        network: Or tied to which network.
        barrier: Only those with this code.
        state: Only those in this state.
        text: Only those that hold all these words.
    """
    rows = StateInput.objects.select_related("municipality__country", "network")
    if municipality is not None:
        rows = rows.filter(municipality=municipality)
    if network is not None:
        rows = rows.filter(network=network)
    if barrier:
        rows = rows.filter(barrier=barrier)
    if state:
        rows = rows.filter(state=state)
    if text.strip():
        names = (*SEARCHED, "municipality__name") if network is not None else SEARCHED
        rows = rows.filter(matches(text, fields=names))
    return rows.order_by("-pk")
