"""Mails to and about suppliers, in the language of the one who gets them."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions import digest
from accounts.models import User
from common import outbox
from common.dates import moment_in_words
from common.enums import MailKind
from procurement import words
from procurement.enums import DialogueEvent
from procurement.models import DialogueEntry, Need, Solution, Supplier, SupplierInvitation
from procurement.queries.contacts import Reader, contacts_of, people_of_company, reader_of
from procurement.tokens import make_token

_KIND = MailKind.PROCUREMENT
# Their texts are the title again, or long; the page has them.
_NAMED = (DialogueEvent.PUBLISHED, DialogueEvent.ANSWERED)


def asked_to_join(*, supplier: Supplier, name: str, email: str, at: datetime) -> None:
    """Tell those who may invite that somebody tried to sign the company up; once a day."""
    for reader in _readers_at(supplier, owners=True):
        with translation.override(reader.language):
            words = {**_unlinked(name=name, email=email), "company": supplier.name}
            _post(
                reader,
                about=f"procurement.supplier:{supplier.pk}",
                occasion=f"asked {at.date()}",  # not the address: anybody types another
                subject=_("Somebody wants to act for %(company)s") % words,
                paragraphs=[
                    _("%(name)s (%(email)s) tried to sign %(company)s up.") % words,
                    _("Is it a colleague? Then invite the colleague here:"),
                    _link("procurement:supplier-people"),
                    _("If you do not know who it is, you need not do anything."),
                ],
                why=_acting_for(supplier),
            )


def colleague_invited(*, invitation: SupplierInvitation, token: str, by: User) -> None:
    """Send the secret link to a colleague."""
    supplier = invitation.supplier
    with translation.override(supplier.language):
        words = {
            "name": by.get_full_name(),
            "company": supplier.name,
            "until": moment_in_words(invitation.expires_at),
        }
        address = settings.SITE_URL + reverse(
            "procurement:supplier-invitation", kwargs={"token": token}
        )
        outbox.post(
            recipient=invitation.email,
            language=supplier.language,
            kind=MailKind.INVITATION,
            about=f"procurement.supplier:{supplier.pk}",
            occasion=_invited(invitation.email, invitation.invited_at),
            subject=_("You are invited to act for %(company)s") % words,
            body_text="\n\n".join(
                [
                    _("%(name)s invites you to act for %(company)s at Samverk.") % words,
                    address,
                    _("The invitation works until %(until)s.") % words,
                    _("Not for you? Then you need not do anything."),
                ]
            ),
        )


def has_invited(*, supplier: Supplier, email: str, at: datetime) -> bool:
    """Whether an address has got an invitation in this hour of the clock, open or not."""
    return outbox.is_posted(
        about=f"procurement.supplier:{supplier.pk}", occasion=_invited(email, at)
    )


def _invited(email: str, at: datetime) -> str:
    return f"invited {digest(email.lower())[:32]} {at.astimezone(UTC):%Y-%m-%dT%H}"


def asked_platform(*, supplier: Supplier, name: str, email: str, at: datetime) -> None:
    """Tell those who run the site that somebody wants a company nobody can act for."""
    for reader in _platform():
        with translation.override(reader.language):
            words = {**_unlinked(name=name, email=email), "company": supplier.name}
            _post(
                reader,
                about=f"procurement.supplier:{supplier.pk}",
                occasion=f"asked {at.date()} {email}",
                subject=_("Somebody wants to act for %(company)s") % words,
                paragraphs=[
                    _("%(name)s (%(email)s) tried to sign %(company)s up.") % words,
                    _("Nobody can act for the company now. On its page you decide who may:"),
                    _link("procurement:supplier", slug=supplier.slug),
                ],
            )


def reported(*, supplier: Supplier, reason: str, by: User, at: datetime) -> None:
    """Tell those who run the site that somebody has reported a company."""
    for reader in _platform():
        with translation.override(reader.language):
            words = {"company": supplier.name, "name": by.get_full_name()}
            _post(
                reader,
                about=f"procurement.supplier:{supplier.pk}",
                occasion=f"reported {by.pk} {at.isoformat()}",
                subject=_("%(company)s has been reported") % words,
                paragraphs=[
                    _("%(name)s writes about %(company)s:") % words,
                    reason,
                    _link("procurement:supplier", slug=supplier.slug),
                ],
            )


def suspended(*, supplier: Supplier, at: datetime) -> None:
    """Tell a company that it is suspended, and why."""
    for reader in _readers_at(supplier):
        with translation.override(reader.language):
            words = {"company": supplier.name, "reason": supplier.state_reason}
            _post(
                reader,
                about=f"procurement.supplier:{supplier.pk}",
                occasion=f"suspended {at.isoformat()}",
                subject=_("%(company)s is suspended") % words,
                paragraphs=[
                    _(
                        "Solutions of %(company)s are shown only to the municipalities they "
                        "were sent to, and none can be sent."
                    )
                    % words,
                    _("The reason: %(reason)s") % words,
                ],
                why=_acting_for(supplier),
            )


def restored(*, supplier: Supplier, at: datetime) -> None:
    """Tell a company that it may act again."""
    for reader in _readers_at(supplier):
        with translation.override(reader.language):
            _post(
                reader,
                about=f"procurement.supplier:{supplier.pk}",
                occasion=f"restored {at.isoformat()}",
                subject=_("%(company)s is active again") % {"company": supplier.name},
                paragraphs=[_("Your solutions are shown again."), _link("procurement:desk")],
                why=_acting_for(supplier),
            )


def solution_sent(*, solution: Solution, at: datetime) -> None:
    """Give the company a receipt, and tell the contact of the need that one has come.

    The mails say that there is a solution and not what is in it.
    """
    need, supplier = solution.need, solution.supplier
    if need is None:
        return
    address = _link("procurement:solution", pk=solution.pk)
    for reader in _readers_at(supplier):
        with translation.override(reader.language):
            _post(
                reader,
                about=f"procurement.solution:{solution.pk}",
                occasion=f"sent {at.isoformat()}",
                subject=_("We have your solution to «%(need)s»") % {"need": need.title},
                paragraphs=[
                    _("It was sent %(moment)s.") % {"moment": words.moment(at, need)},
                    _until(need),
                    address,
                ],
                why=_acting_for(supplier),
            )
    for reader in contacts_of(need):
        with translation.override(reader.language):
            _post(
                reader,
                about=f"procurement.solution:{solution.pk}",
                occasion=f"came {at.isoformat()}",
                subject=_("A solution to «%(need)s» has come") % {"need": need.title},
                paragraphs=[
                    _("%(company)s has sent a solution.") % {"company": supplier.name},
                    _link("procurement:buyer-desk", slug=need.slug),
                ],
                why=_("You get this mail because you are the contact of the need."),
            )


def question_asked(*, need: Need, at: datetime) -> None:
    """Tell the contact of a need that suppliers ask; once a day, and not who or what."""
    day = at.astimezone(words.zone_of(need)).date()
    for reader in contacts_of(need):
        with translation.override(reader.language):
            _post(
                reader,
                about=f"procurement.need:{need.pk}",
                occasion=f"question {day}",
                subject=_("A question about «%(need)s»") % {"need": need.title},
                paragraphs=[
                    _("A supplier has asked. The answer goes to all of them."),
                    f"{settings.SITE_URL}{need.get_absolute_url()}#sporsmal-h",
                    _("You get at most one such mail a day for each need."),
                ],
                why=_("You get this mail because you are the contact of the need."),
            )


def result_told(*, solution: Solution, at: datetime) -> bool:
    """Tell the company what the buyers decided, in their words.

    Returns:
        Whether anybody acts for the company and was told.
    """
    title = solution.need.title if solution.need is not None else solution.title
    readers = _readers_at(solution.supplier)
    for reader in readers:
        with translation.override(reader.language):
            words = {"need": title, "result": solution.get_verdict_display()}
            _post(
                reader,
                about=f"procurement.solution:{solution.pk}",
                occasion=f"told {at.isoformat()}",
                subject=_("Answer to your solution: %(need)s") % words,
                paragraphs=[
                    _("The municipalities have decided: %(result)s.") % words,
                    solution.verdict_text,
                    _link("procurement:solution", pk=solution.pk),
                ],
                why=_acting_for(solution.supplier),
            )
    return bool(readers)


def news(
    *, person: User, needs: Iterable[Need], entries: Iterable[DialogueEntry], at: datetime
) -> None:
    """Tell a person of new needs that fit, and what happened to those that are followed."""
    reader = reader_of(person)
    with translation.override(reader.language):
        parts = []
        fitting = [_new_need(need) for need in needs]
        if fitting:
            parts += [_("New needs that fit what you follow:"), *fitting]
        happened = [_happened(entry) for entry in entries]
        if happened:
            parts += [_("What happened to needs that you follow:"), *happened]
        end = settings.SITE_URL + reverse(
            "procurement:watch-end", kwargs={"token": make_token(person)}
        )
        parts.append(_("You get this mail because you follow needs, or a search for them."))
        parts += [_("Get no more such mails:"), end]
        outbox.post(
            recipient=reader.email,
            language=reader.language,
            kind=_KIND,
            about=f"accounts.user:{person.pk}",
            occasion=f"news {at.isoformat()}",
            subject=_("New needs for you") if fitting else _("News of needs that you follow"),
            body_text="\n\n".join(parts),
            unsubscribe_url=end,
        )


def _platform() -> list[Reader]:
    people = User.objects.filter(is_superuser=True, is_active=True)
    return [reader_of(person) for person in people.order_by("pk")]


def _readers_at(supplier: Supplier, *, owners: bool = False) -> list[Reader]:
    people = people_of_company(supplier, owners=owners)
    return [reader_of(person, supplier.language) for person in people]


def _new_need(need: Need) -> str:
    lines = [f"{need.title} ({need.municipality})", _until(need)]
    return "\n".join([*filter(None, lines), _link("procurement:need", slug=need.slug)])


def _happened(entry: DialogueEntry) -> str:
    """Say what happened; who asked or sent is never told."""
    need = entry.need
    what, text = words.event(DialogueEvent(entry.kind), entry.text, need)
    lines = [f"{need.title}: {what}", "" if entry.kind in _NAMED else text]
    return "\n".join([*filter(None, lines), _link("procurement:need", slug=need.slug)])


def _until(need: Need) -> str:
    if need.solutions_until is None:
        return ""
    moment = words.moment(need.solutions_until, need)
    return _("Solutions can be sent and changed until %(moment)s.") % {"moment": moment}


def _unlinked(*, name: str, email: str) -> dict[str, str]:
    """Write what somebody typed on one line, with nothing that a mail program makes a link of.

    Nobody has looked at it yet, and it goes to people who have not asked for it.
    """
    letters = re.sub(r"[^\w .'-]", " ", name)
    return {
        "name": " ".join(re.sub(r"\.(?=\S)", ". ", letters).split())[:100],
        "email": "".join(letter for letter in email if letter not in '/:"'),
    }


def _link(name: str, **kwargs: object) -> str:
    return f"{settings.SITE_URL}{reverse(name, kwargs=kwargs or None)}"


def _acting_for(supplier: Supplier) -> str:
    return _("You get this mail because you act for %(company)s.") % {"company": supplier}


def _post(
    reader: Reader,
    *,
    about: str,
    occasion: str,
    subject: str,
    paragraphs: list[str],
    why: str = "",
) -> None:
    """Write to one reader; ``why`` says at the end why this one gets it."""
    outbox.post(
        recipient=reader.email,
        language=reader.language,
        kind=_KIND,
        about=about,
        occasion=occasion[:100],
        subject=subject,
        body_text="\n\n".join(part for part in [*paragraphs, why] if part),
    )
