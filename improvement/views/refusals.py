"""What an action refused, said to the reader at the field it is about."""

from django.forms import Form

from improvement.actions.refusals import Declined
from networks.actions.locks import Refused
from networks.views import refusals


def sentence(refused: Refused) -> str:
    """Say what was refused."""
    if isinstance(refused, Declined):
        return str(refused.sentence)
    return refusals.sentence(refused)


def show(form: Form, refused: Refused) -> None:
    """Put the sentence at its field, or above the form where it has none."""
    if not isinstance(refused, Declined):
        refusals.show(form, refused)
        return
    form.add_error(refused.field if refused.field in form.fields else None, sentence(refused))
