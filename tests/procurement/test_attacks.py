"""What others must not get, change or run: every attempt is refused."""

import io
import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from common.models import OutboxMessage, StoredFile
from networks.enums import Role
from portal.queries.own_data import own_data
from procurement.actions import solutions
from procurement.actions.attachments import Files
from procurement.enums import JoinAnswer, Openness, SolutionState
from procurement.forms.suppliers import CompanyDetailsForm
from procurement.models import Pool, PoolMember, Solution
from tests.factories import MunicipalityFactory, UserFactory
from tests.procurement.factories import (
    FAR,
    NeedFactory,
    NeedPointFactory,
    SolutionFactory,
    SupplierPersonFactory,
    worker,
    written,
)

pytestmark = pytest.mark.django_db
SECRET = "Innpris 731 204"
PDF = b"%PDF-1.7\n%%EOF\n"
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b>"


@pytest.fixture(autouse=True)
def _english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def need():
    return NeedFactory(published=True, solutions_until=FAR)


@pytest.fixture
def victim():
    return SupplierPersonFactory()


def sent_by(member, need, openness=Openness.BUYERS, **fields):
    """A solution with an open and a confidential file, and a secret."""
    return solutions.send(
        supplier=member.supplier,
        need=need,
        content=written(openness=openness, confidential=SECRET, **fields),
        at=timezone.now(),
        by=member.person,
        files=Files(
            added=[SimpleUploadedFile("ark.pdf", PDF)],
            confidential=[SimpleUploadedFile("pris.pdf", PDF)],
        ),
    )


def addresses_of(one):
    files = [
        reverse("procurement:solution-file", args=[one.pk, row.pk])
        for row in one.attachments.all()
    ]
    return [
        one.get_absolute_url(),
        reverse("procurement:solution-version", args=[one.pk, 1]),
        *files,
    ]


def status(client, address):
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)  # read to its end, a file is closed
    return answer.status_code


def statuses(client, one):
    return {status(client, address) for address in addresses_of(one)}


def test_others_find_nothing_of_a_solution_for_the_buyers_alone(client, need, victim):
    one = sent_by(victim, need)
    asked = MunicipalityFactory()
    pool = Pool.objects.create(need=need)
    PoolMember.objects.create(pool=pool, municipality=asked, answer=JoinAnswer.INTERESTED)
    others = [
        SupplierPersonFactory().person,
        UserFactory(),
        worker(MunicipalityFactory(), role=Role.ADMINISTRATOR),
        worker(asked, role=Role.COORDINATOR),
    ]

    for person in others:
        client.force_login(person)
        assert statuses(client, one) == {404}, person
        desk = client.get(reverse("procurement:buyer-desk", args=[need.slug]))
        assert desk.status_code == 403
    client.logout()
    assert statuses(client, one) <= {302, 404}


def test_a_draft_is_its_companys_alone(client, need, victim):
    draft = solutions.save_draft(
        supplier=victim.supplier,
        need=need,
        content=written(confidential=SECRET),
        at=timezone.now(),
        by=victim.person,
        files=Files(added=[SimpleUploadedFile("ark.pdf", PDF)]),
    )
    for person in (SupplierPersonFactory().person, worker(need.municipality)):
        client.force_login(person)
        assert client.get(draft.get_absolute_url()).status_code == 404
        file = reverse("procurement:solution-file", args=[draft.pk, draft.attachments.get().pk])
        assert status(client, file) == 404


def test_the_confidential_part_is_the_buyers_alone_also_of_an_open_solution(
    client, need, victim
):
    one = sent_by(victim, need, openness=Openness.EVERYBODY)
    open_file, secret_file = addresses_of(one)[2:]

    for person in (None, SupplierPersonFactory().person, worker(MunicipalityFactory())):
        client.logout()
        if person is not None:
            client.force_login(person)
        page = client.get(one.get_absolute_url())
        assert page.status_code == 200
        assert SECRET not in page.content.decode()
        assert "pris.pdf" not in page.content.decode()
        assert "a@samverk.example" not in page.content.decode()
        assert status(client, open_file) == 200
        assert status(client, secret_file) == 404
    client.force_login(worker(need.municipality, role=Role.COORDINATOR))
    assert SECRET in client.get(one.get_absolute_url()).content.decode()
    assert status(client, secret_file) == 200


