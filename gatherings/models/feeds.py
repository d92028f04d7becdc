"""Addresses that calendar programs subscribe to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import TimeStampedModel
from networks.models import Network


class CalendarFeed(TimeStampedModel):
    """The secret address of one calendar: a person's own, or that of a network.

    The digest finds the calendar; the sealed secret shows the address again. What stands
    here alone opens no calendar.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="calendar_feed",
        verbose_name=_("person"),
    )
    network = models.OneToOneField(
        Network,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="calendar_feed",
        verbose_name=_("network"),
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    token_sealed = models.CharField(max_length=300, editable=False)
    made_at = models.DateTimeField(_("address made"))

    class Meta:
        verbose_name = _("calendar subscription")
        verbose_name_plural = _("calendar subscriptions")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, network__isnull=True)
                | Q(person__isnull=True, network__isnull=False),
                name="gatherings_feed_of_one",
            )
        ]

    def __str__(self) -> str:
        return str(self.person or self.network)
