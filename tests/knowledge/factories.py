"""Rows of knowledge for tests: the least that is valid."""

from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from knowledge.actions.editions import begin_merging, open_answers, start_edition
from knowledge.actions.publishing import answer, publish
from knowledge.actions.traits import TraitDetails, merge
from knowledge.enums import Consent, ExampleState
from knowledge.models import Example, Question, Term, Tool, ToolVersion
from tests.factories import GoalFactory, MunicipalityFactory, NetworkFactory, UserFactory

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
FAR = datetime(2099, 1, 1, tzinfo=UTC)


class ExampleFactory(DjangoModelFactory):
    """A draft; say ``published=True`` for one that everybody reads."""

    class Meta:
        model = Example
        skip_postgeneration_save = True

    class Params:
        published = factory.Trait(
            state=ExampleState.PUBLISHED,
            permission_by="Kommunedirektøren",
            permission_on=TODAY,
            published_at=AT,
        )
        sent = factory.Trait(
            state=ExampleState.WAITING,
            is_from_outside=True,
            sender="En bedrift",
            permission_by="Kommunedirektøren",
            permission_on=TODAY,
        )

    municipality = factory.SubFactory(MunicipalityFactory)
    slug = factory.Sequence(lambda n: f"eksempel-{n}")
    title = factory.Sequence(lambda n: f"Eksempel {n}")
    text = "Vi laget mat av råvarer fra nabolaget."
    contact_role = "Virksomhetsleder"
    contact_email = "post@samverk.example"

    @factory.post_generation
    def goals(self, create, extracted, **_kwargs):
        if create:
            self.goals.set([GoalFactory(number=number) for number in extracted or [12]])


class ToolFactory(DjangoModelFactory):
    class Meta:
        model = Tool

    slug = factory.Sequence(lambda n: f"verktoy-{n}")
    title = factory.Sequence(lambda n: f"Verktøy {n}")
    summary = "En mal."


class ToolVersionFactory(DjangoModelFactory):
    class Meta:
        model = ToolVersion

    tool = factory.SubFactory(ToolFactory)
    number = 1
    link = "https://samverk.example/mal"
    licence = "CC BY 4.0"
    made_on = TODAY
    at = AT


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term

    slug = factory.Sequence(lambda n: f"ord-{n}")
    name_nb = factory.Sequence(lambda n: f"ord {n}")
    name_nn = name_sv = name_en = factory.SelfAttribute("name_nb")
    text_nb = text_nn = text_sv = text_en = "Det betyr noe."
    source = "Samverk"


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    network = factory.SubFactory(NetworkFactory)
    title = factory.Sequence(lambda n: f"Spørsmål {n}")
    asked_by = factory.SubFactory(UserFactory)
    asked_at = AT


def began(network, *, until=FAR, at=AT, by=None):
    """An edition that takes proposals."""
    return start_edition(
        network=network,
        title="Kjennetegn",
        intro="",
        language="nb",
        proposals_until=until,
        by=by or UserFactory(),
        at=at,
    )


def merging(network, *, at=AT, by=None):
    """An edition that is being merged, with one characteristic."""
    by = by or UserFactory()
    edition = began(network, until=at + DAY, at=at, by=by)
    edition = begin_merging(edition=edition, by=by, at=at + 2 * DAY)
    merge(
        edition=edition,
        trait=None,
        details=TraitDetails(title="Folk blir boende"),
        proposals=[],
        reason="Alle sa det.",
        by=by,
        at=at,
    )
    return edition


def answering(network, *, until=FAR, at=AT, by=None):
    """An edition that is out for answers."""
    by = by or UserFactory()
    edition = merging(network, at=at, by=by)
    return open_answers(edition=edition, until=until, by=by, at=at)


def says(edition, place, consent=Consent.CONSENT, *, at=AT, by=None, **given):
    """The answer of a municipality."""
    return answer(
        edition=edition,
        municipality=place,
        consent=consent,
        by=by or UserFactory(),
        at=at,
        **{"reason": "", "body": "", "decision": None, **given},
    )


def published(network, *, at=AT):
    """A published version that nobody answered."""
    by = UserFactory()
    edition = answering(network, until=at + DAY, at=at, by=by)
    return publish(edition=edition, by=by, at=at + 2 * DAY)
