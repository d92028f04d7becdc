"""A municipality's own objectives."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel
from improvement.models.rounds import Round
from improvement.models.scope import MunicipalWorkQuerySet
from indicators.models import Indicator, Target
from networks.models import Decision, Municipality, Network


class Objective(TimeStampedModel):
    """What a municipality wants to reach, tied to targets, indicators and a decision."""

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="objectives",
        verbose_name=_("municipality"),
    )
    network = models.ForeignKey(
        Network,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("network"),
    )
    round = models.ForeignKey(
        Round,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("round"),
    )
    title = models.CharField(_("objective"), max_length=200)
    description = models.TextField(_("description"), blank=True, default="")
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    targets = models.ManyToManyField(
        Target, blank=True, related_name="objectives", verbose_name=_("targets")
    )
    plan_document = models.CharField(_("plan document"), max_length=200, blank=True, default="")
    plan_paragraph = models.CharField(
        _("chapter or paragraph"), max_length=100, blank=True, default=""
    )
    plan_link = models.URLField(_("link to the plan"), max_length=500, blank=True, default="")
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("decision"),
    )
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MunicipalWorkQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[targets])

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""), name="improvement_objective_has_title"
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "archived_at"], name="improvement_objective_place"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("improvement:objective", kwargs={"pk": self.pk})


class ObjectiveIndicator(models.Model):
    """The value that an objective wants of an indicator, and by when."""

    objective = models.ForeignKey(
        Objective, on_delete=models.CASCADE, related_name="wanted_values"
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="+", verbose_name=_("indicator")
    )
    wanted_value = models.FloatField(_("wanted value"))
    wanted_year = models.PositiveSmallIntegerField(_("by the end of"))

    class Meta:
        verbose_name = _("wanted value")
        verbose_name_plural = _("wanted values")
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "indicator"], name="improvement_wanted_uniq"
            ),
            models.CheckConstraint(
                condition=Q(wanted_year__gte=2000, wanted_year__lte=2100),
                name="improvement_wanted_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.wanted_value} {self.wanted_year}"
