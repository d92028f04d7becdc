"""What the database itself refuses: changed logs, changed rules and templates, own cases.

Logs are append-only; only ``by_id`` may become empty, when an account is erased. A rule set
that is used and a version of a template from test on never change. Nobody decides or assesses
a case in which it has another part. A migration that builds one of these tables anew on SQLite
loses its triggers there: it must run ``back`` before and ``forward`` after.
"""

from django.db import migrations

APPEND_ONLY = {
    "assessments_versionevent": '"version_id", "state", "note", "at"',
    "assessments_assessmentstep": '"assessment_id", "state", "at", "due_on", "note", "told"',
    "assessments_sheetversion": '"sheet_id", "number", "content", "at"',
    "assessments_initiativeentry": '"area_id", "on", "text", "next_step", "next_on", "at"',
}

_OPEN = "('DRAFT', 'REWORK')"
# Parts of a whole that is fixed: the rows to look for, where {row} is the part.
PARTS = {
    "assessments_section": (
        "SELECT 1 FROM assessments_templateversion v "
        f"WHERE v.id = {{row}}.version_id AND v.state NOT IN {_OPEN}"
    ),
    "assessments_templatequestion": (
        "SELECT 1 FROM assessments_section s "
        "JOIN assessments_templateversion v ON v.id = s.version_id "
        f"WHERE s.id = {{row}}.section_id AND v.state NOT IN {_OPEN}"
    ),
    "assessments_criterion": (
        "SELECT 1 FROM assessments_ruleset r "
        "WHERE r.id = {row}.rule_set_id AND r.state = 'USED'"
    ),
    "assessments_condition": (
        "SELECT 1 FROM assessments_criterion c "
        "JOIN assessments_ruleset r ON r.id = c.rule_set_id "
        "WHERE c.id = {row}.criterion_id AND r.state = 'USED'"
    ),
    "assessments_ladderstep": (
        "SELECT 1 FROM assessments_ruleset r "
        "WHERE r.id = {row}.rule_set_id AND r.state = 'USED'"
    ),
}


def _differ(*columns):
    return " OR ".join(f'OLD."{column}" <> NEW."{column}"' for column in columns)


# Rows that are fixed from a state on: when, and the columns that then stay.
FIXED = {
    "assessments_ruleset": "OLD.state = 'USED' AND (%s)"
    % _differ("programme_id", "number", "state", "one_met", "pass_count", "pass_level"),
    "assessments_templateversion": (
        f"OLD.state NOT IN {_OPEN} AND (NEW.state IN {_OPEN} "
        "OR COALESCE(OLD.rule_set_id, 0) <> COALESCE(NEW.rule_set_id, 0) OR %s)"
    )
    % _differ(
        "template_id",
        "number",
        "with_goals",
        "with_dimensions",
        "with_perspectives",
        "with_criteria",
    ),
    # An assessment keeps its version, and what was a test never counts.
    "assessments_assessment": _differ("programme_id", "version_id", "is_test"),
}

# Own cases. Rows that must not be there when one is added or changed.
OWN = {
    "assessments_assessmentstep": (
        "SELECT 1 WHERE NEW.state = 'DECIDED' AND (EXISTS ("
        "SELECT 1 FROM assessments_assessmentperson p WHERE p.part <> 'DECIDER' "
        "AND p.assessment_id = NEW.assessment_id AND p.person_id = NEW.by_id"
        ") OR EXISTS (SELECT 1 FROM assessments_sheet s "
        "WHERE s.assessment_id = NEW.assessment_id AND s.assessor_id = NEW.by_id))"
    ),
    "assessments_sheet": (
        "SELECT 1 FROM assessments_assessmentperson p WHERE p.part <> 'ASSESSOR' "
        "AND p.assessment_id = NEW.assessment_id AND p.person_id = NEW.assessor_id"
    ),
}


def forward(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor == "postgresql"):
        schema_editor.execute(statement, params=None)  # a % belongs to the function


def statements(is_postgresql):
    if is_postgresql:
        yield (
            "CREATE FUNCTION assessments_refuse_change() RETURNS trigger AS $$ "
            "BEGIN RAISE EXCEPTION '% is fixed', TG_TABLE_NAME "
            "USING ERRCODE = 'restrict_violation'; END $$ LANGUAGE plpgsql"
        )
    for table, columns in APPEND_ONLY.items():
        yield _trigger(is_postgresql, table, "no_update", f"UPDATE OF {columns}")
        if is_postgresql:
            yield _trigger(is_postgresql, table, "no_delete", "DELETE")
    for table, condition in FIXED.items():
        yield _trigger(is_postgresql, table, "fixed", "UPDATE", condition)
    if is_postgresql:
        used = "OLD.state = 'USED'"
        yield _trigger(is_postgresql, "assessments_ruleset", "kept", "DELETE", used)
    for table, found in PARTS.items():
        yield from _part(is_postgresql, table, found)
    for table, found in OWN.items():
        yield from _own(is_postgresql, table, found)


def _trigger(is_postgresql, table, name, event, condition=""):
    when = f" WHEN ({condition})" if condition else ""
    act = (
        "EXECUTE FUNCTION assessments_refuse_change()"
        if is_postgresql
        else f"BEGIN SELECT RAISE(ABORT, '{table} is fixed'); END"
    )
    return f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} FOR EACH ROW{when} {act}"


def _part(is_postgresql, table, found):
    old, new = (f"EXISTS ({found.format(row=row)})" for row in ("OLD", "NEW"))
    if not is_postgresql:
        yield _trigger(False, table, "no_insert", "INSERT", new)
        yield _trigger(False, table, "no_update", "UPDATE", f"{old} OR {new}")
        return
    refuse = (
        "THEN RAISE EXCEPTION '% is fixed', TG_TABLE_NAME "
        "USING ERRCODE = 'restrict_violation'; END IF;"
    )
    yield (
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' THEN IF {old} {refuse} END IF; "
        f"IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; "
        f"IF {new} {refuse} RETURN NEW; END $$ LANGUAGE plpgsql"
    )
    yield (
        f"CREATE TRIGGER {table}_fixed BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
    )


def _own(is_postgresql, table, found):
    if not is_postgresql:
        yield _trigger(False, table, "own_insert", "INSERT", f"EXISTS ({found})")
        yield _trigger(False, table, "own_update", "UPDATE", f"EXISTS ({found})")
        return
    yield (
        f"CREATE FUNCTION {table}_own() RETURNS trigger AS $$ BEGIN "
        f"IF EXISTS ({found}) THEN RAISE EXCEPTION '%: an own case', TG_TABLE_NAME "
        "USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql"
    )
    yield (
        f"CREATE TRIGGER {table}_own BEFORE INSERT OR UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_own()"
    )


def back(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    functions = []
    for statement in statements(is_postgresql):
        words = statement.split()
        if words[1] == "FUNCTION":
            functions.append(words[2])
            continue
        table = f" ON {words[words.index('ON') + 1]}" if is_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER {words[2]}{table}")
    for function in functions:
        schema_editor.execute(f"DROP FUNCTION {function}")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_first")]
    operations = [migrations.RunPython(forward, back)]
