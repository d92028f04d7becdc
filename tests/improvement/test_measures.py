"""Measures: written, changed, copied, archived, listed."""

from datetime import date, timedelta

import pytest

from improvement.actions import measures as actions
from improvement.actions.measures import Expectation
from improvement.enums import MeasureState, Pull
from improvement.models import Measure
from improvement.queries.measures import (
    NETWORK,
    NOBODY,
    MeasureChoice,
    measure_list,
    stale,
)
from improvement.queries.settings import settings_by_programme
from networks.actions.locks import NetworkClosed, NotInNetwork
from networks.enums import Role
from tests.factories import (
    IndicatorFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RegionFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.improvement.factories import MeasureFactory, ObjectiveFactory, RoundFactory
from tests.improvement.measures import AT, create, pulls, worker, written
from tests.improvement.targets import target

pytestmark = pytest.mark.django_db


def test_a_measure_is_written_with_all_its_parts():
    membership = MembershipFactory()
    place, network = membership.municipality, membership.network
    person, moved = worker(place), IndicatorFactory()
    round_ = RoundFactory(municipality=place, network=network)
    RoundFactory(municipality=place)
    objective = ObjectiveFactory(municipality=place)

    measure = create(
        place,
        written(
            title="  Electric vans ",
            network=network,
            objective=objective,
            responsible_person=person,
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 1, 1),
            helps=(target("13.2"),),
            hurts=(target("15.1"),),
            expectations=(Expectation(moved, 24, "down"),),
        ),
        by=person,
    )

    measure.refresh_from_db()
    assert measure.title == "Electric vans"
    assert (measure.round, measure.network, measure.objective) == (round_, network, objective)
    assert (measure.state, measure.logged_at) == (MeasureState.NOT_STARTED, None)
    assert pulls(measure) == [("13.2", "HELPS"), ("15.1", "HURTS")]
    row = measure.expectations.get()
    assert (row.indicator, row.delay_months, row.expected) == (moved, 24, "down")
    assert measure.created_by == person
    assert measure.history.get().history_user == person


def test_acting_on_behalf_is_written_on_the_row():
    place = MunicipalityFactory()

    measure = create(place, on_behalf_of=place)

    assert measure.on_behalf_of == place


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"title": "  "}, actions.TitleMissing),
        (
            {"starts_on": date(2026, 2, 2), "ends_on": date(2026, 2, 1)},
            actions.EndsBeforeStart,
        ),
    ],
)
def test_what_does_not_hold_together_is_refused(given, refused):
    with pytest.raises(refused):
        create(MunicipalityFactory(), written(**given))
    assert not Measure.objects.exists()


def test_a_target_is_not_both_helped_and_hurt():
    with pytest.raises(actions.TargetBothWays):
        create(
            MunicipalityFactory(),
            written(helps=(target("13.2"),), hurts=(target("13.2"),)),
        )


def test_what_belongs_elsewhere_is_refused():
    place = MunicipalityFactory()
    archived = ObjectiveFactory(municipality=place, archived_at=AT)

    for objective in (ObjectiveFactory(), archived):
        with pytest.raises(actions.ObjectiveElsewhere):
            create(place, written(objective=objective))
    for person in (UserFactory(), worker(place, Role.READER)):
        with pytest.raises(actions.ResponsibleElsewhere):
            create(place, written(responsible_person=person))
    with pytest.raises(NotInNetwork):
        create(place, written(network=NetworkFactory()))


def test_nothing_new_is_tied_to_a_closed_network():
    membership = MembershipFactory(network=NetworkFactory(closed_at=AT))

    with pytest.raises(NetworkClosed):
        create(membership.municipality, written(network=membership.network))


def test_a_coordinator_of_the_region_can_be_responsible():
    membership = RegionMembershipFactory(region=RegionFactory())
    person = RoleAssignmentFactory(region=membership.region).person

    measure = create(membership.municipality, written(responsible_person=person))

    assert measure.responsible_person == person


