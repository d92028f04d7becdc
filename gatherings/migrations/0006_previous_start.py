from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gatherings", "0005_votes_tied_and_cancelled"),
    ]

    operations = [
        migrations.AddField(
            model_name="gatheringchange",
            name="previous_start",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
    ]
