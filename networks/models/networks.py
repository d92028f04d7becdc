"""Programmes, topics and networks."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from common.models import TimeStampedModel
from networks.enums import MembershipState, PartnerRole
from networks.models.units import Municipality, Region


class Programme(TimeStampedModel):
    """What several networks belong to. Its limits give warnings, never errors."""

    slug = models.SlugField(_("address name"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True, default="")
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    members_from = models.PositiveSmallIntegerField(
        _("members, at least"), null=True, blank=True
    )
    members_to = models.PositiveSmallIntegerField(_("members, at most"), null=True, blank=True)
    topics_from = models.PositiveSmallIntegerField(_("topics, at least"), null=True, blank=True)
    gatherings_from = models.PositiveSmallIntegerField(
        _("physical gatherings a year, at least"), null=True, blank=True
    )
    gatherings_to = models.PositiveSmallIntegerField(
        _("physical gatherings a year, at most"), null=True, blank=True
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="networks_programme_ends_after_start",
                violation_error_message=_("The programme must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(members_from__isnull=True)
                | Q(members_to__isnull=True)
                | Q(members_to__gte=F("members_from")),
                name="networks_programme_members_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProgrammePartner(models.Model):
    """A body that carries a programme, and as what."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=10, choices=PartnerRole)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name", "role"], name="networks_partner_uniq"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """A theme of a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="topics")
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="networks_topic_uniq")
        ]

    def __str__(self) -> str:
        return self.name


class NetworkQuerySet(models.QuerySet["Network"]):
    """Reads of networks; every page starts from ``visible_to``."""

    def visible_to(self, person: User | AnonymousUser) -> Self:
        """Public networks, and those that ``person`` has a role in or for a member of."""
        if person.is_superuser:
            return self
        if not person.is_authenticated:
            return self.filter(is_public=True)
        roles = person.role_assignments.current()
        return self.filter(
            Q(is_public=True)
            | Q(pk__in=roles.values("network"))
            | Q(programme__in=roles.values("programme"))
            | Q(region__in=roles.values("region"))
            | Q(
                pk__in=self.model.objects.filter(
                    memberships__municipality__in=roles.values("municipality")
                ).values("pk")
            )
        )


class Network(TimeStampedModel):
    """Municipalities that work together on topics for a period."""

    slug = models.SlugField(_("address name"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(
        _("short name"),
        max_length=60,
        blank=True,
        default="",
        help_text=_("For tables and maps, for example «Hallingdal»."),
    )
    description = models.TextField(_("description"), blank=True, default="")
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="networks",
        verbose_name=_("programme"),
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="networks",
        verbose_name=_("region"),
        help_text=_("The regional council that follows the network."),
    )
    hosts = models.CharField(
        _("hosts"),
        max_length=300,
        blank=True,
        default="",
        help_text=_("The bodies that run the network."),
    )
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="networks", verbose_name=_("topics")
    )
    municipalities = models.ManyToManyField(
        Municipality,
        through="Membership",
        related_name="networks",
        verbose_name=_("municipalities"),
    )
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    is_public = models.BooleanField(
        _("public"), default=False, help_text=_("Residents may read its overview.")
    )
    is_comparable = models.BooleanField(
        _("comparison is sound"), default=True, help_text=_("If not, nobody is ranked in it.")
    )
    not_comparable_reason = models.CharField(
        _("why comparison is not sound"), max_length=300, blank=True, default=""
    )

    objects = NetworkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="networks_network_ends_after_start",
                violation_error_message=_("The network must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(is_comparable=True) | ~Q(not_comparable_reason=""),
                name="networks_network_reason_when_not_comparable",
                violation_error_message=_("Say why comparison is not sound."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:network", kwargs={"slug": self.slug})

    @property
    def label(self) -> str:
        """The short name, or the name where there is none."""
        return self.short_name or self.name

    def current_municipalities(self) -> models.QuerySet[Municipality]:
        """Members that are counted: invited ones are not in yet, those who left no more."""
        return Municipality.objects.filter(
            memberships__network=self, memberships__state__in=COUNTED_STATES
        )


# A municipality is part of the figures once it has applied (decided and active included).
COUNTED_STATES = (MembershipState.APPLIED, MembershipState.DECIDED, MembershipState.ACTIVE)
# It is over; a municipality that comes back gets a new membership.
ENDED_STATES = (MembershipState.LEFT, MembershipState.DECLINED)
