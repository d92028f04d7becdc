"""Write down what a municipality does: new, changed, copied, archived.

The state of a measure is kept by ``improvement.actions.log``; a new one has an empty log.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.belonging import check_network, may_be_responsible, open_round
from improvement.actions.conflicts import propose_from_measure
from improvement.actions.refusals import Declined
from improvement.enums import MeasureKind, Pull
from improvement.models import Measure, MeasureIndicator, MeasureTarget, Objective
from indicators.models import Indicator, Target
from networks.actions.locks import sign
from networks.models import Municipality, Network


@dataclass(frozen=True, slots=True)
class Expectation:
    """An indicator that a measure is expected to move.

    Attributes:
        indicator: The indicator.
        delay_months: Months from the start of the measure until it is seen, 0 to 240.
        expected: The change in words.
    """

    indicator: Indicator
    delay_months: int = 12
    expected: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDetails:
    """What is written about a measure; ``language`` is that of title and description."""

    title: str
    description: str = ""
    language: str = "nb"
    kind: MeasureKind | str = MeasureKind.OTHER
    network: Network | None = None
    objective: Objective | None = None
    responsible_person: User | None = None
    responsible_unit: str = ""
    collaborators: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    cost: str = ""
    budget_link: str = ""
    from_indicator: Indicator | None = None
    helps: tuple[Target, ...] = ()
    hurts: tuple[Target, ...] = ()
    expectations: tuple[Expectation, ...] = ()


class TitleMissing(Declined):
    """A measure needs a title."""

    field = "title"
    sentence = _("Write what you will do.")


class EndsBeforeStart(Declined):
    """The last day is before the first."""

    field = "ends_on"
    sentence = _("The end must come after the start.")


class TargetBothWays(Declined):
    """The same target is both helped and hurt."""

    field = "hurts"
    sentence = _("A target is either helped or hurt, not both.")


class ObjectiveElsewhere(Declined):
    """The objective is another municipality's, or archived."""

    field = "objective"
    sentence = _("Choose an objective of this municipality that is not archived.")


class ResponsibleElsewhere(Declined):
    """The responsible person has no role in the municipality."""

    field = "responsible_person"
    sentence = _("Choose a person who has a role in the municipality.")


class MeasureArchived(Declined):
    """An archived measure is read-only."""

    sentence = _("The measure is archived and can only be read. Bring it back to change it.")


class MeasureChanged(Declined):
    """Somebody changed the measure after the form was opened."""

    sentence = _(
        "Somebody else has changed the measure since you opened this page. Look at what it "
        "says now, and save once more if you want your version."
    )


class CopyOfOwn(Declined):
    """The measure is the municipality's own."""

    field = "municipality"
    sentence = _("This measure is the municipality's own already.")


