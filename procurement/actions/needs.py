"""Needs: described, changed, removed while nobody else has seen them."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.dates import has_passed
from improvement.actions.belonging import check_network
from improvement.actions.refusals import Declined
from improvement.models import Measure
from indicators.models import Indicator, Target
from networks.actions.locks import sign
from networks.actions.slugs import slug_for
from networks.models import Municipality, Network
from procurement.actions.dialogue_log import announce
from procurement.actions.locks import lock_need, open_need
from procurement.actions.pool_lead import follow_lead
from procurement.enums import (
    Budget,
    DialogueEvent,
    NeedState,
    PointKind,
    SolutionState,
)
from procurement.models import Category, Need, NeedPoint, SolutionPoint

_SLUG_LENGTH = 50
_FAR = 10_000  # above every position of a point


class TitleMissing(Declined):
    """A need without words says nothing."""

    field = "title"
    sentence = gettext_lazy("Write what you want to achieve.")


class VolumeWithoutUnit(Declined):
    """A number alone says nothing."""

    field = "unit"
    sentence = gettext_lazy("Say what the volume is counted in.")


class QuestionsTooLate(Declined):
    """Nobody can use an answer after the deadline."""

    field = "questions_on"
    sentence = gettext_lazy("Questions must close before, or together with, solutions.")


class DeadlinePassed(Declined):
    """A new deadline lies ahead."""

    field = "solutions_on"
    sentence = gettext_lazy("The deadline must be in the future.")


class MeasureElsewhere(Declined):
    """The measure is another municipality's."""

    field = "from_measure"
    sentence = gettext_lazy("The measure belongs to another municipality.")


class ChangeUnsaid(Declined):
    """Everybody who follows a published need is told what is changed."""

    field = "change_note"
    sentence = gettext_lazy(
        "The need is published. Say in a sentence what you change: all suppliers see it."
    )


class NeedChanged(Declined):
    """Somebody else has changed the need in the meantime."""

    sentence = gettext_lazy(
        "Somebody else has changed the need since you opened it. Look at it in another "
        "window, and save once more if you want to keep what stands here."
    )


class PointAnswered(Declined):
    """A supplier has answered a point that is to be taken away."""

    def __init__(self, point: NeedPoint) -> None:
        super().__init__(point)
        self.point = point

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        text = _(
            "A solution answers the point «%(point)s», so it cannot be taken away. You can "
            "change its words."
        )
        return text % {"point": self.point.text}


class IsInUse(Declined):
    """Others have seen the need, or have answered it."""

    sentence = gettext_lazy("Others have seen the need. Close it instead.")


@dataclass(frozen=True, slots=True)
class Point:
    """One point as it is written; ``pk`` names the one it changes."""

    text: str
    kind: str = PointKind.MUST
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class NeedDetails:
    """What is said about a need.

    Attributes:
        volume: A year, in ``unit``; None where it is not known.
        solutions_until: The last moment; None for no end.
        questions_until: The last moment; None for as long as solutions.
    """

    title: str
    category: Category
    summary: str = ""
    description: str = ""
    language: str = "nb"
    network: Network | None = None
    volume: Decimal | None = None
    unit: str = ""
    budget: str = Budget.UNKNOWN
    wanted_from: date | None = None
    contract_ends_on: date | None = None
    contact: User | None = None
    contact_name: str = ""
    contact_email: str = ""
    expected_effect: str = ""
    solutions_until: datetime | None = None
    questions_until: datetime | None = None
    from_indicator: Indicator | None = None
    from_measure: Measure | None = None


@dataclass(frozen=True, slots=True)
class NeedParts:
    """What hangs on a need: numbers of goals, targets, and points in order."""

    goals: frozenset[int] = frozenset()
    targets: tuple[Target, ...] = ()
    points: tuple[Point, ...] = ()


DETAILS = tuple(field.name for field in fields(NeedDetails))


