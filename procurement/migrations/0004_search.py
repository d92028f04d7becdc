"""Indexes of the search over needs, solutions and companies (PostgreSQL alone)."""

from django.db import migrations

from common.search.operations import AddSearchIndex


class Migration(migrations.Migration):

    dependencies = [
        ("procurement", "0003_categories"),
    ]

    operations = [
        AddSearchIndex("need", "procurement_need_search", ("title", "summary", "description")),
        AddSearchIndex("solution", "procurement_solution_search", ("title", "text", "effect")),
        AddSearchIndex("supplier", "procurement_supplier_search", ("name", "description")),
    ]
