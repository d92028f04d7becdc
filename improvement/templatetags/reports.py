"""Sentences of reports on a page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from improvement.calculations.content import Part, Sentence

register = template.Library()


@register.simple_tag
def sentence(*, of: Sentence) -> SafeString:
    """Write a sentence; its pieces keep their language and lead to their rows."""
    return mark_safe("".join(_piece(part) for part in of))  # noqa: S308 -- each piece is escaped


def _piece(part: Part) -> SafeString:
    if part.address and part.lang:
        return format_html('<a href="{}" lang="{}">{}</a>', part.address, part.lang, part.text)
    if part.address:
        return format_html('<a href="{}">{}</a>', part.address, part.text)
    if part.lang:
        return format_html('<span lang="{}">{}</span>', part.lang, part.text)
    return format_html("{}", part.text)
