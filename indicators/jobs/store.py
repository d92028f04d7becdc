"""Writing results and documents: only what differs, in few statements."""

import io
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import F

from indicators.bulk import Column
from indicators.calculations.panel import Results
from indicators.calculations.parameters import TREND_NAMES, Integers
from indicators.documents import pack
from indicators.enums import DashboardKind
from indicators.jobs.figures import STATUSES
from indicators.jobs.places import Outcome
from indicators.jobs.rows import write_rows
from indicators.jobs.setup import Area, Setup, Units
from indicators.jobs.stored import NOT_STORED, RATINGS, stored_goals, stored_indicators
from indicators.models import Dashboard, Framework, GoalResult, IndicatorResult, Standing
from indicators.models.results import TOTAL
from networks.models import Municipality, Network, SubGroup

_EPOCH = date(2000, 1, 1).toordinal()  # dates in binary COPY count from here
_MICROSECONDS = 1_000_000
_READY = 64  # documents that may wait to be written


@dataclass(slots=True)
class Written:
    """How many rows were written and removed."""

    indicator_results: int = 0
    goal_results: int = 0
    dashboards: int = 0
    standings: int = 0
    removed: int = 0

    @property
    def count(self) -> int:
        """Rows written and removed in all."""
        return (
            self.indicator_results
            + self.goal_results
            + self.dashboards
            + self.standings
            + self.removed
        )


