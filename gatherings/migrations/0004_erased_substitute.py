from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('gatherings', '0003_case_asked_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='participation',
            name='erased_substitute',
            field=models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='number of a substitute whose name is erased'),
        ),
    ]
