"""What more happens when somebody signs in; the account itself is a matter of ``accounts``."""

from typing import Any

from allauth.account.models import EmailAddress
from django.http import HttpRequest, HttpResponse

from accounts import adapters
from accounts.models import User
from gatherings.actions.accounts import link_seats


class AccountAdapter(adapters.AccountAdapter):
    """Gives people the seats that were taken for them before they had an account."""

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Link the seats of the person's confirmed addresses."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        link_seats(person=user)
        return response

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Link the seats of an address as soon as it is confirmed."""
        is_confirmed: bool = super().confirm_email(request, email_address)
        if is_confirmed:
            link_seats(person=email_address.user)
        return is_confirmed
