"""Stable codes of the procurement stage before the competition."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NeedState(models.TextChoices):
    """Who sees the need."""

    DRAFT = "DRAFT", pgettext_lazy("need", "Draft")
    SHARED = "SHARED", pgettext_lazy("need", "Shared in the network")
    PUBLISHED = "PUBLISHED", pgettext_lazy("need", "Published")
    CLOSED = "CLOSED", pgettext_lazy("need", "Closed")


class Stage(models.TextChoices):
    """How far the need has come; the order is that of the way."""

    NEED = "NEED", _("Need described")
    MAPPING = "MAPPING", _("Municipalities join")
    DIALOGUE = "DIALOGUE", _("Market dialogue")
    COMPETITION = "COMPETITION", _("Competition")
    CONTRACT = "CONTRACT", pgettext_lazy("stage", "Contract")
    BENEFIT = "BENEFIT", pgettext_lazy("stage", "Benefit")


# The competition is held by a tender system: from here on nothing is sent in here.
CLOSED_STAGES = (Stage.COMPETITION, Stage.CONTRACT, Stage.BENEFIT)


class PointKind(models.TextChoices):
    MUST = "MUST", _("The solution must")
    UNKNOWN = "UNKNOWN", _("We do not know yet")


class Budget(models.TextChoices):
    """What a year may cost, in the currency of the municipality's country."""

    UNKNOWN = "UNKNOWN", _("Not known yet")
    UNDER_100K = "UNDER_100K", _("Under 100,000")
    UNDER_500K = "UNDER_500K", _("100,000 to 500,000")
    UNDER_1_3M = "UNDER_1_3M", _("500,000 to 1.3 million")
    UNDER_5M = "UNDER_5M", _("1.3 to 5 million")
    UNDER_20M = "UNDER_20M", _("5 to 20 million")
    OVER_20M = "OVER_20M", _("More than 20 million")


class ClimateWeight(models.TextChoices):
    """How climate and environment count in the competition."""

    UNDECIDED = "UNDECIDED", _("Not decided yet")
    WEIGHTED = "WEIGHTED", _("Weighted at least 30 per cent")
    REQUIRED = "REQUIRED", _("Set as a requirement instead")
    INSIGNIFICANT = "INSIGNIFICANT", _("The footprint is insignificant")


class JoinAnswer(models.TextChoices):
    ASKED = "ASKED", pgettext_lazy("pool", "Asked")
    INTERESTED = "INTERESTED", pgettext_lazy("pool", "Interested")
    YES = "YES", pgettext_lazy("pool", "Yes")
    NO = "NO", pgettext_lazy("pool", "No")
    LEFT = "LEFT", pgettext_lazy("pool", "Withdrew")


class SupplierState(models.TextChoices):
    ACTIVE = "ACTIVE", pgettext_lazy("supplier", "Active")
    SUSPENDED = "SUSPENDED", pgettext_lazy("supplier", "Suspended")
    CLOSED = "CLOSED", pgettext_lazy("supplier", "Closed")


class Maturity(models.TextChoices):
    IDEA = "IDEA", _("An idea")
    PROTOTYPE = "PROTOTYPE", _("Tested by the company")
    TESTED = "TESTED", _("Tested at a customer's")
    OPERATION = "OPERATION", _("In ordinary use")


class SolutionState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("solution", "Draft")
    SENT = "SENT", pgettext_lazy("solution", "Sent")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("solution", "Withdrawn")


class Openness(models.TextChoices):
    EVERYBODY = "EVERYBODY", _("Everybody")
    BUYERS = "BUYERS", _("Only the municipalities of the need")


class Verdict(models.TextChoices):
    """What the buyers decided on a solution; told to the supplier."""

    NONE = "NONE", pgettext_lazy("solution", "Not decided")
    NO = "NO", pgettext_lazy("solution", "No")
    TALK = "TALK", pgettext_lazy("solution", "Talk")
    PILOT = "PILOT", pgettext_lazy("solution", "Pilot")
    BOUGHT = "BOUGHT", pgettext_lazy("solution", "Bought")


class PointAnswer(models.TextChoices):
    """How a solution meets one point of the need."""

    FULLY = "FULLY", _("Fully")
    PARTLY = "PARTLY", _("Partly")
    NOT = "NOT", _("Not")
    UNSAID = "UNSAID", _("Not said")


class DialogueEvent(models.TextChoices):
    """What the log of the market dialogue tells; it proves equal treatment."""

    PUBLISHED = "PUBLISHED", pgettext_lazy("dialogue", "published")
    CHANGED = "CHANGED", pgettext_lazy("dialogue", "changed")
    ASKED = "ASKED", pgettext_lazy("dialogue", "question put")
    ANSWERED = "ANSWERED", pgettext_lazy("dialogue", "answered to everybody")
    HIDDEN = "HIDDEN", pgettext_lazy("dialogue", "question hidden")
    PROMISED = "PROMISED", pgettext_lazy("dialogue", "answer promised")
    OFFERED = "OFFERED", pgettext_lazy("dialogue", "talks or conference offered")
    REMOVED = "REMOVED", pgettext_lazy("dialogue", "talk taken away")
    LINKED = "LINKED", pgettext_lazy("dialogue", "new link to the talk")
    BOOKED = "BOOKED", pgettext_lazy("dialogue", "talk booked")
    UNBOOKED = "UNBOOKED", pgettext_lazy("dialogue", "talk given back")
    SEATED = "SEATED", pgettext_lazy("dialogue", "seats at the conference taken")
    UNSEATED = "UNSEATED", pgettext_lazy("dialogue", "seats at the conference given back")
    SENT = "SENT", pgettext_lazy("dialogue", "solution sent")
    REVISED = "REVISED", pgettext_lazy("dialogue", "solution changed")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("dialogue", "solution withdrawn")
    TOLD = "TOLD", pgettext_lazy("dialogue", "result told")
    LEFT = "LEFT", pgettext_lazy("dialogue", "a municipality withdrew")
    CLOSED = "CLOSED", pgettext_lazy("dialogue", "closed")


class Ending(models.TextChoices):
    """Why talks and seats that suppliers had are gone."""

    BUYERS = "BUYERS", _("The municipality has called it off.")
    COMPETITION = "COMPETITION", _("The competition is announced, so the dialogue is over.")
    NEED = "NEED", _("The need is closed, so the dialogue is over.")
    COMPANY = "COMPANY", _("The account of the company is closed.")
    SUSPENDED = "SUSPENDED", _("The account of the company is suspended.")
    CONFERENCE = "CONFERENCE", _("The conference is cancelled.")


class BenefitKind(models.TextChoices):
    JOBS = "JOBS", _("Jobs")
    MARKETS = "MARKETS", _("New markets")
    SAVINGS = "SAVINGS", _("Savings")
    EMISSIONS = "EMISSIONS", _("Emissions, tonnes CO₂ equivalents")
    OTHER = "OTHER", pgettext_lazy("benefit", "Other")
