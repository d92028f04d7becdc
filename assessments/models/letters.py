"""Letters to applicants: what was sent stays as it was."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.cases import Assessment


class CaseLetter(models.Model):
    """The letter about a decision, as it was sent; only added to.

    ``text`` has paragraphs parted by empty lines.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="letters")
    language = models.CharField(_("language"), max_length=7)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    sent_to = models.EmailField(_("sent to"), blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("letter to an applicant")
        verbose_name_plural = _("letters to applicants")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="assessments_letter_has_text")
        ]
        indexes = [models.Index(fields=["assessment", "-at"], name="assessments_letter_newest")]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.at:%Y-%m-%d}"
