"""Reports from data: what they say, frozen copies, and their pages."""

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import translation

from improvement.actions.reports import TextHasChanged, freeze_report
from improvement.calculations.content import as_json, checksum, lines
from improvement.enums import Barrier, MeasureState, ReportKind
from improvement.models import Report, StateInput
from improvement.queries.reports import is_intact
from improvement.reports.drafts import draft_of_municipality, draft_of_network, reported_year
from indicators.models import IndicatorResult
from networks.actions.locks import NetworkClosed
from tests.improvement.reports_world import AT, World, freeze, note

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False), translation.override("en"):
        yield


@pytest.fixture
def world():
    return World()


def texts(content):
    return [text for _heading, text in lines(content)]


def addresses(content):
    found = set()
    for block in content.blocks:
        for sentences in (block.sentences, *block.rows):
            found |= {part.address for one in sentences for part in one if part.address}
    return found


def test_the_note_says_what_is_strong_weak_late_and_in_conflict(world):
    world.work()

    assert texts(note(world)) == [
        "Gol has reached 2 of 5 rated indicators, and has a long way to go on 1.",
        "1 of 1 goals with a trend are improving.",
        "1 measure is registered: 0 done, 1 under way or planned, of them 1 late, and 0 "
        "stopped.",
        "13 · Share of waste · 91.5 per cent · 2025 · Reached · On track for 2030",
        "13 · Share of school · 80.0 per cent · 2025 · Reached · On track for 2030",
        "13 · Share of energy · 60.0 per cent · 2025 · Close to the target · "
        "Improving, but too slowly",
        "13 · Share of emissions · 12.3 per cent · 2025 · Long way to go · Going the wrong way",
        "13 · Share of bus · 40.0 per cent · 2025 · Some way to go · Standing still",
        "This is the first note. The next one says what has changed since.",
        "Hyttefelt på myra: Climate action (13.2) and Decent work and economic growth (8.1) "
        "pull against each other (−2).",
        "Decide on the objective: Halvere utslippene.",
        "Give time or money, or a new date: Elbiler i hjemmetjenesten, which is late.",
        "Share of emissions does not improve. Do the measures suffice?",
        "What weighs most in this case: Hyttefelt på myra?",
        "No measure works on Share of bus. Should one?",
        "Figures: Trial, edition of –; the source stands at each figure.",
    ]


def test_every_sentence_from_data_leads_to_its_row(world):
    world.work()
    indicator = "/kommuner/no/3324/indikatorer/"

    assert addresses(note(world)) == {
        "/kommuner/no/3324/",
        *(f"{indicator}{code}/" for code in world.indicators),
        world.objective.get_absolute_url(),
        world.measure.get_absolute_url(),
        world.conflict.get_absolute_url(),
    }


def test_what_people_wrote_keeps_its_language(world):
    world.work()
    found = {
        (part.text, part.lang)
        for block in note(world).blocks
        for row in block.rows
        for one in row
        for part in one
        if part.lang
    }

    assert found == {
        ("Hyttefelt på myra", "nb"),
        ("Halvere utslippene", "nb"),
        ("Elbiler i hjemmetjenesten", "nb"),
    }


def test_a_note_without_figures_and_work_says_what_is_missing():
    world = World()
    IndicatorResult.objects.all().delete()

    assert [
        text
        for block in note(world).blocks
        if block.kind == "missing"
        for one in block.sentences
        for text in ["".join(part.text for part in one)]
    ] == [
        "There are no rated figures yet. They come with the next import.",
        "This is the first note. The next one says what has changed since.",
        "No goal conflicts are registered.",
        "No objective or measure waits for a decision.",
    ]


def test_the_next_note_says_what_has_changed(world):
    world.work()
    first = freeze(world)
    IndicatorResult.objects.filter(indicator=world.indicators["bus"]).update(
        rating="yellow", value=55.0, score=55.0
    )
    world.measure.state = MeasureState.DONE
    world.measure.save()

    changed = [text for head, text in lines(note(world)) if head.startswith("What has")]
    assert changed == [
        "Share of bus has gone from “Some way to go” to “Close to the target”.",
        "Elbiler i hjemmetjenesten has gone from “Late” to “Done”.",
    ]
    assert first.get_absolute_url() in addresses(note(world))


