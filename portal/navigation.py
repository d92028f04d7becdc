"""Where one may go: the first item is where the role begins, no link leads to a 403."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models.scope import OFFICERS
from assessments.queries.reach import reach
from improvement.queries.acting import workplaces
from networks.enums import Role
from networks.models import Municipality, Network, Region
from networks.queries import Roles, roles_of
from portal.queries.waiting import count_waiting
from procurement.models import Supplier
from procurement.queries.suppliers import person_of_company

_ONE_GATHERING = "/samling/"  # how the addresses of single gatherings begin
_MOST_OWN = 3  # whoever has more works and leads, and has the own network among them
# So many stand beside name and language at 1200 pixels, in every language.
_IN_LINE, _FEWER = 6, 5
_NEED_PAGES = ("solution-list", "watches", "desk")
_WORK_PAGES = ("measures", "rounds", "reports", "municipality-conflicts", "state-inputs")


@dataclass(frozen=True, slots=True)
class Item:
    """One link of a menu."""

    label: str
    href: str
    current: bool = False
    count: int = 0
    also: tuple[str, ...] = ()
    """Beginnings of further addresses that belong under it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the footer."""

    title: str
    links: list[Item]


@dataclass(frozen=True, slots=True)
class Home:
    """The place where a person's work begins."""

    kind: str
    place: Municipality | Region | Network
    role: str

    @property
    def href(self) -> str:
        """The address of its overview."""
        return self.place.get_absolute_url()


def for_visitor(*, path: str) -> list[Item]:
    """Give the menu of someone who has not signed in."""
    return _marked(_places_of_all() + _places_to_look_up(), path)


def for_reader(person: User, *, path: str) -> dict[str, Any]:
    """Give menu, roles and own pages of someone who has signed in.

    One query, at most two; the number of things that wait is kept for a minute.
    """
    roles = roles_of(person)
    places = workplaces(person)
    homes = homes_of(roles, known=places)
    work = _work_items(person, roles, places)
    company = None if roles else company_of(person)
    items = _company_items(company) + work[:1]
    begins_there = not places and begins_with_cases(roles)
    cases = _cases_items(person, roles, homes)
    items += cases if begins_there else []
    items += [Item(_home_label(home, homes), home.href) for home in homes[:2]]
    items += work[1:]
    items += cases if roles.regions and not begins_there else []
    is_crowded = len(items) > _MOST_OWN
    of_all = [item for item in _places_of_all() if item not in items]
    if is_crowded:
        of_all = [*of_all[1:], of_all[0]]
    own = _own(homes, roles) + _company_pages(company)
    if roles.any_of(Role.NETWORK_LEADER) or person.is_superuser:
        place = own if is_crowded else of_all
        place.append(Item(_("Administer"), reverse("networks:manage")))
    items += of_all
    further = [] if roles.regions else cases
    further += [item for item in _places_to_look_up() if item not in items]
    if roles.any_of(Role.ADMINISTRATOR) or person.is_superuser:
        own.append(Item(_("Import"), reverse("indicators:import-list")))
    menu = own + _links(
        (_("Profile and language"), "accounts:profile"),
        (_("Sessions"), "usersessions_list"),
        (_("Two-step sign-in"), "mfa_index"),
        (_("Change password"), "account_change_password"),
        (_("My data"), "portal:account-data"),
    )
    menu += _role_pages(homes, roles) + _audit_pages(homes, roles)
    if person.is_staff:
        menu += _links((_("Administration of the site"), "admin:index"))
    return {
        "reader": person,
        "reader_initials": initials(person.get_full_name()),
        "reader_roles": [f"{home.role}, {home.place}" for home in homes]
        or ([company.name] if company else []),
        "reader_menu": menu,
        **_in_line(_marked(items + further, path), most=_FEWER if is_crowded else _IN_LINE),
    }


def homes_of(roles: Roles, *, known: Iterable[Municipality] = ()) -> list[Home]:
    """List the places where someone has a role: councils first, then municipalities.

    Args:
        roles: Of that person.
        known: Municipalities that have been read already.
    """
    homes: list[Home] = []
    if roles.regions:
        networks = Network.objects.filter(region__in=roles.regions, closed_at=None)
        by_region = {network.region_id: network for network in networks.order_by("pk")}
        for region in Region.objects.filter(pk__in=roles.regions).order_by("pk"):
            place = by_region.get(region.pk, region)
            homes.append(Home("region", place, _role_names(roles.regions[region.pk])))
    if roles.networks or roles.programmes:
        mine = Q(pk__in=roles.networks) | Q(programme__in=roles.programmes)
        for network in Network.objects.filter(mine).order_by("pk")[:20]:
            held = roles.networks.get(network.pk, set()) | roles.programmes.get(
                network.programme_id or 0, set()
            )
            homes.append(Home("network", network, _role_names(held)))
    if roles.municipalities:
        read = {place.pk: place for place in known}
        if not roles.municipalities.keys() <= read.keys():
            read = Municipality.objects.in_bulk(list(roles.municipalities))
        own = [read[pk] for pk in sorted(roles.municipalities)]
        homes += [Home("municipality", m, _role_names(roles.municipalities[m.pk])) for m in own]
    return homes


