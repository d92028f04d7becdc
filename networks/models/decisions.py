"""Political and administrative decisions: the one record of them for all apps."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel
from networks.enums import Effect
from networks.models.networks import Network
from networks.models.units import Municipality, Region


class Decision(TimeStampedModel):
    """A decision of one body, or the place where one is awaited (no ``decided_on`` yet).

    A case of a regional council opens one awaited decision for each member
    municipality; these point to it by ``council_case``.
    """

    network = models.ForeignKey(
        Network,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("network"),
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("municipality"),
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("region"),
    )
    council_case = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("case of the regional council"),
    )
    body = models.CharField(_("body"), max_length=200)
    case_number = models.CharField(_("case number"), max_length=40, blank=True, default="")
    title = models.CharField(_("title"), max_length=300, blank=True, default="")
    due_on = models.DateField(_("to be decided by"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    wording = models.TextField(_("wording"), blank=True, default="")
    effect = models.CharField(
        _("effect"), max_length=12, choices=Effect, blank=True, default=""
    )
    link = models.URLField(_("link to the paper"), max_length=500, blank=True, default="")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(municipality__isnull=False) ^ Q(region__isnull=False),
                name="networks_decision_of_municipality_or_region",
                violation_error_message=_(
                    "A decision belongs to one municipality or one region."
                ),
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | ~Q(effect=""),
                name="networks_decision_has_effect_when_decided",
                violation_error_message=_("Say what the decision does."),
            ),
            models.UniqueConstraint(
                fields=["council_case", "municipality"],
                condition=Q(council_case__isnull=False),
                name="networks_decision_one_follow_up_each",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_number or self.title} {self.body}".strip()

    @property
    def is_decided(self) -> bool:
        return self.decided_on is not None