def test_long_lists_of_changes_are_cut_and_counted(world):
    freeze(world)
    IndicatorResult.objects.all().update(rating="orange", score=40)

    changed = [text for head, text in lines(note(world)) if head.startswith("What has")]
    # Four of five changed their rating; with a new measure and objective they are six.
    assert len(changed) == 4
    world.work()
    changed = [text for head, text in lines(note(world)) if head.startswith("What has")]
    assert (len(changed), changed[-1]) == (4, "And 3 changes more.")


def test_the_annual_chapter_goes_by_prioritised_goals(world):
    world.work()
    chapter = draft_of_municipality(world.gol, kind=ReportKind.ANNUAL, year=2025)

    assert chapter.title == "Sustainability goals in Gol 2025"
    assert list(lines(chapter)) == [
        ("", "In 2025, Gol followed up 0 measures in the log; 0 became done."),
        (
            "",
            "1 measure is registered: 0 done, 1 under way or planned, of them 1 late, and "
            "0 stopped.",
        ),
        (
            "Goal 13: Climate action",
            "Status: some way to go. Trend: improving, but too slowly. 5 of 6 indicators "
            "have figures.",
        ),
        (
            "Objectives",
            "Halvere utslippene. Plan: Klimaplanen, kapittel 3. Not decided yet.",
        ),
        (
            "Measures",
            "Elbiler i hjemmetjenesten · Late · 40 % · 1 March 2027 · Helse og omsorg",
        ),
        ("Measures", "Figures: Trial, edition of –; the source stands at each figure."),
    ]


def test_an_annual_chapter_without_priorities_says_so(world):
    chapter = draft_of_municipality(world.gol, kind=ReportKind.ANNUAL, year=2025)

    assert any("No goal is prioritised yet." in text for text in texts(chapter))


def test_the_review_has_the_elements_of_the_united_nations(world):
    world.work()
    review = draft_of_municipality(world.gol, kind=ReportKind.VOLUNTARY, year=2025)

    heads = [
        "".join(part.text for part in block.sentences[0])
        for block in review.blocks
        if block.kind == "heading" and block.level == 2
    ]
    assert heads == [
        "1 Opening statement",
        "2 Highlights",
        "3 Introduction",
        "4 Methodology and process",
        "5 Policy and enabling environment",
        "6 Progress on goals and targets",
        "7 Means of implementation",
        "8 Conclusion and next steps",
    ]
    goals = [block for block in review.blocks if block.kind == "heading" and block.level == 3]
    assert sum("Goal " in block.sentences[0][0].text for block in goals) == 17


def test_the_input_report_goes_by_barrier(world):
    StateInput.objects.create(
        municipality=world.gol,
        network=world.network,
        barrier=Barrier.MONEY,
        title="Tilskuddet dekker ikke drift",
        text="Vi får kjøpe, men ikke drive.",
        state="SENT",
        addressee="Departementet",
        sent_on=AT.date(),
    )
    for found in (
        draft_of_municipality(world.gol, kind=ReportKind.STATE, year=2025),
        draft_of_network(world.network, kind=ReportKind.STATE),
    ):
        assert texts(found) == [
            "1 input: 0 not sent, 1 sent without an answer, 0 answered, and 0 led to a change.",
            "Vi får kjøpe, men ikke drive.",
            "What do you propose that the state does?",
            "Sent to Departementet on 22 November 2026.",
            "Not answered yet.",
        ]


def test_an_input_that_led_to_a_change_says_which(world):
    StateInput.objects.create(
        municipality=world.gol,
        barrier=Barrier.LAW,
        title="Loven",
        text="Vi får ikke lov.",
        proposal="Endre loven.",
        state="CHANGED",
        addressee="Departementet",
        sent_on=AT.date(),
        answered_on=AT.date(),
        answer="Ja.",
        change="Loven er endret.",
    )

    found = draft_of_municipality(world.gol, kind=ReportKind.STATE, year=2025)

    assert texts(found)[1:] == [
        "Vi får ikke lov.",
        "We propose: Endre loven.",
        "Sent to Departementet on 22 November 2026.",
        "Answered on 22 November 2026.",
        "Ja.",
        "What was changed: Loven er endret.",
    ]


