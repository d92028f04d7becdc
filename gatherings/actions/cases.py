"""Cases: written by a municipality, shown to the others, changed, removed as drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gatherings.actions.locks import lock_in_open_network
from gatherings.enums import CaseState, SeriesState
from gatherings.models import Case, CaseFigure, Series
from gatherings.queries.cases import figures_now, presenters
from improvement.actions.refusals import Declined
from improvement.queries.people import people_of
from indicators.models import Indicator
from networks.actions.locks import NotInNetwork, sign
from networks.models import Municipality

MOST_FIGURES = 5


class CaseTitleMissing(Declined):
    """A case needs a name."""

    field = "title"
    sentence = _("Give the case a name.")


class QuestionMissing(Declined):
    """A case asks the others something."""

    field = "question"
    sentence = _("Write what you ask the others.")


class FigureCountWrong(Declined):
    """A case that is ready starts from one to five figures; a draft from five at most."""

    field = "indicators"

    @property
    def sentence(self) -> str:  # type: ignore[override]  # holds the number
        return _now("Choose from 1 to %(most)s indicators.") % {"most": MOST_FIGURES}


class PresenterElsewhere(Declined):
    """The person who is to present it does not work in the municipality."""

    field = "contact"
    sentence = _("Choose somebody who works in the municipality.")


class SeriesNotOpenForCases(Declined):
    """The series is not published, or cancelled."""

    sentence = _("Cases can be written while the series is published.")


class CasePresented(Declined):
    """What was presented stays as it was."""

    sentence = _("The case has been presented and can no longer be changed.")


class CaseNotReady(Declined):
    """A draft is the municipality's own."""

    sentence = _("The case is still a draft.")


