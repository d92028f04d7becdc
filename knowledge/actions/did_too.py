"""«We did this too»: another municipality says so in its own words, and takes it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.refusals import Declined
from knowledge.actions.examples import NotPublished, lock_example
from knowledge.enums import ExampleState
from knowledge.models import DidToo, Example
from networks.actions.locks import sign
from networks.models import Municipality


class OwnExample(Declined):
    """The municipality that did it first is not among those that did it too."""

    sentence = _("The example is your own.")


class TooWordless(Declined):
    """Others learn from the words."""

    field = "text"
    sentence = _("Say in a sentence what you did.")


@transaction.atomic
def did_too(
    *,
    example: Example,
    municipality: Municipality,
    text: str,
    language: str,
    by: User,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> DidToo:
    """Say that another municipality did this too; once more changes its words.

    Raises:
        TooWordless: There are no words.
        OwnExample: It is the municipality's own example.
        NotPublished: The example is not public.
    """
    words = text.strip()
    if not words:
        raise TooWordless
    locked = lock_example(example)
    if locked.municipality_id == municipality.pk:
        raise OwnExample
    if locked.state != ExampleState.PUBLISHED:
        raise NotPublished
    row = DidToo.objects.filter(example=locked, municipality=municipality).first()
    if row is None:
        row = DidToo(example=locked, municipality=municipality)
    elif row.text == words:
        return row
    row.text, row.language, row.by, row.at = words, language, by, at
    row.on_behalf_of = on_behalf_of
    sign(row, by=by)
    row.save()
    return row


@transaction.atomic
def undo_did_too(*, example: Example, municipality: Municipality, by: User) -> None:
    """Take back that a municipality did it too. Again changes nothing."""
    for row in DidToo.objects.filter(example=example, municipality=municipality):
        sign(row, by=by)
        row.delete()
