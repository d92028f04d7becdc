"""Which mails about the cycle a person wants, and which were sent."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from improvement.enums import NoticeKind


class NoticeChoice(models.Model):
    """A kind of mail that a person has switched off."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=NoticeKind)
    switched_off_at = models.DateTimeField(_("switched off"))

    class Meta:
        verbose_name = _("mail that is switched off")
        verbose_name_plural = _("mails that are switched off")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="improvement_choice_uniq")
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.kind}"


class Notice(models.Model):
    """A mail about the cycle that was put in the outbox, and what it was about.

    Kept for as long as it decides when the next one may go (days between mails), then
    forgotten by the nightly clean-up.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=NoticeKind)
    occasion = models.CharField(_("occasion"), max_length=100)
    about = models.JSONField(_("about"), default=list)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "occasion"], name="improvement_notice_once"
            )
        ]
        indexes = [models.Index(fields=["person", "-at"], name="improvement_notice_newest")]

    def __str__(self) -> str:
        return f"{self.person} · {self.occasion}"
