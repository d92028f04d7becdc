"""Mails about networks, in each reader's language, through the outbox."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.dates import date_in_words
from common.enums import MailKind
from common.outbox import post
from networks.enums import Role
from networks.models import (
    Country,
    Decision,
    MainContact,
    Membership,
    Municipality,
    Network,
)
from networks.queries.people import leaders_of, people_with_roles

_ACTING = (Role.ADMINISTRATOR, Role.COORDINATOR)


def invited(*, memberships: Collection[Membership], at: datetime) -> set[int]:
    """Write to the administrators and coordinators of invited municipalities.

    Returns:
        Keys of the municipalities where there was someone to write to.
    """
    readers = people_with_roles(
        municipalities=[membership.municipality_id for membership in memberships],
        roles=_ACTING,
        at=at,
    )
    for membership in memberships:
        deadline = membership.apply_by
        for reader in readers.get(membership.municipality_id, ()):
            language = _language(reader, membership.municipality.country)
            with translation.override(language):
                words = _names(membership)
                lines = [
                    _("%(municipality)s is invited to take part in %(network)s.") % words,
                    _("Please answer by %(day)s.") % {"day": date_in_words(deadline)}
                    if deadline
                    else "",
                    _("Accept or decline here: %(address)s")
                    % {"address": _address(_municipality_page(membership.municipality))},
                ]
                subject = _("Invitation to %(network)s") % words
            _send(
                reader.email, language, membership, f"invited:{deadline or ''}", subject, lines
            )
    return set(readers)


def applied(*, membership: Membership, at: datetime) -> None:
    """Tell the leaders that a municipality wants to take part."""
    _tell_leaders(
        membership,
        at=at,
        occasion="applied",
        subject=gettext_lazy("%(municipality)s wants to take part in %(network)s"),
        text=gettext_lazy("%(municipality)s has accepted the invitation to %(network)s."),
    )


def left(*, membership: Membership, at: datetime) -> None:
    """Tell the leaders that a municipality has left, and why."""
    _tell_leaders(
        membership,
        at=at,
        occasion="left",
        subject=gettext_lazy("%(municipality)s has left %(network)s"),
        text=gettext_lazy("%(municipality)s has left %(network)s. The reason: %(reason)s"),
    )


def activated(*, membership: Membership, at: datetime) -> None:
    """Tell the main contact that the municipality is a member now."""
    for contact in membership.main_contacts.current().select_related("person"):
        language = _language(contact.person, membership.municipality.country)
        with translation.override(language):
            words = _names(membership)
            subject = _("%(municipality)s is a member of %(network)s") % words
            lines = [
                _("%(municipality)s is now an active member of %(network)s.") % words,
                _("The overview of the network: %(address)s")
                % {"address": _address(membership.network.get_absolute_url())},
            ]
        _send(contact.email, language, membership, "activated", subject, lines)


def appointed(*, contact: MainContact, at: datetime) -> None:
    """Tell a person about being the main contact."""
    membership = contact.membership
    language = _language(contact.person, membership.municipality.country)
    with translation.override(language):
        words = _names(membership)
        subject = _("You are the main contact of %(municipality)s") % words
        lines = [
            _(
                "You are now the main contact of %(municipality)s in the network %(network)s. "
                "The network will write to you, and others see your name and position."
            )
            % words,
            _("Is this wrong? Write to the coordinator of your municipality."),
        ]
    _send(contact.email, language, contact, "appointed", subject, lines)


def contact_missing(*, contact: MainContact, at: datetime) -> None:
    """Ask the municipality for a new main contact.

    The administrators are asked; without any the coordinators; without those
    the leaders of the network.
    """
    membership = contact.membership
    key = membership.municipality_id
    readers: list[User] = []
    for role in _ACTING:
        readers = readers or people_with_roles(municipalities=[key], roles=(role,), at=at).get(
            key, []
        )
    page = _municipality_page(membership.municipality)
    for reader in readers or leaders_of(network=membership.network, at=at):
        language = _language(reader, membership.municipality.country)
        with translation.override(language):
            words = _names(membership)
            subject = _("%(municipality)s needs a new main contact in %(network)s") % words
            lines = [
                _("%(municipality)s has no main contact in %(network)s any more.") % words,
                _("Each municipality has one. Please appoint a new one here: %(address)s")
                % {"address": _address(page)},
            ]
        _send(reader.email, language, contact, "contact-ended", subject, lines)


def awaited(*, decisions: Collection[Decision], at: datetime) -> None:
    """Tell municipalities that a regional council asks them to decide."""
    readers = people_with_roles(
        municipalities=[each.municipality_id for each in decisions if each.municipality_id],
        roles=_ACTING,
        at=at,
    )
    for decision in decisions:
        municipality, case = decision.municipality, decision.council_case
        if municipality is None or case is None:
            continue
        for reader in readers.get(municipality.pk, ()):
            language = _language(reader, municipality.country)
            with translation.override(language):
                words = {
                    "municipality": municipality,
                    "case": case.case_number or case.title,
                    "body": case.body,
                }
                subject = _("%(municipality)s is asked to decide: %(case)s") % words
                lines = [
                    _("%(body)s asks %(municipality)s to decide on its case %(case)s.") % words,
                    case.wording,
                    _("Please decide by %(day)s.") % {"day": date_in_words(decision.due_on)}
                    if decision.due_on
                    else "",
                    _("Record the decision here: %(address)s")
                    % {"address": _address(_municipality_page(municipality))},
                ]
            _send(reader.email, language, decision, "awaited", subject, lines)


def _tell_leaders(
    membership: Membership, *, at: datetime, occasion: str, subject: Promise, text: Promise
) -> None:
    network = membership.network
    for leader in leaders_of(network=network, at=at):
        language = _language(leader, membership.municipality.country)
        with translation.override(language):
            words = _names(membership) | {"reason": membership.left_reason}
            address = _address(
                reverse("networks:network-manage", kwargs={"slug": network.slug})
            )
            lines = [
                str(text) % words,
                _("Members and what is missing: %(address)s") % {"address": address},
            ]
            line = str(subject) % words
        _send(leader.email, language, membership, occasion, line, lines)


def _send(
    recipient: str,
    language: str,
    about: Membership | MainContact | Decision,
    occasion: str,
    subject: str,
    lines: Collection[str],
) -> None:
    post(
        recipient=recipient,
        language=language,
        kind=MailKind.NETWORK,
        about=f"{about._meta.label_lower}:{about.pk}",
        occasion=occasion,
        subject=subject,
        body_text="\n\n".join(line for line in lines if line),
    )


def _names(membership: Membership) -> dict[str, Municipality | Network | str]:
    return {"municipality": membership.municipality, "network": membership.network}


def _language(person: User | None, country: Country) -> str:
    own = person.language if person is not None else ""
    return own or country.language or settings.LANGUAGE_CODE


def _municipality_page(municipality: Municipality) -> str:
    return reverse(
        "networks:municipality-networks",
        kwargs=municipality.address_keys,
    )


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
