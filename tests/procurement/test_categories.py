"""Categories: what the data file says, after the migrations and again."""

import pytest

from procurement.actions.categories import load_categories
from procurement.models import Category
from tests.emptying import empty_what_is_filled

pytestmark = pytest.mark.django_db


def test_loading_again_writes_the_names_of_the_file_and_keeps_others():
    columns = ("code", "cpv", "position", "name_nb", "name_nn", "name_sv", "name_en")
    migrated = set(Category.objects.values_list(*columns))
    Category.objects.filter(code="vegdrift").update(name_nb="Gammelt", cpv="")
    Category.objects.filter(code="transport").delete()
    own = Category.objects.create(code="eget", name_nb="Eget", position=99)

    assert load_categories() == len(migrated)
    assert set(Category.objects.exclude(pk=own.pk).values_list(*columns)) == migrated


@pytest.mark.django_db(transaction=True)
def test_they_are_there_again_after_a_test_that_commits():
    """A check of the tests themselves: they run in any order, and many count on these rows."""
    Category.objects.exclude(code="vegdrift").delete()

    empty_what_is_filled(None)

    assert Category.objects.count() > 20
    assert Category.objects.get(code="vegdrift").cpv == "90600000"
