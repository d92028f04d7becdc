"""Programmes, rules and templates in the browser, as an officer and a reviewer."""

import re

import pytest
from django.urls import reverse

from assessments.models import FundingProgramme, Template, TemplateComment
from tests.assessments.factories import (
    FundingProgrammeFactory,
    TemplateFactory,
    make_rules,
    make_version,
    officer,
)
from tests.factories import RegionFactory, UserFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def region():
    return RegionFactory(slug="ovre")


@pytest.fixture
def person(client, region):
    person = officer(region)
    client.force_login(person)
    return person


def address(name, version, **more):
    known = {"slug": version.template.slug, "number": version.number}
    return reverse(f"assessments:{name}", kwargs={**known, **more})


def page(client, where):
    answer = client.get(where, **ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_a_programme_to_a_template_in_use(client, person, region):
    made = client.post(
        reverse("assessments:programme-create", kwargs={"slug": "ovre"}),
        {
            "name": "Interreg Aurora",
            "state": "APPROVED",
            "first_language": "nb",
            "more_languages": ["sv"],
            "group_minimum": "5",
            "is_blind": "on",
        },
    )
    programme = FundingProgramme.objects.get()
    assert (
        made.url == programme.get_absolute_url() == ("/vurderinger/programmer/interreg-aurora/")
    )
    assert (programme.languages, programme.is_blind) == (["nb", "sv"], True)

    client.post(
        reverse("assessments:template-create", kwargs={"slug": programme.slug}),
        {"name": "Prosjektstøtte", "kind": "PROJECT"},
    )
    version = Template.objects.get().versions.get()
    client.post(address("section-create", version), {"title_nb": "Om", "title_sv": "Om"})
    section = version.sections.get()
    where = address("question-create", version, section=section.pk)
    wrong = client.post(
        where, {"kind": "CHOICE", "text_nb": "Hvor?", "choices_nb": "A"}, **ENGLISH
    )
    assert "Write at least two choices" in wrong.content.decode()
    uneven = {"kind": "CHOICE", "text_nb": "Hvor?", "choices_nb": "A\nB", "choices_sv": "A"}
    assert (
        "2 choices in the first language"
        in client.post(where, uneven, **ENGLISH).content.decode()
    )
    client.post(where, {**uneven, "text_sv": "Var?", "choices_sv": "C\nD"})
    question = section.questions.get()
    assert question.choices == [
        {"key": "1", "text": {"nb": "A", "sv": "C"}},
        {"key": "2", "text": {"nb": "B", "sv": "D"}},
    ]

    shown = page(client, f"{address('version-preview', version)}?sprak=sv")
    assert "Var?" in shown
    assert "Hvor?" not in shown
    assert "Ingen fattigdom" in shown  # the goals come in the same language
    for step in ("test", "in_use"):
        client.post(address("version-step", version, step=step), {"note": ""})
    version.refresh_from_db()
    assert version.state == "IN_USE"
    fixed = page(client, address("version", version))
    assert "The version is fixed" in fixed
    assert "New section" not in fixed
    assert (
        client.post(
            address("section-create", version), {"title_nb": "Ny"}, **ENGLISH
        ).status_code
        == 200
    )
    assert version.sections.count() == 1


def test_what_is_missing_stands_on_the_page_and_stops_the_test(client, person, region):
    programme = FundingProgrammeFactory(region=region, languages=["nb", "sv"])
    version = make_version(programme=programme, state="DRAFT")

    missing = "has no text in Swedish"
    assert missing in page(client, address("version", version))
    answer = client.post(address("version-step", version, step="test"), {}, **ENGLISH)
    assert missing in answer.content.decode()
    assert "Something is missing" in answer.content.decode()
    assert client.get(address("version-step", version, step="replaced")).status_code == 404


def test_rules_say_what_they_mean_and_are_tried(client, person, region):
    rules = make_rules(programme=FundingProgrammeFactory(region=region), used=False)
    where = {"slug": rules.programme.slug, "number": rules.number}

    shown = page(client, reverse("assessments:rules", kwargs=where))
    assert "A case passes when at least 2 criteria are at least «partly»." in shown
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))
    assert (
        "actively (3 of 3), partly (2 of 3), not (0 of 3) The rule is met 2 criteria are "
        "at least «partly»; the rule asks for 2. Level: Basis."
    ) in text
    assert (
        "actively (3 of 3), not (0 of 3), not (0 of 3) Stopped by the rule 1 criterion "
        "is at least «partly»; the rule asks for 2."
    ) in text

    client.post(
        reverse("assessments:rules-change", kwargs=where),
        {"one_met": "PARTLY", "pass_count": 2, "pass_level": "PARTLY", "basic_name_nb": "B"},
    )
    rules.refresh_from_db()
    assert rules.one_met == "PARTLY"
    criterion = rules.criteria.first()
    texts = {f"condition_{number}_nb": f"Vilkår {number}" for number in (1, 2, 3)}
    client.post(
        reverse("assessments:criterion-change", kwargs={**where, "pk": criterion.pk}),
        {"name_nb": "Klima", **texts},
    )
    assert [row.text["nb"] for row in criterion.conditions.order_by("position")] == list(
        texts.values()
    )


