"""The mail to somebody who is asked to assess. It never says what the case is about."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.letters import language_of
from assessments.models import Assessment
from common import outbox
from common.enums import MailKind


def invited(*, case: Assessment, person: User, at: datetime) -> None:
    """Ask for an assessment; title and applicant stand behind the sign-in alone."""
    language = language_of(person)
    with translation.override(language):
        words = {"region": case.programme.region.name, "programme": case.programme.name}
        address = reverse("assessments:sheet-assess", kwargs={"pk": case.pk})
        outbox.post(
            recipient=person.email,
            language=language,
            kind=MailKind.NETWORK,
            about=f"assessments.assessment:{case.pk}",
            occasion=f"assessor {person.pk} {at.isoformat()}"[:100],
            subject=_("You are asked to assess a case"),
            body_text="\n\n".join(
                [
                    _("%(region)s asks you to assess a case in %(programme)s.") % words,
                    _("Sign in and answer here:"),
                    f"{settings.SITE_URL}{address}",
                    _("Do you have an interest in the case? Then tell the region."),
                ]
            ),
        )
