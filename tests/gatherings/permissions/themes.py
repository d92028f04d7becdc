"""Who may open which page of themes."""

from datetime import timedelta

from django.utils import timezone

from gatherings.actions import polls, proposals
from gatherings.models import Registration, ThemePoll
from tests.factories import UserFactory
from tests.gatherings.factories import GatheringFactory
from tests.permission_rows import EVERYONE, LEADER, MISSING, MOVED, row

_POLL = (
    "poll-host",
    "poll-change",
    "poll-open",
    "poll-cancel",
    "poll-count",
    "poll-tie",
    "poll-propose",
)
_PROPOSAL = ("proposal-change", "proposal-withdraw", "proposal-merge", "proposal-part")
_OWN = ("seat-proposal", "seat-proposal-withdraw")

TABLE = {
    **{
        f"gatherings:{page}": LEADER
        for page in ("polls", "poll-create", "theme-change", *_POLL, *_PROPOSAL)
    },
    # Leads hosts to their page, and those who have a seat to theirs.
    "gatherings:poll": row(
        403,
        signed_out=MOVED,
        no_role=MISSING,
        coordinator_elsewhere=MISSING,
        network_leader=MOVED,
        superuser=MOVED,
    ),
    # Whoever has the secret link.
    **{f"gatherings:{page}": EVERYONE for page in ("seat-poll", "seat-propose", *_OWN)},
}


def poll_in(world) -> ThemePoll:
    series, host, at = world["series"], UserFactory(), timezone.now()
    later = GatheringFactory(series=series, number=9, day=None)
    rules = polls.PollRules(
        question="Which?",
        opens_at=at + timedelta(hours=1),
        closes_at=at + timedelta(hours=2),
    )
    return polls.make_poll(series=series, rules=rules, decides=[later], by=host, at=at)


def proposal_in(poll):
    return proposals.propose(
        poll=poll,
        title="Housing",
        registration=Registration.objects.get(),
        by=None,
        at=timezone.now(),
    )


def of_host(world):
    return {"slug": "series", "poll": poll_in(world).pk}


def of_host_and_theme(world):
    poll = poll_in(world)
    return {"slug": "series", "poll": poll.pk, "proposal": proposal_in(poll).pk}


def of_seat(world):
    return {"token": world["seat_token"], "poll": poll_in(world).pk}


def of_seat_and_theme(world):
    poll = poll_in(world)
    return {
        "token": world["seat_token"],
        "poll": poll.pk,
        "proposal": proposal_in(poll).pk,
    }


ARGUMENTS = {
    "gatherings:polls": lambda _world: {"slug": "series"},
    "gatherings:poll-create": lambda _world: {"slug": "series"},
    "gatherings:theme-change": lambda _world: {"slug": "series", "number": 1},
    "gatherings:poll": of_host,
    **{f"gatherings:{page}": of_host for page in _POLL},
    **{f"gatherings:{page}": of_host_and_theme for page in _PROPOSAL},
    "gatherings:seat-poll": of_seat,
    "gatherings:seat-propose": of_seat,
    **{f"gatherings:{page}": of_seat_and_theme for page in _OWN},
}
