"""Letters that are kept as they were sent; a decider works not for the municipality that applies."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Whoever works in the municipality that applies does not decide its case.
WORKS_THERE = (
    "SELECT 1 FROM networks_roleassignment r "
    "JOIN assessments_assessment a ON a.applicant_municipality_id = r.municipality_id "
    "WHERE NEW.state = 'DECIDED' AND a.id = NEW.assessment_id AND r.person_id = NEW.by_id "
    "AND r.role IN ('COORDINATOR', 'ADMINISTRATOR', 'CONTRIBUTOR') "
    "AND r.valid_from <= DATE(NEW.at) AND (r.valid_to IS NULL OR r.valid_to > DATE(NEW.at))"
)
LETTER = '"assessment_id", "language", "subject", "text", "sent_to", "at"'
STEP, STEP_EVENTS = "assessments_assessmentstep", ("INSERT", "UPDATE")


def forward(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor == "postgresql"):
        schema_editor.execute(statement, params=None)  # a % belongs to the function


def statements(is_postgresql):
    letter = "assessments_caseletter"
    if not is_postgresql:
        yield (
            f"CREATE TRIGGER {letter}_no_update BEFORE UPDATE OF {LETTER} ON {letter} "
            f"FOR EACH ROW BEGIN SELECT RAISE(ABORT, '{letter} is fixed'); END"
        )
        for event in STEP_EVENTS:
            yield (
                f"CREATE TRIGGER {STEP}_place_{event.lower()} BEFORE {event} ON {STEP} "
                f"FOR EACH ROW WHEN EXISTS ({WORKS_THERE}) "
                f"BEGIN SELECT RAISE(ABORT, '{STEP}: an own case'); END"
            )
        return
    for name, event in (("no_update", f"UPDATE OF {LETTER}"), ("no_delete", "DELETE")):
        yield (
            f"CREATE TRIGGER {letter}_{name} BEFORE {event} ON {letter} "
            "FOR EACH ROW EXECUTE FUNCTION assessments_refuse_change()"
        )
    yield (
        f"CREATE FUNCTION {STEP}_place() RETURNS trigger AS $$ BEGIN "
        f"IF EXISTS ({WORKS_THERE}) THEN RAISE EXCEPTION '%: an own case', TG_TABLE_NAME "
        "USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql"
    )
    yield (
        f"CREATE TRIGGER {STEP}_place BEFORE INSERT OR UPDATE ON {STEP} "
        f"FOR EACH ROW EXECUTE FUNCTION {STEP}_place()"
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

    dependencies = [
        ('assessments', '0003_applicant_links'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=7, verbose_name='language')),
                ('subject', models.CharField(max_length=300, verbose_name='subject')),
                ('text', models.TextField(verbose_name='text')),
                ('sent_to', models.EmailField(blank=True, default='', max_length=254, verbose_name='sent to')),
                ('at', models.DateTimeField(verbose_name='sent')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='assessments.assessment')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'letter to an applicant',
                'verbose_name_plural': 'letters to applicants',
                'indexes': [models.Index(fields=['assessment', '-at'], name='assessments_letter_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='assessments_letter_has_text')],
            },
        ),
        migrations.RunPython(forward, back),
    ]
