"""Goals, targets, frameworks and the indicators in them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel
from common.translations import LocalText, localized
from indicators.enums import Aggregation, MissingGoal


class Goal(models.Model):
    """One of the 17 sustainable development goals of the United Nations."""

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    name_nb = models.CharField(_("name in Bokmål"), max_length=100)
    name_nn = models.CharField(_("name in Nynorsk"), max_length=100)
    name_sv = models.CharField(_("name in Swedish"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=17), name="indicators_goal_1_to_17"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {localized(self, 'name')}"


class Target(models.Model):
    """One of the 169 targets; the titles are ours, the official wording is linked to."""

    number = models.CharField(_("number"), max_length=5, primary_key=True)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="targets")
    position = models.PositiveSmallIntegerField(_("position"))
    title_nb = models.CharField(_("title in Bokmål"), max_length=150)
    title_nn = models.CharField(_("title in Nynorsk"), max_length=150)
    title_sv = models.CharField(_("title in Swedish"), max_length=150)
    title_en = models.CharField(_("title in English"), max_length=150)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{1,2}\.[0-9a-d]{1,2}$"),
                name="indicators_target_number",
            ),
            models.UniqueConstraint(
                fields=["goal", "position"], name="indicators_target_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {localized(self, 'title')}"


class Indicator(TimeStampedModel):
    """What is measured: one series with one unit, whatever framework it is used in."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=300)
    name_nb = models.CharField(_("name in Bokmål"), max_length=300, blank=True, default="")
    name_nn = models.CharField(_("name in Nynorsk"), max_length=300, blank=True, default="")
    name_sv = models.CharField(_("name in Swedish"), max_length=300, blank=True, default="")
    name_en = models.CharField(_("name in English"), max_length=300, blank=True, default="")
    description = models.TextField(_("definition"), blank=True, default="")
    description_nb = models.TextField(_("definition in Bokmål"), blank=True, default="")
    description_nn = models.TextField(_("definition in Nynorsk"), blank=True, default="")
    description_sv = models.TextField(_("definition in Swedish"), blank=True, default="")
    description_en = models.TextField(_("definition in English"), blank=True, default="")
    unit = models.CharField(_("unit"), max_length=150, blank=True, default="")
    unit_nb = models.CharField(_("unit in Bokmål"), max_length=150, blank=True, default="")
    unit_nn = models.CharField(_("unit in Nynorsk"), max_length=150, blank=True, default="")
    unit_sv = models.CharField(_("unit in Swedish"), max_length=150, blank=True, default="")
    unit_en = models.CharField(_("unit in English"), max_length=150, blank=True, default="")
    language = models.CharField(
        _("language of the texts"), max_length=7, blank=True, default="en"
    )
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=1)
    source = models.CharField(_("source"), max_length=300, blank=True, default="")
    source_url = models.URLField(
        _("address of the source"), max_length=500, blank=True, default=""
    )
    licence = models.CharField(_("licence"), max_length=100, blank=True, default="")
    aggregation = models.CharField(
        _("aggregation"), max_length=15, choices=Aggregation, default=Aggregation.NONE
    )
    is_comparable = models.BooleanField(
        _("comparison is sound"), default=True, help_text=_("If not, nobody is ranked on it.")
    )
    not_comparable_reason = models.CharField(
        _("why comparison is not sound"), max_length=300, blank=True, default=""
    )
    min_denominator = models.FloatField(
        _("smallest denominator shown"),
        null=True,
        blank=True,
        help_text=_("A value that rests on fewer is hidden."),
    )
    min_count = models.FloatField(
        _("smallest count shown"),
        null=True,
        blank=True,
        help_text=_("A count below this is hidden."),
    )
    is_illustrative = models.BooleanField(
        _("illustrative"), default=False, help_text=_("Made up, and marked so everywhere.")
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-Za-z_.-]{1,60}$"),
                name="indicators_indicator_code_is_plain",
                violation_error_message=_(
                    "A code has letters a to z, digits, point, hyphen and underscore."
                ),
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=6), name="indicators_indicator_decimals"
            ),
        ]

    def __str__(self) -> str:
        return str(self.local_name)

    @property
    def local_name(self) -> LocalText:
        """The name in the reader's language, or in the nearest one there is."""
        return localized(self, "name")

    @property
    def local_unit(self) -> LocalText:
        """The unit in the reader's language, or in the nearest one there is."""
        return localized(self, "unit")

    def get_absolute_url(self) -> str:
        return reverse("portal:indicator", kwargs={"indicator": self.code})


def default_goals() -> list[int]:
    """All 17."""
    return list(range(1, 18))


def default_profiles() -> list[str]:
    """The one profile that every framework has."""
    return ["default"]


