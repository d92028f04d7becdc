"""What has been learnt in the demonstration networks, told by the actions that people use.

The words stand in ``portal/demo/data/knowledge_*.toml``.
"""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import get_language

from accounts.models import User
from common.models import OutboxMessage
from improvement.models import Measure
from indicators.models import Indicator
from knowledge.actions import did_too, editions, examples, publishing, questions, tools, traits
from knowledge.actions.examples import ExampleDetails, Origin
from knowledge.actions.tools import ToolDetails, VersionDetails
from knowledge.actions.traits import TraitDetails
from knowledge.enums import Consent
from knowledge.models import Edition, Example
from networks.enums import Role
from networks.models import Municipality, Network, RoleAssignment
from portal.demo.networks import DOMAIN
from portal.demo.places import Place, places_of

DATA = Path(__file__).parent / "data"
NETWORKS = {"nb": ("hallingdal", "nord"), "sv": ("dalalab",)}
Row = dict[str, Any]


@transaction.atomic
def load_knowledge(*, at: datetime) -> int:
    """Tell of what has been learnt, once; where somebody has told of something, nothing.

    Returns:
        How many examples were told of.
    """
    if Example.objects.exists() or Edition.objects.exists():
        return 0
    made = [example for language in NETWORKS for example in _told_in(language, at)]
    # The addresses do not exist: nobody is written to.
    OutboxMessage.objects.filter(
        recipient__endswith=f"@{DOMAIN}", sent_at__isnull=True
    ).delete()
    return len(made)


def _told_in(language: str, at: datetime) -> list[Example]:
    """Tell of what the networks of one language have learnt."""
    content = tomllib.loads((DATA / f"knowledge_{language}.toml").read_text(encoding="utf-8"))
    places: dict[str, dict[str, Place]] = {}
    for network in Network.objects.filter(closed_at=None, slug__in=NETWORKS[language]):
        found = {each.municipality.code: each for each in places_of(network, at=at)}
        places[network.slug] = found
    with translation.override(language):
        made = [_example(row, places, at) for row in _told(content["example"], places)]
        for row in content.get("sent", []):
            _sent(row, at)
        for row in content["tool"]:
            _tool(row, at)
        for row in _told(content["question"], places):
            _question(row, places[row["network"]], at)
        for row in content.get("traits", []):
            _traits(row, places.get(row["network"], {}), at)
    return made


def _language() -> str:
    return get_language() or "nb"


def _told(rows: list[Row], places: dict[str, dict[str, Place]]) -> list[Row]:
    """Give what is told of municipalities that are still in their network."""
    return [row for row in rows if row["place"] in places.get(row["network"], {})]


def _leader(network: Network) -> User | None:
    held = RoleAssignment.objects.filter(network=network, role=Role.NETWORK_LEADER)
    row = held.current().select_related("person").order_by("pk").first()
    return row.person if row is not None else None


def _indicator(row: Row) -> Indicator | None:
    code = row.get("indicator")
    return Indicator.objects.filter(code=code).first() if code else None


def _details(row: Row, *, day: datetime) -> ExampleDetails:
    given = {
        name: row[name]
        for name in ("title", "text", "summary", "effect", "advice", "cost", "began_in")
        if name in row
    }
    return ExampleDetails(
        language=_language(),
        indicator=_indicator(row),
        contact_role=row["contact"],
        contact_email=f"kunnskap@{DOMAIN}",
        permission_by=row["allowed_by"],
        permission_on=timezone.localdate(day),
        **given,
    )


def _example(row: Row, places: dict[str, dict[str, Place]], at: datetime) -> Example:
    members = places[row["network"]]
    place = members[row["place"]]
    when = place.day(at, row["day"])
    measure = None
    if "measure" in row:
        own = Measure.objects.filter(municipality=place.municipality, title=row["measure"])
        measure = own.order_by("pk").first()
    example = examples.create_example(
        municipality=place.municipality,
        details=_details(row, day=when),
        goals=frozenset(row["goals"]),
        by=place.person,
        at=when,
        origin=Origin(measure=measure),
    )
    examples.publish_example(example=example, by=place.person, at=when)
    for other in row["too"]:
        told = members.get(other["place"])
        if told is not None:
            did_too.did_too(
                example=example,
                municipality=told.municipality,
                text=other["text"],
                language=_language(),
                by=told.person,
                at=told.day(at, other["day"]),
            )
    return example


def _sent(row: Row, at: datetime) -> None:
    """Let a supplier of the demonstration send an example in; it waits."""
    place = Municipality.objects.filter(country="NO", code=row["place"]).first()
    sender = User.objects.filter(email=f"leverandor@{DOMAIN}").first()
    if place is None or sender is None:
        return
    when = at + timedelta(days=row["day"])
    examples.send_example(
        municipality=place,
        details=_details(row, day=when),
        goals=frozenset(row["goals"]),
        sender=row["sender"],
        by=sender,
        at=when,
    )