class CaseHasSlot(Declined):
    """It stands in a programme."""

    sentence = _("The case has a slot in a programme. Ask the hosts to take it out first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDetails:
    """What a municipality writes; ``language`` is that of the texts.

    Attributes:
        contact: Who presents it.
        indicators: What it starts from, in order; at most five.
    """

    title: str
    question: str
    background: str = ""
    language: str = "nb"
    contact: User | None = None
    indicators: tuple[Indicator, ...] = ()


@transaction.atomic
def create_case(
    *,
    series: Series,
    municipality: Municipality,
    details: CaseDetails,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> Case:
    """Write a draft, with the figures that the dashboard shows today.

    Raises:
        SeriesNotOpenForCases: The series is not published.
        NotInNetwork: The municipality is not a member that counts.

    Passes on:
        NetworkClosed: The network is closed.
        CaseTitleMissing, QuestionMissing, FigureCountWrong, PresenterElsewhere: What is
        written does not hold together.
    """
    locked = lock_in_open_network(series)
    if locked.state != SeriesState.PUBLISHED:
        raise SeriesNotOpenForCases
    if not locked.network.memberships.counted().filter(municipality=municipality).exists():
        raise NotInNetwork
    case = Case(series=locked, municipality=municipality, created_by=by)
    _write(case, details, by=by, on_behalf_of=on_behalf_of)
    _take_figures(case, details.indicators, at=at)
    return case


@transaction.atomic
def change_case(
    *,
    case: Case,
    details: CaseDetails,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> Case:
    """Change what is written. A draft's figures are taken anew; later, only added ones are.

    The item of the programme follows the title, unless the hosts have named it otherwise.

    Passes on:
        CasePresented: It has been presented.
        NetworkClosed: The network is closed.
        CaseTitleMissing, QuestionMissing, FigureCountWrong, PresenterElsewhere: What is
        written does not hold together.
    """
    locked = unpresented(case)
    before = locked.title
    _write(locked, details, by=by, on_behalf_of=on_behalf_of)
    _take_figures(locked, details.indicators, at=at)
    item = locked.agenda_item
    if item is not None and item.title == before != locked.title:
        item.title = locked.title
        sign(item, by=by)
        item.save(update_fields=["title"])
    return locked


@transaction.atomic
def make_ready(*, case: Case, by: User | None, at: datetime) -> Case:
    """Show a draft to the hosts and the network, with today's figures. Again: no change.

    Raises:
        FigureCountWrong: It has no figure to start from.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = lock_case(case)
    if locked.state != CaseState.DRAFT:
        return locked
    rows = locked.figures.select_related("indicator").order_by("position", "pk")
    indicators = [row.indicator for row in rows]
    if not indicators:
        raise FigureCountWrong
    _take_figures(locked, indicators, at=at)
    locked.state = CaseState.READY
    save(locked, "state", by=by)
    return locked


@transaction.atomic
def make_draft(*, case: Case, by: User | None, at: datetime) -> Case:
    """Take a case that has no slot back to oneself. Again: no change.

    Raises:
        CaseHasSlot: It stands in a programme.

    Passes on:
        CasePresented: It has been presented.
        NetworkClosed: The network is closed.
    """
    locked = unpresented(case)
    if locked.gathering_id is not None:
        raise CaseHasSlot
    if locked.state != CaseState.DRAFT:
        locked.state = CaseState.DRAFT
        save(locked, "state", by=by)
    return locked


@transaction.atomic
def delete_case(*, case: Case, by: User | None) -> None:
    """Remove a draft.

    Raises:
        CasePresented: It is no draft any more, or others have given advice.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = lock_case(case)
    if locked.state != CaseState.DRAFT or locked.advice.exists() or locked.homework.exists():
        raise CasePresented
    sign(locked, by=by)
    locked.delete()


def lock_case(case: Case) -> Case:
    """Lock a case, after its series.

    Passes on:
        NetworkClosed: The network is closed.
    """
    series = lock_in_open_network(case.series)
    locked = (
        Case.objects.select_for_update(no_key=True, of=("self",))
        .select_related("municipality__country", "gathering", "agenda_item", "measure")
        .get(pk=case.pk)
    )
    locked.series = series
    return locked


def unpresented(case: Case) -> Case:
    """Lock a case that can still be changed.

    Raises:
        CasePresented: It has been presented.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = lock_case(case)
    if locked.state == CaseState.PRESENTED:
        raise CasePresented
    return locked


def _write(
    case: Case, details: CaseDetails, *, by: User | None, on_behalf_of: Municipality | None
) -> None:
    """Check and save what is written.

    Raises:
        CaseTitleMissing: There is no title.
        QuestionMissing: There is no question.
        FigureCountWrong: There are too many figures, or none for a case that is ready.
        PresenterElsewhere: The person does not work there, and was not named before.
    """
    if not details.title.strip():
        raise CaseTitleMissing
    if not details.question.strip():
        raise QuestionMissing
    least = 0 if case.state == CaseState.DRAFT else 1
    if not least <= len({each.pk for each in details.indicators}) <= MOST_FIGURES:
        raise FigureCountWrong
    person = details.contact
    if person is not None and person.pk not in {case.contact_id, by.pk if by else None}:
        people = presenters(case.municipality, people=people_of(case.municipality))
        if not people.filter(pk=person.pk).exists():
            raise PresenterElsewhere
    written = (details.title.strip(), details.background.strip(), details.question.strip())
    if written != (case.title, case.background, case.question):
        case.language = details.language
    case.title, case.background, case.question = written
    case.contact, case.on_behalf_of = person, on_behalf_of
    sign(case, by=by)
    case.save()


def _take_figures(case: Case, indicators: Sequence[Indicator], *, at: datetime) -> None:
    """Store what the dashboard says today; what a ready case began with stays."""
    wanted = list(dict.fromkeys(each.pk for each in indicators))
    kept: dict[int, CaseFigure] = {}
    if case.state != CaseState.DRAFT:
        kept = {row.indicator_id: row for row in case.figures.all()}
    now = figures_now(case.municipality, [key for key in wanted if key not in kept])
    case.figures.exclude(pk__in=[row.pk for row in kept.values()]).delete()
    case.figures.exclude(indicator__in=wanted).delete()
    for position, key in enumerate(wanted, start=1):
        row = kept.get(key)
        if row is None:
            reading = now[key].reading
            row = CaseFigure(
                case=case,
                indicator_id=key,
                period=reading.year,
                value=reading.value,
                is_hidden=reading.is_hidden,
                taken_at=at,
            )
        row.position = position
        row.save()


def save(case: Case, *fields: str, by: User | None) -> None:
    """Save some fields of a case that is locked."""
    sign(case, by=by)
    case.save(update_fields=[*fields, "updated_at"])
