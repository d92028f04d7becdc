import pytest
from django.db import migrations, models

from common.migration_operations import CreateTables


def test_only_what_belongs_to_the_models_made_together_is_taken():
    made = migrations.CreateModel("Place", [("id", models.BigAutoField(primary_key=True))])
    own = migrations.AddField("place", "name", models.TextField())
    foreign = migrations.AddField("other", "name", models.TextField())

    assert CreateTables([made, own]).describe() == "Create 1 models"
    with pytest.raises(TypeError, match="not of a model that is made here"):
        CreateTables([made, foreign])
    with pytest.raises(TypeError):
        CreateTables([made, migrations.RunSQL("SELECT 1")])
