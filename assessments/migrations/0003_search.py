"""Index of the search over assessments (PostgreSQL alone)."""

from django.db import migrations

from common.search.operations import AddSearchIndex


class Migration(migrations.Migration):

    dependencies = [("assessments", "0002_guards")]

    operations = [
        AddSearchIndex("assessment", "assessments_search", ("title", "summary")),
    ]
