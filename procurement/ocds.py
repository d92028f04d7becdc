"""Published needs as planning releases of the Open Contracting Data Standard, 1.1.5.

A release holds what everybody may read on the page of the need. It is written in the language
of the need, whoever asks. The same content has the same ``id``; other content has another.

Source: https://standard.open-contracting.org/1.1/en/
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from common.translations import localized
from common.words import goal_name
from gatherings.enums import GatheringState, SeriesState
from networks.models import Municipality
from procurement import words
from procurement.enums import CLOSED_STAGES, NeedState, PointKind, Stage
from procurement.models import Need, PoolMember, StageStep

VERSION = "1.1"
_MILESTONES = {
    Stage.NEED: "preProcurement",
    Stage.MAPPING: "preProcurement",
    Stage.DIALOGUE: "engagement",
    Stage.COMPETITION: "preProcurement",
    Stage.CONTRACT: "approval",
    Stage.BENEFIT: "assessment",
}
_STATUS = {
    Stage.COMPETITION: "active",
    Stage.CONTRACT: "complete",
    Stage.BENEFIT: "complete",
}


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, and under which terms.

    Attributes:
        site: Address of the site, without a slash at the end.
        prefix: Begins each ``ocid``; registered with those who keep the standard.
        licence: Address of the licence.
    """

    name: str
    site: str
    prefix: str
    licence: str


def package(
    needs: Iterable[Need],
    *,
    uri: str,
    publisher: Publisher,
    otherwise_at: datetime,
    previous: str = "",
    following: str = "",
) -> dict[str, Any]:
    """Put needs in a release package.

    Args:
        needs: From ``procurement.queries.open_data.published_needs``.
        uri: Address of the package.
        publisher: Who publishes it.
        otherwise_at: When it was made, where it holds nothing that has a date.
        previous: Address of the page before it.
        following: Address of the page after it.
    """
    releases = [release(need, publisher=publisher) for need in needs]
    dates = [each["date"] for each in releases]
    links = {"prev": previous, "next": following}
    made: dict[str, Any] = {
        "uri": uri,
        "version": VERSION,
        "publishedDate": max(dates, default=_stamp(otherwise_at)),
        "publisher": {"name": publisher.name, "uri": publisher.site},
        "license": publisher.licence,
        "releases": releases,
    }
    found = {name: address for name, address in links.items() if address}
    return {**made, "links": found} if found else made


def release(need: Need, *, publisher: Publisher) -> dict[str, Any]:
    """Put one published need in a release; everything it reads is at hand."""
    ocid = f"{publisher.prefix}-{need.pk}"
    with translation.override(need.language):
        body = _body(need, publisher.site)
    day = _changed_at(need)
    written = json.dumps([ocid, body], sort_keys=True, ensure_ascii=False)
    version = hashlib.sha256(written.encode()).hexdigest()[:10]
    return {
        "ocid": ocid,
        "id": f"{ocid}-{day.astimezone(UTC):%Y%m%dT%H%M%SZ}-{version}",
        "date": _stamp(day),
        **body,
    }


def _body(need: Need, site: str) -> dict[str, Any]:
    members = _joined(need)
    return {
        "tag": ["planning"],
        "initiationType": "tender",
        "language": need.language,
        "parties": [
            _lead(need, site),
            *(
                _buyer(row.municipality, site)
                for row in members
                if row.municipality_id != need.municipality_id
            ),
        ],
        "buyer": _reference(need.municipality),
        "planning": _planning(need, site),
        "tender": _tender(need, members),
    }


def _planning(need: Need, site: str) -> dict[str, Any]:
    budget = words.budget(need)
    made: dict[str, Any] = {
        "rationale": need.expected_effect or need.summary,
        "documents": _documents(need, site),
        "milestones": [*_stages(need), *_deadlines(need)],
    }
    return {**made, "budget": {"description": budget}} if budget else made


def _tender(need: Need, members: Sequence[PoolMember]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": need.slug,
        "title": need.title,
        "description": _description(need),
        "status": _status(need),
        "procuringEntity": _reference(need.municipality),
        "items": [_item(need, members)],
    }
    if need.competition_url and need.competition_on is not None:
        notice = {
            "id": "competition",
            "documentType": "tenderNotice",
            "title": _("The competition"),
            "url": need.competition_url,
            "datePublished": _midnight(need.competition_on),
        }
        made["documents"] = [notice]
    return made


def _status(need: Need) -> str:
    known = _STATUS.get(Stage(need.stage))
    if known is None:
        return "withdrawn" if need.state == NeedState.CLOSED else "planning"
    return known


def _description(need: Need) -> str:
    parts = [need.summary, need.description]
    points = sorted(need.points.all(), key=lambda point: point.position)
    for kind in PointKind:
        lines = [f"- {point.text}" for point in points if point.kind == kind]
        if lines:
            parts.append("\n".join([f"{kind.label}:", *lines]))
    return "\n\n".join(part for part in parts if part)


