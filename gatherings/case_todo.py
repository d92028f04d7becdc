"""Homework of cases, and cases that the hosts ask for again, as things that wait."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.things import Thing
from gatherings.models import Case, Homework
from gatherings.queries.cases import asked_back, due_homework


def homework_to_do(person: User, at: datetime) -> list[Thing]:
    """List homework of municipalities one acts for that is near its day, or late."""
    return [_homework(row) for row in due_homework(person, today=timezone.localdate(at))]


def cases_to_bring(person: User) -> list[Thing]:
    """List cases of municipalities one acts for that the hosts ask for again."""
    return [_case(row) for row in asked_back(person)]


def _homework(row: Homework) -> Thing:
    return Thing(
        key=f"gatherings.homework:{row.pk}:done",
        title=_("Do the homework: %(text)s") % {"text": row.text},
        detail=_("For the case «%(case)s»") % {"case": row.case.title},
        place=str(row.case.municipality),
        due=row.due_on,
        weight=3,
        address=reverse(
            "gatherings:homework-done", kwargs={"pk": row.case_id, "homework": row.pk}
        ),
    )


def _case(row: Case) -> Thing:
    gathering = row.return_gathering
    return Thing(
        key=f"gatherings.case:{row.pk}:return",
        title=_("Bring the case back: %(case)s") % {"case": row.title},
        detail=row.series.name,
        place=str(row.municipality),
        due=gathering.day if gathering is not None else None,
        weight=3,
        address=reverse("gatherings:case-back", kwargs={"pk": row.pk}),
    )
