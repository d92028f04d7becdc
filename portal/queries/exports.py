"""Figures on their way out: one block of text from the database, never row by row.

On PostgreSQL the database writes the file itself (COPY); elsewhere the rows are fetched at
once. Hidden values never leave the database.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

import orjson
from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    FloatField,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast, Replace

from indicators.enums import Gender, Status
from indicators.models import Observation
from networks.models import Municipality
from portal.queries.frameworks import IndicatorInfo

SHOWN = Case(When(is_hidden=True, then=None), default=F("value"), output_field=FloatField())
STATUS = Case(
    When(is_hidden=True, then=Value(Status.HIDDEN)),
    default=F("status"),
    output_field=CharField(),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One value of one municipality, as a download has it."""

    indicator: int
    year: int
    gender: str
    value: float | None
    status: str
    source: str


def rows_of_municipality(municipality: Municipality, indicators: Sequence[int]) -> list[Row]:
    """Read all values of a municipality for some indicators, with the source of each.

    Where one of a value's parts is hidden, women and men both are: what is left of all
    would be the other.
    """
    hidden = Observation.objects.filter(
        municipality=municipality,
        indicator=OuterRef("indicator"),
        period=OuterRef("period"),
        is_hidden=True,
    )
    by_hidden = Q(is_hidden=True) | (~Q(gender=Gender.TOTAL) & Exists(hidden))
    rows = (
        Observation.objects.filter(municipality=municipality, indicator__in=indicators)
        .annotate(
            shown=Case(When(by_hidden, then=None), default=F("value")),
            state=Case(When(by_hidden, then=Value(Status.HIDDEN)), default=F("status")),
        )
        .order_by("indicator", "period", "gender")
        .values_list("indicator", "period", "gender", "shown", "state", "batch__source")
    )
    return [Row(*row) for row in rows]


def indicator_csv(
    info: IndicatorInfo,
    *,
    heads: Sequence[str],
    delimiter: str,
    decimal_mark: str,
    marked: str,
) -> bytes:
    """Write all values of an indicator, all municipalities and years, as CSV.

    Args:
        info: The indicator.
        heads: Names of the columns: country, code, municipality, year (0 = not stated),
            value, status, and the mark where there is one.
        delimiter: Between the columns.
        decimal_mark: In the values.
        marked: What stands in the column that marks made-up figures; empty where the
            figures are real, and then there is no such column.

    Returns:
        UTF-8 text with a byte order mark, as spreadsheets want it.
    """
    value: Any = SHOWN
    if decimal_mark != ".":
        value = Replace(Cast(SHOWN, CharField()), Value("."), Value(decimal_mark))
    query = (
        Observation.objects.filter(indicator=info.pk, gender=Gender.TOTAL)
        .annotate(shown=value, state=STATUS, **({"mark": Value(marked)} if marked else {}))
        .order_by("municipality_id", "period")
        .values_list(
            "municipality__country_id",
            "municipality__code",
            "municipality__name",
            "period",
            "shown",
            "state",
            *(["mark"] if marked else []),
        )
    )
    sql, parameters = query.query.sql_with_params()
    head = "\ufeff" + delimiter.join(heads) + "\r\n"
    if connection.vendor == "postgresql":
        return head.encode() + _copied(sql, parameters, delimiter)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        text = StringIO()
        csv.writer(text, delimiter=delimiter).writerows(cursor.fetchall())
    return (head + text.getvalue()).encode()


def _copied(sql: str, parameters: Sequence[Any], delimiter: str) -> bytes:
    block = BytesIO()
    with connection.cursor() as cursor:
        select = cursor.cursor.mogrify(sql, parameters).decode()
        cursor.cursor.copy_expert(
            f"COPY ({select}) TO STDOUT (FORMAT csv, DELIMITER '{delimiter}')", block
        )
    return block.getvalue()


def indicator_json(info: IndicatorInfo, *, name: str, unit: str) -> bytes:
    """Write all values of an indicator as JSON: years and values of each municipality.

    Args:
        info: The indicator.
        name: Its name, in the language of the file.
        unit: Its unit, likewise.
    """
    sql = _JSON_SQL[connection.vendor == "postgresql"]
    with connection.cursor() as cursor:
        cursor.execute(sql, [info.pk, Gender.TOTAL])
        rows = cursor.fetchall()
    head = orjson.dumps(
        {
            "code": info.code,
            "name": name,
            "unit": unit,
            "decimals": info.decimals,
            "more_is_better": info.more_is_better,
            "comparison_is_sound": info.is_comparable,
            "source": info.source,
            "source_url": info.source_url,
            "licence": info.licence,
            "illustrative": info.is_illustrative,
        }
    ).decode()
    places = ",".join(
        f'{{"country":"{country}","code":"{code}","name":{orjson.dumps(place).decode()},'
        f'"years":[{years}],"values":[{values}],"notes":{{{notes or ""}}}}}'
        for country, code, place, years, values, notes in rows
    )
    return f'{{"indicator":{head},"municipalities":[{places}]}}'.encode()


_JSON_TEMPLATE = """
SELECT m.country_id, m.code, m.name,
       {join}(CASE WHEN o.period = 0 THEN 'null' ELSE CAST(o.period AS {text}) END,
              ','{order}),
       {join}(CASE WHEN o.is_hidden OR o.value IS NULL THEN 'null'
              ELSE CAST(o.value AS {text}) END, ','{order}),
       {join}('"' || o.period || '":"'
              || CASE WHEN o.is_hidden THEN 'h' ELSE o.status END || '"',
              ','{order}) FILTER (WHERE o.is_hidden OR o.status <> '')
FROM (SELECT * FROM indicators_observation
      WHERE indicator_id = %s AND gender = %s
      ORDER BY municipality_id, period) o
JOIN networks_municipality m ON m.id = o.municipality_id
GROUP BY m.id, m.country_id, m.code, m.name
ORDER BY m.country_id, m.code
"""
_JSON_SQL = {
    True: _JSON_TEMPLATE.format(join="string_agg", text="text", order=" ORDER BY o.period"),
    False: _JSON_TEMPLATE.format(join="group_concat", text="text", order=""),
}
