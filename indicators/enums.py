"""Stable codes of the indicators models."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Aggregation(models.TextChoices):
    """How the value of a county, region or network is made from its members'."""

    RATIO = "ratio", _("sum of numerators over sum of denominators")
    SUM = "sum", _("sum")
    POPULATION_MEAN = "population_mean", _("mean weighted by population")
    MEAN = "mean", _("unweighted mean")
    NONE = "none", _("not aggregated")


class MissingGoal(models.TextChoices):
    """What the total does with a goal that has no score."""

    GROUP_MEAN = "group_mean", _("takes the mean of the group")
    LEAVE_OUT = "leave_out", _("leaves it out")


class Rating(models.TextChoices):
    GREEN = "green", _("Reached")
    YELLOW = "yellow", _("Close to the goal")
    ORANGE = "orange", _("Some way to go")
    RED = "red", _("A long way to go")
    GREY = "grey", _("Too little data")


class Trend(models.TextChoices):
    UP = "up", _("On track for 2030")
    MODERATE = "moderate", _("Improving, but too slowly")
    STAGNATING = "stagnating", _("Standing still")
    DOWN = "down", _("Going the wrong way")


class Status(models.TextChoices):
    """What is to be known about a value, or why there is none."""

    NORMAL = "", _("final")
    PRELIMINARY = "p", _("preliminary")
    IMPUTED = "i", _("estimated by the publisher")
    NOT_APPLICABLE = ".", _("not applicable")
    MISSING = "..", _("missing at the source")
    CONFIDENTIAL = ":", _("confidential at the source")
    HIDDEN = "h", _("hidden here because the numbers are small")
    NOT_COLLECTED = "n", _("not collected")
    NOT_PUBLISHED = "u", _("not yet published")
    WITHDRAWN = "w", _("withdrawn")


class Gender(models.TextChoices):
    TOTAL = "T", _("all")
    WOMEN = "K", _("women")
    MEN = "M", _("men")


class DashboardKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("municipality")
    COUNTY = "county", _("county")
    REGION = "region", _("region")
    NETWORK = "network", _("network")
    SUBGROUP = "subgroup", _("group")


class GroupKind(models.TextChoices):
    """What a standing compares within."""

    COUNTRY = "country", _("the whole country")
    COUNTY = "county", _("county")
    REGION = "region", _("region")
    NETWORK = "network", _("network")
    GROUP = "group", _("comparison group")


class ImportKind(models.TextChoices):
    FILE = "FILE", _("file")
    KOLADA = "KOLADA", _("Kolada")
    PXWEB = "PXWEB", _("PxWeb")
    TYPED = "TYPED", _("typed in the browser")
    DEMO = "DEMO", _("demonstration data")
