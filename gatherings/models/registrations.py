"""Seats: who comes, who waits, who comes instead, and what happened to each seat."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from common.models import TimeStampedModel
from gatherings.enums import LIVE_STATES, Attendance, SeatEvent, SeatState, WorkArea
from gatherings.models.gatherings import Gathering
from gatherings.models.series import Series
from networks.models import Municipality


class Registration(TimeStampedModel):
    """One person's seat in a series, or place on its waiting list.

    Name, e-mail and diet are emptied when their time is out; the seat stays in the counts.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="registrations")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="registrations"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="registrations",
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language of mail"), max_length=7, default="nb")
    work_area = models.CharField(_("works with"), max_length=14, choices=WorkArea)
    diets = models.JSONField(_("diet"), default=list, blank=True)
    diet_text = models.CharField(_("diet in words"), max_length=300, blank=True, default="")
    state = models.CharField(_("state"), max_length=9, choices=SeatState)
    queued_at = models.DateTimeField(_("in line since"))
    offered_until = models.DateTimeField(_("answer before"), null=True, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    erased_at = models.DateTimeField(_("name erased"), null=True, blank=True)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                "series",
                Lower("email"),
                condition=Q(state__in=LIVE_STATES) & ~Q(email=""),
                name="gatherings_registration_once",
            ),
            models.CheckConstraint(
                condition=Q(state=SeatState.OFFERED, offered_until__isnull=False)
                | ~Q(state=SeatState.OFFERED) & Q(offered_until__isnull=True),
                name="gatherings_registration_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False, name="", email="", diet_text="")
                | Q(erased_at__isnull=True) & ~Q(name="") & ~Q(email=""),
                name="gatherings_registration_named_or_erased",
            ),
        ]
        indexes = [
            models.Index(
                fields=["series", "queued_at", "id"],
                condition=Q(state=SeatState.WAITING),
                name="gatherings_registration_line",
            ),
            models.Index(
                fields=["offered_until"],
                condition=Q(state=SeatState.OFFERED),
                name="gatherings_registration_offers",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)


class Participation(models.Model):
    """Whether the owner of a seat comes to one gathering, or who comes instead.

    ``erased_substitute`` says that somebody else came, whose name is erased; within a series
    the same number is the same person.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="participations"
    )
    gathering = models.ForeignKey(
        Gathering, on_delete=models.CASCADE, related_name="participations"
    )
    substitute_name = models.CharField(_("name"), max_length=200, blank=True, default="")
    substitute_email = models.EmailField(_("e-mail"), blank=True, default="")
    erased_substitute = models.PositiveIntegerField(
        _("number of a substitute whose name is erased"), null=True, blank=True, editable=False
    )
    attendance = models.CharField(
        _("attendance"), max_length=7, choices=Attendance, blank=True, default=""
    )

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "gathering"], name="gatherings_participation_uniq"
            ),
            models.CheckConstraint(
                condition=Q(substitute_name="", substitute_email="")
                | ~Q(substitute_name="") & ~Q(substitute_email=""),
                name="gatherings_substitute_has_name_and_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration} · {self.gathering}"


class RegistrationEventQuerySet(models.QuerySet["RegistrationEvent"]):
    """Reads of the log of seats; it has no update and no delete."""

    def update(self, **_changes: Any) -> Any:
        """Refuse: the log is only added to.

        Raises:
            TypeError: Always.
        """
        raise TypeError(_APPEND_ONLY)

    def delete(self) -> Any:
        """Refuse: the log is only added to.

        Raises:
            TypeError: Always.
        """
        raise TypeError(_APPEND_ONLY)


_APPEND_ONLY = "The log of seats is append-only."


class RegistrationEvent(models.Model):
    """One thing that happened to a seat. It holds no name but the account's that did it."""

    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="events"
    )
    gathering = models.ForeignKey(
        Gathering, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=11, choices=SeatEvent)
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    objects = RegistrationEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of a seat")
        verbose_name_plural = _("log of seats")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=SeatEvent.PAST_LIMIT) | ~Q(reason=""),
                name="gatherings_past_a_limit_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_kind_display()}"
