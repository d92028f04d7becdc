"""Files through the browser: sent, checked, looked at, imported whole or not at all."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from common.enums import JobState
from common.models import Job, StoredFile
from indicators.import_tasks import check_import, import_file
from indicators.models import Framework, ImportBatch, Observation
from indicators.queries.imports import municipalities_open_to
from networks.enums import Role
from networks.models import Municipality
from tests.factories import (
    IndicatorFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RoleAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

HEADER = "country,municipality,indicator,period,value\n"
GOOD = HEADER + "NO,3324,a,2024,1.5\n"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def gol():
    IndicatorFactory(code="a")
    return MunicipalityFactory(code="3324", name="Gol")


@pytest.fixture
def administrator(client, gol):
    person = UserFactory(language="en")
    RoleAssignmentFactory(person=person, municipality=gol, role=Role.ADMINISTRATOR)
    client.force_login(person)
    return person


@pytest.fixture
def send(client, django_capture_on_commit_callbacks):
    def post(address, data=None):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, data or {})

    return post


@pytest.fixture
def upload(send):
    def post(content=GOOD, name="figures.csv", **data):
        content = content if isinstance(content, bytes) else content.encode()
        file = SimpleUploadedFile(name, content)
        return send(reverse("indicators:import-list"), {"file": file, "source": "SSB"} | data)

    return post


def page(client, response):
    return client.get(response.url).content.decode()


def test_a_file_is_checked_shown_and_imported(client, administrator, upload, send, gol):
    response = upload(vintage="2026-10-01")
    check = Job.objects.get(task="indicators.check_import")

    assert response.url == reverse("indicators:import-detail", args=[check.pk])
    assert (check.state, check.started_by, Observation.objects.count()) == (
        JobState.DONE, administrator, 0
    )  # fmt: skip
    shown = page(client, response)
    assert "The file is right; nothing is imported yet" in shown
    assert "Import the file" in shown

    send(reverse("indicators:import-confirm", args=[check.pk]))
    send(reverse("indicators:import-confirm", args=[check.pk]))

    observation = Observation.objects.get()
    batch = ImportBatch.objects.get()
    assert (observation.municipality, observation.value) == (gol, 1.5)
    assert (batch.source, batch.imported_by, batch.file_name, str(batch.vintage)) == (
        "SSB", administrator, "figures.csv", "2026-10-01"
    )  # fmt: skip
    assert Job.objects.filter(task="indicators.import_file").count() == 1
    assert "The file is imported" in page(client, response)
    assert "figures.csv" in client.get(reverse("indicators:import-list")).content.decode()


def test_the_same_file_again_has_nothing_to_import(client, administrator, upload, send):
    upload()
    send(reverse("indicators:import-confirm", args=[Job.objects.get().pk]))

    shown = page(client, upload())

    assert "Everything in the file is stored already" in shown
    assert "Import the file" not in shown


def test_what_is_wrong_is_listed_by_row_and_can_be_downloaded(client, administrator, upload):
    response = upload(HEADER + "NO,3324,a,2024,x\nNO,3324,a,2023,\n")
    check = Job.objects.get()

    shown = page(client, response)
    assert "There are 2 problems" in shown
    assert "“x” is not a number." in shown
    table = client.get(reverse("indicators:import-problems", args=[check.pk]))
    assert table.content.decode("utf-8-sig").splitlines() == [
        "Row;Column;What is wrong",
        "2;value;“x” is not a number.",
        "3;value;Give a value, or say in the column status why there is none.",
    ]
    assert table["Content-Disposition"] == f'attachment; filename="import-{check.pk}.csv"'


def test_a_heading_is_no_formula_in_the_list_of_problems(client, administrator, upload):
    check = Job.objects.create(
        task="indicators.check_import",
        queued_at=timezone.now(),
        started_by=administrator,
        arguments={"name": "a.csv", "file": 1},
        result={"problems": [[1, "=1+1", "column_twice", {}]], "problem_count": 1},
    )

    table = client.get(reverse("indicators:import-problems", args=[check.pk]))

    assert table.content.decode().splitlines()[1].startswith("1;'=1+1;")


def test_a_file_with_problems_cannot_be_imported(client, administrator, upload, send):
    upload(HEADER + "NO,3324,a,2024,x\n")

    send(reverse("indicators:import-confirm", args=[Job.objects.get().pk]))

    assert Job.objects.count() == 1
    assert Observation.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"x" * 200, "large.csv", "The file is too large"),
        (GOOD.encode(), "figures.pdf", "Send a CSV file or an Excel file"),
        (b"", "empty.csv", "The submitted file is empty"),
    ],
)
def test_files_that_are_not_even_kept(
    client, administrator, upload, settings, content, name, message
):
    settings.UPLOAD_MAX_BYTES = 100

    response = upload(content, name)

    assert response.status_code == 200
    assert message in response.content.decode()
    assert StoredFile.objects.count() == 0


def test_the_source_is_asked_for(client, administrator, upload):
    response = upload(source="")

    assert "Say who publishes the figures." in response.content.decode()


def test_a_file_can_be_thrown_away(client, administrator, upload, send):
    upload()
    check, stored = Job.objects.get(), StoredFile.objects.get()
    path = stored.content.name

    send(reverse("indicators:import-discard", args=[check.pk]))
    send(reverse("indicators:import-confirm", args=[check.pk]))

    assert (StoredFile.objects.count(), default_storage.exists(path)) == (0, False)
    assert Observation.objects.count() == 0
    shown = client.get(reverse("indicators:import-detail", args=[check.pk])).content.decode()
    assert "The file was thrown away" in shown


def test_what_is_imported_is_not_thrown_away(administrator, upload, send):
    upload()
    check = Job.objects.get()
    send(reverse("indicators:import-confirm", args=[check.pk]))
    send(reverse("indicators:import-discard", args=[check.pk]))

    assert StoredFile.objects.count() == 1


def test_an_administrator_writes_the_own_municipality_only(client, administrator, upload):
    MunicipalityFactory(code="3326")

    shown = page(client, upload(GOOD + "NO,3326,a,2024,1\n"))

    assert "You may not import figures for municipality NO 3326." in shown


def test_a_leader_does_not_rewrite_the_figures_of_members(client, gol):
    network = NetworkFactory()
    MembershipFactory(network=network, municipality=gol)
    person = UserFactory()
    RoleAssignmentFactory(person=person, network=network, role=Role.NETWORK_LEADER)
    client.force_login(person)

    assert client.get(reverse("indicators:import-list")).status_code == 403
    assert municipalities_open_to(person) == []


def test_what_changes_between_check_and_import_stops_the_import(
    administrator, upload, send, gol
):
    upload()
    check = Job.objects.get()
    Municipality.objects.filter(pk=gol.pk).update(code="3325")

    send(reverse("indicators:import-confirm", args=[check.pk]))

    job = Job.objects.get(task="indicators.import_file")
    assert (job.state, job.error) == (
        JobState.FAILED,
        "What is stored has changed since the file was checked. Send the file again.",
    )
    assert Observation.objects.count() == 0


def test_only_superusers_import_units_networks_and_frameworks(client, gol, upload, send):
    client.force_login(UserFactory(is_superuser=True))
    contents = {
        "units": "country,code,name\nSE,2080,Falun\n",
        "network": "network,country,municipality\nhallingdal,NO,3324\n",
        "framework": "indicator,goal,name,worst,best\na,1,A,0,1\n",
    }

    for kind, content in contents.items():
        response = upload(content, kind=kind, framework="own" if kind == "framework" else "")
        send(reverse("indicators:import-confirm", args=[int(response.url.split("/")[-2])]))

    assert Municipality.objects.filter(code="2080").exists()
    assert gol.memberships.get().network.slug == "hallingdal"
    assert Framework.objects.get().code == "own"


def test_an_administrator_cannot_choose_another_kind(administrator, upload, gol):
    upload("country,code,name\nNO,3324,Taken over\n", kind="units")

    gol.refresh_from_db()
    assert gol.name == "Gol"
    assert Job.objects.get().arguments["kind"] == "observations"


def test_others_files_are_not_there(client, administrator, upload):
    upload()
    check = Job.objects.get()
    stranger = UserFactory()
    RoleAssignmentFactory(
        person=stranger, municipality=MunicipalityFactory(), role=Role.ADMINISTRATOR
    )
    client.force_login(stranger)

    for name in ("import-detail", "import-problems"):
        assert client.get(reverse(f"indicators:{name}", args=[check.pk])).status_code == 404
    for name in ("import-confirm", "import-discard"):
        assert client.post(reverse(f"indicators:{name}", args=[check.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CONTRIBUTOR, Role.READER])
def test_other_roles_may_not_import(client, gol, role):
    person = UserFactory()
    RoleAssignmentFactory(person=person, municipality=gol, role=role)
    client.force_login(person)

    assert client.get(reverse("indicators:import-list")).status_code == 403


def test_templates_have_the_columns(client, administrator):
    address = reverse("indicators:import-template", args=["observations"])
    text = client.get(address).content.decode("utf-8-sig")

    assert text.startswith("country,municipality,indicator,period,value,status,")
    other = reverse("indicators:import-template", args=["units"])
    assert client.get(other).status_code == 404


def test_a_poll_gets_the_progress_alone_and_then_the_page(client, administrator, upload):
    response = upload()

    part = client.get(response.url, headers={"HX-Request": "true"})

    assert part["HX-Refresh"] == "true"
    assert "<html" not in part.content.decode()


def test_tasks_of_jobs_that_are_gone_do_nothing():
    check_import(job_id=0, something_new=1)
    import_file(job_id=0, something_new=1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_many_as_for_one(
    client, administrator, upload, send, count, django_assert_max_num_queries
):
    for place in range(count):
        upload(HEADER + f"NO,3324,a,{2000 + place},1\n")
        job = Job.objects.filter(task="indicators.check_import").order_by("-pk").first()
        send(reverse("indicators:import-confirm", args=[job.pk]))

    client.get(reverse("portal:front"))  # counts what waits: the menu keeps that for a minute
    with django_assert_max_num_queries(15):
        client.get(reverse("indicators:import-list"))
