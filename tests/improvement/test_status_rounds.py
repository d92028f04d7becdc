"""A network asks its members, takes in their parts, and locks the answer for good."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from improvement.actions import status_rounds as actions
from improvement.actions.judgements import Assessed, assess
from improvement.actions.rounds import open_round
from improvement.enums import Anchoring, Judgement
from improvement.models import StatusRound
from improvement.queries.status_rounds import parts_of
from networks.actions.locks import NetworkClosed, NotInNetwork
from tests.factories import (
    CountryFactory,
    DecisionFactory,
    GoalFactory,
    IndicatorFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ObservationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
OPENS, DEADLINE = date(2026, 3, 1), date(2026, 6, 30)


def details(**changes):
    usual = {
        "name": "Status 2026",
        "indicators": changes.pop("indicators", None) or [IndicatorFactory()],
        "year_from": 2023,
        "opens_on": OPENS,
        "deadline": DEADLINE,
    }
    return actions.StatusRoundDetails(**{**usual, **changes})


def asked(network=None, **changes):
    return actions.create_status_round(
        network=network or NetworkFactory(), details=details(**changes), by=None, at=AT
    )


def member(network, name="Gol", country="NO", zone="Europe/Oslo"):
    place = MunicipalityFactory(name=name, country=CountryFactory(code=country, time_zone=zone))
    MembershipFactory(network=network, municipality=place)
    return place


def test_filled_shares_count_figures_that_are_new_enough():
    first, second, third = IndicatorFactory.create_batch(3)
    status = asked(indicators=[first, second, third])
    gol, aal = member(status.network, "Gol"), member(status.network, "Ål")
    MembershipFactory(network=status.network, state="INVITED")
    for indicator, year, more in (
        (first, 2023, {}),
        (first, 2024, {}),
        (second, 2022, {}),
        (third, 2024, {"is_hidden": True}),
    ):
        ObservationFactory(indicator=indicator, municipality=gol, period=year, **more)
    ObservationFactory(indicator=first, municipality=aal, period=2024, value=None, status="..")
    ObservationFactory(municipality=aal, period=2024)

    assert [
        (str(row.municipality), row.filled, row.of, row.share) for row in parts_of(status)
    ] == [("Gol", 2, 3, 66), ("Ål", 0, 3, 0)]


@pytest.mark.parametrize(
    ("country", "zone", "at", "is_late"),
    [
        ("NO", "Europe/Oslo", datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), False),
        ("NO", "Europe/Oslo", datetime(2026, 6, 30, 22, 0, 0, tzinfo=UTC), True),
        ("NO", "Europe/Oslo", datetime(2026, 6, 30, 22, 0, 1, tzinfo=UTC), True),
        ("FI", "Europe/Helsinki", datetime(2026, 6, 30, 20, 59, 59, tzinfo=UTC), False),
        ("FI", "Europe/Helsinki", datetime(2026, 6, 30, 21, 0, 0, tzinfo=UTC), True),
    ],
)
def test_the_deadline_ends_with_the_day_in_the_municipality(country, zone, at, is_late):
    status = asked()
    place = member(status.network, country=country, zone=zone)
    actions.deliver_part(status_round=status, municipality=place, comment="", by=None, at=at)
    (row,) = parts_of(status)

    assert (row.is_delivered, row.is_late) == (True, is_late)


def end(*hour):
    """The last second of an hour."""
    return datetime(*hour, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "country", "zone", "last_second"),
    [
        # Summer time ends in the night: the day has 25 hours.
        (date(2026, 10, 24), "NO", "Europe/Oslo", end(2026, 10, 24, 21)),
        (date(2026, 10, 25), "NO", "Europe/Oslo", end(2026, 10, 25, 22)),
        (date(2026, 10, 25), "FI", "Europe/Helsinki", end(2026, 10, 25, 21)),
        (date(2026, 10, 25), "IS", "Atlantic/Reykjavik", end(2026, 10, 25, 23)),
        # It begins: the day has 23.
        (date(2027, 3, 27), "NO", "Europe/Oslo", end(2027, 3, 27, 22)),
        (date(2027, 3, 28), "NO", "Europe/Oslo", end(2027, 3, 28, 21)),
        (date(2027, 3, 28), "FI", "Europe/Helsinki", end(2027, 3, 28, 20)),
        (date(2027, 3, 28), "IS", "Atlantic/Reykjavik", end(2027, 3, 28, 23)),
    ],
)
def test_the_deadline_ends_with_the_day_also_when_the_clock_is_changed(
    day, country, zone, last_second
):
    status = asked(deadline=day)
    second_later = last_second + timedelta(seconds=1)
    members = [
        member(status.network, name, country=country, zone=zone) for name in ("Gol", "Hol")
    ]
    for place, at in zip(members, (last_second, second_later), strict=True):
        actions.deliver_part(
            status_round=status, municipality=place, comment="", by=None, at=at
        )

    actions.lock_status_round(status_round=status, by=None, at=second_later)
    status.refresh_from_db()
    assert [row.is_late for row in parts_of(status)] == [False, True]
    assert [row["is_late"] for row in status.snapshot["municipalities"]] == [False, True]


@pytest.mark.parametrize(
    ("opens", "first_second"),
    [
        (date(2026, 10, 25), datetime(2026, 10, 24, 22, tzinfo=UTC)),
        (date(2026, 10, 26), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 27, 23, tzinfo=UTC)),
        (date(2027, 3, 29), datetime(2027, 3, 28, 22, tzinfo=UTC)),
    ],
)
def test_the_opening_begins_with_the_day_also_when_the_clock_is_changed(opens, first_second):
    status = asked(opens_on=opens, deadline=date(2027, 12, 31))
    about = {"status_round": status, "municipality": member(status.network)}
    with pytest.raises(actions.NotOpenYet):
        actions.deliver_part(
            comment="", by=None, at=first_second - timedelta(seconds=1), **about
        )

    assert actions.deliver_part(comment="", by=None, at=first_second, **about).delivered_at


def test_nothing_is_delivered_before_the_opening():
    status = asked(opens_on=date(2026, 3, 2))
    place = member(status.network)
    about = {"status_round": status, "municipality": place, "comment": "", "by": None}
    with pytest.raises(actions.NotOpenYet):
        actions.deliver_part(at=datetime(2026, 3, 1, 22, 59, 59, tzinfo=UTC), **about)
    actions.deliver_part(at=datetime(2026, 3, 1, 23, 0, tzinfo=UTC), **about)


def test_delivering_again_changes_the_comment_only():
    status, person = asked(), UserFactory()
    place = member(status.network)
    about = {"status_round": status, "municipality": place}
    actions.deliver_part(comment="First", by=person, at=AT, on_behalf_of=place, **about)
    again = actions.deliver_part(
        comment=" Second ", by=None, at=datetime(2026, 4, 1, tzinfo=UTC), **about
    )

    assert (again.comment, again.delivered_at, again.delivered_by, again.on_behalf_of) == (
        "Second",
        AT,
        person,
        place,
    )
    assert again.history.count() == 3


def test_anchoring_needs_a_decision_of_the_municipality():
    status = asked()
    place = member(status.network)
    own = DecisionFactory(municipality=place, decided_on=date(2026, 2, 1))
    awaited = DecisionFactory(municipality=place, decided_on=None, effect="")
    about = {
        "status_round": status,
        "municipality": place,
        "how": Anchoring.POLITICAL,
        "by": None,
        "at": AT,
    }
    for decision in (DecisionFactory(), awaited):
        with pytest.raises(actions.DecisionOfAnother):
            actions.anchor_part(on=date(2026, 2, 1), decision=decision, **about)
    with pytest.raises(actions.AnchoredTooEarly):
        actions.anchor_part(on=date(2026, 3, 2), decision=own, **about)
    part = actions.anchor_part(on=date(2026, 2, 1), decision=own, **about)
    assert (part.politically_on, part.politically_by) == (date(2026, 2, 1), own)
    assert parts_of(status)[0].is_anchored is False

    actions.anchor_part(
        on=date(2026, 3, 1),
        decision=own,
        **{**about, "how": Anchoring.ADMINISTRATIVE},
    )
    assert parts_of(status)[0].is_anchored is True


def test_only_members_deliver():
    status = asked()
    with pytest.raises(NotInNetwork):
        actions.deliver_part(
            status_round=status, municipality=MunicipalityFactory(), comment="", by=None, at=AT
        )


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"deadline": date(2026, 2, 28)}, actions.DeadlineBeforeOpening),
        (
            {"opens_on": date(2026, 1, 1), "deadline": date(2026, 2, 28)},
            actions.DeadlineHasPassed,
        ),
        ({"name": " Taken "}, actions.NameTaken),
    ],
)
def test_what_is_asked_for_is_checked(changes, refusal):
    taken = asked(name="Taken")
    with pytest.raises(refusal):
        asked(network=taken.network, **changes)
    assert StatusRound.objects.count() == 1


def test_at_least_one_indicator_is_asked_for():
    empty = actions.StatusRoundDetails(
        name="x", indicators=[], year_from=2023, opens_on=OPENS, deadline=DEADLINE
    )
    with pytest.raises(actions.IndicatorsMissing):
        actions.create_status_round(network=NetworkFactory(), details=empty, by=None, at=AT)


def test_a_status_round_is_changed_until_it_is_locked():
    status = asked()
    other = asked(network=status.network, name="Other")
    new = details(name="Status 2027", deadline=date(2027, 6, 30))
    changed = actions.change_status_round(status_round=status, details=new, by=None)
    assert (changed.name, changed.deadline) == ("Status 2027", date(2027, 6, 30))
    assert set(changed.indicators.all()) == set(new.indicators)
    with pytest.raises(actions.NameTaken):
        actions.change_status_round(
            status_round=status, details=details(name=other.name), by=None
        )


def test_locking_freezes_figures_judgements_and_parts():
    indicator = IndicatorFactory(code="kg", name="Waste")
    status = asked(indicators=[indicator])
    gol = member(status.network, "Gol")
    value = ObservationFactory(indicator=indicator, municipality=gol, period=2024, value=50.25)
    round_ = open_round(municipality=gol, network=status.network, by=None, at=AT)
    assess(
        round=round_,
        goal=GoalFactory(),
        said=Assessed(judgement=Judgement.WEAK, text="Too slow"),
        by=None,
        at=AT,
    )
    actions.deliver_part(status_round=status, municipality=gol, comment="Done", by=None, at=AT)
    locked = actions.lock_status_round(status_round=status, by=None, at=AT)
    (part,) = locked.snapshot["municipalities"]

    assert (part["name"], part["filled"], part["of"], part["comment"]) == ("Gol", 1, 1, "Done")
    assert part["values"] == [{"indicator": "kg", "year": 2024, "value": 50.25, "status": ""}]
    assert [(row["goal"], row["judgement"]) for row in part["judgements"]] == [(13, "WEAK")]
    value.value = 1
    value.save()
    again = actions.lock_status_round(
        status_round=status, by=None, at=datetime(2027, 1, 1, tzinfo=UTC)
    )
    stored = StatusRound.objects.get()
    assert (again.snapshot, again.locked_at) == (locked.snapshot, AT)
    assert actions.checksum(stored.snapshot) == stored.sha256 == locked.sha256
    assert json.loads(actions.canonical(stored.snapshot)) == stored.snapshot


def test_hidden_figures_are_not_in_the_snapshot():
    indicator = IndicatorFactory()
    status = asked(indicators=[indicator])
    place = member(status.network)
    ObservationFactory(
        indicator=indicator, municipality=place, period=2024, value=3.0, is_hidden=True
    )
    locked = actions.lock_status_round(status_round=status, by=None, at=AT)

    (part,) = locked.snapshot["municipalities"]
    assert (part["filled"], part["values"][0]["value"], part["values"][0]["status"]) == (
        1,
        None,
        "h",
    )


def test_a_locked_status_round_is_never_changed():
    status = asked()
    place = member(status.network)
    actions.lock_status_round(status_round=status, by=None, at=AT)
    decision = DecisionFactory(municipality=place)
    for change in (
        lambda: actions.change_status_round(status_round=status, details=details(), by=None),
        lambda: actions.deliver_part(
            status_round=status, municipality=place, comment="", by=None, at=AT
        ),
        lambda: actions.anchor_part(
            status_round=status,
            municipality=place,
            how=Anchoring.POLITICAL,
            on=OPENS,
            decision=decision,
            by=None,
            at=AT,
        ),
    ):
        with pytest.raises(actions.StatusRoundLocked):
            change()


@pytest.mark.parametrize(
    "change", [{"snapshot": {}}, {"sha256": "0" * 64}, {"locked_at": None}, {"name": "x"}]
)
def test_the_database_itself_refuses_to_change_a_locked_one(change):
    status = asked()
    actions.lock_status_round(status_round=status, by=None, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        StatusRound.objects.filter(pk=status.pk).update(**change)
    StatusRound.objects.filter(pk=status.pk).update(locked_by=None)


def test_a_closed_network_asks_nothing_and_takes_nothing():
    status = asked()
    place = member(status.network)
    status.network.closed_at = AT
    status.network.save()
    for change in (
        lambda: asked(network=status.network, name="Next"),
        lambda: actions.deliver_part(
            status_round=status, municipality=place, comment="", by=None, at=AT
        ),
        lambda: actions.lock_status_round(status_round=status, by=None, at=AT),
    ):
        with pytest.raises(NetworkClosed):
            change()
