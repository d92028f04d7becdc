"""Logs are append-only in the database too: no change of what was published.

``by_id`` may become empty, when an account is erased. Deleting is refused on PostgreSQL;
on SQLite, which is for trying out, the tests empty their tables by DELETE.
"""

from django.db import migrations

LOGS = {
    "improvement_statusentry": (
        "measure_id", "submission", "state", "former_state", "text", "language",
        "share_done", "former_share", "new_end_on", "next_step", "reason",
        "is_unchanged", "corrects_id", "on_behalf_of_id", "at",
    ),
    "improvement_roundevent": ("round_id", "step_id", "kind", "text", "on_behalf_of_id", "at"),
    "improvement_evaluation": (
        "measure_id", "group", "figures", "outcome", "text", "evidence", "link",
        "confidence", "advice", "language", "on_behalf_of_id", "at",
    ),
    "improvement_report": (
        "kind", "municipality_id", "network_id", "title", "language", "content", "sha256",
        "frozen_at", "previous_id",
    ),
    "improvement_networksnapshot": ("network_id", "content", "sha256", "taken_at"),
}  # fmt: skip


def forward(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION improvement_refuse_change() RETURNS trigger AS $$ "
            "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME "
            "USING ERRCODE = 'restrict_violation'; END $$ LANGUAGE plpgsql",
            params=None,  # the % is the function's
        )
    for table, columns in LOGS.items():
        names = ", ".join(f'"{column}"' for column in columns)
        if vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {names} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION improvement_refuse_change()"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION improvement_refuse_change()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {names} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def back(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in LOGS:
        place = f" ON {table}" if is_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER {table}_no_update{place}")
        if is_postgresql:
            schema_editor.execute(f"DROP TRIGGER {table}_no_delete{place}")
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION improvement_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("improvement", "0001_first")]
    operations = [migrations.RunPython(forward, back)]
