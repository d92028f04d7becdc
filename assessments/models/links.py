"""The secret link by which an applicant without an account reaches its own sheet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.cases import Assessment


class ApplicantLink(models.Model):
    """Which of the links to an applicant's sheet holds: the one signed with this number.

    A new number ends the links before it. ``made_at`` says whether the link is of the time
    after the decision: the decision ends what was made before it.
    """

    assessment = models.OneToOneField(
        Assessment, on_delete=models.CASCADE, related_name="applicant_link"
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("link of an applicant")
        verbose_name_plural = _("links of applicants")

    def __str__(self) -> str:
        return f"{self.assessment} · {self.number}"
