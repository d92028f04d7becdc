"""What one assessor has written, beside the others: who reads it when, what differs."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from assessments.enums import Part, SheetState, Side
from assessments.models import Sheet
from tests.assessments.contents import whole
from tests.assessments.factories import (
    AT,
    AssessmentFactory,
    FundingProgrammeFactory,
    SheetFactory,
    assessor_s,
    in_case,
    make_version,
    officer,
)

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def address(name, **keys):
    return reverse(f"assessments:{name}", kwargs=keys)


@pytest.fixture(params=[True, False], ids=["blind", "open"])
def judged(request):
    programme = FundingProgrammeFactory(is_blind=request.param)
    case = AssessmentFactory(version=make_version(programme=programme), state="OFFICER")
    content = whole(
        case.version,
        overall={"level": 2, "why": "Ordene til den ene"},
        goals={str(n): {"effect": 0} for n in range(1, 17)} | {"17": {"effect": "UNKNOWN"}},
    )
    one = assessor_s(case, sent=True, content=content)
    other = assessor_s(case)
    SheetFactory(assessment=case, sent=True, content=whole(case.version))
    return case, one, other, request.param


def pages_of(case, sheet):
    """Everywhere that an assessor's words could be read, the Word file and search too."""
    return [
        address("case", pk=case.pk),
        address("case-file", pk=case.pk),
        address("sheet-compare", pk=case.pk),
        address("result", pk=case.pk),
        f"{address('result', pk=case.pk)}?ark={sheet.pk}",
        address("sheet", pk=sheet.pk),
        address("sheet-version", pk=sheet.pk, number=1),
        f"{reverse('portal:search')}?q=Bygdelaget",
    ]


def says(client, page):
    """Whether a page, or a Word file, has what the one assessor wrote."""
    answer = client.get(page)
    content = b"".join(answer) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        content = ZipFile(BytesIO(content)).read("word/document.xml")
    return "Ordene til den ene" in content.decode()


def test_nobody_reads_an_assessor_before_all_are_in(client, judged):
    case, one, other, is_blind = judged
    one.versions.create(number=1, content=one.content, at=AT)
    lead, pages = officer(case.programme.region), pages_of(case, one)
    for person, kept in ((lead, pages), (other.assessor, pages[2:4])):
        client.force_login(person)
        assert any(says(client, page) for page in kept) is not is_blind

    other.content, other.state, other.sent_at = whole(case.version), SheetState.SENT, AT
    other.save()
    client.force_login(lead)
    page = client.get(address("sheet-compare", pk=case.pk), **ENGLISH).content.decode()
    assert "Ordene til den ene" in page
    assert "from +1 to +2" in page


@pytest.mark.parametrize("judged", [False], indirect=True)
def test_the_applicant_reads_no_assessor(client, judged):
    case, one, other, _is_blind = judged
    other.state, other.sent_at = SheetState.SENT, AT
    other.save()
    one.versions.create(number=1, content=one.content, at=AT)
    client.force_login(in_case(case, Part.APPLICANT))
    for page in pages_of(case, one):
        assert not says(client, page)
    compare = address("sheet-compare", pk=case.pk)
    assert client.get(compare).status_code == 403
    assert compare not in client.get(address("case", pk=case.pk)).content.decode()


@pytest.mark.parametrize("judged", [False], indirect=True)
def test_only_what_differs(client, judged):
    case, _one, other, _is_blind = judged
    other.content, other.state, other.sent_at = whole(case.version), SheetState.SENT, AT
    other.save()
    client.force_login(officer(case.programme.region))
    page = client.get(f"{address('sheet-compare', pk=case.pk)}?vis=ulikt", **ENGLISH)
    rows = [row for part in page.context["parts"] for row in part.rows]
    assert [(row.goal, row.label) for row in rows] == [
        (17, "Partnerships for the goals"),
        (0, "Overall judgement"),
    ]


@pytest.mark.parametrize("judged", [False], indirect=True)
def test_the_common_judgement_begins_with_what_all_agree_on(client, judged):
    case, _one, _other, _is_blind = judged
    case.state = "OVERALL"
    case.save()
    client.force_login(officer(case.programme.region))
    page = address("sheet-common", pk=case.pk)
    assert "Begin with what all agree on" in client.get(page, **ENGLISH).content.decode()

    assert client.post(page, {"felles": "1"}).status_code == 302

    kept = Sheet.objects.get(side=Side.COMMON).content
    assert kept["goals"] == {str(number): {"effect": 0} for number in range(1, 17)}
    assert "overall" not in kept
    assert "Begin with" not in client.get(page, **ENGLISH).content.decode()
