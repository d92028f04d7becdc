"""Questions to the people of a network, and what they answered; both are kept."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.models import TimeStampedModel
from improvement.models import workplace_networks
from indicators.models import Goal
from networks.models import Municipality, Network


class QuestionQuerySet(models.QuerySet["Question"]):
    """Reads of questions; every page starts from ``visible_to``."""

    def visible_to(self, person: User | AnonymousUser) -> Self:
        """Those of the networks that ``person`` works in."""
        return self.filter(network__in=workplace_networks(person).values("pk"))


class Question(TimeStampedModel):
    """A question to the network. The asker marks the answer that solved it."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="questions")
    title = models.CharField(_("question"), max_length=200)
    text = models.TextField(_("what you want to know"), blank=True, default="")
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    goals = models.ManyToManyField(
        Goal, blank=True, related_name="questions", verbose_name=_("goals")
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"))
    answered_at = models.DateTimeField(_("marked as answered"), null=True, blank=True)
    solved_by = models.ForeignKey(
        "Answer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to the network")
        verbose_name_plural = _("questions to the network")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="knowledge_question_has_words"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, solved_by__isnull=True)
                | Q(answered_at__isnull=False),
                name="knowledge_question_answered_when",
            ),
        ]
        indexes = [models.Index(fields=["network", "-asked_at"], name="knowledge_questions")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        keys = {"slug": self.network.slug, "pk": self.pk}
        return reverse("knowledge:question", kwargs=keys)


class Answer(models.Model):
    """One answer; only added to. A correction is one more answer."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(_("answer"))
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="knowledge_answer_has_words")
        ]

    def __str__(self) -> str:
        return self.text[:60]


class QuestionFollow(models.Model):
    """Somebody who gets mail when a question is answered; the asker is the first."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="follows")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="question_follows"
    )

    class Meta:
        verbose_name = _("follower of a question")
        verbose_name_plural = _("followers of questions")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "person"], name="knowledge_question_followed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.question}"