@transaction.atomic
def create_need(
    *,
    municipality: Municipality,
    details: NeedDetails,
    parts: NeedParts,
    by: User,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> Need:
    """Describe a need. It is a draft that the municipality's own people see.

    Passes on:
        NotInNetwork: The municipality is not in the network.
        NetworkClosed: The network is closed.
        TitleMissing, VolumeWithoutUnit, QuestionsTooLate, DeadlinePassed, MeasureElsewhere:
            What is written does not hold together.
    """
    check_network(municipality=municipality, network=details.network)
    _check(details, municipality=municipality, before=None, at=at)
    # One at a time: the same need saved twice at once becomes two needs with two addresses.
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    need = Need(
        municipality=municipality,
        slug=_free_slug(details.title, municipality),
        created_by=by,
        on_behalf_of=on_behalf_of,
    )
    _write(need, details, by=by)
    need.save()
    _set_parts(need, parts)
    return need


@transaction.atomic
def change_need(
    *,
    need: Need,
    details: NeedDetails,
    parts: NeedParts,
    by: User,
    at: datetime,
    change_note: str = "",
    seen: str | None = None,
) -> Need:
    """Change what is said about a need; its address stays. Nothing changed, nothing told.

    Args:
        need: Which one.
        details: What is said about it now; its origin stays as it is.
        parts: Goals, targets and points now.
        by: Who changes it.
        at: The time.
        change_note: What is changed, in a sentence; asked for once it is published.
        seen: The version that was changed (``version_of``); None to change whatever is there.

    Raises:
        NeedChanged: Somebody has changed it since ``seen``.
        ChangeUnsaid: The need is published, and ``change_note`` is empty.

    Passes on:
        NeedClosed, CompetitionAnnounced: It can no longer be changed.
        NotInNetwork: The municipality is not in the network.
        NetworkClosed: The network is closed.
        TitleMissing, VolumeWithoutUnit, QuestionsTooLate, DeadlinePassed, MeasureElsewhere:
            What is written does not hold together.
        PointAnswered: A point that a solution answers is taken away.
        UnitOfAll, VolumeOfAll: It is a common need, and has another unit or no volume.
    """
    if details.network is not None and details.network.pk != need.network_id:
        check_network(municipality=need.municipality, network=details.network)
    locked = open_need(need)
    if seen is not None and seen != version_of(locked):
        raise NeedChanged
    _check(details, municipality=locked.municipality, before=locked, at=at)
    if not _differs(locked, details, parts):
        return locked
    follow_lead(
        locked,
        unit=details.unit,
        volume=details.volume,
        contract_ends_on=details.contract_ends_on,
        by=by,
    )
    if locked.published_at is not None:
        if not change_note.strip():
            raise ChangeUnsaid
        announce(
            need=locked,
            kind=DialogueEvent.CHANGED,
            text=change_note.strip(),
            municipality=locked.municipality,
            by=by,
            at=at,
        )
    _write(locked, details, by=by)
    locked.save()
    _set_parts(locked, parts)
    return locked


@transaction.atomic
def delete_need(*, need: Need, by: User) -> None:
    """Remove a draft that nobody else has seen.

    Raises:
        IsInUse: It was shared or published, or it is a common need.
    """
    locked = lock_need(need)
    has_pool = hasattr(locked, "pool") or locked.pooled_as.exists()
    if locked.state != NeedState.DRAFT or has_pool or locked.steps.exists():
        raise IsInUse
    sign(locked, by=by)
    locked.delete()


def version_of(need: Need) -> str:
    """Name what is written about a need now: equal as long as nobody saves it."""
    newest = need.history.order_by("-history_date", "-history_id").first()
    return str(newest.history_id) if newest is not None else "0"


def _check(
    details: NeedDetails, *, municipality: Municipality, before: Need | None, at: datetime
) -> None:
    """Look whether what is written holds together.

    Raises:
        TitleMissing: There is no title.
        VolumeWithoutUnit: The volume has no unit.
        QuestionsTooLate: Questions close after solutions.
        DeadlinePassed: A new deadline has passed already.
        MeasureElsewhere: The measure is another municipality's.
    """
    if not details.title.strip():
        raise TitleMissing
    if details.volume is not None and not details.unit.strip():
        raise VolumeWithoutUnit
    until, questions = details.solutions_until, details.questions_until
    if until and questions and questions > until:
        raise QuestionsTooLate
    if (
        until
        and has_passed(until, at=at)
        and (before is None or before.solutions_until != until)
    ):
        raise DeadlinePassed
    measure = details.from_measure
    if measure is not None and measure.municipality_id != municipality.pk:
        raise MeasureElsewhere


def _write(need: Need, details: NeedDetails, *, by: User) -> None:
    for name in DETAILS:
        setattr(need, name, getattr(details, name))
    need.title, need.unit = details.title.strip(), details.unit.strip()
    sign(need, by=by)


def _differs(need: Need, details: NeedDetails, parts: NeedParts) -> bool:
    if any(getattr(need, name) != getattr(details, name) for name in DETAILS):
        return True
    kept = [(row.kind, row.text) for row in need.points.order_by("position")]
    return (
        kept != [(point.kind, point.text) for point in parts.points]
        or {goal.pk for goal in need.goals.all()} != parts.goals
        or {target.pk for target in need.targets.all()} != {row.pk for row in parts.targets}
    )


def _set_parts(need: Need, parts: NeedParts) -> None:
    need.goals.set(parts.goals)
    need.targets.set(parts.targets)
    known = {row.pk: row for row in need.points.all()}
    kept = {point.pk for point in parts.points}
    for pk, row in known.items():
        if pk not in kept:
            _remove_point(row)
    # Two points never have one position, not even while they change places.
    need.points.update(position=F("position") + _FAR)
    for position, point in enumerate(parts.points, start=1):
        row = known.get(point.pk or 0) or NeedPoint(need=need)
        row.kind, row.text, row.position = point.kind, point.text, position
        row.save()


def _remove_point(row: NeedPoint) -> None:
    """Take a point away, with what drafts of solutions say about it.

    Raises:
        PointAnswered: A solution that was sent answers it.
    """
    answers = SolutionPoint.objects.filter(point=row)
    answers.filter(solution__state=SolutionState.DRAFT).delete()
    if answers.exists():
        raise PointAnswered(row)
    row.delete()


def _free_slug(title: str, municipality: Municipality) -> str:
    """Make an address of title and municipality; with a hyphen, so no page has it."""
    place = slug_for(municipality.name)
    wanted = f"{_whole_words(slug_for(title), _SLUG_LENGTH - len(place) - 1)}-{place}"
    slug, number = wanted, 1
    while Need.objects.filter(slug=slug).exists():
        number += 1
        ending = f"-{number}"
        slug = f"{wanted[: _SLUG_LENGTH - len(ending)].rstrip('-')}{ending}"
    return slug


def _whole_words(slug: str, length: int) -> str:
    """Cut an address between two words where it is too long."""
    if len(slug) <= length:
        return slug
    return slug[: length + 1].rpartition("-")[0] or slug[:length]
