"""Reports in a real browser: the note is one A4 page, and nothing stands in the way."""

import re

import pytest
import time_machine
from django.urls import reverse

from improvement.enums import MeasureState
from improvement.models import Evaluation, GoalConflict, StateInput
from tests.browser.looking import faults
from tests.improvement.factories import MeasureFactory, ObjectiveFactory
from tests.improvement.reports_world import AT, World
from tests.improvement.test_reports import freeze

pytestmark = pytest.mark.django_db(transaction=True)
LONG = (
    "Andel av kommunens innbyggere med mindre enn fem hundre meter til nærmeste holdeplass "
    "med minst fire avganger i timen på hverdager"
)


@pytest.fixture
def world():
    return World().work()


def crowded(world):
    """Fill every part of the note with as much as it takes, in long words."""
    for n in range(6):
        for rating, score, trend in (("green", 95, "up"), ("red", 5, "down")):
            world.add(f"{rating}-{n}", 1_234.5, rating, score, trend, name=f"{LONG} {n}")
        title = f"{n} {LONG}"[:200]
        first, second = sorted(world.targets, key=lambda target: target.pk)
        GoalConflict.objects.create(
            municipality=world.gol, first=first, second=second, score=-3, title=title
        )
        ObjectiveFactory(municipality=world.gol, title=title)
        MeasureFactory(municipality=world.gol, title=title, state=MeasureState.STOPPED)
    return world


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


def sign_in(page, live_server, client, person):
    client.force_login(person)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies(
        [{"name": "sessionid", "value": cookie.value, "url": live_server.url}]
    )


def draft(slug="politisk-notat"):
    return reverse(
        "improvement:report-draft", kwargs={"country": "no", "code": "3324", "kind": slug}
    )


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_the_note_is_one_page_however_much_there_is(page, live_server, client, world, language):
    world.person.language = language
    world.person.save()
    with time_machine.travel(AT, tick=True):
        freeze(world)
        crowded(world)
        sign_in(page, live_server, client, world.person)
        page.goto(live_server.url + draft())

        assert pages_of(page.pdf(prefer_css_page_size=True)) == 1


def test_reports_have_no_barriers(page, live_server, client, world, barriers):
    StateInput.objects.create(
        municipality=world.gol, barrier="LAW", title="Loven", text="Vi får ikke lov."
    )
    Evaluation.objects.create(
        measure=world.measure, outcome="WORKED", text="Bra.", confidence="HIGH", at=AT
    )
    first, second = freeze(world), None
    world.measure.title = "Elsykler"
    world.measure.save()
    second = freeze(world)
    sign_in(page, live_server, client, world.person)
    place = {"country": "no", "code": "3324"}
    addresses = [
        reverse("improvement:reports", kwargs=place),
        draft(),
        draft("arsmelding"),
        draft("frivillig-gjennomgang"),
        draft("innspill-til-staten"),
        first.get_absolute_url(),
        reverse("improvement:report-compare", kwargs={"pk": second.pk}),
        reverse("improvement:state-inputs", kwargs=place),
        reverse("improvement:state-input-create", kwargs=place),
    ]
    for address in addresses:
        assert (address, faults(page, barriers, live_server.url + address)) == (address, [])
