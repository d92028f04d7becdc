"""Index of the search over cases (PostgreSQL alone)."""

from django.db import migrations

from common.search.operations import AddSearchIndex


class Migration(migrations.Migration):

    dependencies = [
        ("gatherings", "0002_append_only_log"),
    ]

    operations = [
        AddSearchIndex("case", "gatherings_case_search", ("title", "question", "background")),
    ]
