"""What came of a need after the contract."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel
from improvement.models import Measure
from indicators.models import Indicator
from networks.models import Municipality
from procurement.enums import BenefitKind
from procurement.models.needs import Need
from procurement.models.solutions import Solution


class Benefit(TimeStampedModel):
    """One benefit that somebody reports; summed only with others of its kind and unit."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="benefits")
    solution = models.ForeignKey(
        Solution, on_delete=models.PROTECT, null=True, blank=True, related_name="benefits"
    )
    kind = models.CharField(_("kind"), max_length=9, choices=BenefitKind)
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=40)
    text = models.CharField(_("how it was found"), max_length=300)
    reported_by = models.CharField(_("reported by"), max_length=200)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("reported"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reported_by=""), name="procurement_benefit_reported_by"
            ),
            models.CheckConstraint(
                condition=~Q(unit=""), name="procurement_benefit_has_a_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"
