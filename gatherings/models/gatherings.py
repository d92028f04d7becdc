"""One gathering of a series, its programme, its speakers, and what changed in calendars."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.dates import has_passed
from common.models import TimeStampedModel
from gatherings.enums import Access, AgendaKind, GatheringKind, GatheringState
from gatherings.models.series import Series


class GatheringQuerySet(models.QuerySet["Gathering"]):
    """Reads of gatherings; every page starts from ``visible_to``."""

    def visible_to(self, person: Any) -> "GatheringQuerySet":
        """Gatherings of the series that ``person`` may know of."""
        return self.filter(series__in=Series.objects.visible_to(person))


class Gathering(TimeStampedModel):
    """A *samling* or *träff*. Day, time and place may come later.

    ``sequence`` is raised when something that stands in a calendar changes.
    """

    series = models.ForeignKey(
        Series, on_delete=models.CASCADE, related_name="gatherings", verbose_name=_("series")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200, blank=True, default="")
    kind = models.CharField(
        _("kind"), max_length=8, choices=GatheringKind, default=GatheringKind.PHYSICAL
    )
    state = models.CharField(
        _("state"), max_length=9, choices=GatheringState, default=GatheringState.PLANNED
    )
    cancel_reason = models.CharField(
        _("why it is cancelled"), max_length=300, blank=True, default="", editable=False
    )
    day = models.DateField(_("day"), null=True, blank=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    address = models.CharField(_("address"), max_length=300, blank=True, default="")
    link = models.URLField(_("link to the meeting"), max_length=500, blank=True, default="")
    theme = models.CharField(_("theme"), max_length=300, blank=True, default="")
    theme_reason = models.CharField(
        _("why this theme"), max_length=300, blank=True, default="", editable=False
    )
    description = models.TextField(_("description"), blank=True, default="")
    bring = models.TextField(_("what to bring"), blank=True, default="")
    is_social = models.BooleanField(_("social dimension"), default=False)
    is_economic = models.BooleanField(_("economic dimension"), default=False)
    is_environmental = models.BooleanField(_("environmental dimension"), default=False)
    closes_at = models.DateTimeField(
        _("own deadline"), null=True, blank=True, help_text=_("Left empty, the series' own.")
    )
    seats_total = models.PositiveSmallIntegerField(_("own seats in all"), null=True, blank=True)
    seats_per_municipality = models.PositiveSmallIntegerField(
        _("own seats per municipality"), null=True, blank=True
    )
    minutes = models.TextField(_("minutes"), blank=True, default="")
    minutes_access = models.CharField(
        _("who may read the minutes"),
        max_length=12,
        choices=Access,
        default=Access.PARTICIPANTS,
    )
    door_code = models.CharField(_("code at the door"), max_length=12, blank=True, default="")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    history = HistoricalRecords(excluded_fields=["door_code"])

    objects = GatheringQuerySet.as_manager()

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"], name="gatherings_gathering_number"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(
                    day__isnull=False,
                    starts_at__isnull=False,
                    ends_at__isnull=False,
                    ends_at__gt=F("starts_at"),
                ),
                name="gatherings_gathering_times_whole",
                violation_error_message=_(
                    "Give day, start and end, with the end after the start; or no time at all."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.series} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("gatherings:gathering", kwargs={"pk": self.pk})

    @property
    def start(self) -> str:
        """Its start as ISO 8601 in the zone of the series: a time, else a day, else nothing."""
        if self.starts_at is not None:
            return self.starts_at.astimezone(self.series.zone).isoformat()
        return self.day.isoformat() if self.day else ""

    def has_closed_at(self, at: datetime) -> bool:
        """Whether a deadline of its own has passed; the last second counts whole."""
        return self.closes_at is not None and has_passed(self.closes_at, at=at)


class Speaker(models.Model):
    """Somebody from outside who speaks; has no account, reaches the page by a secret link."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("title"), max_length=200, blank=True, default="")
    organisation = models.CharField(_("organisation"), max_length=200, blank=True, default="")
    email = models.EmailField(_("e-mail"), blank=True, default="")
    token_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    history = HistoricalRecords(excluded_fields=["token_digest"])

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    def __str__(self) -> str:
        return self.name


class AgendaItem(models.Model):
    """One line of a gathering's programme; its times are local to the series."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=13, choices=AgendaKind)
    starts = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("to"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True, default="")
    speakers = models.ManyToManyField(
        Speaker, blank=True, related_name="items", verbose_name=_("speakers")
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("item of the programme")
        verbose_name_plural = _("agenda")
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "position"], name="gatherings_agenda_order"
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=False, ends__gt=F("starts")),
                name="gatherings_agenda_ends_after_start",
                violation_error_message=_("The item must end after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class GatheringChange(models.Model):
    """What readers of a calendar must be told: one row per raised ``sequence``.

    ``previous_start`` is the start that no longer holds, as ISO 8601; empty where the start
    did not move, or nobody outside the hosts had seen it.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="changes")
    sequence = models.PositiveIntegerField()
    fields = models.JSONField(default=list)
    previous_start = models.CharField(max_length=32, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "sequence"], name="gatherings_change_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.gathering} {self.sequence}"
