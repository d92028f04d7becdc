"""Where a municipality lies today: one answer for the list, the desk and the match."""

from datetime import timedelta

import pytest
from django.utils import timezone

from networks.models import CountyMembership
from procurement.models import Need, Watch
from procurement.queries import known_names, need_bitmaps
from procurement.queries.solutions import buyers_of, wanted_of
from procurement.queries.suppliers import fitting_needs, found_by
from tests.factories import CountyFactory, UserFactory
from tests.procurement.factories import AT, FAR, NeedFactory, SupplierFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def moves():
    """A need in a municipality that moves to another county tomorrow."""
    need = NeedFactory(published=True, solutions_until=FAR)
    place, today = need.municipality, timezone.localdate()
    CountyMembership.objects.filter(municipality=place).delete()
    old, new = CountyFactory(), CountyFactory()
    rows = [(old, today - DAY, today + DAY), (new, today + DAY, None)]
    for county, begin, end in rows:
        CountyMembership.objects.create(
            municipality=place, county=county, valid_from=begin, valid_to=end
        )
    return need, old, new


def test_a_municipality_lies_where_it_does_today(moves):
    need, *counties = moves
    old, new = counties

    assert wanted_of(need, buyers_of(need)).counties == {old.pk}
    for county, found in ((old, [need]), (new, [])):
        company = SupplierFactory()
        company.counties.set([county])
        assert [one.need for one in fitting_needs(company, at=AT)] == found
        watch = Watch.objects.create(person=UserFactory(), told_until=AT)
        watch.counties.set([county])
        assert list(found_by(watch, Need.objects.all())) == found


def test_the_list_is_not_built_on_counties_that_are_kept(moves):
    need, _old, new = moves
    known_names.counties()
    today = timezone.localdate()
    rows = CountyMembership.objects.filter(municipality=need.municipality)
    rows.filter(county=new).update(valid_from=today - DAY)
    rows.exclude(county=new).delete()

    bitmaps, _networks = need_bitmaps.need_bitmaps()

    assert list(bitmaps.sets["county"]) == [known_names.county_key(new.country_id, new.code)]
