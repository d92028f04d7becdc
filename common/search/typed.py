"""Whether something that was typed stands in one of several columns."""

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, F, Func


class Typed(Func):
    """One of the columns is, begins with or has one of the spellings, in any case of letters.

    Says what ``Q(a__icontains=…) | Q(b__icontains=…) | …`` would. A search has hundreds of
    such conditions, and making them one by one takes longer than the database needs.
    """

    output_field = BooleanField()

    def __init__(self, columns: Sequence[str], lookup: str, *spellings: str) -> None:
        """Ask for the columns of the row's own table, none of which is NULL.

        Args:
            columns: At least one.
            lookup: ``iexact``, ``istartswith`` or ``icontains``.
            spellings: One of them is enough.
        """
        super().__init__(*(F(column) for column in columns))
        self.lookup = lookup
        self.spellings = spellings

    def as_sql(  # type: ignore[override]  # it has no template that could be another
        self, compiler: Any, connection: Any, **_context: Any
    ) -> tuple[str, list[Any]]:
        """Say it as the lookups of the database do."""
        cast = connection.ops.lookup_cast(self.lookup)
        operator = connection.operators[self.lookup]
        wanted = [_prepared(self.lookup, text, connection) for text in self.spellings]
        parts, values = [], []
        for source in self.source_expressions:
            column, given = compiler.compile(source)
            for text in wanted:
                parts.append(f"{cast % column} {operator}")
                values += [*given, text]
        return f"({' OR '.join(parts)})", values


def _prepared(lookup: str, text: str, connection: Any) -> str:
    if lookup == "iexact":
        return str(connection.ops.prep_for_iexact_query(text))
    plain = connection.ops.prep_for_like_query(text)
    return f"{plain}%" if lookup == "istartswith" else f"%{plain}%"
