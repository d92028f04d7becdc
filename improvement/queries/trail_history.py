"""The history that is kept of a model, row by row, compared in words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Field,
    ForeignKey,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.dates import date_in_words, moment_in_words
from common.numbers import format_number
from common.words import LANGUAGE_NAMES
from improvement.queries.trail import Change, Event, Names, Source, name_of

_SEVERAL = "_history_m2m_fields"  # where the library keeps them
_KEPT_TO_ITSELF = {
    "id", "created_at", "updated_at", "created_by", "on_behalf_of", "by", "at",
    "municipality", "carried_from",
}  # fmt: skip
_LABELS = {
    "round": gettext_lazy("round"),
    "goal": gettext_lazy("goal"),
    "measure": gettext_lazy("measure"),
    "done_by": gettext_lazy("ticked off by"),
    "indicator": gettext_lazy("indicator"),
    "network": gettext_lazy("network"),
    "delivered_by": gettext_lazy("delivered by"),
    "politically_by": gettext_lazy("political decision"),
    "administratively_by": gettext_lazy("administrative decision"),
    "locked_by": gettext_lazy("locked by"),
    "recorded_by": gettext_lazy("recorded by"),
    "status_round": gettext_lazy("status round"),
    "language": gettext_lazy("language of the texts"),
}
_HEADLINES = {
    "+": pgettext_lazy("history", "Registered"),
    "~": pgettext_lazy("history", "Changed"),
    "-": pgettext_lazy("history", "Removed"),
}


def tracked(
    model: type[Model],
    *,
    rows: QuerySet[Any] | None = None,
    key: str = "",
    about: str = "title",
    page: str = "",
) -> Source:
    """The history that is kept of a model, row by row.

    Args:
        model: One with ``history``.
        rows: Which rows of the history; all when left out.
        key: Key of the source; the model's name when left out.
        about: The field that names the object; one that points is named by its object.
        page: Name of the object's kind in the address of its history, if it has a page.
    """
    every: QuerySet[Any] = model.history.all()  # type: ignore[attr-defined]

    def describe(chosen: QuerySet[Any], names: Names) -> dict[int, Event]:
        return _History(chosen, names, about=about, page=page).events()

    return Source(
        key=key or str(model._meta.model_name),
        rows=every if rows is None else rows,
        at="history_date",
        by="history_user",
        describe=describe,
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """A row of history and the one before it of the same object, if there is one."""

    new: Any
    old: Any


class _History:
    """Some rows of one model's history with those before them, ready to be compared."""

    def __init__(self, chosen: QuerySet[Any], names: Names, *, about: str, page: str) -> None:
        self.rows: Any = chosen.model
        self.model: type[Model] = self.rows.instance_type
        self.names, self.about, self.page = names, about, page
        self.identity = self.model._meta.pk.attname
        self.fields = [
            each for each in self.rows.tracked_fields if each.name not in _KEPT_TO_ITSELF
        ]
        self.pairs = self._read(chosen)
        every = [row for pair in self.pairs for row in (pair.new, pair.old) if row is not None]
        self.links = {
            each: self._links(each, [row.pk for row in every])
            for each in getattr(self.rows, _SEVERAL)
        }
        self._learn(every)

    def _read(self, chosen: QuerySet[Any]) -> list[_Pair]:
        manager = self.rows._default_manager
        before = manager.filter(
            **{self.identity: OuterRef(self.identity)}, history_id__lt=OuterRef("history_id")
        ).order_by("-history_id")
        rows = list(
            chosen.select_related("history_user").annotate(
                e_before=Subquery(before.values("history_id")[:1])
            )
        )
        former = manager.in_bulk([row.e_before for row in rows if row.e_before is not None])
        return [_Pair(row, former.get(row.e_before)) for row in rows]

    def _links(self, each: Any, keys: list[int]) -> dict[int, list[Any]]:
        """Read what the rows pointed to many of, in one order."""
        other = each.m2m_reverse_field_name()
        link = getattr(self.rows, each.name).model
        found: dict[int, list[Any]] = {}
        pairs = link._default_manager.filter(history__in=keys).order_by(other, "pk")
        for key, value in pairs.values_list("history_id", other):
            found.setdefault(key, []).append(value)
        return found

    def _learn(self, rows: list[Any]) -> None:
        """Read the names of all that the rows point to, one query for each model."""
        needed = {"on_behalf_of", self.about}
        wanted: dict[type[Model], set[Any]] = {}
        for each in self.rows.tracked_fields:
            if isinstance(each, ForeignKey) and (each in self.fields or each.name in needed):
                keys = {getattr(row, each.attname) for row in rows} - {None}
                wanted.setdefault(each.related_model, set()).update(keys)
        for each, found in self.links.items():
            keys = {key for held in found.values() for key in held}
            wanted.setdefault(each.related_model, set()).update(keys)
        self.names.learn(wanted)

    def events(self) -> dict[int, Event]:
        """Events by the keys of the rows; a saving that changed nothing is left out."""
        events = {}
        for pair in self.pairs:
            row = pair.new
            changes = self._changes(pair)
            reason = row.history_change_reason or ""
            is_idle = row.history_type == "~" and pair.old is not None
            if is_idle and not changes and not reason:
                continue
            events[row.pk] = Event(
                at=row.history_date,
                kind=capfirst(str(self.model._meta.verbose_name)),
                headline=str(_HEADLINES[row.history_type]),
                by=name_of(row.history_user) if row.history_user else _("The system"),
                on_behalf_of=self._text(row, "on_behalf_of"),
                about=self._text(row, self.about),
                lang=getattr(row, "language", ""),
                model=self.page,
                key=getattr(row, self.identity) if self.page else None,
                text=reason,
                changes=tuple(changes),
                is_first=row.history_type == "+",
            )
        return events

    def _text(self, row: Any, name: str) -> str:
        """Write one field of a row, if the rows have it."""
        for each in self.rows.tracked_fields:
            if each.name == name:
                return worded(each, getattr(row, each.attname), self.names)
        return ""

    def _changes(self, pair: _Pair) -> list[Change]:
        """Compare with the row before; where an object begins, say what was filled in."""
        new, old = pair.new, pair.old
        if new.history_type == "-":
            return []
        if new.history_type == "+":
            old = None
        changes = []
        for each in self.fields:
            value = getattr(new, each.attname)
            former = None if old is None else getattr(old, each.attname)
            is_empty = old is None and value in (None, "", [], {}, False)
            if former != value and not is_empty:
                texts = [worded(each, one, self.names) for one in (former, value)]
                changes.append(Change(label=_label(each), old=texts[0], new=texts[1]))
        for each, found in self.links.items():
            earlier, held = (
                ", ".join(self.names.of(each.related_model, key) for key in found.get(pk, ()))
                for pk in (old.pk if old is not None else 0, new.pk)
            )
            if earlier != held:
                changes.append(Change(label=_label(each), old=earlier, new=held))
        return changes


def _label(each: Any) -> str:
    """Name a field in the reader's language."""
    if isinstance(each.verbose_name, Promise):
        return capfirst(str(each.verbose_name))
    return capfirst(str(_LABELS.get(each.name, each.verbose_name)))


def worded(each: "Field[Any, Any]", value: Any, names: Names) -> str:
    """Write the value of a field as a person reads it; empty for none."""
    if value is None or value == "":
        return ""
    if isinstance(each, ForeignKey):
        return names.of(each.related_model, value)
    if each.choices:
        return capfirst(str(dict(each.flatchoices).get(value, value)))
    if isinstance(each, BooleanField):
        return _("Yes") if value else _("No")
    if each.name == "language":
        return LANGUAGE_NAMES.get(value, str(value))
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return moment_in_words(value)
    if isinstance(value, date):
        return date_in_words(value)
    if isinstance(value, float):
        return format_number(value, decimals=0 if value.is_integer() else 2)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)