def test_the_confidential_part_is_not_searched_listed_mailed_exported_or_kept(
    client, need, victim
):
    one = sent_by(victim, need, openness=Openness.EVERYBODY)
    pages = [
        client.get(reverse("procurement:solution-list"), {"q": "Innpris"}),
        client.get(reverse("procurement:solution-list")),
        client.get(need.get_absolute_url()),
        client.get(reverse("procurement:supplier", args=[victim.supplier.slug])),
        client.get(reverse("procurement:need-list"), {"q": "Innpris"}),
    ]

    buyer = worker(need.municipality, role=Role.COORDINATOR)
    exports = [own_data(person, at=timezone.now()) for person in (victim.person, buyer)]
    exported = json.dumps(exports, default=str)
    assert "Hjullaster" in exported  # the open part of the same solution is there
    client.force_login(buyer)
    log = client.get(reverse("procurement:dialogue-file", args=[need.slug]))
    book = load_workbook(io.BytesIO(log.content))
    cells = [str(row) for sheet in book for row in sheet.iter_rows(values_only=True)]
    assert "Hjullaster" in "".join(cells)
    mailed = str(list(OutboxMessage.objects.values()))
    kept = str(list(one.versions.values())) + str(list(need.dialogue.values()))
    shown = [page.content.decode() for page in pages]
    for found in (*shown, *cells, exported, mailed, kept):
        assert "731 204" not in found


def test_another_companys_solution_cannot_be_changed_or_withdrawn_by_its_number(client, need):
    theirs = SolutionFactory(need=None, title="Deres")
    answered = SolutionFactory(need=need, title="Deres svar")
    client.force_login(SupplierPersonFactory().person)

    for one in (theirs, answered):
        for name in ("solution-change", "solution-withdraw"):
            address = reverse(f"procurement:{name}", args=[one.pk])
            assert client.post(address, {"title": "Min", "text": "x"}).status_code == 404
    assert sorted(Solution.objects.values_list("title", "state")) == [
        ("Deres", SolutionState.SENT),
        ("Deres svar", SolutionState.SENT),
    ]


def test_another_companys_file_is_not_removed_by_its_number(client, need, victim):
    theirs = sent_by(victim, need)
    attacker = SupplierPersonFactory()
    client.force_login(attacker.person)

    client.post(
        reverse("procurement:solution-write", args=[need.slug]),
        {"title": "Min", "lagre": "1", "remove": [theirs.attachments.first().pk]},
    )

    assert theirs.attachments.count() == 2


def test_a_colleague_of_another_company_is_not_removed_nor_invitations_withdrawn(client):
    theirs = SupplierPersonFactory()
    client.force_login(SupplierPersonFactory().person)

    address = reverse("procurement:supplier-person-remove", args=[theirs.pk])
    assert client.post(address).status_code == 404
    assert theirs.supplier.people.exists()


def test_a_supplier_changes_nothing_after_the_deadline(client, need, victim):
    one = sent_by(victim, need)
    need.solutions_until = timezone.now() - timedelta(seconds=2)
    need.save()
    client.force_login(victim.person)
    address = reverse("procurement:solution-write", args=[need.slug])
    data = {
        "title": "Bedre", "text": "x", "maturity": "IDEA", "effect": "x", "contact_name": "x",
        "contact_email": "x@samverk.example", "openness": "EVERYBODY",
    }  # fmt: skip

    client.post(address, data)
    client.post(address, data, headers={"HX-Request": "true"})
    client.post(reverse("procurement:solution-withdraw", args=[one.pk]))

    one.refresh_from_db()
    assert (one.title, one.version, one.state) == ("Hjullaster", 1, SolutionState.SENT)


