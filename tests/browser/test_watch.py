"""The watch itself: what it shall see, it sees."""

from django.urls import reverse


def test_what_the_policy_forbids_is_seen(page, live_server, findings, db):
    page.goto(live_server.url + reverse("portal:front"))

    page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'window.bad = 1';"
        "document.head.append(s)"
    )
    page.evaluate("setTimeout(() => { throw new Error('on purpose') })")
    page.wait_for_timeout(300)

    assert page.evaluate("window.bad") is None
    assert [text.split()[0] for text in findings.policy] == ["script-src-elem"]
    assert findings.errors == ["on purpose"]
    findings.policy.clear()
    findings.errors.clear()
    findings.console.clear()


def test_a_barrier_is_seen(page, live_server, barriers, db):
    page.goto(live_server.url + reverse("portal:front"))
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src>')")

    assert [text.split()[0] for text in barriers()] == ["image-alt"]
