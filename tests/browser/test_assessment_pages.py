"""Every page of assessments and knowledge once, and what of them is printed."""

import re
from itertools import chain

import pytest
from django.urls import reverse

from knowledge.models import Edition
from tests.assessments import permissions as assessments
from tests.assessments.contents import whole
from tests.assessments.factories import (
    AssessmentFactory,
    FundingProgrammeFactory,
    SheetFactory,
    assessor_s,
    make_version,
)
from tests.assessments.permissions.cases import sent
from tests.browser.looking import EVERYTHING, overflow
from tests.browser.test_every_page import look_at
from tests.factories import NetworkFactory, UserFactory
from tests.knowledge import permissions as knowledge
from tests.permission_rows import OK
from tests.permission_world import arguments_of, make_world

pytestmark = pytest.mark.django_db(transaction=True)
# The text of an A4 page with the margins of the style sheet, in its pixels.
PAPER = {"width": 695, "height": 1016}
# Their forms are walked with answers in them in test_assessments.
WALKED = {f"assessments:sheet-{side}" for side in ("assess", "common", "link")}
REASON = "Varmen kommer fra flis av skog som ellers ville råtnet der den står. " * 3


def followed_case(region):
    """A case that has come half-way, with all that its pages can show."""
    version = make_version(programme=FundingProgrammeFactory(region=region))
    effects = {"13": 2, "15": -1, "7": 1, "12": -2, "9": 1}
    goals = {
        key: {"effect": level, "is_direct": True, "why": REASON, "evidence": "STUDY"}
        for key, level in effects.items()
    }
    conflict = {
        "first": 13,
        "second": 15,
        "text": REASON,
        "handling": REASON,
        "state": "PARTLY",
    }
    content = whole(
        version,
        goals={**whole(version)["goals"], **goals},
        conflicts=[conflict],
        dimensions={
            key: {"level": level, "why": REASON}
            for key, level in (("ENVIRONMENTAL", -1), ("SOCIAL", 1), ("ECONOMIC", 2))
        },
        overall={"level": 1, "why": REASON},
    )
    case = AssessmentFactory(
        version=version, decided=True, state="HALFWAY", summary=REASON, amount_granted=250_000
    )
    for text in ("Mål utslippene hvert år", REASON):
        case.decision_conditions.create(
            position=case.decision_conditions.count() + 1, text=text, due_on="2027-06-01"
        )
    sheet = SheetFactory(assessment=case, content=content, sent=True)
    sheet.versions.create(number=1, content=content, at=sheet.sent_at)
    assessor_s(case, content={**content, "overall": {"level": 0}}, sent=True)
    for moment in ("DECISION", "HALFWAY"):
        SheetFactory(assessment=case, side="COMMON", moment=moment, content=content, sent=True)
    sent(case)
    return case, sheet


def full_pages(case, sheet):
    """Pages of a case that show more than those of the table."""
    one = {"pk": case.pk}
    names = (
        "case", "result", "result-conflicts", "sheet-compare", "assessors", "applicant-link",
    )  # fmt: skip
    return [
        *(reverse(f"assessments:{name}", kwargs=one) for name in names),
        reverse("assessments:sheet", kwargs={"pk": sheet.pk}),
        reverse("assessments:sheet-version", kwargs={"pk": sheet.pk, "number": 1}),
        reverse("assessments:portfolio", kwargs={"slug": case.programme.slug}),
        reverse("assessments:case-list") + "?q=finnes-ikke",
    ]


def pages_of_the_tables(world):
    """All that a superuser may open, but files; each made when it is its turn."""
    for name, row in {**assessments.TABLE, **knowledge.TABLE}.items():
        if name in WALKED and not EVERYTHING:
            continue
        if row["superuser"] == OK and not name.endswith("-file"):
            # An edition stands at one step, and the pages ask for different ones.
            Edition.objects.filter(network=world["network"]).update(network=NetworkFactory())
            yield reverse(name, kwargs=arguments_of(name, world))


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


def test_every_page_of_it_once(page, live_server, barriers, findings, sign_in):
    world = make_world()
    case, sheet = followed_case(world["region"])
    sign_in(UserFactory(is_superuser=True, is_staff=True, language="en"))
    paths = chain(full_pages(case, sheet), pages_of_the_tables(world))

    assert look_at(paths, page, barriers, findings, live_server.url, seen=set()) == {}

    # on paper nothing is cut, and the result is what a council reads
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    for name, keys, most in (
        ("result", {"pk": case.pk}, 4),
        ("portfolio", {"slug": case.programme.slug}, 6),
    ):
        page.goto(live_server.url + reverse(f"assessments:{name}", kwargs=keys))
        assert overflow(page) == 0, name
        assert 1 <= pages_of(page.pdf(prefer_css_page_size=True)) <= most, name
