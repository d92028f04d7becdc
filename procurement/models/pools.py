"""Pools: several municipalities behind one need, each with its own volume and decision."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel
from networks.models import Decision, Municipality
from procurement.enums import JoinAnswer
from procurement.models.needs import Need


class Pool(TimeStampedModel):
    """What makes a need a common one; the municipality of the need leads it."""

    need = models.OneToOneField(
        Need, on_delete=models.PROTECT, related_name="pool", verbose_name=_("need")
    )
    join_until = models.DateField(_("municipalities may join until"), null=True, blank=True)
    minimum = models.DecimalField(
        _("a supplier's stated minimum"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("The least volume a year, in the unit of the need."),
    )
    minimum_by = models.CharField(
        _("who has stated it"), max_length=200, blank=True, default=""
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("pool")
        verbose_name_plural = _("pools")
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(minimum__gt=0),
                name="procurement_pool_minimum_positive",
            ),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | ~Q(minimum_by=""),
                name="procurement_pool_minimum_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return str(self.need)


class PoolMember(TimeStampedModel):
    """One municipality that was asked, and what it answered."""

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="members")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="pool_memberships"
    )
    own_need = models.ForeignKey(
        Need, on_delete=models.SET_NULL, null=True, blank=True, related_name="pooled_as"
    )
    answer = models.CharField(
        _("answer"), max_length=10, choices=JoinAnswer, default=JoinAnswer.ASKED
    )
    volume = models.DecimalField(
        _("volume a year"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    contract_ends_on = models.DateField(_("present contract ends"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pool_memberships",
        verbose_name=_("decision"),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("member of a pool")
        verbose_name_plural = _("members of pools")
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "municipality"], name="procurement_pool_member_once"
            ),
            models.CheckConstraint(
                condition=~Q(answer=JoinAnswer.YES) | Q(volume__isnull=False, volume__gt=0),
                name="procurement_yes_has_a_volume",
                violation_error_message=_("Give your volume a year."),
            ),
            models.CheckConstraint(
                condition=~Q(answer=JoinAnswer.LEFT) | ~Q(reason=""),
                name="procurement_leaving_has_a_reason",
                violation_error_message=_("Say why you withdraw."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} · {self.pool}"
