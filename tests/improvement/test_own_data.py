"""What a person may take: everything the improvement cycle knows about them."""

from datetime import UTC, datetime

import pytest

from improvement.models import Notice
from portal.queries.own_data import own_data
from tests.factories import MunicipalityFactory, UserFactory
from tests.improvement.factories import MeasureFactory, MeasureTaskFactory, StatusEntryFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_own_work_and_mails_are_in_the_file():
    person = UserFactory()
    gol = MunicipalityFactory(name="Gol")
    own = MeasureFactory(municipality=gol, title="Vans", responsible_person=person)
    MeasureTaskFactory(measure=own, title="Buy", person=person)
    StatusEntryFactory(measure=own, by=person, text="Two have come.", at=AT)
    StatusEntryFactory(measure=own, by=UserFactory(), text="Somebody else's")
    Notice.objects.create(person=person, kind="DIGEST", occasion="2026-11-16", at=AT)

    found = own_data(person, at=AT)

    assert found["measures"] == [{"municipality": "Gol", "title": "Vans"}]
    assert found["tasks"] == [{"measure": "Vans", "title": "Buy", "due": None}]
    assert found["status_entries"] == [
        {"measure": "Vans", "at": AT, "state": "ON_TRACK", "text": "Two have come."}
    ]
    assert found["mails_about_the_work"] == [{"kind": "DIGEST", "at": AT}]
    assert found["mails_switched_off"] == []
