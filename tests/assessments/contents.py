"""Contents of sheets for tests, and the forms that a browser would send for them."""

from assessments.calculations.sheets import DIMENSIONS, GOALS, PERSPECTIVES
from assessments.forms.sheets import NO, NOT_KNOWN, YES


def whole(version, **parts):
    """A content that can be sent: everything is answered, nothing has an effect."""
    conditions = [
        str(row.pk)
        for criterion in version.rule_set.criteria.order_by("position")
        for row in criterion.conditions.order_by("position")
    ]
    questions = [row for section in version.sections.all() for row in section.questions.all()]
    return {
        "goals": {key: {"effect": 0} for key in GOALS},
        "conflicts": [],
        "dimensions": {key: {"level": 1} for key in DIMENSIONS},
        "overall": {"level": 1},
        "perspectives": {key: {"level": 0} for key in PERSPECTIVES},
        "conditions": {key: {"is_met": True} for key in conditions},
        "answers": {str(row.pk): "Bygda får et hus." for row in questions},
        **parts,
    }


def as_form(content, **more):
    """What a browser sends for a content."""
    sent = {"version": "0"}
    for part, rows in content.items():
        if part == "conflicts":
            rows = {str(number): row for number, row in enumerate(rows)}
        if part == "overall":
            _put(sent, (part,), rows)
        else:
            for key, row in rows.items():
                _put(sent, (part, key), row)
    return {**sent, **more}


def _put(sent, place, value):
    if isinstance(value, dict):
        for key, inner in value.items():
            _put(sent, (*place, key), inner)
    else:
        said = {True: YES, False: NO, None: "", "UNKNOWN": NOT_KNOWN}
        is_said = isinstance(value, bool | str) or value is None
        sent["-".join(place)] = str(said.get(value, value) if is_said else value)
