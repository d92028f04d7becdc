from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from common import nordic
from common.models import OutboxMessage

NAMES = ["Åre", "Ål", "Älvdalen", "Örebro", "Øygarden", "Ærøskøbing", "Zz", "alta"]


@pytest.fixture
def named(db):
    OutboxMessage.objects.bulk_create(
        OutboxMessage(
            recipient="a@example.org",
            kind="INVITATION",
            about=name,
            occasion="x",
            subject=name,
            body_text="",
            not_before_at=timezone.now(),
        )
        for name in NAMES
    )
    return OutboxMessage.objects.all()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", ["alta", "Zz", "Ærøskøbing", "Älvdalen", "Øygarden", "Örebro", "Ål", "Åre"]),
        ("sv", ["alta", "Zz", "Ål", "Åre", "Älvdalen", "Ærøskøbing", "Örebro", "Øygarden"]),
    ],
)
def test_letters_of_the_alphabet_come_last_in_their_order(named, language, expected):
    with translation.override(language):
        found = list(
            named.order_by(nordic.by_name("subject")).values_list("subject", flat=True)
        )
    firsts = [name[0].casefold().translate(str.maketrans("äö", "æø")) for name in found]
    wanted = [name[0].casefold().translate(str.maketrans("äö", "æø")) for name in expected]
    assert firsts == wanted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("älv", ["Älvdalen"]),
        ("ÄLV", ["Älvdalen"]),
        ("ælv", ["Älvdalen"]),
        ("örebro", ["Örebro"]),
        ("øre", ["Örebro"]),
        ("ål", ["Ål"]),
        ("100%", []),
        ("_", []),
    ],
)
def test_matches_knows_nordic_letters(named, text, expected):
    found = named.filter(nordic.matches(text, fields=("subject",)))
    assert sorted(found.values_list("subject", flat=True)) == expected


def test_every_word_has_to_be_found(named):
    both = named.filter(nordic.matches("älv dalen", fields=("subject", "about")))
    one = named.filter(nordic.matches("älv skog", fields=("subject", "about")))
    assert ([m.subject for m in both], list(one)) == (["Älvdalen"], [])


def test_order_in_python_is_the_order_of_the_alphabet():
    norwegian = sorted(
        ["Ål", "Zz", "Øy", "Ær"], key=lambda t: nordic.sort_key(t, language="nb")
    )
    swedish = sorted(["Ål", "Zz", "Ör", "Äl"], key=lambda t: nordic.sort_key(t, language="sv"))
    assert (norwegian, swedish) == (["Zz", "Ær", "Øy", "Ål"], ["Zz", "Ål", "Äl", "Ör"])


def test_other_databases_are_left_alone():
    nordic.prepare_sqlite(connection=SimpleNamespace(vendor="postgresql"))
