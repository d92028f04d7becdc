"""What somebody typed, what is marked of it, and word forms on PostgreSQL."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from common.search.asking import MOST_LETTERS, MOST_WORDS, Asked, Terms, read_asked
from common.search.documents import put_question
from common.search.marking import LONGEST, Marker, Part
from common.search.sources import find, read_reach
from portal.queries.search import KEYS, SOURCES
from tests.factories import IndicatorFactory
from tests.procurement.factories import NeedFactory, SolutionFactory

postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no word forms"
)


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("vei  bru", [Terms(("vei", "bru"))]),
        ('"to ord" vei', [Terms(("vei",), ("to ord",))]),
        ("«to ord»", [Terms((), ("to ord",))]),
        ('vei -bru -"to ord"', [Terms(("vei",), (), ("bru", "to ord"))]),
        ("vei or bru", [Terms(("vei",)), Terms(("bru",))]),
        ("vei eller", [Terms(("vei",))]),
        ("& | ! ' :*", []),
        ("-vei", []),
        ('"uten slutt', [Terms((), ("uten slutt",))]),
    ],
)
def test_a_search_is_taken_apart(text, alternatives):
    assert read_asked(text).alternatives == tuple(alternatives)


def test_a_search_is_cut_and_plain():
    assert read_asked("a\0b\u200bc") == Asked("a b c", (Terms(("a", "b", "c")),))
    assert read_asked("a\u030al").text == "ål"
    assert len(read_asked("x" * 500).text) == MOST_LETTERS
    assert len(read_asked("ord " * 40).alternatives[0].words) == MOST_WORDS


def test_found_words_are_marked():
    marker = Marker.of(["Hæ"], ["kommun"])
    assert marker.marked("I hä: kommunene, kommunikasjonen") == [
        Part("I "),
        Part("hä", is_found=True),
        Part(": "),
        Part("kommunene", is_found=True),
        Part(", kommunikasjonen"),
    ]
    assert marker.marked("") == []


def test_a_long_text_is_cut_around_the_word():
    parts = Marker.of(["torv"], []).excerpt(f"{'ord ' * 100}torv {'hus ' * 100}")
    text = "".join(part.text for part in parts)
    assert text.startswith("… ord")
    assert text.endswith("hus …")
    assert Part("torv", is_found=True) in parts
    assert len(text) <= LONGEST + 4


def titles(text, kind="needs"):
    [source] = [one for one in SOURCES if one.kind == kind]
    asked = read_asked(text)
    reach = read_reach(AnonymousUser(), KEYS)
    hits = find(source, reach=reach, asked=asked, question=put_question(asked), most=9).hits
    return ["".join(part.text for part in hit.title) for hit in hits]


@pytest.mark.django_db
def test_letters_of_the_same_sound_are_one():
    NeedFactory(title="Härjedalens fjäll", language="sv", published=True)
    assert titles("hærjedalens fjæll") == ["Härjedalens fjäll"]


@pytest.mark.django_db
def test_phrases_choices_and_what_is_left_out():
    NeedFactory(title="Grønne tak", summary="Torv.", published=True)
    NeedFactory(title="Tak som er grønne", summary="Skifer.", published=True)
    assert titles('"grønne tak"') == ["Grønne tak"]
    assert titles('grønne "tak som er"') == ["Tak som er grønne"]
    assert titles('"takene som er"') == []
    assert titles("grønne -skifer") == ["Grønne tak"]
    assert sorted(titles("torv or skifer")) == ["Grønne tak", "Tak som er grønne"]


@pytest.mark.django_db
def test_titles_come_before_texts():
    NeedFactory(title="Annet", description="Torvtak.", published=True)
    NeedFactory(title="Nytt torvtak", published=True)
    NeedFactory(title="Torvtak på skolen", published=True)
    NeedFactory(title="Torvtak", published=True)
    assert titles("torvtak") == ["Torvtak", "Torvtak på skolen", "Nytt torvtak", "Annet"]


@postgres
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "written", "asked"),
    [
        ("nb", "En kommune bygger", "kommuner"),
        ("nn", "Skulane i dalen", "skule"),
        ("nb", "Energistyring i hallen", "energi"),
        ("sv", "En skola i byn", "skolor"),
        ("sv", "Trygga skolvägar", "skolväg"),
        ("sv", "Många kommuner", "kommunerna"),
        ("en", "Two municipalities", "municipality"),
        ("nb", "Avfall og energi", "energien og avfallet"),
        ("nb", "Brøyting av veg", "bröyting"),
    ],
)
def test_forms_of_a_word_are_found(language, written, asked):
    NeedFactory(title="Tittel", description=written, language=language, published=True)
    NeedFactory(title="Annet", description="Kommunikasjon.", published=True)
    assert titles(asked) == ["Tittel"]


@postgres
@pytest.mark.django_db
def test_each_column_of_several_languages_has_its_own_forms():
    IndicatorFactory(name="x", name_nb="Barnehager", name_sv="Förskolor", name_en="Schools")
    assert [
        len(titles(word, "indicators")) for word in ("barnehage", "förskola", "school")
    ] == [1] * 3


@postgres
@pytest.mark.django_db
def test_what_is_left_out_is_so_in_every_form():
    SolutionFactory(title="Løsning", text="Skoler og veier")
    assert titles("veier", "solutions") == ["Løsning"]
    assert titles("veier -skole", "solutions") == []


@postgres
@pytest.mark.django_db
def test_a_question_of_common_words_alone_is_no_error():
    assert put_question(read_asked("og i på")).text
    assert titles("og") == []
    NeedFactory(title="En vei", description="Opp i lia", published=True)
    assert put_question(read_asked("i")).text == ""
    assert titles("i") == ["En vei"]  # a part of the title, as before
