"""The link in an invitation, and the answer to it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from accounts import sessions
from accounts.actions import InvitationNotOpen, OtherAddress, digest, owns_address
from accounts.models import Invitation, User
from accounts.queries import has_account
from networks.actions.invitations import accept
from networks.actions.roles import AccountIsClosed
from networks.models import InvitedRole
from networks.views.roles import scope_address

_PUBLIC = (login_not_required, never_cache)


@method_decorator(_PUBLIC, name="dispatch")
class InvitationLink(View):
    """Recognises the secret, remembers whose it is and takes it out of the address."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        invitation = Invitation.objects.filter(token_digest=digest(token)).first()
        if invitation is None:
            return render(
                request,
                "networks/roles/invitation_problem.html",
                {"problem": "unknown"},
                status=HTTPStatus.NOT_FOUND,
            )
        sessions.hold_invitation(request, invitation)
        return redirect("networks:invitation-answer")


@method_decorator(_PUBLIC, name="dispatch")
class InvitationAnswer(View):
    """What the invitation offers, and the button that accepts it."""

    @cached_property
    def invited(self) -> InvitedRole | None:
        invitation = sessions.held_invitation(self.request)
        if invitation is None:
            return None
        return (
            InvitedRole.objects.select_related(
                "invitation__invited_by",
                "municipality__country",
                "region",
                "network",
                "programme",
            )
            .filter(invitation=invitation)
            .first()
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        problem = self.problem()
        if problem or self.invited is None:
            return self.refuse(problem)
        reader = request.user
        email = self.invited.invitation.email
        return render(
            request,
            "networks/roles/invitation.html",
            {
                **self.words(),
                "is_signed_in": reader.is_authenticated,
                "has_account": not reader.is_authenticated and has_account(email=email),
            },
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        problem = self.problem()
        reader = request.user
        if problem or self.invited is None:
            return self.refuse(problem)
        if not isinstance(reader, User):
            return redirect("networks:invitation-answer")
        try:
            accept(
                invited=self.invited,
                person=reader,
                at=timezone.now(),
                on=timezone.localdate(),
            )
        except InvitationNotOpen:
            return self.refuse("used")
        except OtherAddress:
            return self.refuse("other")
        except AccountIsClosed:
            return self.refuse("lapsed")
        sessions.drop_invitation(request)
        text = _("Welcome. You are now %(role)s in %(place)s.")
        words = {"role": self.invited.get_role_display(), "place": self.invited.scope}
        messages.success(request, text % words)
        return redirect(scope_address(self.invited.scope))

    def problem(self) -> str:
        """Why the invitation cannot be accepted by this reader; empty when it can."""
        if self.invited is None:
            return "unknown"
        invitation, reader = self.invited.invitation, self.request.user
        if invitation.accepted_at is not None:
            return "mine" if invitation.accepted_by_id == reader.pk else "used"
        if invitation.withdrawn_at is not None:
            return "withdrawn"
        if not invitation.is_open(at=timezone.now()):
            return "expired"
        if not invitation.invited_by.has_perm("networks.uphold_invitation", self.invited):
            return "lapsed"
        if isinstance(reader, User) and not owns_address(person=reader, email=invitation.email):
            return "other"
        return ""

    def refuse(self, problem: str) -> HttpResponse:
        status = {
            "unknown": HTTPStatus.NOT_FOUND,
            "mine": HTTPStatus.OK,
            "other": HTTPStatus.FORBIDDEN,
        }.get(problem, HTTPStatus.GONE)
        return render(
            self.request,
            "networks/roles/invitation_problem.html",
            {"problem": problem or "unknown", **self.words()},
            status=status,
        )

    def words(self) -> dict[str, Any]:
        if self.invited is None:
            return {}
        invitation = self.invited.invitation
        return {
            "email": invitation.email,
            "inviter": invitation.invited_by.get_full_name(),
            "role": self.invited.get_role_display(),
            "place": str(self.invited.scope),
            "place_href": scope_address(self.invited.scope),
            "expires_at": invitation.expires_at,
        }
