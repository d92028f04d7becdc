"""What is hidden does not come out another way."""

from datetime import UTC, datetime

import pytest

from indicators.models import ObservationRevision
from portal.queries.exports import rows_of_municipality
from portal.queries.observations import revisions_of
from tests.factories import ImportBatchFactory, ObservationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("hidden", ["K", "M", "T", ""])
def test_women_and_men_are_hidden_together(hidden):
    total = ObservationFactory(value=20.0, is_hidden=hidden == "T")
    for gender, value in (("K", 3.0), ("M", 17.0)):
        ObservationFactory(
            indicator=total.indicator,
            municipality=total.municipality,
            gender=gender,
            value=value,
            is_hidden=hidden == gender,
        )

    rows = rows_of_municipality(total.municipality, [total.indicator_id])

    parts = (
        [("K", None, "h"), ("M", None, "h")] if hidden else [("K", 3.0, ""), ("M", 17.0, "")]
    )
    whole = ("T", None, "h") if hidden == "T" else ("T", 20.0, "")
    assert [(row.gender, row.value, row.status) for row in rows] == [*parts, whole]


@pytest.mark.parametrize("is_hidden", [True, False])
def test_a_limit_newer_than_a_change_hides_the_change(is_hidden):
    now = ObservationFactory(value=3.0, is_hidden=is_hidden)
    ObservationRevision.objects.create(
        indicator=now.indicator,
        municipality=now.municipality,
        period=now.period,
        old_value=4.0,
        new_value=3.0,
        batch=ImportBatchFactory(),
        changed_at=datetime(2026, 5, 1, 12, tzinfo=UTC),
    )

    found = revisions_of(now.indicator_id, now.municipality_id, at_most=5)

    assert [(row.old, row.new) for row in found] == ([] if is_hidden else [(4.0, 3.0)])
