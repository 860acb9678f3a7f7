"""The reminders of cases, every hour; `manage.py remind_cases` does the same by hand."""

from celery import shared_task
from django.utils import timezone

from programs.services.case_reminders import remind_cases as remind


@shared_task(name="programs.remind_cases")
def remind_cases() -> int:
    """Remind of the cases that today asks for. Returns how many mails left."""
    return remind(on=timezone.localdate(), clock=timezone.now).sent
