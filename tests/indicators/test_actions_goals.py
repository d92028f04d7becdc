"""The goals and targets are stored once and kept up to date."""

import pytest

from indicators.actions.goals import load_goals
from indicators.models import Goal, Target

pytestmark = pytest.mark.django_db


def test_loads_all_and_again_writes_nothing():
    Target.objects.all().delete()
    Goal.objects.all().delete()
    assert load_goals() == 17 + 169
    assert load_goals() == 0
    assert list(
        Target.objects.filter(goal=13).order_by("position").values_list("number", flat=True)
    ) == ["13.1", "13.2", "13.3", "13.a", "13.b"]


def test_puts_a_changed_name_right():
    load_goals()
    Goal.objects.filter(pk=6).update(name_sv="Vatten")
    Target.objects.filter(pk="6.1").update(title_en="Water")
    assert load_goals() == 2
    assert Goal.objects.get(pk=6).name_sv == "Rent vatten och sanitet för alla"
    assert Target.objects.get(pk="6.1").title_en == "Safe drinking water for everyone"
