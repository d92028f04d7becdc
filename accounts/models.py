"""People and how they sign in. What a person may do is said by roles in ``networks``."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.models import TimeStampedModel

# Reserved by RFC 2606: mail to it never reaches anyone.
CLOSED_DOMAIN = "closed.invalid"


class UserManager(BaseUserManager["User"]):
    """Creates people by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store a person; without ``password`` one can only be set by reset."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Store a person who may do everything, also in the admin.

        Whoever may run commands on the server vouches for the address: it needs no
        confirmation by mail.
        """
        from allauth.account.models import EmailAddress  # noqa: PLC0415 -- refers to this model

        person = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        EmailAddress.objects.using(self._db).create(
            user=person, email=person.email, verified=True, primary=True
        )
        return person

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by address, whatever the case of its letters."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. The e-mail address is the name."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True, default="")
    language = models.CharField(
        _("language"),
        max_length=7,
        blank=True,
        default="",
        help_text=_("Empty: the language of the browser."),
    )
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_uniq",
                violation_error_message=_("Someone already uses this e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The name if there is one, else the address; a number for a closed account."""
        if self.email.endswith(f"@{CLOSED_DOMAIN}"):
            return gettext("Closed account %(number)s") % {"number": self.pk}
        return self.name or self.email

    def get_short_name(self) -> str:
        """The same as the full name: names are not split."""
        return self.get_full_name()


class Invitation(TimeStampedModel):
    """A letter that lets one address open an account before it expires.

    Only a digest of the secret in the link is stored.
    """

    email = models.EmailField(_("e-mail address"))
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=7, default="nb")
    invited_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="invitations_sent",
        verbose_name=_("invited by"),
    )
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.email

    def is_open(self, *, at: datetime) -> bool:
        """Whether it can be accepted at ``at``; the moment of expiry is too late."""
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at
