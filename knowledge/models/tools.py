"""The shelf of tools: each with versions, none of which goes away."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from common.models import StoredFile, TimeStampedModel
from improvement.models import workplace_networks
from indicators.models import Goal
from networks.models import Network


class ToolQuerySet(models.QuerySet["Tool"]):
    """Reads of tools; every page starts from ``visible_to``."""

    def visible_to(self, person: User | AnonymousUser) -> Self:
        """Those for everybody, and those of the networks that ``person`` works in."""
        if person.is_superuser:
            return self
        return self.filter(
            Q(is_public=True) | Q(network__in=workplace_networks(person).values("pk"))
        )


class Tool(TimeStampedModel):
    """Something to work with: a template, a guide, a calculator. A network's or ours."""

    slug = models.SlugField(_("address name"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("what it is for"), max_length=500)
    topic = models.CharField(_("topic"), max_length=100, blank=True, default="")
    goals = models.ManyToManyField(
        Goal, blank=True, related_name="tools", verbose_name=_("goals")
    )
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    network = models.ForeignKey(
        Network,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tools",
        verbose_name=_("owner"),
        help_text=_("Empty for a tool of the platform."),
    )
    is_public = models.BooleanField(_("for everybody"), default=True)
    withdrawn_at = models.DateTimeField(_("taken off the shelf"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    history = HistoricalRecords()

    objects = ToolQuerySet.as_manager()

    class Meta:
        verbose_name = _("tool")
        verbose_name_plural = _("tools")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(summary=""), name="knowledge_tool_has_words"
            ),
            models.CheckConstraint(
                condition=Q(network__isnull=False) | Q(is_public=True),
                name="knowledge_tool_of_the_platform_is_public",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("knowledge:tool", kwargs={"slug": self.slug})


class ToolVersion(models.Model):
    """One version of a tool, a file or a link; only added to."""

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    file = models.OneToOneField(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tool_version",
        verbose_name=_("file"),
    )
    link = models.URLField(_("link"), max_length=500, blank=True, default="")
    licence = models.CharField(_("licence"), max_length=200)
    note = models.CharField(_("what is new"), max_length=500, blank=True, default="")
    made_on = models.DateField(_("date"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("version of a tool")
        verbose_name_plural = _("versions of tools")
        constraints = [
            models.UniqueConstraint(
                fields=["tool", "number"], name="knowledge_tool_version_uniq"
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False, link="") | Q(file__isnull=True) & ~Q(link=""),
                name="knowledge_tool_version_file_or_link",
            ),
            models.CheckConstraint(
                condition=~Q(licence=""), name="knowledge_tool_version_licence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tool} {self.number}"
