"""The needs of a network in words, with the way to them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext

from networks.models import Municipality, Network
from procurement.queries.benefits import NetworkCounts


@dataclass(frozen=True, slots=True)
class NeedsPart:
    """The card «Needs» of a network's page.

    Attributes:
        facts: How many there are, how many are common, and of how many something came.
        needs: Address of the list.
        benefits: Address of what came of them.
    """

    facts: list[str]
    needs: str
    benefits: str


def needs_part(network: Network, counts: NetworkCounts) -> NeedsPart | None:
    """Put the public needs of a network in words; nothing where it has none."""
    if not counts.needs:
        return None
    words = [
        (ngettext("%(n)s need", "%(n)s needs", counts.needs), counts.needs),
        (
            ngettext(
                "%(n)s is common to several municipalities.",
                "%(n)s are common to several municipalities.",
                counts.common,
            ),
            counts.common,
        ),
        (
            ngettext("%(n)s need has a report.", "%(n)s needs have a report.", counts.reported),
            counts.reported,
        ),
    ]
    return NeedsPart(
        facts=[text % {"n": number} for text, number in words],
        needs=f"{reverse('procurement:need-list')}?nettverk={network.slug}",
        benefits=reverse("procurement:network-benefits", kwargs={"slug": network.slug}),
    )


def needs_of(place: Municipality) -> str:
    """Give the address of the list with what a municipality needs or has joined."""
    keys = place.address_keys
    return f"{reverse('procurement:need-list')}?kommune={keys['country']}-{keys['code']}"
