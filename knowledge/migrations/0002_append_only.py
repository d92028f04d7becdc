"""What has been answered, published or done is append-only.

Only ``by_id`` may become empty, when an account is erased.
"""

from django.db import migrations

TABLES = {
    "knowledge_exampleevent": '"example_id", "kind", "text", "at"',
    "knowledge_toolversion": (
        '"tool_id", "number", "file_id", "link", "licence", "note", "made_on", "at"'
    ),
    "knowledge_answer": '"question_id", "text", "language", "municipality_id", "at"',
    "knowledge_editionevent": (
        '"edition_id", "kind", "municipality_id", "text", "reason", "at"'
    ),
    "knowledge_consententry": (
        '"edition_id", "municipality_id", "answer", "reason", "body", "on_behalf_of_id", "at"'
    ),
    "knowledge_publication": '"edition_id", "content", "digest", "published_on", "at"',
}


def forward(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(
            "CREATE FUNCTION knowledge_refuse_change() RETURNS trigger AS $$ "
            "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME "
            "USING ERRCODE = 'restrict_violation'; END $$ LANGUAGE plpgsql",
            params=None,  # the % is the function's
        )
    act = "FOR EACH ROW EXECUTE FUNCTION knowledge_refuse_change()"
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
        schema_editor.execute("DROP FUNCTION knowledge_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0001_first")]
    operations = [migrations.RunPython(forward, back)]