def role_in(roles: Roles, place: Municipality) -> str:
    """Say what someone is in a municipality; for its region, where it is only there."""
    own = roles.municipalities.get(place.pk)
    return _role_names(own) if own else _("acts for the municipality")


def begins_with_work(person: User) -> bool:
    """Whether the person has work to do, so that «Min kommune» comes first."""
    return bool(workplaces(person))


def begins_with_cases(roles: Roles) -> bool:
    """Whether the person handles the cases of a region."""
    return any(held & set(OFFICERS) for held in roles.regions.values())


def footer() -> list[Column]:
    """Give the columns of the footer."""
    return [
        Column(
            _("Insight"),
            [
                Item(_("How we compute"), reverse("portal:methods")),
                Item(_("Goals and targets"), reverse("portal:goals")),
                Item(_("Data sources and licences"), reverse("portal:sources")),
            ],
        ),
        Column(
            _("Find"),
            [
                Item(_("Municipalities"), reverse("portal:municipalities")),
                Item(_("Networks"), reverse("portal:networks")),
                Item(_("Indicators"), reverse("portal:indicators")),
                Item(_("Needs"), reverse("procurement:need-list")),
                Item(_("Solutions"), reverse("procurement:solution-list")),
                Item(_("Knowledge"), reverse("knowledge:home")),
                Item(_("Search"), reverse("portal:search")),
            ],
        ),
        Column(
            _("About the site"),
            [
                Item(_("About Samverk"), reverse("portal:about", args=["samverk"])),
                Item(_("Accessibility"), reverse("portal:about", args=["tilgjengelighet"])),
                Item(_("Privacy"), reverse("portal:about", args=["personvern"])),
                Item(_("Cookies"), reverse("portal:about", args=["informasjonskapsler"])),
            ],
        ),
    ]


def initials(name: str) -> str:
    """Give the first letters of the first and last word of a name."""
    parts = name.replace("@", " ").split()
    letters = [parts[0][0], parts[-1][0]] if len(parts) > 1 else [name[:1]]
    return "".join(letters).upper()


def _places_of_all() -> list[Item]:
    """Give what goes on, for everybody."""
    return [
        Item(_("Networks"), reverse("portal:networks")),
        _needs(),
        Item(_("Gatherings"), reverse("gatherings:series-list"), also=(_ONE_GATHERING,)),
    ]


def _places_to_look_up() -> list[Item]:
    """Give what is looked up now and then."""
    return [
        Item(_("Knowledge"), reverse("knowledge:home")),
        Item(_("Municipalities"), reverse("portal:municipalities")),
        Item(_("Indicators"), reverse("portal:indicators")),
    ]


def _in_line(items: list[Item], *, most: int) -> dict[str, list[Item]]:
    """Part the menu so that it keeps to one line; at least two stand under «More»."""
    if len(items) <= most:
        return {"nav": items, "nav_more": []}
    number = min(most, len(items) - 2)
    return {"nav": items[:number], "nav_more": items[number:]}


def _cases_items(person: User, roles: Roles, homes: list[Home]) -> list[Item]:
    """Link to the cases, for a region's people and those whom cases concern that go on."""
    near = reach()
    networks = [home.place for home in homes if isinstance(home.place, Network)]
    concerns = (
        roles.regions
        or person.is_superuser
        or person.pk in near.people
        or not near.places.isdisjoint(roles.municipalities)
        or any(network.region_id in near.regions for network in networks)
    )
    return [Item(_("Assessments"), reverse("assessments:case-list"))] if concerns else []


