"""Stable codes of the improvement models."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StepKind(models.TextChoices):
    """What a step of the cycle is for; its label names the step where nothing else does."""

    STATUS = "STATUS", _("Status and challenges")
    OBJECTIVES = "OBJECTIVES", _("Priorities and objectives")
    MEASURES = "MEASURES", _("Measures and responsibility")
    IMPLEMENTATION = "IMPLEMENTATION", _("Implementation")
    EVALUATION = "EVALUATION", _("Evaluation")
    REPORTING = "REPORTING", _("Reporting")
    INVOLVEMENT = "INVOLVEMENT", _("Involvement")
    KNOWLEDGE = "KNOWLEDGE", _("New knowledge")
    OTHER = "OTHER", pgettext_lazy("step", "Other")


# The default template, in order; the last two are side inputs.
DEFAULT_STEPS = (
    StepKind.STATUS,
    StepKind.OBJECTIVES,
    StepKind.MEASURES,
    StepKind.IMPLEMENTATION,
    StepKind.EVALUATION,
    StepKind.REPORTING,
)
SIDE_INPUTS = (StepKind.INVOLVEMENT, StepKind.KNOWLEDGE)


class StepState(models.TextChoices):
    WAITING = "WAITING", pgettext_lazy("step", "Not begun")
    ACTIVE = "ACTIVE", pgettext_lazy("step", "Under way")
    DONE = "DONE", pgettext_lazy("step", "Done")


class RoundEventKind(models.TextChoices):
    OPENED = "OPENED", _("round opened")
    BEGUN = "BEGUN", _("step begun")
    DONE = "DONE", _("step done")
    BACK = "BACK", _("back to a step")
    HELP = "HELP", _("asked for help")
    HELPED = "HELPED", _("help no longer needed")
    DATED = "DATED", _("next date set")
    CLOSED = "CLOSED", _("round closed")


class Judgement(models.TextChoices):
    """How a municipality itself sees its status on a goal; never mixed into the score."""

    GOOD = "GOOD", pgettext_lazy("judgement", "Good")
    FAIR = "FAIR", pgettext_lazy("judgement", "Fairly good")
    WEAK = "WEAK", pgettext_lazy("judgement", "Weak")
    POOR = "POOR", pgettext_lazy("judgement", "Poor")
    UNKNOWN = "UNKNOWN", pgettext_lazy("judgement", "We do not know")


class Priority(models.IntegerChoices):
    NONE = 0, pgettext_lazy("priority", "Not set")
    LOW = 1, pgettext_lazy("priority", "Low")
    MEDIUM = 2, pgettext_lazy("priority", "Medium")
    HIGH = 3, pgettext_lazy("priority", "High")


class MeasureState(models.TextChoices):
    NOT_STARTED = "NOT_STARTED", pgettext_lazy("measure", "Not started")
    ON_TRACK = "ON_TRACK", pgettext_lazy("measure", "On track")
    LATE = "LATE", pgettext_lazy("measure", "Late")
    STOPPED = "STOPPED", pgettext_lazy("measure", "Stopped")
    DONE = "DONE", pgettext_lazy("measure", "Done")


# States that somebody still works with: these are reminded of and grow stale.
OPEN_STATES = (MeasureState.NOT_STARTED, MeasureState.ON_TRACK, MeasureState.LATE)


class MeasureKind(models.TextChoices):
    PLAN = "PLAN", pgettext_lazy("measure", "Plan or strategy")
    RULES = "RULES", pgettext_lazy("measure", "Rules and requirements")
    SERVICE = "SERVICE", pgettext_lazy("measure", "Service or routine")
    INVESTMENT = "INVESTMENT", pgettext_lazy("measure", "Investment")
    PROCUREMENT = "PROCUREMENT", pgettext_lazy("measure", "Procurement")
    GRANT = "GRANT", pgettext_lazy("measure", "Grant or support")
    INFORMATION = "INFORMATION", pgettext_lazy("measure", "Information and training")
    COOPERATION = "COOPERATION", pgettext_lazy("measure", "Cooperation")
    OTHER = "OTHER", pgettext_lazy("measure", "Other")


class Pull(models.TextChoices):
    """Which way a measure pulls on a target."""

    HELPS = "HELPS", _("helps")
    HURTS = "HURTS", _("hurts")


class Outcome(models.TextChoices):
    """What a municipality judges a measure to have done."""

    WORKED = "WORKED", _("It worked as we hoped")
    PARTLY = "PARTLY", _("It worked in part")
    NOT = "NOT", _("It did not work")
    TOO_EARLY = "TOO_EARLY", _("Too early to say")
    UNKNOWN = "UNKNOWN", _("We do not know")


class Confidence(models.TextChoices):
    LOW = "LOW", pgettext_lazy("confidence", "Low")
    MEDIUM = "MEDIUM", pgettext_lazy("confidence", "Medium")
    HIGH = "HIGH", pgettext_lazy("confidence", "High")


class ConflictState(models.TextChoices):
    PROPOSED = "PROPOSED", pgettext_lazy("goal conflict", "Proposed")
    CONFIRMED = "CONFIRMED", pgettext_lazy("goal conflict", "Confirmed")
    DISMISSED = "DISMISSED", pgettext_lazy("goal conflict", "Not a conflict")


class ReportKind(models.TextChoices):
    POLITICAL = "POLITICAL", _("Political note, one page")
    ANNUAL = "ANNUAL", _("Chapter for the annual report")
    NETWORK = "NETWORK", _("Network report")
    STATE = "STATE", _("Input to the state")
    VOLUNTARY = "VOLUNTARY", _("Draft of a voluntary local review")


class Barrier(models.TextChoices):
    LAW = "LAW", pgettext_lazy("barrier", "Law and rules")
    MONEY = "MONEY", pgettext_lazy("barrier", "Money")
    COMPETENCE = "COMPETENCE", pgettext_lazy("barrier", "Competence")
    DATA = "DATA", pgettext_lazy("barrier", "Data")


class InputState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("input to the state", "Not sent")
    SENT = "SENT", pgettext_lazy("input to the state", "Sent")
    ANSWERED = "ANSWERED", pgettext_lazy("input to the state", "Answered")
    CHANGED = "CHANGED", pgettext_lazy("input to the state", "Led to a change")


class NoticeKind(models.TextChoices):
    """Mails about the improvement cycle that a person can switch off one by one."""

    REMINDER = "REMINDER", _("reminders of dates")
    DIGEST = "DIGEST", _("weekly digest")


class MunicipalFunction(models.TextChoices):
    """Functions that a municipality should fill in the work."""

    TOP_MANAGEMENT = "TOP_MANAGEMENT", pgettext_lazy("function", "Top management")
    BUSINESS = "BUSINESS", pgettext_lazy("function", "Business developer")
    PROCUREMENT = "PROCUREMENT", pgettext_lazy("function", "Procurement officer")
    STATISTICS = "STATISTICS", pgettext_lazy("function", "Statistician")
    SUSTAINABILITY = "SUSTAINABILITY", pgettext_lazy("function", "Sustainability officer")
    CLIMATE = "CLIMATE", pgettext_lazy("function", "Climate coordinator")


# The others are recommended, if the municipality has them.
REQUIRED_FUNCTIONS = (
    MunicipalFunction.TOP_MANAGEMENT,
    MunicipalFunction.BUSINESS,
    MunicipalFunction.PROCUREMENT,
)


class Anchoring(models.TextChoices):
    """Who stands behind a municipality's part of a status round."""

    POLITICAL = "POLITICAL", _("politically")
    ADMINISTRATIVE = "ADMINISTRATIVE", _("administratively")
