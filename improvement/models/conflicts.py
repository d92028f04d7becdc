"""Goal conflicts: two targets that pull apart, or together, in one case."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel
from improvement.enums import ConflictState
from improvement.models.measures import Measure
from improvement.models.scope import MunicipalWorkQuerySet
from indicators.models import Target
from networks.models import Decision, Municipality, Network


class GoalConflict(TimeStampedModel):
    """How two targets act on each other in one case, from −3 (against) to +3 (with).

    The pair is stored once: ``first`` sorts before ``second`` as text.
    """

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="goal_conflicts",
        verbose_name=_("municipality"),
    )
    network = models.ForeignKey(
        Network,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="goal_conflicts",
        verbose_name=_("network"),
    )
    measure = models.ForeignKey(
        Measure,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="goal_conflicts",
        verbose_name=_("measure"),
    )
    first = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="+", verbose_name=_("one target")
    )
    second = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="+", verbose_name=_("the other target")
    )
    score = models.SmallIntegerField(_("how they act on each other"))
    title = models.CharField(_("case"), max_length=200)
    affected = models.CharField(_("who is affected"), max_length=300, blank=True, default="")
    place = models.CharField(_("where"), max_length=200, blank=True, default="")
    mitigation = models.TextField(_("how it is handled"), blank=True, default="")
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True, default="")
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="goal_conflicts",
        verbose_name=_("decision"),
    )
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    state = models.CharField(
        _("state"), max_length=9, choices=ConflictState, default=ConflictState.CONFIRMED
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MunicipalWorkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("goal conflict")
        verbose_name_plural = _("goal conflicts")
        constraints = [
            models.CheckConstraint(
                condition=Q(score__gte=-3, score__lte=3),
                name="improvement_conflict_score",
                violation_error_message=_("Choose from −3 to +3."),
            ),
            models.CheckConstraint(
                condition=~Q(first=F("second")),
                name="improvement_conflict_two_targets",
                violation_error_message=_("Choose two different targets."),
            ),
            models.UniqueConstraint(
                fields=["measure", "first", "second"],
                condition=Q(measure__isnull=False),
                name="improvement_conflict_once_per_measure",
                violation_error_message=_("This pair is registered for the measure already."),
            ),
        ]
        indexes = [
            models.Index(fields=["network", "state"], name="improvement_conflict_network")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("improvement:conflict", kwargs={"pk": self.pk})
