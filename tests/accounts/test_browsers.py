"""Browsers are named as people know them."""

import pytest
from django.utils import translation

from accounts.templatetags.browsers import browser

MOZILLA = "Mozilla/5.0"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            f"{MOZILLA} (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        (
            f"{MOZILLA} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        (
            f"{MOZILLA} (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 "
            "Version/18.0 Mobile Safari/604",
            "Safari on iPhone",
        ),
        (
            f"{MOZILLA} (Linux; Android 15) AppleWebKit/537 Chrome/140.0 Mobile Safari/537",
            "Chrome on Android",
        ),
        ("Safari/1", "Safari"),
        ("curl/8 Linux", "Linux"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_in_words(user_agent, words):
    with translation.override("en"):
        assert browser(user_agent) == words
