"""Evaluation forms: who answers, once; what is shown; nothing leads back to a person."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from gatherings.actions import feedback as actions
from gatherings.actions import gatherings as gathering_actions
from gatherings.actions import seats, substitutes
from gatherings.actions.feedback_times import usual_times
from gatherings.calculations.feedback import (
    LEAST,
    Distribution,
    Summary,
    shown_places,
    summarise,
)
from gatherings.enums import Attendance, GatheringState
from gatherings.models import FeedbackAnswers, FeedbackMark, Participation
from gatherings.queries.feedback import read_result
from gatherings.views.feedback_result import workbook
from tests.factories import UserFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone

OPENS = datetime(2026, 9, 10, 14, tzinfo=UTC)
CLOSES = datetime(2026, 9, 24, 21, 59, 59, tzinfo=UTC)  # the end of the day in Stockholm


@pytest.fixture
def gathering(db):
    series = SeriesFactory(slug="styrning", language="en")
    return GatheringFactory(
        series=series,
        number=1,
        starts_at=OPENS - timedelta(hours=6),
        ends_at=OPENS,
    )


@pytest.fixture
def form(gathering):
    opens_at, closes_at = usual_times(gathering)
    made = actions.make_form(
        gathering=gathering, intro="", opens_at=opens_at, closes_at=closes_at
    )
    made.questions.all().delete()
    for details in (
        actions.QuestionDetails("SCALE", "How useful?", is_required=True),
        actions.QuestionDetails("CHOICE", "Will you use it?", ("Yes", "No")),
        actions.QuestionDetails("TEXT", "What was best?"),
    ):
        actions.add_question(form=made, details=details)
    return made


def places_of(gathering, number, *, municipality=None):
    """So many people of one municipality who come to the gathering."""
    municipality = municipality or member_of(gathering.series)
    gathering.series.seats_per_municipality = None
    gathering.series.save()
    taken = gathering.participations.count()
    rows = seats.sign_up(
        series=gathering.series, municipality=municipality, by=None, at=AT,
        people=[someone(f"P{taken + n}") for n in range(number)],
    )  # fmt: skip
    return [row.participations.get() for row in rows]


def answer(place, form, *values, at=OPENS):
    questions = form.questions.order_by("position")
    pairs = zip(questions, values, strict=False)
    answers = {question.pk: value for question, value in pairs if value is not None}
    actions.answer(participation=place, answers=answers, at=at)


def test_the_form_opens_when_all_have_gone_and_closes_14_days_later(form):
    assert (form.opens_at, form.closes_at) == (OPENS, CLOSES)
    form.gathering.ends_at = None
    assert usual_times(form.gathering)[0] == datetime(2026, 9, 10, 22, tzinfo=UTC)
    form.gathering.day = None
    assert usual_times(form.gathering) is None


def test_a_form_starts_with_questions_in_the_language_of_the_series(gathering):
    for _n in range(2):
        made = actions.make_form(
            gathering=gathering, intro=" Hi ", opens_at=OPENS, closes_at=CLOSES
        )
    kinds = list(made.questions.order_by("position").values_list("kind", flat=True))
    assert kinds == ["SCALE", "SCALE", "SCALE", "CHOICE", "TEXT", "TEXT"]
    assert made.intro == "Hi"


def test_the_times_follow_the_gathering_until_the_form_has_opened(form, gathering):
    def move(day, at):
        details = gathering_actions.GatheringDetails(day=date(2026, 9, day))
        gathering_actions.change_gathering(
            gathering=gathering, details=details, by=UserFactory(), at=at
        )
        form.refresh_from_db()
        return form.opens_at, form.closes_at

    opens = datetime(2026, 9, 12, 22, tzinfo=UTC)
    assert move(12, AT) == (opens, CLOSES + timedelta(days=2))
    assert move(11, opens) == (opens, CLOSES + timedelta(days=2))


def test_answers_count_from_the_first_to_the_last_second(form, gathering):
    one, two, three = places_of(gathering, 3)
    with pytest.raises(actions.NotOpen):
        answer(one, form, 5, at=OPENS - timedelta(seconds=1))
    answer(one, form, 5, at=OPENS)
    answer(two, form, 4, at=CLOSES + timedelta(microseconds=999_999))
    with pytest.raises(actions.NotOpen):
        answer(three, form, 4, at=CLOSES + timedelta(seconds=1))


def test_each_answers_once_and_nothing_leads_to_the_person(form, gathering):
    [place] = places_of(gathering, 1)
    answer(place, form, 5, None, "The coffee")
    with pytest.raises(actions.AnsweredAlready):
        answer(place, form, 1)

    [kept] = FeedbackAnswers.objects.values()
    assert set(kept) == {"id", "form_id", "municipality_id", "answers"}
    [mark] = FeedbackMark.objects.values()
    assert set(mark) == {"id", "form_id", "registration_id"}
    assert sorted(map(str, kept["answers"].values())) == ["5", "The coffee"]


def test_the_order_of_rows_does_not_tell_who_answered_what(form, gathering):
    for place, step in zip(places_of(gathering, 7), [1, 2, 3, 4, 5, 1, 2], strict=True):
        answer(place, form, step)

    stored = "SELECT * FROM gatherings_feedbackanswers"
    keys = [row.pk for row in FeedbackAnswers.objects.raw(stored)]
    assert keys == sorted(keys)
    assert len(keys) == 7


def test_answers_that_do_not_fit_are_refused(form, gathering):
    [place] = places_of(gathering, 1)
    for values in ((6,), ("5",), (None, 0), (5, 2), (5, 0, "")):
        with pytest.raises(actions.QuestionsChanged):
            answer(place, form, *values)
    with pytest.raises(actions.QuestionsChanged):
        actions.answer(participation=place, answers={0: 1}, at=OPENS)
    with pytest.raises(actions.NothingAnswered):
        answer(place, form)
    assert FeedbackMark.objects.count() == 0


def test_who_was_not_there_and_who_sent_somebody_else(form, gathering):
    away, gone, sends = places_of(gathering, 3)
    Participation.objects.filter(pk=away.pk).update(attendance=Attendance.ABSENT)
    seats.withdraw(registration=gone.registration, by=None, at=AT)
    for place in (away, gone):
        with pytest.raises(actions.NotOpen):
            answer(place, form, 5)
    substitutes.name_substitute(
        participation=sends, name="Sub", email="sub@samverk.example", by=None, at=AT
    )
    answer(sends, form, 5)
    gathering.state = GatheringState.CANCELLED
    gathering.save()
    with pytest.raises(actions.NotOpen):
        answer(sends, form, 5)


def test_questions_are_fixed_by_the_first_answer(form, gathering):
    first, second, third = form.questions.order_by("position")
    actions.move_question(question=first, is_up=False)
    actions.move_question(question=third, is_up=False)
    actions.remove_question(question=third)
    order = [row.pk for row in form.questions.order_by("position")]
    assert order == [second.pk, first.pk]
    details = actions.QuestionDetails("TEXT", "New")
    with pytest.raises(actions.QuestionGone):
        actions.change_question(question=third, details=details)

    [place] = places_of(gathering, 1)
    answer(place, form, 0, 5)
    for change in (
        lambda: actions.add_question(form=form, details=details),
        lambda: actions.change_question(question=first, details=details),
        lambda: actions.move_question(question=first, is_up=True),
        lambda: actions.remove_question(question=first),
        lambda: actions.delete_form(form=form),
    ):
        with pytest.raises(actions.QuestionsFixed):
            change()


def test_a_closed_form_does_not_open_again(form):
    def close(closes_at, at):
        actions.change_form(form=form, intro="", opens_at=OPENS, closes_at=closes_at, at=at)

    with pytest.raises(actions.TimesWrong):
        close(OPENS, AT)
    now = OPENS + timedelta(hours=2)
    close(now - timedelta(seconds=1), now)
    with pytest.raises(actions.FormClosed):
        close(CLOSES, now)


def test_too_few_answers_show_nothing(form, gathering):
    for place in places_of(gathering, 4):
        answer(place, form, 5, 0, "Text")
    result = read_result(form)
    assert (result.answered, result.is_shown, result.questions) == (4, False, [])


def test_the_result_and_the_file_show_no_small_group(form, gathering):
    falun, mora = member_of(gathering.series), member_of(gathering.series)
    here = places_of(gathering, 6, municipality=falun)
    there = places_of(gathering, 5, municipality=mora)
    for number, place in enumerate(here):
        answer(place, form, 5 if number else 1, 0 if number < 4 else None, f"T{number}")
    for place in there[:2]:
        answer(place, form, 3)

    result = read_result(form)
    scale, choice, text = result.questions
    # Mora has two answers: with Falun shown, they could be told from the whole.
    whole = Distribution((1, 0, 2, 0, 5))
    assert scale.summary == Summary(whole, {})
    assert whole.average == 4.0
    assert choice.summary is None
    assert sorted(text.texts) == ["T0", "T1", "T2", "T3", "T4", "T5"]
    assert (result.answered, result.asked) == (8, 11)

    for place in there[2:]:
        answer(place, form, 3)
    result = read_result(form)
    assert result.questions[0].summary.by_place == {
        falun.pk: Distribution((1, 0, 0, 0, 5)),
        mora.pk: Distribution((0, 0, 5, 0, 0)),
    }
    with translation.override("en"):
        book = load_workbook(BytesIO(workbook(result, gathering=gathering, made_at=AT)))
    assert [
        row[1:] for row in book["Municipalities"].iter_rows(min_row=2, values_only=True)
    ] == [
        (str(falun), 6, "4.3"),
        (str(mora), 5, "3.0"),
    ]
    numbers = list(book["Answers"].iter_rows(min_row=2, values_only=True))
    assert numbers[-1][:2] == ("Will you use it?", "Too few answers")


def test_places_are_hidden_until_the_rest_is_no_small_group():
    assert shown_places({1: 5, 2: 6}) == {1, 2}
    assert shown_places({1: 5, 2: 6, 3: 4}) == {2}
    assert shown_places({1: 5, 2: 4, 3: 1}) == {1}
    assert shown_places({1: 5, 2: 4}) == set()
    assert shown_places({1: 9, 2: 0}) == {1}


def test_averages_and_counts_by_hand():
    answers = [(1, 0), (1, 4), (1, 4), (1, 3), (1, 4), (2, 2), (2, 2), (2, 0), (3, 1), (3, 1)]
    found = summarise(answers, values=5)
    assert found == Summary(Distribution((2, 2, 2, 1, 3)), {1: Distribution((1, 0, 0, 1, 3))})
    assert found.whole.average == 3.1
    assert summarise(answers[:4], values=5) is None


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.integers(1, 12), st.integers(0, 12), max_size=12))
def test_no_small_group_can_be_computed(sizes):
    """All that is shown is the whole and disjoint parts: sums of parts and the rest."""
    answers = [(place, 0) for place, size in sizes.items() for _n in range(size)]
    summary = summarise(answers, values=1)
    if summary is None:
        assert sum(sizes.values()) < LEAST
        return
    shown = {place: group.answers for place, group in summary.by_place.items()}
    rest = summary.whole.answers - sum(shown.values())
    assert all(size >= LEAST for size in shown.values())
    assert rest == 0 or rest >= LEAST
    hidden = [place for place, size in sizes.items() if size and place not in shown]
    assert len(hidden) != 1 or sizes[hidden[0]] >= LEAST
