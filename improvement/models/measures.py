"""Measures: what a municipality does, who is responsible, by when, and what for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel
from improvement.enums import MeasureKind, MeasureState, Pull
from improvement.models.objectives import Objective
from improvement.models.rounds import Round
from improvement.models.scope import MunicipalWorkQuerySet
from indicators.models import Indicator, Target
from networks.models import Municipality, Network


class Measure(TimeStampedModel):
    """What a municipality does. Its state is what the newest published log entry says.

    ``state``, ``share_done``, ``expected_end_on``, ``next_step`` and ``logged_at`` are kept
    by ``improvement.actions.log`` together with the entry, under a lock on this row.
    """

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="measures",
        verbose_name=_("municipality"),
    )
    network = models.ForeignKey(
        Network,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("network"),
    )
    round = models.ForeignKey(
        Round,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("round"),
    )
    objective = models.ForeignKey(
        Objective,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("objective"),
    )
    title = models.CharField(_("measure"), max_length=200)
    description = models.TextField(_("description"), blank=True, default="")
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    kind = models.CharField(
        _("type"), max_length=11, choices=MeasureKind, default=MeasureKind.OTHER
    )
    responsible_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("responsible person"),
    )
    responsible_unit = models.CharField(
        _("responsible unit"), max_length=150, blank=True, default=""
    )
    collaborators = models.CharField(_("who helps"), max_length=300, blank=True, default="")
    starts_on = models.DateField(_("start"), null=True, blank=True)
    ends_on = models.DateField(_("end"), null=True, blank=True)
    cost = models.CharField(_("cost"), max_length=150, blank=True, default="")
    budget_link = models.URLField(
        _("link to the budget"), max_length=500, blank=True, default=""
    )
    copied_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name=_("copied from"),
    )
    from_indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made from the indicator"),
    )
    state = models.CharField(
        _("state"), max_length=11, choices=MeasureState, default=MeasureState.NOT_STARTED
    )
    share_done = models.PositiveSmallIntegerField(
        _("share done, percent"), null=True, blank=True
    )
    expected_end_on = models.DateField(_("expected end"), null=True, blank=True)
    next_step = models.CharField(_("next step"), max_length=300, blank=True, default="")
    logged_at = models.DateTimeField(_("last logged"), null=True, blank=True)
    finished_on = models.DateField(_("done on"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MunicipalWorkQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=[
            "state",
            "share_done",
            "expected_end_on",
            "next_step",
            "logged_at",
            "finished_on",
        ]
    )

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""), name="improvement_measure_has_title"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="improvement_measure_ends_after_start",
                violation_error_message=_("The end must come after the start."),
            ),
            models.CheckConstraint(
                condition=Q(share_done__isnull=True) | Q(share_done__lte=100),
                name="improvement_measure_share_0_to_100",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "archived_at", "state"],
                name="improvement_measure_place",
            ),
            models.Index(
                fields=["responsible_person"],
                condition=Q(archived_at__isnull=True),
                name="improvement_measure_person",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("improvement:measure", kwargs={"pk": self.pk})


class MeasureTarget(models.Model):
    """A target that a measure helps or hurts."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="pulls")
    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="+", verbose_name=_("target")
    )
    pull = models.CharField(_("effect"), max_length=5, choices=Pull)

    class Meta:
        verbose_name = _("target of a measure")
        verbose_name_plural = _("targets of measures")
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "target"],
                name="improvement_pull_uniq",
                violation_error_message=_("A target is either helped or hurt, not both."),
            )
        ]
        indexes = [models.Index(fields=["target", "pull"], name="improvement_pull_target")]

    def __str__(self) -> str:
        return f"{self.target_id} {self.pull}"


class MeasureIndicator(models.Model):
    """An indicator that a measure is expected to move, and after how long."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="expectations")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="+", verbose_name=_("indicator")
    )
    delay_months = models.PositiveSmallIntegerField(
        _("seen after, months"), default=12, help_text=_("From the start of the measure.")
    )
    expected = models.CharField(_("expected change"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("expected effect")
        verbose_name_plural = _("expected effects")
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "indicator"], name="improvement_expectation_uniq"
            ),
            models.CheckConstraint(
                condition=Q(delay_months__lte=240), name="improvement_expectation_delay"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} · {self.indicator}"


class MeasureTask(TimeStampedModel):
    """A piece of work within a measure, with a date."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(_("task"), max_length=200)
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="measure_tasks",
        verbose_name=_("who"),
    )
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="improvement_task_has_title")
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(done_on__isnull=True),
                name="improvement_task_open",
            )
        ]

    def __str__(self) -> str:
        return self.title
