"""Who answers for what in a municipality: to be reminded, and to see it as theirs."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from networks.enums import Role
from networks.models import RoleAssignment

WORKING = (Role.CONTRIBUTOR, Role.COORDINATOR, Role.ADMINISTRATOR)


@dataclass(slots=True)
class Staff:
    """The people who work in one municipality today, by key.

    Attributes:
        people: Everyone who works there, also the coordinators of its region.
        coordinators: Keys of its own coordinators.
        administrators: Keys of its own administrators.
        regional: Keys of the coordinators of its region, who act for it.
    """

    people: dict[int, User] = field(default_factory=dict)
    coordinators: list[int] = field(default_factory=list)
    administrators: list[int] = field(default_factory=list)
    regional: list[int] = field(default_factory=list)

    def answering(self, person_id: int | None) -> list[int]:
        """Give who answers for something that ``person_id`` is responsible for.

        Where nobody is, or the person does not work there any more: the coordinators,
        without any the administrators, without those the region's coordinators.
        """
        if person_id is not None and person_id in self.people:
            return [person_id]
        return self.coordinators or self.administrators or self.regional


def staff_of(municipalities: Collection[int], *, at: datetime) -> dict[int, Staff]:
    """Give the staff of each municipality at ``at``; one query.

    Args:
        municipalities: Keys.
        at: When.
    """
    today = timezone.localdate(at)
    inside = "region__memberships"
    regional = (
        Q(**{f"{inside}__municipality__in": municipalities}, role=Role.COORDINATOR)
        & Q(**{f"{inside}__valid_from__lte": today})
        & (Q(**{f"{inside}__valid_to__isnull": True}) | Q(**{f"{inside}__valid_to__gt": today}))
    )
    rows = (
        RoleAssignment.objects.current(on=today)
        .filter(
            Q(municipality__in=municipalities, role__in=WORKING) | regional,
            person__is_active=True,
        )
        .annotate(acted_for=F(f"{inside}__municipality"))
        .select_related("person")
        .order_by("person__email", "pk", "acted_for")
    )
    found: dict[int, Staff] = {}
    for row in rows:
        place = row.municipality_id or row.acted_for
        if place is None:
            continue
        staff = found.setdefault(place, Staff())
        staff.people[row.person_id] = row.person
        held = _list_of(staff, row)
        if held is not None and row.person_id not in held:
            held.append(row.person_id)
    return found


def _list_of(staff: Staff, row: RoleAssignment) -> list[int] | None:
    if row.municipality_id is None:
        return staff.regional
    if row.role == Role.COORDINATOR:
        return staff.coordinators
    return staff.administrators if row.role == Role.ADMINISTRATOR else None