def test_judgements_and_evaluations_stand_in_the_chapter_and_the_network_report(world):
    world.work().judge()

    chapter = draft_of_municipality(world.gol, kind=ReportKind.ANNUAL, year=2025)
    assert "The municipality's own judgement: weak (22 November 2026)." in texts(chapter)
    assert "Mye trafikk." in texts(chapter)
    learnt = "Elbiler i hjemmetjenesten: it worked as we hoped (22 November 2026). Bra."
    assert ("What we have learnt", learnt) in list(lines(chapter))
    report = draft_of_network(world.network, kind=ReportKind.NETWORK)
    assert "Elbiler i hjemmetjenesten (Gol): Bra." in texts(report)


def test_the_network_report_gathers_what_members_do(world):
    world.work()
    report = draft_of_network(world.network, kind=ReportKind.NETWORK)

    assert texts(report) == [
        "Hallingdal has 1 member. Decisions to take part: 0.",
        "1 measure is registered: 0 done, 1 under way or planned, of them 1 late, and 0 "
        "stopped.",
        "Gol · Applied · None yet · None yet",
        "There are too few figures to say what is shared.",
        "No municipality has an open round in the network.",
        "No evaluation says yet that a measure worked as one hoped.",
        "Gol · 0 · 0 · 1 · 0 · 0",
        "Gol: Hyttefelt på myra: Climate action (13.2) and Decent work and economic growth "
        "(8.1) pull against each other (−2).",
        "The members have written no input to the state.",
    ]


def test_a_kind_that_an_owner_does_not_have_is_refused(world):
    with pytest.raises(ValueError, match="NETWORK"):
        draft_of_municipality(world.gol, kind=ReportKind.NETWORK, year=2025)
    with pytest.raises(ValueError, match="POLITICAL"):
        draft_of_network(world.network, kind=ReportKind.POLITICAL)


@pytest.mark.parametrize(("month", "year"), [(6, 2025), (7, 2026)])
def test_until_the_summer_one_reports_on_the_year_before(month, year):
    assert reported_year(at=AT.replace(month=month)) == year


def test_freezing_keeps_content_checksum_and_the_one_before(world):
    first = freeze(world)
    world.work()
    second = freeze(world)

    assert (first.previous, second.previous) == (None, first)
    assert (second.frozen_at, second.frozen_by, second.language) == (AT, world.person, "en")
    assert second.sha256 == checksum(second.content)
    assert is_intact(Report.objects.get(pk=second.pk))


def test_the_same_form_twice_is_one_report(world):
    content = note(world)
    first = freeze(world, content)
    # After the first, the draft itself has another text: there is a note to compare with.
    again = freeze_report(
        content=note(world),
        seen=first.sha256,
        municipality=world.gol,
        by=world.person,
        at=AT,
    )

    assert again == first
    assert Report.objects.count() == 1


def test_a_text_that_has_changed_since_it_was_read_is_not_frozen(world):
    seen = checksum(as_json(note(world)))
    world.work()

    with pytest.raises(TextHasChanged):
        freeze_report(
            content=note(world), seen=seen, municipality=world.gol, by=world.person, at=AT
        )
    assert not Report.objects.exists()


def test_reports_of_a_closed_network_are_not_frozen(world):
    world.network.closed_at = AT
    world.network.save()
    content = draft_of_network(world.network, kind=ReportKind.NETWORK)

    with pytest.raises(NetworkClosed):
        freeze_report(
            content=content,
            seen=checksum(as_json(content)),
            network=world.network,
            by=world.leader,
            at=AT,
        )


def test_a_frozen_report_cannot_be_changed(world):
    report = freeze(world)
    report.title = "Another"

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        report.save()


def test_a_report_that_was_tampered_with_is_seen(world):
    report = freeze(world)
    report.content["title"] = "Another"

    assert not is_intact(report)
