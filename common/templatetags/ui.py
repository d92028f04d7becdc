"""Template components: one tag each, all arguments by keyword.

Small ones are drawn here, larger ones have a file in ``templates/components/``. The page
``/komponenter/`` shows each of them.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import drawings, numbers, words
from common.fragments import element_of

register = template.Library()


@register.filter
def rating_word(code: str) -> str:
    """Give a rating in words."""
    return str(words.RATINGS[code])


@register.filter
def letter(code: str) -> str:
    """Give a rating's letter as it stands in class names: a, b, c, d or n."""
    return words.LETTERS[code]


@register.filter
def missing_word(code: str) -> str:
    """Say why a value is missing."""
    return str(words.MISSING.get(code, words.MISSING[""]))


@register.simple_tag
def icon(*, name: str, label: str = "") -> SafeString:
    """Place a Bootstrap icon; without a label it is decoration."""
    hidden = format_html('<span class="visually-hidden">{}</span>', label) if label else ""
    return format_html('<i class="bi bi-{}" aria-hidden="true"></i>{}', name, hidden)


@lru_cache(maxsize=1024)
def _goal(number: int, size: str, inline: bool, language: str | None) -> SafeString:  # noqa: FBT001 -- a key of the cache, never called from outside
    name = words.goal_name(number)
    css = f"sv-goal sv-goal-{number}" + (f" sv-goal-{size}" if size else "")
    spoken = _("Goal %(number)s") % {"number": number}
    if inline:
        return format_html(
            '<span class="{}" aria-hidden="true">{}</span>'
            '<span class="visually-hidden">{}: </span>',
            css,
            number,
            spoken,
        )
    return format_html(
        '<span class="{}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}: {}</span></span>',
        css,
        name,
        number,
        spoken,
        name,
    )


@register.simple_tag
def goal(*, number: int, size: str = "", words: bool = False) -> SafeString:
    """Place a goal chip. Its colour is identity only; number and name carry the meaning.

    ``words`` says that the goal's name follows in plain sight.
    """
    return _goal(int(number), size, words, get_language())


@register.simple_tag
def goals(*, numbers: Sequence[int], size: str = "sm") -> SafeString:
    """Place several goal chips in a row."""
    chips = format_html_join("", "{}", ((goal(number=n, size=size),) for n in numbers))
    return format_html('<span class="sv-goal-set">{}</span>', chips)


@lru_cache(maxsize=256)
def _rating(code: str, size: str, short: bool, language: str | None) -> SafeString:  # noqa: FBT001 -- a key of the cache, never called from outside
    mark = words.LETTERS[code]
    css = f"sv-rating sv-rating-{mark}" + (f" sv-rating-{size}" if size else "")
    glyph = format_html(
        '<svg viewBox="0 0 16 16" aria-hidden="true"><use href="#sv-r-{}"/></svg>', mark
    )
    head = "" if code == "grey" else mark.upper()
    if short:
        return format_html(
            '<span class="{}">{}<span aria-hidden="true">{}</span>'
            '<span class="visually-hidden">{}</span></span>',
            css,
            glyph,
            head or "–",
            words.RATINGS[code],
        )
    shown = format_html('<span aria-hidden="true">{}</span>', head) if head else ""
    return format_html('<span class="{}">{}{}{}</span>', css, glyph, shown, words.RATINGS[code])


@register.simple_tag
def rating(*, code: str, size: str = "", short: bool = False) -> SafeString:
    """Place a rating: pie, letter and words. ``short`` only where a legend is near."""
    return _rating(code, size, short, get_language())


@register.simple_tag
def rating_legend() -> SafeString:
    """List all ratings, best first."""
    items = format_html_join("", "<li>{}</li>", ((rating(code=c),) for c in words.RATINGS))
    return format_html('<ul class="sv-legend" aria-label="{}">{}</ul>', _("Key"), items)


@lru_cache(maxsize=128)
def _trend(code: str, in_words: bool, language: str | None) -> SafeString:  # noqa: FBT001 -- a key of the cache, never called from outside
    arrow = words.ARROWS[code]
    glyph = format_html(
        '<svg viewBox="0 0 16 16" aria-hidden="true"><use href="#sv-t-{}"/></svg>', arrow
    )
    label = words.TRENDS[code]
    if in_words:
        return format_html(
            '<span class="sv-trend sv-trend-{}">{}{}</span>', arrow, glyph, label
        )
    return format_html(
        '<span class="sv-trend sv-trend-{}" title="{}">{}'
        '<span class="visually-hidden">{}</span></span>',
        arrow,
        label,
        glyph,
        label,
    )