def _tool(row: Row, at: datetime) -> None:
    network = Network.objects.filter(slug=row["network"], closed_at=None).first()
    leader = _leader(network) if network is not None else None
    if leader is None:
        return
    first, *later = [
        VersionDetails(
            upload=None,
            link=version["link"],
            licence=row["licence"],
            note=version["note"],
            made_on=timezone.localdate(at + timedelta(days=version["day"])),
        )
        for version in row["versions"]
    ]
    tool = tools.put_up(
        network=network,
        details=ToolDetails(
            title=row["title"],
            summary=row["summary"],
            topic=row["topic"],
            language=_language(),
        ),
        goals=frozenset(row["goals"]),
        version=first,
        by=leader,
        at=at + timedelta(days=row["day"]),
    )
    for version in later:
        tools.add_version(tool=tool, version=version, by=leader, at=at)


def _question(row: Row, members: dict[str, Place], at: datetime) -> None:
    place = members[row["place"]]
    question = questions.ask(
        network=place.network,
        title=row["title"],
        text=row.get("text", ""),
        goals=frozenset(row["goals"]),
        language=_language(),
        municipality=place.municipality,
        by=place.person,
        at=place.day(at, row["day"]),
    )
    for given in row["answers"]:
        other = members.get(given["place"])
        if other is None:
            continue
        when = other.day(at, given["day"])
        answer = questions.answer(
            question=question,
            text=given["text"],
            language=_language(),
            municipality=other.municipality,
            by=other.person,
            at=when,
        )
        if given.get("solved"):
            questions.mark_answered(question=question, solved_by=answer, at=when)


def _traits(row: Row, members: dict[str, Place], at: datetime) -> None:
    """Tell of a version from the first proposal to its publication."""
    network = Network.objects.filter(slug=row["network"], closed_at=None).first()
    leader = _leader(network) if network is not None else None
    concerned = {each["place"] for each in row["proposals"]} | set(row["consents"])
    if network is None or leader is None or not concerned <= set(members):
        return

    def when(days: int) -> datetime:
        return (at + timedelta(days=days)).replace(microsecond=0)

    edition = editions.start_edition(
        network=network,
        title=row["title"],
        intro=row["intro"],
        language="nb",
        proposals_until=when(row["proposals_until"]),
        by=leader,
        at=when(row["began"]),
    )
    proposed = {
        each["key"]: traits.propose(
            edition=edition,
            municipality=members[each["place"]].municipality,
            details=TraitDetails(
                title=each["title"], text=each["reason"], indicator=_indicator(each)
            ),
            language="nb",
            by=members[each["place"]].person,
            at=when(each["day"]),
        )
        for each in row["proposals"]
    }
    merging = when(row["proposals_until"] + 2)
    editions.begin_merging(edition=edition, by=leader, at=merging)
    made = [
        traits.merge(
            edition=edition,
            trait=None,
            details=TraitDetails(
                title=each["title"], text=each["text"], indicator=_indicator(each)
            ),
            proposals=[proposed[key].pk for key in each["from"]],
            reason=each["reason"],
            by=leader,
            at=merging,
        )
        for each in row["merged"]
    ]
    for each in row["left_out"]:
        proposal = proposed[each["key"]]
        traits.leave_out(proposal=proposal, reason=each["reason"], by=leader, at=merging)
    editions.open_answers(
        edition=edition, until=when(row["answers_until"]), by=leader, at=when(row["opened"])
    )
    _answers(row, edition, members, at=when(row["opened"] + 10))
    publishing.publish(edition=edition, by=leader, at=when(row["published"]))
    edition.refresh_from_db()
    for each in row["profiles"]:
        place, trait = members[each["place"]], made[each["trait"] - 1]
        trait.edition = edition
        publishing.judge(
            municipality=place.municipality,
            trait=trait,
            judgement=each["judgement"],
            text=each.get("text", ""),
            language="nb",
            by=place.person,
            at=when(row["published"] + 5),
        )


def _answers(row: Row, edition: Edition, members: dict[str, Place], *, at: datetime) -> None:
    """Let the members consent, and one of them object."""
    no = row["objection"]
    given = [(code, Consent.CONSENT, "", "") for code in row["consents"]]
    given.append((no["place"], Consent.OBJECT, no["reason"], no["body"]))
    for code, consent, reason, body in given:
        publishing.answer(
            edition=edition,
            municipality=members[code].municipality,
            consent=consent,
            reason=reason,
            body=body,
            decision=None,
            by=members[code].person,
            at=at,
        )