def test_a_change_replaces_what_was_written_and_keeps_the_log():
    first, second = IndicatorFactory(), IndicatorFactory()
    measure = create(
        MunicipalityFactory(),
        written(
            helps=(target("13.2"), target("11.6")),
            expectations=(Expectation(first, 6, "less"), Expectation(second)),
        ),
    )
    kept = measure.expectations.get(indicator=second).pk
    Measure.objects.filter(pk=measure.pk).update(state="LATE", share_done=40, logged_at=AT)

    actions.change_measure(
        measure=measure,
        details=written(
            title="Vans",
            language="sv",
            helps=(target("11.6"),),
            hurts=(target("13.2"),),
            expectations=(Expectation(second),),
        ),
        by=None,
        at=AT,
    )

    measure.refresh_from_db()
    assert (measure.title, measure.language) == ("Vans", "sv")
    assert (measure.state, measure.share_done, measure.logged_at) == ("LATE", 40, AT)
    assert pulls(measure) == [("11.6", "HELPS"), ("13.2", "HURTS")]
    assert list(measure.expectations.values_list("pk", flat=True)) == [kept]


def test_the_language_changes_only_with_the_words():
    measure = create(MunicipalityFactory(), written(description="A", language="sv"))

    actions.change_measure(
        measure=measure, details=written(description="A", cost="1"), by=None, at=AT
    )

    measure.refresh_from_db()
    assert (measure.language, measure.cost) == ("sv", "1")


def test_what_another_changed_meanwhile_is_not_overwritten():
    measure = create(MunicipalityFactory())
    seen = actions.version_of(measure)
    actions.change_measure(measure=measure, details=written(cost="1"), by=None, at=AT)

    with pytest.raises(actions.MeasureChanged):
        actions.change_measure(
            measure=measure, details=written(cost="2"), by=None, at=AT, seen=seen
        )
    now = actions.version_of(measure)
    actions.change_measure(measure=measure, details=written(cost="2"), by=None, at=AT, seen=now)

    measure.refresh_from_db()
    assert measure.cost == "2"


def test_ties_that_were_there_may_stay():
    membership = MembershipFactory()
    place, network = membership.municipality, membership.network
    objective, person = ObjectiveFactory(municipality=place), worker(place)
    details = written(network=network, objective=objective, responsible_person=person)
    measure = create(place, details)
    network.closed_at = AT
    network.save()
    objective.archived_at = AT
    objective.save()
    person.role_assignments.all().delete()

    changed = actions.change_measure(measure=measure, details=details, by=None, at=AT)

    assert (changed.network, changed.objective) == (network, objective)
    assert changed.responsible_person == person


def test_an_archived_measure_is_read_only_until_it_is_brought_back():
    measure = create(MunicipalityFactory())
    actions.archive_measure(measure=measure, by=None, at=AT)
    actions.archive_measure(measure=measure, by=None, at=AT + timedelta(days=1))
    measure.refresh_from_db()
    assert measure.archived_at == AT

    with pytest.raises(actions.MeasureArchived):
        actions.change_measure(measure=measure, details=written(), by=None, at=AT)
    for _again in range(2):
        actions.restore_measure(measure=measure, by=None, at=AT)

    measure.refresh_from_db()
    assert measure.archived_at is None
    assert measure.history.count() == 3  # written, archived, brought back


def test_a_copy_takes_words_targets_and_indicators_and_says_from_where():
    source = create(
        MunicipalityFactory(),
        written(
            description="How",
            language="sv",
            kind="GRANT",
            cost="1",
            responsible_unit="Roads",
            starts_on=date(2026, 1, 1),
            helps=(target("13.2"),),
            hurts=(target("15.1"),),
            expectations=(Expectation(IndicatorFactory(), 6, "less"),),
        ),
    )
    place = MunicipalityFactory()

    copy = actions.copy_measure(source=source, municipality=place, by=None, at=AT)
    again = actions.copy_measure(source=source, municipality=place, by=None, at=AT)

    copy.refresh_from_db()
    assert again == copy
    assert (copy.title, copy.description, copy.language) == ("Electric vans", "How", "sv")
    assert (copy.kind, copy.cost, copy.responsible_unit) == ("GRANT", "", "")
    assert copy.starts_on is None
    assert copy.copied_from == source
    assert pulls(copy) == pulls(source)
    assert copy.expectations.get().expected == "less"


