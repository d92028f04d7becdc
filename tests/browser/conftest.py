"""A browser that tells what went wrong on a page, also when the page looks well."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler

HERE = {"localhost", "127.0.0.1"}
LISTEN = """
document.addEventListener('securitypolicyviolation', event =>
  window.tellViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""
# Only what is wrong is described: to describe all that is right takes as long again.
BRIEF = {"resultTypes": ["violations"]}
# Rows and places of a map are alike: the first ones stand for all.
SAMPLE = {"exclude": [["tbody tr:nth-child(n+7)"], ["svg a:nth-of-type(n+20)"]]}
WCAG = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_kept():
    """Let the browser keep what does not change meanwhile, as in production."""
    serve = StaticFilesHandler.serve

    def serve_to_keep(handler, request):
        answer = serve(handler, request)
        answer["Cache-Control"] = "max-age=3600"
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", serve_to_keep)
        yield


@dataclass
class Findings:
    """What the browser complained of: console, policy, errors of scripts, foreign hosts."""

    console: list[str] = field(default_factory=list)
    policy: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


@pytest.fixture
def findings(page):
    """Collect complaints; a test may empty a list that it expects to be filled."""
    found = Findings()

    def note_request(request):
        host = urlsplit(request.url).hostname
        if host and host not in HERE:
            found.foreign.append(request.url)

    page.on(
        "console",
        lambda message: (
            found.console.append(f"{message.type}: {message.text}")
            if message.type in {"error", "warning"}
            else None
        ),
    )
    page.on("pageerror", lambda error: found.errors.append(str(error)))
    page.on("request", note_request)
    page.expose_function("tellViolation", lambda text: found.policy.append(text))
    page.add_init_script(LISTEN)
    return found


@pytest.fixture(autouse=True)
def _nothing_to_complain_of(findings):
    """Fail a browser test whose pages left a complaint."""
    yield
    assert findings == Findings()


@pytest.fixture
def barriers(page):
    """Give the accessibility rules that the page as it is now breaks, with the places."""

    def look(*rules, contrast=True):
        only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else WCAG
        if not contrast:
            only = {**only, "rules": {"color-contrast": {"enabled": False}}}
        answer = Axe().run(page, context=SAMPLE, options={**BRIEF, **only})
        return [
            f"{rule['id']} ({rule['impact']}): {node['html'][:200]}"
            for rule in answer.response["violations"]
            for node in rule["nodes"]
        ]

    return look


@pytest.fixture
def sign_in(context, live_server):
    """Sign a person in without the form, as ``client.force_login`` does."""
    from django.conf import settings
    from django.test import Client

    def enter(person):
        client = Client()
        client.force_login(person)
        context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )

    return enter