@dataclass(slots=True)
class Store:
    """Writes for one framework within the caller's transaction.

    ``version`` is what new documents are stamped with; it becomes the
    framework's own when ``close`` finds that anything was written.
    """

    framework: Framework
    at: datetime
    written: Written = field(default_factory=Written)

    @property
    def version(self) -> int:
        """The version of what is written now."""
        return self.framework.results_version + 1

    def close(self) -> Written:
        """Raise the framework's version if anything was written."""
        if self.written.count:
            Framework.objects.filter(pk=self.framework.pk).update(
                results_version=F("results_version") + 1, results_changed_at=self.at
            )
        return self.written

    # ------------------------------------------------------------ results

    def indicator_results(self, setup: Setup, outcome: Outcome, ids: Integers) -> None:
        """Write the indicators of municipalities where they differ from what is stored.

        Args:
            setup: The framework.
            outcome: The municipalities.
            ids: Their primary keys.
        """
        shape = outcome.results.current.shape
        results = outcome.results
        has = ~np.isnan(results.current)
        status = np.where(has, outcome.flag, outcome.missing).astype(np.int64)
        year = np.where(has, results.current_year, -1)
        rating = results.rating.astype(np.int64) + 1
        stored = stored_indicators(setup, ids, shape)
        differs = (
            (stored["status"] != status)
            | (stored["year"] != year)
            | (stored["rating"] != rating)
            | (stored["trend"] != results.trend)
            | _unlike(stored["value"], results.current)
            | _unlike(stored["score"], results.score)
        )
        rows, units = np.nonzero(differs)
        at = (rows, units)
        self.written.indicator_results += write_rows(
            IndicatorResult,
            [
                _constant("framework_id", setup.framework_id, len(rows)),
                Column("indicator_id", "key", setup.indicators[rows]),
                Column("municipality_id", "key", ids[units]),
                Column("year", "small", year[at], null=-1),
                Column("value", "float", results.current[at]),
                Column("status", "code", status[at], labels=STATUSES),
                Column("score", "float", results.score[at]),
                Column("rating", "code", rating[at], labels=RATINGS),
                Column("trend", "code", results.trend[at].astype(np.int64), labels=TREND_NAMES),
            ],
            key=("framework_id", "indicator_id", "municipality_id"),
            none_stored=bool((stored["status"] == NOT_STORED).all()),
        )

    def goal_results(self, setup: Setup, results: Results, ids: Integers) -> None:
        """Write the goals and the total of municipalities where they differ.

        Args:
            setup: The framework.
            results: What was computed.
            ids: Primary keys of the municipalities.
        """
        goals = np.array([*setup.parameters.goals, TOTAL], dtype=np.int64)
        units, empty = len(ids), np.zeros((1, len(ids)), dtype=np.int64)
        score = np.concatenate([results.goal_score, results.total[None, :]])
        rating = np.concatenate([results.goal_rating.astype(np.int64) + 1, empty])
        trend = np.concatenate([results.goal_trend.astype(np.int64), empty])
        have_goals = np.count_nonzero(~np.isnan(results.goal_score), axis=0)[None, :]
        have = np.concatenate([results.goal_have, have_goals])
        of = np.concatenate([results.goal_of, empty + len(goals) - 1])
        shape = score.shape
        ranked = np.broadcast_to(results.ranked, shape)
        columns = [
            _constant("framework_id", setup.framework_id, score.size),
            Column("municipality_id", "key", np.broadcast_to(ids, shape).reshape(-1)),
            Column("goal", "small", np.repeat(goals, units)),
            Column("score", "float", score.reshape(-1)),
            Column("rating", "code", rating.reshape(-1), labels=RATINGS),
            Column("trend", "code", trend.reshape(-1), labels=TREND_NAMES),
            Column("have", "small", have.reshape(-1)),
            Column("of", "small", of.reshape(-1)),
            Column("is_ranked", "flag", ranked.reshape(-1)),
        ]
        stored = stored_goals(setup, ids, shape)
        differs = _unlike(stored["score"], score)
        for name, new in (
            ("rating", rating),
            ("trend", trend),
            ("have", have),
            ("of", of),
            ("is_ranked", ranked),
        ):
            differs |= stored[name] != new
        rows = np.flatnonzero(differs.reshape(-1))
        self.written.goal_results += write_rows(
            GoalResult,
            [replace(column, values=column.values[rows]) for column in columns],
            key=("framework_id", "municipality_id", "goal"),
            none_stored=bool((stored["rating"] == NOT_STORED).all()),
        )

    def retire(self, setup: Setup, units: Units) -> None:
        """Remove results of municipalities and indicators that are no longer there."""
        gone = set(
            Municipality.objects.filter(country=units.country).values_list("pk", flat=True)
        ) - set(units.ids.tolist())
        mine = {"framework": self.framework}
        for rows in (
            IndicatorResult.objects.filter(**mine, municipality__in=gone),
            GoalResult.objects.filter(**mine, municipality__in=gone),
            Dashboard.objects.filter(
                **mine, kind=DashboardKind.MUNICIPALITY, object_id__in=gone
            ),
            IndicatorResult.objects.filter(**mine).exclude(
                indicator__in=setup.indicators.tolist()
            ),
            GoalResult.objects.filter(**mine).exclude(
                goal__in=[*setup.parameters.goals, TOTAL]
            ),
        ):
            if rows.exists():
                self.written.removed += rows.delete()[0]

    def retire_areas(self, areas: Sequence[Area], stored: Iterable[tuple[str, int]]) -> None:
        """Remove the dashboards and standings of areas without members.

        Those of closed networks and their groups are kept as they are.
        """
        there = {(area.kind, area.pk) for area in areas} | _frozen()
        for kind, pk in stored:
            if kind != DashboardKind.MUNICIPALITY and (kind, pk) not in there:
                self.written.removed += Dashboard.objects.filter(
                    framework=self.framework, kind=kind, object_id=pk
                ).delete()[0]
                self.written.removed += Standing.objects.filter(
                    framework=self.framework, kind=kind, key=str(pk)
                ).delete()[0]

    # ---------------------------------------------------------- documents

    def has_standing(self, kind: str, key: str) -> bool:
        """Whether a standing is stored."""
        return Standing.objects.filter(framework=self.framework, kind=kind, key=key).exists()

    def digests(
        self, kinds: Iterable[str], ids: Sequence[int] | None = None
    ) -> dict[tuple[str, int], str]:
        """Give the stored digest of each dashboard of some kinds."""
        rows = Dashboard.objects.filter(framework=self.framework, kind__in=list(kinds))
        if ids is not None:
            rows = rows.filter(object_id__in=ids)
        found = rows.values_list("kind", "object_id", "input_digest")
        return {(kind, pk): digest for kind, pk, digest in found}

    def dashboards(
        self, kind: str, documents: Iterable[tuple[int, str, int, Any]], *, among: int
    ) -> None:
        """Write dashboards in place of those that are stored.

        Args:
            kind: Kind of the places.
            documents: Primary key, digest, ordinal of the vintage (0 = none)
                and document of each.
            among: About how many there are, to choose the way.
        """
        rows = (
            (key, digest, vintage, body)
            for (key, digest, vintage), body in _packed(documents, threads=among > _READY)
        )
        count = 0
        for part in _parts(rows):
            self._replace_dashboards(kind, part)
            count += len(part)
        self.written.dashboards += count

    def _replace_dashboards(
        self, kind: str, rows: Sequence[tuple[int, str, int, bytes]]
    ) -> None:
        keys = [row[0] for row in rows]
        Dashboard.objects.filter(
            framework=self.framework, kind=kind, object_id__in=keys
        ).delete()
        if connection.vendor == "postgresql":
            self._copy_dashboards(kind, rows)
            return
        Dashboard.objects.bulk_create(
            Dashboard(
                framework_id=self.framework.pk,
                kind=kind,
                object_id=key,
                version=self.version,
                input_digest=digest,
                vintage=date.fromordinal(vintage) if vintage else None,
                computed_at=self.at,
                document=body,
            )
            for key, digest, vintage, body in rows
        )

    def _copy_dashboards(self, kind: str, rows: Sequence[tuple[int, str, int, bytes]]) -> None:
        """Copy rows in PostgreSQL's binary format, one field after the other."""
        epoch = datetime(2000, 1, 1, tzinfo=self.at.tzinfo)
        stamp = struct.pack(">q", round((self.at - epoch).total_seconds() * _MICROSECONDS))
        head = [struct.pack(">q", self.framework.pk), kind.encode()]
        version = struct.pack(">q", self.version)
        pieces = [b"PGCOPY\n\xff\r\n\0" + bytes(8)]
        for key, digest, vintage, body in rows:
            day = struct.pack(">i", vintage - _EPOCH) if vintage else None
            values = [*head, struct.pack(">q", key), version, digest.encode(), day, stamp, body]
            pieces.append(struct.pack(">h", len(values)))
            for value in values:
                if value is None:
                    pieces.append(struct.pack(">i", -1))
                else:
                    pieces += (struct.pack(">i", len(value)), value)
        pieces.append(b"\xff\xff")
        with connection.cursor() as cursor:
            cursor.cursor.copy_expert(
                f'COPY "{Dashboard._meta.db_table}" (framework_id, kind, object_id, version, '
                "input_digest, vintage, computed_at, document) FROM STDIN (FORMAT binary)",
                io.BytesIO(b"".join(pieces)),
            )

    def standings(self, documents: Mapping[tuple[str, str], Any]) -> None:
        """Write the standings that differ from what is stored, by kind and key."""
        kinds = {kind for kind, _key in documents}
        rows = Standing.objects.filter(framework=self.framework, kind__in=kinds)
        if len(documents) < _READY:
            rows = rows.filter(key__in={key for _kind, key in documents})
        stored = {
            (kind, key): bytes(body)
            for kind, key, body in rows.values_list("kind", "key", "document")
        }
        changed = [
            Standing(framework=self.framework, kind=kind, key=key, document=body)
            for (kind, key), body in ((name, pack(one)) for name, one in documents.items())
            if stored.get((kind, key)) != body
        ]
        if changed:
            Standing.objects.bulk_create(
                changed,
                update_conflicts=True,
                unique_fields=["framework", "kind", "key"],
                update_fields=["document"],
            )
        self.written.standings += len(changed)


