"""Steps of needs, versions of solutions and the dialogue log are append-only.

Only ``by_id`` may become empty, when an account is erased.
"""

from django.db import migrations

TABLES = {
    "procurement_stagestep": '"need_id", "stage", "on", "is_planned", "reason", "at"',
    "procurement_solutionversion": '"solution_id", "number", "content", "at"',
    "procurement_dialogueentry": (
        '"need_id", "question_id", "kind", "supplier_id", "municipality_id", "text", "told", "at"'
    ),
}


def forward(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(
            "CREATE FUNCTION procurement_refuse_change() RETURNS trigger AS $$ "
            "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME "
            "USING ERRCODE = 'restrict_violation'; END $$ LANGUAGE plpgsql",
            params=None,  # the % is the function's
        )
    act = "FOR EACH ROW EXECUTE FUNCTION procurement_refuse_change()"
    for table, columns in TABLES.items():
        update = f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} ON {table}"
        if is_postgresql:
            schema_editor.execute(f"{update} {act}")
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {act}"
            )
        else:
            schema_editor.execute(
                f"{update} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def back(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        place = f" ON {table}" if is_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER {table}_no_update{place}")
        if is_postgresql:
            schema_editor.execute(f"DROP TRIGGER {table}_no_delete{place}")
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION procurement_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("procurement", "0001_first")]
    operations = [migrations.RunPython(forward, back)]
