"""Initiatives of a region with their areas and log, and the companies it owns."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from assessments.models.scope import followed_regions
from common.models import TimeStampedModel
from networks.models import Region


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    """Reads of initiatives; every page starts from ``visible_to``."""

    def visible_to(self, person: User | AnonymousUser) -> Self:
        """Public ones, and those of the regions that the person belongs to or follows."""
        if person.is_superuser:
            return self
        if not isinstance(person, User):
            return self.filter(is_public=True)
        return self.filter(Q(is_public=True) | Q(region__in=followed_regions(person)))


class Initiative(TimeStampedModel):
    """Something that a region has begun, parted into areas."""

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="initiatives", verbose_name=_("region")
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True, default="")
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    is_public = models.BooleanField(_("public"), default=False)
    history = HistoricalRecords()

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""), name="assessments_initiative_has_title"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assessments:initiative", kwargs={"pk": self.pk})


class InitiativeArea(models.Model):
    """A part of an initiative, with a contact by role, not by name."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="areas")
    name = models.CharField(_("area"), max_length=200)
    contact_role = models.CharField(_("contact, as a role"), max_length=200, blank=True)
    contact_email = models.EmailField(_("e-mail of the contact"), blank=True, default="")
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("area of an initiative")
        verbose_name_plural = _("areas of initiatives")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "position"], name="assessments_area_order"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="assessments_area_named"),
        ]

    def __str__(self) -> str:
        return self.name


class InitiativeEntry(models.Model):
    """How an area stands on a day, and what comes next; only added to."""

    area = models.ForeignKey(InitiativeArea, on_delete=models.CASCADE, related_name="entries")
    on = models.DateField(_("date"))
    text = models.TextField(_("status"))
    next_step = models.CharField(_("next step"), max_length=300, blank=True, default="")
    next_on = models.DateField(_("by"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("status of an area")
        verbose_name_plural = _("status of areas")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="assessments_entry_has_text")
        ]
        indexes = [models.Index(fields=["area", "-on"], name="assessments_entry_newest")]

    def __str__(self) -> str:
        return f"{self.area} · {self.on}"


class OwnedCompanyQuerySet(models.QuerySet["OwnedCompany"]):
    """Reads of owned companies; every page starts from ``visible_to``."""

    def visible_to(self, person: User | AnonymousUser) -> Self:
        """Those of the regions that the person belongs to or follows."""
        if person.is_superuser:
            return self
        if not isinstance(person, User):
            return self.none()
        return self.filter(region__in=followed_regions(person))


class OwnedCompany(TimeStampedModel):
    """A company that a region owns, or owns a share of."""

    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="owned_companies",
        verbose_name=_("region"),
    )
    name = models.CharField(_("name"), max_length=200)
    organisation_number = models.CharField(
        _("organisation number"), max_length=20, blank=True, default=""
    )
    share_percent = models.DecimalField(
        _("share, percent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    plan = models.TextField(_("plan"), blank=True, default="")
    contact_role = models.CharField(
        _("contact, as a role"), max_length=200, blank=True, default=""
    )
    contact_email = models.EmailField(_("e-mail of the contact"), blank=True, default="")
    history = HistoricalRecords()

    objects = OwnedCompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("owned company")
        verbose_name_plural = _("owned companies")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="assessments_company_named"),
            models.CheckConstraint(
                condition=Q(share_percent__isnull=True)
                | Q(share_percent__gte=0, share_percent__lte=100),
                name="assessments_company_share",
                violation_error_message=_("The share must be from 0 to 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
