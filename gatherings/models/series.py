"""A series of gatherings: who holds it, whom it is for, how many seats, until when."""

from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from accounts.models import User
from common.dates import has_passed
from common.models import TimeStampedModel
from gatherings.enums import SeriesState
from networks.enums import Role
from networks.models import MainContact, Municipality, Network, Region, Topic


class SeriesQuerySet(models.QuerySet["Series"]):
    """Reads of series; every page starts from ``visible_to``."""

    def visible_to(self, person: User | AnonymousUser) -> Self:
        """Published series of networks one may know of, and those one holds.

        A main contact knows of the network, also without a role.
        """
        if person.is_superuser:
            return self
        known = Network.objects.visible_to(person).values("pk")
        published = Q(network__in=known) & ~Q(state=SeriesState.DRAFT)
        if not person.is_authenticated:
            return self.filter(published)
        roles = person.role_assignments.current()
        leading = roles.filter(role=Role.NETWORK_LEADER)
        contact = MainContact.objects.current().filter(person=person)
        published |= Q(network__in=contact.values("membership__network")) & ~Q(
            state=SeriesState.DRAFT
        )
        return self.filter(
            published
            | Q(network__in=leading.values("network"))
            | Q(network__programme__in=leading.values("programme"))
            | Q(pk__in=HostPerson.objects.filter(person=person).values("series"))
        )


class Series(TimeStampedModel):
    """Several gatherings of one network, with one sign-up for all of them.

    ``seats_taken`` counts confirmed and offered seats. It is written together with the
    registrations, under a lock on this row, and the database refuses it past the limit.
    """

    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, related_name="series", verbose_name=_("network")
    )
    slug = models.SlugField(_("address name"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    summary = models.CharField(_("in short"), max_length=300, blank=True, default="")
    description = models.TextField(_("description"), blank=True, default="")
    target_group = models.TextField(_("for whom"), blank=True, default="")
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Oslo")
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="+", verbose_name=_("topics")
    )
    state = models.CharField(
        _("state"), max_length=9, choices=SeriesState, default=SeriesState.DRAFT
    )
    cancel_reason = models.CharField(
        _("why it is cancelled"), max_length=300, blank=True, default="", editable=False
    )
    contact_name = models.CharField(_("contact"), max_length=200, blank=True, default="")
    contact_email = models.EmailField(_("e-mail of the contact"))
    shows_programme = models.BooleanField(_("everybody may read the programme"), default=True)
    shows_seats = models.BooleanField(
        _("everybody may see the seats per municipality"), default=False
    )
    opens_at = models.DateTimeField(_("sign-up opens"), null=True, blank=True)
    closes_at = models.DateTimeField(
        _("sign-up closes"),
        null=True,
        blank=True,
        help_text=_("The last moment; a sign-up then is still accepted."),
    )
    seats_per_municipality = models.PositiveSmallIntegerField(
        _("seats per municipality"), null=True, blank=True, default=3
    )
    seats_total = models.PositiveSmallIntegerField(_("seats in all"), null=True, blank=True)
    seats_extra = models.PositiveSmallIntegerField(
        _("seats given past the limit"), default=0, editable=False
    )
    seats_taken = models.PositiveIntegerField(
        _("seats taken or offered"), default=0, editable=False
    )
    answer_hours = models.PositiveSmallIntegerField(
        _("hours to answer an offered seat"), default=48
    )
    names_kept_days = models.PositiveSmallIntegerField(
        _("names are kept, days after the last gathering"), default=365
    )
    talks_per_municipality = models.PositiveSmallIntegerField(
        _("guidance talks per municipality"), null=True, blank=True, default=1
    )
    diet_text_reason = models.CharField(
        _("why diet in free text"),
        max_length=300,
        blank=True,
        default="",
        help_text=_("Left empty, participants choose from a list only."),
    )
    history = HistoricalRecords(excluded_fields=["seats_taken"])

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="gatherings_series_closes_after_opening",
                violation_error_message=_("Sign-up must close after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(seats_total__isnull=True)
                | Q(seats_taken__lte=F("seats_total") + F("seats_extra")),
                name="gatherings_series_not_past_its_seats",
            ),
            models.CheckConstraint(
                condition=Q(answer_hours__gte=1), name="gatherings_series_time_to_answer"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("gatherings:series", kwargs={"slug": self.slug})

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which its times are entered and shown."""
        return ZoneInfo(self.time_zone)

    def is_open_at(self, at: datetime) -> bool:
        """Whether its own time for sign-up holds ``at``; the last second counts whole."""
        has_opened = self.opens_at is None or at >= self.opens_at
        return has_opened and not self.has_closed_at(at)

    def has_closed_at(self, at: datetime) -> bool:
        """Whether the deadline has passed; the last second counts whole."""
        return self.closes_at is not None and has_passed(self.closes_at, at=at)


class SeriesHost(models.Model):
    """A body that holds the series, as *Region Dalarna*."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="hosts")
    name = models.CharField(_("name"), max_length=200)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = pgettext_lazy("gathering", "host")
        verbose_name_plural = pgettext_lazy("gathering", "hosts")
        constraints = [
            models.UniqueConstraint(fields=["series", "name"], name="gatherings_host_uniq")
        ]

    def __str__(self) -> str:
        return self.name


class HostPerson(models.Model):
    """Somebody who may edit the series beside those who lead the network."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="host_people")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hosted_series"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("person of the hosts")
        verbose_name_plural = _("people of the hosts")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "person"], name="gatherings_host_person_uniq"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.series}"


class SeatCount(models.Model):
    """The seats of one municipality in a series; the database refuses one too many."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="seat_counts")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    limit = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    extra = models.PositiveSmallIntegerField(_("seats given past the limit"), default=0)
    taken = models.PositiveSmallIntegerField(_("seats taken or offered"), default=0)

    class Meta:
        verbose_name = _("seats of a municipality")
        verbose_name_plural = _("seats of municipalities")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "municipality"], name="gatherings_seats_uniq"
            ),
            models.CheckConstraint(
                condition=Q(limit__isnull=True) | Q(taken__lte=F("limit") + F("extra")),
                name="gatherings_seats_not_past_the_limit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.taken}"
