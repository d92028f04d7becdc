"""Stable codes of the gatherings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SeriesState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("series", "Draft")
    PUBLISHED = "PUBLISHED", pgettext_lazy("series", "Published")
    CANCELLED = "CANCELLED", pgettext_lazy("series", "Cancelled")


class GatheringKind(models.TextChoices):
    PHYSICAL = "PHYSICAL", _("Physical gathering")
    DIGITAL = "DIGITAL", _("Digital gathering")
    MARKET = "MARKET", _("Market dialogue")
    GUIDANCE = "GUIDANCE", _("Guidance talk")


class GatheringState(models.TextChoices):
    PLANNED = "PLANNED", pgettext_lazy("gathering", "Planned")
    CANCELLED = "CANCELLED", pgettext_lazy("gathering", "Cancelled")


class AgendaKind(models.TextChoices):
    COFFEE = "COFFEE", pgettext_lazy("agenda", "Coffee")
    MEAL = "MEAL", pgettext_lazy("agenda", "Meal")
    TALK = "TALK", pgettext_lazy("agenda", "Talk")
    LOCAL_EXAMPLE = "LOCAL_EXAMPLE", pgettext_lazy("agenda", "Local example")
    OUTLOOK = "OUTLOOK", pgettext_lazy("agenda", "Outlook")
    GROUP_WORK = "GROUP_WORK", pgettext_lazy("agenda", "Group work")
    CASE = "CASE", pgettext_lazy("agenda", "Case")
    VOTE = "VOTE", pgettext_lazy("agenda", "Vote on themes")
    OTHER = "OTHER", pgettext_lazy("agenda", "Other")


# What every gathering should have (G5); publishing without them asks first.
EXPECTED_ITEMS = (AgendaKind.LOCAL_EXAMPLE, AgendaKind.OUTLOOK)


class WorkArea(models.TextChoices):
    """What a participant works with; the host sees the mix."""

    SUSTAINABILITY = "SUSTAINABILITY", _("Sustainability")
    FOLLOW_UP = "FOLLOW_UP", _("Follow-up and statistics")
    FINANCE = "FINANCE", _("Finance")
    PLANNING = "PLANNING", pgettext_lazy("work area", "Planning")
    BUSINESS = "BUSINESS", _("Business development")
    PROCUREMENT = "PROCUREMENT", _("Procurement")
    MANAGEMENT = "MANAGEMENT", _("Top management")
    POLITICS = "POLITICS", _("Politics")
    OPERATIONS = "OPERATIONS", _("A service of the municipality")
    OTHER = "OTHER", pgettext_lazy("work area", "Other")


class Diet(models.TextChoices):
    VEGETARIAN = "VEGETARIAN", _("Vegetarian")
    VEGAN = "VEGAN", _("Vegan")
    NO_PORK = "NO_PORK", _("No pork")
    HALAL = "HALAL", _("Halal")
    GLUTEN = "GLUTEN", _("No gluten")
    LACTOSE = "LACTOSE", _("No lactose")
    MILK = "MILK", _("No milk protein")
    EGG = "EGG", _("No egg")
    NUTS = "NUTS", _("No nuts")
    FISH = "FISH", _("No fish or shellfish")


class SeatState(models.TextChoices):
    """Where a registration stands; the state is its own, there are no vouchers."""

    CONFIRMED = "CONFIRMED", pgettext_lazy("seat", "Signed up")
    OFFERED = "OFFERED", pgettext_lazy("seat", "Offered a seat")
    WAITING = "WAITING", pgettext_lazy("seat", "On the waiting list")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("seat", "Withdrawn")
    DECLINED = "DECLINED", pgettext_lazy("seat", "Said no to the seat")
    LAPSED = "LAPSED", pgettext_lazy("seat", "Did not answer in time")


# Somebody who is offered a seat holds it until the answer, or until the time is out.
SEATED_STATES = (SeatState.CONFIRMED, SeatState.OFFERED)
LIVE_STATES = (*SEATED_STATES, SeatState.WAITING)


class SeatEvent(models.TextChoices):
    """What the log of a registration tells."""

    SIGNED_UP = "SIGNED_UP", pgettext_lazy("seat event", "signed up")
    QUEUED = "QUEUED", pgettext_lazy("seat event", "put on the waiting list")
    PAST_LIMIT = "PAST_LIMIT", pgettext_lazy("seat event", "signed up past a limit")
    OFFERED = "OFFERED", pgettext_lazy("seat event", "offered a seat")
    ACCEPTED = "ACCEPTED", pgettext_lazy("seat event", "said yes to the seat")
    DECLINED = "DECLINED", pgettext_lazy("seat event", "said no to the seat")
    LAPSED = "LAPSED", pgettext_lazy("seat event", "did not answer in time")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("seat event", "withdrawn")
    CHANGED = "CHANGED", pgettext_lazy("seat event", "changed")
    SUBSTITUTED = "SUBSTITUTED", pgettext_lazy("seat event", "substitute named")
    RETURNED = "RETURNED", pgettext_lazy("seat event", "comes in person after all")
    ATTENDED = "ATTENDED", pgettext_lazy("seat event", "attendance noted")


class Attendance(models.TextChoices):
    PRESENT = "PRESENT", _("present")
    EXCUSED = "EXCUSED", _("excused")
    ABSENT = "ABSENT", _("absent")


class PollState(models.TextChoices):
    """Where a vote on themes stands. Whether it takes votes is also a matter of the clock."""

    PROPOSALS = "PROPOSALS", pgettext_lazy("vote", "Takes proposals")
    OPEN = "OPEN", pgettext_lazy("vote", "Open for voting")
    TIED = "TIED", pgettext_lazy("vote", "Equal votes: the hosts choose")
    COUNTED = "COUNTED", pgettext_lazy("vote", "Counted")
    CANCELLED = "CANCELLED", pgettext_lazy("vote", "Cancelled")


class Electorate(models.TextChoices):
    PERSON = "PERSON", _("Each participant has a ballot")
    MUNICIPALITY = "MUNICIPALITY", _("Each municipality has one ballot")


class VoteMethod(models.TextChoices):
    ONE = "ONE", _("One vote")
    SEVERAL = "SEVERAL", _("Several votes, at most one for each theme")
    RANKED = "RANKED", _("Themes in order, the best liked first")


class BallotKind(models.TextChoices):
    SECRET = "SECRET", _("Secret: nobody sees who voted what")
    OPEN = "OPEN", _("Open: participants see who voted what")


class TieRule(models.TextChoices):
    EARLIEST = "EARLIEST", _("The theme that was proposed first")
    LOT = "LOT", _("By lot")
    HOST = "HOST", _("The host chooses, and says why")


class CaseState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("case", "Draft")
    READY = "READY", pgettext_lazy("case", "Ready to present")
    PRESENTED = "PRESENTED", pgettext_lazy("case", "Presented")


class TalkSide(models.TextChoices):
    HOST = "HOST", _("The hosts")
    MUNICIPALITY = "MUNICIPALITY", _("The municipality")


class Access(models.TextChoices):
    """Who may read a material, from the widest to the narrowest."""

    PUBLIC = "PUBLIC", _("Everybody who can see the series")
    NETWORK = "NETWORK", _("Those of the network")
    PARTICIPANTS = "PARTICIPANTS", _("Those who have a seat")
    HOSTS = "HOSTS", _("The hosts only")


class QuestionKind(models.TextChoices):
    SCALE = "SCALE", _("Scale from 1 to 5")
    CHOICE = "CHOICE", _("Choose one")
    TEXT = "TEXT", _("In one's own words")


class ReminderKind(models.TextChoices):
    WEEK = "WEEK", _("a week before")
    DAY = "DAY", _("the day before")
    FEEDBACK = "FEEDBACK", _("evaluation form")


class Erased(models.TextChoices):
    DIETS = "DIETS", _("diets and allergies")
    NAMES = "NAMES", _("names and addresses of participants")
