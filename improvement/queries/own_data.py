"""What this app knows about one person."""

from typing import Any

from accounts.models import User
from improvement.models import (
    FunctionHolder,
    Measure,
    MeasureTask,
    Notice,
    NoticeChoice,
    StatusDraft,
    StatusEntry,
)


def own_data(person: User) -> dict[str, Any]:
    """Responsibilities, entries, drafts, functions and mails, ready for JSON."""
    measures = Measure.objects.filter(responsible_person=person).select_related("municipality")
    tasks = MeasureTask.objects.filter(person=person).select_related("measure")
    entries = StatusEntry.objects.filter(by=person).select_related("measure")
    drafts = StatusDraft.objects.filter(person=person).select_related("measure")
    functions = FunctionHolder.objects.filter(person=person).select_related("municipality")
    return {
        "measures": [
            {"municipality": str(row.municipality), "title": row.title}
            for row in measures.order_by("pk")
        ],
        "tasks": [
            {"measure": row.measure.title, "title": row.title, "due": row.due_on}
            for row in tasks.order_by("pk")
        ],
        "status_entries": [
            {"measure": row.measure.title, "at": row.at, "state": row.state, "text": row.text}
            for row in entries.order_by("pk")
        ],
        "status_drafts": [
            {"measure": row.measure.title, "saved_at": row.saved_at, "fields": row.fields}
            for row in drafts.order_by("pk")
        ],
        "functions": [
            {
                "municipality": str(row.municipality),
                "function": row.function,
                "name": row.name,
                "email": row.email,
                "from": row.valid_from,
                "until": row.valid_to,
            }
            for row in functions.order_by("pk")
        ],
        "mails_about_the_work": list(
            Notice.objects.filter(person=person).order_by("pk").values("kind", "at")
        ),
        "mails_switched_off": list(
            NoticeChoice.objects.filter(person=person)
            .order_by("pk")
            .values("kind", "switched_off_at")
        ),
    }
