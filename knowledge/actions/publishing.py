"""Consent or objection of each municipality, and the version that is published with both."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.translations import localized
from improvement.actions.refusals import Declined
from knowledge.actions.editions import WrongState, lock, note
from knowledge.enums import Consent, EditionState, EditionStep, Judgement
from knowledge.models import (
    ConsentAnswer,
    ConsentEntry,
    Edition,
    ProfileRow,
    Publication,
    Trait,
)
from knowledge.queries.editions import members_of, zone_of
from networks.actions.locks import NotInNetwork, sign
from networks.models import Decision, Municipality


class AnswersClosed(Declined):
    """The deadline has passed, or the characteristics are not out for answers."""

    sentence = _("The deadline for answers has passed.")


class ObjectionUnexplained(Declined):
    """An objection has a reason; it is published."""

    field = "reason"
    sentence = _("Say why you object. The reason is published.")


class DecisionElsewhere(Declined):
    """The decision is the municipality's own."""

    field = "decision"
    sentence = _("The decision belongs to another municipality.")


class AnswersOpen(Declined):
    """Every municipality has until the deadline."""

    sentence = _("Not all have answered, and the deadline has not passed.")


class NotPublished(Declined):
    """One sees oneself beside what is agreed on."""

    sentence = _("The characteristics are not published yet.")


