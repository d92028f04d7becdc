"""Today's counties come from the product's list, once."""

from datetime import date

import pytest

from networks.actions.counties import load_counties
from networks.models import County

pytestmark = pytest.mark.django_db


def test_loads_the_counties_and_again_writes_nothing():
    assert load_counties() == 36
    assert load_counties() == 0
    assert list(
        County.objects.filter(country="NO", code__in=["33", "55"])
        .order_by("code")
        .values_list("name", "name_se", "name_fkv", "valid_from", "valid_to")
    ) == [
        ("Buskerud", "", "", date(2024, 1, 1), None),
        ("Troms", "Romsa", "Tromssa", date(2024, 1, 1), None),
    ]


def test_puts_a_changed_name_right():
    load_counties()
    County.objects.filter(country="SE", code="20").update(name="Dalarna")
    assert load_counties() == 1
    assert County.objects.get(country="SE", code="20").name == "Dalarnas län"
