"""A small country with every kind of indicator, for the tests of the jobs."""

from datetime import UTC, date, datetime

from indicators import jobs
from indicators.models import Dashboard, GoalResult, IndicatorResult, Observation, Standing
from tests.factories import (
    CountryFactory,
    CountyFactory,
    CountyMembershipFactory,
    FrameworkFactory,
    FrameworkIndicatorFactory,
    GoalFactory,
    ImportBatchFactory,
    IndicatorFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RegionFactory,
    RegionMembershipFactory,
    SubGroupFactory,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
YEARS = range(2018, 2026)
KINDS = ("ratio", "sum", "population_mean", "mean", "none", "ratio", "none")


class World:
    """Nine municipalities in two counties, a network over both, a region, a sub-group."""

    def __init__(self, **framework):
        self.country = CountryFactory(code="XA")
        self.framework = FrameworkFactory(goals=[1, 3, 13], **framework)
        self.places = [
            MunicipalityFactory(
                country=self.country,
                code=f"P{n}",
                group="small" if n % 2 else "large",
                population=1_000 * (n + 1),
            )
            for n in range(9)
        ]
        self.counties = [
            CountyFactory(country=self.country, code=code) for code in ("01", "02")
        ]
        for n, place in enumerate(self.places):
            CountyMembershipFactory(municipality=place, county=self.counties[n // 5])
        self.network = NetworkFactory()
        group = SubGroupFactory(network=self.network)
        for place in self.places[2:7]:
            MembershipFactory(
                network=self.network,
                municipality=place,
                group=group if place in self.places[2:4] else None,
            )
        self.region = RegionFactory()
        for place in self.places[:3]:
            RegionMembershipFactory(region=self.region, municipality=place)
        self.batch = ImportBatchFactory(vintage=date(2026, 10, 1))
        self.indicators = []
        for n, kind in enumerate(KINDS):
            indicator = IndicatorFactory(code=f"i{n}", aggregation=kind)
            more = n % 2 == 0
            FrameworkIndicatorFactory(
                framework=self.framework,
                indicator=indicator,
                goal=GoalFactory(number=(1, 3, 13)[n % 3]),
                position=n + 1,
                worst=0.0 if more else 100.0,
                best=100.0 if more else 0.0,
                green=75.0 if more else 25.0,
                red=25.0 if more else 75.0,
            )
            self.indicators.append(indicator)
            self._values(n, indicator, kind)

    def _values(self, n, indicator, kind):
        Observation.objects.bulk_create(
            Observation(
                indicator=indicator,
                municipality=place,
                period=year,
                value=round(
                    (7.3 * n + 11.7 * p + 3.1 * (year - 2018) * (1 if p % 2 else -1)) % 100, 1
                ),
                numerator=float(p + n + 1) if kind == "ratio" else None,
                denominator=float(40 * (p + 1)) if kind == "ratio" else None,
                batch=self.batch,
            )
            for p, place in enumerate(self.places)
            for year in YEARS
            if (n + 3 * p + year) % 7
        )

    def compute(self, country="XA"):
        return jobs.compute_country(
            framework_id=self.framework.pk, country=country, at=NOW, progress=quiet
        )

    def compute_changes(self, *cells):
        """Compute what changed at (indicator, municipality)."""
        return jobs.compute_changes(
            framework_id=self.framework.pk,
            indicator_ids=[indicator.pk for indicator, _place in cells],
            municipality_ids=[place.pk for _indicator, place in cells],
            at=NOW,
            progress=quiet,
        )

    def set(self, indicator, place, period, value, **more):
        Observation.objects.update_or_create(
            indicator=indicator,
            municipality=place,
            period=period,
            gender="T",
            defaults={"value": value, "batch": self.batch, **more},
        )

    def stored(self):
        """Everything that is stored, without versions and time stamps."""
        own = {"framework": self.framework}
        return {
            "indicators": sorted(
                IndicatorResult.objects.filter(**own).values_list(
                    "indicator",
                    "municipality",
                    "year",
                    "value",
                    "status",
                    "score",
                    "rating",
                    "trend",
                ),
                key=str,
            ),
            "goals": sorted(
                GoalResult.objects.filter(**own).values_list(
                    "municipality",
                    "goal",
                    "score",
                    "rating",
                    "trend",
                    "have",
                    "of",
                    "is_ranked",
                ),
                key=str,
            ),
            "dashboards": {
                (kind, pk): (digest, vintage, bytes(body))
                for kind, pk, digest, vintage, body in Dashboard.objects.filter(
                    **own
                ).values_list("kind", "object_id", "input_digest", "vintage", "document")
            },
            "standings": {
                (kind, key): bytes(body)
                for kind, key, body in Standing.objects.filter(**own).values_list(
                    "kind", "key", "document"
                )
            },
        }

    def forget(self):
        for model in (IndicatorResult, GoalResult, Dashboard, Standing):
            model.objects.filter(framework=self.framework).delete()


def quiet(_done, _total):
    """Nobody watches."""
