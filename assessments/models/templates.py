"""Templates of assessments: their versions, sections, questions, comments, sharing."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments.enums import (
    COMING_VERSION_STATES,
    OPEN_VERSION_STATES,
    Kind,
    QuestionKind,
    VersionState,
)
from assessments.models.programmes import FundingProgramme
from assessments.models.rulesets import RuleSet
from assessments.models.scope import handled_regions
from assessments.texts import shown
from common.models import TimeStampedModel
from networks.models import Region

# What regions that a template is shared with may read of it, and take.
SHARED_VERSION_STATES = (VersionState.IN_USE, VersionState.REPLACED)


class TemplateQuerySet(models.QuerySet["Template"]):
    """Reads of templates; every page starts from ``visible_to`` or ``built_by``."""

    def built_by(self, person: User | AnonymousUser) -> Self:
        """Those of the programmes that the person is an officer of."""
        if person.is_superuser:
            return self
        if not isinstance(person, User):
            return self.none()
        return self.filter(programme__region__in=handled_regions(person))

    def visible_to(self, person: User | AnonymousUser) -> Self:
        """One's own, those shared with one's region, those one is asked to review."""
        if person.is_superuser:
            return self
        if not isinstance(person, User):
            return self.none()
        handled = handled_regions(person)
        shared = TemplateShare.objects.filter(region__in=handled)
        reviewed = TemplateVersion.objects.filter(reviewer=person)
        return self.filter(
            Q(programme__region__in=handled)
            | Q(pk__in=shared.values("template"))
            | Q(pk__in=reviewed.values("template"))
        )


class Template(TimeStampedModel):
    """What is asked about one kind of case in one programme, through all its versions."""

    programme = models.ForeignKey(
        FundingProgramme, on_delete=models.PROTECT, related_name="templates"
    )
    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address name"), unique=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="assessments_template_named")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("assessments:template", kwargs={"slug": self.slug})


class TemplateVersionQuerySet(models.QuerySet["TemplateVersion"]):
    """Reads of versions."""

    def visible_to(self, person: User | AnonymousUser) -> Self:
        """All of one's own templates; of shared ones those in use; those one reviews."""
        if person.is_superuser:
            return self
        if not isinstance(person, User):
            return self.none()
        handled = handled_regions(person)
        shared = TemplateShare.objects.filter(region__in=handled)
        return self.filter(
            Q(template__programme__region__in=handled)
            | Q(template__in=shared.values("template"), state__in=SHARED_VERSION_STATES)
            | Q(reviewer=person)
        )


class TemplateVersion(models.Model):
    """One version of a template. From test on nothing in it changes but its state.

    An assessment keeps the version that it was begun with.
    """

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=8, choices=VersionState, default=VersionState.DRAFT
    )
    rule_set = models.ForeignKey(
        RuleSet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="versions",
        verbose_name=_("rule set"),
    )
    with_goals = models.BooleanField(_("the 17 goals"), default=True)
    with_dimensions = models.BooleanField(
        _("the three dimensions and the overall judgement"), default=True
    )
    with_perspectives = models.BooleanField(
        _("value chain, consumption, production and coming generations"), default=True
    )
    with_criteria = models.BooleanField(_("horizontal criteria"), default=True)
    reviewer_organisation = models.CharField(
        _("organisation that reviews"), max_length=200, blank=True, default=""
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewer"),
    )
    reviewer_email = models.EmailField(_("e-mail of the reviewer"), blank=True, default="")
    reviewer_digest = models.CharField(
        max_length=64, blank=True, default="", editable=False
    )  # of the secret in the reviewer's link
    made_at = models.DateTimeField(_("made"))

    objects = TemplateVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a template")
        verbose_name_plural = _("versions of templates")
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"], name="assessments_version_number"
            ),
            models.UniqueConstraint(
                fields=["template"],
                condition=Q(state=VersionState.IN_USE),
                name="assessments_version_one_in_use",
                violation_error_message=_("Another version is in use."),
            ),
            models.UniqueConstraint(
                fields=["template"],
                condition=Q(state__in=COMING_VERSION_STATES),
                name="assessments_version_one_coming",
                violation_error_message=_("Another version is being made."),
            ),
            models.UniqueConstraint(
                fields=["reviewer_digest"],
                condition=~Q(reviewer_digest=""),
                name="assessments_version_reviewer_link",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_VERSION_STATES)
                | Q(with_criteria=False)
                | Q(rule_set__isnull=False),
                name="assessments_version_has_rules",
                violation_error_message=_("Choose the rule set of the criteria."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether its texts may be changed."""
        return self.state in OPEN_VERSION_STATES


class VersionEvent(models.Model):
    """That a version has come to a state; only added to."""

    version = models.ForeignKey(
        TemplateVersion, on_delete=models.CASCADE, related_name="events"
    )
    state = models.CharField(_("state"), max_length=8, choices=VersionState)
    note = models.CharField(_("note"), max_length=500, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("step of a version")
        verbose_name_plural = _("steps of versions")

    def __str__(self) -> str:
        return f"{self.version} · {self.get_state_display()}"


class Section(models.Model):
    """A part of a version with its own questions; texts in each language."""

    version = models.ForeignKey(
        TemplateVersion, on_delete=models.CASCADE, related_name="sections"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.JSONField(_("title"), default=dict)
    guidance = models.JSONField(_("guidance"), default=dict, blank=True)

    class Meta:
        verbose_name = _("section of a template")
        verbose_name_plural = _("sections of templates")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="assessments_section_order"
            )
        ]

    def __str__(self) -> str:
        return shown(self.title).text


class TemplateQuestion(models.Model):
    """A question of a section. ``choices``: list of ``{"key", "text": {language: text}}``."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=8, choices=QuestionKind)
    text = models.JSONField(_("question"), default=dict)
    guidance = models.JSONField(_("guidance"), default=dict, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)
    unit = models.CharField(_("unit"), max_length=40, blank=True, default="")
    choices = models.JSONField(_("choices"), default=list, blank=True)

    class Meta:
        verbose_name = _("question of a template")
        verbose_name_plural = _("questions of templates")
        constraints = [
            models.UniqueConstraint(
                fields=["section", "position"], name="assessments_question_order"
            )
        ]

    def __str__(self) -> str:
        return shown(self.text).text


class TemplateComment(models.Model):
    """What a reviewer, or an officer in answer, says about a version or one question."""

    version = models.ForeignKey(
        TemplateVersion, on_delete=models.CASCADE, related_name="comments"
    )
    question = models.ForeignKey(
        TemplateQuestion,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
    )
    about = models.CharField(
        max_length=300, blank=True, default="", editable=False
    )  # the question as it stood, for when it is gone
    text = models.TextField(_("comment"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    by_reviewer = models.BooleanField(default=False, editable=False)
    at = models.DateTimeField(_("at"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("comment on a template")
        verbose_name_plural = _("comments on templates")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="assessments_comment_has_text")
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.at}"


class TemplateShare(models.Model):
    """That another region may use or copy a template; it never reads its cases."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="shares")
    region = models.ForeignKey(
        Region, on_delete=models.CASCADE, related_name="+", verbose_name=_("region")
    )
    at = models.DateTimeField(_("shared"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("sharing of a template")
        verbose_name_plural = _("sharing of templates")
        constraints = [
            models.UniqueConstraint(
                fields=["template", "region"], name="assessments_share_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} · {self.region}"