@transaction.atomic
def answer(
    *,
    edition: Edition,
    municipality: Municipality,
    consent: str,
    reason: str,
    body: str,
    decision: Decision | None,
    by: User,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> ConsentAnswer:
    """Consent or object for a municipality; until the deadline the answer can be changed.

    Args:
        edition: Out for answers.
        municipality: A member.
        consent: One of ``Consent``.
        reason: Needed for an objection.
        body: Who decided; empty for the administration.
        decision: The record of it, if there is one.
        by: Who answers.
        at: Now; the last second of the deadline still counts.
        on_behalf_of: The municipality, for a region's coordinator.

    Raises:
        ObjectionUnexplained: An objection without a reason.
        DecisionElsewhere: The decision is another municipality's.

    Passes on:
        AnswersClosed: ``at`` is later than the deadline.
        NotInNetwork: The municipality is no member.
        NetworkClosed: The network is closed.
    """
    words = reason.strip()
    if consent == Consent.OBJECT and not words:
        raise ObjectionUnexplained
    if decision is not None and decision.municipality_id != municipality.pk:
        raise DecisionElsewhere
    locked = _taking_answers(edition, municipality, at)
    given = {"answer": consent, "reason": words, "body": body.strip()}
    wanted = {**given, "decision": decision}
    row = ConsentAnswer.objects.filter(edition=locked, municipality=municipality).first()
    if row is None:
        row = ConsentAnswer(edition=locked, municipality=municipality)
    elif all(getattr(row, name) == value for name, value in wanted.items()):
        return row
    for name, value in wanted.items():
        setattr(row, name, value)
    row.by, row.on_behalf_of, row.at = by, on_behalf_of, at
    row.save()
    ConsentEntry.objects.create(
        edition=locked,
        municipality=municipality,
        by=by,
        on_behalf_of=on_behalf_of,
        at=at,
        **given,
    )
    return row


def _taking_answers(edition: Edition, municipality: Municipality, at: datetime) -> Edition:
    """Lock an edition that takes the answer of a municipality.

    Raises:
        AnswersClosed: It takes none.
        NotInNetwork: The municipality is no member.
    """
    locked = lock(edition)
    until = locked.answers_until
    if locked.state != EditionState.ANSWERING or until is None:
        raise AnswersClosed
    if at.replace(microsecond=0) > until:
        raise AnswersClosed
    if not locked.network.memberships.counted().filter(municipality=municipality).exists():
        raise NotInNetwork
    return locked


@transaction.atomic
def publish(*, edition: Edition, by: User, at: datetime) -> Publication:
    """Freeze and publish a version with who consented, who objected and why, who was silent.

    Again gives the same publication.

    Raises:
        WrongState: The characteristics are not out for answers.
        AnswersOpen: Somebody has not answered, and the deadline has not passed.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = lock(edition)
    if locked.state == EditionState.PUBLISHED:
        return locked.publication
    if locked.state != EditionState.ANSWERING or locked.answers_until is None:
        raise WrongState
    members = members_of(locked.network)
    answers = list(
        locked.answers.select_related("municipality__country", "decision").order_by("pk")
    )
    silent = {place.pk for place in members} - {row.municipality_id for row in answers}
    if silent and at.replace(microsecond=0) <= locked.answers_until:
        raise AnswersOpen
    day = timezone.localdate(at, zone_of(locked.network))
    content = {
        "network": locked.network.name,
        "number": locked.number,
        "title": locked.title,
        "intro": locked.intro,
        "language": locked.language,
        "published_on": day.isoformat(),
        "traits": [_trait(row, locked.language) for row in _traits(locked)],
        "answers": [_answer(row, locked.language) for row in answers],
        "silent": [_place(place, locked.language) for place in members if place.pk in silent],
    }
    locked.state = EditionState.PUBLISHED
    locked.save(update_fields=["state", "updated_at"])
    note(locked, EditionStep.PUBLISHED, text=str(locked), by=by, at=at)
    return Publication.objects.create(
        edition=locked,
        content=content,
        digest=digest_of(content),
        published_on=day,
        by=by,
        at=at,
    )


def digest_of(content: dict[str, Any]) -> str:
    """Give the checksum of a published document, 64 hexadecimal digits."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


@transaction.atomic
def judge(
    *,
    municipality: Municipality,
    trait: Trait,
    judgement: str,
    text: str,
    language: str,
    by: User,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> ProfileRow:
    """Say how a municipality sees itself beside one published characteristic.

    Args:
        municipality: A member of the network.
        trait: Of a published version.
        judgement: One of ``Judgement``.
        text: In its own words; may be empty.
        language: Of the words.
        by: Who says so.
        at: Now.
        on_behalf_of: The municipality, for a region's coordinator.

    Raises:
        NotPublished: The version is not published.
        NotInNetwork: The municipality is no member.
    """
    edition = trait.edition
    if edition.state != EditionState.PUBLISHED:
        raise NotPublished
    members = edition.network.memberships.counted()
    if not members.filter(municipality=municipality).exists():
        raise NotInNetwork
    # Locked is the municipality: of two who judge first, neither has a row yet.
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    row = ProfileRow.objects.filter(municipality=municipality, trait=trait).first()
    if row is None:
        row = ProfileRow(municipality=municipality, trait=trait)
    elif (row.judgement, row.text) == (judgement, text.strip()):
        return row
    row.judgement, row.text = Judgement(judgement), text.strip()
    row.language, row.by, row.on_behalf_of, row.at = language, by, on_behalf_of, at
    sign(row, by=by)
    row.save()
    return row


def _traits(edition: Edition) -> list[Trait]:
    rows = edition.traits.select_related("indicator").prefetch_related(
        "proposals__municipality__country"
    )
    return list(rows.order_by("position", "pk"))


def _trait(row: Trait, language: str) -> dict[str, Any]:
    indicator = row.indicator
    name = localized(indicator, "name", language=language) if indicator else ""
    proposers = {each.municipality_id: each.municipality for each in row.proposals.all()}
    return {
        "key": row.pk,
        "title": row.title,
        "text": row.text,
        "indicator": indicator.code if indicator else "",
        "indicator_name": str(name),
        "proposed_by": [_place(place, language) for place in proposers.values()],
    }


def _answer(row: ConsentAnswer, language: str) -> dict[str, Any]:
    decision = row.decision
    return {
        **_place(row.municipality, language),
        "answer": row.answer,
        "reason": row.reason,
        "body": row.body,
        "case": decision.case_number if decision else "",
        "on": timezone.localdate(row.at, timezone.get_default_timezone()).isoformat(),
    }


def _place(place: Municipality, language: str) -> dict[str, str]:
    name = str(localized(place, "name", language=language))
    return {"country": place.country_id, "code": place.code, "name": name}
