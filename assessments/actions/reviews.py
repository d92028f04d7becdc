"""Reviewers of a version, and what they and the officers write about it."""

import secrets
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments import review_letters
from assessments.enums import VersionState
from assessments.models import TemplateComment, TemplateQuestion, TemplateVersion
from improvement.actions.refusals import Declined

_BYTES = 24
LONGEST = 4000
"""Most letters of a comment."""
MOST_COMMENTS = 500
"""Most comments on one version."""
# While something can still be made of what is said.
REVIEWED_STATES = (VersionState.DRAFT, VersionState.REWORK, VersionState.TEST)


class ReviewOver(Declined):
    """The version is in use or replaced."""

    sentence = _("The version is in use or replaced. Comments are no longer taken.")


class NothingWritten(Declined):
    """A comment has words."""

    field = "text"
    sentence = _("Write the comment.")


class TooManyComments(Declined):
    """Nobody reads so many, and a link may be passed on."""

    sentence = _("The version has too many comments. Settle them in a new version.")


class OrganisationMissing(Declined):
    """Others must know who reviews."""

    field = "organisation"
    sentence = _("Write which organisation reviews the template.")


class NoSuchAccount(Declined):
    """Nobody here has the address."""

    field = "email"
    sentence = _("Nobody has an account with this address. Make a link instead.")


@transaction.atomic
def name_reviewer(
    *, version: TemplateVersion, organisation: str, at: datetime, email: str = ""
) -> TemplateVersion:
    """Name the organisation that reviews, and the account that it writes with.

    Whoever is named gets a mail, once. Without an address nobody reviews with an account; a
    link may be made all the same.

    Raises:
        OrganisationMissing: It has no name.
        NoSuchAccount: Nobody has an account with the address.

    Passes on:
        ReviewOver: The version is in use or replaced.
    """
    locked = _reviewed(version)
    if not organisation.strip():
        raise OrganisationMissing
    reviewer = None
    if email:
        reviewer = User.objects.filter(email__iexact=email, is_active=True).first()
        if reviewer is None:
            raise NoSuchAccount
    is_new = reviewer is not None and reviewer.pk != locked.reviewer_id
    locked.reviewer_organisation = organisation.strip()
    locked.reviewer = reviewer
    locked.reviewer_email = email
    locked.save(update_fields=["reviewer_organisation", "reviewer", "reviewer_email"])
    if reviewer is not None and is_new:
        review_letters.asked(version=locked, reviewer=reviewer, at=at)
    return locked


@transaction.atomic
def make_link(*, version: TemplateVersion) -> str:
    """Make the secret link of a reviewer without an account; an older one is dead at once.

    Only a digest is kept, so the link is shown this once.

    Returns:
        The whole address.

    Raises:
        OrganisationMissing: Nobody is named who reviews.

    Passes on:
        ReviewOver: The version is in use or replaced.
    """
    locked = _reviewed(version)
    if not locked.reviewer_organisation:
        raise OrganisationMissing
    token = secrets.token_urlsafe(_BYTES)
    locked.reviewer_digest = digest_of(token)
    locked.save(update_fields=["reviewer_digest"])
    return f"{settings.SITE_URL}{reverse('assessments:review-link', kwargs={'token': token})}"


@transaction.atomic
def end_link(*, version: TemplateVersion) -> None:
    """Make the secret link dead. Again changes nothing."""
    TemplateVersion.objects.filter(pk=version.pk).update(reviewer_digest="")


def digest_of(token: str) -> str:
    """Give what is stored of a secret link."""
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def comment(
    *,
    version: TemplateVersion,
    question: TemplateQuestion | None,
    text: str,
    by: User | None,
    is_reviewer: bool,
    at: datetime,
) -> TemplateComment:
    """Write a comment on the version, or on one of its questions.

    Raises:
        NothingWritten: It has no words.
        TooManyComments: There are as many as there may be.

    Passes on:
        ReviewOver: The version is in use or replaced.
    """
    locked = _reviewed(version)
    if not text.strip():
        raise NothingWritten
    if locked.comments.count() >= MOST_COMMENTS:
        raise TooManyComments
    return TemplateComment.objects.create(
        version=locked,
        question=question,
        about=str(question)[:300] if question else "",
        text=text.strip()[:LONGEST],
        by=by,
        by_reviewer=is_reviewer,
        at=at,
    )


@transaction.atomic
def settle(*, comment: TemplateComment, at: datetime | None) -> None:
    """Mark a comment as settled, or as open again with None."""
    rows = TemplateComment.objects.filter(pk=comment.pk)
    if at is None:
        rows.update(settled_at=None)
    else:
        rows.filter(settled_at=None).update(settled_at=at)


def _reviewed(version: TemplateVersion) -> TemplateVersion:
    rows = TemplateVersion.objects.select_for_update(no_key=True, of=("self",))
    locked: TemplateVersion = rows.select_related("template__programme__region").get(
        pk=version.pk
    )
    if locked.state not in REVIEWED_STATES:
        raise ReviewOver
    return locked
