"""Assessments of the demonstration, told by the actions of officers, applicants and deciders.

The words stand in ``portal/demo/data/assessments_*.toml``.
"""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import translation

from assessments.models import FundingProgramme
from assessments.queries.sheets import read_outline
from common.models import OutboxMessage
from networks.models import Region
from portal.demo.assessment_cases import Asked, Office, tell
from portal.demo.assessment_regions import (
    tell_company,
    tell_initiative,
    tell_strategy,
    tell_training,
)
from portal.demo.assessment_templates import (
    Built,
    answers_of,
    asked_in,
    build,
    build_next,
    make_programme,
)
from portal.demo.networks import DOMAIN
from portal.demo.people import person

DATA = Path(__file__).parent / "data"
# The Norwegian region copies a template of the Swedish one, which is told of first.
FILES = ("assessments_sv.toml", "assessments_nb.toml")
Row = dict[str, Any]


@transaction.atomic
def load_assessments(*, at: datetime) -> int:
    """Tell of programmes and their cases, once; where there is a programme, nothing.

    Returns:
        How many cases were told of.
    """
    if FundingProgramme.objects.exists():
        return 0
    contents = [tomllib.loads((DATA / name).read_text(encoding="utf-8")) for name in FILES]
    known = asked_in(contents)
    made = 0
    for content in contents:
        with translation.override(content["language"]):
            made += _region(content, known=known, at=at)
    # The addresses do not exist: nobody is written to.
    OutboxMessage.objects.filter(
        recipient__endswith=f"@{DOMAIN}", sent_at__isnull=True
    ).delete()
    return made


def _region(content: Row, *, known: Row, at: datetime) -> int:
    """Tell of one region: first what is old, since a case keeps the version it came with."""
    region = Region.objects.get(slug=content["region"])
    officer = person(content["officer"])
    office = Office(
        language=content["language"],
        officer=officer,
        second=person(content["second"]),
        decider=person(content["decider"]),
        words=content,
        at=at,
    )
    rows = {each["key"]: each for each in content["programme"]}
    programmes = {
        key: make_programme(row, region=region, by=officer, at=at) for key, row in rows.items()
    }
    for row in content.get("strategy", ()):
        tell_strategy(row, programme=programmes[row["programme"]], by=officer, at=at)
    # What has been replaced comes first: it is older than all else.
    for row in sorted(content["template"], key=lambda each: -len(each["days"])):
        key = row["programme"]
        made = build(row, programme=programmes[key], rules=rows[key], by=officer, at=at)
        for number, _day in enumerate(row["days"], start=1):
            if number > 1:
                build_next(made, rules=rows[key], by=officer, at=at)
            _cases(content, made, number, known=known, office=office)
    for row in content.get("initiative", ()):
        tell_initiative(row, region=region, language=office.language, by=officer, at=at)
    for row in content.get("company", ()):
        tell_company(row, region=region, by=officer)
    if "training" in content:
        tell_training(content["training"], region=region)
    return len(content["case"])


def _cases(content: Row, built: Built, number: int, *, known: Row, office: Office) -> None:
    version = built.template.versions.select_related("template__programme").get(number=number)
    asked = Asked(version, read_outline(version).shape, answers_of(version, known))
    for row in content["case"]:
        if (row["template"], row["version"]) == (built.row["key"], number):
            tell(row, asked=asked, office=office)
