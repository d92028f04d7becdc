"""What a decision does to a case, in words that pages, forms and files share."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from networks.enums import Effect
from networks.models import Decision

EFFECTS: Final[dict[str, str | Promise]] = {
    Effect.ADOPTS.value: pgettext_lazy("decision of a case", "Approved"),
    Effect.NOTED.value: pgettext_lazy("decision of a case", "Taken to orientation"),
    Effect.REJECTS.value: pgettext_lazy("decision of a case", "Rejected"),
}


def effect_words(decision: Decision | None) -> str:
    """What was decided, in a word or two; nothing where nothing is decided."""
    if decision is None:
        return ""
    return str(EFFECTS.get(decision.effect, decision.get_effect_display()))
