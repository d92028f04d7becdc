"""Who fills which function; a locked status round is frozen in the database too."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

TABLE = "improvement_statusround"
FROZEN = (
    "network_id", "name", "year_from", "opens_on", "deadline", "locked_at", "snapshot", "sha256",
)  # fmt: skip


def freeze(apps, schema_editor):
    names = ", ".join(f'"{column}"' for column in FROZEN)
    if schema_editor.connection.vendor == "postgresql":
        act = "FOR EACH ROW WHEN (OLD.locked_at IS NOT NULL) EXECUTE FUNCTION improvement_refuse_change()"
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE OF {names} ON {TABLE} {act}"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} {act}"
        )
    else:
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE OF {names} ON {TABLE} "
            "WHEN OLD.locked_at IS NOT NULL "
            f"BEGIN SELECT RAISE(ABORT, '{TABLE} is locked'); END"
        )


def thaw(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    place = f" ON {TABLE}" if is_postgresql else ""
    schema_editor.execute(f"DROP TRIGGER {TABLE}_no_update{place}")
    if is_postgresql:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_delete{place}")


class Migration(migrations.Migration):

    dependencies = [
        ('improvement', '0002_append_only_logs'),
        ('networks', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalFunctionHolder',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('created_at', models.DateTimeField(blank=True, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(blank=True, editable=False, verbose_name='updated')),
                ('function', models.CharField(choices=[('TOP_MANAGEMENT', 'Top management'), ('BUSINESS', 'Business developer'), ('PROCUREMENT', 'Procurement officer'), ('STATISTICS', 'Statistician'), ('SUSTAINABILITY', 'Sustainability officer'), ('CLIMATE', 'Climate coordinator')], max_length=14, verbose_name='function')),
                ('does_not_exist', models.BooleanField(default=False, verbose_name='we do not have this position')),
                ('name', models.CharField(blank=True, default='', max_length=150, verbose_name='name')),
                ('email', models.EmailField(blank=True, default='', max_length=254, verbose_name='e-mail address')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='until')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='networks.municipality', verbose_name='municipality')),
                ('network', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='networks.network', verbose_name='network')),
                ('on_behalf_of', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='networks.municipality')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('recorded_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical holder of a function',
                'verbose_name_plural': 'historical holders of functions',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='FunctionHolder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated')),
                ('function', models.CharField(choices=[('TOP_MANAGEMENT', 'Top management'), ('BUSINESS', 'Business developer'), ('PROCUREMENT', 'Procurement officer'), ('STATISTICS', 'Statistician'), ('SUSTAINABILITY', 'Sustainability officer'), ('CLIMATE', 'Climate coordinator')], max_length=14, verbose_name='function')),
                ('does_not_exist', models.BooleanField(default=False, verbose_name='we do not have this position')),
                ('name', models.CharField(blank=True, default='', max_length=150, verbose_name='name')),
                ('email', models.EmailField(blank=True, default='', max_length=254, verbose_name='e-mail address')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='until')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='function_holders', to='networks.municipality', verbose_name='municipality')),
                ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='function_holders', to='networks.network', verbose_name='network')),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='networks.municipality')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='functions', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'holder of a function',
                'verbose_name_plural': 'holders of functions',
                'indexes': [models.Index(condition=models.Q(('valid_to__isnull', True)), fields=['municipality', 'function'], name='improvement_function_current')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('does_not_exist', True), ('name', '')), models.Q(('does_not_exist', False), models.Q(('name', ''), _negated=True)), _connector='OR'), name='improvement_function_name_or_none'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='improvement_function_ends_after_start')],
            },
        ),
        migrations.RunPython(freeze, thaw),
    ]
