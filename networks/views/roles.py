"""Who holds which role in a place: seeing, inviting, giving, ending, the log."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from accounts.actions import InvitationNotOpen, withdraw_invitation
from accounts.models import User
from accounts.signed_in import SignedIn
from networks.actions import invitations, roles
from networks.enums import ROLES_OF_SCOPE, Role, ScopeKind
from networks.forms.roles import EndForm, GiveForm, InviteForm
from networks.models import (
    InvitedRole,
    Municipality,
    Network,
    Programme,
    Region,
    RoleAssignment,
)
from networks.queries import forget_roles
from networks.queries.assignments import (
    Scope,
    people_in,
    role_log_of,
    roles_held_in,
    scope_kind_of,
    waiting_invitations,
)

PER_PAGE = 50


def scope_keys(scope: Scope) -> dict[str, str]:
    """What stands in the addresses of a place."""
    if isinstance(scope, Municipality):
        return scope.address_keys
    return {"slug": scope.slug}


def roles_address(scope: Scope, page: str = "roles") -> str:
    """The address of a place's roles, or with ``page="role-log"`` of their log."""
    kind = scope_kind_of(scope).lower()
    return reverse(f"networks:{kind}-{page}", kwargs=scope_keys(scope))


def scope_address(scope: Scope) -> str:
    """The place's own page."""
    if isinstance(scope, Programme):
        return reverse("networks:programme", kwargs={"slug": scope.slug})
    return scope.get_absolute_url()


class ScopePage(SignedIn, PermissionRequiredMixin, View):
    """A page about the roles of one place; ``kind`` comes with the address."""

    permission_required = "networks.manage_roles"

    @cached_property
    def scope(self) -> Scope:
        kind: ScopeKind = self.kwargs["kind"]
        if kind == ScopeKind.MUNICIPALITY:
            return get_object_or_404(
                Municipality.objects.select_related("country"),
                country=self.kwargs["country"].upper(),
                code=self.kwargs["code"],
            )
        slug = self.kwargs["slug"]
        if kind == ScopeKind.REGION:
            return get_object_or_404(Region, slug=slug)
        if kind == ScopeKind.NETWORK:
            return get_object_or_404(Network.objects.visible_to(self.person), slug=slug)
        return get_object_or_404(Programme, slug=slug)

    def get_permission_object(self) -> Scope:
        return self.scope

    def has_permission(self) -> bool:
        return self.person.has_perm(self.permission_required, self.scope)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "scope": self.scope,
            "scope_name": str(self.scope),
            "scope_href": scope_address(self.scope),
            "roles_href": roles_address(self.scope),
            "log_href": roles_address(self.scope, "role-log"),
            "crumbs": [
                (str(self.scope), scope_address(self.scope)),
                (_("Roles"), roles_address(self.scope)),
            ],
            **kwargs,
        }


class ScopeRoles(ScopePage, TemplateView):
    """Roles in force, invitations that wait, and the forms to invite and to give.

    Who may only name the first administrator sees nothing but that form.
    """

    permission_required = "networks.invite_administrator"
    template_name = "networks/roles/scope_roles.html"

    @cached_property
    def manages(self) -> bool:
        return self.person.has_perm("networks.manage_roles", self.scope)

    @cached_property
    def choices(self) -> tuple[Role, ...]:
        if self.manages:
            return ROLES_OF_SCOPE[scope_kind_of(self.scope)]
        return (Role.ADMINISTRATOR,)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        held = roles_held_in(self.scope, on=today)
        if not self.manages:
            held = held.filter(role=Role.ADMINISTRATOR)
        side = Paginator(held, PER_PAGE).get_page(self.request.GET.get("side"))
        waiting = waiting_invitations(self.scope)
        if not self.manages:
            waiting = waiting.filter(invitation__invited_by=self.person)
        now = timezone.now()
        forms = {"invite_form": self.invite_form(), "give_form": self.give_form()}
        return super().get_context_data(
            **(forms | kwargs),
            side=side,
            manages=self.manages,
            waiting=[(row, row.invitation.is_open(at=now)) for row in waiting[:PER_PAGE]],
            query=self.request.GET,
        )

    def invite_form(self, data: Any = None) -> InviteForm:
        language = get_language() or "nb"
        if isinstance(self.scope, Municipality):
            language = self.scope.country.language or language
        return InviteForm(
            data, roles=self.choices, initial={"language": language}, prefix="invite"
        )

    def give_form(self, data: Any = None) -> GiveForm | None:
        if not self.manages:
            return None
        people = people_in(self.scope, on=timezone.localdate())
        return GiveForm(data, roles=self.choices, people=people, prefix="give")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "give" in request.POST and self.manages:
            return self.give(
                GiveForm(
                    request.POST,
                    roles=self.choices,
                    people=people_in(self.scope, on=timezone.localdate()),
                    prefix="give",
                )
            )
        return self.invite(self.invite_form(request.POST))

    def invite(self, form: InviteForm) -> HttpResponse:
        if form.is_valid():
            try:
                invitation = invitations.invite_to_role(
                    **form.cleaned_data,
                    scope=self.scope,
                    invited_by=self.person,
                    at=timezone.now(),
                )
            except invitations.InvitesOneself:
                form.add_error("email", _("This is your own address. Ask someone else."))
            except invitations.AlreadyInvited:
                form.add_error("email", _("Invited already. Send the invitation again below."))
            except invitations.AlreadyHolds:
                form.add_error("role", _("The person already holds this role here."))
            else:
                text = _("The invitation is on its way to %(email)s.")
                messages.success(self.request, text % {"email": invitation.email})
                return redirect(roles_address(self.scope))
        return self.render_to_response(self.get_context_data(invite_form=form), status=422)

    def give(self, form: GiveForm) -> HttpResponse:
        if form.is_valid():
            try:
                given = roles.give_role(
                    **form.cleaned_data,
                    scope=self.scope,
                    given_by=self.person,
                    on=timezone.localdate(),
                )
            except roles.AccountIsClosed:
                form.add_error("person", _("This account is closed."))
            else:
                text = _("%(person)s is now %(role)s here.")
                messages.success(
                    self.request,
                    text % {"person": given.person, "role": given.get_role_display()},
                )
                return redirect(roles_address(self.scope))
        return self.render_to_response(self.get_context_data(give_form=form), status=422)


