"""Needs: the function a municipality, or several together, must have; never a product."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Lower, Replace
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from common.dates import has_passed
from common.models import TimeStampedModel
from improvement.models import Measure
from improvement.models.scope import readable_municipalities, workplace_networks
from improvement.queries.acting import workplace_keys
from indicators.models import Goal, Indicator, Target
from networks.models import Municipality, Network
from networks.queries import roles_of
from procurement.enums import (
    CLOSED_STAGES,
    Budget,
    ClimateWeight,
    NeedState,
    PointKind,
    Stage,
)


class Category(models.Model):
    """A kind of thing in plain words; ``cpv`` is the division of the official vocabulary.

    CPV: Common Procurement Vocabulary, Regulation (EC) No 213/2008.
    """

    code = models.SlugField(_("code"), primary_key=True, max_length=40)
    cpv = models.CharField(_("CPV division"), max_length=10, blank=True, default="")
    name_nb = models.CharField(_("name in Bokmål"), max_length=150)
    name_nn = models.CharField(_("name in Nynorsk"), max_length=150)
    name_sv = models.CharField(_("name in Swedish"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.code


class NeedQuerySet(models.QuerySet["Need"]):
    """Reads of needs; every page starts from ``visible_to``."""

    def public(self) -> Self:
        """Needs that everybody may read: published ones, and those that were."""
        return self.filter(published_at__isnull=False).exclude(state=NeedState.DRAFT)

    def visible_to(self, person: User | AnonymousUser) -> Self:
        """Published needs, drafts of where one works, and those shared with one.

        A need is shared with its network, or with all those of its municipality where it
        names none, and with the municipalities that are asked to join its pool.
        """
        if person.is_superuser:
            return self
        public = Q(published_at__isnull=False)
        if not person.is_authenticated:
            return self.filter(public)
        own = workplace_keys(person)
        return self.filter(
            readable_within(
                own=own,
                work=readable_municipalities(person).values("pk"),
                networks=workplace_networks(person).values("pk"),
                asked=asked_to_join({*own, *roles_of(person).municipalities}).values("pk"),
            )
        )


def readable_within(*, own: Any, work: Any, networks: Any, asked: Any) -> Q:
    """Needs that somebody reads: those of ``visible_to``, given keys or queries of keys.

    Args:
        own: Municipalities that the reader works in.
        work: Municipalities whose work the reader may read.
        networks: Networks whose common work the reader may read.
        asked: Needs that the reader's municipalities are asked to join.
    """
    shared = (
        Q(network__isnull=True, municipality__in=work)
        | Q(network__in=networks)
        | Q(pk__in=asked)
    )
    public = Q(published_at__isnull=False)
    return public | Q(municipality__in=own) | shared & ~Q(state=NeedState.DRAFT)


def asked_to_join(own: Any) -> models.QuerySet["Need"]:
    """Needs in whose pool one of the municipalities stands, whatever it has answered."""
    return Need.objects.filter(pool__members__municipality__in=own)


def _searched() -> Any:
    """Title, summary and description in small letters, ä as æ and ö as ø."""
    parts = ("title", Value(" "), "summary", Value(" "), "description")
    text: Any = Lower(Concat(*parts, output_field=models.TextField()))
    for letter, other in (("ä", "æ"), ("ö", "ø"), ("Ä", "æ"), ("Ö", "ø")):
        text = Replace(text, Value(letter), Value(other), output_field=models.TextField())
    return text


class Need(TimeStampedModel):
    """What a municipality needs. With a ``Pool`` it is a need of several together.

    ``stage`` is what the newest ``StageStep`` that is not planned says; both are written by
    one action.
    """

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="needs",
        verbose_name=_("municipality"),
    )
    network = models.ForeignKey(
        Network,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("network"),
    )
    slug = models.SlugField(_("address name"), unique=True)
    title = models.CharField(_("what must be achieved"), max_length=200)
    summary = models.CharField(_("in short"), max_length=300)
    description = models.TextField(_("description"), blank=True, default="")
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    goals = models.ManyToManyField(Goal, related_name="needs", verbose_name=_("goals"))
    targets = models.ManyToManyField(
        Target, blank=True, related_name="needs", verbose_name=_("targets")
    )
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="needs", verbose_name=_("category")
    )
    volume = models.DecimalField(
        _("volume a year"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True, default="")
    budget = models.CharField(
        _("what a year may cost"), max_length=10, choices=Budget, default=Budget.UNKNOWN
    )
    wanted_from = models.DateField(_("wanted from"), null=True, blank=True)
    contract_ends_on = models.DateField(_("present contract ends"), null=True, blank=True)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )
    contact_name = models.CharField(_("contact"), max_length=200, blank=True, default="")
    contact_email = models.EmailField(_("e-mail of the contact"), blank=True, default="")
    from_indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made from the indicator"),
    )
    from_measure = models.ForeignKey(
        Measure,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("made from the measure"),
    )
    expected_effect = models.TextField(_("expected effect"), blank=True, default="")
    state = models.CharField(
        _("state"), max_length=9, choices=NeedState, default=NeedState.DRAFT
    )
    stage = models.CharField(_("stage"), max_length=11, choices=Stage, default=Stage.NEED)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    solutions_until = models.DateTimeField(
        _("solutions until"),
        null=True,
        blank=True,
        help_text=_("The last moment; a solution sent then is still accepted."),
    )
    questions_until = models.DateTimeField(_("questions until"), null=True, blank=True)
    competition_url = models.URLField(
        _("link to the competition"), max_length=500, blank=True, default=""
    )
    competition_on = models.DateField(_("announced on"), null=True, blank=True)
    climate = models.CharField(
        _("climate and environment"),
        max_length=13,
        choices=ClimateWeight,
        default=ClimateWeight.UNDECIDED,
    )
    climate_percent = models.PositiveSmallIntegerField(
        _("weight, per cent"), null=True, blank=True
    )
    climate_reason = models.TextField(_("why"), blank=True, default="")
    conflict_of_interest = models.TextField(
        _("conflicts of interest, and what was done"), blank=True, default=""
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    searched = models.GeneratedField(
        expression=_searched(),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )
    # Conflicts of interest name people: only what is written now is kept, and that ends too.
    history = HistoricalRecords(excluded_fields=["stage", "searched", "conflict_of_interest"])

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="procurement_need_has_title"),
            models.CheckConstraint(
                condition=Q(state=NeedState.PUBLISHED, published_at__isnull=False)
                | Q(state__in=[NeedState.DRAFT, NeedState.SHARED], published_at__isnull=True)
                | Q(state=NeedState.CLOSED),
                name="procurement_need_published_when",
            ),
            models.CheckConstraint(
                condition=Q(volume__isnull=True) | Q(volume__gt=0) & ~Q(unit=""),
                name="procurement_need_volume_has_a_unit",
                violation_error_message=_("Give the volume with its unit."),
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=CLOSED_STAGES)
                | ~Q(competition_url="") & Q(competition_on__isnull=False),
                name="procurement_need_competition_where",
                violation_error_message=_("Give the link to the competition and its date."),
            ),
            models.CheckConstraint(
                condition=~Q(climate=ClimateWeight.WEIGHTED)
                | Q(climate_percent__gte=30, climate_percent__lte=100),
                name="procurement_climate_at_least_30",
                violation_error_message=_("The weight must be from 30 to 100 per cent."),
            ),
            models.CheckConstraint(
                condition=~Q(climate__in=[ClimateWeight.REQUIRED, ClimateWeight.INSIGNIFICANT])
                | ~Q(climate_reason=""),
                name="procurement_climate_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=Q(questions_until__isnull=True)
                | Q(solutions_until__isnull=True)
                | Q(questions_until__lte=F("solutions_until")),
                name="procurement_questions_before_solutions",
                violation_error_message=_(
                    "Questions must close before, or together with, solutions."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "stage"], name="procurement_need_listed"),
            models.Index(fields=["solutions_until"], name="procurement_need_deadline"),
            # All that the list counts by, without the long texts.
            models.Index(
                fields=["published_at"],
                include=[
                    "id",
                    "state",
                    "stage",
                    "network",
                    "category",
                    "municipality",
                    "solutions_until",
                ],
                name="procurement_need_counted",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("procurement:need", kwargs={"slug": self.slug})

    def takes_solutions_at(self, at: datetime) -> bool:
        """Whether a solution may be sent at ``at``; the last second counts whole."""
        return self._is_open() and not _is_past(self.solutions_until, at)

    def takes_questions_at(self, at: datetime) -> bool:
        """Whether a question may be put; as long as solutions where no other time is set."""
        return self._is_open() and not _is_past(
            self.questions_until or self.solutions_until, at
        )

    def _is_open(self) -> bool:
        return self.state == NeedState.PUBLISHED and self.stage not in CLOSED_STAGES


def _is_past(deadline: datetime | None, at: datetime) -> bool:
    return deadline is not None and has_passed(deadline, at=at)


class NeedPoint(models.Model):
    """One thing that a solution must do, or that is not known yet."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(_("kind"), max_length=7, choices=PointKind)
    text = models.CharField(_("point"), max_length=300)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("point of a need")
        verbose_name_plural = _("points of needs")
        constraints = [
            models.UniqueConstraint(
                fields=["need", "position"], name="procurement_point_order"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="procurement_point_has_text"),
        ]

    def __str__(self) -> str:
        return self.text


class StageStep(models.Model):
    """That a need has come to a stage, or is planned to; only added to."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField(_("stage"), max_length=11, choices=Stage)
    on = models.DateField(_("date"))
    is_planned = models.BooleanField(_("planned"), default=False)
    reason = models.CharField(
        _("reason"),
        max_length=300,
        blank=True,
        default="",
        help_text=_("Why the market dialogue is left out, or why one goes back."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("step of a need")
        verbose_name_plural = _("steps of needs")
        indexes = [models.Index(fields=["need", "-at"], name="procurement_step_newest")]

    def __str__(self) -> str:
        return f"{self.need} · {self.get_stage_display()}"
