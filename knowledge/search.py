"""What the search finds here: examples, tools, words, questions, answers, characteristics."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.search.sources import Reach, Shown, Source, Texts
from common.translations import localized
from knowledge.enums import EditionState, ExampleState
from knowledge.models import Answer, Example, Question, Term, Tool, Trait

EXAMPLE_TEXTS = ("title", "summary", "text", "effect", "advice")
TOOL_TEXTS = ("title", "summary", "topic")
_TERM_NAMES = ("name_nb", "name_nn", "name_sv", "name_en")
TERM_TEXTS = (*_TERM_NAMES, "text_nb", "text_nn", "text_sv", "text_en")
QUESTION_TEXTS = ("title", "text")
ANSWER_TEXTS = ("text",)
TRAIT_TEXTS = ("title", "text")


def _examples(reach: Reach) -> QuerySet[Example]:
    rows = Example.objects.visible_to(reach.person)
    if reach.person.is_superuser:  # a draft is for those who write it
        rows = rows.exclude(state=ExampleState.DRAFT)
    return rows.select_related("municipality__country")


def _example(row: Any) -> Shown:
    state = row.get_state_display() if row.state != ExampleState.PUBLISHED else ""
    where = " · ".join(word for word in (str(row.municipality), state) if word)
    return Shown(row.title, row.get_absolute_url(), row.language, where)


def _tools(reach: Reach) -> QuerySet[Tool]:
    rows = Tool.objects.filter(withdrawn_at__isnull=True)
    if not reach.person.is_superuser:
        rows = rows.filter(Q(is_public=True) | Q(network__in=reach["networks of work"]))
    return rows


def _term(row: Any) -> Shown:
    name = localized(row, "name")
    return Shown(str(name), row.get_absolute_url(), name.lang)


def _questions(reach: Reach) -> QuerySet[Question]:
    rows = Question.objects.filter(network__in=reach["networks of work"])
    return rows.select_related("network")


def _question(row: Any) -> Shown:
    return Shown(row.title, row.get_absolute_url(), row.language, row.network.label)


def _answers(reach: Reach) -> QuerySet[Answer]:
    rows = Answer.objects.filter(question__network__in=reach["networks of work"])
    return rows.select_related("question__network")


def _traits(reach: Reach) -> QuerySet[Trait]:
    """Published ones of networks that one may know of; those in the making where one works."""
    published = Q(edition__state=EditionState.PUBLISHED)
    rows = Trait.objects.filter(
        published & Q(edition__network__in=reach["networks known"])
        | Q(edition__network__in=reach["networks of work"])
    )
    return rows.select_related("edition__network")


def _trait(row: Any) -> Shown:
    edition = row.edition
    href = edition.get_absolute_url()
    if edition.state == EditionState.PUBLISHED:
        keys = {"slug": edition.network.slug, "number": edition.number}
        href = reverse("knowledge:publication", kwargs=keys)
    where = f"{edition.network.label} · {edition} · {edition.get_state_display()}"
    return Shown(row.title, href, edition.language, where)


SOURCES = (
    Source(
        kind="examples",
        name=_("Good examples"),
        rows=_examples,
        names=("title",),
        texts=(Texts(EXAMPLE_TEXTS),),
        show=_example,
        order=lambda: ("-published_at",),
    ),
    Source(
        kind="tools",
        name=_("Tools"),
        rows=_tools,
        names=("title",),
        texts=(Texts(TOOL_TEXTS),),
        show=lambda row: Shown(row.title, row.get_absolute_url(), row.language, row.topic),
        order=lambda: ("title",),
    ),
    Source(
        kind="words",
        name=_("Glossary"),
        rows=lambda _reach: Term.objects.filter(removed_at__isnull=True),
        names=_TERM_NAMES,
        texts=(Texts(TERM_TEXTS),),
        show=_term,
        order=lambda: ("slug",),
    ),
    Source(
        kind="questions",
        name=_("Questions"),
        rows=_questions,
        within="networks of work",
        names=("title",),
        texts=(Texts(QUESTION_TEXTS),),
        show=_question,
        order=lambda: ("-asked_at",),
    ),
    Source(
        kind="answers",
        name=_("Answers"),
        rows=_answers,
        within="networks of work",
        texts=(Texts(ANSWER_TEXTS),),
        show=lambda row: _question(row.question),
        order=lambda: ("-at",),
    ),
    Source(
        kind="characteristics",
        name=_("Characteristics"),
        rows=_traits,
        names=("title",),
        texts=(Texts(TRAIT_TEXTS),),
        language="edition__language",
        show=_trait,
        order=lambda: ("-edition__started_at", "position"),
    ),
)
