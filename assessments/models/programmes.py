"""Programmes that money is granted from, and the strategy behind them."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from assessments.enums import ProgrammeState
from assessments.models.scope import followed_regions, handled_regions
from common.models import TimeStampedModel
from networks.models import Decision, Region


class FundingProgrammeQuerySet(models.QuerySet["FundingProgramme"]):
    """Reads of programmes; every page starts from ``visible_to``."""

    def visible_to(self, person: User | AnonymousUser) -> Self:
        """Those of the regions that the person belongs to or follows."""
        if person.is_superuser:
            return self
        if not isinstance(person, User):
            return self.none()
        return self.filter(region__in=followed_regions(person))

    def handled_by(self, person: User | AnonymousUser) -> Self:
        """Those that the person is an officer of."""
        if person.is_superuser:
            return self
        if not isinstance(person, User):
            return self.none()
        return self.filter(region__in=handled_regions(person))


class FundingProgramme(TimeStampedModel):
    """A programme of one region; ``languages`` are those of its templates, default first."""

    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="funding_programmes",
        verbose_name=_("region"),
    )
    slug = models.SlugField(_("address name"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    state = models.CharField(
        _("state"),
        max_length=13,
        choices=ProgrammeState,
        default=ProgrammeState.BEING_WRITTEN,
    )
    languages = models.JSONField(_("languages of the templates"), default=list)
    link = models.URLField(_("link"), max_length=500, blank=True, default="")
    group_minimum = models.PositiveSmallIntegerField(
        _("smallest group that figures are shown of"), default=5
    )
    is_blind = models.BooleanField(
        _("assessors do not see each other’s answers until all have sent theirs"),
        default=False,
    )
    finance_strategy = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="funding_programmes",
        verbose_name=_("finance strategy"),
    )
    history = HistoricalRecords()

    objects = FundingProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("funding programme")
        verbose_name_plural = _("funding programmes")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="assessments_programme_named"),
            models.CheckConstraint(
                condition=Q(group_minimum__gte=3),
                name="assessments_programme_group_minimum",
                violation_error_message=_("A group must be of at least 3."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("assessments:programme", kwargs={"slug": self.slug})

    @property
    def language(self) -> str:
        """Code of the language that a text is written in first."""
        return str(self.languages[0]) if self.languages else "nb"


class StrategyTask(TimeStampedModel):
    """Something to do for the finance strategy of a programme."""

    programme = models.ForeignKey(
        FundingProgramme, on_delete=models.CASCADE, related_name="strategy_tasks"
    )
    text = models.CharField(_("task"), max_length=300)
    responsible = models.CharField(_("responsible"), max_length=200, blank=True, default="")
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("task of a finance strategy")
        verbose_name_plural = _("tasks of finance strategies")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="assessments_task_has_text")
        ]

    def __str__(self) -> str:
        return self.text