def test_a_reviewer_reads_one_version_by_account_or_link_and_comments(client, person, region):
    version = make_version(programme=FundingProgrammeFactory(region=region), state="REWORK")
    reviewer = UserFactory(email="gransker@samverk.example")
    client.post(
        address("version-reviewer", version),
        {"organisation": "Länsstyrelsen", "email": reviewer.email},
    )
    answer = client.post(address("reviewer-link", version), {}, **ENGLISH)
    link = re.search(r"/vurderinger/granskning/[\w-]+/", answer.content.decode()).group()
    assert answer["Cache-Control"] == "private, no-store"

    client.logout()
    assert "Länsstyrelsen is asked to review" in page(client, link)
    sent = client.post(link, {"question": "", "text": "For langt <b>"})
    assert sent["Referrer-Policy"] == "same-origin"
    assert "For langt &lt;b&gt;" in page(client, link)

    client.force_login(reviewer)
    assert client.get(address("version-preview", version)).status_code == 200
    client.post(address("version-comments", version), {"question": "", "text": "Godt"})
    assert client.get(address("version-parts", version)).status_code == 403
    assert client.get(version.template.programme.get_absolute_url()).status_code == 404
    assert TemplateComment.objects.filter(by_reviewer=True).count() == 2

    client.force_login(person)
    client.post(address("comment-settle", version, pk=TemplateComment.objects.first().pk))
    assert TemplateComment.objects.filter(settled_at=None).count() == 1
    client.post(address("reviewer-link-end", version), {})
    client.logout()
    assert client.get(link).status_code == 404


def test_a_neighbour_reads_what_is_shared_and_copies_it(client, person, region):
    version = make_version(programme=FundingProgrammeFactory(region=region))
    neighbours = RegionFactory()
    where = version.template.get_absolute_url()
    client.post(f"{where}del/", {"region": neighbours.pk})

    client.force_login(officer(neighbours))
    assert "Share with" not in page(client, where)
    assert client.get(address("version-parts", version)).status_code == 403
    assert client.get(f"{where}kopier/").status_code == 403  # no programme to copy into
    own = FundingProgrammeFactory(region=neighbours)
    copied = client.post(f"{where}kopier/", {"programme": own.pk, "name": "Vår"})
    assert copied.url == "/vurderinger/maler/var/1/"

    client.force_login(officer(RegionFactory()))
    assert client.get(where).status_code == 404
    assert client.get(f"{where}kopier/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_database_as_often_however_long(
    client, person, region, count, django_assert_max_num_queries
):
    for _number in range(count):
        make_version(programme=FundingProgrammeFactory(region=region))
    TemplateFactory(programme=FundingProgrammeFactory(region=region))
    client.get(reverse("assessments:template-list"))

    with django_assert_max_num_queries(14):
        client.get(reverse("assessments:template-list"))
    with django_assert_max_num_queries(14):
        client.get(reverse("assessments:programme-list"))
