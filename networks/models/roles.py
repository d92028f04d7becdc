"""What a person may do, and where."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation
from common.models import TimeStampedModel
from networks.enums import ROLES_OF_SCOPE, Role, ScopeKind
from networks.models.networks import Network, Programme
from networks.models.units import Municipality, Region

SCOPES = ("municipality", "region", "network", "programme")


def exactly_one_scope() -> Q:
    """Condition: one and only one of the four scope columns is filled in."""
    one = Q()
    for chosen in SCOPES:
        one |= Q(**{f"{scope}__isnull": scope != chosen for scope in SCOPES})
    return one


def role_fits_scope() -> Q:
    """Condition: the role means something in the scope it is given for."""
    fits = Q()
    for kind, roles in ROLES_OF_SCOPE.items():
        fits |= Q(**{f"{kind.lower()}__isnull": False}) & Q(role__in=roles)
    return fits


class ScopedRole(TimeStampedModel):
    """A role within one municipality, region, network or programme."""

    role = models.CharField(_("role"), max_length=15, choices=Role)
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("municipality"),
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("region"),
    )
    network = models.ForeignKey(
        Network,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("network"),
    )
    programme = models.ForeignKey(
        Programme,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("programme"),
    )

    class Meta:
        abstract = True

    @property
    def scope_kind(self) -> ScopeKind:
        """Which of the four scopes is filled in."""
        filled = next(scope for scope in SCOPES if getattr(self, f"{scope}_id") is not None)
        return ScopeKind(filled.upper())

    @property
    def scope(self) -> Municipality | Region | Network | Programme:
        """The municipality, region, network or programme."""
        place: Municipality | Region | Network | Programme = getattr(
            self, self.scope_kind.lower()
        )
        return place


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    """Reads of roles."""

    def current(self, *, on: date | None = None) -> Self:
        """Roles in force on ``on``, today when left out."""
        day = on or timezone.localdate()
        return self.filter(
            Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )


class RoleAssignment(ScopedRole):
    """What a person may do in one place, from when until when, given and ended by whom."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="role_assignments",
        verbose_name=_("person"),
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("given by"),
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one_scope(), name="networks_role_one_scope"
            ),
            models.CheckConstraint(
                condition=role_fits_scope(), name="networks_role_fits_scope"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="networks_role_ends_after_start",
            ),
            *(
                models.UniqueConstraint(
                    fields=["person", "role", scope],
                    condition=Q(valid_to__isnull=True),
                    name=f"networks_role_held_once_{scope}",
                    violation_error_message=_("The person already holds this role here."),
                )
                for scope in ("municipality", "region", "network", "programme")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.scope}"


class InvitedRole(ScopedRole):
    """The role that waits for whoever accepts an invitation."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="role")

    class Meta:
        verbose_name = _("role in an invitation")
        verbose_name_plural = _("roles in invitations")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one_scope(), name="networks_invitedrole_one_scope"
            ),
            models.CheckConstraint(
                condition=role_fits_scope(), name="networks_invitedrole_fits_scope"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invitation} · {self.get_role_display()} · {self.scope}"
