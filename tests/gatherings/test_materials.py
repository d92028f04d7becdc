"""Materials: what is taken, who reads it, how it is sent."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.filetypes import MEDIA_TYPES, media_type_of
from common.models import StoredFile
from gatherings.actions import materials as actions
from gatherings.actions.gatherings import delete_gathering
from gatherings.actions.materials import (
    MaterialDetails,
    MaterialTooLarge,
    NothingGiven,
    TitleMissing,
    WrongContent,
)
from gatherings.actions.seats import sign_up, withdraw
from gatherings.enums import Access
from gatherings.models import Gathering, HostPerson, Material
from gatherings.queries.materials import level_of, may_read
from gatherings.tokens import make_token
from networks.enums import Role
from tests.factories import RoleAssignmentFactory, UserFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    series = SeriesFactory(slug="series")
    GatheringFactory(series=series, number=1)
    return series


@pytest.fixture
def host(client, series):
    person = UserFactory()
    HostPerson.objects.create(series=series, person=person, added_by=None, added_at=AT)
    client.force_login(person)
    return person


def package(method=zipfile.ZIP_STORED, /, **parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return content.getvalue()


def word(**more):
    return package(**{"[Content_Types]_xml": "", "word__document_xml": ""}, **more)


def sheet_of_odf(kind="spreadsheet", *, method=zipfile.ZIP_STORED):
    kind = f"application/vnd.oasis.opendocument.{kind}"
    return package(method, mimetype=kind, content_xml="")


def broken_lzma():
    """A sheet whose first part is packed as no office program does, and wrongly."""
    content = bytearray(sheet_of_odf(method=zipfile.ZIP_LZMA))
    begins = content.find(b"mimetype") + len("mimetype")
    content[begins + 9 : begins + 20] = b"\xff" * 11
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content", "is_taken"),
    [
        ("a.pdf", b"%PDF-1.7\n...", True),
        ("a.pdf", b"<html>", False),
        ("A.PNG", b"\x89PNG\r\n\x1a\n....", True),
        ("a.jpg", b"\xff\xd8\xff\xe0", True),
        ("a.jpg", b"\x89PNG\r\n\x1a\n", False),
        ("a.txt", "Blåbær".encode(), True),
        ("a.csv", "Å;1".encode("cp1252"), True),
        ("a.txt", b"MZ\x00\x01", False),
        ("a.ods", broken_lzma(), False),
        ("a.docx", word(), True),
        ("a.xlsx", word(), False),
        ("a.docx", word(word__vbaProject="x"), False),
        ("a.docx", b"PK\x03\x04 broken", False),
        ("a.ods", sheet_of_odf(), True),
        ("a.odt", sheet_of_odf(), False),
        ("a.html", b"<html>", False),
        ("a.svg", b"<svg>", False),
        ("a", b"text", False),
    ],
)
def test_a_file_is_what_its_name_says(name, content, is_taken):
    file = io.BytesIO(content)
    found = media_type_of(name, file)
    assert bool(found) == is_taken
    if is_taken:
        assert found == MEDIA_TYPES[name[1:].lower()]
        assert file.tell() == 0


def add(series, access=Access.PARTICIPANTS, *, name="a.txt", content=b"text", **details):
    return actions.add_material(
        series=series,
        details=MaterialDetails(access=access, **details),
        upload=SimpleUploadedFile(name, content) if name else None,
        by=UserFactory(),
    )


def test_what_is_refused_is_not_kept(series, settings):
    with pytest.raises(WrongContent):
        add(series, name="a.exe")
    with pytest.raises(NothingGiven):
        add(series, link="https://samverk.example/")
    with pytest.raises(NothingGiven):
        add(series, name="")
    with pytest.raises(TitleMissing):
        add(series, name="", link="https://samverk.example/")
    settings.UPLOAD_MAX_BYTES = 3
    with pytest.raises(MaterialTooLarge):
        add(series)
    assert not Material.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_new_file_takes_the_place_and_the_former_goes(
    series, django_capture_on_commit_callbacks
):
    row = add(series, name="Slides åå.txt")
    former = row.file.content
    assert (row.title, row.file.media_type, row.file.size) == ("Slides åå", "text/plain", 4)
    with django_capture_on_commit_callbacks(execute=True):
        changed = actions.change_material(
            material=row,
            details=MaterialDetails(title="Film", link="https://samverk.example/f"),
            upload=None,
            by=UserFactory(),
        )
    assert (changed.pk, changed.file, changed.title) == (row.pk, None, "Film")
    assert not StoredFile.objects.exists()
    assert not former.storage.exists(former.name)


def test_order_and_removal(series, django_capture_on_commit_callbacks):
    rows = [add(series, name=f"{letter}.txt") for letter in "abc"]
    of_one = add(series, gathering=series.gatherings.get(), name="d.txt")
    assert [row.position for row in (*rows, of_one)] == [1, 2, 3, 1]

    def titles():
        found = series.materials.filter(gathering=None).order_by("position")
        return "".join(found.values_list("title", flat=True))

    actions.move_material(material=rows[2], is_up=True)
    assert titles() == "acb"
    actions.move_material(material=rows[0], is_up=True)
    assert titles() == "acb"
    content = of_one.file.content
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_material(material=rows[0])
        actions.remove_material(material=rows[0])
        delete_gathering(gathering=Gathering.objects.get(), by=UserFactory())
    assert titles() == "cb"
    assert StoredFile.objects.count() == 2
    assert not content.storage.exists(content.name)


def test_the_wider_access_holds_the_narrower():
    levels = [
        level_of(may_hold=hold, has_seat=seat, is_of_network=knows)
        for hold, seat, knows in ((0, 0, 0), (0, 0, 1), (0, 1, 0), (1, 0, 0))
    ]
    assert levels == list(Access)
    read = [[may_read(access, level) for access in Access] for level in levels]
    assert read == [[True] * n + [False] * (4 - n) for n in (1, 2, 3, 4)]


def test_who_fetches_which_file(client, series):
    rows = {access: add(series, access) for access in Access}
    place = member_of(series)
    network = RoleAssignmentFactory(municipality=place, role=Role.READER).person
    guest = UserFactory(email="one@samverk.example")
    [seat] = sign_up(series=series, municipality=place, people=[someone("One")], by=None, at=AT)
    host = UserFactory()
    HostPerson.objects.create(series=series, person=host, added_by=None, added_at=AT)

    def fetched(name="material-file", **keys):
        found = []
        for access, row in rows.items():
            address = reverse(f"gatherings:{name}", kwargs={"pk": row.pk, **keys})
            if client.get(address).status_code == 200:
                found.append(access)
        return found

    assert fetched() == [Access.PUBLIC]
    for person, most in ((network, 2), (guest, 3), (host, 4)):
        client.force_login(person)
        assert fetched() == list(Access)[:most]
    client.logout()
    token = make_token(seat)
    assert fetched("seat-material", token=token) == list(Access)[:3]
    page = client.get(reverse("gatherings:seat", kwargs={"token": token}))
    assert [len(group.rows) for group in page.context["documents"].groups] == [3]
    withdraw(registration=seat, by=None, at=AT)
    assert fetched("seat-material", token=token) == [Access.PUBLIC]


def test_a_file_is_sent_to_be_kept_never_to_be_shown(client, series):
    row = add(series, Access.PUBLIC, name="På tide.txt", content=b"<script>")
    answer = client.get(reverse("gatherings:material-file", kwargs={"pk": row.pk}))
    assert b"".join(answer.streaming_content) == b"<script>"
    assert answer["Content-Type"] == "text/plain"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''P%C3%A5%20tide.txt"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    row.file.content.storage.delete(row.file.content.name)
    lost = client.get(reverse("gatherings:material-file", kwargs={"pk": row.pk}))
    assert lost.status_code == 404


def test_the_hosts_add_change_and_remove(client, host, series):
    def page(name, **keys):
        return reverse(f"gatherings:{name}", kwargs={"slug": "series", **keys})

    first = series.gatherings.get()
    given = {"access": Access.NETWORK, "gathering": first.pk}
    wrong = client.post(
        page("material-add"), {**given, "file": SimpleUploadedFile("a.pdf", b"<html>")}
    )
    assert list(wrong.context["form"].errors) == ["file"]
    http = client.post(
        page("material-add"), {**given, "title": "A", "link": "http://x.example"}
    )
    assert list(http.context["form"].errors) == ["link"]
    client.post(page("material-add"), {**given, "file": SimpleUploadedFile("a.pdf", b"%PDF-1")})
    row = Material.objects.get()
    assert (row.gathering, row.access, row.added_by) == (first, "NETWORK", host)

    change = page("material-change", pk=row.pk)
    client.post(change, {"title": "Plan", "access": Access.HOSTS, "gathering": ""})
    row.refresh_from_db()
    assert (row.title, row.access, row.gathering, row.file.name) == (
        "Plan", "HOSTS", None, "a.pdf",
    )  # fmt: skip
    listed = client.get(page("materials"), headers={"accept-language": "en"})
    [group] = listed.context["groups"]
    assert [one.about.split(",")[0] for one in group.rows] == ["PDF"]
    assert client.post(page("material-move", pk=row.pk), {"up": "1"}).status_code == 302
    client.post(page("material-remove", pk=row.pk))
    assert not Material.objects.exists()
