"""Content in several languages: one mechanism for all apps.

A translated text is a base column and one column for each language:
``name``, ``name_nb``, ``name_nn``, ``name_sv``, ``name_en``. The reader gets
the own language if it is there, else the nearest one, and is told which.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import get_language

LANGUAGES = ("nb", "nn", "sv", "en")
NEAREST = {
    "nb": ("nb", "nn", "sv", "en"),
    "nn": ("nn", "nb", "sv", "en"),
    "sv": ("sv", "nb", "nn", "en"),
    "en": ("en", "nb", "nn", "sv"),
}


@dataclass(frozen=True, slots=True)
class LocalText:
    """A text and the language it is written in, for the ``lang`` attribute."""

    text: str
    lang: str

    def __str__(self) -> str:
        return self.text


def localized(row: models.Model, field: str, *, language: str | None = None) -> LocalText:
    """The text of ``field`` in the reader's language, or in the nearest one there is.

    Args:
        row: A model with columns ``field``, ``field_nb`` … as far as it has them.
        field: Name of the base column; its own language is ``row.language`` or "".
        language: Two letters; the active language when left out.

    Returns:
        The text with its language; an empty text when no column has any.
    """
    wanted = language or get_language() or "nb"
    for code in NEAREST.get(wanted, NEAREST["en"]):
        text = getattr(row, f"{field}_{code}", "")
        if text:
            return LocalText(text, code)
        if getattr(row, "language", "") == code and getattr(row, field, ""):
            return LocalText(getattr(row, field), code)
    return LocalText(getattr(row, field, ""), getattr(row, "language", ""))
