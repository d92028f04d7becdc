"""The blocks of the sign-up form: on the page of a series, and on a page of their own."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language

from accounts.models import User
from gatherings import words
from gatherings.enums import GatheringState
from gatherings.forms.seats import AT_ONCE, AttendeesBase, attendees
from gatherings.models import Gathering, Series
from networks.models import Municipality

PREFIX = "people"


@dataclass(frozen=True, slots=True)
class SignUpForms:
    """Makes the blocks for one municipality.

    Attributes:
        for_others: The reader signs up colleagues; otherwise only himself or herself.
        element_ids: Names of the elements, where the form stands in another page.
    """

    series: Series
    gatherings: Iterable[Gathering]
    municipality: Municipality
    person: User
    for_others: bool
    at: datetime
    element_ids: dict[str, Any] | None = None

    def empty(self) -> AttendeesBase:
        """Blocks to fill in."""
        return self._make(None)

    def filled(self, data: QueryDict) -> AttendeesBase:
        """Blocks that have been sent."""
        return self._make(data)

    def _make(self, data: QueryDict | None) -> AttendeesBase:
        made = attendees(at_once=AT_ONCE if self.for_others else 1)
        return made(
            data,
            prefix=PREFIX,
            form_kwargs={
                "initial": self._initial(),
                "gatherings": open_choices(self.gatherings, series=self.series, at=self.at),
                "diet_reason": self.series.diet_text_reason,
                "is_oneself": not self.for_others,
            },
            **(self.element_ids or {}),
        )

    def _initial(self) -> dict[str, Any]:
        language = (get_language() or "nb").split("-")[0]
        if self.for_others:
            return {"language": language}
        name = self.person.get_full_name()
        return {"language": language, "name": name, "email": self.person.email}


def open_choices(
    gatherings: Iterable[Gathering],
    *,
    series: Series,
    at: datetime,
    kept: Collection[int] = (),
) -> list[tuple[int, str]]:
    """List the gatherings that one can still sign up for, as choices.

    Args:
        gatherings: Of the series.
        series: With the zone in which a day ends.
        at: Now.
        kept: Keys of those one comes to, which one may leave after their own deadline.
    """
    today = at.astimezone(series.zone).date()
    return [
        (one.pk, f"{words.gathering_name(one)}, {words.day_of(one)}")
        for one in gatherings
        if one.state == GatheringState.PLANNED
        and (one.pk in kept or not one.has_closed_at(at))
        and (one.day is None or one.day >= today)
    ]
