"""The forms of sign-in and profile, in plain words.

allauth's forms decide what is valid; here they get our labels, hints and messages, so
that every word is in our own catalogues.
"""

from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context as allauth_context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from allauth.socialaccount import forms as social_forms
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sessions import open_invitation

EMAIL = _("E-mail")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
PASSWORD_AGAIN = _("The same password again")
PASSWORD_HINT = _(
    "At least 12 characters. Four words that do not belong together are easy to remember. "
    "Do not use your name, your e-mail address or a password from elsewhere."
)
CODE_HINT = _("Six digits from the app on your phone, or one of your recovery codes.")

REQUIRED = {
    "login": _("Write your e-mail address."),
    "email": _("Write the e-mail address."),
    "name": _("Write your name."),
    "password": _("Write your password."),
    "oldpassword": _("Write the password you have now."),
    "password1": _("Choose a password."),
    "password2": _("Write the password once more."),
    "code": _("Write the code."),
    "account": _("Choose which one."),
}
EMAIL_INVALID = _("Write a whole e-mail address, such as name@municipality.example.")


class PlainWords(forms.Form):
    """Gives a form of allauth our labels and hints; placeholders are left out."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            # allauth puts a link to «forgot password» here; our pages have it elsewhere.
            field.help_text = self.hints.get(name, "")
            if name in REQUIRED:
                field.error_messages["required"] = REQUIRED[name]
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = EMAIL_INVALID


class LoginForm(PlainWords, account_forms.LoginForm):
    labels = {
        "login": EMAIL,
        "password": PASSWORD,
        "remember": _("Keep me signed in on this machine for two weeks"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class InvitedPerson(PlainWords):
    """Name and address of a new person; the address is the one that was invited."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        invitation = open_invitation(allauth_context.request)
        address = self.fields["email"]
        # A disabled field takes its value from here, whatever is sent.
        address.disabled = True
        address.initial = self.initial["email"] = invitation.email if invitation else ""
        self.fields["name"] = forms.CharField(
            label=_("Your name"),
            max_length=150,
            help_text=_("As your colleagues know you. Others in your networks see it."),
            error_messages={"required": REQUIRED["name"]},
            initial=self.initial.get("name", ""),
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )
        self.order_fields(["email", "name", "password1"])


class SignupForm(InvitedPerson, account_forms.SignupForm):
    labels = {"email": EMAIL, "password1": PASSWORD}
    hints = {
        "email": _("The address that the invitation was sent to."),
        "password1": PASSWORD_HINT,
    }


class SocialSignupForm(InvitedPerson, social_forms.SignupForm):
    labels = {"email": EMAIL}
    hints = {"email": _("The address that the invitation was sent to.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = getattr(self.sociallogin.user, "name", "")
        self.fields["name"].initial = self.initial["name"] = known


class OpenSignupForm(PlainWords, account_forms.SignupForm):
    """Somebody who comes without invitation, on the page of an app that lets them.

    The account has no roles; the address is confirmed by the usual letter.
    """

    labels = {"email": EMAIL, "password1": PASSWORD}
    hints = {
        "email": _("We send a link there. The account works when you have followed it."),
        "password1": PASSWORD_HINT,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Your name"),
            max_length=150,
            error_messages={"required": REQUIRED["name"]},
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )


class ResetPasswordForm(PlainWords, account_forms.ResetPasswordForm):
    labels = {"email": EMAIL}


class ResetPasswordKeyForm(PlainWords, account_forms.ResetPasswordKeyForm):
    labels = {"password1": NEW_PASSWORD, "password2": PASSWORD_AGAIN}
    hints = {"password1": PASSWORD_HINT}


class ChangePasswordForm(PlainWords, account_forms.ChangePasswordForm):
    labels = {
        "oldpassword": _("The password you have now"),
        "password1": NEW_PASSWORD,
        "password2": PASSWORD_AGAIN,
    }
    hints = {"password1": PASSWORD_HINT}


class SetPasswordForm(PlainWords, account_forms.SetPasswordForm):
    labels = {"password1": PASSWORD, "password2": PASSWORD_AGAIN}
    hints = {"password1": PASSWORD_HINT}


class AddEmailForm(PlainWords, account_forms.AddEmailForm):
    labels = {"email": _("New e-mail address")}
    hints = {
        "email": _(
            "We send a link to the new address. The old one counts until you have followed it."
        )
    }


class ReauthenticateForm(PlainWords, account_forms.ReauthenticateForm):
    labels = {"password": PASSWORD}


class AuthenticateForm(PlainWords, mfa_forms.AuthenticateForm):
    labels = {"code": _("Code")}
    hints = {"code": CODE_HINT}


class ReauthenticateCodeForm(PlainWords, mfa_forms.ReauthenticateForm):
    labels = {"code": _("Code")}
    hints = {"code": CODE_HINT}


class ActivateTOTPForm(PlainWords, totp_forms.ActivateTOTPForm):
    labels = {"code": _("Code from the app")}
    hints = {"code": _("Six digits. A new code comes every half minute.")}


class AddWebAuthnForm(PlainWords, webauthn_forms.AddWebAuthnForm):
    labels = {
        "name": _("Name of the passkey"),
        "passwordless": _("Sign in with it alone, without a password"),
    }
    hints = {
        "name": _("So that you can tell it from others, for example «Phone»."),
        "passwordless": _("The machine then asks for your finger, face or PIN."),
    }


class EditWebAuthnForm(PlainWords, webauthn_forms.EditWebAuthnForm):
    labels = {"name": _("Name of the passkey")}


class ProfileForm(forms.Form):
    """Name and language of the reader."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As your colleagues know you. Others in your networks see it."),
        error_messages={"required": REQUIRED["name"]},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        help_text=_("Pages and mail come in this language."),
        choices=lambda: [("", _("As the browser asks for")), *settings.LANGUAGES],
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"name": person.name, "language": person.language}
