"""Index of the search over indicators, each language for itself (PostgreSQL alone)."""

from django.db import migrations

from common.search.operations import AddSearchIndex


class Migration(migrations.Migration):

    dependencies = [
        ("indicators", "0001_initial"),
    ]

    operations = [
        AddSearchIndex(
            "indicator",
            "indicators_indicator_search",
            (
                "name_nb",
                "name_nn",
                "name_sv",
                "name_en",
                "name",
                "description_nb",
                "description_nn",
                "description_sv",
                "description_en",
                "description",
            ),
        ),
    ]
