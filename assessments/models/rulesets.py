"""The rules that horizontal criteria are judged by, as data with a number."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.enums import Level, RuleState
from assessments.models.programmes import FundingProgramme
from assessments.texts import shown


class RuleSet(models.Model):
    """Criteria, what their conditions make of them, and what is enough to pass.

    Once a template in test or in use stands on it (``USED``) it never changes: the database
    refuses it, and a change is the next number.
    """

    programme = models.ForeignKey(
        FundingProgramme, on_delete=models.PROTECT, related_name="rule_sets"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=5, choices=RuleState, default=RuleState.DRAFT
    )
    one_met = models.CharField(
        _("what one met condition of three means"),
        max_length=8,
        choices=[(level.value, level.label) for level in (Level.NOT, Level.PARTLY)],
        default=Level.NOT,
    )
    pass_count = models.PositiveSmallIntegerField(
        _("how many criteria must reach the level"), default=2
    )
    pass_level = models.CharField(
        pgettext_lazy("criterion", "level"), max_length=8, choices=Level, default=Level.PARTLY
    )
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("rule set")
        verbose_name_plural = _("rule sets")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="assessments_ruleset_number"
            ),
            models.CheckConstraint(
                condition=Q(one_met__in=[Level.NOT, Level.PARTLY]),
                name="assessments_ruleset_one_met",
            ),
            models.CheckConstraint(
                condition=Q(pass_count__gte=1, pass_level__in=[Level.PARTLY, Level.ACTIVELY]),
                name="assessments_ruleset_pass_rule",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.number}"


class Criterion(models.Model):
    """A horizontal criterion; its three conditions say how it is worked with."""

    rule_set = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="criteria")
    key = models.SlugField(_("key"), max_length=40)
    name = models.JSONField(_("name"), default=dict)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(
                fields=["rule_set", "key"], name="assessments_criterion_once"
            ),
            models.UniqueConstraint(
                fields=["rule_set", "position"], name="assessments_criterion_order"
            ),
        ]

    def __str__(self) -> str:
        return shown(self.name).text or self.key


class Condition(models.Model):
    """One of the three conditions of a criterion, met or not in each case."""

    criterion = models.ForeignKey(
        Criterion, on_delete=models.CASCADE, related_name="conditions"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.JSONField(_("condition"), default=dict)

    class Meta:
        verbose_name = _("condition of a criterion")
        verbose_name_plural = _("conditions of criteria")
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "position"], name="assessments_condition_order"
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=3),
                name="assessments_condition_three",
            ),
        ]

    def __str__(self) -> str:
        return shown(self.text).text


class LadderStep(models.Model):
    """A level that a case may reach; position 0 is the basic one, the pass rule itself."""

    rule_set = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.JSONField(_("name"), default=dict)
    count = models.PositiveSmallIntegerField(_("how many criteria"))
    level = models.CharField(pgettext_lazy("criterion", "level"), max_length=8, choices=Level)

    class Meta:
        verbose_name = _("step of the ladder")
        verbose_name_plural = _("steps of the ladder")
        constraints = [
            models.UniqueConstraint(
                fields=["rule_set", "position"], name="assessments_ladder_order"
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1, level__in=[Level.PARTLY, Level.ACTIVELY]),
                name="assessments_ladder_rule",
            ),
        ]

    def __str__(self) -> str:
        return shown(self.name).text or str(self.position)
