"""The form of a status entry, no change, corrections and drafts as pages."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from improvement.forms.months import parse_month
from improvement.models import Measure, StatusDraft, StatusEntry
from networks.enums import Role
from tests.factories import (
    RegionFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.improvement.factories import MeasureFactory, MeasureTaskFactory, StatusEntryFactory

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def measure(client):
    measure = MeasureFactory(title="Elektriske varebiler")
    person = RoleAssignmentFactory(
        role=Role.CONTRIBUTOR, municipality=measure.municipality, person__language="en"
    ).person
    client.force_login(person)
    measure.worker = person
    return measure


def address(page, measure, **kwargs):
    return reverse(f"improvement:{page}", kwargs={"pk": measure.pk, **kwargs})


def fields(**given):
    return {"state": "ON_TRACK", "text": "Two vans have come.", "submission": uuid4(), **given}


def test_a_status_is_published_and_the_page_leads_back(client, measure):
    answer = client.post(
        address("status", measure),
        fields(share_done="40 %", new_end_on="2099-03", next_step="Call", seen=""),
    )

    entry = StatusEntry.objects.get()
    assert answer["Location"] == f"{measure.get_absolute_url()}#logg"
    assert (entry.share_done, entry.new_end_on) == (40, date(2099, 3, 31))
    assert (entry.by, entry.on_behalf_of, entry.next_step) == (measure.worker, None, "Call")


def test_it_leads_back_to_where_one_came_from_and_nowhere_else(client, measure):
    ours = client.post(address("status", measure), fields(next="/min-kommune/"))
    foreign = client.post(address("status", measure), fields(next="https://evil.example/"))

    assert ours["Location"] == "/min-kommune/"
    assert foreign["Location"] == f"{measure.get_absolute_url()}#logg"


def test_a_coordinator_of_the_region_logs_on_behalf_of_the_municipality(client):
    measure = MeasureFactory()
    region = RegionFactory()
    RegionMembershipFactory(region=region, municipality=measure.municipality)
    person = RoleAssignmentFactory(role=Role.COORDINATOR, region=region).person
    client.force_login(person)

    shown = client.get(address("status", measure))
    client.post(address("status", measure), fields())

    assert shown.context["on_behalf_of"] == measure.municipality
    assert StatusEntry.objects.get().on_behalf_of == measure.municipality


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"state": ""}, "state"),
        ({"state": "WELL"}, "state"),
        ({"share_done": "ca 40"}, "share_done"),
        ({"share_done": "101"}, "share_done"),
        ({"share_done": "-1"}, "share_done"),
        ({"new_end_on": "soon"}, "new_end_on"),
        ({"new_end_on": "2001-01"}, "new_end_on"),
        ({"next_step": "x" * 301}, "next_step"),
    ],
)
def test_an_error_stands_at_its_field_and_nothing_is_lost(client, measure, given, field):
    sent = fields(**given)

    answer = client.post(address("status", measure), sent)

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (200, [field])
    assert form["text"].value() == sent["text"]
    assert not StatusEntry.objects.exists()


def test_the_tasks_ask_for_a_reason_and_take_it(client, measure):
    MeasureTaskFactory(measure=measure, due_on=date(2026, 1, 1))
    sent = fields()

    asked = client.post(address("status", measure), sent)
    assert list(asked.context["form"].errors) == ["reason"]
    assert asked.context["asks_reason"]

    client.post(address("status", measure), sent | {"reason": "The date is wrong"})
    assert StatusEntry.objects.get().reason == "The date is wrong"


def test_what_somebody_logged_meanwhile_is_shown_before_the_second_press(client, measure):
    first = StatusEntryFactory(measure=measure)
    sent = fields(seen=first.pk)
    other = StatusEntryFactory(
        measure=measure, text="Stopped today.", at=datetime(2026, 11, 2, tzinfo=UTC)
    )

    warned = client.post(address("status", measure), sent)
    assert warned.context["newer"].text == "Stopped today."
    assert warned.context["form"]["text"].value() == "Two vans have come."
    assert StatusEntry.objects.count() == 2

    seen = warned.context["form"]["seen"].value()
    client.post(address("status", measure), sent | {"seen": seen})
    assert seen == str(other.pk)
    assert StatusEntry.objects.count() == 3


def test_a_press_too_many_is_no_warning_and_no_second_entry(client, measure):
    sent = fields(seen="")

    client.post(address("status", measure), sent)
    again = client.post(address("status", measure), sent)

    assert again.status_code == 302
    assert StatusEntry.objects.count() == 1


def test_htmx_gets_the_form_alone_and_is_led_on(client, measure):
    page = address("status", measure)

    shown = client.get(f"{page}?next=/min-kommune/", **HTMX)
    wrong = client.post(page, fields(text="", next="/min-kommune/"), **HTMX)
    right = client.post(page, fields(next="/min-kommune/"), **HTMX)

    assert shown.templates[0].name == "improvement/parts/status_form.html"
    assert b"<html" not in shown.content
    assert b'value="/min-kommune/"' in shown.content
    assert "HX-Request" in shown["Vary"]
    assert (wrong.status_code, b"<html" in wrong.content) == (200, False)
    assert (right.status_code, right["HX-Redirect"]) == (200, "/min-kommune/")


def test_no_change_is_one_press(client, measure):
    client.post(address("status", measure), fields(share_done="40"))
    newest = StatusEntry.objects.get()

    answer = client.post(
        address("status-unchanged", measure), {"submission": uuid4(), "seen": newest.pk}
    )

    entry = StatusEntry.objects.order_by("-pk").first()
    assert answer["Location"] == f"{measure.get_absolute_url()}#logg"
    assert (entry.is_unchanged, entry.text, entry.state) == (True, "", "ON_TRACK")
    assert Measure.objects.get().share_done == 40


def test_no_change_waits_when_somebody_has_logged_meanwhile(client, measure):
    StatusEntryFactory(measure=measure)

    client.post(address("status-unchanged", measure), {"submission": uuid4(), "seen": ""})

    assert StatusEntry.objects.count() == 1


def test_no_change_against_the_tasks_leads_to_the_form(client, measure):
    MeasureTaskFactory(measure=measure, due_on=date(2026, 1, 1))

    answer = client.post(address("status-unchanged", measure), {"submission": uuid4()})

    assert answer["Location"] == address("status", measure)
    assert not StatusEntry.objects.exists()


def test_no_change_without_its_number_is_told_kindly(client, measure):
    answer = client.post(address("status-unchanged", measure), {"submission": "x"})

    assert answer.status_code == 302
    assert not StatusEntry.objects.exists()


def test_a_correction_begins_with_the_old_text_and_points_to_it(client, measure):
    wrong = StatusEntryFactory(measure=measure, text="Nine vans.")
    page = address("status-correct", measure, entry=wrong.pk)

    shown = client.get(page)
    client.post(page, fields(text="Four vans.", seen=wrong.pk))

    assert shown.context["form"]["text"].value() == "Nine vans."
    assert StatusEntry.objects.get(text="Four vans.").corrects == wrong


def test_an_entry_of_another_measure_is_not_found(client, measure):
    other = StatusEntryFactory()

    answer = client.get(address("status-correct", measure, entry=other.pk))

    assert answer.status_code == 404


# ------------------------------------------------------------------ drafts


def test_a_draft_is_kept_while_one_types_and_fills_the_form(client, measure):
    answer = client.patch(
        address("status-draft", measure),
        "state=LATE&text=Two+v%C3%A6ns&share_done=40&unknown=1",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 204
    assert StatusDraft.objects.get().fields == {
        "state": "LATE",
        "text": "Two væns",
        "share_done": "40",
    }
    form = client.get(address("status", measure)).context["form"]
    assert (form["state"].value(), form["text"].value()) == ("LATE", "Two væns")


def test_the_button_saves_the_draft_without_scripts(client, measure):
    answer = client.post(address("status-draft", measure), fields(text="Two v", next="/"))

    assert answer["Location"] == "/"
    assert StatusDraft.objects.get().fields["text"] == "Two v"


def test_a_draft_can_be_thrown_away(client, measure):
    client.post(address("status-draft", measure), fields())

    client.post(address("status-draft", measure), fields(discard="1"))

    assert not StatusDraft.objects.exists()


def test_a_draft_that_arrives_after_its_form_was_published_is_not_kept(client, measure):
    sent = fields()
    client.post(address("status", measure), sent)

    client.post(address("status-draft", measure), sent)

    assert not StatusDraft.objects.exists()


def test_nobody_sees_the_draft_of_another(client, measure):
    StatusDraft.objects.create(
        measure=measure,
        person=UserFactory(),
        fields={"text": "Secret"},
        saved_at=datetime(2026, 11, 2, tzinfo=UTC),
    )

    answer = client.get(address("status", measure))

    assert b"Secret" not in answer.content


def test_odd_characters_and_numbers_do_no_harm(client, measure):
    answer = client.post(
        address("status-draft", measure), {"text": "a\0b", "submission": "no uuid"}
    )

    assert answer.status_code == 302
    assert StatusDraft.objects.get().fields == {"text": "ab"}


# ------------------------------------------------------------------ months


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2027-03", date(2027, 3, 31)),
        ("2028-2", date(2028, 2, 29)),
        ("2027-03-15", date(2027, 3, 15)),
        ("03.2027", date(2027, 3, 31)),
        ("15.03.2027", date(2027, 3, 15)),
        ("3/2027", date(2027, 3, 31)),
        ("mars 2027", date(2027, 3, 31)),
        ("Mars 2027", date(2027, 3, 31)),
        ("des. 2026", date(2026, 12, 31)),
        ("december 2026", date(2026, 12, 31)),
        ("maj 2027", date(2027, 5, 31)),
        ("15. mai 2027", date(2027, 5, 15)),
        ("2027-13", None),
        ("2027-00", None),
        ("2027-02-30", None),
        ("1999-12", None),
        ("0000-01", None),
        ("våren 2027", None),
        ("2027", None),
        ("", None),
    ],
)
def test_months_are_read_as_people_write_them(text, wanted):
    assert parse_month(text) == wanted
