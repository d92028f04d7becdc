"""What «Min kommune» shows, in words: what waits, dates ahead, the measures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common.dates import date_in_words, day_of_month, month_in_words
from common.things import Ahead, Thing
from improvement.models import Measure
from improvement.queries.dues import Due, DueKind
from improvement.things.work import address_of
from improvement.todo import SHOWN, Work
from improvement.views.rows import status_code
from networks.models import Municipality

MOST = 5
URGENT_DAYS = 3
AHEAD_DAYS = 60
MOST_DATES = 6


@dataclass(frozen=True, slots=True)
class ThingRow:
    """One thing as it stands in the list.

    Attributes:
        thing: What it is.
        target: Name of its place on the page.
        when: Its day in words.
        pace: ``late``, ``soon`` or nothing.
        form: Address of the form, with the way back.
        place: The municipality, where the person has several.
    """

    thing: Thing
    target: str
    when: str
    pace: str
    form: str
    place: str

    @property
    def icon(self) -> str:
        return {"late": "exclamation-triangle-fill", "soon": "clock"}.get(self.pace, "")


@dataclass(frozen=True, slots=True)
class DateRow:
    """A day to come, and what is due then."""

    day: str
    month: str
    title: str
    detail: str
    href: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure in the table."""

    title: str
    lang: str
    href: str
    log: str
    goals: tuple[int, ...]
    code: str
    logged: str


def key_of(place: Municipality) -> str:
    """Give what stands in the address for a municipality."""
    return f"{place.country_id.lower()}-{place.code}"


def greeting(hour: int) -> str:
    """Greet by the time of day, 0 to 23 o'clock."""
    if 5 <= hour < 10:
        return _("Good morning")
    return _("Good day") if 10 <= hour < 18 else _("Good evening")


def lead(rows: list[ThingRow]) -> str:
    """Say how much waits, and how much of it is urgent."""
    if not rows:
        return _("Nothing waits for you.")
    urgent = sum(bool(row.pace) for row in rows)
    parts = [
        ngettext("%(count)s thing waits for you.", "%(count)s things wait for you.", len(rows))
        % {"count": len(rows)}
    ]
    if urgent:
        parts.append(
            ngettext("%(count)s is urgent.", "%(count)s are urgent.", urgent)
            % {"count": urgent}
        )
    return " ".join(parts)


def thing_rows(
    things: Iterable[Thing], *, today: date, back: str, several: bool
) -> list[ThingRow]:
    """Give the list its words.

    Args:
        things: In order.
        today: The day that dates are compared with.
        back: The page to come back to when a form is done.
        several: Whether the person works in several municipalities.
    """
    return [
        ThingRow(
            thing=thing,
            target=f"ting-{number}",
            when=_when(thing.due, today),
            pace=_pace(thing.due, today),
            form=f"{thing.address}?{urlencode({'next': back})}",
            place=thing.place if several else "",
        )
        for number, thing in enumerate(things, start=1)
    ]


def _pace(due: date | None, today: date) -> str:
    if due is None:
        return ""
    if due < today:
        return "late"
    return "soon" if due <= today + timedelta(days=URGENT_DAYS) else ""


def _when(due: date | None, today: date) -> str:
    if due is None:
        return ""
    days = (due - today).days
    if days < 0:
        return ngettext("%(days)s day over", "%(days)s days over", -days) % {"days": -days}
    if days == 0:
        return _("Today")
    return _("Tomorrow") if days == 1 else date_in_words(due)


def last_ahead(today: date) -> date:
    """Give the last day whose dates are shown."""
    return today + timedelta(days=AHEAD_DAYS)


def date_rows(
    work: Work, place: Municipality, *, today: date, others: Iterable[Ahead] = ()
) -> list[DateRow]:
    """List what comes in the municipality in the next two months, whoever answers for it.

    Args:
        work: What is due there.
        place: The municipality.
        today: The first day shown.
        others: Dates of other apps, as gatherings.
    """
    until = last_ahead(today)
    shown = [
        due
        for due in work.dues
        if due.municipality.pk == place.pk
        and due.kind in {DueKind.TASK, DueKind.STEP, DueKind.PART, DueKind.END}
        and due.on is not None
        and today <= due.on <= until
    ]
    rows = [((due.on or date.max, "", due.key), _date_row(due)) for due in shown]
    rows += [((each.on, each.order, each.address), _ahead_row(each)) for each in others]
    rows.sort(key=lambda row: row[0])
    return [row for _key, row in rows[:MOST_DATES]]


def _ahead_row(each: Ahead) -> DateRow:
    return DateRow(
        day=day_of_month(each.on),
        month=month_in_words(each.on),
        title=each.title,
        detail=each.detail,
        href=each.address,
    )


def _date_row(due: Due) -> DateRow:
    on = due.on or date.max
    kinds = {
        DueKind.TASK: due.about,
        DueKind.STEP: _("Next date of the step"),
        DueKind.PART: _("Deadline of the status round"),
        DueKind.END: _("End of the measure"),
    }
    return DateRow(
        day=day_of_month(on),
        month=month_in_words(on),
        title=due.name_in((get_language() or "nb").split("-")[0]),
        detail=kinds[due.kind],
        href=address_of(due),
    )


def measure_rows(work: Work, place: Municipality) -> tuple[list[MeasureRow], int]:
    """Give the first measures of a municipality, and how many there are."""
    own = [measure for measure in work.measures if measure.municipality_id == place.pk]
    rows = [_measure_row(each, work.goals.get(each.pk, ())) for each in own[:SHOWN]]
    return rows, len(own)


def _measure_row(measure: Measure, goals: tuple[int, ...]) -> MeasureRow:
    return MeasureRow(
        title=measure.title,
        lang=measure.language,
        href=measure.get_absolute_url(),
        log=reverse("improvement:status", kwargs={"pk": measure.pk}),
        goals=goals,
        code=status_code(measure.state),
        logged=_day(measure.logged_at),
    )


def _day(moment: datetime | None) -> str:
    return _("Never") if moment is None else date_in_words(moment)