def _work_items(person: User, roles: Roles, places: list[Municipality]) -> list[Item]:
    """Give «Min kommune» with its number, and the page of the work.

    Those who lead a network, or have a part in cases, and work in no municipality see it
    while something waits.
    """
    mine = reverse("portal:mine")
    if not places:
        has_part = roles.regions or person.pk in reach().people
        if not has_part and not roles.any_of(Role.NETWORK_LEADER):
            return []
        count = count_waiting(person, at=timezone.now())
        return [Item(_("To do"), mine, count=count)] if count else []
    kwargs = places[0].address_keys
    return [
        Item(_("My municipality"), mine, count=count_waiting(person, at=timezone.now())),
        Item(
            _("Goals and measures"),
            reverse("improvement:work", kwargs=kwargs),
            also=tuple(reverse(f"improvement:{name}", kwargs=kwargs) for name in _WORK_PAGES),
        ),
    ]


def _company_items(company: Supplier | None) -> list[Item]:
    """Give the desk of a company, and the needs, to those who act for one."""
    if company is None:
        return []
    return [Item(_("Our solutions"), reverse("procurement:desk")), _needs()]


def _company_pages(company: Supplier | None) -> list[Item]:
    """Link to what those who act for a company change."""
    if company is None:
        return []
    return _links(
        (_("Your company"), "procurement:supplier-change"),
        (_("Alerts"), "procurement:watches"),
    )


def company_of(person: User) -> Supplier | None:
    """Give the company that somebody acts for; one query. People with roles have none."""
    member = person_of_company(person)
    return member.supplier if member is not None else None


def _needs() -> Item:
    also = tuple(reverse(f"procurement:{name}") for name in _NEED_PAGES)
    return Item(_("Needs"), reverse("procurement:need-list"), also=also)


def _home_label(home: Home, homes: list[Home]) -> str:
    if home.kind == "region":
        return _("The region")
    if home.kind == "network":
        return _("The network")
    if sum(other.kind == "municipality" for other in homes) == 1:
        return _("Status")
    return str(home.place)


def _role_names(codes: set[str]) -> str:
    return ", ".join(str(label) for code, label in Role.choices if code in codes).capitalize()


def _own(homes: list[Home], roles: Roles) -> list[Item]:
    """Give the own pages of the first municipality that a person works in."""
    places = (home.place for home in homes if isinstance(home.place, Municipality))
    place = next(places, None)
    if place is None:
        return []
    held = roles.municipalities[place.pk]
    kwargs = place.address_keys
    items = []
    if held & {Role.ADMINISTRATOR, Role.COORDINATOR, Role.CONTRIBUTOR}:
        items.append(Item(_("Own figures"), reverse("indicators:own-values", kwargs=kwargs)))
    if held & {Role.ADMINISTRATOR, Role.COORDINATOR}:
        address = reverse("networks:municipality-networks", kwargs=kwargs)
        items.append(Item(_("Our networks and decisions"), address))
    return items


def _role_pages(homes: list[Home], roles: Roles) -> list[Item]:
    """Link to where the person gives roles; at most three, the others are on their pages."""
    items = []
    for home in homes:
        place = home.place
        if isinstance(place, Municipality):
            gives = Role.ADMINISTRATOR in roles.municipalities.get(place.pk, set())
            address = "networks:municipality-roles"
            keys = place.address_keys
        elif isinstance(place, Network):
            gives = Role.NETWORK_LEADER in roles.networks.get(place.pk, set())
            address, keys = "networks:network-roles", {"slug": place.slug}
        else:
            gives = Role.ADMINISTRATOR in roles.regions.get(place.pk, set())
            address, keys = "networks:region-roles", {"slug": place.slug}
        if gives:
            label = _("Roles in %(place)s") % {"place": getattr(place, "label", place)}
            items.append(Item(label, reverse(address, kwargs=keys)))
    return items[:3]


def _audit_pages(homes: list[Home], roles: Roles) -> list[Item]:
    """Link to all changes of the first municipality that the person administers."""
    for home in homes:
        place = home.place
        if isinstance(place, Municipality) and (
            Role.ADMINISTRATOR in roles.municipalities.get(place.pk, set())
        ):
            keys = place.address_keys
            label = _("All changes in %(place)s") % {"place": place}
            return [Item(label, reverse("improvement:audit", kwargs=keys))]
    return []


def _links(*wanted: tuple[str, str]) -> list[Item]:
    return [Item(label, reverse(name)) for label, name in wanted]


def _marked(items: list[Item], path: str) -> list[Item]:
    """Mark the item whose address begins the path; the longest one wins."""
    fitting = [
        (len(begins), item.href)
        for item in items
        for begins in (item.href, *item.also)
        if path.startswith(begins) and begins != "/"
    ]
    current = max(fitting, default=(0, ""))[1]
    return [replace(item, current=item.href == current) for item in items]
