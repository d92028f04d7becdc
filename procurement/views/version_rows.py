"""What a version of a solution says, in words: as it was written then."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from procurement import words
from procurement.enums import Maturity, PointAnswer
from procurement.models import Category, Solution, SolutionVersion
from procurement.views.need_rows import category_name
from procurement.views.solution_rows import MARKS, AnswerRow, Term


def version_answers(version: SolutionVersion) -> list[AnswerRow]:
    """Lay out how the points were met; an open question has words alone."""
    rows = []
    for row in version.content["points"]:
        answer = PointAnswer(row["answer"])
        is_said = answer != PointAnswer.UNSAID
        if is_said or row["text"]:
            mark, label = (MARKS[answer], str(answer.label)) if is_said else ("", "")
            rows.append(AnswerRow(row["point"], mark, label, row["text"]))
    return rows


def version_terms(version: SolutionVersion) -> list[Term]:
    """Lay out what was said in few words."""
    said = version.content
    least = words.amount(Decimal(said["minimum"]), said["unit"]) if said["minimum"] else ""
    category = Category.objects.filter(pk=said["category"]).first()
    found = [
        Term(
            _("How far it has come"),
            str(Maturity(said["maturity"]).label) if said["maturity"] else "",
        ),
        Term(_("Used today by"), said["used_by"]),
        Term(_("Price, roughly"), said["price"]),
        Term(_("Least volume a year"), least),
        Term(_("Delivers to"), ", ".join(said["delivers_to"] or said["counties"])),
        Term(_("Category"), category_name(category) if category is not None else ""),
        Term(_("References"), ", ".join(said["references"])),
    ]
    return [each for each in found if each.text]


def version_files(solution: Solution, version: SolutionVersion) -> list[tuple[str, str]]:
    """List the files of the version, each with the address where it is downloaded."""
    rows = solution.attachments.filter(is_confidential=False).select_related("file")
    kept = {(row.file.name, row.file.sha256): row.pk for row in rows.order_by("-pk")}
    found = []
    for file in version.content["files"]:
        pk = kept.get((file["name"], file["sha256"]))
        given = {"pk": solution.pk, "attachment": pk}
        address = reverse("procurement:solution-file", kwargs=given) if pk else ""
        found.append((file["name"], address))
    return found
