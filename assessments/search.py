"""What the search finds here: assessments.

Only title and summary are searched: what applicants and officers answer, letters and notes
are read on the page of the case alone.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from common.search.sources import Keys, Reach, Shown, Source, Texts

CASE_TEXTS = ("title", "summary")


KEYS: dict[str, Keys] = {
    "assessments known": lambda person: Assessment.objects.visible_to(person).values("pk"),
}


def _cases(reach: Reach) -> QuerySet[Assessment]:
    rows = Assessment.objects.filter(pk__in=reach["assessments known"])
    return rows.select_related("programme")


def _case(row: Any) -> Shown:
    where = f"{row.programme} · {row.get_state_display()}"
    return Shown(row.title, row.get_absolute_url(), row.language, where)


SOURCES = (
    Source(
        kind="assessments",
        name=_("Assessments"),
        rows=_cases,
        within="assessments known",
        names=("title",),
        texts=(Texts(CASE_TEXTS),),
        show=_case,
        order=lambda: ("-received_at",),
    ),
)
