"""Celery application: broker wiring in one place, no task bodies."""

import os

from celery import Celery

from common.signs import WorkerSigns

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = Celery("samverk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(WorkerSigns)
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="import_tasks")