class ScopeRoleLog(ScopePage, TemplateView):
    """Every role ever given in a place: from when until when, by whom."""

    template_name = "networks/roles/role_log.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Paginator(role_log_of(self.scope), PER_PAGE)
        context = super().get_context_data(
            side=rows.get_page(self.request.GET.get("side")), query=self.request.GET, **kwargs
        )
        context["crumbs"].append((_("Log"), context["log_href"]))
        return context


class RoleEnd(PermissionRequiredMixin, FormView):
    """The question before a role ends."""

    permission_required = "networks.manage_roles"
    template_name = "networks/roles/role_end.html"
    form_class = EndForm

    @cached_property
    def assignment(self) -> RoleAssignment:
        return get_object_or_404(
            RoleAssignment.objects.current().select_related(
                "person", "municipality__country", "region", "network", "programme"
            ),
            pk=self.kwargs["pk"],
        )

    @cached_property
    def scope(self) -> Scope:
        return self.assignment.scope

    @cached_property
    def is_last(self) -> bool:
        return roles.is_last(assignment=self.assignment, on=timezone.localdate())

    def has_permission(self) -> bool:
        return self.request.user.has_perm(self.permission_required, self.scope)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_last": self.is_last}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            assignment=self.assignment,
            is_own=self.assignment.person_id == self.request.user.pk,
            is_last=self.is_last,
            scope_name=str(self.scope),
            roles_href=roles_address(self.scope),
            crumbs=[
                (str(self.scope), scope_address(self.scope)),
                (_("Roles"), roles_address(self.scope)),
                (_("End a role"), self.request.path),
            ],
            **kwargs,
        )

    def form_valid(self, form: EndForm) -> HttpResponse:
        person = self.request.user
        try:
            roles.end_role(
                assignment=self.assignment,
                ended_by=person if isinstance(person, User) else None,
                on=timezone.localdate(),
                even_the_last=form.cleaned_data.get("even_the_last", False),
            )
        except roles.LastWithRole:  # the others have ended since the page was shown
            messages.error(self.request, _("This has become the last role of its kind here."))
            return redirect("networks:role-end", pk=self.assignment.pk)
        words = {
            "person": self.assignment.person,
            "role": self.assignment.get_role_display(),
            "place": self.scope,
        }
        messages.success(
            self.request, _("%(person)s is no longer %(role)s in %(place)s.") % words
        )
        return redirect(self.where_next())

    def where_next(self) -> str:
        reader = self.request.user
        if isinstance(reader, User):
            forget_roles(reader)  # the own role may just have ended
        if reader.has_perm("networks.manage_roles", self.scope):
            return roles_address(self.scope)
        return scope_address(self.scope)


class InvitationChange(PermissionRequiredMixin, View):
    """Sending an invitation again, or withdrawing it; a form's answer only."""

    permission_required = "networks.uphold_invitation"
    http_method_names = ["post", "options"]

    @cached_property
    def invited(self) -> InvitedRole:
        return get_object_or_404(
            InvitedRole.objects.select_related(
                "invitation__invited_by",
                "municipality__country",
                "region",
                "network",
                "programme",
            ),
            pk=self.kwargs["pk"],
        )

    def has_permission(self) -> bool:
        return self.request.user.has_perm(self.permission_required, self.invited)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        words = {"email": self.invited.invitation.email}
        try:
            self.change()
        except InvitationNotOpen:
            messages.error(request, _("The invitation has been answered or withdrawn."))
        else:
            messages.success(request, self.done() % words)
        return redirect(roles_address(self.invited.scope))

    def change(self) -> None:
        raise NotImplementedError

    def done(self) -> str:
        raise NotImplementedError


class InvitationResend(InvitationChange):
    def change(self) -> None:
        invitations.send_again(invited=self.invited, at=timezone.now())

    def done(self) -> str:
        return _("A new invitation is on its way to %(email)s. The old link works no more.")


class InvitationWithdraw(InvitationChange):
    def change(self) -> None:
        withdraw_invitation(invitation=self.invited.invitation, at=timezone.now())

    def done(self) -> str:
        return _("The invitation to %(email)s is withdrawn.")