def _item(need: Need, members: Sequence[PoolMember]) -> dict[str, Any]:
    category = str(localized(need.category, "name"))
    goals = sorted(goal.number for goal in need.goals.all())
    made: dict[str, Any] = {
        "id": "1",
        "description": category,
        "additionalClassifications": [
            {
                "scheme": "UN-SDG",
                "id": str(number),
                "description": goal_name(number),
                "uri": f"http://metadata.un.org/sdg/{number}",
            }
            for number in goals
        ],
    }
    if need.category.cpv:
        # Without a description: the category has words of its own, not those of the CPV.
        made["classification"] = {"scheme": "CPV", "id": need.category.cpv}
    quantity = _quantity(need, members)
    if quantity is not None and need.unit:
        made["quantity"] = float(quantity)
        made["unit"] = {"name": _("%(unit)s a year") % {"unit": need.unit}}
    return made


def _quantity(need: Need, members: Sequence[PoolMember]) -> Decimal | None:
    """Sum the volume of all that have said yes; the need's own where there are none."""
    volumes = [row.volume for row in members if row.volume is not None]
    lead = need.municipality_id
    if need.volume is not None and all(row.municipality_id != lead for row in members):
        volumes.append(need.volume)
    return sum(volumes, Decimal()) if volumes else None


def _stages(need: Need) -> list[dict[str, Any]]:
    """Stages that were reached and hold, and days that are planned; the newest row counts."""
    reached: dict[str, StageStep] = {}
    planned: dict[str, StageStep] = {}
    for step in sorted(need.steps.all(), key=lambda each: (each.at, each.pk)):
        (planned if step.is_planned else reached)[step.stage] = step
    here = words.place_in_way(need.stage)
    found = []
    for stage in Stage:
        holds = words.place_in_way(stage) <= here
        row = reached.get(stage) if holds else planned.get(stage)
        if row is None:
            continue
        made = {
            "id": stage.value.lower(),
            "title": str(stage.label),
            "type": _MILESTONES[stage],
            "code": stage.value,
            "dateModified": _stamp(row.at),
            "status": "met" if holds else "scheduled",
        }
        if row.reason:
            made["description"] = row.reason
        plan = planned.get(stage)
        if plan is not None:
            made["dueDate"] = _midnight(plan.on)
        if holds:
            made["dateMet"] = _midnight(row.on)
        found.append(made)
    return found


def _deadlines(need: Need) -> list[dict[str, Any]]:
    # By the stage, not by the clock: the same content is to have the same ``id``.
    status = "met" if need.stage in CLOSED_STAGES else "scheduled"
    wanted = [
        ("questions", _("Questions until"), need.questions_until),
        ("solutions", _("Solutions until"), need.solutions_until),
    ]
    return [
        {
            "id": name,
            "title": title,
            "type": "engagement",
            "dueDate": _stamp(until),
            "status": status,
        }
        for name, title, until in wanted
        if until is not None
    ]


def _documents(need: Need, site: str) -> list[dict[str, Any]]:
    notice: dict[str, Any] = {
        "id": "need",
        "documentType": "plannedProcurementNotice",
        "title": need.title,
        "url": site + need.get_absolute_url(),
        "format": "text/html",
        "language": need.language,
    }
    if need.published_at is not None:
        notice["datePublished"] = _stamp(need.published_at)
    return [notice, *_conference(need, site)]


def _conference(need: Need, site: str) -> list[dict[str, Any]]:
    """Name the dialogue conference, where everybody may know of it."""
    found = getattr(need, "conference", None)
    if found is None:
        return []
    gathering = found.gathering
    series = gathering.series
    is_open = series.state == SeriesState.PUBLISHED and series.network.is_public
    if not is_open or gathering.state == GatheringState.CANCELLED:
        return []
    return [
        {
            "id": "conference",
            "documentType": "hearingNotice",
            "title": str(gathering),
            "url": site + gathering.get_absolute_url(),
            "format": "text/html",
            "language": series.language,
        }
    ]


def _lead(need: Need, site: str) -> dict[str, Any]:
    made = _buyer(need.municipality, site)
    made["roles"] = ["buyer", "procuringEntity"]
    made["contactPoint"] = {"url": site + need.get_absolute_url()}
    return made


def _buyer(place: Municipality, site: str) -> dict[str, Any]:
    return {
        **_reference(place),
        "identifier": {
            "id": place.code,
            "legalName": str(place),
            "uri": site + place.get_absolute_url(),
        },
        "address": {"countryName": str(place.country)},
        "roles": ["buyer"],
    }


def _reference(place: Municipality) -> dict[str, str]:
    return {"id": f"{place.country_id}-{place.code}", "name": str(place)}


def _joined(need: Need) -> list[PoolMember]:
    """Give the members that have said yes; the lead may be among them."""
    pool = getattr(need, "pool", None)
    rows: list[PoolMember] = getattr(pool, "joined", [])
    return rows


def _changed_at(need: Need) -> datetime:
    """Find when something that is published here changed last."""
    times = [need.published_at or need.created_at]
    times += [row.at for row in need.steps.all()]
    times += [row.at for row in getattr(need, "happened", [])]
    times += [row.answered_at for row in _joined(need) if row.answered_at is not None]
    return max(times)


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _midnight(day: date) -> str:
    return _stamp(datetime.combine(day, time(), tzinfo=UTC))
