"""What has happened, in words: rows of history, log entries and events as one list.

A ``Source`` is one kind of row that tells of a change. Several are put in one order of
time by the database (``merged``), and only the rows of one page are read whole (``read``):
the number of queries depends on the kinds of rows on the page, never on how many there are.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, F, Model, QuerySet, Value
from django.utils.translation import gettext as _

from accounts.models import CLOSED_DOMAIN, User

Index: TypeAlias = tuple[str, int, datetime]
"""Key of the source, key of its row, when."""

LONG = 80  # characters; a longer text gets lines of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field that got another value; an empty text is no value."""

    label: str
    old: str
    new: str

    @property
    def is_long(self) -> bool:
        """Whether old and new need lines of their own."""
        return len(self.old) > LONG or len(self.new) > LONG


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, ready to be shown.

    Attributes:
        at: When.
        kind: What it happened to, in words.
        headline: What happened, in words.
        by: Who; one who has closed the account is a former user.
        on_behalf_of: The municipality that a regional coordinator acted for.
        about: Name of the object.
        lang: Language of ``about`` and ``text``, if they are somebody's own words.
        model: With ``key``, where the history of the object stands; or empty.
        key: See ``model``.
        text: What was written along with it.
        changes: Fields that got another value.
        is_first: Whether the object begins here, so that the changes are what was filled in.
    """

    at: datetime
    kind: str
    headline: str
    by: str
    on_behalf_of: str = ""
    about: str = ""
    lang: str = ""
    model: str = ""
    key: int | None = None
    text: str = ""
    changes: tuple[Change, ...] = ()
    is_first: bool = False


def name_of(person: User | None) -> str:
    """Name a person who did something; whoever has been forgotten is a former user."""
    if person is None or person.email.endswith(f"@{CLOSED_DOMAIN}"):
        return _("A former user")
    return person.get_full_name()


@dataclass
class Names:
    """Names of what rows point to, read once for each model, as far as the reader may know.

    What the reader may not know of is said to be closed, and not named.
    """

    reader: User | AnonymousUser
    known: dict[type[Model], dict[Any, str]] = field(default_factory=dict)

    def learn(self, wanted: dict[type[Model], set[Any]]) -> None:
        """Read the names that are not known yet, one query for each model."""
        for model, keys in wanted.items():
            names = self.known.setdefault(model, {})
            missing = keys - names.keys()
            if not missing:
                continue
            rows = model._default_manager.filter(pk__in=missing)
            if hasattr(rows, "visible_to"):
                rows = rows.visible_to(self.reader)
            names.update(dict.fromkeys(missing, _("(not open to you)")))
            for row in rows:
                names[row.pk] = name_of(row) if isinstance(row, User) else str(row)

    def of(self, model: type[Model], key: object) -> str:
        """Give a name that has been learnt; empty for no key."""
        return "" if key is None else self.known.get(model, {}).get(key, str(key))


Describe: TypeAlias = Callable[[QuerySet[Any], Names], dict[int, Event]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of rows that tell of changes.

    Attributes:
        key: Short and unique among the sources that are merged.
        rows: All of them, unordered.
        at: Name of the column with the time.
        by: Name of the column with the person; empty where there is none.
        describe: Turns some of the rows into events by their keys.
    """

    key: str
    rows: QuerySet[Any]
    at: str
    by: str
    describe: Describe


def merged(
    sources: Sequence[Source],
    *,
    since: datetime | None = None,
    before: datetime | None = None,
    person: int | None = None,
) -> QuerySet[Any, Index]:
    """Put the rows of all sources in one order, newest first.

    Args:
        sources: At least one.
        since: Leave out what is older.
        before: Leave out what happened then or later.
        person: Only what this person did.
    """
    parts: list[QuerySet[Any, Index]] = []
    for source in sources:
        rows = _within(source, since, before)
        if person is not None:
            rows = rows.filter(**{source.by: person}) if source.by else rows.none()
        named = rows.order_by().annotate(
            e_source=Value(source.key, output_field=CharField()),
            e_key=F("pk"),
            e_at=F(source.at),
        )
        parts.append(named.values_list("e_source", "e_key", "e_at"))
    first, *others = parts
    together: QuerySet[Any, Index] = first.union(*others, all=True) if others else first
    return together.order_by("-e_at", "-e_key", "e_source")


def people_of(
    sources: Sequence[Source], *, since: datetime, before: datetime
) -> list[tuple[int, str]]:
    """Key and name of everybody who did something in a period, by name."""
    parts = [
        _within(source, since, before)
        .order_by()
        .annotate(e_by=F(source.by))
        .values_list("e_by", flat=True)
        for source in sources
        if source.by
    ]
    first, *others = parts
    keys = {key for key in first.union(*others) if key is not None}
    people = [(row.pk, name_of(row)) for row in User.objects.filter(pk__in=keys)]
    return sorted(people, key=lambda one: (one[1].casefold(), one[0]))


def _within(source: Source, since: datetime | None, before: datetime | None) -> QuerySet[Any]:
    rows = source.rows
    if since is not None:
        rows = rows.filter(**{f"{source.at}__gte": since})
    if before is not None:
        rows = rows.filter(**{f"{source.at}__lt": before})
    return rows


def read(sources: Sequence[Source], index: Iterable[Index], *, names: Names) -> list[Event]:
    """Read the rows of one page whole, in the order of the index.

    A saving that changed nothing that is kept is left out.
    """
    wanted = list(index)
    found: dict[tuple[str, int], Event] = {}
    for source in sources:
        keys = [key for of, key, _at in wanted if of == source.key]
        if keys:
            events = source.describe(source.rows.filter(pk__in=keys), names)
            found.update({(source.key, key): event for key, event in events.items()})
    return [found[of, key] for of, key, _at in wanted if (of, key) in found]
