"""Look at one page as its readers do: light and dark, on a desk and on a phone.

The colours are the same on all pages, and to measure their contrast takes longer than all the
other rules together: it is measured each time on some public pages and on the page of all
components, in the light and in the dark. Of pages that are made alike, one is looked at. With
``LOOK=all`` every page is, and its contrast measured.
"""

import os
from urllib.parse import urlsplit

from django.urls import resolve

EVERYTHING = os.environ.get("LOOK") == "all"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def made_by(address):
    """What makes the page at an address: its template, or the view where that says none."""
    view = resolve(urlsplit(address).path).func
    view = getattr(view, "view_class", view)
    return getattr(view, "template_name", None) or view.__qualname__


def overflow(page):
    """How many pixels the page is wider than the screen."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def faults(page, barriers, address, *, status=200, dark=False):
    """What is wrong with one page: status, heading, barriers, width."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")  # no colours in between
    page.set_viewport_size(WIDE)
    answer = page.goto(address)
    if answer.status != status:
        return [f"status {answer.status}"]
    page.evaluate("document.fonts.ready")
    with_contrast = dark or EVERYTHING
    found = barriers(contrast=with_contrast)
    if overflow(page) > 0:
        found.append(f"{overflow(page)} px too wide")
    if (headings := page.get_by_role("heading", level=1).count()) != 1:
        found.append(f"{headings} headings of the first level")
    if with_contrast:
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        page.wait_for_selector('html[data-bs-theme="dark"]', state="attached")
        found += [f"dark: {text}" for text in barriers("color-contrast")]
    page.set_viewport_size(PHONE)
    if overflow(page) > 0:
        found.append(f"{overflow(page)} px too wide on a phone")
    return found
