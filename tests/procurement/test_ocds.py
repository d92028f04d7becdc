"""Open data about needs: valid, stable, paged, and nothing that is not public."""

import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from jsonschema import Draft4Validator
from libcoveocds.api import ocds_json_output
from libcoveocds.config import LibCoveOCDSConfig
from referencing import Registry
from referencing.jsonschema import DRAFT4

from procurement.actions import questions
from procurement.enums import Budget, JoinAnswer, PointKind, Stage
from procurement.models import Pool, PoolMember, Question
from procurement.views import opendata
from tests.factories import MunicipalityFactory
from tests.procurement.factories import (
    AT,
    FAR,
    TODAY,
    NeedFactory,
    NeedPointFactory,
    SolutionFactory,
    SupplierPersonFactory,
    reached,
    worker,
)

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).parent / "ocds_schema"
RELEASE = "https://standard.open-contracting.org/schema/1__1__5/release-schema.json"
SECRET = "Innpris 731 204"


def schema(name):
    return json.loads((SCHEMAS / name).read_text(encoding="utf-8"))


def problems(package):
    """What the official schema finds, with formats."""
    release = DRAFT4.create_resource(schema("release-schema.json"))
    validator = Draft4Validator(
        schema("release-package-schema.json"),
        registry=Registry().with_resource(RELEASE, release),
        format_checker=Draft4Validator.FORMAT_CHECKER,
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(package)]


def standard():
    """The standard as its validator wants it: what a planning release is checked against."""
    versioned = {"id": RELEASE.replace("release-schema", "versioned-release-validation-schema")}
    block, root = io.BytesIO(), "standard-1__1__5/"
    with zipfile.ZipFile(block, "w") as box:
        box.writestr(root, "")
        box.writestr(
            f"{root}schema/versioned-release-validation-schema.json",
            json.dumps({**versioned, "$schema": "http://json-schema.org/draft-04/schema#"}),
        )
        box.writestr(
            f"{root}schema/codelists/releaseTag.csv", "Code,Title\nplanning,Planning\n"
        )
        for name in ("release-schema.json", "release-package-schema.json"):
            box.write(SCHEMAS / name, f"{root}schema/{name}")
    return block.getvalue()


def common_need(**fields):
    """A published need of three, of which one has left."""
    given = {
        "solutions_until": FAR,
        "unit": "km",
        "volume": 3,
        "budget": Budget.UNDER_5M,
        "climate_reason": "Intern vurdering",
        "conflict_of_interest": "Intern habilitet",
        "contact_name": "Koordinator",
    }
    need = NeedFactory(published=True, **{**given, **fields})
    NeedPointFactory(need=need)
    NeedPointFactory(need=need, kind=PointKind.UNKNOWN, text="hvor mye det koster")
    reached(need, Stage.NEED, on=date(2026, 11, 1))
    reached(need, Stage.DIALOGUE, on=TODAY)
    reached(need, Stage.COMPETITION, on=date(2027, 3, 1), is_planned=True)
    pool = Pool.objects.create(need=need)
    for name, volume, answer in [("Ål", 4, JoinAnswer.YES), ("Hol", 5, JoinAnswer.LEFT)]:
        PoolMember.objects.create(
            pool=pool,
            municipality=MunicipalityFactory(name=name),
            volume=volume,
            answer=answer,
            reason="Vil vente" if answer == JoinAnswer.LEFT else "",
            answered_at=AT,
        )
    return need


def of(client, need):
    return json.loads(client.get(reverse("procurement:need-ocds", args=[need.slug])).content)


def test_the_official_schema_finds_nothing(client):
    need = common_need()
    package = of(client, need)

    assert problems(package) == []
    [release] = package["releases"]
    assert release["tag"] == ["planning"]
    assert release["planning"]["budget"]["description"]
    assert "value" not in release["tender"]
    assert release["tender"]["items"][0]["quantity"] == 7
    cpv = {"scheme": "CPV", "id": need.category.cpv}
    assert release["tender"]["items"][0]["classification"] == cpv
    assert release["planning"]["milestones"][-1]["status"] == "scheduled"  # solutions until
    stages = {row["id"]: row["status"] for row in release["planning"]["milestones"][:3]}
    assert stages == {"need": "met", "dialogue": "met", "competition": "scheduled"}
    roles = {party["name"]: party["roles"] for party in release["parties"]}
    assert roles == {str(need.municipality): ["buyer", "procuringEntity"], "Ål": ["buyer"]}
    del package["releases"][0]["ocid"]
    assert problems(package) != []


