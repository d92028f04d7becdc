"""Indexes of the search over objectives, measures and their log (PostgreSQL alone)."""

from django.db import migrations

from common.search.operations import AddSearchIndex


class Migration(migrations.Migration):

    dependencies = [
        ("improvement", "0004_history_of_status_rounds"),
    ]

    operations = [
        AddSearchIndex(
            "objective",
            "improvement_objective_search",
            ("title", "description", "plan_document", "plan_paragraph"),
        ),
        AddSearchIndex(
            "measure",
            "improvement_measure_search",
            ("title", "description", "responsible_unit", "collaborators", "next_step"),
        ),
        AddSearchIndex(
            "statusentry", "improvement_entry_search", ("text", "next_step", "reason")
        ),
        AddSearchIndex(
            "goalconflict",
            "improvement_conflict_search",
            ("title", "affected", "mitigation", "place"),
        ),
    ]
