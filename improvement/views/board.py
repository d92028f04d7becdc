"""The board of a network: municipality × step, measures, and who is missing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common.dates import date_in_words
from common.numbers import whole_number
from improvement.enums import StepState
from improvement.queries.board import BoardCard, BoardData, BoardRow, arrange, read_board
from improvement.views.pages import NetworkWorkPage
from networks.models import Network

KEPT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class CardRow:
    """A round in a step, finished for the page."""

    title: str
    address: str
    state: str
    age: str
    quiet: str
    due: str
    is_late: bool
    help_text: str
    needs_help: bool


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One municipality of the board."""

    name: str
    group: str
    rounds_address: str
    cells: list[tuple[str, list[CardRow]]]
    is_empty: bool


@dataclass(frozen=True, slots=True)
class CountRow:
    """The measures of one municipality by state."""

    name: str
    address: str
    done: int
    on: int
    late: int
    stop: int
    plan: int
    stale: int


@dataclass(frozen=True, slots=True)
class MissingRow:
    """Functions that nobody fills in one municipality."""

    name: str
    address: str
    required: list[str]
    recommended: list[str]


class NetworkBoard(NetworkWorkPage, TemplateView):
    """Where each member stands, filtered by topic and group; read by the network's people."""

    permission_required = ()
    template_name = "improvement/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        topic, group = self.request.GET.get("tema", ""), self.request.GET.get("gruppe", "")
        data = read_board(
            self.network,
            at=_moment(self.network),
            topic=whole_number(topic),
            group=group,
        )
        programme = self.network.programme
        sets_cycle = self.request.user.has_perm("improvement.set_cycle", programme)
        context = super().get_context_data(
            cycle_of=programme if programme is not None and sets_cycle else None,
            board=_drawn(self.network, data),
            **kwargs,
        )
        context["crumbs"].append((_("The board"), ""))
        return context


def _drawn(network: Network, data: BoardData) -> SafeString:
    """Draw the board, or take it as it was drawn from the same reading.

    A network with hundreds of cards takes longer to draw than to read.
    """
    key = f"board-{network.pk}-{get_language()}-{data.digest}"
    kept: SafeString | None = cache.get(key)
    if kept is None:
        kept = render_to_string("improvement/board_content.html", _content(network, data))
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _content(network: Network, data: BoardData) -> dict[str, Any]:
    board = arrange(data)
    rounds = _before_the_key()
    names = [step.local_name for step in board.columns]
    texts = [name.text for name in names]
    rows = [_place_row(row, texts, rounds) for row in board.rows]
    cards = [card for row in board.rows for cell in row.cells for card in cell]
    return {
        "network": network,
        "columns": names,
        "rows": rows,
        "is_empty": not board.columns or all(row.is_empty for row in rows),
        "counts": [_count_row(row) for row in board.rows],
        "missing": [row for row in map(_missing_row, board.rows) if row is not None],
        "topics": board.topics,
        "groups": board.groups,
        "chosen_topic": data.topic,
        "chosen_group": data.group,
        "stale_days": board.stale_days,
        "helps": sum(card.needs_help for card in cards),
        "late": sum(card.is_late for card in cards),
        "round_count": len({card.round_pk for card in cards}),
    }


def _moment(network: Network) -> datetime:
    """Now, or when the network closed: its ages stand still then."""
    return network.closed_at or timezone.now()


def _before_the_key() -> str:
    """The part of a round's address before its key: looked up once, not for every card."""
    return reverse("improvement:round", kwargs={"pk": 0}).removesuffix("0/")


def _place_row(row: BoardRow, names: list[str], rounds: str) -> PlaceRow:
    place = row.municipality.address_keys
    return PlaceRow(
        name=str(row.municipality),
        group=row.group.name if row.group is not None else "",
        rounds_address=reverse("improvement:rounds", kwargs=place),
        cells=[
            (name, [_card_row(card, rounds) for card in cell])
            for name, cell in zip(names, row.cells, strict=True)
        ],
        is_empty=row.is_empty,
    )


def _card_row(card: BoardCard, rounds: str) -> CardRow:
    number = _("round %(n)s") % {"n": card.number}
    quiet = ""
    if card.state != StepState.DONE and card.quiet_days != card.age_days:
        quiet = ngettext(
            "last heard of %(n)s day ago", "last heard of %(n)s days ago", card.quiet_days
        ) % {"n": card.quiet_days}
    return CardRow(
        title=f"{card.topic or _('All topics')}, {number}",
        address=f"{rounds}{card.round_pk}/",
        state="" if card.state == StepState.ACTIVE else str(card.state.label),
        age=ngettext("%(n)s day", "%(n)s days", card.age_days) % {"n": card.age_days},
        quiet=quiet,
        due=date_in_words(card.due_on) if card.due_on is not None else "",
        is_late=card.is_late,
        help_text=card.help_text,
        needs_help=card.needs_help,
    )


def _count_row(row: BoardRow) -> CountRow:
    counts = row.measures
    return CountRow(
        name=str(row.municipality),
        address=reverse("improvement:measures", kwargs=row.municipality.address_keys),
        done=counts.done,
        on=counts.on_track,
        late=counts.late,
        stop=counts.stopped,
        plan=counts.not_started,
        stale=counts.stale,
    )


def _missing_row(row: BoardRow) -> MissingRow | None:
    missing = [one for one in row.functions if one.is_missing]
    if not missing:
        return None
    return MissingRow(
        name=str(row.municipality),
        address=reverse("improvement:functions", kwargs=row.municipality.address_keys),
        required=[str(one.function.label) for one in missing if one.is_required],
        recommended=[str(one.function.label) for one in missing if not one.is_required],
    )
