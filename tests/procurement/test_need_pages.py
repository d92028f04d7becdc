"""Pages of needs: describe, change, publish, stages, the file, what waits."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from improvement.enums import Pull
from improvement.models import Measure, MeasureTarget
from procurement import file_words
from procurement.enums import NeedState, Stage
from procurement.models import Need, Question, Slot
from procurement.queries.file import read_file
from procurement.todo import things_for
from tests.factories import (
    CountryFactory,
    FrameworkIndicatorFactory,
    GoalFactory,
    MembershipFactory,
    MunicipalityFactory,
    UserFactory,
)
from tests.improvement.targets import target
from tests.procurement.factories import (
    AT,
    LATER,
    CategoryFactory,
    NeedFactory,
    NeedPointFactory,
    reached,
    worker,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return MembershipFactory(
        municipality=MunicipalityFactory(name="Gol", code="3324")
    ).municipality


@pytest.fixture
def client(place):
    browser = Client(HTTP_ACCEPT_LANGUAGE="en")
    browser.force_login(worker(place))
    return browser


def sent(**fields):
    rows = {}
    for prefix in ("krav", "apent"):
        rows |= {f"{prefix}-TOTAL_FORMS": "3", f"{prefix}-INITIAL_FORMS": "0"}
    return {
        "title": "Fossilfri brøyting",
        "category": CategoryFactory().pk,
        "budget": "UNKNOWN",
        **rows,
        **fields,
    }


def test_a_need_from_a_weak_indicator_in_one_click(client, place):
    indicator = FrameworkIndicatorFactory(goal=GoalFactory(number=13)).indicator
    address = f"/behov/ny/no/3324/?indicator={indicator.code}"
    form = client.get(address).context["form"]
    assert form.initial["goals"] == ["13"]

    given = sent(
        **{"krav-0-text": "virke i kulde", "apent-0-text": "hvem som eier"},
        goals=["13"],
        volume="58,5",
        unit="km",
        solutions_on="2099-01-15",
        solutions_time="12:00",
        from_indicator=indicator.code,
    )
    answer = client.post(address, given, follow=True)

    need = Need.objects.get()
    assert answer.redirect_chain[-1][0] == need.get_absolute_url()
    assert (need.from_indicator, str(need.volume), need.state) == (indicator, "58.50", "DRAFT")
    assert need.solutions_until.isoformat() == "2099-01-15T11:00:00+00:00"
    assert sorted(need.points.values_list("kind", "text")) == [
        ("MUST", "virke i kulde"),
        ("UNKNOWN", "hvem som eier"),
    ]
    assert f"/kommuner/no/3324/indikatorer/{indicator.code}/" in answer.content.decode()


def test_a_need_from_a_measure_is_linked_back(client, place):
    measure = Measure.objects.create(municipality=place, title="Elektriske maskiner")
    helped = target("13.2")
    MeasureTarget.objects.create(measure=measure, target=helped, pull=Pull.HELPS)
    form = client.get(f"/behov/ny/no/3324/?measure={measure.pk}").context["form"]
    assert form.initial["title"] == "Elektriske maskiner"
    assert form.initial["targets"] == [helped.pk]

    client.post("/behov/ny/no/3324/", sent(from_measure=measure.pk, targets=[helped.pk]))

    need = Need.objects.get()
    assert need.from_measure == measure
    assert need.goals.get().number == 13
    assert client.get(f"/behov/?tiltak={measure.pk}").context["rows"][0].title == need.title
    assert measure.get_absolute_url() in client.get(need.get_absolute_url()).content.decode()


def test_another_municipality_s_measure_is_no_origin(client):
    measure = Measure.objects.create(municipality=MunicipalityFactory(), title="Hemmelig")

    answer = client.get(f"/behov/ny/no/3324/?measure={measure.pk}")
    client.post("/behov/ny/no/3324/", sent(from_measure=measure.pk))

    assert "Hemmelig" not in answer.content.decode()
    assert not Need.objects.exists()


def test_no_two_fields_of_a_need_have_the_same_name(client, place):
    labels = [field.label for field in client.get("/behov/ny/no/3324/").context["form"]]

    assert sorted(set(labels)) == sorted(labels)


def test_more_rows_without_javascript_keep_what_was_typed(client):
    typed = sent(**{"krav-0-text": "a", "krav-1-text": "b"}, flere="krav", goals=["13"])
    GoalFactory(number=13)

    form = client.post("/behov/ny/no/3324/", typed).context["form"]

    assert not Need.objects.exists()
    assert [row["text"].value() for row in form.must_rows][:2] == ["a", "b"]
    assert len(form.must_rows.forms) == 6
    assert [one.number for one in form.goal_buttons if one.is_chosen] == [13]
    assert form["title"].value() == "Fossilfri brøyting"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": ""}, "title"),
        ({"volume": "mange"}, "volume"),
        ({"volume": "-1"}, "volume"),
        ({"volume": "5", "unit": ""}, "unit"),
        ({"solutions_time": "12:00"}, "solutions_on"),
        ({"solutions_on": "2020-01-01"}, "solutions_on"),
        (
            {"solutions_on": "2099-01-01", "questions_on": "2099-01-02"},
            "questions_on",
        ),
    ],
)
def test_mistakes_stand_at_their_field(client, fields, field):
    answer = client.post("/behov/ny/no/3324/", sent(**fields))

    assert list(answer.context["form"].errors) == [field]


def test_markup_in_a_need_is_shown_as_typed(client, place):
    bad = "<script>alert(1)</script>"
    need = NeedFactory(
        municipality=place, published=True, title=bad, description=bad, summary=bad
    )
    NeedPointFactory(need=need, text=bad)

    for address in ("/behov/", need.get_absolute_url()):
        text = client.get(address).content.decode()
        assert bad not in text
        assert "&lt;script&gt;" in text


def test_a_change_of_a_published_need_is_shown_to_all(client, place):
    need = NeedFactory(municipality=place, published=True)
    page = f"{need.get_absolute_url()}endre/"
    shown = client.get(page)
    given = sent(title="Nytt", goals=["13"], seen=shown.context["version"])
    assert list(client.post(page, given).context["form"].errors) == ["change_note"]

    client.post(page, {**given, "change_note": "Vi har skrevet om tittelen."})

    text = Client(HTTP_ACCEPT_LANGUAGE="en").get(need.get_absolute_url()).content.decode()
    assert "Vi har skrevet om tittelen." in text
    assert timezone.now().strftime("%Y") in text


def test_publishing_lists_what_becomes_public_and_what_is_missing(client, place):
    need = NeedFactory(municipality=place, conflict_of_interest="Hemmelig")
    page = f"{need.get_absolute_url()}publiser/"
    shown = client.get(page)
    assert shown.context["missing"] == ["what the solution must do"]
    assert "Hemmelig" not in shown.content.decode()
    assert client.post(page).context["form"].non_field_errors()
    NeedPointFactory(need=need)

    client.post(page)

    need.refresh_from_db()
    assert need.state == NeedState.PUBLISHED
    assert Client().get(need.get_absolute_url()).status_code == 200


def test_a_stage_is_moved_on_by_the_form(client, place):
    need = NeedFactory(municipality=place, published=True)
    page = f"{need.get_absolute_url()}faser/neste/"
    today = timezone.localdate().isoformat()
    given = {"stage": "COMPETITION", "on": today}
    assert list(client.post(page, given).context["form"].errors) == ["competition_url"]

    client.post(page, {**given, "competition_url": "https://doffin.example/1"})

    need.refresh_from_db()
    assert need.stage == Stage.COMPETITION
    text = Client(HTTP_ACCEPT_LANGUAGE="en").get(need.get_absolute_url()).content.decode()
    assert "https://doffin.example/1" in text
    assert client.get(f"{need.get_absolute_url()}faser/").status_code == 200


def test_the_confidential_file_is_for_the_buyers(client, place):
    need = NeedFactory(municipality=place, published=True, conflict_of_interest="Ingen funnet")
    page = f"{need.get_absolute_url()}saken/"
    other = Client()
    other.force_login(UserFactory())

    assert "Ingen funnet" in client.get(page).content.decode()
    assert other.get(page).status_code == 403
    assert "Ingen funnet" not in other.get(need.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("country", "is_named"), [("NO", True), ("SE", False)])
def test_the_text_for_the_file_names_the_norwegian_rule_in_norway_alone(country, is_named):
    place = MunicipalityFactory(country=CountryFactory(code=country))
    need = NeedFactory(municipality=place, climate="WEIGHTED", climate_percent=30)

    with translation.override("en"):
        text = " ".join(file_words.climate_text(need))

    assert "30 per cent" in text
    assert ("forskrift om offentlige anskaffelser § 7-9" in text) == is_named


def test_the_rules_tell_what_is_not_kept_yet():
    need = NeedFactory(published=True)
    Question.objects.create(need=need, text="Er hydrogen aktuelt?", asked_at=AT)
    Slot.objects.create(need=need, starts_at=LATER, ends_at=LATER + timedelta(minutes=1))

    with translation.override("en"):
        rules = file_words.rules(need, read_file(need))

    assert [rule.kind for rule in rules][:5] == ["yes", "wait", "yes", "wait", "wait"]
    assert rules[1].detail == "1 question waits for an answer."
    assert rules[2].detail == "1 minute each."


def test_what_waits_for_those_who_work_there(place):
    person = worker(place)
    need = NeedFactory(municipality=place, published=True, title="Brøyting")
    Question.objects.create(need=need, text="Når?", asked_at=AT)
    late = NeedFactory(
        municipality=place,
        published=True,
        title="Lys",
        solutions_until=AT - timedelta(seconds=1),
    )
    NeedFactory(published=True, solutions_until=AT - timedelta(days=1))  # another's
    reached(late, Stage.DIALOGUE)

    with translation.override("en"):
        titles = [thing.title for thing in things_for(person, AT)]

    assert titles == ["Answer 1 question about Brøyting", "Move the need on: Lys"]
    assert things_for(UserFactory(), AT) == []


def test_who_works_nowhere_is_told_so():
    browser = Client(HTTP_ACCEPT_LANGUAGE="en")
    browser.force_login(UserFactory())

    assert "You work in no municipality here" in browser.get("/behov/ny/").content.decode()
