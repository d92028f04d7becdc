"""Municipalities in networks: groups, memberships, main contacts."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel
from networks.enums import GroupKind, MembershipState
from networks.models.decisions import Decision
from networks.models.networks import COUNTED_STATES, Network
from networks.models.units import Municipality

# The five expectations of N4 that are not states of their own, in the order of the checklist.
EXPECTATIONS = (
    "is_anchored",
    "covers_own_costs",
    "takes_active_part",
    "is_tied_to_planning",
    "works_between_gatherings",
)


class SubGroup(models.Model):
    """A group within a network: of members (Midt-Troms), or a steering or project group."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="groups")
    slug = models.SlugField(_("address name"))
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(
        _("kind"), max_length=10, choices=GroupKind, default=GroupKind.MEMBERS
    )

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        constraints = [
            models.UniqueConstraint(fields=["network", "slug"], name="networks_subgroup_uniq")
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads of memberships."""

    def counted(self) -> Self:
        """Those that count: invited ones are not in yet, those who left no more."""
        return self.filter(state__in=COUNTED_STATES)


class Membership(TimeStampedModel):
    """One municipality in one network: invited → applied → decided → active → left."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("municipality"),
    )
    group = models.ForeignKey(
        SubGroup,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("group"),
    )
    state = models.CharField(
        _("state"), max_length=8, choices=MembershipState, default=MembershipState.INVITED
    )
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    apply_by = models.DateField(_("apply by"), null=True, blank=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("decision to take part"),
    )
    active_from = models.DateField(_("active from"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_reason = models.CharField(_("why it left"), max_length=300, blank=True, default="")
    is_anchored = models.BooleanField(_("decided and anchored"), default=False)
    covers_own_costs = models.BooleanField(_("covers its own costs"), default=False)
    takes_active_part = models.BooleanField(
        _("politicians, top management and department take an active part"), default=False
    )
    is_tied_to_planning = models.BooleanField(_("tied to overall planning"), default=False)
    works_between_gatherings = models.BooleanField(_("works between gatherings"), default=False)
    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "municipality"],
                condition=~Q(state__in=[MembershipState.LEFT, MembershipState.DECLINED]),
                name="networks_membership_one_current",
                violation_error_message=_("The municipality is already in this network."),
            ),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.ACTIVE) | Q(decision__isnull=False),
                name="networks_membership_active_needs_decision",
                violation_error_message=_("A membership needs a decision before it is active."),
            ),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.ACTIVE) | Q(active_from__isnull=False),
                name="networks_membership_active_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.LEFT) | Q(left_on__isnull=False),
                name="networks_membership_left_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} · {self.network}"

    @property
    def expectations_met(self) -> int:
        """How many of the five expectations are met, 0 to 5."""
        return sum(bool(getattr(self, name)) for name in EXPECTATIONS)


class MainContactQuerySet(models.QuerySet["MainContact"]):
    """Reads of main contacts."""

    def current(self) -> Self:
        """Those whose time has no end."""
        return self.filter(valid_to__isnull=True)


class MainContact(TimeStampedModel):
    """The one person a network turns to in a municipality, from when until when.

    ``person`` is empty while the contact has no account.
    """

    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="main_contacts"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="main_contact_for",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    position = models.CharField(_("position"), max_length=150, blank=True, default="")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("appointed by"),
    )

    objects = MainContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("main contact")
        verbose_name_plural = _("main contacts")
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(valid_to__isnull=True),
                name="networks_maincontact_one_current",
                violation_error_message=_("The municipality already has a main contact here."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="networks_maincontact_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.membership}"
