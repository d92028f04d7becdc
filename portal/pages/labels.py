"""Words that stand many times on one dashboard, and what is said of a municipality."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from common.dates import date_in_words, moment_in_words
from common.numbers import format_number
from common.translations import LocalText
from common.words import RATINGS
from networks.models import Municipality
from portal.pages.choices import Choices
from portal.pages.municipality import MunicipalityPage, SortLink
from portal.queries.documents import StoredDashboard
from portal.queries.groups import Group

ALL_GOALS = 17


@dataclass(frozen=True, slots=True)
class Column:
    """The header of a column, with a link where it can be sorted."""

    label: str
    link: SortLink | None


def dashboard_words(group: Group, *, horizon: int) -> dict[str, str]:
    """Give the words of the tables, in the reader's language."""
    return dict(_dashboard_words(group.label, horizon, get_language()))


@lru_cache(maxsize=512)
def _dashboard_words(group: str, horizon: int, language: str | None) -> dict[str, str]:
    return {
        "points": _("Points"),
        "rating": pgettext("column", "Rating"),
        "trend": pgettext("column", "Trend"),
        "coverage": _("Coverage"),
        "indicator": _("Indicator"),
        "development": _("Development"),
        "value": _("Latest value"),
        "target": _("Target %(year)s") % {"year": horizon},
        "gap": _("Distance"),
        "place": _("Place in %(group)s") % {"group": group},
        "source": _("Source"),
        "reached": pgettext("rating", "Reached"),
        "own": _("own figures"),
        "no_target": _("no target"),
        "none_shown": _("No indicator fits this choice."),
        "strengths": _("Strengths"),
        "strengths_intro": _("Goals that are reached or close, and do not fall back."),
        "no_strengths": _("No goal is reached or close yet."),
        "challenges": _("Challenges"),
        "challenges_intro": _("Goals with a long way to go, or going the wrong way."),
        "no_challenges": _("No goal is far away or falling."),
        **empty_words(),
    }


def empty_words() -> dict[str, str]:
    """Give the words of a dashboard without figures."""
    return {"empty_title": _("Here the overview will stand")}


def dashboard_texts(
    page: MunicipalityPage,
    place: Municipality,
    group: Group,
    stored: StoredDashboard,
    *,
    horizon: int,
) -> dict[str, str]:
    """Give the sentences of the page that carry numbers and names."""
    name = str(place.local_name)
    computed = _("Computed %(moment)s") % {"moment": moment_in_words(stored.computed_at)}
    if stored.vintage:
        day = date_in_words(stored.vintage)
        computed += " · " + _("figures of %(day)s") % {"day": day}
    coverage = _("of %(all)s") % {"all": page.of}
    if page.newest:
        coverage += "; " + _("newest %(year)s") % {"year": page.newest}
    sentences = [
        _("Shows %(shown)s of %(all)s indicators.") % {"shown": page.shown, "all": page.of},
        _("The dashed line is the target for %(year)s.") % {"year": horizon},
        _("The place in the group is relative, which is not the same as good."),
    ]
    if page.not_applicable:
        sentences.append(
            ngettext(
                "%(count)s indicator is not meant for this kind of municipality.",
                "%(count)s indicators are not meant for this kind of municipality.",
                page.not_applicable,
            )
            % {"count": page.not_applicable}
        )
    return {
        "code": code_text(place),
        "computed": computed,
        "trends": _("of %(all)s with a trend; %(falling)s going the wrong way")
        % {"all": page.with_trend, "falling": page.falling},
        "coverage": coverage,
        "goals_intro": _(
            "Points from 0 to 100. The upright line is the median of %(group)s. "
            "Coverage says how many of the indicators have figures."
        )
        % {"group": group.label},
        "goals_caption": _("Points, rating, trend and coverage of each goal in %(place)s")
        % {"place": name},
        "indicators_intro": " ".join(sentences),
        "indicators_caption": _(
            "Indicators of %(place)s: development, latest value, target, distance, "
            "place in the group and source"
        )
        % {"place": name},
    }


def code_text(place: Municipality) -> str:
    """Say the municipality's code."""
    return _("municipality code %(code)s") % {"code": place.code}


def goal_columns(page: MunicipalityPage, words: dict[str, str]) -> list[Column]:
    """Give the headers of the table of goals."""
    return [
        Column(_("Goal"), page.sorts["mal"]),
        Column(words["points"], page.sorts["poeng"]),
        Column(words["rating"], page.sorts["vurdering"]),
        Column(words["trend"], page.sorts["trend"]),
        Column(words["coverage"], None),
    ]


def goals_heading(count: int) -> str:
    """Name the table of goals."""
    if count == ALL_GOALS:
        return _("The 17 goals")
    return _("%(count)s of the 17 goals") % {"count": count}


def rating_counts(page: MunicipalityPage) -> list[tuple[str, int]]:
    """Count the goals of each rating, best first; all ratings are named."""
    return [(code, page.counts.get(code, 0)) for code in RATINGS]


def population_text(place: Municipality) -> str:
    """Say how many live there, and when they were counted."""
    if place.population is None:
        return ""
    number = format_number(place.population)
    if place.population_year:
        return _("%(number)s inhabitants (%(year)s)") % {
            "number": number,
            "year": place.population_year,
        }
    return _("%(number)s inhabitants") % {"number": number}


def other_names(place: Municipality) -> list[LocalText]:
    """Give the official names in Northern Sami and Kven, where the page shows another."""
    shown = str(place.local_name)
    names = [LocalText(place.name_se, "se"), LocalText(place.name_fkv, "fkv")]
    return [name for name in names if name.text and name.text != shown]


def foreign(lang: str) -> str:
    """Give the language of a text where it is not that of the page."""
    return lang if lang and lang != (get_language() or "").split("-")[0] else ""


def hidden_fields(choices: Choices) -> dict[str, list[tuple[str, str]]]:
    """Give what each form of the page must carry along."""
    return {
        "hidden_main": choices.hidden("aar", "gruppe"),
        "hidden_filter": choices.hidden("vis"),
        "hidden_picked": choices.hidden("gruppe", "med"),
    }
