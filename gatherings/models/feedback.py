"""What participants thought of a gathering: the hosts' questions, answers without names."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import TimeStampedModel
from gatherings.enums import QuestionKind
from gatherings.models.gatherings import Gathering
from gatherings.models.registrations import Registration
from networks.models import Municipality


class FeedbackForm(TimeStampedModel):
    """The evaluation form of one gathering."""

    gathering = models.OneToOneField(
        Gathering, on_delete=models.CASCADE, related_name="feedback"
    )
    intro = models.TextField(_("introduction"), blank=True, default="")
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(
        _("closes"), help_text=_("The last moment; an answer then still counts.")
    )

    class Meta:
        verbose_name = _("evaluation form")
        verbose_name_plural = _("evaluation forms")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="gatherings_feedback_closes_after_opening",
                violation_error_message=_("The form must close after it opens."),
            )
        ]

    def __str__(self) -> str:
        return str(self.gathering)


class FeedbackQuestion(models.Model):
    """One question. It is fixed once somebody has answered."""

    form = models.ForeignKey(FeedbackForm, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=6, choices=QuestionKind)
    text = models.CharField(_("question"), max_length=300)
    options = models.JSONField(_("choices"), default=list, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["form", "position"], name="gatherings_question_order"
            )
        ]

    def __str__(self) -> str:
        return self.text


class FeedbackMark(models.Model):
    """That somebody has answered; nothing leads from here to the answers."""

    form = models.ForeignKey(FeedbackForm, on_delete=models.CASCADE, related_name="marks")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["form", "registration"], name="gatherings_feedback_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} · {self.registration}"


class FeedbackAnswers(models.Model):
    """One filled form: keys of questions and what was answered, without name and time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.ForeignKey(FeedbackForm, on_delete=models.CASCADE, related_name="answers")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(_("answers"), default=dict)

    class Meta:
        verbose_name = _("answers")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return str(self.pk)
