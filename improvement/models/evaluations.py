"""What became of a measure, as the municipality judges it beside the figures."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from improvement.enums import Confidence, Outcome
from improvement.models.measures import Measure
from networks.models import Municipality


class Evaluation(models.Model):
    """One evaluation of a measure. A later one stands beside it, never over it.

    ``figures`` holds the comparison as it was when the judgement was written, one entry
    per indicator (``improvement.calculations.comparison``).
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="evaluations")
    group = models.CharField(
        _("compared with"), max_length=100, help_text=_("Kind and key of the comparison group.")
    )
    figures = models.JSONField(_("figures"), default=list)
    outcome = models.CharField(_("judgement"), max_length=9, choices=Outcome)
    text = models.TextField(_("what was done, and what came of it"))
    evidence = models.TextField(_("evidence"), blank=True, default="")
    link = models.URLField(_("link"), max_length=500, blank=True, default="")
    confidence = models.CharField(_("confidence"), max_length=6, choices=Confidence)
    advice = models.TextField(_("advice to others"), blank=True, default="")
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("evaluated"))

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="improvement_evaluation_text")
        ]
        indexes = [
            models.Index(fields=["measure", "-at"], name="improvement_evaluation_newest")
        ]

    def __str__(self) -> str:
        return f"{self.measure} · {self.get_outcome_display()}"
