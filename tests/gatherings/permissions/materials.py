"""Who may open which page of materials and minutes."""

from django.core.files.uploadedfile import SimpleUploadedFile

from gatherings.actions.materials import MaterialDetails, add_material
from gatherings.enums import Access
from tests.factories import UserFactory
from tests.permission_rows import EVERYONE, LEADER, LEADER_FORM, MEMBERS

_HOST = ("materials", "material-add", "material-change", "material-remove", "minutes")
TABLE = {
    **{f"gatherings:{page}": LEADER for page in _HOST},
    "gatherings:material-move": LEADER_FORM,
    "gatherings:material-file": MEMBERS,
    "gatherings:seat-material": EVERYONE,  # with the secret link to a seat
}


def material(world):
    return add_material(
        series=world["series"],
        details=MaterialDetails(access=Access.NETWORK),
        upload=SimpleUploadedFile("a.txt", b"text"),
        by=UserFactory(),
    ).pk


def hosted(world):
    return {"slug": "series", "pk": material(world)}


ARGUMENTS = {
    "gatherings:materials": lambda _world: {"slug": "series"},
    "gatherings:material-add": lambda _world: {"slug": "series"},
    "gatherings:material-change": hosted,
    "gatherings:material-move": hosted,
    "gatherings:material-remove": hosted,
    "gatherings:minutes": lambda _world: {"slug": "series", "number": 1},
    "gatherings:material-file": lambda world: {"pk": material(world)},
    "gatherings:seat-material": lambda world: {
        "token": world["seat_token"],
        "pk": material(world),
    },
}
