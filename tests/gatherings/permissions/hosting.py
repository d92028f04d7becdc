"""Pages of the hosts; those who lead the network are hosts of all its series."""

from gatherings.actions import agenda, speakers
from gatherings.models import HostPerson, Registration
from tests.factories import UserFactory
from tests.gatherings.factories import AT
from tests.permission_rows import EVERYONE, LEADER, LEADER_FORM

_SERIES = (
    "host",
    "series-change",
    "series-publish",
    "series-cancel",
    "series-delete",
    "series-hosts",
    "host-people",
    "host-people-file",
    "host-log",
    "host-mail",
    "host-ask",
    "host-sign-up",
    "gathering-create",
    "speakers",
    "speaker-create",
)
_SEAT = ("seat-admit", "host-withdraw")
_GATHERING = (
    "gathering-change",
    "gathering-cancel",
    "gathering-reopen",
    "gathering-delete",
    "attendance",
    "door-code",
    "agenda",
    "item-create",
)
_ITEM = ("item-change", "item-remove", "item-move")
_SPEAKER = ("speaker-change", "speaker-remove", "speaker-link")

TABLE = {
    **{
        f"gatherings:{page}": LEADER
        for page in (
            "series-create",
            "planner",
            *_SERIES,
            *_SEAT,
            *_GATHERING,
            *_ITEM,
            *_SPEAKER,
            "host-remove",
        )
    },
    "gatherings:item-move": LEADER_FORM,
    "gatherings:speaker-page": EVERYONE,
    "gatherings:speaker-name": EVERYONE,
}
_SLUG = {"slug": "series"}


def host(world):
    row = HostPerson.objects.create(
        series=world["series"], person=UserFactory(), added_by=None, added_at=AT
    )
    return {**_SLUG, "host": row.pk}


def item(world):
    made = agenda.add_item(
        gathering=world["series"].gatherings.get(),
        details=agenda.ItemDetails(title="Coffee"),
        speakers=(),
        by=UserFactory(),
    )
    return {**_SLUG, "number": 1, "item": made.pk}


def speaker_of(world):
    return speakers.add_speaker(
        series=world["series"], details=speakers.SpeakerDetails(name="S"), by=UserFactory()
    )


def link(world):
    address = speakers.make_link(speaker=speaker_of(world), at=AT)
    return {"token": address.rstrip("/").rsplit("/", 1)[-1]}


ARGUMENTS = {
    "gatherings:series-create": lambda _world: {"slug": "network"},
    "gatherings:planner": lambda _world: {"slug": "network"},
    **{f"gatherings:{page}": lambda _world: _SLUG for page in _SERIES},
    **{
        f"gatherings:{page}": lambda _world: {
            **_SLUG,
            "registration": Registration.objects.get().pk,
        }
        for page in _SEAT
    },
    **{f"gatherings:{page}": lambda _world: {**_SLUG, "number": 1} for page in _GATHERING},
    **{f"gatherings:{page}": item for page in _ITEM},
    **{
        f"gatherings:{page}": lambda world: {**_SLUG, "speaker": speaker_of(world).pk}
        for page in _SPEAKER
    },
    "gatherings:host-remove": host,
    "gatherings:speaker-page": link,
    "gatherings:speaker-name": link,
}
