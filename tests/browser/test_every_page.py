"""Pages on the demonstration data, light and dark: the browser has nothing to say.

Those of the own account, and reports, are looked at in test_account_pages and test_reports.
"""

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User
from gatherings.models import Case, Series, ThemePoll
from gatherings.tokens import make_token
from improvement.models import Measure, Round, StatusRound
from networks.models import Membership, SubGroup
from tests.browser.looking import EVERYTHING, faults, made_by

pytestmark = pytest.mark.django_db(transaction=True)

GOL, FALUN = {"country": "no", "code": "3324"}, {"country": "se", "code": "2080"}


@pytest.fixture
def demo(settings, transactional_db):
    """Load the demonstration data and their dashboards."""
    settings.DEMO = True
    call_command("load_demo", verbosity=0)
    call_command("compute_dashboards", "--inline", verbosity=0)


def dark_pages():
    """Public pages that are looked at in the dark each time: one of each kind."""
    return [
        reverse("portal:front"),
        reverse("portal:municipality", kwargs=GOL),
        reverse("portal:network", kwargs={"slug": "hallingdal"}),
        series_of("dalalab").get_absolute_url(),
    ]


def public_pages():
    """Addresses of what everybody may read, besides ``dark_pages``."""
    first, swedish = "pop-over-66", "se-emissions-per-inhabitant"
    group = SubGroup.objects.filter(network__is_public=True).order_by("pk").first()
    names = ["municipalities", "networks", "indicators", "methods", "sources"]
    return [
        *(reverse(f"portal:{name}") for name in names),
        reverse("portal:search") + "?q=gol",
        reverse("portal:search") + "?q=finnes-ikke",
        reverse("portal:municipality", kwargs=FALUN),
        reverse("portal:municipality-indicator", kwargs={**GOL, "indicator": first}),
        reverse("portal:municipality-indicator", kwargs={**FALUN, "indicator": swedish}),
        reverse("portal:indicator", kwargs={"indicator": first}),
        *(reverse("portal:network", kwargs={"slug": slug}) for slug in ("nord", "dalalab")),
        reverse("portal:subgroup", kwargs={"slug": group.network.slug, "group": group.slug}),
        reverse("portal:county", kwargs={"country": "se", "code": "20"}),
        reverse("portal:region", kwargs={"slug": "hallingdal"}),
        reverse("gatherings:series-list"),
        series_of("dalalab").gatherings.get(number=1).get_absolute_url(),
        *seat_pages(),
    ]


def seat_pages():
    """Addresses of somebody who has a seat and no account."""
    seat = series_of("dalalab").registrations.filter(person=None, state="CONFIRMED").first()
    poll = ThemePoll.objects.get(series=seat.series)
    token = {"token": make_token(seat)}
    return [
        reverse("gatherings:seat", kwargs=token),
        reverse("gatherings:seat-cases", kwargs=token),
        reverse("gatherings:seat-poll", kwargs={**token, "poll": poll.pk}),
    ]


def case_pages():
    """Addresses of the cases of the north."""
    done = Case.objects.get(municipality__code="5524")
    return [
        reverse("gatherings:loop", kwargs={"slug": "nord"}),
        *(
            reverse(f"gatherings:case{name}", kwargs={"pk": done.pk})
            for name in ("", "-advice")
        ),
    ]


def work_pages():
    """Addresses of the improvement cycle of one municipality."""
    done = Measure.objects.filter(municipality__code="3324", state="DONE").get()
    living = Round.objects.get(municipality__code="3324", topic=None, closed_at=None)
    names = (
        "work", "measures", "measure-create", "measure-import", "objective-create", "rounds",
        "municipality-conflicts", "functions",
    )  # fmt: skip
    return [
        reverse("portal:mine"),
        *(reverse(f"improvement:{name}", kwargs=GOL) for name in names),
        *(
            reverse(f"improvement:{name}", kwargs={"pk": done.pk})
            for name in ("measure", "status", "evaluate")
        ),
        reverse("improvement:round", kwargs={"pk": living.pk}),
        reverse("improvement:assess", kwargs={"pk": living.pk}),
        reverse("improvement:notices"),
    ]


