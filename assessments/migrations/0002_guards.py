"""What the database itself refuses: changed logs, changed rules and templates, own cases.

Logs and letters are append-only; only ``by_id`` may become empty, when an account is erased. A
rule set that is used and a version of a template from test on never change. Nobody decides or
assesses a case in which it has another part, or of the municipality that it works in, in
whatever order part, sheet, decision and municipality come. A migration that builds one of these
tables anew on SQLite loses its triggers there: it must run ``back`` before and ``forward``
after.
"""

from django.db import migrations

APPEND_ONLY = {
    "assessments_versionevent": '"version_id", "state", "note", "at"',
    "assessments_assessmentstep": '"assessment_id", "state", "at", "due_on", "note", "told"',
    "assessments_sheetversion": '"sheet_id", "number", "content", "at"',
    "assessments_initiativeentry": '"area_id", "on", "text", "next_step", "next_on", "at"',
    "assessments_caseletter": '"assessment_id", "language", "subject", "text", "sent_to", "at"',
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
    # An assessment keeps its version, what was a test never counts, and that of a company
    # would be confidential no more if it became of another kind.
    "assessments_assessment": _differ("programme_id", "version_id", "is_test", "kind"),
}

# -------------------------------------------------------------------- own cases
_OTHER_PART = (
    "SELECT 1 FROM assessments_assessmentperson p WHERE p.part <> '{part}' "
    "AND p.assessment_id = {case} AND p.person_id = {person}"
)
_HAS_SHEET = (
    "SELECT 1 FROM assessments_sheet s WHERE s.assessment_id = {case} "
    "AND s.assessor_id = {person}"
)
_HAS_DECIDED = (
    "SELECT 1 FROM assessments_assessmentstep t WHERE t.state = 'DECIDED' "
    "AND t.assessment_id = {case} AND t.by_id = {person}"
)
_WORKING = (
    "r.role IN ('COORDINATOR', 'ADMINISTRATOR', 'CONTRIBUTOR') "
    "AND r.valid_from <= {day} AND (r.valid_to IS NULL OR r.valid_to > {day})"
)
_WORKS_THERE = (
    "SELECT 1 FROM networks_roleassignment r "
    "JOIN assessments_assessment a ON a.applicant_municipality_id = r.municipality_id "
    "WHERE a.id = {case} AND r.person_id = {person} AND " + _WORKING
)


def _refused(case, person, day, part, *found):
    return [
        each.format(case=f"NEW.{case}", person=person, day=day, part=part) for each in found
    ]


_ADDED = ("INSERT", "UPDATE")
# Table → events, when they are looked at, and the rows of which none must be there.
OWN = {
    "assessments_assessmentstep": (
        _ADDED,
        "NEW.state = 'DECIDED'",
        _refused(
            "assessment_id", "NEW.by_id", "DATE(NEW.at)", "DECIDER",
            _OTHER_PART, _HAS_SHEET, _WORKS_THERE,
        ),
    ),
    "assessments_sheet": (
        _ADDED,
        "NEW.assessor_id IS NOT NULL",
        _refused(
            "assessment_id", "NEW.assessor_id", "DATE(NEW.saved_at)", "ASSESSOR",
            _OTHER_PART, _HAS_DECIDED, _WORKS_THERE,
        ),
    ),
    "assessments_assessmentperson": (
        _ADDED,
        "TRUE",
        [
            f"SELECT 1 WHERE NEW.part <> '{part}' AND EXISTS ({each})"
            for part, found in (("DECIDER", _HAS_DECIDED), ("ASSESSOR", _HAS_SHEET))
            for each in _refused("assessment_id", "NEW.person_id", "", "", found)
        ],
    ),
    "assessments_assessment": (
        ("UPDATE OF applicant_municipality_id",),
        "NEW.applicant_municipality_id IS NOT NULL",
        [
            "SELECT 1 FROM networks_roleassignment r "
            "WHERE r.municipality_id = NEW.applicant_municipality_id "
            f"AND {_WORKING.format(day='CURRENT_DATE')} AND EXISTS ({each})"
            for each in _refused("id", "r.person_id", "", "", _HAS_SHEET, _HAS_DECIDED)
        ],
    ),
}


# ------------------------------------------------------------------- statements
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
        if is_postgresql and table != "assessments_versionevent":
            yield _trigger(is_postgresql, table, "no_delete", "DELETE")
    for table, condition in FIXED.items():
        yield _trigger(is_postgresql, table, "fixed", "UPDATE", condition)
    if is_postgresql:
        used = "OLD.state = 'USED'"
        yield _trigger(is_postgresql, "assessments_ruleset", "kept", "DELETE", used)
        yield from _log_of_version()
    for table, found in PARTS.items():
        yield from _part(is_postgresql, table, found)
    for table, (events, when, found) in OWN.items():
        there = " OR ".join(f"EXISTS ({each})" for each in found)
        yield from _own(is_postgresql, table, events, f"{when} AND ({there})")


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


def _log_of_version():
    """The log of a version goes with a draft that nobody has tested, and stays else."""
    table = "assessments_versionevent"
    fixed = PARTS["assessments_section"].format(row="OLD")
    yield (
        f"CREATE FUNCTION {table}_kept() RETURNS trigger AS $$ BEGIN "
        f"IF EXISTS ({fixed}) THEN RAISE EXCEPTION '% is fixed', TG_TABLE_NAME "
        "USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD; END $$ LANGUAGE plpgsql"
    )
    yield (
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_kept()"
    )


def _own(is_postgresql, table, events, condition):
    if not is_postgresql:
        for event in events:
            name = f"own_{event.split()[0].lower()}"
            yield _trigger(False, table, name, event, condition)
        return
    yield (
        f"CREATE FUNCTION {table}_own() RETURNS trigger AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '%: an own case', TG_TABLE_NAME "
        "USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql"
    )
    yield (
        f"CREATE TRIGGER {table}_own BEFORE {' OR '.join(events)} ON {table} "
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
