"""Background jobs, as far as a person may see them."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from common.models import Job


def runs_the_site(person: User | AnonymousUser) -> bool:
    """Whether the person keeps the site going and sees everybody's jobs."""
    return person.is_active and (person.is_staff or person.is_superuser)


def jobs_visible_to(person: User | AnonymousUser) -> QuerySet[Job]:
    """Give one's own jobs, and all of them to those who run the site; newest first."""
    rows = Job.objects.select_related("started_by").order_by("-pk")
    if runs_the_site(person):
        return rows
    return rows.filter(started_by=person.pk) if person.is_authenticated else rows.none()