@register.simple_tag
def trend(*, code: str, words: bool = True) -> SafeString:
    """Place a trend; the arrow follows good and bad, not the sign of the number."""
    return _trend(code, words, get_language())


@register.simple_tag
def scorebar(
    *, score: float | None, rating: str = "grey", median: float | None = None
) -> SafeString:
    """Place a score of 0 to 100 points as number and bar, with the group's median."""
    if score is None:
        return format_html(
            '<span class="sv-score"><b aria-hidden="true">–</b>'
            '<span class="sv-small text-muted">{}</span></span>',
            _("Too few figures for a score"),
        )
    language = get_language()
    spoken = ""
    if median is not None:
        number = numbers.format_number(median, language=language)
        spoken = _median_words(language) % {"median": number}
    printed = numbers.format_number(score, language=language)
    picture = drawings.score_bar(score=score, rating=rating, median=median)
    return SafeString(
        f'<span class="sv-score"><b>{printed}</b>{picture}'
        f'<span class="visually-hidden">{escape(spoken)}</span></span>'
    )


@lru_cache(maxsize=8)
def _median_words(language: str | None) -> str:
    return _("The median of the group is %(median)s.")


@register.simple_tag
def coverage(*, have: int, of: int) -> SafeString:
    """Place one tick per indicator, filled where there is a figure: *4 of 6*."""
    return _coverage(have, of, get_language())


@lru_cache(maxsize=512)
def _coverage(have: int, of: int, language: str | None) -> SafeString:
    if not of:
        return format_html('<span class="sv-note">{}</span>', _("No indicator for this place"))
    return format_html(
        '<span class="sv-cov"><svg viewBox="0 0 {0} 12" width="{0}" aria-hidden="true">{1}'
        '</svg><span>{2}<span class="visually-hidden"> {3}</span></span></span>',
        of * 7,
        drawings.ticks(total=of, have=have),
        _("%(have)s of %(of)s") % {"have": have, "of": of},
        _("indicators have figures"),
    )


@register.simple_tag
def quartile(*, place: str) -> SafeString:
    """Place the relative place: best quarter to the right, the middle half two boxes."""
    return _quartile(place, get_language())


@lru_cache(maxsize=32)
def _quartile(place: str, language: str | None) -> SafeString:
    lit = {"best": (3,), "middle": (1, 2), "worst": (0,)}.get(place, ())
    return format_html(
        '<span class="sv-quart"><svg viewBox="0 0 44 12" aria-hidden="true">{}</svg>{}</span>',
        drawings.ticks(total=4, filled=[i in lit for i in range(4)], step=11),
        words.PLACES[place],
    )


@register.simple_tag
def spark(
    *, values: Sequence[float | None], target: float | None = None, text: str = ""
) -> SafeString:
    """Place a sparkline; ``text`` tells first and last value to those who hear it."""
    picture = drawings.sparkline(values=values, target=target)
    if picture is None:
        return format_html('<span class="sv-note">{}</span>', _("Too few years"))
    return SafeString(f'{picture}<span class="visually-hidden">{escape(text)}</span>')


@register.simple_tag
def band(*, ratings: Sequence[str], label: str = "") -> SafeString:
    """Place the band of a municipality: one bar per goal, height = rating."""
    return drawings.band(ratings=ratings, label=label)


@register.simple_tag
def hbar(*, value: float, maximum: float = 100, kind: str = "f") -> SafeString:
    """Place one horizontal bar; the number stands beside it in the text."""
    return drawings.share_bar(value=value, maximum=maximum, kind=kind)


@register.simple_tag
def stackbar(
    *, done: int = 0, on: int = 0, late: int = 0, stop: int = 0, plan: int = 0
) -> SafeString:
    """Place counts of states as one bar; the numbers stand beside it."""
    parts = {"done": done, "on": on, "late": late, "stop": stop, "plan": plan}
    return drawings.stacked_bar(
        parts=parts, css="sv-stackbar", prefix="sv-m-", size=(200, 18), gap=1
    )


