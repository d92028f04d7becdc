"""Goal conflicts between targets by their numbers, for several modules of tests."""

from improvement.models import MeasureTarget
from tests.factories import MembershipFactory, MunicipalityFactory
from tests.improvement.factories import GoalConflictFactory, TargetFactory


def gol_in(network):
    """A municipality that is in the network."""
    place = MunicipalityFactory(code="3324", name="Gol")
    MembershipFactory(network=network, municipality=place)
    return place


def case(first, second, score, **given):
    return GoalConflictFactory(
        first=TargetFactory(number=first),
        second=TargetFactory(number=second),
        score=score,
        **given,
    )


def pull(measure, number, way):
    MeasureTarget.objects.create(measure=measure, target=TargetFactory(number=number), pull=way)
