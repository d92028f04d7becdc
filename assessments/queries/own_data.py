"""What assessments know about a person, for the file that the person may take."""

from typing import Any

from accounts.models import User
from assessments.models import (
    Assessment,
    AssessmentPerson,
    AssessmentStep,
    CaseLetter,
    InitiativeEntry,
    Sheet,
    TemplateComment,
)


def own_data(person: User) -> dict[str, Any]:
    """One's parts in cases, and what one has written there, ready for JSON.

    The title of a case stands only where the person still may know of it.
    """
    known = set(Assessment.objects.visible_to(person).values_list("pk", flat=True))

    def titled(rows: Any, *fields: str) -> list[dict[str, Any]]:
        found = []
        for row in rows.values("assessment", "assessment__title", *fields):
            key, title = row.pop("assessment"), row.pop("assessment__title")
            found.append({"case": title if key in known else "", **row})
        return found

    parts = AssessmentPerson.objects.filter(person=person).order_by("pk")
    steps = AssessmentStep.objects.filter(by=person).order_by("pk")
    sheets = Sheet.objects.filter(assessor=person).order_by("pk")
    letters = CaseLetter.objects.filter(by=person).order_by("pk")
    entries = InitiativeEntry.objects.filter(by=person).order_by("pk")
    comments = TemplateComment.objects.filter(by=person).order_by("pk")
    return {
        "parts_in_cases": titled(parts, "part", "since"),
        "steps_of_cases": titled(steps, "state", "at", "note"),
        "own_sheets": titled(sheets, "moment", "state", "saved_at", "content"),
        "letters_sent": titled(letters, "at"),
        "status_of_initiatives": list(entries.values("area__name", "on", "text", "at")),
        "comments_on_templates": list(
            comments.values("version__template__name", "version__number", "about", "text", "at")
        ),
    }
