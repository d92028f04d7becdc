"""The log of seats is append-only in the database too; ``by_id`` may become empty."""

from django.db import migrations

TABLE = "gatherings_registrationevent"
COLUMNS = '"registration_id", "gathering_id", "kind", "reason", "at"'


def forward(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION gatherings_refuse_change() RETURNS trigger AS $$ "
            "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME "
            "USING ERRCODE = 'restrict_violation'; END $$ LANGUAGE plpgsql",
            params=None,  # the % is the function's
        )
        act = "FOR EACH ROW EXECUTE FUNCTION gatherings_refuse_change()"
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE OF {COLUMNS} ON {TABLE} {act}"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} {act}"
        )
    else:
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE OF {COLUMNS} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
        )


def back(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    place = f" ON {TABLE}" if is_postgresql else ""
    schema_editor.execute(f"DROP TRIGGER {TABLE}_no_update{place}")
    if is_postgresql:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_delete{place}")
        schema_editor.execute("DROP FUNCTION gatherings_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("gatherings", "0001_first")]
    operations = [migrations.RunPython(forward, back)]
