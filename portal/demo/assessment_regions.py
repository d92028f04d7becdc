"""What regions of the demonstration do beside their cases: strategy, initiatives, training."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from assessments.actions import initiatives, training
from assessments.actions.initiatives import CompanyDetails
from assessments.enums import Group
from assessments.models import FundingProgramme
from gatherings.models import Gathering
from networks.models import Region
from portal.demo.networks import DOMAIN

Row = dict[str, Any]


def tell_strategy(row: Row, *, programme: FundingProgramme, by: User, at: datetime) -> None:
    """Record the finance strategy of a programme with its tasks."""
    when = at + timedelta(days=row["day"])
    initiatives.record_strategy(
        programme=programme,
        body=row["body"],
        case_number=row["case_number"],
        decided_on=timezone.localdate(when),
        wording=row["wording"],
        by=by,
        at=when,
    )
    for task in row["tasks"]:
        initiatives.save_task(
            programme=programme,
            text=task["text"],
            responsible=task["responsible"],
            due_on=_day(task, "due", at),
            done_on=_day(task, "done", at),
            by=by,
        )


def tell_initiative(row: Row, *, region: Region, language: str, by: User, at: datetime) -> None:
    """Begin an initiative, and say how each of its areas has gone."""
    initiative = initiatives.save_initiative(
        region=region,
        title=row["title"],
        text=row["text"],
        language=language,
        is_public=row["public"],
        by=by,
    )
    for each in row["area"]:
        area = initiatives.save_area(
            initiative=initiative,
            name=each["name"],
            contact_role=each["contact"],
            contact_email=f"hallbarhet@{DOMAIN}",
        )
        for entry in each["entries"]:
            when = at + timedelta(days=entry["day"])
            initiatives.add_entry(
                area=area,
                on=timezone.localdate(when),
                text=entry["text"],
                next_step=entry["next"],
                next_on=_day(entry, "by", at),
                by=by,
                at=when,
            )


def tell_company(row: Row, *, region: Region, by: User) -> None:
    """Add a company that the region owns a part of."""
    initiatives.save_company(
        region=region,
        details=CompanyDetails(
            name=row["name"],
            share_percent=Decimal(row["share"]),
            plan=row["plan"],
            contact_role=row["contact"],
            contact_email=f"bolag@{DOMAIN}",
        ),
        by=by,
    )


def tell_training(row: Row, *, region: Region) -> None:
    """Say which gatherings of a network were training, and how many each group has."""
    held = Gathering.objects.filter(series__network__slug=row["network"], day__isnull=False)
    for session, gathering in zip(row["sessions"], held.order_by("day"), strict=False):
        training.save_training(
            region=region,
            gathering=gathering,
            about=session["about"],
            trained={Group(name): number for name, number in session["trained"].items()},
        )
    training.set_targets(
        region=region,
        people={Group(name): number for name, number in row["people"].items()},
    )


def _day(row: Row, name: str, at: datetime) -> date | None:
    return timezone.localdate(at + timedelta(days=row[name])) if name in row else None