def _constant(name: str, value: int, count: int) -> Column:
    return Column(name, "key", np.full(count, value, dtype=np.int64))


def _unlike(stored: Any, new: Any) -> Any:
    """Compare floats, with NaN equal to NaN."""
    return (stored != new) & ~(np.isnan(stored) & np.isnan(new))


def _packed(
    documents: Iterable[tuple[int, str, int, Any]], *, threads: bool
) -> Iterator[tuple[tuple[int, str, int], bytes]]:
    """Pack documents, on all cores when there are many: zlib works outside the lock."""
    if not threads:
        for key, digest, vintage, document in documents:
            yield (key, digest, vintage), pack(document)
        return
    with ThreadPoolExecutor(max_workers=2) as pool:
        waiting: list[tuple[tuple[int, str, int], Future[bytes]]] = []
        for key, digest, vintage, document in documents:
            waiting.append(((key, digest, vintage), pool.submit(pack, document)))
            if len(waiting) >= _READY:
                for name, future in waiting:
                    yield name, future.result()
                waiting.clear()
        for name, future in waiting:
            yield name, future.result()


def _parts(rows: Iterable[Any]) -> Iterator[list[Any]]:
    part: list[Any] = []
    for row in rows:
        part.append(row)
        if len(part) >= 2 * _READY:
            yield part
            part = []
    if part:
        yield part


def _frozen() -> set[tuple[str, int]]:
    """Kind and primary key of closed networks and of their groups."""
    networks = Network.objects.filter(closed_at__isnull=False).values_list("pk", flat=True)
    groups = SubGroup.objects.filter(network__closed_at__isnull=False)
    return {(DashboardKind.NETWORK, pk) for pk in networks} | {
        (DashboardKind.SUBGROUP, pk) for pk in groups.values_list("pk", flat=True)
    }
