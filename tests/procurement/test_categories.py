"""Categories: what the data file says, after the migrations and again."""

import pytest

from procurement.actions.categories import load_categories
from procurement.models import Category

pytestmark = pytest.mark.django_db


def test_loading_again_writes_the_names_of_the_file_and_keeps_others():
    columns = ("code", "cpv", "position", "name_nb", "name_nn", "name_sv", "name_en")
    migrated = set(Category.objects.values_list(*columns))
    Category.objects.filter(code="vegdrift").update(name_nb="Gammelt", cpv="")
    Category.objects.filter(code="transport").delete()
    own = Category.objects.create(code="eget", name_nb="Eget", position=99)

    assert load_categories() == len(migrated)
    assert set(Category.objects.exclude(pk=own.pk).values_list(*columns)) == migrated
