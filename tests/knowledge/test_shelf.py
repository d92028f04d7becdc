"""Tools with their versions, and the glossary that forms explain words from."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, transaction
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation

from knowledge.actions import terms
from knowledge.actions import tools as actions
from knowledge.actions.terms import TermDetails
from knowledge.actions.tools import ToolDetails, VersionDetails
from knowledge.models import Term, Tool, ToolVersion
from procurement.actions.attachments import FileRefused
from tests.factories import (
    MembershipFactory,
    NetworkFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.knowledge.factories import AT, DAY, TODAY, TermFactory, ToolFactory

pytestmark = pytest.mark.django_db


def pdf(name="mal.pdf", content=b"%PDF-1.7 mal"):
    return SimpleUploadedFile(name, content)


def version(**fields):
    given = {"upload": None, "link": "", "licence": "CC BY 4.0", "note": "", "made_on": TODAY}
    return VersionDetails(**{**given, **fields})


def on_shelf(network=None, *, is_public=True, **fields):
    return actions.put_up(
        network=network,
        details=ToolDetails(title="Mal", summary="For saken.", is_public=is_public),
        goals=frozenset(),
        version=version(**fields),
        by=UserFactory(),
        at=AT,
    )


def test_old_versions_stay_to_be_fetched(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    tool = on_shelf(upload=pdf())
    actions.add_version(
        tool=tool, version=version(upload=pdf("mal2.pdf", b"%PDF-2")), by=UserFactory(), at=AT
    )

    page = client.get(tool.get_absolute_url()).content.decode()

    assert "mal.pdf" in page
    assert "mal2.pdf" in page
    first = ToolVersion.objects.get(number=1)
    answer = client.get(reverse("knowledge:tool-file", args=[first.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 mal"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mal.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with pytest.raises(Error), transaction.atomic():
        ToolVersion.objects.update(licence="Ingen")


def test_what_is_refused():
    with pytest.raises(actions.NothingGiven):
        on_shelf()
    with pytest.raises(actions.NothingGiven):
        on_shelf(upload=pdf(), link="https://samverk.example")
    with pytest.raises(actions.LinkUnsafe):
        on_shelf(link="http://samverk.example")
    with pytest.raises(actions.LicenceMissing):
        on_shelf(link="https://samverk.example", licence=" ")
    with pytest.raises(actions.MadeAhead):
        on_shelf(link="https://samverk.example", made_on=TODAY + DAY)
    block = io.BytesIO()
    with zipfile.ZipFile(block, "w") as package:
        package.writestr("word/vbaProject.bin", b"")
    for name, content in [
        ("mal.exe", b"MZ"),
        ("mal.pdf", b"<script>"),
        ("mal.docx", block.getvalue()),
    ]:
        with pytest.raises(FileRefused):
            on_shelf(upload=pdf(name, content))
    assert not Tool.objects.exists()


def test_a_tool_of_the_network_is_unknown_to_others(client):
    network = NetworkFactory(is_public=True)
    place = MembershipFactory(network=network).municipality
    tool = ToolFactory(network=network, is_public=False)
    found = []
    for person in (None, UserFactory(), RoleAssignmentFactory(municipality=place).person):
        client.logout()
        if person is not None:
            client.force_login(person)
        found.append(client.get(tool.get_absolute_url()).status_code)

    assert found == [404, 404, 200]


def test_the_glossary_comes_with_its_words_in_four_languages():
    rows = Term.objects.all()

    assert rows.count() >= 40
    fields = [
        f"{part}_{code}" for part in ("name", "text") for code in ("nb", "nn", "sv", "en")
    ]
    assert [row.slug for row in rows if not all(getattr(row, name) for name in fields)] == []
    assert [row.slug for row in rows if not row.source] == []


@pytest.mark.parametrize(("language", "word"), [("nb", "målkonflikt"), ("en", "goal conflict")])
def test_a_word_is_explained_where_it_occurs(language, word, django_assert_num_queries):
    template = Template('{% load terms %}{% term "malkonflikt" %}{% term "delmal" %}')
    with translation.override(language), django_assert_num_queries(1):
        shown = template.render(Context())

    assert "<details" in shown
    assert word in shown
    assert Template('{% load terms %}{% term "finnes-ikke" %}').render(Context()).strip() == ""


def test_a_word_is_edited_with_history_and_removed(client, django_capture_on_commit_callbacks):
    leader = RoleAssignmentFactory(network=NetworkFactory(), role="NETWORK_LEADER").person
    term = TermFactory(slug="ord-a")
    given = {name: getattr(term, name) for name in TermDetails.__dataclass_fields__}
    client.force_login(leader)
    template = Template('{% load terms %}{% term "ord-a" %}')
    template.render(Context())

    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("knowledge:term-change", args=["ord-a"]), {**given, "text_en": "Newer."}
        )

    with translation.override("en"):
        assert "Newer." in template.render(Context())
    assert term.history.first().history_user == leader
    with django_capture_on_commit_callbacks(execute=True):
        terms.remove_term(term=term, by=leader, at=AT)
    assert template.render(Context()).strip() == ""
    client.logout()
    assert client.get(term.get_absolute_url()).status_code == 404
