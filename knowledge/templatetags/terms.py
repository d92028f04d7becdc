"""Words explained where they occur: ``{% load terms %}{% term "malkonflikt" %}``."""

from typing import Any

from django import template

from common.translations import localized
from knowledge.queries.terms import known_term

register = template.Library()


@register.inclusion_tag("knowledge/parts/term.html")
def term(slug: str) -> dict[str, Any]:
    """Fold out what a word means; nothing where the glossary does not have it.

    The words are kept for some minutes (``knowledge.queries.terms``): a page asks the
    database at most once for all of them.
    """
    found = known_term(slug)
    if found is None:
        return {"term": None}
    return {
        "term": found,
        "name": localized(found, "name"),
        "text": localized(found, "text"),
    }
