"""Assessments in a browser: from the draft of a template to the portfolio."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from assessments.enums import Moment
from assessments.models import Assessment, Sheet, TemplateVersion
from networks.enums import Role
from tests.assessments.factories import FundingProgrammeFactory, make_rules
from tests.browser.assessing import Reader, exactly, word_file
from tests.browser.looking import PHONE, WIDE
from tests.factories import (
    CountryFactory,
    MunicipalityFactory,
    RegionFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
TITLE = "Kjølelager for lokal mat"
REASON = "Vi leier plass i et lager som står halvtomt."


class World:
    """A region with a programme and its rules, an officer and a member of its council."""

    def __init__(self):
        CountryFactory(code="NO")
        self.region = RegionFactory(name="Hallingdal")
        self.gol = MunicipalityFactory(name="Gol")
        RegionMembershipFactory(region=self.region, municipality=self.gol)
        self.programme = FundingProgrammeFactory(region=self.region, name="Mat fra bygda")
        make_rules(programme=self.programme, used=False, number=1)
        self.officer, self.councillor = (
            RoleAssignmentFactory(region=self.region, role=role, person__language="en").person
            for role in (Role.COORDINATOR, Role.COUNCIL_MEMBER)
        )


@pytest.fixture
def world():
    return World()


@pytest.fixture
def reader(page, barriers, live_server):
    page.set_viewport_size(WIDE)
    page.set_default_timeout(15_000)
    return Reader(page, barriers, live_server.url)


def day(number):
    """A day of the form, so many days from now."""
    return (timezone.localdate() + number * DAY).isoformat()


def sent_link():
    """The link in the letter that was sent last; the outbox keeps no secret links."""
    return re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body).group(1)


# ------------------------------------------------------------------------- the template
def draft_template(reader, world):
    """Draft, rework and test a template; gives its version."""
    reader.open("programme", slug=world.programme.slug)
    reader.look("Mat fra bygda")
    reader.follow("New template")
    reader.look("New template")
    reader.type({"Name": "Støtte til lokalmat"})
    reader.choose("Project support")
    reader.press("Make the template")
    reader.look("Version 1")
    reader.follow("Choose what is asked")
    reader.look("What is asked")
    reader.choose("Horizontal criteria by the rules of the programme")
    reader.page.get_by_label("Rules", exact=False).last.select_option("Rules 1")
    reader.press("Save")
    reader.follow("New section")
    reader.look("New section")
    reader.type({"Title of the section": "Lokal mat"})
    reader.press("Save")
    for kind, text, more in (
        ("Text", "Hva blir annerledes?", {}),
        ("One of several", "Hvem driver det?", {"Choices (optional)": "Bøndene\nKommunen"}),
        ("Number", "Hvor mange gårder er med?", {"Unit (optional)": "gårder"}),
        ("Scale from −2 to +2", "Hva gjør det for kulturlandskapet?", {}),
        ("Evidence", "Hva viser at det trengs?", {}),
    ):
        reader.follow("New question")
        reader.choose(kind)
        reader.type({"Question": text, **more})
        reader.choose("Must be answered")
        if kind == "Evidence":
            reader.look("New question", closely=True)
        reader.press("Save")
    for step in ("Send to be reworked", "Begin the test"):
        reader.follow(step)
        reader.look(step, closely=True)
        reader.page.locator("#id_note").fill("Prøv den på en gammel søknad.")
        reader.press(step)
    reader.look("Version 1")
    return TemplateVersion.objects.get()


def register(reader, title):
    """Register a case that has come."""
    reader.open("case-list")
    reader.look("Assessments")
    reader.follow("Register a case")
    reader.look("Register a case")
    reader.type(
        {
            "What is applied for": title,
            "Applicant (optional)": "Matlaget",
            "E-mail of the applicant (optional)": "post@matlaget.example",
            "Amount applied for (optional)": "250 000",
        }
    )
    reader.choose("Gol")
    reader.press("Register")
    reader.look(title)
    return Assessment.objects.latest("pk")


# ------------------------------------------------------------------------- the applicant
def open_link(reader, link):
    reader.page.set_viewport_size(PHONE)
    reader.page.goto(reader.base + link)


def answer_as_applicant(reader, link, findings):
    """Answer on a phone: stop and go on, by keys, meet oneself in another window, send."""
    page = reader.page
    open_link(reader, link)
    reader.look(TITLE, closely=True)
    with reader.saving():
        reader.effect("goals-12", "pos1", why=REASON, evidence="EXPERIENCE", is_direct="ja")
    expect(page.locator("#framdrift h2")).to_contain_text("1 of ")
    page.goto("about:blank")
    page.goto(reader.base + link)
    expect(page.locator("#goals-12-why")).to_have_value(REASON)

    # by keys alone: along the strip of a goal, and to what opens below it
    page.locator("#goals-13-effect-zero").focus()
    with reader.saving():
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Tab")
        expect(page.locator("#goals-13-why")).to_be_focused()
        page.keyboard.type("Kjøling bruker strøm.")
        page.keyboard.press("Tab")
    expect(page.locator("#konflikt-forslag button")).to_have_count(1)
    expect(page.locator("#antall-klima")).to_have_text("1 of 4 answered")
    choose_between_two_windows(reader, link)
    # the browser tells of the answers that said that the sheet had changed
    findings.console[:] = [text for text in findings.console if "409" not in text]

    reader.effect("goals-13", "neg1", evidence="ASSUMPTION", is_direct="nei")
    page.locator("textarea[id^=answers-]").first.fill("Bøndene får levert hele året.")
    page.locator("input[inputmode=decimal]").fill("12")
    page.locator("textarea[id$=-text]").last.fill("Ni gårder har spurt.")
    page.locator("select[id$=-evidence]").last.select_option("EXPERIENCE")
    reader.answer_the_rest()
    reader.press("Send the answers")
    expect(page.get_by_text("The answers are sent.").first).to_be_visible()
    reader.look(TITLE, closely=True)


def choose_between_two_windows(reader, link):
    """Write the same text in two windows: nothing is overwritten before one has chosen."""
    page, why = reader.page, "#goals-13-why"
    other = reader.other_window(reader.base + link)
    with other.saving():
        other.page.locator(why).fill("Kjøling bruker strøm hele året.")
        other.page.locator(why).blur()
    other.page.close()
    reader.let_save(may=True)
    page.locator(why).fill("Kjøling bruker strøm om sommeren.")
    page.locator(why).blur()
    expect(page.locator("#lagring")).to_contain_text("another window")
    reader.let_save(may=False)
    reader.press("Save and go on later")
    reader.look("Which answers do you want to keep?", closely=True)
    expect(page.locator("main")).to_contain_text("Kjøling bruker strøm hele året.")
    reader.press("Keep these answers")
    expect(page.locator(why)).to_have_value("Kjøling bruker strøm om sommeren.")


def send_again(reader, link, text):
    """Open the answers again, change one text and send them."""
    open_link(reader, link)
    reader.press("Change the answers")
    reader.page.locator("#goals-12-why").fill(text)
    reader.press("Send the answers")
    expect(reader.page.get_by_text("The answers are sent.").first).to_be_visible()


# --------------------------------------------------------------------------- the officer
def at_desk(reader, case):
    reader.page.set_viewport_size(WIDE)
    reader.open("case", pk=case.pk)


def ask(reader, case):
    """Ask the applicant by mail; gives the link."""
    at_desk(reader, case)
    reader.follow("Ask the applicant")
    reader.look("Ask the applicant")
    reader.type({"Answer by": day(14)})
    reader.press("Send")
    reader.look(TITLE)
    return sent_link()


def assess(reader, case):
    """Take the case and answer: less good for the climate than the applicant says."""
    at_desk(reader, case)
    reader.follow("Take the case")
    reader.press("Take the case")
    reader.follow("Assess the case")
    reader.effect("goals-13", "neg2", why="Gamle maskiner.", evidence="STUDY", is_direct="ja")
    reader.effect("dimensions-ENVIRONMENTAL", "neg1", why="Strøm og gass.")
    page = reader.page
    page.locator("textarea[id^=answers-]").first.fill("Mer mat selges i bygda.")
    page.locator("input[inputmode=decimal]").fill("9")
    page.locator("textarea[id$=-text]").last.fill("Søknaden.")
    page.locator("select[id$=-evidence]").last.select_option("EXPERIENCE")
    reader.answer_the_rest()
    reader.look(TITLE, closely=True)
    reader.press("Send the answers")
    reader.follow("Side by side")
    reader.look(TITLE)
    expect(page.locator(".sv-lead")).to_have_text(re.compile("The sheets differ at [1-9]"))


def complete(reader, case, old_link):
    """Ask for what is missing and get it; gives nothing."""
    at_desk(reader, case)
    reader.follow("Ask for completion")
    reader.look("Ask for completion")
    reader.type({"What is missing?": "Hvor står lageret?", "Answer by": day(7)})
    reader.press("Send")
    reader.look(TITLE)
    assert "Hvor står lageret?" in mail.outbox[-1].body
    assert reader.page.request.get(reader.base + old_link).status == 404
    send_again(reader, sent_link(), f"{REASON} Det står på Gol.")
    at_desk(reader, case)
    reader.follow("Go on assessing")
    reader.press("Go on")


def judge(reader, case):
    """Judge together: nothing is positive on the whole beside a harm, without words."""
    page = reader.page
    at_desk(reader, case)
    reader.follow("Go on to the overall judgement")
    reader.type({"To be decided by (optional)": day(30)})
    reader.press("Go on")
    reader.follow("Write the common judgement")
    reader.press("Begin with what all agree on")
    reader.effect(
        "goals-13", "neg1", why="Strøm og gass.", evidence="EXPERIENCE", is_direct="ja"
    )
    reader.effect("goals-12", "pos1", why=REASON, evidence="EXPERIENCE", is_direct="ja")
    reader.effect("dimensions-ENVIRONMENTAL", "neg1")
    reader.effect("overall", "pos1")
    page.locator("textarea[id^=answers-]").first.fill("Mer mat selges i bygda.")
    page.locator("input[inputmode=decimal]").fill("9")
    page.locator("textarea[id$=-text]").last.fill("Søknaden.")
    page.locator("select[id$=-evidence]").last.select_option("EXPERIENCE")
    reader.answer_the_rest()
    reader.press("Send the answers")
    expect(page.locator("[data-sv-errors]")).to_be_focused()
    reader.look(TITLE, closely=True)
    page.locator("[data-sv-errors] a").click()
    why = page.locator("#overall-why")
    expect(why).to_be_focused()
    expect(why).to_have_accessible_description(re.compile("negative"))
    why.fill("Strømmen er fornybar, og lageret står der alt.")
    reader.press("Send the answers")
    expect(page.get_by_text("The answers are sent.").first).to_be_visible()
    reader.follow("See the result")
    reader.look(TITLE)


def decide(reader, case, world, sign_in):
    """Another person decides, with conditions."""
    at_desk(reader, case)
    reader.follow("Name who decides")
    reader.look("Name who decides")
    reader.page.get_by_label(exactly("Who decides?")).select_option(str(world.councillor.pk))
    reader.press("Save")
    sign_in(world.councillor)
    at_desk(reader, case)
    reader.follow("Record the decision")
    reader.look("Record the decision", closely=True)
    reader.page.locator("label[for=id_effect_0]").click()
    reader.type(
        {
            "Wording of the decision": "Matlaget får støtte til kjølelageret.",
            "Amount granted (optional)": "200 000",
            "Condition 1": "Mål strømmen",
            "Deadline 1": day(90),
            "Condition 2": "Åpent for alle gårder",
            "Follow-up half-way (optional)": day(180),
            "Follow-up at the end (optional)": day(360),
        }
    )
    reader.press("Save the decision")
    reader.look(TITLE)
    expect(reader.page.locator("main")).to_contain_text("2 conditions are not met.")


def write_letter(reader, case):
    """Send the letter; the applicant reads it, and opens its Word file."""
    at_desk(reader, case)
    reader.follow("Letter to the applicant")
    reader.look("Letter to the applicant", closely=True)
    reader.press("Send the letter")
    reader.look(TITLE)
    own = word_file(reader, reverse("assessments:case-file", kwargs={"pk": case.pk}))
    link = sent_link()
    open_link(reader, link)
    reader.look(f"Vedtak: {TITLE}")
    letter = word_file(reader, f"{link}?fil=word")
    for text in ("Matlaget får støtte til kjølelageret.", "Mål strømmen"):
        assert text in letter
        assert text in own
    assert "3 of 3 conditions are met." in own


def follow_up(reader, case, findings):
    """Ask the same questions half-way; the applicant answers beside what it said before."""
    at_desk(reader, case)
    reader.follow("Begin a follow-up")
    reader.look("Begin a follow-up")
    reader.choose("Half-way")
    reader.type({"Answer by": day(200)})
    reader.press("Ask the applicant")
    open_link(reader, sent_link())
    reader.look(TITLE, closely=True)
    reader.effect("goals-12", "pos2", why=REASON, evidence="MEASURED", is_direct="ja")
    page = reader.page
    page.locator("textarea[id^=answers-]").first.fill("Elleve gårder leverer.")
    page.locator("input[inputmode=decimal]").fill("11")
    page.locator("textarea[id$=-text]").last.fill("Leveranser i år.")
    page.locator("select[id$=-evidence]").last.select_option("MEASURED")
    reader.answer_the_rest()
    reader.press("Send the answers")
    expect(page.get_by_text("The answers are sent.").first).to_be_visible()
    assert Sheet.objects.get(moment=Moment.HALFWAY).content["goals"]["12"]["effect"] == 2


def test_from_the_draft_of_a_template_to_the_portfolio(reader, world, sign_in, findings):
    sign_in(world.officer)
    version = draft_template(reader, world)
    trial = register(reader, "Prøvesak")
    assert (trial.version, trial.is_test) == (version, True)
    reader.open("version-step", slug=version.template.slug, number=1, step="in_use")
    reader.press("Put in use")
    reader.look("Version 1")
    case = register(reader, TITLE)
    assert (case.version, case.is_test) == (version, False)

    link = ask(reader, case)
    answer_as_applicant(reader, link, findings)
    assess(reader, case)
    complete(reader, case, link)
    judge(reader, case)
    decide(reader, case, world, sign_in)
    sign_in(world.officer)
    write_letter(reader, case)
    follow_up(reader, case, findings)

    reader.page.set_viewport_size(WIDE)
    reader.open("portfolio", slug=world.programme.slug)
    reader.look("Portfolio of Mat fra bygda", closely=True)
    moved = reader.page.get_by_role("table", name=re.compile("environmental", re.IGNORECASE))
    expect(moved.first).to_contain_text("1")
    assert reader.seen == {}
