"""Write down what a municipality wants to reach: new, changed, archived."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.belonging import check_network, open_round
from improvement.actions.refusals import Declined
from improvement.models import Objective, ObjectiveIndicator
from indicators.models import Indicator, Target
from networks.actions.locks import sign
from networks.models import Decision, Municipality, Network


@dataclass(frozen=True, slots=True)
class Wanted:
    """The value that is wanted of an indicator.

    Attributes:
        indicator: The indicator.
        value: In the unit of the indicator.
        year: By the end of this year, 2000 to 2100.
    """

    indicator: Indicator
    value: float
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveDetails:
    """What is written about an objective; ``language`` is that of title and description."""

    title: str
    description: str = ""
    language: str = "nb"
    network: Network | None = None
    targets: tuple[Target, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    plan_document: str = ""
    plan_paragraph: str = ""
    plan_link: str = ""
    decision: Decision | None = None


class TitleMissing(Declined):
    """An objective needs a title."""

    field = "title"
    sentence = _("Write what you want to reach.")


class DecisionElsewhere(Declined):
    """The decision is another municipality's."""

    field = "decision"
    sentence = _("Choose a decision of this municipality.")


class ObjectiveArchived(Declined):
    """An archived objective is read-only."""

    sentence = _("The objective is archived and can only be read. Bring it back to change it.")


class ObjectiveChanged(Declined):
    """Somebody changed the objective after the form was opened."""

    sentence = _(
        "Somebody else has changed the objective since you opened this page. Look at what it "
        "says now, and save once more if you want your version."
    )


@transaction.atomic
def create_objective(
    *,
    municipality: Municipality,
    details: ObjectiveDetails,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> Objective:
    """Write down an objective.

    Passes on:
        NetworkClosed: The network is closed.
        NotInNetwork: The municipality is not in the network.
        TitleMissing, DecisionElsewhere: What is written does not hold together.
    """
    objective = Objective(municipality=municipality, created_by=by)
    _check(details, municipality=municipality)
    check_network(municipality=municipality, network=details.network)
    objective.round = open_round(municipality=municipality, network=details.network)
    _write(objective, details, by=by, on_behalf_of=on_behalf_of)
    return objective


@transaction.atomic
def change_objective(
    *,
    objective: Objective,
    details: ObjectiveDetails,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
    seen: str = "",
) -> Objective:
    """Change what is written about an objective.

    Args:
        objective: The objective.
        details: All that is to be written, also what is not changed.
        by: Who changes it.
        at: When.
        on_behalf_of: The municipality, where ``by`` has no role of its own.
        seen: What ``version_of`` gave when the form was opened; empty: not compared.

    Raises:
        ObjectiveArchived: It is archived.
        ObjectiveChanged: It is not what was seen any more.

    Passes on:
        NetworkClosed: The network is closed.
        NotInNetwork: The municipality is not in the network.
        TitleMissing, DecisionElsewhere: What is written does not hold together.
    """
    locked = _locked(objective)
    if locked.archived_at is not None:
        raise ObjectiveArchived
    if seen and seen != version_of(locked):
        raise ObjectiveChanged
    _check(details, municipality=locked.municipality)
    if (locked.title, locked.description) == (details.title.strip(), details.description):
        details = replace(details, language=locked.language)
    if details.network != locked.network:
        # A tie to a network that was closed since may stay: the objective lives on.
        check_network(municipality=locked.municipality, network=details.network)
        locked.round = open_round(municipality=locked.municipality, network=details.network)
    _write(locked, details, by=by, on_behalf_of=on_behalf_of)
    return locked


@transaction.atomic
def archive_objective(
    *,
    objective: Objective,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> Objective:
    """Take an objective out of the lists; its measures stay. Again changes nothing."""
    locked = _locked(objective)
    if locked.archived_at is None:
        _archive(locked, at=at, by=by, on_behalf_of=on_behalf_of)
    return locked


@transaction.atomic
def restore_objective(
    *,
    objective: Objective,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> Objective:
    """Bring an archived objective back. Bringing it back again changes nothing."""
    locked = _locked(objective)
    if locked.archived_at is not None:
        _archive(locked, at=None, by=by, on_behalf_of=on_behalf_of)
    return locked


def version_of(objective: Objective) -> str:
    """Name what is written about an objective now: equal as long as nobody saves it."""
    newest = objective.history.order_by("-history_date", "-history_id").first()
    return str(newest.history_id) if newest is not None else "0"


def _locked(objective: Objective) -> Objective:
    found: Objective = (
        Objective.objects.select_for_update(no_key=True, of=("self",))
        .select_related("municipality__country", "network")
        .get(pk=objective.pk)
    )
    return found


def _archive(
    objective: Objective,
    *,
    at: datetime | None,
    by: User | None,
    on_behalf_of: Municipality | None,
) -> None:
    objective.archived_at = at
    objective.on_behalf_of = on_behalf_of
    sign(objective, by=by)
    objective.save(update_fields=["archived_at", "on_behalf_of", "updated_at"])


def _check(details: ObjectiveDetails, *, municipality: Municipality) -> None:
    """Look whether what is written holds together.

    Raises:
        TitleMissing: There is no title.
        DecisionElsewhere: The decision is another municipality's.
    """
    if not details.title.strip():
        raise TitleMissing
    decision = details.decision
    if decision is not None and decision.municipality_id != municipality.pk:
        raise DecisionElsewhere


_WRITTEN = (
    "description", "language", "network", "plan_document", "plan_paragraph", "plan_link",
    "decision",
)  # fmt: skip


def _write(
    objective: Objective,
    details: ObjectiveDetails,
    *,
    by: User | None,
    on_behalf_of: Municipality | None,
) -> None:
    for name in _WRITTEN:
        setattr(objective, name, getattr(details, name))
    objective.title = details.title.strip()
    objective.on_behalf_of = on_behalf_of
    sign(objective, by=by)
    objective.save()
    objective.targets.set(details.targets)
    wanted = {each.indicator.pk: each for each in details.wanted}
    have = {each.indicator_id: each for each in objective.wanted_values.all()}
    gone = [each.pk for key, each in have.items() if key not in wanted]
    ObjectiveIndicator.objects.filter(pk__in=gone).delete()
    for key, each in wanted.items():
        row = have.get(key) or ObjectiveIndicator(objective=objective, indicator=each.indicator)
        row.wanted_value, row.wanted_year = each.value, each.year
        row.save()