@transaction.atomic
def create_measure(
    *,
    municipality: Municipality,
    details: MeasureDetails,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> Measure:
    """Write down a measure. Its log begins empty, its state is *not started*.

    Passes on:
        NetworkClosed: The network is closed.
        NotInNetwork: The municipality is not in the network.
        TitleMissing, EndsBeforeStart, TargetBothWays, ObjectiveElsewhere,
        ResponsibleElsewhere: What is written does not hold together.
    """
    measure = Measure(municipality=municipality, created_by=by)
    _check(details, municipality=municipality, before=None)
    check_network(municipality=municipality, network=details.network)
    measure.round = open_round(municipality=municipality, network=details.network)
    _write(measure, details, by=by, at=at, on_behalf_of=on_behalf_of)
    return measure


@transaction.atomic
def change_measure(
    *,
    measure: Measure,
    details: MeasureDetails,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
    seen: str = "",
) -> Measure:
    """Change what is written about a measure; its log and state stay as they are.

    Args:
        measure: The measure.
        details: All that is to be written, also what is not changed.
        by: Who changes it.
        at: When.
        on_behalf_of: The municipality, where ``by`` has no role of its own.
        seen: What ``version_of`` gave when the form was opened; empty: not compared.

    Raises:
        MeasureChanged: It is not what was seen any more.

    Passes on:
        MeasureArchived: It is archived.
        NetworkClosed: The network is closed.
        NotInNetwork: The municipality is not in the network.
        TitleMissing, EndsBeforeStart, TargetBothWays, ObjectiveElsewhere,
        ResponsibleElsewhere: What is written does not hold together.
    """
    locked = _live(measure)
    if seen and seen != version_of(locked):
        raise MeasureChanged
    _check(details, municipality=locked.municipality, before=locked)
    if (locked.title, locked.description) == (details.title.strip(), details.description):
        details = replace(details, language=locked.language)
    if details.network != locked.network:
        # A tie to a network that was closed since may stay: the measure lives on.
        check_network(municipality=locked.municipality, network=details.network)
        locked.round = open_round(municipality=locked.municipality, network=details.network)
    _write(locked, details, by=by, at=at, on_behalf_of=on_behalf_of)
    return locked


@transaction.atomic
def copy_measure(
    *,
    source: Measure,
    municipality: Municipality,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> Measure:
    """Do what another municipality does: its words, targets and expectations.

    People, dates and money are left out. Copying again gives the same copy as long as it
    is not archived.

    Raises:
        CopyOfOwn: The measure is the municipality's own.
        MeasureArchived: The measure is archived.
    """
    locked = Measure.objects.select_for_update(no_key=True).get(pk=source.pk)
    if locked.municipality_id == municipality.pk:
        raise CopyOfOwn
    if locked.archived_at is not None:
        raise MeasureArchived
    earlier: Measure | None = locked.copies.filter(
        municipality=municipality, archived_at__isnull=True
    ).first()
    if earlier is not None:
        return earlier
    pulls = locked.pulls.select_related("target").order_by("pk")
    details = MeasureDetails(
        title=locked.title,
        description=locked.description,
        language=locked.language,
        kind=locked.kind,
        helps=tuple(each.target for each in pulls if each.pull == Pull.HELPS),
        hurts=tuple(each.target for each in pulls if each.pull == Pull.HURTS),
        expectations=tuple(
            Expectation(each.indicator, each.delay_months, each.expected)
            for each in locked.expectations.select_related("indicator").order_by("pk")
        ),
    )
    copy = Measure(municipality=municipality, created_by=by, copied_from=locked)
    copy.round = open_round(municipality=municipality, network=None)
    _write(copy, details, by=by, at=at, on_behalf_of=on_behalf_of)
    return copy


@transaction.atomic
def archive_measure(
    *,
    measure: Measure,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> Measure:
    """Take a measure out of the lists; it stays readable. Archiving again changes nothing."""
    locked = _locked(measure)
    if locked.archived_at is None:
        locked.archived_at = at
        locked.on_behalf_of = on_behalf_of
        sign(locked, by=by)
        locked.save(update_fields=["archived_at", "on_behalf_of", "updated_at"])
    return locked


@transaction.atomic
def restore_measure(
    *,
    measure: Measure,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> Measure:
    """Bring an archived measure back. Bringing it back again changes nothing."""
    locked = _locked(measure)
    if locked.archived_at is not None:
        locked.archived_at = None
        locked.on_behalf_of = on_behalf_of
        sign(locked, by=by)
        locked.save(update_fields=["archived_at", "on_behalf_of", "updated_at"])
    return locked


def version_of(measure: Measure) -> str:
    """Name what is written about a measure now: equal as long as nobody saves it.

    Status entries do not count: they do not touch what is written.
    """
    newest = measure.history.order_by("-history_date", "-history_id").first()
    return str(newest.history_id) if newest is not None else "0"


def _locked(measure: Measure) -> Measure:
    found: Measure = (
        Measure.objects.select_for_update(no_key=True, of=("self",))
        .select_related("municipality__country", "network")
        .get(pk=measure.pk)
    )
    return found


def _live(measure: Measure) -> Measure:
    """Lock a measure that is to be changed.

    Raises:
        MeasureArchived: It is archived.
    """
    locked = _locked(measure)
    if locked.archived_at is not None:
        raise MeasureArchived
    return locked


def _check(
    details: MeasureDetails, *, municipality: Municipality, before: Measure | None
) -> None:
    """Look whether what is written holds together.

    Raises:
        TitleMissing: There is no title.
        EndsBeforeStart: The last day is before the first.
        TargetBothWays: A target is both helped and hurt.
        ObjectiveElsewhere: The objective is another municipality's, or archived.
        ResponsibleElsewhere: The person has no role there, and did not have the measure.
    """
    if not details.title.strip():
        raise TitleMissing
    if details.starts_on and details.ends_on and details.ends_on < details.starts_on:
        raise EndsBeforeStart
    if {each.pk for each in details.helps} & {each.pk for each in details.hurts}:
        raise TargetBothWays
    objective = details.objective
    if objective is not None:
        was_there = before is not None and before.objective_id == objective.pk
        is_archived = objective.archived_at is not None and not was_there
        if objective.municipality_id != municipality.pk or is_archived:
            raise ObjectiveElsewhere
    person = details.responsible_person
    if person is not None:
        had_it = before is not None and before.responsible_person_id == person.pk
        if not had_it and not may_be_responsible(person=person, municipality=municipality):
            raise ResponsibleElsewhere


_WRITTEN = (
    "title", "description", "language", "kind", "network", "objective", "responsible_person",
    "responsible_unit", "collaborators", "starts_on", "ends_on", "cost", "budget_link",
    "from_indicator",
)  # fmt: skip


def _write(
    measure: Measure,
    details: MeasureDetails,
    *,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None,
) -> None:
    for name in _WRITTEN:
        setattr(measure, name, getattr(details, name))
    measure.title = details.title.strip()
    measure.on_behalf_of = on_behalf_of
    is_new = measure.pk is None
    sign(measure, by=by)
    measure.save()
    if is_new and not (details.helps or details.hurts or details.expectations):
        return  # nothing to compare with, and nothing to write
    _set_pulls(measure, helps=details.helps, hurts=details.hurts)
    _set_expectations(measure, details.expectations)
    if (details.helps and details.hurts) or not is_new:
        propose_from_measure(measure=measure, by=by, at=at, on_behalf_of=on_behalf_of)


def _set_pulls(measure: Measure, *, helps: Iterable[Target], hurts: Iterable[Target]) -> None:
    wanted = {target.pk: str(Pull.HELPS) for target in helps}
    wanted |= {target.pk: str(Pull.HURTS) for target in hurts}
    have = {each.target_id: each for each in measure.pulls.all()}
    gone = [
        each.pk for key, each in have.items() if key not in wanted or wanted[key] != each.pull
    ]
    MeasureTarget.objects.filter(pk__in=gone).delete()
    MeasureTarget.objects.bulk_create(
        MeasureTarget(measure=measure, target_id=key, pull=pull)
        for key, pull in wanted.items()
        if key not in have or have[key].pull != pull
    )


def _set_expectations(measure: Measure, expectations: Iterable[Expectation]) -> None:
    wanted = {each.indicator.pk: each for each in expectations}
    have = {each.indicator_id: each for each in measure.expectations.all()}
    gone = [each.pk for key, each in have.items() if key not in wanted]
    MeasureIndicator.objects.filter(pk__in=gone).delete()
    for key, each in wanted.items():
        row = have.get(key) or MeasureIndicator(measure=measure, indicator=each.indicator)
        if row.pk and (row.delay_months, row.expected) == (each.delay_months, each.expected):
            continue
        row.delay_months, row.expected = each.delay_months, each.expected
        row.save()
