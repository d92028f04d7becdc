"""Characteristics of a sustainable rural municipality: proposed, merged, answered, published.

An edition is the work on one version. What is published is a frozen document
(``Publication``); the rows it was made from stay as its trace.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel
from indicators.models import Indicator
from knowledge.enums import Consent, EditionState, EditionStep, Judgement
from networks.models import Decision, Municipality, Network


class Edition(TimeStampedModel):
    """The work of a network on one version; at most one is going on at a time."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    intro = models.TextField(_("introduction"), blank=True, default="")
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    state = models.CharField(
        _("state"), max_length=9, choices=EditionState, default=EditionState.PROPOSING
    )
    proposals_until = models.DateTimeField(_("proposals until"))
    answers_until = models.DateTimeField(_("answers until"), null=True, blank=True)
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="next"
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField(_("started"))

    class Meta:
        verbose_name = _("version of the characteristics")
        verbose_name_plural = _("versions of the characteristics")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "number"], name="knowledge_edition_uniq"
            ),
            models.UniqueConstraint(
                fields=["network"],
                condition=~Q(state=EditionState.PUBLISHED),
                name="knowledge_one_edition_going_on",
            ),
            models.CheckConstraint(
                condition=~Q(state=EditionState.ANSWERING) | Q(answers_until__isnull=False),
                name="knowledge_edition_answers_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("knowledge:traits", kwargs={"slug": self.network.slug})


class TraitProposal(models.Model):
    """What one municipality proposes; the merging points to it, or says why not."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="proposals")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("characteristic"), max_length=200)
    reason = models.TextField(_("why it belongs"))
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    left_out = models.TextField(_("why it was left out"), blank=True, default="")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("proposed"))

    class Meta:
        verbose_name = _("proposed characteristic")
        verbose_name_plural = _("proposed characteristics")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(reason=""), name="knowledge_proposal_has_words"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Trait(TimeStampedModel):
    """One characteristic of an edition; without an indicator it lacks one."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="traits")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("characteristic"), max_length=200)
    text = models.TextField(_("what it means"), blank=True, default="")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposals = models.ManyToManyField(TraitProposal, blank=True, related_name="traits")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("characteristic")
        verbose_name_plural = _("characteristics")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="knowledge_trait_has_words")
        ]

    def __str__(self) -> str:
        return self.title


class EditionEvent(models.Model):
    """One thing that happened in the work on an edition; only added to."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("what"), max_length=9, choices=EditionStep)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField(_("in words"), blank=True, default="")
    reason = models.TextField(_("reason"), blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("step of the characteristics")
        verbose_name_plural = _("steps of the characteristics")

    def __str__(self) -> str:
        return f"{self.edition} {self.kind}"


class ConsentAnswer(models.Model):
    """What a member municipality answers now; what it said before is in the entries."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="answers")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=7, choices=Consent)
    reason = models.TextField(_("reason"), blank=True, default="")
    body = models.CharField(_("body that decided"), max_length=200, blank=True, default="")
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("answer to the characteristics")
        verbose_name_plural = _("answers to the characteristics")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "municipality"], name="knowledge_consent_once"
            ),
            models.CheckConstraint(
                condition=Q(answer=Consent.CONSENT) | ~Q(reason=""),
                name="knowledge_objection_has_a_reason",
                violation_error_message=_("Say why you object."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.answer}"


class ConsentEntry(models.Model):
    """One answer as it was given; only added to."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="entries")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=7, choices=Consent)
    reason = models.TextField(_("reason"), blank=True, default="")
    body = models.CharField(_("body that decided"), max_length=200, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("given answer to the characteristics")
        verbose_name_plural = _("given answers to the characteristics")

    def __str__(self) -> str:
        return f"{self.municipality} {self.answer}"


class Publication(models.Model):
    """A published version, frozen: its words, and who consented, objected or was silent.

    ``content`` is made by ``knowledge.actions.publishing``; ``digest`` is its checksum.
    """

    edition = models.OneToOneField(
        Edition, on_delete=models.PROTECT, related_name="publication"
    )
    content = models.JSONField(_("content"))
    digest = models.CharField(_("checksum"), max_length=64)
    published_on = models.DateField(_("published"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("published characteristics")
        verbose_name_plural = _("published characteristics")

    def __str__(self) -> str:
        return str(self.edition)


class ProfileRow(TimeStampedModel):
    """How a municipality sees itself beside one published characteristic."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="profile_rows"
    )
    trait = models.ForeignKey(Trait, on_delete=models.PROTECT, related_name="profile_rows")
    judgement = models.CharField(_("own judgement"), max_length=8, choices=Judgement)
    text = models.CharField(_("in your own words"), max_length=500, blank=True, default="")
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("row of a municipality's profile")
        verbose_name_plural = _("rows of municipalities' profiles")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "trait"], name="knowledge_profile_row_uniq"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.judgement}"
