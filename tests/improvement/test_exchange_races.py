"""Files read in at once: each once, and none waits for ever. SQLite has no row locks."""

from contextlib import suppress

import pytest

from improvement.actions import exchange
from improvement.models import Measure
from networks.actions.locks import Refused
from tests.factories import MembershipFactory, MunicipalityFactory, NetworkFactory
from tests.improvement.workbooks import apply, book_of, coordinator, kept
from tests.threads import PEOPLE, RACE, all_at_once

pytestmark = RACE


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_the_same_file_read_in_at_once_makes_its_measures_once():
    place = MunicipalityFactory()
    person = coordinator(place)
    stored = kept(book_of(["title"], *([f"M{n}"] for n in range(20))), by=person)
    done = []

    def work(_number):
        with suppress(exchange.FileGone):
            done.append(apply(place, stored, by=person, seen={}))

    assert all_at_once(work) == []
    assert len(done) == 1
    assert Measure.objects.count() == 20


def test_files_that_name_the_same_networks_in_another_order_wait_for_each_other():
    networks = NetworkFactory.create_batch(4)
    places = MunicipalityFactory.create_batch(PEOPLE)
    files = []
    for number, place in enumerate(places):
        for network in networks:
            MembershipFactory(network=network, municipality=place)
        named = networks if number % 2 else networks[::-1]
        rows = [[f"M{n}", named[n % 4].slug] for n in range(40)]
        files.append(kept(book_of(["title", "network"], *rows), by=coordinator(place)))

    def work(number):
        with suppress(Refused):
            apply(places[number], files[number], seen={})

    assert all_at_once(work) == []
    assert Measure.objects.count() == 40 * PEOPLE
