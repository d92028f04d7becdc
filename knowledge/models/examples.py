"""Good examples: what a municipality did, what it saw afterwards, and who did it too."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from assessments.models import Assessment
from common.models import TimeStampedModel
from improvement.models import Measure
from improvement.queries.acting import workplaces
from indicators.models import Goal, Indicator
from knowledge.enums import ExampleState, ExampleStep
from networks.enums import Role
from networks.models import Membership, Municipality
from networks.queries import roles_of
from procurement.models import Solution


class ExampleQuerySet(models.QuerySet["Example"]):
    """Reads of examples; every page starts from ``visible_to``."""

    def public(self) -> Self:
        """Examples that everybody may read."""
        return self.filter(state=ExampleState.PUBLISHED)

    def visible_to(self, person: User | AnonymousUser) -> Self:
        """Published ones; own ones in any state; sent ones to those who may take them in."""
        if person.is_superuser:
            return self
        if not isinstance(person, User):
            return self.public()
        own = [place.pk for place in workplaces(person)]
        return self.filter(
            Q(state=ExampleState.PUBLISHED)
            | Q(municipality__in=own) & ~Q(state=ExampleState.DECLINED)
            | Q(created_by=person)
            | ~Q(state=ExampleState.DRAFT) & led_by(person)
        )

    def waiting_for(self, person: User) -> Self:
        """Examples from outside that ``person`` may take in or decline."""
        rows = self.filter(state=ExampleState.WAITING)
        return rows if person.is_superuser else rows.filter(led_by(person))


def led_by(person: User) -> Q:
    """Examples from outside, of municipalities in networks that ``person`` leads."""
    roles = roles_of(person)
    networks = [pk for pk, held in roles.networks.items() if Role.NETWORK_LEADER in held]
    programmes = [pk for pk, held in roles.programmes.items() if Role.NETWORK_LEADER in held]
    if not networks and not programmes:
        return Q(pk__in=[])
    members = Membership.objects.counted().filter(
        Q(network__in=networks) | Q(network__programme__in=programmes)
    )
    return Q(is_from_outside=True, municipality__in=members.values("municipality"))


class Example(TimeStampedModel):
    """One good example of one municipality. Nothing is public without a permission.

    ``permission_by`` says which function in the municipality has allowed it.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="examples"
    )
    slug = models.SlugField(_("address name"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("in short"), max_length=300, blank=True, default="")
    text = models.TextField(_("what was done"))
    effect = models.TextField(_("what was seen afterwards"), blank=True, default="")
    advice = models.TextField(_("advice to others"), blank=True, default="")
    cost = models.CharField(_("cost"), max_length=200, blank=True, default="")
    began_in = models.PositiveSmallIntegerField(_("year it began"), null=True, blank=True)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    goals = models.ManyToManyField(Goal, related_name="examples", verbose_name=_("goals"))
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    contact_role = models.CharField(_("contact"), max_length=200, blank=True, default="")
    contact_email = models.EmailField(_("e-mail of the contact"), blank=True, default="")
    state = models.CharField(
        _("state"), max_length=9, choices=ExampleState, default=ExampleState.DRAFT
    )
    permission_by = models.CharField(
        _("who has allowed it"), max_length=200, blank=True, default=""
    )
    permission_on = models.DateField(_("allowed on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    is_from_outside = models.BooleanField(_("sent in from outside"), default=False)
    sender = models.CharField(_("who sends it in"), max_length=200, blank=True, default="")
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="examples"
    )
    solution = models.ForeignKey(
        Solution, on_delete=models.PROTECT, null=True, blank=True, related_name="examples"
    )
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, null=True, blank=True, related_name="examples"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    objects = ExampleQuerySet.as_manager()

    class Meta:
        verbose_name = _("good example")
        verbose_name_plural = _("good examples")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""), name="knowledge_example_has_words"
            ),
            models.CheckConstraint(
                condition=~Q(state=ExampleState.PUBLISHED)
                | ~Q(permission_by="")
                & Q(permission_on__isnull=False, published_at__isnull=False),
                name="knowledge_example_public_by_permission",
                violation_error_message=_("Say who has allowed it, and when."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ExampleState.WAITING, ExampleState.DECLINED])
                | Q(is_from_outside=True),
                name="knowledge_example_waits_from_outside",
            ),
        ]
        indexes = [models.Index(fields=["state", "-published_at"], name="knowledge_examples")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("knowledge:example", kwargs={"slug": self.slug})


class ExampleEvent(models.Model):
    """One thing that happened to an example; only added to."""

    example = models.ForeignKey(Example, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("what"), max_length=9, choices=ExampleStep)
    text = models.TextField(_("reason"), blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("step of an example")
        verbose_name_plural = _("steps of examples")

    def __str__(self) -> str:
        return f"{self.example} {self.kind}"


class DidToo(models.Model):
    """A municipality that has done what an example tells, in its own words."""

    example = models.ForeignKey(Example, on_delete=models.CASCADE, related_name="followers")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="did_too"
    )
    text = models.CharField(_("in your own words"), max_length=500)
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
        verbose_name = _("municipality that did it too")
        verbose_name_plural = _("municipalities that did it too")
        constraints = [
            models.UniqueConstraint(
                fields=["example", "municipality"], name="knowledge_did_too_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="knowledge_did_too_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} · {self.example}"
