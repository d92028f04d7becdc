"""«Min kommune» in a browser: each thing done where it stands."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from improvement.enums import MeasureState
from improvement.models import MeasureTask
from indicators.enums import ImportKind
from indicators.models import Observation
from networks.models import MainContact
from tests.browser.looking import PHONE, WIDE, overflow
from tests.factories import (
    ImportBatchFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ObservationFactory,
    RoleAssignmentFactory,
)
from tests.improvement.factories import MeasureFactory, MeasureTaskFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gol():
    """A municipality in which a task, a main contact and a figure are missing."""
    gol = MunicipalityFactory(name="Gol", code="3324")
    MembershipFactory(municipality=gol, network=NetworkFactory(name="Hallingdal"))
    measure = MeasureFactory(
        municipality=gol, title="Vans", logged_at=timezone.now(), state=MeasureState.ON_TRACK
    )
    MeasureTaskFactory(measure=measure, title="Buy", due_on=timezone.localdate())
    ObservationFactory(
        municipality=gol,
        batch=ImportBatchFactory(kind=ImportKind.TYPED),
        period=timezone.localdate().year - 2,
        indicator__name="Energy",
        value=178.0,
    )
    return gol


@pytest.fixture
def mine(page, live_server, sign_in, gol):
    person = RoleAssignmentFactory(municipality=gol, person__language="en").person
    sign_in(person)
    page.goto(live_server.url + reverse("portal:mine"))
    return page


def item(page, title):
    return page.locator("li.sv-due-item", has=page.get_by_role("heading", name=title))


def number(page):
    return page.locator(".sv-nav .sv-count").first.inner_text().split()[0]


def test_three_things_are_done_without_leaving_the_page(mine, live_server):
    assert number(mine) == "3"
    opened = []
    mine.on("framenavigated", lambda frame: opened.append(frame.url))

    item(mine, "Do the task: Buy").get_by_role("button", name="Yes, it is done").click()
    mine.get_by_text("The task is done.").wait_for()
    assert number(mine) == "2"
    assert MeasureTask.objects.get().done_on == timezone.localdate()

    contact = item(mine, "Appoint main contact in Hallingdal")
    contact.get_by_label("Name").fill("Contact")
    contact.get_by_label("E-mail").fill("contact@gol.example")
    contact.get_by_role("button", name="Appoint").click()
    mine.get_by_text("The main contact is appointed").wait_for()
    assert MainContact.objects.get().name == "Contact"

    figure = item(mine, "Give the figure: Energy")
    figure.get_by_label("Value", exact=True).fill("176")
    figure.get_by_role("button", name="Save the figure").click()
    mine.get_by_text("The figure is saved").wait_for()
    assert Observation.objects.filter(value=176).exists()

    mine.get_by_role("heading", name="Nothing waits for you").wait_for()
    assert mine.locator(".sv-nav .sv-count").count() == 0
    assert set(opened) == {live_server.url + reverse("portal:mine")}


def test_a_mistake_is_told_in_place(mine):
    contact = item(mine, "Appoint main contact in Hallingdal")
    contact.locator("summary").click()
    contact.get_by_role("button", name="Appoint").click()

    expect(contact.locator("[data-sv-errors]")).to_be_focused()
    contact.get_by_label("Name").fill("Contact")
    assert MainContact.objects.count() == 0


def test_every_form_open_at_once_breaks_no_rule(mine, barriers):
    mine.emulate_media(color_scheme="light", reduced_motion="reduce")
    for number_ in range(mine.locator("li.sv-due-item").count()):
        one = mine.locator("li.sv-due-item").nth(number_)
        if not one.locator("details").get_attribute("open") and number_:
            one.locator("summary").click()
        one.locator("form").wait_for()

    assert barriers() == []
    mine.emulate_media(color_scheme="dark", reduced_motion="reduce")
    mine.wait_for_selector('html[data-bs-theme="dark"]', state="attached")
    assert barriers("color-contrast") == []
    for size in (WIDE, PHONE):
        mine.set_viewport_size(size)
        assert overflow(mine) <= 0


def test_by_keyboard_alone(mine):
    contact = item(mine, "Appoint main contact in Hallingdal")
    contact.locator("summary").focus()
    mine.keyboard.press("Enter")
    contact.get_by_label("Name").wait_for()
    mine.keyboard.press("Tab")
    mine.keyboard.type("Contact")
    mine.keyboard.press("Tab")
    mine.keyboard.type("contact@gol.example")
    mine.keyboard.press("Enter")

    mine.get_by_text("The main contact is appointed").wait_for()


def test_when_the_session_has_ended_the_form_opens_after_sign_in(mine, context):
    context.clear_cookies()

    item(mine, "Appoint main contact in Hallingdal").locator("summary").click()

    mine.wait_for_url("**/konto/login/?next=**")


def test_without_scripts_each_form_is_a_page(browser, live_server, gol, sign_in, context):
    person = RoleAssignmentFactory(municipality=gol, person__language="en").person
    sign_in(person)
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(live_server.url + reverse("portal:mine"))

    item(page, "Do the task: Buy").get_by_role("link", name="Open the form").click()
    page.get_by_role("button", name="Yes, it is done").click()

    assert page.url == live_server.url + reverse("portal:mine")
    assert MeasureTask.objects.get().done_on == timezone.localdate()
    assert (timezone.localdate() - MeasureTask.objects.get().done_on) == timedelta(0)
    plain.close()
