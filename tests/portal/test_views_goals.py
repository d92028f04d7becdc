"""The page of goals and targets: all of them, in four languages, with the official wording."""

import pytest

from indicators.actions.goals import load_goals
from indicators.models import Target
from tests.factories import FrameworkFactory, FrameworkIndicatorFactory
from tests.portal.test_views_networks import ENGLISH

pytestmark = pytest.mark.django_db


def test_without_targets_the_page_says_so(client):
    html = client.get("/mal/", **ENGLISH).content.decode()
    assert "No targets yet" in html


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("nb", "Klima med i planer og vedtak"),
        ("nn", "Klima med i planar og vedtak"),
        ("sv", "Klimat med i planer och beslut"),
        ("en", "Climate in plans and decisions"),
    ],
)
def test_every_target_stands_there_in_the_readers_language(client, language, title):
    load_goals()
    html = client.get("/mal/", HTTP_ACCEPT_LANGUAGE=language).content.decode()
    assert title in html
    assert html.count("unstats.un.org/sdgs/metadata") == 169
    assert "Goal=13&amp;Target=13.2" in html


def test_indicators_stand_beside_their_target(client, django_assert_max_num_queries):
    load_goals()
    place = FrameworkIndicatorFactory(
        framework=FrameworkFactory(is_default=True),
        goal_id=13,
        target=Target.objects.get(number="13.2"),
    )
    with django_assert_max_num_queries(5):
        html = client.get("/mal/", **ENGLISH).content.decode()
    assert f'href="/indikatorer/{place.indicator.code}/"' in html
