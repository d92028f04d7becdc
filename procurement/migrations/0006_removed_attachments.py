from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procurement", "0005_more_invariants")]
    operations = [
        migrations.AddField(
            model_name="attachment",
            name="is_removed",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="taken away"
            ),
        ),
    ]
