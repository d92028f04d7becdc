"""Frozen reports, input to the state, and what is kept of a closed network."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel
from improvement.enums import Barrier, InputState, ReportKind
from improvement.models.scope import MunicipalWorkQuerySet
from networks.models import Municipality, Network


class Report(models.Model):
    """A frozen report: its content, the language it is written in, and its checksum."""

    kind = models.CharField(_("kind"), max_length=9, choices=ReportKind)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language of the texts"), max_length=7)
    content = models.JSONField(_("content"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    frozen_at = models.DateTimeField(_("frozen"))
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.CheckConstraint(
                condition=Q(municipality__isnull=False) ^ Q(network__isnull=False),
                name="improvement_report_of_municipality_or_network",
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "kind", "-frozen_at"], name="improvement_report_m"
            ),
            models.Index(fields=["network", "kind", "-frozen_at"], name="improvement_report_n"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("improvement:report", kwargs={"pk": self.pk})


class StateInput(TimeStampedModel):
    """What stops a municipality and the state could change: sent, answered, changed."""

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="state_inputs",
        verbose_name=_("municipality"),
    )
    network = models.ForeignKey(
        Network,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="state_inputs",
        verbose_name=_("network"),
    )
    barrier = models.CharField(_("what stops us"), max_length=10, choices=Barrier)
    title = models.CharField(_("in one sentence"), max_length=200)
    text = models.TextField(_("what happens today"))
    proposal = models.TextField(_("what we propose"), blank=True, default="")
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    addressee = models.CharField(_("to"), max_length=200, blank=True, default="")
    state = models.CharField(
        _("state"), max_length=8, choices=InputState, default=InputState.DRAFT
    )
    sent_on = models.DateField(_("sent"), null=True, blank=True)
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True, default="")
    change = models.TextField(_("what was changed"), blank=True, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MunicipalWorkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("input to the state")
        verbose_name_plural = _("input to the state")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=InputState.DRAFT)
                | (Q(sent_on__isnull=False) & ~Q(addressee="")),
                name="improvement_input_sent_has_date_and_addressee",
                violation_error_message=_("Say when it was sent, and to whom."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[InputState.ANSWERED, InputState.CHANGED])
                | Q(answered_on__isnull=False),
                name="improvement_input_answered_has_date",
                violation_error_message=_("Say when it was answered."),
            ),
            models.CheckConstraint(
                condition=~Q(state=InputState.CHANGED) | ~Q(change=""),
                name="improvement_input_changed_says_what",
                violation_error_message=_("Say what was changed."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NetworkSnapshot(models.Model):
    """All that a network had when it was closed, with a checksum."""

    network = models.OneToOneField(Network, on_delete=models.PROTECT, related_name="snapshot")
    content = models.JSONField(_("content"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    taken_at = models.DateTimeField(_("taken"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("snapshot of a network")
        verbose_name_plural = _("snapshots of networks")

    def __str__(self) -> str:
        return str(self.network)