def host_pages():
    """Addresses of those who hold a series."""
    slug = {"slug": series_of("hallingdal").slug}
    names = (
        "host", "host-people", "host-log", "host-mail", "host-sign-up", "speakers",
        "polls", "poll-create", "cases", "host-talks", "talk-offer", "materials",
    )  # fmt: skip
    return [
        *(reverse(f"gatherings:{name}", kwargs=slug) for name in names),
        *(
            reverse(f"gatherings:{name}", kwargs={**slug, "number": 1})
            for name in ("attendance", "agenda", "gathering-change", "feedback")
        ),
        reverse("gatherings:poll-host", kwargs={**slug, "poll": ThemePoll.objects.last().pk}),
        reverse("gatherings:planner", kwargs={"slug": "hallingdal"}),
        reverse("gatherings:series-create", kwargs={"slug": "hallingdal"}),
    ]


def series_of(network):
    """The demonstration's first series of a network."""
    return Series.objects.filter(network__slug=network).earliest("pk")


def common_pages():
    """Addresses of the common work of a network."""
    names = ("board", "status-rounds", "conflicts", "localised", "network-reports", "close")
    asked = StatusRound.objects.get(network__slug="hallingdal")
    return [
        *(reverse(f"improvement:{name}", kwargs={"slug": "hallingdal"}) for name in names),
        reverse("improvement:status-round", kwargs={"pk": asked.pk}),
    ]


def own_pages():
    """Sign-in name → addresses of what that person works with."""
    member = Membership.objects.filter(network__slug="hallingdal").order_by("pk").first()
    leader = {"slug": "hallingdal"}
    return {
        "koordinator": [
            *work_pages(),
            reverse("indicators:own-values", kwargs=GOL),
            reverse("networks:municipality-networks", kwargs=GOL),
            reverse("networks:decision-list", kwargs=GOL),
            reverse("gatherings:calendar"),
            reverse("gatherings:talks", kwargs={"slug": series_of("hallingdal").slug}),
        ],
        "administrator": [
            reverse("indicators:import-list"),
            reverse("networks:municipality-roles", kwargs=GOL),
            reverse("networks:municipality-role-log", kwargs=GOL),
        ],
        "nettverksleder": [
            *common_pages(),
            *host_pages(),
            reverse("networks:manage"),
            reverse("networks:network-create"),
            reverse("networks:network-manage", kwargs=leader),
            reverse("networks:network-change", kwargs=leader),
            reverse("networks:membership-invite", kwargs=leader),
            reverse("networks:decision-open", kwargs=leader),
            reverse("networks:network-roles", kwargs=leader),
            reverse("networks:membership-detail", kwargs={**leader, "membership": member.pk}),
        ],
        "nettverksleder.nord": case_pages(),
        "natverksledare": [
            reverse(
                "gatherings:feedback-result",
                kwargs={"slug": series_of("dalalab").slug, "number": 1},
            ),
        ],
        "plattform": [
            reverse("portal:jobs"),
            reverse("portal:components"),
        ],
    }


def look_at(pages, page, barriers, findings, base, *, seen, dark=False):
    """Collect the faults and complaints of all pages, so that one run tells of all."""
    wrong, components = {}, reverse("portal:components")
    for path in pages:
        if made_by(path) in seen and not EVERYTHING:
            continue
        seen.add(made_by(path))
        found = faults(page, barriers, base + path, dark=dark or path == components)
        found += findings.console + findings.policy + findings.errors + findings.foreign
        for told in (findings.console, findings.policy, findings.errors, findings.foreign):
            told.clear()
        if found:
            wrong[path] = found
    return wrong


@pytest.mark.usefixtures("demo")
def test_no_page_has_a_fault(page, live_server, barriers, findings, sign_in):
    """Those that everybody reads, then those of the people who have signed in.

    One test: to load the demonstration takes as long as to look at twenty pages.
    """
    wrong, seen = {}, set()
    for pages, dark in ((dark_pages(), True), (public_pages(), False)):
        wrong |= look_at(pages, page, barriers, findings, live_server.url, seen=seen, dark=dark)
    seen = set()
    for mailbox, pages in own_pages().items():
        sign_in(User.objects.get(email=f"{mailbox}@demo.samverk.example"))
        own = look_at(pages, page, barriers, findings, live_server.url, seen=seen)
        wrong |= {f"{mailbox} {path}": found for path, found in own.items()}

    assert wrong == {}
