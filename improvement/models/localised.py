"""Localised indicators: what was adapted from a common indicator, why, and by whom."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel
from indicators.models import Indicator
from networks.models import Decision, Network


class LocalisedIndicator(TimeStampedModel):
    """An indicator that a network has adapted from a parent.

    ``parent_seen_at`` is when the owner last took a stand on the parent as it was then; a
    revision of the parent after that gives the owner a thing to do.
    """

    indicator = models.OneToOneField(
        Indicator, on_delete=models.PROTECT, related_name="localisation"
    )
    parent = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        related_name="localisations",
        verbose_name=_("common indicator"),
    )
    network = models.ForeignKey(
        Network,
        on_delete=models.PROTECT,
        related_name="localised_indicators",
        verbose_name=_("network"),
    )
    adapted = models.TextField(_("what was adapted"))
    reason = models.TextField(_("why"))
    decided_by = models.CharField(_("decided by"), max_length=200)
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decision"),
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    parent_seen_at = models.DateTimeField(_("common indicator considered"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("localised indicator")
        verbose_name_plural = _("localised indicators")
        constraints = [
            models.CheckConstraint(
                condition=~Q(indicator=F("parent")),
                name="improvement_localised_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=~Q(adapted="") & ~Q(reason="") & ~Q(decided_by=""),
                name="improvement_localised_says_what_and_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.indicator)


class IndicatorAdoption(models.Model):
    """A network that uses another network's localised indicator; the link is kept."""

    localised = models.ForeignKey(
        LocalisedIndicator, on_delete=models.PROTECT, related_name="adoptions"
    )
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, related_name="adopted_indicators"
    )
    version = models.PositiveSmallIntegerField(_("version"))
    adopted_at = models.DateTimeField(_("adopted"))
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("adopted indicator")
        verbose_name_plural = _("adopted indicators")
        constraints = [
            models.UniqueConstraint(
                fields=["localised", "network"],
                name="improvement_adoption_uniq",
                violation_error_message=_("The network uses this indicator already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.network} · {self.localised}"
