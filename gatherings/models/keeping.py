"""What was sent and what was erased, so that each happens once and can be told of."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gatherings.enums import Erased, ReminderKind
from gatherings.models.gatherings import Gathering
from gatherings.models.registrations import Registration
from gatherings.models.series import Series


class SentReminder(models.Model):
    """One reminder about a gathering, sent to one participant."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="+")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=ReminderKind)
    at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("sent reminder")
        verbose_name_plural = _("sent reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "registration", "kind"], name="gatherings_reminded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.gathering} {self.kind}"


class Erasure(models.Model):
    """That personal data of a series was erased: what kind and how many, never whose."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="erasures")
    kind = models.CharField(_("what"), max_length=7, choices=Erased)
    count = models.PositiveIntegerField(_("how many"))
    at = models.DateTimeField(_("erased"))

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return f"{self.series} {self.kind} {self.count}"
