"""The Celery application: it wakes workers; the job rows hold the truth."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2kp_site.settings")

app = Celery("p2kp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
