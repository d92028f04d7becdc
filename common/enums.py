"""Stable codes of the common models."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    QUEUED = "QUEUED", _("waiting")
    RUNNING = "RUNNING", _("running")
    DONE = "DONE", _("done")
    FAILED = "FAILED", _("failed")


class MailKind(models.TextChoices):
    ACCOUNT = "ACCOUNT", _("account")
    INVITATION = "INVITATION", _("invitation")
    NETWORK = "NETWORK", _("network")
    JOB = "JOB", _("background work")
    REMINDER = "REMINDER", _("reminder of dates")
    DIGEST = "DIGEST", _("weekly digest")
    GATHERING = "GATHERING", _("gathering")
    PROCUREMENT = "PROCUREMENT", _("procurement")
