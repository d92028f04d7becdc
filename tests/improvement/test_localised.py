"""Indicators that networks adapt: made, revised, considered, adopted."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from improvement.actions import localised as actions
from improvement.actions.localised import LocalisedDetails
from improvement.models import IndicatorAdoption, LocalisedIndicator
from improvement.queries import localised as queries
from improvement.things.localised import things_for
from indicators.models import Indicator
from networks.actions.locks import NetworkClosed
from networks.enums import Role
from tests.factories import (
    IndicatorFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ObservationFactory,
    ProgrammeFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.improvement.localised_factories import (
    IndicatorAdoptionFactory,
    LocalisedIndicatorFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2030, 5, 1, 10, tzinfo=UTC)


def details(**changes):
    return LocalisedDetails(
        **{
            "name": "Hytter med fjernvarme",
            "language": "nb",
            "adapted": "Hytter telles med.",
            "reason": "Halvparten av husene er hytter.",
            "decided_by": "Styringsgruppen",
            "description": "Andel av hus og hytter.",
            "unit": "prosent",
            **changes,
        }
    )


def make(**changes):
    given = {
        "parent": IndicatorFactory(min_count=5, aggregation="mean"),
        "network": NetworkFactory(),
        "code": "heat.hytter",
        "details": details(),
        "by": UserFactory(),
        "at": AT,
        **changes,
    }
    return actions.localise(**given)


def leader_of(network):
    return RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=network).person


def revised_parent(**changes):
    """A localised indicator whose parent was revised after it was made."""
    row = LocalisedIndicatorFactory(
        parent=IndicatorFactory(description="Share of houses."),
        indicator__name="Hytter med fjernvarme",
        **changes,
    )
    row.parent.description = "Share of dwellings."
    row.parent.save()
    return row


# --- made ---


def test_the_child_takes_over_what_protects_small_numbers():
    made = make()

    child = made.indicator
    assert (child.code, child.name, child.unit) == (
        "heat.hytter", "Hytter med fjernvarme", "prosent",
    )  # fmt: skip
    assert (child.min_count, child.aggregation) == (5, "mean")
    assert (made.version, made.parent_seen_at, made.decided_by) == (1, AT, "Styringsgruppen")
    assert made.history.get().history_user == made.created_by
    assert child.history.get().history_user == made.created_by


def test_a_code_is_used_once_whatever_its_case():
    IndicatorFactory(code="Heat.Hytter")

    with pytest.raises(actions.CodeTaken):
        make()

    assert not LocalisedIndicator.objects.exists()


def test_an_adapted_indicator_is_not_adapted_again():
    with pytest.raises(actions.ParentIsLocalised):
        make(parent=LocalisedIndicatorFactory().indicator)


def test_a_closed_network_makes_none():
    with pytest.raises(NetworkClosed):
        make(network=NetworkFactory(closed_at=AT))


# --- next versions ---


def revise(row, **changes):
    given = {
        "details": details(),
        "change": "Garasjer regnes ikke med.",
        "seen_version": 1,
        "parent_seen_at": None,
        "by": UserFactory(),
        "at": AT,
        **changes,
    }
    return actions.revise(localised=row, **given)


def test_a_new_version_keeps_the_former_in_the_history():
    row = make()
    revise(row, details=details(description="Andel av alle bygg."))

    row.refresh_from_db()
    kept = row.history.order_by("history_id").values_list("version", "history_change_reason")
    assert row.version == 2
    assert row.indicator.description == "Andel av alle bygg."
    assert list(kept) == [(1, None), (2, "Garasjer regnes ikke med.")]
    assert row.indicator.history.count() == 2


def test_the_same_again_is_no_version():
    row = make()

    with pytest.raises(actions.NothingNew):
        revise(row)


def test_two_who_revise_at_once_do_not_write_over_each_other():
    row = make()
    revise(row, details=details(unit="antall"))

    with pytest.raises(actions.NewerVersion):
        revise(row, details=details(unit="kWh"))

    assert Indicator.objects.get(code="heat.hytter").unit == "antall"


# --- the parent is revised ---


def test_a_revision_is_told_with_old_and_new_text():
    row = revised_parent()

    with translation.override("en"):
        found = queries.revision_of(row)

        assert [(one.label, one.old, one.new) for one in found.differences] == [
            ("Definition", "Share of houses.", "Share of dwellings.")
        ]


def test_a_change_of_licence_or_decimals_is_no_revision():
    row = LocalisedIndicatorFactory()
    row.parent.licence = "NLOD 2.0"
    row.parent.decimals = 3
    row.parent.save()

    assert queries.revision_of(row) is None


def test_a_change_that_was_taken_back_is_no_revision():
    row = revised_parent()
    row.parent.description = "Share of houses."
    row.parent.save()

    assert queries.revision_of(row) is None


def test_keeping_it_as_it_is_answers_this_revision_and_not_the_next():
    row = revised_parent()
    seen = queries.revision_of(row).at
    actions.keep_as_is(
        localised=row, parent_seen_at=seen, comment="Gjelder ikke oss.", by=UserFactory(),
        at=AT,
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.version, queries.revision_of(row)) == (1, None)

    row.parent.unit = "share"
    row.parent.save()

    assert [one.new for one in queries.revision_of(row).differences] == ["share"]


def test_a_stand_is_taken_once():
    row = LocalisedIndicatorFactory(parent_seen_at=AT)

    with pytest.raises(actions.NotRevised):
        actions.keep_as_is(
            localised=row, parent_seen_at=AT, comment="", by=UserFactory(), at=AT
        )


def test_nobody_takes_a_stand_on_what_is_to_come():
    row = LocalisedIndicatorFactory(parent_seen_at=AT - timedelta(days=1))

    kept = actions.keep_as_is(
        localised=row, parent_seen_at=AT + timedelta(days=400), comment="", by=UserFactory(),
        at=AT,
    )  # fmt: skip

    assert kept.parent_seen_at == AT


def test_a_new_version_answers_the_revision_too():
    row = revised_parent()
    seen = queries.revision_of(row).at

    revise(row, parent_seen_at=seen, at=seen)

    row.refresh_from_db()
    assert (row.version, queries.revision_of(row)) == (2, None)


# --- what waits for the leader ---


def test_the_leader_gets_a_thing_and_others_get_none():
    row = revised_parent()
    programme = ProgrammeFactory()
    row.network.programme = programme
    row.network.save()
    leaders = [
        leader_of(row.network),
        RoleAssignmentFactory(role=Role.NETWORK_LEADER, programme=programme).person,
    ]
    others = [
        UserFactory(),
        leader_of(NetworkFactory()),
        RoleAssignmentFactory(role=Role.READER, network=row.network).person,
    ]
    later = datetime.now(tz=UTC) + timedelta(minutes=1)

    address = reverse("improvement:localised-consider", kwargs={"pk": row.pk})
    assert [[one.address for one in things_for(person, later)] for person in leaders] == [
        [address],
        [address],
    ]
    assert [things_for(person, later) for person in others] == [[], [], []]


def test_a_closed_network_is_asked_nothing():
    row = revised_parent(network=NetworkFactory(closed_at=AT))

    assert things_for(leader_of(row.network), AT) == []


@pytest.mark.parametrize("count", [1, 4])
def test_things_take_a_fixed_number_of_queries(count, django_assert_num_queries):
    network = NetworkFactory()
    for _each in range(count):
        revised_parent(network=network)
    leader = leader_of(network)

    with django_assert_num_queries(3):
        found = things_for(leader, AT)

    assert len(found) == count


# --- adopted ---


def adopt(row, network, **changes):
    given = {"seen_version": row.version, "by": UserFactory(), "at": AT, **changes}
    return actions.adopt(localised=row, network=network, **given)


def test_another_network_uses_it_with_the_link_kept():
    row, network = LocalisedIndicatorFactory(), NetworkFactory()

    first = adopt(row, network)
    again = adopt(row, network)

    assert first.pk == again.pk
    kept = IndicatorAdoption.objects.get()
    assert (kept.localised, kept.network, kept.version) == (row, network, 1)


def test_going_over_to_the_newest_version():
    row, network = make(), NetworkFactory()
    adopt(row, network)
    row = revise(row, details=details(unit="antall"))

    adopt(row, network, at=AT + timedelta(days=1))

    kept = IndicatorAdoption.objects.get()
    assert (kept.version, kept.adopted_at) == (2, AT + timedelta(days=1))


def test_what_was_not_shown_is_not_adopted():
    row = LocalisedIndicatorFactory(version=2)

    with pytest.raises(actions.NewerVersion):
        adopt(row, NetworkFactory(), seen_version=1)


def test_a_network_does_not_adopt_its_own():
    row = LocalisedIndicatorFactory()

    with pytest.raises(actions.OwnIndicator):
        adopt(row, row.network)


def test_letting_it_go_keeps_the_values():
    kept = IndicatorAdoptionFactory()
    ObservationFactory(indicator=kept.localised.indicator)

    actions.release(localised=kept.localised, network=kept.network)
    actions.release(localised=kept.localised, network=kept.network)

    assert not IndicatorAdoption.objects.exists()
    assert kept.localised.indicator.observations.count() == 1


def test_a_closed_network_neither_adopts_nor_lets_go():
    kept = IndicatorAdoptionFactory(network=NetworkFactory(closed_at=AT))

    with pytest.raises(NetworkClosed):
        adopt(LocalisedIndicatorFactory(), kept.network)
    with pytest.raises(NetworkClosed):
        actions.release(localised=kept.localised, network=kept.network)


# --- who may read ---


def test_members_of_a_network_that_uses_it_read_it_though_its_maker_is_closed_to_them():
    closed = NetworkFactory(is_public=False)
    row = LocalisedIndicatorFactory(network=closed)
    member = MembershipFactory()
    IndicatorAdoptionFactory(localised=row, network=member.network)
    reader = RoleAssignmentFactory(municipality=member.municipality, role=Role.READER).person

    assert list(queries.visible_localised(reader)) == [row]
    assert list(queries.visible_localised(UserFactory())) == []


def test_what_a_municipality_types_values_of():
    member = MembershipFactory()
    own = LocalisedIndicatorFactory(network=member.network, indicator__name="B")
    used = LocalisedIndicatorFactory(indicator__name="A")
    IndicatorAdoptionFactory(localised=used, network=member.network)
    LocalisedIndicatorFactory()
    left = MembershipFactory(municipality=member.municipality, state="DECLINED")
    LocalisedIndicatorFactory(network=left.network)

    assert list(queries.used_in(member.municipality)) == [used, own]
    assert list(queries.used_in(MunicipalityFactory())) == []


def test_search_finds_other_letters_of_the_same_sound():
    network, reader = NetworkFactory(), UserFactory()
    row = LocalisedIndicatorFactory(indicator__name="Kjøretøy i Älvdalen")

    found = [list(queries.to_adopt(reader, network, text=text)) for text in ("ælv", "xyz")]

    assert found == [[row], []]
