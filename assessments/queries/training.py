"""Training of a region: sessions, those that came, the share of each group."""

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from assessments.enums import Group
from assessments.models import TrainedGroup, Training, TrainingTarget
from gatherings.enums import SEATED_STATES, Attendance
from gatherings.models import Gathering, Participation
from networks.models import Region


@dataclass(frozen=True, slots=True)
class Share:
    """How far a group has come.

    Attributes:
        trained: People trained for the first time in all sessions.
        people: People of the group; None where that has not been said.
    """

    group: Group
    trained: int
    people: int | None

    @property
    def percent(self) -> int | None:
        """Whole percent, 0 to 100; None where the size of the group is not known.

        More trained than there are now (people leave) is 100.
        """
        if not self.people:
            return None
        return min(100, round(100 * self.trained / self.people))


def possible_gatherings(region: Region) -> QuerySet[Gathering]:
    """Gatherings of the region's networks that have a day and are no training yet."""
    return (
        Gathering.objects.filter(
            series__network__region=region, day__isnull=False, training__isnull=True
        )
        .select_related("series")
        .order_by("-day", "pk")
    )


def came_to(gathering: Gathering) -> int:
    """How many came: those noted as present, else all who had a seat; two queries."""
    seated = Participation.objects.filter(
        gathering=gathering, registration__state__in=SEATED_STATES
    )
    noted = seated.exclude(attendance="")
    if noted.exists():
        return noted.filter(attendance=Attendance.PRESENT).count()
    return seated.count()


def sessions_of(region: Region) -> list[Training]:
    """Sessions of a region with the groups they trained, the newest first; two queries."""
    rows = Training.objects.filter(region=region).select_related("gathering__series")
    return list(rows.prefetch_related("groups").order_by("-gathering__day", "-pk"))


def shares_of(region: Region) -> list[Share]:
    """The share of each group; two queries.

    Source: docs/methods.md#training.
    """
    trained = dict(
        TrainedGroup.objects.filter(training__region=region)
        .values_list("group")
        .annotate(Sum("trained"))
        .order_by("group")
    )
    targets = TrainingTarget.objects.filter(region=region)
    people = dict(targets.values_list("group", "people"))
    return [Share(group, trained.get(group, 0), people.get(group)) for group in Group]
