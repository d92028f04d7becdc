"""Which mails about the cycle a person wants."""

from django import forms
from django.utils.translation import gettext_lazy as _

from improvement.enums import NoticeKind

HELP = {
    NoticeKind.REMINDER: _(
        "Before a date that you answer for, and when it has passed. At most one mail in "
        "five days, unless your programme has chosen otherwise."
    ),
    NoticeKind.DIGEST: _(
        "On Mondays: what others have written in the work that you follow. Nothing when "
        "nothing is new."
    ),
}


class NoticesForm(forms.Form):
    """One box for each kind of mail."""

    reminder = forms.BooleanField(
        label=_("Reminders of dates"), required=False, help_text=HELP[NoticeKind.REMINDER]
    )
    digest = forms.BooleanField(
        label=_("Weekly digest"), required=False, help_text=HELP[NoticeKind.DIGEST]
    )

    @property
    def wanted(self) -> list[NoticeKind]:
        """The kinds that are ticked."""
        return [kind for kind in NoticeKind if self.cleaned_data[kind.lower()]]
