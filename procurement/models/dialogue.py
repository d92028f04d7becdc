"""The market dialogue: questions, talks, and a log that proves equal treatment."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import TimeStampedModel
from gatherings.models import Gathering
from networks.models import Municipality
from procurement.enums import DialogueEvent
from procurement.models.needs import Need
from procurement.models.suppliers import Supplier


class Question(TimeStampedModel):
    """A question to the buyers.

    Which company asks is stored, so that it is told of the answer, and shown to nobody else.
    It is forgotten a year after the contract. A question that is hidden is shown to nobody;
    the log says that it was asked, and why it is hidden.
    """

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="questions")
    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    text = models.TextField(_("question"))
    asked_at = models.DateTimeField(_("asked"))
    answer = models.TextField(_("answer"), blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answered_for = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    promised_on = models.DateField(_("answer promised by"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True, editable=False)
    hidden_reason = models.CharField(
        _("why it is hidden"), max_length=300, blank=True, default="", editable=False
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True, hidden_reason="")
                | Q(hidden_at__isnull=False) & ~Q(hidden_reason=""),
                name="procurement_hidden_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="procurement_answer_has_words",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False)
                | Q(answered_by__isnull=True, answered_for__isnull=True),
                name="procurement_answered_when",
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="procurement_question_has_words"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Conference(models.Model):
    """The dialogue conference of a need is a gathering; this gives suppliers seats at it."""

    need = models.OneToOneField(Need, on_delete=models.PROTECT, related_name="conference")
    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="+")
    supplier_seats = models.PositiveSmallIntegerField(_("seats for suppliers"), default=20)

    def __str__(self) -> str:
        return f"{self.need} · {self.gathering}"


class ConferenceSeat(models.Model):
    """One supplier's seat at the conference."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="seats")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField(_("people"), default=1)
    taken_at = models.DateTimeField(_("taken"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "supplier"], name="procurement_one_seat_a_supplier"
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1), name="procurement_seat_for_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} · {self.conference}"


class Slot(models.Model):
    """A talk of one supplier with the buyers; all of a need are of the same length."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    link = models.URLField(_("link to the meeting"), max_length=500, blank=True, default="")
    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, null=True, blank=True, related_name="slots"
    )
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    booked_at = models.DateTimeField(_("booked"), null=True, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("talk with suppliers")
        verbose_name_plural = _("talks with suppliers")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="procurement_slot_ends_after"
            ),
            models.UniqueConstraint(
                fields=["need", "supplier"],
                condition=Q(supplier__isnull=False),
                name="procurement_one_talk_a_supplier",
            ),
            models.UniqueConstraint(
                fields=["need", "starts_at"], name="procurement_one_talk_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(supplier__isnull=True, booked_at__isnull=True)
                | Q(supplier__isnull=False, booked_at__isnull=False),
                name="procurement_slot_booked_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need} {self.starts_at:%Y-%m-%d %H:%M}"


class DialogueEntry(models.Model):
    """One thing that happened in the dialogue: who got what, and when; only added to.

    The words of a question and its answer are not here: ``question`` leads to them, so that
    they can be hidden.
    """

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="dialogue")
    kind = models.CharField(_("kind"), max_length=9, choices=DialogueEvent)
    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.CharField(_("what"), max_length=500, blank=True, default="")
    told = models.PositiveIntegerField(_("suppliers who were told"), default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("entry of the dialogue log")
        verbose_name_plural = _("dialogue log")
        indexes = [models.Index(fields=["need", "-at"], name="procurement_dialogue_newest")]

    def __str__(self) -> str:
        return f"{self.need} {self.kind}"
