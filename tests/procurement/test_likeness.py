"""How alike two needs are: points by hand, the ends of the scale, stems of two languages."""

from datetime import date, timedelta

import pytest

from procurement.calculations.likeness import (
    WINDOW_DAYS,
    Described,
    likeness,
    stem,
    stemmed,
    stems,
)

DAY = date(2027, 9, 1)


def described(**given):
    fields = {
        "goals": frozenset(),
        "targets": frozenset(),
        "category": "",
        "day": None,
        "words": frozenset(),
    }
    return Described(**{**fields, **given})


def test_the_same_need_has_all_points_and_another_none():
    whole = described(
        goals=frozenset({13}),
        targets=frozenset({"13.2"}),
        category="vegdrift",
        day=DAY,
        words=frozenset({"brøyt", "veg"}),
    )

    assert likeness(whole, whole).points == 100
    assert likeness(whole, described()).points == 0
    assert likeness(described(), described()).points == 0


def test_points_by_hand_and_alike_from_both_sides():
    one = described(
        goals=frozenset({11, 13}),
        category="vegdrift",
        day=DAY,
        words=frozenset({"brøyt", "veg", "fossilfri", "sommerdrift"}),
    )
    other = described(
        goals=frozenset({9, 13}),
        category="vegdrift",
        day=DAY + timedelta(days=183),
        words=frozenset({"brøyt", "snø", "vinter", "kommune", "elektrisk"}),
    )

    found = likeness(one, other)

    # 30 + 15 * 1/2 + 0 + 15 * (1 - 183/549) + 30 * 2 * 1/4 = 30 + 7.5 + 10 + 15
    assert found.points == 62
    assert (found.goals, found.words) == ((13,), ("brøyt",))
    assert (found.same_category, found.days_apart, found.targets) == (True, 183, ())
    assert likeness(other, one) == found


@pytest.mark.parametrize(
    ("days", "apart"), [(0, 0), (WINDOW_DAYS, WINDOW_DAYS), (WINDOW_DAYS + 1, None)]
)
def test_the_window_of_time(days, apart):
    other = described(day=DAY + timedelta(days=days))

    assert likeness(described(day=DAY), other).days_apart == apart


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("brøyting", "brøytingen", "nb"),
        ("veg", "vegar", "nn"),
        ("veger", "vegene", "nb"),
        ("skolväg", "skolvägarna", "sv"),
        ("skolvägar", "skolvägarna", "sv"),
        ("maskin", "maskinene", "nb"),
        ("lekkasje", "lekkasjer", "nb"),
    ],
)
def test_inflected_words_have_one_stem(one, other, language):
    assert stem(one, language) == stem(other, language)


def test_one_word_in_two_alphabets_has_one_stem():
    assert stem("möbler", "sv") == stem("møbler", "nb")


def test_words_that_say_nothing_are_left_out():
    said = "Vi trenger nye løsninger for kommunale veger, og så 30"

    assert stems(said, "nb") == {stem("veger", "nb")}
    assert stemmed("Brøyting av veger; brøytingen", "nb") == {
        "brøyting": "brøyting",
        "veg": "veger",
    }
