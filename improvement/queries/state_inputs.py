"""Input to the state: lists with filters and search."""

from dataclasses import dataclass

from django.db.models import QuerySet

from common.nordic import matches
from improvement.models import StateInput
from networks.models import Municipality, Network

SEARCHED = ("title", "text", "proposal", "addressee", "answer", "change")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a list shows: one barrier, one state, all words of a text; "" = any."""

    text: str = ""
    barrier: str = ""
    state: str = ""


ALL = Choices()


def state_inputs(
    *,
    municipality: Municipality | None = None,
    network: Network | None = None,
    choices: Choices = ALL,
) -> QuerySet[StateInput]:
    """Inputs of one municipality, or of the members of one network, the newest first.

    Args:
        municipality: Whose.
        network: Or tied to which network.
        choices: Which of them.
    """
    rows = StateInput.objects.select_related("municipality__country", "network")
    if municipality is not None:
        rows = rows.filter(municipality=municipality)
    if network is not None:
        members = network.current_municipalities()
        rows = rows.filter(network=network, municipality__in=members)
    if choices.barrier:
        rows = rows.filter(barrier=choices.barrier)
    if choices.state:
        rows = rows.filter(state=choices.state)
    if choices.text.strip():
        names = (*SEARCHED, "municipality__name") if network is not None else SEARCHED
        rows = rows.filter(matches(choices.text, fields=names))
    return rows.order_by("-pk")
