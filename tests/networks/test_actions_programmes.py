"""Programmes with partners, topics and limits."""

from datetime import date

import pytest

from networks.actions.programmes import (
    ProgrammeDetails,
    ProgrammeEndsBeforeStart,
    set_programme,
)
from networks.enums import PartnerRole
from networks.models import Programme

pytestmark = pytest.mark.django_db


def test_makes_a_programme_and_again_changes_nothing():
    given = {
        "slug": "loftet",
        "details": ProgrammeDetails(name="Løftet", members_from=5, members_to=7),
        "partners": [("KS", PartnerRole.OWNER), ("NHO", PartnerRole.PARTNER)],
        "topics": ["Klima", "Areal"],
    }
    programme = set_programme(**given)
    assert set_programme(**given) == programme
    assert sorted(programme.partners.values_list("name", "role")) == [
        ("KS", "OWNER"),
        ("NHO", "PARTNER"),
    ]
    assert sorted(programme.topics.values_list("name", flat=True)) == ["Areal", "Klima"]
    assert programme.history.count() == 1


def test_changes_what_is_said_and_takes_no_topic_away():
    set_programme(slug="loftet", details=ProgrammeDetails(name="Løftet"), topics=["Klima"])
    programme = set_programme(
        slug="loftet", details=ProgrammeDetails(name="Nytt løft"), topics=["Areal"]
    )
    assert Programme.objects.get().name == "Nytt løft"
    assert programme.topics.count() == 2


def test_one_that_ends_before_it_starts_is_refused():
    details = ProgrammeDetails(
        name="Løftet", starts_on=date(2026, 1, 2), ends_on=date(2026, 1, 1)
    )
    with pytest.raises(ProgrammeEndsBeforeStart):
        set_programme(slug="loftet", details=details)
    assert not Programme.objects.exists()
