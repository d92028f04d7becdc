"""Rounds: one turn of the cycle for a municipality, and a network's status rounds."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel
from improvement.enums import RoundEventKind, StepState
from improvement.models.cycle import RoundStep, RoundTemplate
from improvement.models.scope import MunicipalWorkQuerySet
from indicators.models import Indicator
from networks.models import Decision, Municipality, Network, Topic


def _unique_round(
    *fields: str, name: str, extra: Q | None = None
) -> list[models.BaseConstraint]:
    """One constraint for each of the four ways in which network and topic may be empty."""
    constraints: list[models.BaseConstraint] = []
    for has_network in (True, False):
        for has_topic in (True, False):
            condition = Q(network__isnull=not has_network) & Q(topic__isnull=not has_topic)
            keys = ["municipality", *fields]
            keys += ["network"] if has_network else []
            keys += ["topic"] if has_topic else []
            marks = f"{'n' if has_network else ''}{'t' if has_topic else ''}" or "own"
            constraints.append(
                models.UniqueConstraint(
                    fields=keys,
                    condition=condition & extra if extra else condition,
                    name=f"improvement_round_{name}_{marks}",
                )
            )
    return constraints


class Round(TimeStampedModel):
    """One turn of the cycle in one municipality, for one network and topic where it has them.

    Going back closes a round and opens the next; nothing of the former is changed.
    """

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="rounds",
        verbose_name=_("municipality"),
    )
    network = models.ForeignKey(
        Network,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("network"),
    )
    topic = models.ForeignKey(
        Topic,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("topic"),
    )
    template = models.ForeignKey(RoundTemplate, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    previous = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="next"
    )
    started_on = models.DateField(_("started"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("opened by"),
    )

    objects = MunicipalWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [
            *_unique_round("number", name="number"),
            *_unique_round(name="open", extra=Q(closed_at__isnull=True)),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="improvement_round_number_from_1"
            ),
        ]
        indexes = [
            models.Index(
                fields=["network", "municipality"],
                condition=Q(closed_at__isnull=True),
                name="improvement_round_open",
            )
        ]

    def __str__(self) -> str:
        return str(_("Round %(number)s") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return reverse("improvement:round", kwargs={"pk": self.pk})


class StepProgress(TimeStampedModel):
    """How far a round has come in one step. Several steps may be under way at once."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="progress")
    step = models.ForeignKey(RoundStep, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=8, choices=StepState, default=StepState.WAITING
    )
    begun_on = models.DateField(_("begun"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)
    due_on = models.DateField(_("next date"), null=True, blank=True)
    needs_help = models.BooleanField(_("needs help"), default=False)
    help_text = models.CharField(_("help with"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("progress in a step")
        verbose_name_plural = _("progress in steps")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "step"], name="improvement_stepprogress_uniq"
            ),
            models.CheckConstraint(
                condition=~Q(state=StepState.ACTIVE) | Q(begun_on__isnull=False),
                name="improvement_stepprogress_active_has_begun",
            ),
            models.CheckConstraint(
                condition=~Q(state=StepState.DONE) | Q(done_on__isnull=False),
                name="improvement_stepprogress_done_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.step}"


class RoundEvent(models.Model):
    """What happened in a round: written once, never changed."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="events")
    step = models.ForeignKey(
        RoundStep, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=RoundEventKind)
    text = models.CharField(_("text"), max_length=500, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("event of a round")
        verbose_name_plural = _("events of rounds")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=RoundEventKind.BACK) | ~Q(text=""),
                name="improvement_roundevent_back_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"


class StatusRound(TimeStampedModel):
    """A network asks its members for figures and judgement by a deadline, then locks them."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="status_rounds")
    name = models.CharField(_("name"), max_length=200)
    indicators = models.ManyToManyField(
        Indicator, related_name="+", verbose_name=_("indicators")
    )
    year_from = models.PositiveSmallIntegerField(
        _("figures from"), help_text=_("A value of this year or later fills an indicator.")
    )
    opens_on = models.DateField(_("opens"))
    deadline = models.DateField(_("deadline"), help_text=_("The last day to deliver."))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    locked_at = models.DateTimeField(_("locked"), null=True, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    snapshot = models.JSONField(_("snapshot"), default=dict, blank=True)
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True, default="")
    history = HistoricalRecords(excluded_fields=["snapshot"], m2m_fields=[indicators])

    class Meta:
        verbose_name = _("status round")
        verbose_name_plural = _("status rounds")
        constraints = [
            models.CheckConstraint(
                condition=Q(deadline__gte=models.F("opens_on")),
                name="improvement_statusround_deadline_after_opening",
                violation_error_message=_("The deadline must come after the opening."),
            ),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True) | ~Q(sha256=""),
                name="improvement_statusround_locked_has_checksum",
            ),
            models.UniqueConstraint(
                fields=["network", "name"],
                name="improvement_statusround_name_uniq",
                violation_error_message=_("The network has a status round with this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("improvement:status-round", kwargs={"pk": self.pk})


class StatusRoundPart(TimeStampedModel):
    """One municipality's part of a status round: delivered, and anchored by whom and when."""

    status_round = models.ForeignKey(
        StatusRound, on_delete=models.CASCADE, related_name="parts"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="status_round_parts"
    )
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    comment = models.TextField(_("comment"), blank=True, default="")
    politically_on = models.DateField(_("politically anchored"), null=True, blank=True)
    politically_by = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    administratively_on = models.DateField(
        _("administratively anchored"), null=True, blank=True
    )
    administratively_by = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MunicipalWorkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("part of a status round")
        verbose_name_plural = _("parts of status rounds")
        constraints = [
            models.UniqueConstraint(
                fields=["status_round", "municipality"], name="improvement_part_uniq"
            ),
            models.CheckConstraint(
                condition=Q(politically_on__isnull=True, politically_by__isnull=True)
                | Q(politically_on__isnull=False, politically_by__isnull=False),
                name="improvement_part_political_date_and_decision",
            ),
            models.CheckConstraint(
                condition=Q(administratively_on__isnull=True, administratively_by__isnull=True)
                | Q(administratively_on__isnull=False, administratively_by__isnull=False),
                name="improvement_part_administrative_date_and_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} · {self.status_round}"
