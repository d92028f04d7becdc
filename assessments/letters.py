"""Mails about cases, and the letter about a decision, in the language of the applicant.

A mail about a confidential case says neither what it is nor whose: it leads to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from assessments import tokens
from assessments.enums import Moment, Part
from assessments.models import (
    ApplicantLink,
    Assessment,
    AssessmentPerson,
    CaseLetter,
    DecisionCondition,
)
from common import outbox
from common.dates import date_in_words
from common.enums import MailKind
from common.models import OutboxMessage
from common.numbers import format_number
from networks.enums import Effect, Role
from networks.models import RoleAssignment

# Their texts are emptied when they are sent: they hold a secret link.
_KIND: Final = MailKind.INVITATION
_SALT: Final = "assessments.letter"
LINK_LASTS: Final = timedelta(days=365)
_STEERS: Final = (Role.COORDINATOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is written to.

    Attributes:
        has_account: Whether it signs in to read; else it gets a secret link.
    """

    email: str
    language: str
    has_account: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter before it is sent: paragraphs parted by empty lines."""

    subject: str
    text: str


def addressees(case: Assessment) -> list[Addressee]:
    """Find who is written to for the applicant: its address, people with a part, its place.

    Three queries at most.
    """
    found: dict[str, Addressee] = {}
    if case.applicant_email:
        email = case.applicant_email
        found[email.casefold()] = Addressee(
            email, mail_language(case.language), has_account=False
        )
    people = [
        row.person
        for row in AssessmentPerson.objects.filter(
            assessment=case, part=Part.APPLICANT, is_away=False, person__is_active=True
        )
        .select_related("person")
        .order_by("pk")
    ]
    if case.applicant_municipality_id is not None:
        roles = RoleAssignment.objects.current().filter(
            municipality=case.applicant_municipality_id,
            role__in=_STEERS,
            person__is_active=True,
        )
        people += [row.person for row in roles.select_related("person").order_by("pk")]
    for person in people:
        row = Addressee(person.email, language_of(person), has_account=True)
        found.setdefault(person.email.casefold(), row)
    return list(found.values())


def names(told: Sequence[Addressee]) -> str:
    """Who was written to, for the log."""
    return ", ".join(one.email for one in told)[:500]


def mail_language(code: str) -> str:
    """The language of the mails about texts in a language: itself, or English."""
    return code if code in dict(settings.LANGUAGES) else "en"


def language_of(person: User) -> str:
    """The language that a person has chosen, else that of the site."""
    return str(person.language or settings.LANGUAGE_CODE)


# ------------------------------------------------------------------ to the applicant
def asked(*, case: Assessment, link: ApplicantLink, due_on: date, at: datetime) -> None:
    """Ask the applicant to assess its own case."""
    for one in addressees(case):
        with translation.override(one.language):
            _post(
                case,
                one,
                occasion=f"asked {at.isoformat()}",
                subject=_subject(case, _("Assess your application: %(title)s")),
                paragraphs=[
                    _("You have applied, and are asked to say yourselves what it will do."),
                    _("Send your answers by %(day)s:") % {"day": date_in_words(due_on)},
                    _sheet(case, link, one),
                    _("What you write is kept while you write. You can stop and go on later."),
                ],
            )


def completion_asked(
    *, case: Assessment, link: ApplicantLink, what: str, due_on: date, at: datetime
) -> None:
    """Ask the applicant for what is missing; of a confidential case only where to read it."""
    for one in addressees(case):
        with translation.override(one.language):
            _post(
                case,
                one,
                occasion=f"completion {at.isoformat()}",
                subject=_subject(case, _("More is asked for: %(title)s")),
                paragraphs=[
                    _("Those who assess your application ask for more:"),
                    "" if case.is_confidential else what,
                    _("Change your answers, and send them again by %(day)s:")
                    % {"day": date_in_words(due_on)},
                    _sheet(case, link, one),
                ],
            )


def follow_up_asked(
    *, case: Assessment, link: ApplicantLink, moment: Moment, due_on: date, at: datetime
) -> None:
    """Ask the same questions again."""
    for one in addressees(case):
        with translation.override(one.language):
            _post(
                case,
                one,
                occasion=f"{moment} {at.isoformat()}",
                subject=_subject(case, _("How did it go? %(title)s")),
                paragraphs=[
                    _("You are half-way. We ask the same questions again.")
                    if moment == Moment.HALFWAY
                    else _("The project has come to its end. We ask the same questions again."),
                    _("Send your answers by %(day)s:") % {"day": date_in_words(due_on)},
                    _sheet(case, link, one),
                ],
            )


def decided(*, letter: CaseLetter, told: Sequence[Addressee]) -> None:
    """Send the letter about the decision; of a confidential case only where to read it."""
    case = letter.assessment
    for one in told:
        with translation.override(one.language):
            page = settings.SITE_URL + (
                case.get_absolute_url() if one.has_account else letter_address(letter)
            )
            hidden = [_("There is a letter to you about an application. Read it here:"), page]
            shown = [letter.text, _("The letter as a page, and as a Word file:"), page]
            if not one.has_account:
                last = date_in_words(letter.at + LINK_LASTS)
                shown.append(_("The link works until %(day)s.") % {"day": last})
            _post(
                case,
                one,
                occasion=f"letter {letter.pk}",
                subject=_("A letter to you in Samverk")
                if case.is_confidential
                else letter.subject,
                paragraphs=hidden if case.is_confidential else shown,
            )


def reminded(
    *, case: Assessment, link: ApplicantLink | None, one: Addressee, due_on: date
) -> bool:
    """Remind the applicant of a deadline; once for each deadline and address."""
    occasion = f"due {case.state} {due_on.isoformat()}"
    about = f"assessments.assessment:{case.pk}"
    known = OutboxMessage.objects.filter(about=about, occasion=occasion, recipient=one.email)
    if known.exists():
        return False
    with translation.override(one.language):
        page = (
            settings.SITE_URL + case.get_absolute_url()
            if link is None
            else _sheet(case, link, one)
        )
        _post(
            case,
            one,
            occasion=occasion,
            subject=_subject(case, _("Your deadline is near: %(title)s")),
            paragraphs=[
                _("We wait for your answers. The deadline is %(day)s.")
                % {"day": date_in_words(due_on)},
                page,
            ],
        )
    return True


def told_of_condition(*, condition: DecisionCondition, one: Addressee) -> bool:
    """Remind the applicant of a condition; once for each day that it is due."""
    case, due_on = condition.assessment, condition.due_on
    if due_on is None:
        return False
    about = f"assessments.decisioncondition:{condition.pk}"
    occasion = f"due {due_on.isoformat()}"
    if OutboxMessage.objects.filter(
        about=about, occasion=occasion, recipient=one.email
    ).exists():
        return False
    with translation.override(one.language):
        _post(
            case,
            one,
            about=about,
            occasion=occasion,
            subject=_subject(case, _("A condition is due: %(title)s")),
            paragraphs=[
                _("A condition of the decision must be met by %(day)s.")
                % {"day": date_in_words(due_on)},
                "" if case.is_confidential else condition.text,
                _("Tell those who handle your case when it is met."),
            ],
        )
    return True


# ---------------------------------------------------------------------- the letter
def draft_letter(case: Assessment) -> Draft:
    """Write the letter about a decision, in the language of the case, to be read and changed.

    Two queries; a language without words of the site gets English ones.
    """
    with translation.override(mail_language(case.language)):
        decision = case.decision
        parts = [_("To %(name)s") % {"name": applicant(case)}]
        if decision is None:
            parts.append(_("This is a test. Nothing is decided."))
        else:
            words = {
                "body": decision.body,
                "day": date_in_words(decision.decided_on) if decision.decided_on else "",
                "title": case.title,
            }
            if decision.effect == Effect.REJECTS:
                parts.append(
                    _("%(body)s has rejected your application «%(title)s» on %(day)s.") % words
                )
            else:
                parts.append(
                    _("%(body)s has decided your application «%(title)s» on %(day)s.") % words
                )
            parts.append(_("The decision says:"))
            parts.append(decision.wording)
            if decision.case_number:
                parts.append(_("Case number: %(number)s") % {"number": decision.case_number})
        if case.amount_granted is not None:
            parts.append(_("Granted: %(amount)s") % {"amount": granted(case)})
        parts += _conditions(case)
        if case.halfway_on:
            parts.append(
                _("We ask the same questions again half-way, about %(day)s.")
                % {"day": date_in_words(case.halfway_on)}
            )
        if case.end_on:
            parts.append(
                _("We ask them at the end too, about %(day)s.")
                % {"day": date_in_words(case.end_on)}
            )
        parts += [_("With kind regards"), str(case.programme.region)]
        subject = _("Decision: %(title)s") % {"title": case.title}
    return Draft(subject, "\n\n".join(part for part in parts if part))


def _conditions(case: Assessment) -> list[str]:
    rows = list(case.decision_conditions.order_by("position"))
    if not rows:
        return []
    lines = [
        f"{row.position}. {row.text}"
        + (f" ({_('by %(day)s') % {'day': date_in_words(row.due_on)}})" if row.due_on else "")
        for row in rows
    ]
    return [_("These conditions must be met:"), "\n".join(lines)]


def applicant(case: Assessment) -> str:
    """Who applies, in words."""
    return case.applicant_name or str(case.applicant_municipality or "")


def granted(case: Assessment) -> str:
    """The money granted, with its currency; nothing where none is."""
    if case.amount_granted is None:
        return ""
    return f"{format_number(case.amount_granted)} {case.currency}"


# ------------------------------------------------------------------ links to letters
def letter_address(letter: CaseLetter) -> str:
    """Give the path of the page of a letter, for an applicant without an account."""
    token = Signer(salt=_SALT).sign_object(letter.pk)
    return reverse("assessments:letter-link", kwargs={"token": token})


def letter_by_token(token: str, *, at: datetime) -> CaseLetter | None:
    """Find the letter of a link that still holds; None else.

    A link ends a year after the letter, and when the address it was sent to is put right.
    """
    try:
        key = int(Signer(salt=_SALT).unsign_object(token))
    except (BadSignature, TypeError, ValueError):
        return None
    rows = CaseLetter.objects.select_related("assessment__programme__region")
    letter = rows.filter(pk=key, at__gt=at - LINK_LASTS).first()
    if letter is None:
        return None
    sent_to, address = letter.sent_to, letter.assessment.applicant_email
    return letter if sent_to.casefold() == address.casefold() else None


# -------------------------------------------------------------------------- posting
def _subject(case: Assessment, words: str) -> str:
    return _("About an application") if case.is_confidential else words % {"title": case.title}


def _sheet(case: Assessment, link: ApplicantLink, one: Addressee) -> str:
    path = case.get_absolute_url() if one.has_account else tokens.address(link)
    return f"{settings.SITE_URL}{path}"


def _post(
    case: Assessment,
    one: Addressee,
    *,
    occasion: str,
    subject: str,
    paragraphs: Sequence[str],
    about: str = "",
) -> None:
    outbox.post(
        recipient=one.email,
        language=one.language,
        kind=_KIND,
        about=about or f"assessments.assessment:{case.pk}",
        occasion=occasion[:100],
        subject=subject,
        body_text="\n\n".join(part for part in paragraphs if part),
    )
