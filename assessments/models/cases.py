"""Assessments: one case each, its people, its way to a decision and the follow-up."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from accounts.models import User
from assessments.enums import DECIDED_STATES, AssessmentState, Currency, Kind, Part
from assessments.models.programmes import FundingProgramme
from assessments.models.scope import (
    deciding_regions,
    followed_regions,
    handled_regions,
    steered_municipalities,
)
from assessments.models.templates import TemplateVersion
from common.models import TimeStampedModel
from improvement.models import Measure
from networks.models import Decision, Municipality


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Reads of assessments; every page starts from ``visible_to``."""

    def visible_to(self, person: User | AnonymousUser) -> Self:
        """Cases of one's region as officer, those one has a part in, open ones once decided.

        Who belongs to the region or its networks reads what is decided and not confidential;
        the coordinators and administrators of the applicant municipality read their own.
        Who is named to decide reads the case while it sits in the council or administers the
        region. Nobody else knows of a case: no other region, ever.
        """
        if person.is_superuser:
            return self
        if not isinstance(person, User):
            return self.none()
        own = AssessmentPerson.objects.filter(person=person)
        return self.filter(
            Q(programme__region__in=handled_regions(person))
            | Q(pk__in=own.exclude(part=Part.DECIDER).values("assessment"))
            | Q(
                pk__in=own.filter(part=Part.DECIDER).values("assessment"),
                programme__region__in=deciding_regions(person),
            )
            | Q(applicant_municipality__in=steered_municipalities(person))
            | open_to_all() & Q(programme__region__in=followed_regions(person))
        )

    def handled_by(self, person: User | AnonymousUser) -> Self:
        """Cases of the regions that the person is an officer of."""
        if person.is_superuser:
            return self
        if not isinstance(person, User):
            return self.none()
        return self.filter(programme__region__in=handled_regions(person))

    def counted(self) -> Self:
        """Cases that count in figures: none from a test."""
        return self.filter(is_test=False)


def open_to_all() -> Q:
    """Cases that all of the region and its networks may read: decided, not confidential."""
    return Q(is_confidential=False, is_test=False, state__in=DECIDED_STATES)


class Assessment(TimeStampedModel):
    """A case: who asks for what, by which version of a template, and how far it has come.

    ``state`` and ``due_on`` are those of the newest ``AssessmentStep``; both are written by
    one action. ``is_test``: begun while the version was in test; it never counts. The version
    never changes.
    """

    programme = models.ForeignKey(
        FundingProgramme, on_delete=models.PROTECT, related_name="assessments"
    )
    version = models.ForeignKey(
        TemplateVersion, on_delete=models.PROTECT, related_name="assessments"
    )
    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True, default="")
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    applicant_municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments_applied_for",
        verbose_name=_("municipality that applies"),
    )
    applicant_name = models.CharField(_("applicant"), max_length=200, blank=True, default="")
    applicant_organisation_number = models.CharField(
        _("organisation number"), max_length=20, blank=True, default=""
    )
    applicant_email = models.EmailField(_("e-mail of the applicant"), blank=True, default="")
    places = models.ManyToManyField(
        Municipality, blank=True, related_name="assessments", verbose_name=_("places")
    )
    amount_applied = models.DecimalField(
        _("amount applied for"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    amount_granted = models.DecimalField(
        _("amount granted"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=Currency, default=Currency.NOK
    )
    is_test = models.BooleanField(_("test"), default=False)
    is_confidential = models.BooleanField(_("confidential"), default=False)
    measure = models.ForeignKey(
        Measure,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assessments",
        verbose_name=_("measure"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=AssessmentState, default=AssessmentState.RECEIVED
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    halfway_on = models.DateField(_("follow-up half-way"), null=True, blank=True)
    end_on = models.DateField(_("follow-up at the end"), null=True, blank=True)
    decision = models.OneToOneField(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessment",
        verbose_name=_("decision"),
    )
    received_at = models.DateTimeField(_("received"))
    history = HistoricalRecords(excluded_fields=["state", "due_on"])

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="assessments_case_has_title"),
            models.CheckConstraint(
                condition=~Q(kind=Kind.COMPANY) | Q(is_confidential=True),
                name="assessments_company_is_confidential",
                violation_error_message=_("A case of a company is confidential."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED_STATES)
                | Q(decision__isnull=False)
                | Q(is_test=True),
                name="assessments_decided_has_decision",
                violation_error_message=_("Say what was decided."),
            ),
            models.CheckConstraint(
                condition=Q(is_test=False) | Q(decision__isnull=True),
                name="assessments_test_decides_nothing",
            ),
            models.CheckConstraint(
                condition=Q(amount_applied__isnull=True) | Q(amount_applied__gte=0),
                name="assessments_amount_applied",
                violation_error_message=_("An amount cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(amount_granted__isnull=True) | Q(amount_granted__gte=0),
                name="assessments_amount_granted",
                violation_error_message=_("An amount cannot be negative."),
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state"], name="assessments_case_listed"),
            models.Index(fields=["due_on"], name="assessments_case_due"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assessments:case", kwargs={"pk": self.pk})


class AssessmentStep(models.Model):
    """That a case has come to a state; only added to."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(_("state"), max_length=10, choices=AssessmentState)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, default="")
    told = models.CharField(_("who was told"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("step of an assessment")
        verbose_name_plural = _("steps of assessments")
        indexes = [models.Index(fields=["assessment", "-at"], name="assessments_step_newest")]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.get_state_display()}"


class AssessmentPerson(models.Model):
    """What somebody does in a case: one part each, so nobody judges an own case."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="assessment_parts",
        verbose_name=_("person"),
    )
    part = models.CharField(pgettext_lazy("in a case", "part"), max_length=9, choices=Part)
    since = models.DateTimeField(_("since"))
    is_away = models.BooleanField(_("away"), default=False)

    class Meta:
        verbose_name = _("person of an assessment")
        verbose_name_plural = _("people of assessments")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "person"],
                name="assessments_one_part_each",
                violation_error_message=_("The person has another part in this case."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_part_display()} · {self.assessment}"


class DecisionCondition(models.Model):
    """A condition that a decision sets, and when it was met."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="decision_conditions"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.TextField(_("condition"))
    due_on = models.DateField(_("by"), null=True, blank=True)
    met_on = models.DateField(_("met"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, default="")

    class Meta:
        verbose_name = _("condition of a decision")
        verbose_name_plural = _("conditions of decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "position"], name="assessments_decision_condition_order"
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="assessments_decision_condition_text"
            ),
        ]

    def __str__(self) -> str:
        return self.text
