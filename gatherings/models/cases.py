"""Cases: what a municipality brings to a gathering, the advice it gets, what came of it."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from common.models import TimeStampedModel
from gatherings.enums import CaseState, SeatState
from gatherings.models.gatherings import AgendaItem, Gathering
from gatherings.models.registrations import Registration
from gatherings.models.series import HostPerson, Series
from improvement.models import Evaluation, Measure, workplace_networks
from indicators.models import Indicator
from networks.enums import Role
from networks.models import MainContact, Municipality, RegionMembership


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads of cases; every page starts from ``visible_to``."""

    def visible_to(self, person: User | AnonymousUser) -> Self:
        """Own cases, drafts too; those of the networks one works in, holds or takes part in."""
        if person.is_superuser:
            return self
        if not person.is_authenticated:
            return self.none()
        contact = MainContact.objects.current().filter(person=person)
        seats = Registration.objects.filter(person=person, state=SeatState.CONFIRMED)
        shared = (
            Q(series__network__in=workplace_networks(person).values("pk"))
            | Q(series__network__in=contact.values("membership__network"))
            | Q(series__in=HostPerson.objects.filter(person=person).values("series"))
            | Q(series__in=seats.values("series"))
        )
        return self.filter(own_of(person) | ~Q(state=CaseState.DRAFT) & shared)


def own_of(person: User) -> Q:
    """Rows of municipalities whose drafts ``person`` reads: own ones, and those acted for."""
    roles = person.role_assignments.current()
    today = timezone.localdate()
    regions = RegionMembership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today),
        region__in=roles.filter(role=Role.COORDINATOR).values("region"),
    )
    contact = MainContact.objects.current().filter(person=person)
    return (
        Q(municipality__in=roles.values("municipality"))
        | Q(municipality__in=regions.values("municipality"))
        | Q(municipality__in=contact.values("membership__municipality"))
    )


class Case(TimeStampedModel):
    """What one municipality asks the others about, from the first figures to the evaluation.

    A measure made of it carries the work on; ``CaseReturn`` brings the case back.
    """

    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, related_name="cases", verbose_name=_("series")
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="cases"
    )
    gathering = models.ForeignKey(
        Gathering,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("presented at"),
    )
    agenda_item = models.OneToOneField(
        AgendaItem,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="case",
        verbose_name=_("slot in the programme"),
    )
    title = models.CharField(_("case"), max_length=200)
    background = models.TextField(_("background"), blank=True, default="")
    question = models.TextField(_("question to the others"))
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who presents it"),
    )
    state = models.CharField(
        _("state"), max_length=9, choices=CaseState, default=CaseState.DRAFT
    )
    presented_at = models.DateTimeField(_("presented"), null=True, blank=True)
    measure = models.OneToOneField(
        Measure,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="case",
        verbose_name=_("measure"),
    )
    return_asked_at = models.DateTimeField(_("asked back"), null=True, blank=True)
    return_gathering = models.ForeignKey(
        Gathering,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked back to"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(question=""), name="gatherings_case_has_a_question"
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.PRESENTED)
                | Q(presented_at__isnull=False, gathering__isnull=False),
                name="gatherings_case_presented_when_and_where",
            ),
            models.CheckConstraint(
                condition=Q(agenda_item__isnull=True) | Q(gathering__isnull=False),
                name="gatherings_case_slot_is_at_a_gathering",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("gatherings:case", kwargs={"pk": self.pk})


class CaseFigure(models.Model):
    """A figure the case starts from, as the dashboard showed it on the day it was taken."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="figures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"))
    period = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    value = models.FloatField(
        _("value"), null=True, blank=True, help_text=_("In the indicator's unit.")
    )
    is_hidden = models.BooleanField(_("hidden small number"), default=False)
    taken_at = models.DateTimeField(_("taken"))

    class Meta:
        verbose_name = _("starting figure")
        verbose_name_plural = _("starting figures")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "indicator"], name="gatherings_case_figure_once"
            ),
            models.CheckConstraint(
                condition=Q(is_hidden=False) | Q(value__isnull=True),
                name="gatherings_case_figure_hidden_has_no_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.indicator}"


class CaseAdvice(models.Model):
    """Advice that the case got, written down at the table by anybody in the group."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="advice")
    gathering = models.ForeignKey(
        Gathering, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField(_("advice"))
    group = models.CharField(_("group"), max_length=60, blank=True, default="")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    registration = models.ForeignKey(
        Registration, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("written"))
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("advice")
        verbose_name_plural = _("advice")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="gatherings_advice_has_text")
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Homework(TimeStampedModel):
    """What the municipality does with the case until a date; «Min kommune» reminds of it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="homework")
    text = models.CharField(_("homework"), max_length=300)
    due_on = models.DateField(_("to be done by"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    result = models.TextField(_("what came of it"), blank=True, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("homework")
        verbose_name_plural = _("homework")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="gatherings_homework_has_text")
        ]

    def __str__(self) -> str:
        return self.text


class CaseReturn(models.Model):
    """The case back on the table: the same indicators as at the start, then and now.

    ``figures`` holds one entry per starting figure, as they were on that day.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="returns")
    gathering = models.ForeignKey(
        Gathering, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    figures = models.JSONField(_("figures"), default=list)
    text = models.TextField(_("what was learnt"))
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("brought back"))

    class Meta:
        verbose_name = _("return of a case")
        verbose_name_plural = _("returns of cases")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="gatherings_return_has_text")
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.at:%Y-%m-%d}"
