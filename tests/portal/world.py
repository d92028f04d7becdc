"""A small country with stored dashboards, built by hand: what the pages are shown with."""

from datetime import UTC, date, datetime

from indicators.documents import pack
from indicators.models import Dashboard, IndicatorResult, Standing
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
    ObservationFactory,
)

LETTERS = {"green": "g", "yellow": "y", "orange": "o", "red": "r", "grey": "-", "": "-"}
COMPUTED = datetime(2026, 11, 14, 5, 12, tzinfo=UTC)
NAMES = ("Gol", "Ål", "Hol", "Flå", "Nesbyen", "Hemsedal", "Uvdal", "Rollag")


def rating_of(value):
    """Rate a value of an indicator from 0 to 100 with limits 25, 50, 75."""
    if value is None:
        return "grey"
    return ("red", "orange", "yellow", "green")[(value >= 25) + (value >= 50) + (value >= 75)]


class World:
    """A framework of one indicator per goal and more, municipalities with documents.

    The values of an indicator are 0 to 100, more is better; its score is its value.
    """

    def __init__(self, *, indicators=17, municipalities=6, years=6, code="prove"):
        self.years = list(range(2025 - years + 1, 2026))
        self.framework = FrameworkFactory(
            code=code, name="Prøve", is_default=True, results_version=7, language="nb"
        )
        self.country = CountryFactory(code="NO", name="Norge", language="nb")
        self.county = CountyFactory(country=self.country, code="33", name="Buskerud")
        self.network = NetworkFactory(slug="hallingdal", name="Hallingdal")
        self.batch = ImportBatchFactory(source="Prøvekilden", vintage=date(2026, 10, 1))
        for number in range(1, 18):
            GoalFactory(number=number)
        self.indicators = [
            FrameworkIndicatorFactory(
                framework=self.framework,
                indicator=IndicatorFactory(
                    code=f"prove-{n + 1}",
                    name=f"Prøveindikator nummer {n + 1} av mange i rekka",
                    name_sv=f"Provindikator nummer {n + 1}",
                    language="nb",
                    unit="prosent",
                    decimals=1,
                    source="Prøvekilden",
                    source_url="https://example.org/kilde",
                    licence="CC BY 4.0",
                ),
                goal_id=n % 17 + 1,
                position=n + 1,
                worst=0,
                best=100,
                green=75,
                middle=50,
                red=25,
            )
            for n in range(indicators)
        ]
        self.places = []
        for n in range(municipalities):
            place = MunicipalityFactory(
                country=self.country,
                code=f"{3320 + n}",
                name=NAMES[n] if n < len(NAMES) else f"Prøvested {n}",
                population=1_000 * (n + 2),
            )
            CountyMembershipFactory(municipality=place, county=self.county)
            MembershipFactory(municipality=place, network=self.network)
            self.places.append(place)
        self.documents = {}
        for place in self.places:
            self.store(place, self.series(place))
        self.store_standings()

    def series(self, place):
        """Give the values of a municipality: rising, falling and missing ones."""
        n = self.places.index(place)
        found = []
        for i in range(len(self.indicators)):
            start, pace = (i * 37 + n * 11) % 90, (i % 5 - 1.5) * 0.9
            series = [
                max(0.0, min(100.0, start + pace * y + ((y * 7 + i) % 3) * 0.4))
                for y in range(len(self.years))
            ]
            found.append([None] * len(series) if (i + n) % 16 == 15 else series)
        return found

    def store(self, place, series, **changes):
        """Store the dashboard of a municipality; ``changes`` replace parts of the document."""
        document = municipality_document(self, place, series) | changes
        self.documents[place.pk] = document
        key = {
            "framework": self.framework,
            "kind": "municipality",
            "object_id": place.pk,
        }
        Dashboard.objects.filter(**key).delete()
        Dashboard.objects.create(
            **key,
            version=self.framework.results_version,
            input_digest="x",
            vintage=date(2026, 10, 1),
            computed_at=COMPUTED,
            document=pack(document),
        )
        IndicatorResult.objects.filter(framework=self.framework, municipality=place).delete()
        IndicatorResult.objects.bulk_create(
            IndicatorResult(
                framework=self.framework,
                indicator_id=key,
                municipality=place,
                year=document["year"][i] or None,
                value=document["value"][i],
                status=document["missing"][i],
                score=document["score"][i],
                rating=document["rating"][i],
                trend=document["trend"][i],
            )
            for i, key in enumerate(document["indicator"])
        )

    def store_standings(self):
        """Store what the network, the county and the country are compared with."""
        standing = {"members": len(self.places), "indicator": {}, "goal": {}, "total": []}
        documents = list(self.documents.values())
        for i, row in enumerate(self.indicators):
            values = sorted(d["value"][i] for d in documents if d["value"][i] is not None)
            quarter = len(values) // 4
            standing["indicator"][str(row.indicator_id)] = [
                len(values),
                values[-quarter] if quarter else None,
                values[len(values) // 2] if values else None,
                values[quarter - 1] if quarter else None,
            ]
        for g in range(17):
            scores = sorted(
                d["goals"]["score"][g] for d in documents if d["goals"]["score"][g] is not None
            )
            standing["goal"][str(g + 1)] = [
                len(scores),
                scores[len(scores) // 2] if scores else None,
            ]
        standing["total"] = sorted(
            (d["total"]["score"] for d in documents if d["total"]["score"] is not None),
            reverse=True,
        )
        Standing.objects.filter(framework=self.framework).delete()
        for kind, key in (
            ("network", str(self.network.pk)),
            ("county", str(self.county.pk)),
            ("country", "NO"),
        ):
            Standing.objects.create(
                framework=self.framework, kind=kind, key=key, document=pack(standing)
            )

    def observe(self, place, position=0, **changes):
        """Store the values of one indicator of a municipality as observations."""
        row = self.indicators[position]
        for year, value in zip(
            self.years, self.documents[place.pk]["series"][position], strict=True
        ):
            if value is not None:
                ObservationFactory(
                    indicator=row.indicator,
                    municipality=place,
                    period=year,
                    value=value,
                    batch=changes.get("batch", self.batch),
                )

    def new_version(self):
        """Say that the results have changed."""
        self.framework.results_version += 1
        self.framework.save()


def municipality_document(world, place, series):
    """Build the document of a municipality from its series."""
    years = world.years
    value = [row[-1] for row in series]
    ratings = [rating_of(v) for v in value]
    goals = [row.goal_id for row in world.indicators]
    goal_scores, have, of = [], [], []
    for g in range(1, 18):
        mine = [i for i, goal in enumerate(goals) if goal == g]
        known = [value[i] for i in mine if value[i] is not None]
        goal_scores.append(sum(known) / len(known) if known else None)
        have.append(len(known))
        of.append(len(mine))
    with_score = [score for score in goal_scores if score is not None]
    total = sum(with_score) / len(with_score) if with_score else None
    pace = [
        (row[-1] - row[0]) / max(1, len(row) - 1) if row[-1] is not None else None
        for row in series
    ]
    trend = [
        "" if p is None else ("up", "moderate", "stagnating", "down")[i % 4]
        for i, p in enumerate(pace)
    ]
    return {
        "format": 1,
        "framework": world.framework.code,
        "kind": "municipality",
        "object": place.pk,
        "years": years,
        "vintage": "2026-10-01",
        "indicator": [row.indicator_id for row in world.indicators],
        "goal": goals,
        "value": value,
        "year": [years[-1] if v is not None else 0 for v in value],
        "missing": ["" if v is not None else ".." for v in value],
        "flag": ["p" if i == 0 else "" for i in range(len(value))],
        "applicable": [True] * len(value),
        "score": value,
        "rating": ratings,
        "trend": trend,
        "pace": pace,
        "needed": [None if v is None else max(0.0, (75 - v) / 5) for v in value],
        "series": series,
        "score_by_year": series,
        "rating_by_year": ["".join(LETTERS[rating_of(v)] for v in row) for row in series],
        "goals": {
            "goal": list(range(1, 18)),
            "score": goal_scores,
            "rating": [rating_of(score) for score in goal_scores],
            "trend": [("up", "moderate", "stagnating", "down", "")[g % 5] for g in range(17)],
            "have": have,
            "of": of,
            "score_by_year": [[score] * len(years) for score in goal_scores],
            "rating_by_year": [LETTERS[rating_of(score)] * len(years) for score in goal_scores],
        },
        "total": {
            "score": total,
            "goals_have": len(with_score),
            "goals_of": 17,
            "missing_share": 0.0,
            "ranked": total is not None,
            "score_by_year": [total] * len(years),
        },
    }
