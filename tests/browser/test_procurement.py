"""Procurement in a browser: the way of a new company, and every page of it once."""

import re
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from common.models import OutboxMessage
from procurement import jobs
from procurement.actions import pools, questions, slots, solutions, watches
from procurement.enums import DialogueEvent, JoinAnswer, NeedState, Stage
from procurement.models import Need, Solution, Supplier
from tests.browser.looking import faults
from tests.factories import (
    CountryFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
)
from tests.procurement.factories import (
    NeedFactory,
    NeedPointFactory,
    SupplierPersonFactory,
    reached,
    worker,
    written,
)

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "fjell-traktor-sekk-ni"
TITLE = "Fossilfri brøyting av kommunale veger"
DAY = timedelta(days=1)
MINUTES, A_MINUTE = 5, 150  # letters that somebody types who does not type for a living


class World:
    """Gol's published need of three machines; Ål joins with four, Hol with five."""

    def __init__(self):
        now = timezone.now()
        CountryFactory(code="NO")
        network = NetworkFactory(name="Hallingdal")
        self.gol, self.al, self.hol = (
            MunicipalityFactory(name=name) for name in ("Gol", "Ål", "Hol")
        )
        for place in (self.gol, self.al, self.hol):
            MembershipFactory(network=network, municipality=place)
        self.buyer = worker(self.gol, person__language="en")
        self.buyer_in_hol = worker(self.hol, person__language="en")
        self.need = NeedFactory(
            municipality=self.gol,
            network=network,
            title=TITLE,
            slug="broyting",
            volume=3,
            unit="maskiner",
            state=NeedState.PUBLISHED,
            stage=Stage.DIALOGUE,
            published_at=now - 10 * DAY,
            solutions_until=now + 50 * DAY,
        )
        self.point = NeedPointFactory(need=self.need)
        for stage in (Stage.NEED, Stage.MAPPING, Stage.DIALOGUE):
            reached(self.need, stage, on=(now - 10 * DAY).date())
        self.join(now)
        row = slots.Row(first=now + 20 * DAY, count=3, minutes=20, pause=10)
        slots.offer_slots(need=self.need, row=row, by=self.buyer, at=now)

    def join(self, now):
        terms = pools.PoolTerms(minimum=Decimal(10), minimum_by="To leverandører")
        pools.start_pool(need=self.need, terms=terms, by=self.buyer, at=now)
        self.need = Need.objects.get(pk=self.need.pk)
        others = {self.al: 4, self.hol: 5}
        pools.ask_municipalities(need=self.need, municipalities=others, by=self.buyer)
        for place, volume in others.items():
            pools.answer_pool(
                need=self.need,
                municipality=place,
                answer=JoinAnswer.YES,
                volume=Decimal(volume),
                by=self.buyer,
                at=now,
            )


@pytest.fixture
def world():
    return World()


@pytest.fixture
def show(page, live_server):
    """Open a page of the need."""

    def opened(name="need", **kwargs):
        kwargs = {"slug": "broyting", **kwargs}
        page.goto(live_server.url + reverse(f"procurement:{name}", kwargs=kwargs))

    return opened


def typed(page, texts):
    """Fill in fields by their labels, and count the letters."""
    for label, text in texts.items():
        page.get_by_label(label).fill(text)
    return sum(map(len, texts.values()))


def sign_up(page):
    """Sign up a company; gives how many letters that takes."""
    page.locator("#id_password1").fill(PASSWORD)
    letters = typed(
        page,
        {
            "Your name": "Drift",
            "E-mail": "post@fjellbroyt.example",
            "Organisation number": "974 760 673",
            "Name of the company": "Fjellbrøyt AS",
            "What do you do?": "Vi brøyter veger.",
        },
    )
    page.get_by_role("button", name="Sign up").click()
    expect(page.locator("h1")).to_have_text("Confirm your e-mail address")
    return letters + len(PASSWORD)


def sent_link():
    """The address in the letter that has been sent; the outbox keeps no secret links."""
    return re.search(r"https?://[^/]+(/konto/confirm-email/\S+)", mail.outbox[-1].body).group(1)


