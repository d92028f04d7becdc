"""Guidance talks: times that the hosts offer, booked by one municipality each."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import TimeStampedModel
from gatherings.enums import TalkSide
from gatherings.models.series import Series
from networks.models import Municipality


class Talk(TimeStampedModel):
    """One time for a guidance talk; free until a municipality has booked it.

    ``sequence`` is raised when something that stands in a calendar changes.
    """

    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, related_name="talks", verbose_name=_("series")
    )
    guide = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="talks_given",
        verbose_name=_("who gives guidance"),
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    link = models.URLField(_("link to the meeting"), max_length=500, blank=True, default="")
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="talks",
        verbose_name=_("booked by"),
    )
    question = models.TextField(_("what you want to talk about"), blank=True, default="")
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    booked_at = models.DateTimeField(_("booked"), null=True, blank=True)
    done_at = models.DateTimeField(_("held"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancel_reason = models.CharField(
        _("why it is cancelled"), max_length=300, blank=True, default=""
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("guidance talk")
        verbose_name_plural = _("guidance talks")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="gatherings_talk_ends_after_start",
                violation_error_message=_("The talk must end after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(municipality__isnull=True, booked_at__isnull=True)
                | Q(municipality__isnull=False, booked_at__isnull=False),
                name="gatherings_talk_booked_when",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True)
                | Q(municipality__isnull=False, cancelled_at__isnull=True),
                name="gatherings_talk_held_with_somebody",
            ),
            models.UniqueConstraint(
                fields=["guide", "starts_at"],
                condition=Q(cancelled_at__isnull=True),
                name="gatherings_talk_one_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["series", "starts_at"], name="gatherings_talks_of_series")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.starts_at:%Y-%m-%d %H:%M}"


class TalkNote(models.Model):
    """A note of one side of a talk, read by that side alone."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="notes")
    side = models.CharField(_("whose note"), max_length=12, choices=TalkSide)
    text = models.TextField(_("note"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("note of a talk")
        verbose_name_plural = _("notes of talks")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="gatherings_note_has_text")
        ]

    def __str__(self) -> str:
        return f"{self.talk} {self.side}"