class Framework(TimeStampedModel):
    """A set of indicators with bounds, and the settings of the method (docs/methods.md)."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_nb = models.CharField(_("name in Bokmål"), max_length=200, blank=True, default="")
    name_nn = models.CharField(_("name in Nynorsk"), max_length=200, blank=True, default="")
    name_sv = models.CharField(_("name in Swedish"), max_length=200, blank=True, default="")
    name_en = models.CharField(_("name in English"), max_length=200, blank=True, default="")
    language = models.CharField(
        _("language of the texts"), max_length=7, blank=True, default="en"
    )
    goals = models.JSONField(_("goals"), default=default_goals)
    dimensions = models.JSONField(
        _("dimensions"),
        default=dict,
        blank=True,
        help_text=_("Name of each dimension with its goals; together exactly once 1 to 17."),
    )
    horizon = models.PositiveSmallIntegerField(_("target year"), default=2030)
    min_goal_share = models.FloatField(_("share of indicators for a goal score"), default=0.25)
    min_rating_share = models.FloatField(
        _("share of indicators for a goal rating"), default=0.5
    )
    max_missing_share_ranked = models.FloatField(_("missing share for a rank"), default=0.2)
    missing_goal = models.CharField(
        _("a goal without score"),
        max_length=10,
        choices=MissingGoal,
        default=MissingGoal.LEAVE_OUT,
    )
    profiles = models.JSONField(_("profiles"), default=default_profiles)
    is_default = models.BooleanField(
        _("shown first"), default=False, help_text=_("The dashboards open with this framework.")
    )
    results_version = models.PositiveBigIntegerField(
        _("version of the results"),
        default=0,
        editable=False,
        help_text=_("Raised whenever a stored result of the framework changes."),
    )
    results_changed_at = models.DateTimeField(_("results changed"), null=True, editable=False)
    history = HistoricalRecords(excluded_fields=["results_version", "results_changed_at"])

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="indicators_framework_one_default",
            ),
            models.CheckConstraint(
                condition=Q(min_goal_share__gte=0, min_goal_share__lte=1)
                & Q(min_rating_share__gte=0, min_rating_share__lte=1)
                & Q(max_missing_share_ranked__gte=0, max_missing_share_ranked__lte=1),
                name="indicators_framework_shares",
                violation_error_message=_("A share is between 0 and 1."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.local_name)

    @property
    def local_name(self) -> LocalText:
        """The name in the reader's language, or in the nearest one there is."""
        return localized(self, "name")

    def clean(self) -> None:
        """Check the lists that a database constraint cannot express.

        Raises:
            ValidationError: Goals or dimensions are not what the method needs.
        """
        problems: dict[str, Any] = {}
        goals = self.goals
        if not goals or len(set(goals)) != len(goals) or not set(goals) <= set(range(1, 18)):
            problems["goals"] = _("List each goal once, with numbers from 1 to 17.")
        grouped = sorted(number for part in self.dimensions.values() for number in part)
        if self.dimensions and grouped != list(range(1, 18)):
            problems["dimensions"] = _(
                "The dimensions must cover the goals 1 to 17, each exactly once."
            )
        if "default" not in self.profiles:
            problems["profiles"] = _("There must be a profile named “default”.")
        if problems:
            raise ValidationError(problems)


class FrameworkIndicator(TimeStampedModel):
    """One indicator in one framework: its goal, bounds, thresholds and profiles.

    ``worst`` and ``best`` give score 0 and 100 and thereby the direction;
    ``green``, ``middle`` and ``red`` are thresholds in the indicator's unit.
    """

    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="framework_indicators"
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="framework_indicators"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    goal = models.ForeignKey(
        Goal, on_delete=models.PROTECT, related_name="framework_indicators"
    )
    target = models.ForeignKey(
        Target,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="framework_indicators",
    )
    worst = models.FloatField(_("worst"), help_text=_("The value that gives 0 points."))
    best = models.FloatField(_("best"), help_text=_("The value that gives 100 points."))
    green = models.FloatField(_("green"), null=True, blank=True)
    middle = models.FloatField(_("middle"), null=True, blank=True)
    red = models.FloatField(_("red"), null=True, blank=True)
    is_scored = models.BooleanField(_("counts in the goal score"), default=True)
    profiles = models.JSONField(_("profiles for ratings"), default=list)
    trend_profiles = models.JSONField(_("profiles for trends"), default=list)
    trend_start = models.PositiveSmallIntegerField(_("trend from"), null=True, blank=True)
    trend_end = models.PositiveSmallIntegerField(_("trend to"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("indicator in a framework")
        verbose_name_plural = _("indicators in frameworks")
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "indicator"], name="indicators_frameworkindicator_uniq"
            ),
            models.CheckConstraint(
                condition=~Q(worst=F("best")),
                name="indicators_frameworkindicator_direction",
                violation_error_message=_(
                    "Worst and best must differ: they give the direction."
                ),
            ),
            models.CheckConstraint(
                condition=Q(green__isnull=True, red__isnull=True)
                | Q(green__isnull=False, red__isnull=False),
                name="indicators_frameworkindicator_both_thresholds",
                violation_error_message=_("Give both thresholds, or none."),
            ),
            models.CheckConstraint(
                condition=Q(trend_start__isnull=True)
                | Q(trend_end__isnull=True)
                | Q(trend_end__gte=F("trend_start")),
                name="indicators_frameworkindicator_trend_years",
                violation_error_message=_("The trend must not end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.framework.code}: {self.indicator.code}"
