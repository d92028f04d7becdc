"""A municipality with figures, objectives, measures and conflicts, for the reports."""

from datetime import UTC, date, datetime

from improvement.actions.reports import freeze_report
from improvement.calculations.content import as_json, checksum
from improvement.enums import MeasureState, ReportKind
from improvement.models import Evaluation, GoalConflict, MeasureTarget, StatusAssessment
from improvement.reports.drafts import draft_of_municipality
from indicators.models import GoalResult, IndicatorResult, Target
from networks.enums import Role
from tests.factories import (
    CountryFactory,
    FrameworkFactory,
    FrameworkIndicatorFactory,
    GoalFactory,
    IndicatorFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.improvement.factories import MeasureFactory, ObjectiveFactory, RoundFactory

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
# Code → value, rating, points, trend.
FIGURES = {
    "waste": (91.5, "green", 91.5, "up"),
    "school": (80.0, "green", 80.0, "up"),
    "energy": (60.0, "yellow", 60.0, "moderate"),
    "bus": (40.0, "orange", 40.0, "stagnating"),
    "emissions": (12.25, "red", 12.25, "down"),
}


class World:
    """Gol in the network Hallingdal, with a coordinator who reads English."""

    def __init__(self):
        self.country = CountryFactory(code="NO", name="Norge", language="nb")
        self.gol = MunicipalityFactory(country=self.country, code="3324", name="Gol")
        self.network = NetworkFactory(slug="hallingdal", name="Hallingdal", is_public=False)
        MembershipFactory(network=self.network, municipality=self.gol)
        self.person = UserFactory(language="en", name="Coordinator")
        RoleAssignmentFactory(person=self.person, role=Role.COORDINATOR, municipality=self.gol)
        self.leader = UserFactory(language="en", name="Leader")
        RoleAssignmentFactory(
            person=self.leader, role=Role.NETWORK_LEADER, network=self.network
        )
        self.framework = FrameworkFactory(is_default=True, name="Trial", language="en")
        for number in range(1, 18):
            GoalFactory(number=number)
        self.targets = [
            Target.objects.get_or_create(
                number=number,
                defaults={
                    "goal_id": int(number.split(".")[0]),
                    "position": 1,
                    **{f"title_{code}": number for code in ("nb", "nn", "sv", "en")},
                },
            )[0]
            for number in ("13.2", "8.1")
        ]
        self.indicators = {}
        for code, (value, rating, score, trend) in FIGURES.items():
            self.add(code, value, rating, score, trend)
        GoalResult.objects.create(
            framework=self.framework,
            municipality=self.gol,
            goal=13,
            score=45,
            rating="orange",
            trend="moderate",
            have=5,
            of=6,
        )

    def add(self, code, value, rating, score, trend, name=""):
        """Give the municipality one more indicator."""
        indicator = IndicatorFactory(
            code=code, name=name or f"Share of {code}", language="en", unit="per cent"
        )
        FrameworkIndicatorFactory(framework=self.framework, indicator=indicator)
        IndicatorResult.objects.create(
            framework=self.framework,
            indicator=indicator,
            municipality=self.gol,
            year=2025,
            value=value,
            score=score,
            rating=rating,
            trend=trend,
        )
        self.indicators[code] = indicator

    def work(self):
        """Add what the municipality does."""
        self.objective = ObjectiveFactory(
            municipality=self.gol,
            network=self.network,
            title="Halvere utslippene",
            plan_document="Klimaplanen",
            plan_paragraph="kapittel 3",
        )
        self.objective.targets.add(self.targets[0])
        self.measure = MeasureFactory(
            municipality=self.gol,
            network=self.network,
            objective=self.objective,
            title="Elbiler i hjemmetjenesten",
            state=MeasureState.LATE,
            share_done=40,
            expected_end_on=date(2027, 3, 1),
            responsible_unit="Helse og omsorg",
            from_indicator=self.indicators["emissions"],
        )
        MeasureTarget.objects.create(measure=self.measure, target=self.targets[0], pull="HELPS")
        first, second = sorted(self.targets, key=lambda target: target.pk)
        self.conflict = GoalConflict.objects.create(
            municipality=self.gol,
            network=self.network,
            first=first,
            second=second,
            score=-2,
            title="Hyttefelt på myra",
        )
        return self

    def work_more(self):
        """Add one more objective with a measure."""
        objective = ObjectiveFactory(municipality=self.gol, network=self.network)
        objective.targets.add(self.targets[0])
        measure = MeasureFactory(
            municipality=self.gol, network=self.network, objective=objective
        )
        MeasureTarget.objects.create(measure=measure, target=self.targets[1], pull="HELPS")

    def judge(self):
        """Add a judgement of goal 13 and an evaluation of the measure."""
        StatusAssessment.objects.create(
            round=RoundFactory(municipality=self.gol),
            goal_id=13,
            judgement="WEAK",
            text="Mye trafikk.",
            priority=3,
            at=AT,
        )
        Evaluation.objects.create(
            measure=self.measure, outcome="WORKED", text="Bra.", confidence="HIGH", at=AT
        )
        return self


def note(world):
    return draft_of_municipality(world.gol, kind=ReportKind.POLITICAL, year=2025)


def freeze(world, content=None, at=AT):
    content = content or note(world)
    return freeze_report(
        content=content,
        seen=checksum(as_json(content)),
        municipality=world.gol,
        by=world.person,
        at=at,
    )
