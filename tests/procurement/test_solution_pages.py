"""The form of a solution, the catalogue, and the desk of the buyers, through the pages."""

import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from common.models import OutboxMessage
from networks.enums import Role
from procurement.enums import SolutionState, Verdict
from procurement.models import Reference, Solution
from procurement.todo import things_for
from tests.factories import GoalFactory, MunicipalityFactory
from tests.procurement.factories import (
    FAR,
    NeedFactory,
    NeedPointFactory,
    SolutionFactory,
    SupplierPersonFactory,
    worker,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(client, settings, tmp_path):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def need():
    return NeedFactory(published=True, solutions_until=FAR, volume=Decimal(12), unit="km")


@pytest.fixture
def member(client):
    found = SupplierPersonFactory()
    client.force_login(found.person)
    return found


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def write(need):
    return reverse("procurement:solution-write", args=[need.slug])


def filled(**fields):
    given = {
        "title": "Hjullaster",
        "text": "Elektrisk.",
        "maturity": "TESTED",
        "effect": "42 tonn mindre.",
        "contact_name": "Drift",
        "contact_email": "post@samverk.example",
        "openness": "EVERYBODY",
    }
    return {**given, **fields}


def test_a_draft_is_saved_while_one_types_and_seen_by_nobody_else(client, member, need):
    goal = GoalFactory(number=7)
    for title in ("Hjul", "Hjullaster"):
        answer = client.post(
            write(need),
            {"title": title, "text": "x" * 900, "contact_email": "nils@", "goals": [goal.pk]},
            headers={"HX-Request": "true"},
        )
        assert answer.status_code == 204

    draft = Solution.objects.get()
    assert (draft.state, draft.title, len(draft.text)) == (
        SolutionState.DRAFT,
        "Hjullaster",
        900,
    )
    assert [row.pk for row in draft.goals.all()] == [7]
    page = text(client.get(write(need)))
    assert "Draft saved" in page
    assert 'value="Hjullaster"' in page
    client.force_login(worker(need.municipality))
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert "Hjullaster" not in text(client.get(need.get_absolute_url()))


def test_what_cannot_be_read_while_one_types_leaves_what_was_there(client, member, need):
    goal, place, point = (
        GoalFactory(number=7),
        MunicipalityFactory(),
        NeedPointFactory(need=need),
    )
    kept = {
        "goals": [goal.pk],
        "delivers_to": [need.municipality_id],
        "minimum": "31,5",
        f"point_{point.pk}": "FULLY",
        f"point_{point.pk}_how": "Med batteri.",
        "reference_1": place.name,
    }
    unread = {
        "goals": [goal.pk, "x"],
        "delivers_to": ["x"],
        "minimum": "mange",
        f"point_{point.pk}": "x",
        f"point_{point.pk}_how": "x" * 301,
        "reference_1": "Atl",
    }
    for given in (kept, unread):
        answer = client.post(write(need), filled(**given), headers={"HX-Request": "true"})
        assert answer.status_code == 204

    draft = Solution.objects.get()
    reply = draft.points.get()
    assert list(draft.goals.all()) == [goal]
    assert list(draft.delivers_to.all()) == [need.municipality]
    assert draft.minimum == Decimal("31.50")
    assert (reply.answer, reply.text) == ("FULLY", "Med batteri.")
    assert draft.references.get().municipality == place


def test_without_javascript_the_button_saves_the_draft_with_its_files(client, member, need):
    file = SimpleUploadedFile("ark.pdf", b"%PDF-1.7\n%%EOF\n")

    answer = client.post(write(need), {"title": "Hjul", "lagre": "1", "attachments": file})

    assert answer["Location"] == write(need)
    assert "ark.pdf" in text(client.get(write(need)))


def test_the_errors_are_listed_with_links_and_the_draft_is_kept(client, member, need):
    answer = client.post(write(need), filled(text="x" * 648, maturity=""))

    page = text(answer)
    assert "The solution has not been sent yet" in page
    assert 'href="#id_text"' in page
    assert "48 letters too long. Shorten it to 600." in page
    assert 'href="#id_maturity"' in page
    assert Solution.objects.get().state == SolutionState.DRAFT


def test_errors_of_boxes_lead_to_the_first_of_them(client, member, need):
    point = NeedPointFactory(need=need)
    wrong = {"openness": "", "goals": ["x"], "delivers_to": ["x"], f"point_{point.pk}": "x"}

    page = text(client.post(write(need), filled(**wrong)))
    linked = re.findall(r'<li><a href="#(.*?)">', page)

    assert len(linked) == 4
    assert [each for each in linked if f'id="{each}"' not in page] == []


def test_a_sent_solution_is_changed_by_sending_it_again_only(client, member, need):
    place = MunicipalityFactory(name="Målselv")
    point = NeedPointFactory(need=need)
    answers = {f"point_{point.pk}": "FULLY", "reference_1": "målselv", "minimum": "31,5"}
    client.post(write(need), filled(**answers))
    sent = Solution.objects.get()
    assert (sent.version, sent.minimum) == (1, Decimal("31.50"))
    assert sent.references.get().municipality == place

    client.post(write(need), {"title": "Skrevet"}, headers={"HX-Request": "true"})
    sent.refresh_from_db()
    assert sent.title == "Hjullaster"
    client.post(write(need), filled(title="Hjullaster 2", **answers))

    sent.refresh_from_db()
    assert (sent.title, sent.version) == ("Hjullaster 2", 2)
    assert "Version 1" in text(client.get(sent.get_absolute_url()))
    old = client.get(reverse("procurement:solution-version", args=[sent.pk, 1]))
    assert "Hjullaster" in text(old)
    client.post(reverse("procurement:solution-withdraw", args=[sent.pk]))
    sent.refresh_from_db()
    assert sent.state == SolutionState.WITHDRAWN


def test_a_version_is_whole_with_the_files_that_were_taken_away_later(client, member, need):
    goal, point = GoalFactory(number=7), NeedPointFactory(need=need)
    whole = filled(
        minimum="31,5",
        used_by="Tre kommuner",
        goals=[goal.pk],
        **{f"point_{point.pk}": "PARTLY"},
    )
    file = SimpleUploadedFile("ark.pdf", b"%PDF-1.7\n%%EOF\n")
    client.post(write(need), {**whole, "attachments": file})
    sent = Solution.objects.get()
    named = sent.attachments.get()

    client.post(write(need), {**whole, "remove": [named.pk]})

    address = reverse("procurement:solution-file", args=[sent.pk, named.pk])
    assert address not in text(client.get(sent.get_absolute_url()))
    page = text(client.get(reverse("procurement:solution-version", args=[sent.pk, 1])))
    for words in ("31.5 km", "Tre kommuner", "Partly", "Tested at a customer", address):
        assert words in page
    answer = client.get(address)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    client.logout()
    assert client.get(address).status_code == 404


def test_an_unknown_reference_is_told_at_its_field(client, member, need):
    page = text(client.post(write(need), filled(reference_1="Atlantis")))

    assert "There is no municipality called «Atlantis»." in page


def test_a_closed_need_says_so_and_shows_no_form(client, member, need):
    need.solutions_until = need.published_at
    need.save()

    page = text(client.get(write(need)))

    assert "The need no longer takes solutions" in page
    assert "<textarea" not in page


def test_a_signed_out_company_signs_up_first(client, need):
    page = text(client.get(need.get_absolute_url()))

    assert f"/leverandor/ny/?behov={need.slug}" in page


def test_the_catalogue_takes_solutions_without_a_need_and_is_searched(client, member):
    begun = client.post(reverse("procurement:solution-create"))
    client.post(begun["Location"], filled(title="Grøfteklipper på strøm"))
    SolutionFactory(need=None, title="Noe annet")
    client.logout()

    page = text(client.get(reverse("procurement:solution-list"), {"q": "grofte"}))
    assert "None fits" in page
    page = text(client.get(reverse("procurement:solution-list"), {"q": "GRÖFTE"}))

    assert "Grøfteklipper på strøm" in page
    assert "Noe annet" not in page


@pytest.mark.parametrize("count", [1, 25])
def test_the_catalogue_asks_the_same_number_of_queries(
    client, count, django_assert_max_num_queries
):
    SolutionFactory.create_batch(count, need=None)

    with django_assert_max_num_queries(8):
        client.get(reverse("procurement:solution-list"))


def test_buyers_sort_note_shortlist_and_decide(client, need):
    one = SolutionFactory(need=need, title="Aaa", maturity="IDEA")
    two = SolutionFactory(need=need, title="Bbb", maturity="OPERATION")
    person = worker(need.municipality, role=Role.COORDINATOR)
    client.force_login(person)
    desk = reverse("procurement:buyer-desk", args=[need.slug])

    page = text(client.get(desk))
    assert page.index("Bbb") < page.index("Aaa")
    assert "Why this score" in page
    page = text(client.get(desk, {"orden": "navn"}))
    assert page.index("Aaa") < page.index("Bbb")

    client.post(reverse("procurement:buyer-shortlist", args=[need.slug, one.pk]))
    page = text(client.get(desk, {"vis": "kort"}))
    assert "Aaa" in page
    assert "Bbb" not in page
    mine = reverse("procurement:buyer-solution", args=[need.slug, two.pk])
    client.post(mine, {"text": "Ring dem."})
    page = text(client.get(mine))
    assert "Ring dem." in page
    assert f"organisation number {two.supplier.organisation_number}" in page
    assert re.search(r"Score: \S+ of 100", page)
    colleague = SupplierPersonFactory(supplier=two.supplier)
    client.post(
        reverse("procurement:buyer-verdict", args=[need.slug, two.pk]),
        {"verdict": "TALK", "text": "Vi vil høre mer."},
    )

    two.refresh_from_db()
    assert two.verdict == Verdict.TALK
    assert OutboxMessage.objects.get().recipient == colleague.person.email
    client.force_login(colleague.person)
    page = text(client.get(two.get_absolute_url()))
    assert "Vi vil høre mer." in page
    assert "Ring dem." not in page


def test_a_named_municipality_confirms_on_its_page(client, need):
    place = MunicipalityFactory()
    one = SolutionFactory(need=need)
    row = Reference.objects.create(solution=one, municipality=place, text="Brøyting")
    person = worker(place, role=Role.COORDINATOR)
    client.force_login(person)
    assert "Brøyting" in text(client.get(reverse("procurement:references")))
    assert [thing.key for thing in things_for(person, timezone.now())] == [
        f"procurement.reference:{row.pk}:answer"
    ]

    client.post(reverse("procurement:reference-answer", args=[row.pk]), {"ja": "1"})

    row.refresh_from_db()
    assert row.confirmed_at is not None
    assert "Nothing to confirm" in text(client.get(reverse("procurement:references")))
    assert "Confirmed by the municipality" in text(client.get(one.get_absolute_url()))
