"""Training of the four groups that work with assessments; each session is a gathering."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import Group
from common.models import TimeStampedModel
from gatherings.models import Gathering
from networks.models import Region


class Training(TimeStampedModel):
    """A session of training in a region: one gathering."""

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="trainings", verbose_name=_("region")
    )
    gathering = models.OneToOneField(
        Gathering,
        on_delete=models.PROTECT,
        related_name="training",
        verbose_name=_("gathering"),
    )
    about = models.CharField(_("about"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")

    def __str__(self) -> str:
        return str(self.gathering)


class TrainedGroup(models.Model):
    """How many of a group were trained for the first time in a session."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="groups")
    group = models.CharField(_("group"), max_length=15, choices=Group)
    trained = models.PositiveSmallIntegerField(_("people trained"))

    class Meta:
        verbose_name = _("trained group")
        verbose_name_plural = _("trained groups")
        constraints = [
            models.UniqueConstraint(
                fields=["training", "group"], name="assessments_trained_group_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.training} · {self.get_group_display()}"


class TrainingTarget(models.Model):
    """How many people a group has in a region: what the share trained is of."""

    region = models.ForeignKey(
        Region, on_delete=models.CASCADE, related_name="training_targets"
    )
    group = models.CharField(_("group"), max_length=15, choices=Group)
    people = models.PositiveSmallIntegerField(_("people in the group"))

    class Meta:
        verbose_name = _("size of a group")
        verbose_name_plural = _("sizes of groups")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "group"], name="assessments_training_target_once"
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1), name="assessments_training_target_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} · {self.get_group_display()}"
