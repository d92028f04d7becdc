"""Groups within a network, and which group a member belongs to."""

from django.db import transaction

from accounts.models import User
from networks.actions.changes import announce
from networks.actions.locks import Refused, current_membership, open_network, sign
from networks.actions.slugs import slug_for
from networks.enums import GroupKind
from networks.models import Membership, Network, SubGroup


class GroupNameTaken(Refused):
    """The network has another group with this name."""


class GroupOfOtherNetwork(Refused):
    """The group belongs to another network, or does not hold members."""


@transaction.atomic
def add_group(*, network: Network, name: str, kind: GroupKind = GroupKind.MEMBERS) -> SubGroup:
    """Add a group; one with the same name and kind is returned as it is.

    Raises:
        GroupNameTaken: A group of another kind has this name.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = open_network(network=network)
    slug = slug_for(name)
    existing = locked.groups.filter(slug=slug).first()
    if existing is not None:
        if existing.kind != kind:
            raise GroupNameTaken
        return existing
    return locked.groups.create(slug=slug, name=name.strip(), kind=kind)


@transaction.atomic
def change_group(*, group: SubGroup, name: str, kind: GroupKind) -> SubGroup:
    """Rename a group or change its kind. Its address stays.

    Raises:
        GroupNameTaken: Another group has this name.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = open_network(network=group.network)
    others = locked.groups.exclude(pk=group.pk)
    if others.filter(slug=slug_for(name)).exists() or others.filter(name=name).exists():
        raise GroupNameTaken
    changed = locked.groups.get(pk=group.pk)
    changed.name, changed.kind = name.strip(), kind
    changed.save()
    if kind != GroupKind.MEMBERS and changed.memberships.update(group=None):
        announce(networks=[locked.pk])
    return changed


@transaction.atomic
def remove_group(*, group: SubGroup) -> None:
    """Remove a group; its members stay in the network. Again changes nothing.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = open_network(network=group.network)
    locked.groups.filter(pk=group.pk).delete()
    announce(networks=[locked.pk])


@transaction.atomic
def put_in_group(
    *, membership: Membership, group: SubGroup | None, by: User | None
) -> Membership:
    """Put a member in a group, or in none.

    Raises:
        GroupOfOtherNetwork: The group is another network's, or not one of members.

    Passes on:
        NetworkClosed: The network is closed.
        NotInNetwork: The municipality has left or declined.
    """
    locked = current_membership(membership=membership)
    if group is not None and (
        group.network_id != locked.network_id or group.kind != GroupKind.MEMBERS
    ):
        raise GroupOfOtherNetwork
    if locked.group_id != (group.pk if group else None):
        locked.group = group
        sign(locked, by=by)
        locked.save()
        announce(networks=[locked.network_id])
    return locked
