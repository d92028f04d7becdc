"""The programme's settings of the cycle: its steps, its dates and its patience."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel
from common.translations import LocalText, localized
from improvement.enums import StepKind
from networks.models import Programme


def default_days_before() -> list[int]:
    """Days before a date on which one is reminded."""
    return [30, 7, 1]


def default_days_late() -> list[int]:
    """Days after a date on which one is reminded; the last one repeats (30, 60, 90 …)."""
    return [1, 7, 30]


class CycleSettings(TimeStampedModel):
    """How often a programme asks for status, and when it reminds.

    The row without a programme holds for all who have none of their own.
    """

    programme = models.OneToOneField(
        Programme,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="cycle_settings",
        verbose_name=_("programme"),
    )
    target_days = models.PositiveSmallIntegerField(_("status at best every, days"), default=30)
    acceptable_days = models.PositiveSmallIntegerField(
        _("status acceptable until, days"), default=60
    )
    stale_days = models.PositiveSmallIntegerField(_("status stale after, days"), default=180)
    days_before = models.JSONField(_("reminders before, days"), default=default_days_before)
    days_late = models.JSONField(_("reminders late, days"), default=default_days_late)
    days_between_mails = models.PositiveSmallIntegerField(
        _("at most one mail in, days"), default=5
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("settings of the cycle")
        verbose_name_plural = _("settings of the cycle")
        constraints = [
            models.CheckConstraint(
                condition=Q(target_days__gte=1)
                & Q(acceptable_days__gte=F("target_days"))
                & Q(stale_days__gte=F("acceptable_days")),
                name="improvement_settings_days_in_order",
                violation_error_message=_(
                    "The days must grow: best, acceptable, stale; at least 1."
                ),
            ),
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(programme__isnull=True),
                name="improvement_settings_one_default",
            ),
        ]

    def __str__(self) -> str:
        return str(self.programme) if self.programme else str(_("Default"))


class RoundTemplate(TimeStampedModel):
    """The steps of a round in a programme; the one without a programme is the default."""

    programme = models.OneToOneField(
        Programme,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="round_template",
        verbose_name=_("programme"),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("template of a round")
        verbose_name_plural = _("templates of rounds")
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(programme__isnull=True),
                name="improvement_template_one_default",
            )
        ]

    def __str__(self) -> str:
        return str(self.programme) if self.programme else str(_("Default"))


class RoundStep(models.Model):
    """One step of a template. A step that rounds have used is never removed, only retired."""

    template = models.ForeignKey(RoundTemplate, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=14, choices=StepKind)
    name = models.CharField(
        _("name"),
        max_length=100,
        blank=True,
        default="",
        help_text=_("Left empty, the kind names the step."),
    )
    name_nb = models.CharField(_("name in Bokmål"), max_length=100, blank=True, default="")
    name_nn = models.CharField(_("name in Nynorsk"), max_length=100, blank=True, default="")
    name_sv = models.CharField(_("name in Swedish"), max_length=100, blank=True, default="")
    name_en = models.CharField(_("name in English"), max_length=100, blank=True, default="")
    is_side_input = models.BooleanField(
        _("side input"), default=False, help_text=_("Feeds the round at any time.")
    )
    is_retired = models.BooleanField(_("no longer used"), default=False)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.UniqueConstraint(
                fields=["template", "position"], name="improvement_step_order"
            )
        ]

    def __str__(self) -> str:
        return str(self.local_name)

    @property
    def local_name(self) -> LocalText:
        """The name in the reader's language; the name of its kind where it has none."""
        own = localized(self, "name")
        return own if own.text else LocalText(str(self.get_kind_display()), "")
