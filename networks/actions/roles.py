"""Giving and ending roles. Each row says who did it, from when until when."""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from networks.actions.locks import Refused
from networks.enums import ROLES_OF_SCOPE, Role
from networks.models import RoleAssignment
from networks.queries import forget_roles
from networks.queries.assignments import Scope, key_role_of, scope_kind_of


class RoleDoesNotFit(Refused):
    """The role means nothing in this kind of place."""


class EndsBeforeStart(Refused):
    """The last day is not after the first."""


class AccountIsClosed(Refused):
    """The person's account has been closed."""


class LastWithRole(Refused):
    """Nobody would be left who can give roles in this place."""


@transaction.atomic
def give_role(
    *,
    person: User,
    role: Role,
    scope: Scope,
    given_by: User | None,
    on: date,
    until: date | None = None,
) -> RoleAssignment:
    """Give a role from ``on`` until the day before ``until``, or without end.

    A role that is held already and lasts as long changes nothing; one that ends earlier
    is prolonged. The person is locked, so two requests cannot give it twice.

    Raises:
        RoleDoesNotFit: The role means nothing in this kind of place.
        EndsBeforeStart: ``until`` is not later than ``on``.
        AccountIsClosed: The person's account has been closed.
    """
    kind = scope_kind_of(scope)
    if role not in ROLES_OF_SCOPE[kind]:
        raise RoleDoesNotFit
    if until is not None and until <= on:
        raise EndsBeforeStart
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not locked.is_active:
        raise AccountIsClosed
    place = {kind.lower(): scope}
    held = (
        RoleAssignment.objects.filter(person=locked, role=role, **place)
        .current(on=on)
        .order_by("pk")
        .first()
    )
    if held is None:
        held = RoleAssignment.objects.create(
            person=locked,
            role=role,
            valid_from=on,
            valid_to=until,
            given_by=given_by,
            **place,
        )
    elif held.valid_to is not None and (until is None or until > held.valid_to):
        held.valid_to = until
        held.given_by = given_by
        held.save(update_fields=["valid_to", "given_by", "updated_at"])
    forget_roles(person)
    return held


@transaction.atomic
def end_role(
    *, assignment: RoleAssignment, ended_by: User | None, on: date, even_the_last: bool = False
) -> RoleAssignment:
    """End a role: ``on`` is the first day without it. Again changes nothing.

    All who hold the same role in the same place are locked, so two administrators cannot
    end each other at the same moment.

    Args:
        assignment: The role that ends.
        ended_by: Who ends it.
        on: The first day without it; its own first day when that is later.
        even_the_last: A person has been asked, and wants it also when nobody is left.

    Raises:
        LastWithRole: It is the last one that lets somebody give roles here.
    """
    rows = list(
        RoleAssignment.objects.select_for_update(no_key=True)
        .filter(_here(assignment), role=assignment.role)
        .order_by("pk")
    )
    locked = next(row for row in rows if row.pk == assignment.pk)
    if locked.valid_to is not None and locked.valid_to <= on:
        return locked
    if not even_the_last and is_last(assignment=locked, on=on):
        raise LastWithRole
    locked.valid_to = max(on, locked.valid_from)
    locked.ended_by = ended_by
    locked.save(update_fields=["valid_to", "ended_by", "updated_at"])
    forget_roles(locked.person)
    return locked


@transaction.atomic
def end_all_roles(*, person: User, on: date) -> int:
    """End everything a person may do, as when the account is closed.

    Returns:
        The number of roles ended.
    """
    rows = RoleAssignment.objects.select_for_update(no_key=True).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), person=person
    )
    count = 0
    for row in rows.order_by("pk"):
        end_role(assignment=row, ended_by=person, on=on, even_the_last=True)
        count += 1
    forget_roles(person)
    return count


def is_last(*, assignment: RoleAssignment, on: date) -> bool:
    """Whether nobody else could give roles in the place once this one has ended."""
    if assignment.role != key_role_of(assignment.scope_kind):
        return False
    return not _others(assignment, on=on).exists()


def _here(assignment: RoleAssignment) -> Q:
    return Q(**{f"{assignment.scope_kind.lower()}_id": assignment.scope.pk})


def _others(assignment: RoleAssignment, *, on: date) -> QuerySet[RoleAssignment]:
    return (
        RoleAssignment.objects.filter(
            _here(assignment), role=assignment.role, person__is_active=True
        )
        .current(on=on)
        .exclude(pk=assignment.pk)
    )
