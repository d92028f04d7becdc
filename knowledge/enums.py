"""Stable codes of the knowledge models."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExampleState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("example", "draft")
    WAITING = "WAITING", pgettext_lazy("example", "waits to be read")
    PUBLISHED = "PUBLISHED", pgettext_lazy("example", "published")
    DECLINED = "DECLINED", pgettext_lazy("example", "not taken in")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("example", "withdrawn")


class ExampleStep(models.TextChoices):
    WRITTEN = "WRITTEN", _("Written")
    SENT = "SENT", _("Sent in from outside")
    PUBLISHED = "PUBLISHED", _("Published")
    CHANGED = "CHANGED", _("Changed after it was published")
    DECLINED = "DECLINED", _("Not taken in")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class EditionState(models.TextChoices):
    """Where the work on one version of the characteristics stands."""

    PROPOSING = "PROPOSING", _("proposals")
    MERGING = "MERGING", _("merging")
    ANSWERING = "ANSWERING", _("consent or objection")
    PUBLISHED = "PUBLISHED", pgettext_lazy("characteristics", "published")


class Consent(models.TextChoices):
    CONSENT = "CONSENT", _("consents")
    OBJECT = "OBJECT", _("objects")


class EditionStep(models.TextChoices):
    """What happened in the work on one version; kept for ever."""

    STARTED = "STARTED", _("Started")
    DEADLINE = "DEADLINE", _("Deadline moved")
    PROPOSED = "PROPOSED", _("Proposed")
    WITHDREW = "WITHDREW", _("Proposal withdrawn")
    MERGED = "MERGED", _("Merged")
    LEFT_OUT = "LEFT_OUT", _("Left out")
    CHANGED = "CHANGED", _("Changed")
    REMOVED = "REMOVED", _("Removed")
    OPENED = "OPENED", _("Sent out for consent")
    REOPENED = "REOPENED", _("Taken back to merging")
    PUBLISHED = "PUBLISHED", _("Published")


class Judgement(models.TextChoices):
    """How far a municipality is, in its own eyes."""

    FULLY = "FULLY", pgettext_lazy("own judgement", "fits us")
    PARTLY = "PARTLY", pgettext_lazy("own judgement", "partly")
    NOT_YET = "NOT_YET", pgettext_lazy("own judgement", "not yet")
    UNKNOWN = "UNKNOWN", pgettext_lazy("own judgement", "we do not know")
