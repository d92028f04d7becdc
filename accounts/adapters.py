"""Where allauth asks the product: who may open an account, in which words, by which mail."""

import base64
import hashlib
import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sessions import open_invitation, proven_address
from common import outbox
from common.enums import MailKind

SITE_NAME = "Samverk"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by invitation only; mail goes through the outbox.

    Suppliers sign themselves up on a page of their own (``procurement``), which does not
    ask here and confirms the address by the usual letter.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is already the address of your account."),
        "email_password_mismatch": _(
            "The e-mail address or the password is not right. Try again, "
            "or make a new password."
        ),
        "email_taken": _("Someone already uses this e-mail address."),
        "enter_current_password": _("This is not the password you have now. Try again."),
        "incorrect_code": _("The code is not right, or it is too old. Try the newest one."),
        "incorrect_password": _("The password is not right. Try again."),
        "invalid_password_reset": _("The link has been used or is too old. Ask for a new one."),
        "max_email_addresses": _("You cannot add more than %d e-mail addresses."),
        "rate_limited": _("That was many attempts in a short time. Wait a minute."),
        "same_as_current": _("This is the address you already have."),
        "too_many_login_attempts": _(
            "Too many attempts with a wrong password. Wait five minutes, "
            "or make a new password."
        ),
        "unknown_email": _("No account has this e-mail address."),
        "unverified_primary_email": _("Confirm your e-mail address first."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only for someone who has followed the link of an open invitation.

        This is the door of people who get a role; an account alone may do nothing.
        """
        return open_invitation(request) is not None

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """The link of an invitation shows that the address is the person's own."""
        if proven_address(request) == email.lower():
            return True
        invitation = open_invitation(request)
        return invitation is not None and invitation.email.lower() == email.lower()

    def save_user(
        self,
        request: HttpRequest,
        user: User,
        form: Any,
        commit: bool = True,  # noqa: FBT001, FBT002 -- allauth's signature
    ) -> User:
        """Store a new person with the name given and the language of the page."""
        person: User = super().save_user(request, user, form, commit=False)
        person.name = form.cleaned_data.get("name") or person.name
        person.language = translation.get_language() or settings.LANGUAGE_CODE
        if commit:
            person.save()
        return person

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail in the outbox, in the reader's own language."""
        person = context.get("user") or User.objects.filter(email__iexact=email).first()
        language = getattr(person, "language", "") or translation.get_language()
        language = language or settings.LANGUAGE_CODE
        with translation.override(language):
            message = self.render_mail(
                template_prefix,
                email,
                {
                    "email": email,
                    "person": person,
                    "site_url": settings.SITE_URL,
                    "mail_language": language,
                    **context,
                },
            )
        outbox.post(
            recipient=email,
            language=language,
            kind=MailKind.ACCOUNT,
            about=f"accounts.user:{getattr(person, 'pk', None) or 'unknown'}",
            # Each of these is asked for by an act of its own.
            occasion=f"{template_prefix.rsplit('/', 1)[-1]}:{uuid.uuid4().hex}",
            subject=message.subject,
            body_text=str(message.body),
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the profile, where the message says that it is done."""
        return reverse("accounts:profile")


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """A provider tells who somebody is; what one may do is said by a person."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _(
            "An account with this e-mail address is here already. Sign in to it first, "
            "then connect your %s account."
        ),
        "invalid_token": _("The provider's answer could not be read. Try again."),
        "no_password": _("Choose a password first: else you could not sign in any more."),
        "no_verified_email": _("Confirm your e-mail address first."),
        "disconnect_last": _("This is the only way you sign in. Choose a password first."),
        "connected_other": _("This provider account belongs to another person here."),
    }

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> User:
        """Take over the name from the provider; an invitation decides the address."""
        person: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        person.name = (data.get("name") or " ".join(part for part in parts if part))[:150]
        invitation = open_invitation(request)
        if invitation is not None:
            person.email = invitation.email.lower()
        return person

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never without the person having seen name and address."""
        return False

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """Store the person; addresses that only the provider vouches for are left out."""
        invitation = open_invitation(request)
        if invitation is not None:
            sociallogin.email_addresses = [
                address
                for address in sociallogin.email_addresses
                if address.email.lower() == invitation.email.lower()
            ]
        person: User = super().save_user(request, sociallogin, form=form)
        return person


class MFAAdapter(DefaultMFAAdapter):
    """Two-step sign-in in our words; its secrets are not stored in the clear."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _(
            "Turn off two-step sign-in before you change the address, and on again afterwards."
        ),
        "cannot_delete_authenticator": _("This way of signing in cannot be removed now."),
        "cannot_generate_recovery_codes": _(
            "Recovery codes come with two-step sign-in. Turn that on first."
        ),
        "incorrect_code": _("The code is not right, or it is too old. Try the newest one."),
        "unverified_email": _("Confirm your e-mail address before you turn this on."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret with a key made of ``SECRET_KEY``."""
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret; one sealed with a lost key fits no code any more."""
        try:
            return _sealer().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 -- allauth's signature
        """Suggest a name for a new passkey."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)s") % {"number": count + 1}

    def _get_site_name(self) -> str:
        return SITE_NAME


def _sealer() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"samverk.mfa:" + force_bytes(secret)) for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(made.digest())) for made in digests])
