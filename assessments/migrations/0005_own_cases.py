"""Own cases in whatever order they come: part before sheet, decision before part, place last.

0002 and 0004 refuse a sheet or a decision of somebody with another part, or of the municipality
that applies. Here the rest: a part after the sheet or the decision, a sheet of somebody who
works in that municipality or has decided, and another municipality that applies than the one
that assessors and deciders were held against. A case also stays of its kind: that of a company
would be confidential no more.
"""

from django.db import migrations

PERSON, SHEET, CASE = (
    "assessments_assessmentperson",
    "assessments_sheet",
    "assessments_assessment",
)
_DECIDED = (
    "SELECT 1 FROM assessments_assessmentstep t WHERE t.state = 'DECIDED' "
    "AND t.assessment_id = {case} AND t.by_id = {person}"
)
_HAS_SHEET = (
    "SELECT 1 FROM assessments_sheet s WHERE s.assessment_id = {case} "
    "AND s.assessor_id = {person}"
)
_WORKS = (
    "r.role IN ('COORDINATOR', 'ADMINISTRATOR', 'CONTRIBUTOR') "
    "AND r.valid_from <= {day} AND (r.valid_to IS NULL OR r.valid_to > {day})"
)
_OF_PERSON = {"case": "NEW.assessment_id", "person": "NEW.person_id"}
_OF_SHEET = {"case": "NEW.assessment_id", "person": "NEW.assessor_id"}
_OF_WORKER = {"case": "NEW.id", "person": "r.person_id"}
# Table → name of the trigger, events, and the rows that must not be there.
REFUSED = {
    PERSON: (
        "other_part",
        ("INSERT", "UPDATE"),
        f"SELECT 1 WHERE NEW.part <> 'DECIDER' AND EXISTS ({_DECIDED.format(**_OF_PERSON)}) "
        f"OR NEW.part <> 'ASSESSOR' AND EXISTS ({_HAS_SHEET.format(**_OF_PERSON)})",
    ),
    SHEET: (
        "place",
        ("INSERT", "UPDATE"),
        f"{_DECIDED.format(**_OF_SHEET)} UNION ALL "
        "SELECT 1 FROM networks_roleassignment r "
        "JOIN assessments_assessment a ON a.applicant_municipality_id = r.municipality_id "
        "WHERE a.id = NEW.assessment_id AND r.person_id = NEW.assessor_id "
        f"AND {_WORKS.format(day='DATE(NEW.saved_at)')}",
    ),
    CASE: (
        "place",
        ("UPDATE OF applicant_municipality_id",),
        "SELECT 1 FROM networks_roleassignment r "
        "WHERE r.municipality_id = NEW.applicant_municipality_id "
        f"AND {_WORKS.format(day='CURRENT_DATE')} "
        f"AND (EXISTS ({_HAS_SHEET.format(**_OF_WORKER)}) "
        f"OR EXISTS ({_DECIDED.format(**_OF_WORKER)}))",
    ),
}


def forward(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor == "postgresql"):
        schema_editor.execute(statement, params=None)  # a % belongs to the function


def statements(is_postgresql):
    kind = f"CREATE TRIGGER {CASE}_kind BEFORE UPDATE OF kind ON {CASE} FOR EACH ROW"
    changed = "WHEN (OLD.kind <> NEW.kind)"
    if is_postgresql:
        yield f"{kind} {changed} EXECUTE FUNCTION assessments_refuse_change()"
    else:
        yield f"{kind} {changed} BEGIN SELECT RAISE(ABORT, '{CASE} is fixed'); END"
    for table, (name, events, found) in REFUSED.items():
        if is_postgresql:
            yield (
                f"CREATE FUNCTION {table}_{name}() RETURNS trigger AS $$ BEGIN "
                f"IF EXISTS ({found}) THEN RAISE EXCEPTION '%: an own case', TG_TABLE_NAME "
                "USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$ "
                "LANGUAGE plpgsql"
            )
            yield (
                f"CREATE TRIGGER {table}_{name} BEFORE {' OR '.join(events)} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_{name}()"
            )
            continue
        for event in events:
            yield (
                f"CREATE TRIGGER {table}_{name}_{event.split()[0].lower()} "
                f"BEFORE {event} ON {table} FOR EACH ROW WHEN EXISTS ({found}) "
                f"BEGIN SELECT RAISE(ABORT, '{table}: an own case'); END"
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
    dependencies = [("assessments", "0004_letters")]
    operations = [migrations.RunPython(forward, back)]
