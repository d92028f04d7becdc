"""Logging status in a browser: few clicks, by keyboard, without scripts, without a net."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from improvement.actions import log
from improvement.enums import MeasureState
from improvement.models import Measure, StatusDraft, StatusEntry
from networks.enums import Role
from tests.browser.looking import faults
from tests.factories import MunicipalityFactory, RoleAssignmentFactory
from tests.improvement.factories import MeasureFactory, MeasureTaskFactory, StatusEntryFactory

pytestmark = pytest.mark.django_db(transaction=True)
SAVED = "#lagring-{pk}.is-ok"


@pytest.fixture
def measure(sign_in):
    place = MunicipalityFactory(name="Gol", code="3324")
    measure = MeasureFactory(municipality=place, title="Elektriske varebiler", share_done=50)
    role = RoleAssignmentFactory(
        role=Role.COORDINATOR, municipality=place, person__language="en"
    )
    measure.worker = role.person
    sign_in(role.person)
    return measure


def show(page, live_server, measure, name="measure"):
    page.goto(live_server.url + reverse(f"improvement:{name}", kwargs={"pk": measure.pk}))


def field(page, measure, name):
    return page.locator(f"#id_s{measure.pk}_{name}")


def pill(page, text):
    return page.locator(".sv-pills label", has_text=text)


def test_one_status_takes_two_clicks_from_min_kommune(page, live_server, measure):
    """At most three clicks and one page: here the page where all that waits stands."""
    Measure.objects.update(
        responsible_person=measure.worker,
        state=MeasureState.ON_TRACK,
        logged_at=timezone.now() - timedelta(days=100),
    )
    page.goto(live_server.url + reverse("portal:mine"))
    opened = []
    page.on("framenavigated", lambda frame: opened.append(frame.url.split("#")[0]))

    pill(page, "Late").click()  # 1
    field(page, measure, "text").fill("The vans are late.")
    page.get_by_role("button", name="Publish status").click()  # 2

    page.get_by_text("The status is published.").wait_for()
    entry = StatusEntry.objects.get()
    assert (entry.state, entry.text, entry.share_done) == ("LATE", "The vans are late.", 50)
    assert opened == [live_server.url + reverse("portal:mine")]  # the same page, anew


def test_an_error_stays_in_place_on_min_kommune(page, live_server, measure):
    Measure.objects.update(
        responsible_person=measure.worker,
        state=MeasureState.ON_TRACK,
        logged_at=timezone.now() - timedelta(days=100),
    )
    page.goto(live_server.url + reverse("portal:mine"))
    field(page, measure, "share_done").fill("ca 40")

    page.get_by_role("button", name="Publish status").click()

    expect(page.locator("[data-sv-errors]")).to_be_focused()
    assert field(page, measure, "share_done").input_value() == "ca 40"
    assert page.url == live_server.url + reverse("portal:mine")


def test_one_status_from_the_measure_is_two_clicks(page, live_server, measure):
    show(page, live_server, measure)

    pill(page, "Done").click()  # 1
    field(page, measure, "text").fill("All vans are here.")
    page.get_by_role("button", name="Publish status").click()  # 2

    page.get_by_text("The status is published.").wait_for()
    assert StatusEntry.objects.get().state == "DONE"


def test_no_change_is_one_click(page, live_server, measure):
    show(page, live_server, measure)

    page.get_by_role("button", name="No change since last time").click()

    page.get_by_text("Published: no change").wait_for()
    assert StatusEntry.objects.get().is_unchanged


def test_the_form_by_keyboard_alone(page, live_server, measure):
    show(page, live_server, measure, "status")
    first = page.locator(".sv-pills input:checked")
    first.focus()

    page.keyboard.press("ArrowRight")  # from “not started” to “on track”
    page.keyboard.press("Tab")
    page.keyboard.type("Two vans have come.")
    page.keyboard.press("Tab")
    page.keyboard.type("64")  # what stood there is chosen when one comes by Tab
    page.keyboard.press("Enter")

    page.get_by_text("The status is published.").wait_for()
    entry = StatusEntry.objects.get()
    assert (entry.state, entry.text, entry.share_done) == (
        "ON_TRACK",
        "Two vans have come.",
        64,
    )


def test_an_error_takes_focus_and_leads_to_its_field(page, live_server, measure):
    show(page, live_server, measure, "status")
    field(page, measure, "share_done").fill("ca 40")
    page.get_by_role("button", name="Publish status").click()

    summary = page.locator("[data-sv-errors]")
    expect(summary).to_be_focused()

    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id") == f"id_s{measure.pk}_text"


def test_a_draft_survives_a_closed_tab(page, context, live_server, measure):
    show(page, live_server, measure)
    pill(page, "Late").click()
    field(page, measure, "text").press_sequentially("Half a sentence")
    page.locator(SAVED.format(pk=measure.pk)).wait_for()
    page.close()

    again = context.new_page()
    show(again, live_server, measure)

    assert field(again, measure, "text").input_value() == "Half a sentence"
    assert again.locator(".sv-pills input:checked").get_attribute("value") == "LATE"
    assert again.get_by_text("Your draft from").is_visible()
    assert (
        again.evaluate("Object.keys(localStorage).filter(k => k.startsWith('sv-draft'))") == []
    )
    again.close()


def test_a_draft_survives_a_lost_connection(page, context, live_server, measure, findings):
    show(page, live_server, measure)
    context.set_offline(True)
    field(page, measure, "text").press_sequentially("Written on the train")
    page.locator(f"#lagring-{measure.pk}.is-bad").wait_for()
    assert page.get_by_text("kept on this device").is_visible()
    assert not StatusDraft.objects.exists()

    context.set_offline(False)
    page.locator(SAVED.format(pk=measure.pk)).wait_for()

    assert StatusDraft.objects.get().fields["text"] == "Written on the train"
    findings.console.clear()  # the browser tells that it was offline


def test_what_was_typed_offline_comes_back_in_a_new_tab(
    page, context, live_server, measure, findings
):
    show(page, live_server, measure)
    context.set_offline(True)
    field(page, measure, "text").press_sequentially("Only here")
    page.locator(f"#lagring-{measure.pk}.is-bad").wait_for()
    page.close()
    context.set_offline(False)

    again = context.new_page()
    show(again, live_server, measure)
    again.locator(SAVED.format(pk=measure.pk)).wait_for()

    assert field(again, measure, "text").input_value() == "Only here"
    assert again.get_by_text("What you typed on this device is filled in.").is_visible()
    again.get_by_role("button", name="Publish status").click()
    again.get_by_text("The status is published.").wait_for()
    assert field(again, measure, "text").input_value() == ""
    assert StatusEntry.objects.get().text == "Only here"
    assert not StatusDraft.objects.exists()
    findings.console.clear()  # the browser tells that it was offline
    again.close()


def test_signing_out_leaves_nothing_on_the_device(
    page, context, live_server, measure, findings
):
    show(page, live_server, measure)
    context.set_offline(True)
    field(page, measure, "text").press_sequentially("Secret")
    page.locator(f"#lagring-{measure.pk}.is-bad").wait_for()
    context.set_offline(False)
    page.locator(".sv-user").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(live_server.url + "/")

    left = page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('sv-draft'))")
    assert left == []
    findings.console.clear()  # the browser tells that it was offline


def test_without_scripts_logging_works(browser, live_server, measure, context):
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    show(page, live_server, measure)

    page.locator(".sv-pills label", has_text="On track").click()
    field(page, measure, "text").fill("No scripts here.")
    page.get_by_role("button", name="Save draft and close").click()
    assert StatusDraft.objects.get().fields["text"] == "No scripts here."

    page.get_by_role("button", name="Publish status").click()
    assert page.get_by_text("No scripts here.").is_visible()
    assert StatusEntry.objects.get().state == "ON_TRACK"
    plain.close()


def test_the_pages_are_open_to_all(page, live_server, measure, barriers):
    wrong = StatusEntryFactory(measure=measure)
    log.log_status(
        measure=measure, state=MeasureState.LATE, text="Four.", by=measure.worker,
        at=wrong.at, submission="7c0d24d5-2bd4-4d40-8ac1-8f6a3a1a5a11", corrects=wrong,
        share_done=40, next_step="Call",
    )  # fmt: skip
    task = MeasureTaskFactory(measure=measure)
    names = {
        "measure": {},
        "status": {},
        "status-correct": {"entry": StatusEntry.objects.latest("pk").pk},
        "task-add": {},
        "task-change": {"task": task.pk},
        "task-remove": {"task": task.pk},
    }
    for name, more in names.items():
        address = reverse(f"improvement:{name}", kwargs={"pk": measure.pk, **more})
        assert (name, faults(page, barriers, live_server.url + address)) == (name, [])
