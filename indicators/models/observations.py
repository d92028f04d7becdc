"""The values, where they came from, and what they were before."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import StoredFile
from indicators.enums import Gender, ImportKind, Status
from indicators.models.frameworks import Indicator
from networks.models import Municipality

# Period of a publisher's current value whose year is not stated.
UNDATED = 0


class ImportBatch(models.Model):
    """One import: what came in, from where, of which vintage, and what it changed."""

    kind = models.CharField(_("kind"), max_length=7, choices=ImportKind)
    source = models.CharField(_("source"), max_length=300)
    vintage = models.DateField(_("vintage"), null=True, blank=True)
    file_name = models.CharField(_("file"), max_length=255, blank=True, default="")
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True, default="")
    file = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    rows_added = models.PositiveIntegerField(_("values added"), default=0)
    rows_changed = models.PositiveIntegerField(_("values changed"), default=0)
    imported_at = models.DateTimeField(_("imported"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return f"{self.source} {self.imported_at:%Y-%m-%d}"


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Reads of values."""

    def shown(self) -> "ObservationQuerySet":
        """Values that may leave the database: hidden small numbers are left out."""
        return self.filter(is_hidden=False)


class Observation(models.Model):
    """One value of one indicator for one municipality, period and gender.

    ``value`` is in the indicator's unit; it is empty where ``status`` says
    why. ``period`` is a calendar year, or 0 for the publisher's current value
    whose year is not stated. A hidden value (small numbers) keeps its figures
    for the aggregates; pages, exports and API never read it.
    """

    pk = models.CompositePrimaryKey("indicator", "municipality", "period", "gender")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="observations"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    period = models.PositiveSmallIntegerField(_("year"))
    gender = models.CharField(_("gender"), max_length=1, choices=Gender, default=Gender.TOTAL)
    value = models.FloatField(_("value"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=2, choices=Status, blank=True, default=Status.NORMAL
    )
    numerator = models.FloatField(_("numerator"), null=True, blank=True)
    denominator = models.FloatField(_("denominator"), null=True, blank=True)
    is_hidden = models.BooleanField(_("hidden"), default=False)
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, related_name="observations", db_index=False
    )

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("value")
        verbose_name_plural = _("values")
        constraints = [
            models.CheckConstraint(
                condition=Q(period=UNDATED) | Q(period__gte=1800, period__lte=2200),
                name="indicators_observation_year",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, status__in=["", "p", "i"])
                | (Q(value__isnull=True) & ~Q(status__in=["", "p", "i"])),
                name="indicators_observation_value_or_reason",
                violation_error_message=_("A value, or the reason why there is none."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "indicator"], name="indicators_observation_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.municipality_id}/{self.period}"


class AppendOnly(models.QuerySet["ObservationRevision"]):
    """Rows that are written once: no update, no deletion."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse.

        Raises:
            TypeError: Always.
        """
        msg = "the revision log is append-only"
        raise TypeError(msg)

    def delete(self) -> NoReturn:
        """Refuse.

        Raises:
            TypeError: Always.
        """
        msg = "the revision log is append-only"
        raise TypeError(msg)


class ObservationRevision(models.Model):
    """What a value was before it was changed, when, by which import or person."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="revisions")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="revisions", db_index=False
    )
    period = models.PositiveSmallIntegerField(_("year"))
    gender = models.CharField(_("gender"), max_length=1, choices=Gender, default=Gender.TOTAL)
    old_value = models.FloatField(_("old value"), null=True)
    old_status = models.CharField(_("old status"), max_length=2, blank=True, default="")
    new_value = models.FloatField(_("new value"), null=True)
    new_status = models.CharField(_("new status"), max_length=2, blank=True, default="")
    is_hidden = models.BooleanField(_("hidden"), default=False)
    old_batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="revisions")
    changed_at = models.DateTimeField(_("changed"))

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        indexes = [
            models.Index(
                fields=["municipality", "indicator", "period"],
                name="indicators_revision_place",
            )
        ]

    def __str__(self) -> str:
        cell = f"{self.indicator_id}/{self.municipality_id}/{self.period}"
        return f"{cell} {self.changed_at:%Y-%m-%d}"
