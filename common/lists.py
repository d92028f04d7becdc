"""Lists inside sentences."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


def in_words(parts: Sequence[str]) -> str:
    """Join words as a sentence does: *Flå, Gol and Hol*."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
