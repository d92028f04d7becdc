"""What an action of the cycle refuses, with the words for the reader."""

from typing import ClassVar

from django.utils.functional import Promise

from networks.actions.locks import Refused


class Declined(Refused):
    """Base of the reasons here; each says at which field it stands, and in which words."""

    field: ClassVar[str] = ""
    sentence: ClassVar[str | Promise] = ""