def test_html_and_script_in_every_text_field_are_shown_as_text(client, need, victim):
    point = NeedPointFactory(need=need)
    victim.supplier.name = f"AS {EVIL}"
    victim.supplier.description = victim.supplier.references = EVIL
    victim.supplier.save()
    texts = (
        "title", "text", "used_by", "price", "effect", "evidence", "confidential",
        "contact_name",
    )  # fmt: skip
    reply = solutions.PointReply(answer="FULLY", text=EVIL)
    one = solutions.send(
        supplier=victim.supplier,
        need=need,
        content=written(**dict.fromkeys(texts, EVIL), points={point.pk: reply}),
        at=timezone.now(),
        by=victim.person,
    )
    buyer = worker(need.municipality, role=Role.COORDINATOR)
    pages = {
        victim.person: [
            one.get_absolute_url(),
            reverse("procurement:desk"),
            reverse("procurement:solution-write", args=[need.slug]),
            reverse("procurement:solution-version", args=[one.pk, 1]),
        ],
        buyer: [
            reverse("procurement:buyer-desk", args=[need.slug]),
            reverse("procurement:buyer-solution", args=[need.slug, one.pk]),
            need.get_absolute_url(),
            reverse("procurement:supplier", args=[victim.supplier.slug]),
            reverse("procurement:solution-list"),
        ],
    }

    for person, addresses in pages.items():
        client.force_login(person)
        for address in addresses:
            page = client.get(address).content.decode()
            assert "<script>alert" not in page, address
            assert "<img src=x" not in page, address
            assert not re.search(r"<b>(?!\w)", page.split("alert(1)")[-1][:20]), address
    for mail in OutboxMessage.objects.all():
        assert "<script>alert" not in mail.body_html
        assert "\n" not in mail.subject


def test_a_file_is_downloaded_and_never_run(client, need, victim):
    one = sent_by(victim, need)
    client.force_login(victim.person)

    answer = client.get(addresses_of(one)[2])

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == PDF


def test_a_file_that_lies_about_its_type_is_told_and_not_kept(client, need, victim):
    client.force_login(victim.person)
    lie = SimpleUploadedFile("ark.pdf", EVIL.encode(), content_type="application/pdf")

    page = client.post(
        reverse("procurement:solution-write", args=[need.slug]),
        {"title": "x", "lagre": "1", "attachments": lie},
    ).content.decode()

    assert "The content is not what the name says." in page
    assert not StoredFile.objects.exists()


def test_a_buyer_outside_the_pool_notes_shortlists_and_decides_nothing(client, need, victim):
    one = sent_by(victim, need)
    client.force_login(worker(MunicipalityFactory(), role=Role.ADMINISTRATOR))

    for name in ("buyer-solution", "buyer-shortlist", "buyer-verdict"):
        address = reverse(f"procurement:{name}", args=[need.slug, one.pk])
        answer = client.post(address, {"text": "x", "verdict": "NO"})
        assert answer.status_code == 403
    assert not one.notes.exists()


def test_a_solution_to_another_need_is_not_reached_through_ones_own(client, need, victim):
    one = sent_by(victim, need)
    own = NeedFactory(published=True, solutions_until=FAR)
    client.force_login(worker(own.municipality, role=Role.COORDINATOR))

    address = reverse("procurement:buyer-solution", args=[own.slug, one.pk])

    assert client.get(address).status_code == 404


def test_a_member_who_left_the_pool_reads_no_more(client, need, victim):
    one = sent_by(victim, need)
    pool = Pool.objects.create(need=need)
    place = MunicipalityFactory()
    row = PoolMember.objects.create(
        pool=pool, municipality=place, answer=JoinAnswer.YES, volume=4
    )
    client.force_login(worker(place, role=Role.COORDINATOR))
    assert statuses(client, one) == {200}

    row.answer, row.reason = JoinAnswer.LEFT, "For dyrt."
    row.save()

    assert statuses(client, one) == {404}


@pytest.mark.parametrize(
    "link", ["http://doffin.no/1", "ftp://doffin.no/1", "javascript:alert(1)"]
)
def test_links_that_others_open_are_encrypted_pages(client, need, link):
    client.force_login(worker(need.municipality, role=Role.COORDINATOR))
    talks = {"day": "2098-12-31", "first": "10:00", "count": 1, "minutes": 20, "link": link}
    step = {"stage": "COMPETITION", "on": timezone.localdate(), "competition_url": link}

    for name, data in (("slot-list", talks), ("need-stage-on", step)):
        page = client.post(reverse(f"procurement:{name}", args=[need.slug]), data)
        assert "begins with https://" in page.content.decode()
    need.refresh_from_db()
    assert (need.slots.count(), need.competition_url) == (0, "")
    form = CompanyDetailsForm({"website": link})
    assert "website" in form.errors
