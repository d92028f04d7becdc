"""The mail to somebody who is asked to review a template."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.letters import language_of
from assessments.models import TemplateVersion
from common import outbox
from common.enums import MailKind


def asked(*, version: TemplateVersion, reviewer: User, at: datetime) -> None:
    """Ask for comments on a version; drafts are not public, so the text stands at the link."""
    template = version.template
    language = language_of(reviewer)
    with translation.override(language):
        words = {
            "region": template.programme.region.name,
            "organisation": version.reviewer_organisation,
            "template": template.name,
            "programme": template.programme.name,
        }
        address = reverse(
            "assessments:version-comments",
            kwargs={"slug": template.slug, "number": version.number},
        )
        outbox.post(
            recipient=reviewer.email,
            language=language,
            kind=MailKind.NETWORK,
            about=f"assessments.templateversion:{version.pk}",
            occasion=f"reviewer {reviewer.pk} {at.isoformat()}"[:100],
            subject=_("You are asked to review a template"),
            body_text="\n\n".join(
                [
                    _(
                        "%(region)s asks %(organisation)s to review the template "
                        "«%(template)s» of %(programme)s."
                    )
                    % words,
                    _("Sign in, read it and write your comments here:"),
                    f"{settings.SITE_URL}{address}",
                ]
            ),
        )
