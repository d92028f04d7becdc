"""Texts of templates and rule sets: one for each language of the programme."""

from collections.abc import Mapping

from django.utils.translation import get_language

from common.translations import NEAREST, LocalText


def shown(texts: Mapping[str, str], *, language: str | None = None) -> LocalText:
    """The text in the reader's language, or in the nearest one there is.

    Args:
        texts: Code of a language → text; empty texts count as none.
        language: Two letters; the active language when left out.

    Returns:
        The text with its language; an empty text when no language has any.
    """
    wanted = language or get_language() or "nb"
    order = (wanted, *NEAREST.get(wanted, NEAREST["en"]), *texts)
    found = next((code for code in order if texts.get(code)), "")
    return LocalText(texts.get(found, ""), found)
