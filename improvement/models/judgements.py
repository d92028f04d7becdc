"""How a municipality itself sees its status, goal by goal."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel
from improvement.enums import Judgement, Priority
from improvement.models.rounds import Round
from indicators.models import Goal, Target
from networks.models import Municipality


class StatusAssessment(TimeStampedModel):
    """A judgement of one goal, or one target of it, in one round.

    It stands beside the computed score and is never mixed into it.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assessments")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(
        Target,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("target"),
    )
    judgement = models.CharField(_("judgement"), max_length=7, choices=Judgement)
    text = models.TextField(_("why"), blank=True, default="")
    evidence = models.TextField(_("evidence"), blank=True, default="")
    link = models.URLField(_("link"), max_length=500, blank=True, default="")
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority, default=Priority.NONE
    )
    carried_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("assessed"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("status assessment")
        verbose_name_plural = _("status assessments")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "goal"],
                condition=Q(target__isnull=True),
                name="improvement_assessment_goal_uniq",
            ),
            models.UniqueConstraint(
                fields=["round", "target"],
                condition=Q(target__isnull=False),
                name="improvement_assessment_target_uniq",
            ),
            models.CheckConstraint(
                condition=Q(priority__lte=Priority.HIGH),
                name="improvement_assessment_priority",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target or self.goal} · {self.get_judgement_display()}"