def write_solution(page):
    """Fill in the form and send it; the draft is saved once. Gives how many letters.

    A database of a test that lies in memory has one connection: only one request at a time.
    """
    page.route("**/send-losning/", answer_saving)
    letters = typed(
        page,
        {
            "What is the solution called?": "Hjullaster",
            "How does it meet the need?": "Elektrisk, med to batterier og hurtiglading. " * 8,
        },
    )
    page.get_by_label("How far has the solution come?").select_option("TESTED")
    page.get_by_label("Fully").check()
    page.unroute("**/send-losning/")
    letters += typed(page, {"What effect do you expect?": "42 tonn mindre i året."})
    expect(page.locator("#lagring")).to_contain_text("Draft saved")
    page.route("**/send-losning/", answer_saving)
    with page.expect_response("**/send-losning/"):
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Send the solution").click()
    return letters


def answer_saving(route):
    """Answer what saves the draft in place of the server."""
    if route.request.headers.get("hx-request"):
        route.fulfill(status=204)
    else:
        route.continue_()


def test_a_new_company_answers_a_need_that_municipalities_share(
    page, live_server, sign_in, world, show, findings
):
    page.goto(live_server.url)
    opened = []
    page.on("framenavigated", lambda frame: opened.append(urlsplit(frame.url).path))

    # a new company: four pages, two of them forms; besides, it looks into its mailbox
    page.get_by_label("Main menu").get_by_role("link", name="Needs").click()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Send a solution").first.click()
    letters = sign_up(page)
    page.goto(live_server.url + sent_link())
    letters += write_solution(page)
    assert letters <= MINUTES * A_MINUTE
    expect(page.get_by_role("heading", level=1, name="Hjullaster")).to_be_visible()
    here = world.need.get_absolute_url()
    assert opened == [
        reverse("procurement:need-list"),
        here,
        reverse("procurement:supplier-sign-up"),
        reverse("account_email_verification_sent"),
        f"{here}send-losning/",
        Solution.objects.get().get_absolute_url(),
    ]
    company = Supplier.objects.get().people.get().person

    # it asks, and books a talk
    show()
    page.get_by_role("link", name="Ask a question").click()
    page.get_by_label("Your question").fill("Kan vi levere til to av kommunene?")
    page.get_by_role("button", name="Send the question").click()
    page.get_by_role("button", name="Book").first.click()
    expect(page.get_by_text("your talk")).to_be_visible()

    # the buyer answers; Hol withdraws
    sign_in(world.buyer)
    show()
    page.get_by_role("link", name=re.compile("^Answer")).click()
    page.get_by_label("The answer").fill("Ja, skriv hvilke.")
    page.get_by_role("button", name="Answer everybody").click()
    sign_in(world.buyer_in_hol)
    show()
    expect(page.locator("tfoot")).to_contain_text("Reached")
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_label("Why").fill("Vi har fått nye maskiner.")
    page.get_by_role("button", name="Withdraw the municipality").click()
    # the company follows what it has answered, and is told once
    page.get_by_role("heading", level=1, name=TITLE).wait_for()
    [left] = world.need.dialogue.filter(kind=DialogueEvent.LEFT)
    told = [jobs.tell_news(at=left.at + number * DAY) for number in (1, 2)]
    letters = OutboxMessage.objects.filter(
        recipient=company.email, body_text__contains=left.text
    )
    assert (letters.count(), told[1]) == (1, 0)
    expect(page.locator("tfoot")).to_contain_text("7")
    expect(page.locator("tfoot")).to_contain_text("3 short")

    # the company reads it; then the competition closes every input
    sign_in(company)
    show()
    expect(page.get_by_text("Ja, skriv hvilke.")).to_be_visible()
    inputs = page.locator("main").get_by_role("button", name=re.compile("Book|Give back"))
    links = page.locator("main").get_by_role("link", name=re.compile("Change your|Ask a"))
    assert (inputs.count(), links.count()) == (1, 3)
    sign_in(world.buyer)
    show("need-stage-on")
    page.get_by_label("Link to the competition").fill("https://doffin.no/1")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", level=1, name="Stages and dates").wait_for()
    sign_in(company)
    show()
    expect(page.get_by_role("link", name="Go to the competition")).to_be_visible()
    assert (inputs.count(), links.count()) == (0, 0)
    show("solution-write")
    assert page.locator("main form").count() == 0
    assert Solution.objects.get().state == "SENT"
    # The page saves the draft once more when it is left, and htmx tells that this was cut off.
    findings.console[:] = [text for text in findings.console if "htmx:" not in text]


