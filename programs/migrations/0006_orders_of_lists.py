
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0003_slum_areas'),
        ('foundation', '0001_initial'),
        ('programs', '0005_reminders_of_cases'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='case',
            name='case_open',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_assigned',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_due',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_to_check',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_by_day_received',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_by_day_due',
        ),
        migrations.RemoveIndex(
            model_name='work',
            name='work_by_day',
        ),
        migrations.AlterField(
            model_name='case',
            name='stage',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='programs.casestage', verbose_name='stage'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_on__isnull', True)), fields=['area', 'id', 'closed_on'], name='case_open'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_on__isnull', True)), fields=['assignee', 'area', 'id', 'closed_on'], name='case_assigned'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_on__isnull', True)), fields=['due_on', 'closed_on'], name='case_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['received_on', 'area', 'id'], name='case_by_day_received'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_on__isnull', False)), fields=['closed_on', 'area', 'id'], name='case_by_day_closed'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('due_on__isnull', False)), fields=['due_on', 'area', 'id'], name='case_by_day_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['stage', 'area', 'id'], name='case_by_stage'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_on__isnull', False), ('needs_check', True), ('outcome_checked_by__isnull', True)), fields=['area', 'id', 'closed_by', 'closed_on', 'needs_check', 'outcome_checked_by'], name='case_to_check'),
        ),
        migrations.AddIndex(
            model_name='work',
            index=models.Index(fields=['finished_on', 'area', 'id'], name='work_by_day'),
        ),
    ]
