"""What every app may use and none owns: jobs, outgoing mail, uploaded files.

``common`` knows no other app. A person is referred to through
``settings.AUTH_USER_MODEL`` (docs/decisions/0002), never by an import.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.enums import JobState, MailKind


class TimeStampedModel(models.Model):
    """Audit columns. Never use them in rules or calculations."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        abstract = True


class Job(TimeStampedModel):
    """One piece of background work, from the wish to the result or the error.

    The row, not the message in the queue, is the truth: a beat task sends
    the message again when the heartbeat of a running job stops or a queued
    one is never begun, so a killed worker or a lost queue costs time only.
    """

    task = models.CharField(_("task"), max_length=100, help_text=_("Name of the Celery task."))
    arguments = models.JSONField(_("arguments"), default=dict)
    dedupe_key = models.CharField(
        _("key"),
        max_length=200,
        blank=True,
        default="",
        help_text=_("Two waiting jobs with the same key are one job."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=JobState, default=JobState.QUEUED
    )
    progress_done = models.PositiveIntegerField(_("steps done"), default=0)
    progress_total = models.PositiveIntegerField(_("steps in all"), default=0)
    result = models.JSONField(_("result"), default=dict)
    error = models.TextField(_("error"), blank=True, default="")
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    queued_at = models.DateTimeField(_("queued"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("started by"),
    )

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe_key"],
                condition=models.Q(state=JobState.QUEUED) & ~models.Q(dedupe_key=""),
                name="common_job_one_waiting_per_key",
            )
        ]
        indexes = [
            models.Index(
                fields=["state", "heartbeat_at"],
                condition=models.Q(state__in=[JobState.QUEUED, JobState.RUNNING]),
                name="common_job_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} #{self.pk} ({self.state})"


class OutboxMessage(TimeStampedModel):
    """One mail to one recipient, sent by the worker, at most once per occasion."""

    recipient = models.EmailField(_("recipient"))
    language = models.CharField(_("language"), max_length=7, default="nb")
    kind = models.CharField(_("kind"), max_length=30, choices=MailKind)
    about = models.CharField(
        _("about"), max_length=100, help_text=_("What the message is about, as app.model:key.")
    )
    occasion = models.CharField(
        _("occasion"),
        max_length=100,
        help_text=_("The same kind, subject and occasion is sent once to a recipient."),
    )
    subject = models.CharField(_("subject"), max_length=200)
    body_text = models.TextField(_("text"))
    body_html = models.TextField(_("HTML"), blank=True, default="")
    unsubscribe_url = models.CharField(
        _("address that ends such mail"), max_length=500, blank=True, default="", db_default=""
    )
    file = models.CharField(
        _("file"),
        max_length=100,
        blank=True,
        default="",
        db_default="",
        help_text=_("What is attached, as app.file:key; it is made when the mail is sent."),
    )
    not_before_at = models.DateTimeField(_("not before"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("last error"), blank=True, default="")

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "about", "occasion"],
                name="common_outbox_once_per_occasion",
            )
        ]
        indexes = [
            models.Index(
                fields=["not_before_at"],
                condition=models.Q(sent_at__isnull=True),
                name="common_outbox_unsent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient}"


class StoredFile(TimeStampedModel):
    """An uploaded file, kept outside the web root under a random name."""

    name = models.CharField(_("name"), max_length=255, help_text=_("As the sender called it."))
    content = models.FileField(_("content"), upload_to="uploads/%Y/%m/")
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    media_type = models.CharField(_("media type"), max_length=100)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """The newest sign of life of one background part, for the health page."""

    part = models.CharField(_("part"), max_length=20, primary_key=True)
    seen_at = models.DateTimeField(_("seen"))

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self) -> str:
        return f"{self.part} {self.seen_at:%Y-%m-%d %H:%M}"