def test_a_choice_narrows_the_list_in_place_and_tells_how_many(page, live_server):
    NeedFactory(published=True, title="Lys", stage=Stage.NEED)
    NeedFactory(published=True, title="Vann")
    page.goto(live_server.url + reverse("procurement:need-list"))
    told = page.get_by_role("status").filter(has_text="need")
    box = page.get_by_label("Market dialogue")

    box.check()

    expect(told).to_have_text("1 need")
    expect(box).to_be_focused()
    expect(page.get_by_role("link", name="Lys")).to_have_count(0)
    assert "fase=DIALOGUE" in page.url
    page.go_back()
    expect(told).to_have_text("2 needs")


@pytest.fixture
def dialogue(world):
    """A company with two sent solutions, one of them changed, and a question without answer."""
    member = SupplierPersonFactory(person__language="en", supplier__slug="vegdrift")
    now = timezone.now()
    told = {"supplier": member.supplier, "need": world.need, "by": member.person}
    points = {world.point.pk: solutions.PointReply(answer="PARTLY", text="Ned til 25 grader.")}
    content = written(
        points=points, delivers_to=[world.gol], references={world.hol: "To roder"}
    )
    sent = solutions.send(**told, content=content, at=now)
    sent = solutions.send(**told, content=content, at=now + timedelta(minutes=1), solution=sent)
    questions.ask(**told, text="Når starter avtalen?", at=now)
    watches.follow_search(person=member.person, search=watches.Search(words="brøyting"), at=now)
    world.company, world.solution = member, sent
    return world


def address(name, **kwargs):
    return reverse(f"procurement:{name}", kwargs=kwargs)


def pages_of_everybody(world):
    need, one = {"slug": world.need.slug}, {"pk": world.solution.pk}
    return [
        address("need-list"),
        address("need-list") + "?q=finnes-ikke",
        address("need", **need),
        address("dialogue-log", **need),
        address("solution-list"),
        address("solution", **one),
        address("supplier", slug="vegdrift"),
        address("supplier-sign-up") + f"?behov={world.need.slug}",
        address("network-benefits", slug=world.need.network.slug),
    ]


def pages_of_companies(world):
    return [
        address("desk"),
        address("supplier-people"),
        address("supplier-change"),
        address("watches"),
        address("solution-write", slug=world.need.slug),
        address("solution-version", pk=world.solution.pk, number=1),
        address("question-ask", slug=world.need.slug),
    ]


def pages_of_buyers(world):
    need, place = {"slug": world.need.slug}, world.gol.address_keys
    names = (
        "need", "need-change", "need-stages", "need-file", "pool-proposals", "pool-ask",
        "slot-list", "conference-link", "buyer-desk",
    )  # fmt: skip
    return [
        *(address(name, **need) for name in names),
        address("buyer-solution", **need, pk=world.solution.pk),
        address("need-publish", slug=NeedFactory(municipality=world.gol, language="en").slug),
        address("pool-anchor", **need, **place),
        address("references"),
    ]


def test_every_page_of_it_once(page, live_server, barriers, findings, sign_in, dialogue):
    wrong = {}
    for person, pages in (
        (None, pages_of_everybody(dialogue)),
        (dialogue.company.person, pages_of_companies(dialogue)),
        (dialogue.buyer, pages_of_buyers(dialogue)),
    ):
        if person is not None:
            sign_in(person)
        for path in pages:
            found = faults(page, barriers, live_server.url + path)
            found += findings.console + findings.policy + findings.errors + findings.foreign
            for told in (findings.console, findings.policy, findings.errors, findings.foreign):
                told.clear()
            if found:
                wrong[path] = found

    assert wrong == {}
