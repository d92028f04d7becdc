"""The mail that tells participants of the minutes."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from common import outbox
from common.enums import MailKind
from common.models import OutboxMessage
from gatherings import words
from gatherings.models import Gathering, Registration
from gatherings.tokens import make_token


def ready(*, gathering: Gathering, to: Iterable[Registration]) -> None:
    """Tell each of ``to`` once where the minutes are; the text is not in the mail."""
    series = gathering.series
    for row in to:
        path = reverse("gatherings:seat", kwargs={"token": make_token(row)})
        with translation.override(row.language):
            outbox.post(
                recipient=row.email,
                language=row.language,
                kind=MailKind.GATHERING,
                about=f"gatherings.registration:{row.pk}",
                occasion=_occasion(gathering),
                subject=_("Minutes of %(series)s, gathering %(number)s")
                % {"series": series.name, "number": gathering.number},
                body_text="\n\n".join(
                    [
                        _("The minutes are ready:"),
                        words.whole(gathering),
                        _("You read them on the page of your seat:"),
                        f"{settings.SITE_URL}{path}#dokumenter",
                        _("Questions? Write to %(email)s.") % {"email": series.contact_email},
                    ]
                ),
            )


def is_told(gathering: Gathering) -> bool:
    """Whether a mail about the minutes has been written to anybody."""
    return OutboxMessage.objects.filter(
        kind=MailKind.GATHERING, occasion=_occasion(gathering)
    ).exists()


def _occasion(gathering: Gathering) -> str:
    return f"minutes {gathering.pk}"
