from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('gatherings', '0004_erased_substitute'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalthemepoll',
            name='cancel_reason',
            field=models.CharField(blank=True, default='', editable=False, max_length=300, verbose_name='why it is cancelled'),
        ),
        migrations.AddField(
            model_name='themepoll',
            name='cancel_reason',
            field=models.CharField(blank=True, default='', editable=False, max_length=300, verbose_name='why it is cancelled'),
        ),
        migrations.AlterField(
            model_name='historicalthemepoll',
            name='state',
            field=models.CharField(choices=[('PROPOSALS', 'Takes proposals'), ('OPEN', 'Open for voting'), ('TIED', 'Equal votes: the hosts choose'), ('COUNTED', 'Counted'), ('CANCELLED', 'Cancelled')], default='PROPOSALS', max_length=9, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='themepoll',
            name='state',
            field=models.CharField(choices=[('PROPOSALS', 'Takes proposals'), ('OPEN', 'Open for voting'), ('TIED', 'Equal votes: the hosts choose'), ('COUNTED', 'Counted'), ('CANCELLED', 'Cancelled')], default='PROPOSALS', max_length=9, verbose_name='state'),
        ),
    ]