@register.simple_tag
def distbar(*, counts: Mapping[str, int]) -> SafeString:
    """Place counts of ratings (rating → count) as one bar; the legend has the numbers."""
    parts = {words.LETTERS[code]: counts.get(code, 0) for code in words.RATINGS}
    return drawings.stacked_bar(
        parts=parts, css="sv-dist", prefix="sv-fill-", size=(680, 40), gap=3
    )


@register.simple_tag
def status(*, code: str, label: str = "") -> SafeString:
    """Place the state of work: plan, on, late, stop or done, as icon and words."""
    name, text = words.STATUSES[code]
    return format_html(
        '<span class="sv-status sv-status-{}"><i class="bi bi-{}" aria-hidden="true"></i>{}'
        "</span>",
        code,
        name,
        label or text,
    )


@register.simple_tag
def mark(*, kind: str, text: str) -> SafeString:
    """Place a mark of a decision matrix: yes, wait or no, as icon and words."""
    return _mark(kind, str(text))


@lru_cache(maxsize=128)
def _mark(kind: str, text: str) -> SafeString:
    return format_html(
        '<span class="sv-mark sv-mark-{}"><i class="bi bi-{}" aria-hidden="true"></i>{}</span>',
        kind,
        words.MARKS[kind],
        text,
    )


@register.simple_tag
def missing(*, code: str) -> SafeString:
    """Place a missing value: a dash and the reason in words."""
    return format_html(
        '<span aria-hidden="true">–</span> <small>{}</small>', missing_word(code)
    )


@register.simple_tag
def illustrative() -> SafeString:
    """Mark a figure that is made up for the demonstration."""
    return format_html('<span class="sv-tag sv-tag-illus">{}</span>', _("Illustrative"))


@register.simple_block_tag
def card(content: SafeString, *, title: str, heading_id: str) -> SafeString:
    """Frame side matter under a heading; ``heading_id`` is unique on the page."""
    return render_to_string(
        "components/card.html",
        {"content": content, "title": title, "heading_id": heading_id},
    )


@register.simple_block_tag
def section(content: SafeString, *, title: str, heading_id: str, intro: str = "") -> SafeString:
    """Open a part of the page: ink rule, heading, one sentence, then the content."""
    return render_to_string(
        "components/section.html",
        {"content": content, "title": title, "heading_id": heading_id, "intro": intro},
    )


@register.simple_block_tag
def message(content: SafeString, *, kind: str = "info") -> SafeString:
    """Keep a message on the page: info, ok, warn or bad; icon and words."""
    icons = {
        "info": "info-circle",
        "ok": "check-circle-fill",
        "warn": "exclamation-triangle",
        "bad": "exclamation-octagon-fill",
    }
    return render_to_string(
        "components/message.html", {"content": content, "kind": kind, "icon_name": icons[kind]}
    )


@register.simple_block_tag
def empty(content: SafeString, *, title: str) -> SafeString:
    """Say that nothing is here yet: what is missing, why, and one thing to do."""
    return render_to_string("components/empty.html", {"content": content, "title": title})


@register.inclusion_tag("components/chart.html")
def chart(*, figure: Mapping[str, Any]) -> dict[str, Any]:
    """Place a chart: title that says what to see, picture, the same numbers as a table.

    ``figure`` is ready to show (``indicators.charts.Chart`` as a mapping); this tag
    never calculates.
    """
    return dict(figure)


@register.inclusion_tag("components/pagination.html")
def pagination(*, page: Page[Any], query: QueryDict | None = None) -> dict[str, Any]:
    """Place the pages of a long list; the other choices in the address stay."""
    kept = query.copy() if query is not None else QueryDict(mutable=True)
    kept.pop("side", None)
    return {
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1),
        "query": kept.urlencode(),
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(
    *, form: Any, before: Any = None, rows: Any = None, title: str = "", lead: str = ""
) -> dict[str, Any]:
    """List the errors of a form on top, each with a link to its field.

    Args:
        form: The form.
        before: One that stands above it on the same page; its errors come first.
        rows: A formset that stands in it; its errors come last.
        title: In place of the usual one.
        lead: A sentence before the list.
    """
    forms = [each for each in (before, form) if each is not None]
    general = [error for each in forms for error in each.non_field_errors()]
    if rows is not None:
        forms += rows
        general += rows.non_form_errors()
    return {
        "is_wrong": bool(general) or any(each.errors for each in forms),
        "general": general,
        "fields": [
            (element_of(field), field.label, error)
            for each in forms
            for field in each
            for error in field.errors
        ],
        "title": title,
        "lead": lead,
    }
