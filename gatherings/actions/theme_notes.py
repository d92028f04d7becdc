"""Why a gathering has its theme: written with each theme that is not a mere plan."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gatherings.models import Gathering, ThemeChange, ThemePoll, ThemeProposal
from improvement.actions.refusals import Declined


class ThemeReasonMissing(Declined):
    """A vote has decided the theme; those who voted want to know why it changes."""

    field = "theme_reason"
    sentence = _("A vote has decided this theme. Say why you change it; participants see it.")


def note_theme(
    gathering: Gathering,
    *,
    theme: str,
    reason: str,
    by: User | None,
    at: datetime,
    poll: ThemePoll | None = None,
    proposal: ThemeProposal | None = None,
) -> None:
    """Set the theme on a gathering that is locked, and keep why. The caller saves it.

    Raises:
        ThemeReasonMissing: ``reason`` is empty.
    """
    if not reason.strip():
        raise ThemeReasonMissing
    ThemeChange.objects.create(
        gathering=gathering,
        poll=poll,
        proposal=proposal,
        before=gathering.theme,
        after=theme,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    gathering.theme, gathering.theme_reason = theme, reason.strip()
