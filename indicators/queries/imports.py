"""Imports: which there were, and what a person may import."""

from django.db.models import QuerySet

from accounts.models import User
from common.models import Job
from indicators.models import ImportBatch
from networks.enums import Role
from networks.queries import roles_of

CHECK = "indicators.check_import"


def municipalities_open_to(person: User) -> list[int] | None:
    """List the municipalities whose figures the person may import; None = all.

    Those that the person administers.
    """
    if person.is_superuser:
        return None
    held = roles_of(person).municipalities.items()
    return sorted(pk for pk, roles in held if Role.ADMINISTRATOR in roles)


def checks_of(person: User) -> QuerySet[Job]:
    """Give the checks of files that the person sent; a superuser's are all."""
    checks = Job.objects.filter(task=CHECK).select_related("started_by").order_by("-pk")
    return checks if person.is_superuser else checks.filter(started_by=person)


def batches_of(person: User) -> QuerySet[ImportBatch]:
    """Give the imports the person made, newest first; a superuser sees all."""
    batches = ImportBatch.objects.select_related("imported_by").order_by("-imported_at", "-pk")
    return batches if person.is_superuser else batches.filter(imported_by=person)
