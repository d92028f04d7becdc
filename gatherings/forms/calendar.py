"""Forms of the calendars."""

from networks.forms.base import PlainForm


class RenewForm(PlainForm):
    """Nothing to fill in: the button says that one means it."""
