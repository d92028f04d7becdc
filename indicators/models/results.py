"""Stored results. Written only by ``indicators.jobs``; pages read and never compute.

These tables are copies of what the values say and can be made again at any
time: lean keys, no surrogate ids, no foreign keys in the database.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.enums import DashboardKind, GroupKind, Rating, Trend
from indicators.models.frameworks import Framework, Indicator
from networks.models import Municipality

# Number that stands for the total in ``GoalResult.goal``.
TOTAL = 0


class Dashboard(models.Model):
    """One document with everything the dashboard of one place shows (indicators.documents)."""

    pk = models.CompositePrimaryKey("framework", "kind", "object_id")
    framework = models.ForeignKey(
        Framework,
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="dashboards",
    )
    kind = models.CharField(_("kind"), max_length=12, choices=DashboardKind)
    object_id = models.BigIntegerField(_("place"))
    version = models.PositiveBigIntegerField(_("version"))
    input_digest = models.CharField(_("digest of the input"), max_length=64)
    vintage = models.DateField(_("vintage"), null=True)
    computed_at = models.DateTimeField(_("computed"))
    document = models.BinaryField(_("document"))

    class Meta:
        verbose_name = _("dashboard")
        verbose_name_plural = _("dashboards")

    def __str__(self) -> str:
        return f"{self.framework_id} {self.kind} {self.object_id} v{self.version}"


class Standing(models.Model):
    """One document with what places of one group are compared with (indicators.documents)."""

    pk = models.CompositePrimaryKey("framework", "kind", "key")
    framework = models.ForeignKey(
        Framework,
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="standings",
    )
    kind = models.CharField(_("kind"), max_length=12, choices=GroupKind)
    key = models.CharField(_("group"), max_length=110)
    document = models.BinaryField(_("document"))

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")

    def __str__(self) -> str:
        return f"{self.framework_id} {self.kind} {self.key}"


class IndicatorResult(models.Model):
    """What one indicator says of one municipality now."""

    pk = models.CompositePrimaryKey("framework", "indicator", "municipality")
    framework = models.ForeignKey(
        Framework,
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="indicator_results",
    )
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="results",
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="indicator_results",
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    value = models.FloatField(_("value"), null=True)
    status = models.CharField(_("status"), max_length=2, blank=True, default="")
    score = models.FloatField(_("points"), null=True)
    rating = models.CharField(_("rating"), max_length=6, choices=Rating, blank=True, default="")
    trend = models.CharField(_("trend"), max_length=10, choices=Trend, blank=True, default="")

    class Meta:
        verbose_name = _("result of an indicator")
        verbose_name_plural = _("results of indicators")

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.municipality_id}"


class GoalResult(models.Model):
    """What one goal, or the total (goal 0), says of one municipality now."""

    pk = models.CompositePrimaryKey("framework", "municipality", "goal")
    framework = models.ForeignKey(
        Framework,
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="goal_results",
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="goal_results",
    )
    goal = models.PositiveSmallIntegerField(_("goal"))
    score = models.FloatField(_("points"), null=True)
    rating = models.CharField(_("rating"), max_length=6, choices=Rating, blank=True, default="")
    trend = models.CharField(_("trend"), max_length=10, choices=Trend, blank=True, default="")
    have = models.PositiveSmallIntegerField(_("with data"))
    of = models.PositiveSmallIntegerField(_("in all"))
    is_ranked = models.BooleanField(_("ranked"), default=False)

    class Meta:
        verbose_name = _("result of a goal")
        verbose_name_plural = _("results of goals")

    def __str__(self) -> str:
        return f"{self.goal}/{self.municipality_id}"
