"""The history of one object of knowledge: which have one, and who may read it."""

from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import User
from improvement.queries.acting import workplaces
from improvement.queries.histories import Kept, history_of
from improvement.queries.trail_history import tracked
from knowledge.models import DidToo, Example, Term, Tool
from networks.enums import Role
from networks.queries import roles_of

Person = User | AnonymousUser


def _own_examples(person: Person) -> QuerySet[Example]:
    if person.is_superuser:
        return Example.objects.all()
    if not isinstance(person, User):
        return Example.objects.none()
    places = [place.pk for place in workplaces(person)]
    # What was declined is no longer theirs to read, nor is how it came about.
    return Example.objects.visible_to(person).filter(municipality__in=places)


def _kept_terms(person: Person) -> QuerySet[Term]:
    keeps = person.is_superuser or roles_of(person).any_of(Role.NETWORK_LEADER)
    return Term.objects.all() if keeps else Term.objects.none()


def _kept_tools(person: Person) -> QuerySet[Tool]:
    if person.is_superuser:
        return Tool.objects.all()
    roles = roles_of(person)
    led = [pk for pk, held in roles.networks.items() if Role.NETWORK_LEADER in held]
    programmes = [pk for pk, held in roles.programmes.items() if Role.NETWORK_LEADER in held]
    return Tool.objects.filter(Q(network__in=led) | Q(network__programme__in=programmes))


KINDS: Final[dict[str, Kept]] = {
    "example": Kept(
        visible=_own_examples,
        sources=lambda each: [
            history_of(Example, each.pk),
            tracked(DidToo, rows=DidToo.history.filter(example=each.pk), about="text"),
        ],
        page=lambda each: each.get_absolute_url(),
    ),
    "term": Kept(
        visible=_kept_terms,
        sources=lambda each: [history_of(Term, each.pk, about="slug")],
        page=lambda each: each.get_absolute_url(),
    ),
    "tool": Kept(
        visible=_kept_tools,
        sources=lambda each: [history_of(Tool, each.pk)],
        page=lambda each: each.get_absolute_url(),
    ),
}
