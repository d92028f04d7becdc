"""The words that stand for stored codes on every page, and the drawing that goes with them.

Stored results are language-neutral; a reader sees the words. Colour never carries a
meaning alone: a rating is a letter, a filled pie and words; a trend is an arrow and words.
"""

from typing import Final, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words: TypeAlias = str | Promise
"""Text, or a text that is translated when it is shown."""

GOALS: Final[tuple[Words, ...]] = (
    "",
    _("No poverty"),
    _("Zero hunger"),
    _("Good health and well-being"),
    _("Quality education"),
    _("Gender equality"),
    _("Clean water and sanitation"),
    _("Affordable and clean energy"),
    _("Decent work and economic growth"),
    _("Industry, innovation and infrastructure"),
    _("Reduced inequalities"),
    _("Sustainable cities and communities"),
    _("Responsible consumption and production"),
    _("Climate action"),
    _("Life below water"),
    _("Life on land"),
    _("Peace, justice and strong institutions"),
    _("Partnerships for the goals"),
)
"""The short names of the goals; the number is the index, 1 to 17."""

RATINGS: Final[dict[str, Words]] = {
    "green": pgettext_lazy("rating", "Reached"),
    "yellow": pgettext_lazy("rating", "Close to the target"),
    "orange": pgettext_lazy("rating", "Some way to go"),
    "red": pgettext_lazy("rating", "Long way to go"),
    "grey": pgettext_lazy("rating", "Too little data"),
}
"""Best first; grey last."""

LETTERS: Final[dict[str, str]] = {
    "green": "a",
    "yellow": "b",
    "orange": "c",
    "red": "d",
    "grey": "n",
}
"""The letter of a rating in class names and, in capitals, on the page."""

TRENDS: Final[dict[str, Words]] = {
    "up": pgettext_lazy("trend", "On track for 2030"),
    "moderate": pgettext_lazy("trend", "Improving, but too slowly"),
    "stagnating": pgettext_lazy("trend", "Standing still"),
    "down": pgettext_lazy("trend", "Going the wrong way"),
    "": pgettext_lazy("trend", "No trend yet"),
}
"""Best first; without a trend last."""

ARROWS: Final[dict[str, str]] = {
    "up": "up",
    "moderate": "slow",
    "stagnating": "flat",
    "down": "down",
    "": "none",
}
"""The arrow's name in class names and in the sprite."""

PLACES: Final[dict[str, Words]] = {
    "best": pgettext_lazy("relative place", "Best quarter"),
    "middle": pgettext_lazy("relative place", "Middle half"),
    "worst": pgettext_lazy("relative place", "Weakest quarter"),
    "": pgettext_lazy("relative place", "Not placed"),
}

MISSING: Final[dict[str, Words]] = {
    ".": pgettext_lazy("missing value", "not applicable here"),
    "..": pgettext_lazy("missing value", "missing at the source"),
    ":": pgettext_lazy("missing value", "confidential at the source"),
    "h": pgettext_lazy("missing value", "hidden here, because the numbers are small"),
    "n": pgettext_lazy("missing value", "not collected"),
    "u": pgettext_lazy("missing value", "not yet published"),
    "w": pgettext_lazy("missing value", "withdrawn"),
    "": pgettext_lazy("missing value", "no figure"),
}
"""Why there is no value; a missing value is never 0 and never a bare blank."""

FLAGS: Final[dict[str, Words]] = {
    "p": pgettext_lazy("value", "preliminary"),
    "i": pgettext_lazy("value", "estimated by the source"),
}

STATUSES: Final[dict[str, tuple[str, Words]]] = {
    "plan": ("circle", pgettext_lazy("status", "Not started")),
    "on": ("check-circle", pgettext_lazy("status", "On track")),
    "late": ("clock-history", pgettext_lazy("status", "Late")),
    "stop": ("sign-stop", pgettext_lazy("status", "Stopped")),
    "done": ("flag-fill", pgettext_lazy("status", "Done")),
}
"""State → (icon, words); the icons differ in shape."""

MARKS: Final[dict[str, str]] = {
    "yes": "check-circle-fill",
    "wait": "hourglass-split",
    "no": "x-octagon",
}
"""State of a row in a decision matrix → icon."""

LANGUAGE_NAMES: Final[dict[str, str]] = {
    "nb": "Norsk bokmål",
    "nn": "Norsk nynorsk",
    "sv": "Svenska",
    "en": "English",
}
"""Each language in its own words, as in the language menu."""


def goal_name(number: int) -> str:
    """Give the short name of a goal in the reader's language.

    Args:
        number: 1 to 17.
    """
    return str(GOALS[number])
