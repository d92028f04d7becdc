"""What waits for a person about evaluation forms: to answer one, to read a result."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.things import Thing
from gatherings import words
from gatherings.models import FeedbackForm, Participation
from gatherings.queries.feedback import fresh_results, waiting_for
from gatherings.tokens import make_feedback_token
from networks.enums import Role
from networks.queries import roles_of


def forms_to_answer(person: User, at: datetime) -> list[Thing]:
    """List the forms of gatherings that the person has been at; one query."""
    return [_ask(row) for row in waiting_for(person, at=at)]


def results_to_read(person: User, at: datetime) -> list[Thing]:
    """List what those who came to the person's gatherings thought, two weeks; one query."""
    return [_news(form) for form in results_for(person, at=at)]


def results_for(person: User, *, at: datetime) -> QuerySet[FeedbackForm]:
    """Give the results that are news to the person."""
    roles = roles_of(person)
    return fresh_results(
        person, networks=_led(roles.networks), programmes=_led(roles.programmes), at=at
    )


def _led(held: dict[int, set[str]]) -> list[int]:
    return [pk for pk, roles in held.items() if Role.NETWORK_LEADER in roles]


def _ask(row: Participation) -> Thing:
    gathering = row.gathering
    series, closes = gathering.series, gathering.feedback.closes_at
    known = {"gathering": words.gathering_name(gathering)}
    return Thing(
        key=f"gatherings.participation:{row.pk}:feedback",
        title=_("Tell what you thought of %(gathering)s") % known,
        detail=series.name,
        place=str(row.registration.municipality),
        due=closes.astimezone(series.zone).date(),
        weight=1,
        address=reverse(
            "gatherings:feedback-answer", kwargs={"token": make_feedback_token(row)}
        ),
    )


def _news(form: FeedbackForm) -> Thing:
    gathering = form.gathering
    series = gathering.series
    known = {"gathering": words.gathering_name(gathering)}
    return Thing(
        key=f"gatherings.feedback:{form.pk}:result",
        title=_("Read what they thought of %(gathering)s") % known,
        detail=series.name,
        place=str(series.network),
        due=None,
        weight=1,
        address=reverse(
            "gatherings:feedback-result",
            kwargs={"slug": series.slug, "number": gathering.number},
        ),
    )
