
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0003_slum_areas'),
        ('finance', '0002_flat_lists'),
        ('foundation', '0001_initial'),
        ('programs', '0006_orders_of_lists'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='disbursement',
            name='disbursement_by_sp2d_day',
        ),
        migrations.RemoveIndex(
            model_name='disbursement',
            name='disbursement_by_lpj_day',
        ),
        migrations.RemoveIndex(
            model_name='grant',
            name='grant_by_day',
        ),
        migrations.RemoveIndex(
            model_name='tranche',
            name='tranche_by_planned_day',
        ),
        migrations.AddIndex(
            model_name='disbursement',
            index=models.Index(fields=['sp2d_on', 'sp2d_number', 'area', 'id'], name='disbursement_by_sp2d_day'),
        ),
        migrations.AddIndex(
            model_name='disbursement',
            index=models.Index(fields=['lpj_on', 'area', 'id'], name='disbursement_by_lpj_day'),
        ),
        migrations.AddIndex(
            model_name='grant',
            index=models.Index(fields=['agreement_on', 'area', 'id'], name='grant_by_day'),
        ),
        migrations.AddIndex(
            model_name='tranche',
            index=models.Index(fields=['planned_on', 'area', 'id'], name='tranche_by_planned_day'),
        ),
    ]
