from datetime import UTC, date, datetime

import pytest

from networks.actions import groups
from networks.actions.locks import NetworkClosed, NotInNetwork
from networks.enums import GroupKind
from networks.models import SubGroup
from tests.factories import MembershipFactory, NetworkFactory, SubGroupFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_adding_a_group_twice_gives_one():
    network = NetworkFactory()
    first = groups.add_group(network=network, name="Midt-Troms ")
    assert groups.add_group(network=network, name="Midt-Troms") == first
    assert (first.slug, first.name, first.kind) == ("midt-troms", "Midt-Troms", "MEMBERS")
    with pytest.raises(groups.GroupNameTaken):
        groups.add_group(network=network, name="Midt-Troms", kind=GroupKind.STEERING)


def test_changing_a_group_keeps_its_address():
    group = SubGroupFactory(slug="nord", name="Nord")
    changed = groups.change_group(group=group, name="Finnmark", kind=GroupKind.MEMBERS)
    assert (changed.slug, changed.name) == ("nord", "Finnmark")


def test_a_name_is_used_once():
    group = SubGroupFactory(slug="nord", name="Nord")
    other = SubGroupFactory(network=group.network, slug="sor", name="Sør")
    with pytest.raises(groups.GroupNameTaken):
        groups.change_group(group=other, name="Nord", kind=GroupKind.MEMBERS)


def test_a_group_that_holds_members_no_more_lets_them_go():
    membership = MembershipFactory()
    group = SubGroupFactory(network=membership.network)
    groups.put_in_group(membership=membership, group=group, by=None)

    groups.change_group(group=group, name=group.name, kind=GroupKind.STEERING)

    membership.refresh_from_db()
    assert membership.group is None


def test_removing_a_group_keeps_its_members():
    membership = MembershipFactory()
    group = SubGroupFactory(network=membership.network)
    groups.put_in_group(membership=membership, group=group, by=None)

    for _ in range(2):
        groups.remove_group(group=group)

    membership.refresh_from_db()
    assert (membership.group, membership.state, SubGroup.objects.count()) == (
        None,
        "APPLIED",
        0,
    )


def test_members_are_put_in_groups_of_members_in_their_own_network():
    membership = MembershipFactory()
    steering = SubGroupFactory(network=membership.network, kind=GroupKind.STEERING)
    for group in (SubGroupFactory(), steering):
        with pytest.raises(groups.GroupOfOtherNetwork):
            groups.put_in_group(membership=membership, group=group, by=None)
    own = SubGroupFactory(network=membership.network)

    put = groups.put_in_group(membership=membership, group=own, by=None)
    out = groups.put_in_group(membership=membership, group=None, by=None)

    assert (put.group, out.group) == (own, None)


def test_groups_of_a_closed_network_stay():
    group = SubGroupFactory(network=NetworkFactory(closed_at=AT))
    with pytest.raises(NetworkClosed):
        groups.remove_group(group=group)
    with pytest.raises(NetworkClosed):
        groups.change_group(group=group, name="A", kind=GroupKind.MEMBERS)
    with pytest.raises(NetworkClosed):
        groups.add_group(network=group.network, name="A")


def test_one_that_left_is_in_no_group():
    membership = MembershipFactory(state="LEFT", left_on=date(2026, 11, 1))
    group = SubGroupFactory(network=membership.network)
    with pytest.raises(NotInNetwork):
        groups.put_in_group(membership=membership, group=group, by=None)