def test_a_need_with_its_competition_is_valid_too(client):
    need = common_need(
        stage=Stage.COMPETITION,
        competition_url="https://doffin.example/1",
        competition_on=TODAY,
    )
    package = of(client, need)

    assert problems(package) == []
    assert package["releases"][0]["planning"]["milestones"][-1]["status"] == "met"
    tender = package["releases"][0]["tender"]
    assert (tender["status"], tender["documents"][0]["documentType"]) == (
        "active",
        "tenderNotice",
    )


def test_the_validator_of_those_who_keep_the_standard_finds_nothing(client):
    config = LibCoveOCDSConfig({"context": "api", "standard_zip": standard()})
    package = of(client, common_need())

    found = ocds_json_output(json_data=package, lib_cove_ocds_config=config)

    assert found["version_used"] == "1.1"
    assert (found["count"], found["unique_ocids_count"]) == (1, 1)
    for kind in ("validation_errors", "deprecated_fields", "all_additional_fields"):
        assert found[kind] == []
    assert found["additional_checks"] == {}
    del package["releases"][0]["tag"]
    assert ocds_json_output(json_data=package, lib_cove_ocds_config=config)["validation_errors"]


def test_nothing_that_is_not_public_is_in_it(client):
    need = common_need()
    asker = SupplierPersonFactory(supplier__name="Hemmelig AS")
    Question.objects.create(need=need, supplier=asker.supplier, text="Hva?", asked_at=AT)
    SolutionFactory(need=need, supplier=asker.supplier, confidential=SECRET, text="Plog")

    text = json.dumps(of(client, need), ensure_ascii=False)

    for hidden in ("Hemmelig", SECRET, "Plog", "Intern", "Hol", "Vil vente", "kontakt@"):
        assert hidden not in text


def test_drafts_and_shared_needs_are_not_found(client):
    person = worker(MunicipalityFactory())
    client.force_login(person)
    for state in ("DRAFT", "SHARED"):
        need = NeedFactory(state=state, municipality=person.role_assignments.get().municipality)
        address = reverse("procurement:need-ocds", args=[need.slug])
        assert client.get(address).status_code == 404
    # A package without releases is not valid, so there is none.
    assert client.get(reverse("procurement:ocds")).status_code == 404


def test_the_same_content_has_the_same_id_whoever_reads(client):
    need = common_need()
    one = of(client, need)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "sv"
    assert of(client, need) == one
    need.title = "Nytt navn"
    need.save()
    other = of(client, need)
    assert other["releases"][0]["ocid"] == one["releases"][0]["ocid"]
    assert other["releases"][0]["id"] != one["releases"][0]["id"]


def test_an_answer_gives_a_new_release(client):
    need = common_need()
    before = of(client, need)["releases"][0]
    member = SupplierPersonFactory()
    questions.ask(
        need=need,
        supplier=member.supplier,
        text="Hva?",
        by=member.person,
        at=timezone.now() + timedelta(seconds=2),
    )
    after = of(client, need)["releases"][0]
    assert after["date"] > before["date"]
    assert after["id"] != before["id"]


def test_all_are_paged_and_linked(client, monkeypatch):
    monkeypatch.setattr(opendata, "PAGE", 2)
    needs = [common_need() for _n in range(3)]
    address, found = reverse("procurement:ocds"), []
    while address:
        package = json.loads(client.get(address).content)
        assert problems(package) == []
        found += [row["tender"]["id"] for row in package["releases"]]
        address = package.get("links", {}).get("next", "").removeprefix("http://127.0.0.1:8000")
        address = address[address.find("/data") :] if address else ""
    assert found == [need.slug for need in needs]
    assert {name: link[-7:] for name, link in package["links"].items()} == {"prev": "?side=1"}
    for wrong in ("0", "3", "x", "-1", "²"):
        assert client.get(reverse("procurement:ocds"), {"side": wrong}).status_code == 404


def test_people_and_machines_find_the_data(client):
    sources, every = reverse("portal:sources"), reverse("procurement:ocds")
    assert every not in client.get(sources).text
    need = common_need()
    assert f'href="{every}"' in client.get(sources).text
    one = reverse("procurement:need-ocds", args=[need.slug])
    link = f'<link rel="alternate" type="application/json" title="OCDS" href="{one}">'
    assert link in client.get(need.get_absolute_url()).text


def test_queries_do_not_grow(client, django_assert_max_num_queries):
    for _n in range(4):
        common_need()
    with django_assert_max_num_queries(11):
        client.get(reverse("procurement:ocds"))
