"""The words of the rules that a programme begins with, in each language the site speaks."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.translations import LANGUAGES


def usual_criteria(
    languages: Sequence[str],
) -> list[tuple[str, dict[str, str], list[dict[str, str]]]]:
    """Give key, name and conditions of the three usual criteria in each language."""

    def written() -> list[tuple[str, str, tuple[str, str, str]]]:
        return [
            (
                "environment",
                _("Environment"),
                (
                    _("The project knows how it affects climate and nature."),
                    _("It has activities that better the environment."),
                    _("It has a goal for the environment, and measures it."),
                ),
            ),
            (
                "gender-equality",
                pgettext("criterion", "Gender equality"),
                (
                    _("The project knows how it affects women and men."),
                    _("It has activities that further equality between the sexes."),
                    _("It has a goal for equality between the sexes, and measures it."),
                ),
            ),
            (
                "equal-opportunities",
                _("Equal opportunities"),
                (
                    _("The project knows who may be shut out, and why."),
                    _("It has activities that give more people a chance to take part."),
                    _("It has a goal for equal opportunities, and measures it."),
                ),
            ),
        ]

    found: dict[str, tuple[dict[str, str], list[dict[str, str]]]] = {}
    for code in _known(languages):
        with translation.override(code):
            for key, name, conditions in written():
                names, texts = found.setdefault(key, ({}, [{}, {}, {}]))
                names[code] = name
                for text, condition in zip(texts, conditions, strict=True):
                    text[code] = condition
    return [(key, names, texts) for key, (names, texts) in found.items()]


def basic_level(languages: Sequence[str]) -> dict[str, str]:
    """Name the basic level in each language."""
    found = {}
    for code in _known(languages):
        with translation.override(code):
            found[code] = pgettext("ladder", "Basic level")
    return found


def _known(languages: Sequence[str]) -> list[str]:
    """Languages that the site has words in; in others officers write their own."""
    return [code for code in languages if code in LANGUAGES]