def test_one_s_own_and_archived_ones_are_not_copied():
    source = create(MunicipalityFactory())

    with pytest.raises(actions.CopyOfOwn):
        actions.copy_measure(source=source, municipality=source.municipality, by=None, at=AT)
    actions.archive_measure(measure=source, by=None, at=AT)
    with pytest.raises(actions.MeasureArchived):
        actions.copy_measure(source=source, municipality=MunicipalityFactory(), by=None, at=AT)


def titles(place, person=None, **chosen):
    rows = measure_list(
        municipality=place,
        person=person or UserFactory(),
        choice=MeasureChoice(**chosen),
        at=AT,
    )
    return [row.title for row in rows]


def test_a_list_shows_what_was_chosen():
    place = MunicipalityFactory()
    person, objective = worker(place), ObjectiveFactory(municipality=place)
    objective.targets.add(target("7.3"))
    bridge = MeasureFactory(municipality=place, title="Brøyting på Ål", kind="SERVICE")
    bridge.pulls.create(target=target("13.2"), pull=Pull.HELPS)
    MeasureFactory(
        municipality=place,
        title="Varmepumper",
        state="LATE",
        objective=objective,
        responsible_person=person,
    )
    MeasureFactory(municipality=place, title="Old", archived_at=AT)
    MeasureFactory(title="Elsewhere")

    assert titles(place, sort="title") == ["Brøyting på Ål", "Varmepumper"]
    assert titles(place, sort="title", is_descending=True)[0] == "Varmepumper"
    assert titles(place, text="ål bröyting") == ["Brøyting på Ål"]
    assert titles(place, state="LATE") == ["Varmepumper"]
    assert titles(place, kind="SERVICE") == ["Brøyting på Ål"]
    assert titles(place, objective=objective.pk) == ["Varmepumper"]
    assert titles(place, responsible=str(person.pk)) == ["Varmepumper"]
    assert titles(place, responsible=NOBODY) == ["Brøyting på Ål"]
    assert titles(place, goal=13) == ["Brøyting på Ål"]
    assert titles(place, goal=7) == ["Varmepumper"]
    assert titles(place, is_archived=True) == ["Old"]


@pytest.mark.parametrize(
    ("days", "state", "is_old"),
    [
        (60, "ON_TRACK", False),
        (61, "ON_TRACK", True),
        (61, "DONE", False),
    ],
)
def test_a_status_is_too_old_after_the_acceptable_days(days, state, is_old):
    MeasureFactory(state=state, logged_at=AT - timedelta(days=days, seconds=1))

    found = Measure.objects.filter(stale(settings_by_programme(), at=AT))

    assert found.exists() is is_old


def test_those_one_works_with_are_listed_and_nobody_else():
    membership = MembershipFactory()
    here = membership.municipality
    partner = MembershipFactory(network=membership.network).municipality
    MeasureFactory(municipality=here, title="Ours")
    MeasureFactory(municipality=partner, title="Theirs")
    MeasureFactory(title="A stranger's")

    assert titles(here, worker(here), whose=NETWORK) == ["Theirs"]
    assert titles(here, UserFactory(), whose=NETWORK) == []


def test_copies_are_counted_on_the_original():
    source = MeasureFactory()
    for archived in (None, None, AT):
        MeasureFactory(copied_from=source, archived_at=archived)

    rows = measure_list(
        municipality=source.municipality,
        person=UserFactory(),
        choice=MeasureChoice(),
        at=AT,
    )

    assert [row.copy_count for row in rows] == [2]
