"""Stable codes of assessments."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProgrammeState(models.TextChoices):
    BEING_WRITTEN = "BEING_WRITTEN", pgettext_lazy("funding programme", "Being written")
    LAST_STAGE = "LAST_STAGE", pgettext_lazy("funding programme", "In its last stage")
    APPROVED = "APPROVED", pgettext_lazy("funding programme", "Approved")
    ENDED = "ENDED", pgettext_lazy("funding programme", "Ended")


class TextLanguage(models.TextChoices):
    """Languages that the texts of a template may be written in; more than those of pages."""

    NB = "nb", _("Norwegian Bokmål")
    NN = "nn", _("Norwegian Nynorsk")
    SV = "sv", _("Swedish")
    EN = "en", _("English")
    FI = "fi", _("Finnish")
    SE = "se", _("Northern Sami")


class Kind(models.TextChoices):
    """What is assessed."""

    PROJECT = "PROJECT", _("Project support")
    COMPANY = "COMPANY", _("Company support")
    CASE = "CASE", _("Political case")


class RuleState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("rule set", "Draft")
    USED = "USED", pgettext_lazy("rule set", "Used; cannot be changed")


class Level(models.TextChoices):
    """How a project works with a horizontal criterion; the order is from least to most."""

    NOT = "NOT", pgettext_lazy("criterion", "Not")
    PARTLY = "PARTLY", pgettext_lazy("criterion", "Partly")
    ACTIVELY = "ACTIVELY", pgettext_lazy("criterion", "Actively")


class VersionState(models.TextChoices):
    """How far a version of a template has come."""

    DRAFT = "DRAFT", pgettext_lazy("template", "Draft")
    REWORK = "REWORK", pgettext_lazy("template", "Being reworked")
    TEST = "TEST", pgettext_lazy("template", "In test")
    IN_USE = "IN_USE", pgettext_lazy("template", "In use")
    REPLACED = "REPLACED", pgettext_lazy("template", "Replaced")


# The texts may be changed in these; from test on they are fixed.
OPEN_VERSION_STATES = (VersionState.DRAFT, VersionState.REWORK)
# One of these at a time for each template.
COMING_VERSION_STATES = (VersionState.DRAFT, VersionState.REWORK, VersionState.TEST)


class QuestionKind(models.TextChoices):
    """How a question of a template is answered."""

    SCALE = "SCALE", _("Scale from −2 to +2")
    CHOICE = "CHOICE", _("One of several")
    TEXT = "TEXT", _("Text")
    NUMBER = "NUMBER", pgettext_lazy("kind of answer", "Number")
    EVIDENCE = "EVIDENCE", _("Evidence")


class AssessmentState(models.TextChoices):
    """The way of an assessment to its decision and after it."""

    RECEIVED = "RECEIVED", pgettext_lazy("assessment", "Received")
    SELF = "SELF", pgettext_lazy("assessment", "The applicant assesses")
    OFFICER = "OFFICER", pgettext_lazy("assessment", "The officers assess")
    COMPLETION = "COMPLETION", pgettext_lazy("assessment", "Completion is asked for")
    OVERALL = "OVERALL", pgettext_lazy("assessment", "Overall judgement")
    DECIDED = "DECIDED", pgettext_lazy("assessment", "Decided")
    HALFWAY = "HALFWAY", pgettext_lazy("assessment", "Followed up half-way")
    END = "END", pgettext_lazy("assessment", "Followed up at the end")
    CLOSED = "CLOSED", pgettext_lazy("assessment", "Closed")
    STOPPED = "STOPPED", pgettext_lazy("assessment", "Stopped")


# From the decision on others than the officers and the applicant may read open cases.
DECIDED_STATES = (
    AssessmentState.DECIDED,
    AssessmentState.HALFWAY,
    AssessmentState.END,
    AssessmentState.CLOSED,
)


class Part(models.TextChoices):
    """What somebody does in an assessment; nobody has two parts in one."""

    APPLICANT = "APPLICANT", _("applicant")
    ASSESSOR = "ASSESSOR", _("assessor")
    DECIDER = "DECIDER", _("decides")


class Side(models.TextChoices):
    """Whose answers a sheet holds."""

    APPLICANT = "APPLICANT", _("The applicant’s own")
    ASSESSOR = "ASSESSOR", _("One assessor’s")
    COMMON = "COMMON", _("The officers’ common")


class Moment(models.TextChoices):
    """When the same questions are answered."""

    APPLICATION = "APPLICATION", pgettext_lazy("assessment", "Application")
    DECISION = "DECISION", pgettext_lazy("assessment", "Decision")
    HALFWAY = "HALFWAY", pgettext_lazy("assessment", "Half-way")
    END = "END", pgettext_lazy("assessment", "End")


class SheetState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("sheet", "Draft")
    SENT = "SENT", pgettext_lazy("sheet", "Sent")


class Currency(models.TextChoices):
    NOK = "NOK", "NOK"
    SEK = "SEK", "SEK"
    EUR = "EUR", "EUR"


class Effect(models.IntegerChoices):
    """What is done to a goal; «do not know» is stored as ``UNKNOWN``."""

    VERY_NEGATIVE = -2, _("Large negative effect")
    NEGATIVE = -1, _("Some negative effect")
    NONE = 0, _("No effect")
    POSITIVE = 1, _("Some positive effect")
    VERY_POSITIVE = 2, _("Large positive effect")


class Ground(models.TextChoices):
    """What an answer is built on."""

    ASSUMPTION = "ASSUMPTION", _("Assumption")
    EXPERIENCE = "EXPERIENCE", _("Experience of others")
    STUDY = "STUDY", _("Study")
    MEASURED = "MEASURED", _("Calculation or measurement")


class Dimension(models.TextChoices):
    ENVIRONMENTAL = "ENVIRONMENTAL", pgettext_lazy("dimension", "Environmental")
    SOCIAL = "SOCIAL", pgettext_lazy("dimension", "Social")
    ECONOMIC = "ECONOMIC", pgettext_lazy("dimension", "Economic")


class Perspective(models.TextChoices):
    """What reaches beyond the single goals."""

    VALUE_CHAIN = "VALUE_CHAIN", _("The value chain")
    CONSUMPTION = "CONSUMPTION", _("The pattern of consumption")
    PRODUCTION = "PRODUCTION", _("The direction of production")
    GENERATIONS = "GENERATIONS", _("Coming generations")


class Group(models.TextChoices):
    """Who is trained."""

    OFFICERS = "OFFICERS", _("Officers")
    STRATEGISTS = "STRATEGISTS", _("Strategists")
    DECISION_MAKERS = "DECISION_MAKERS", _("Decision makers")
    MUNICIPAL = "MUNICIPAL", _("Municipal representatives")
