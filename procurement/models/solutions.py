"""Solutions: what suppliers answer to needs, their versions, what buyers make of them."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.models import StoredFile, TimeStampedModel
from improvement.queries.acting import workplace_keys
from indicators.models import Goal
from networks.models import County, Municipality
from procurement.enums import (
    JoinAnswer,
    Maturity,
    NeedState,
    Openness,
    PointAnswer,
    SolutionState,
    SupplierState,
    Verdict,
)
from procurement.models.needs import Category, Need, NeedPoint
from procurement.models.pools import PoolMember
from procurement.models.suppliers import Supplier, SupplierPerson


class SolutionQuerySet(models.QuerySet["Solution"]):
    """Reads of solutions; every page starts from ``visible_to``."""

    def visible_to(self, person: User | AnonymousUser) -> Self:
        """Sent ones that are open to everybody, one's own, and those to needs one buys for.

        Of a company that is closed or suspended only the buyers read what it has sent.
        """
        if person.is_superuser:
            return self
        sent = Q(state=SolutionState.SENT)
        public = sent & Q(openness=Openness.EVERYBODY, supplier__state=SupplierState.ACTIVE)
        public &= Q(need__isnull=True) | Q(need__published_at__isnull=False) & ~Q(
            need__state=NeedState.DRAFT
        )
        if not person.is_authenticated:
            return self.filter(public)
        own = SupplierPerson.objects.filter(person=person)
        return self.filter(
            public
            | Q(supplier__in=own.values("supplier"))
            | sent & Q(need__in=needs_bought_by(person))
        )


def needs_bought_by(person: User) -> models.QuerySet[Need]:
    """Needs whose solutions a person reads whole: those of the buyers, lead and members.

    None for who acts for a company: nobody reads what competitors have sent.
    """
    own = workplace_keys(person)
    joined = PoolMember.objects.filter(municipality__in=own, answer=JoinAnswer.YES)
    return Need.objects.filter(
        Q(municipality__in=own) | Q(pool__in=joined.values("pool")),
        ~Exists(SupplierPerson.objects.filter(person=person)),
    )


class Solution(TimeStampedModel):
    """One answer of one supplier to one need, or an entry of the catalogue without a need.

    ``version`` is raised each time a sent solution is changed; the old one is kept.
    """

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="solutions")
    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, null=True, blank=True, related_name="solutions"
    )
    title = models.CharField(_("what the solution is called"), max_length=150, blank=True)
    text = models.TextField(_("how it meets the need"), blank=True, default="")
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    maturity = models.CharField(
        _("how far the solution has come"), max_length=9, choices=Maturity, blank=True
    )
    used_by = models.CharField(_("who uses it today"), max_length=300, blank=True, default="")
    price = models.CharField(_("price, roughly"), max_length=150, blank=True, default="")
    minimum = models.DecimalField(
        _("least volume a year"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    effect = models.TextField(_("what effect you expect"), blank=True, default="")
    evidence = models.TextField(_("what it is built on"), blank=True, default="")
    confidential = models.TextField(
        _("for the buyers alone"), blank=True, default="", editable=False
    )
    goals = models.ManyToManyField(Goal, blank=True, related_name="+")
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    counties = models.ManyToManyField(County, blank=True, related_name="+")
    delivers_to = models.ManyToManyField(
        Municipality, blank=True, related_name="+", verbose_name=_("who you can deliver to")
    )
    contact_name = models.CharField(_("contact"), max_length=200, blank=True, default="")
    contact_email = models.EmailField(_("e-mail"), blank=True, default="")
    openness = models.CharField(
        _("who may see the solution"),
        max_length=9,
        choices=Openness,
        default=Openness.EVERYBODY,
    )
    state = models.CharField(
        _("state"), max_length=9, choices=SolutionState, default=SolutionState.DRAFT
    )
    version = models.PositiveSmallIntegerField(_("version"), default=0, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    saved_at = models.DateTimeField(_("saved"))
    verdict = models.CharField(
        _("result"), max_length=6, choices=Verdict, default=Verdict.NONE, editable=False
    )
    verdict_text = models.TextField(_("why"), blank=True, default="", editable=False)
    told_at = models.DateTimeField(_("told"), null=True, blank=True, editable=False)

    objects = SolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("solution")
        verbose_name_plural = _("solutions")
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "need"],
                condition=Q(need__isnull=False) & ~Q(state=SolutionState.WITHDRAWN),
                name="procurement_one_solution_to_a_need",
            ),
            models.CheckConstraint(
                condition=Q(state=SolutionState.DRAFT)
                | Q(sent_at__isnull=False, version__gte=1) & ~Q(title="") & ~Q(text=""),
                name="procurement_sent_solution_is_whole",
            ),
            # The match divides by it.
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(minimum__gt=0),
                name="procurement_solution_minimum_positive",
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.NONE) | Q(told_at__isnull=False),
                name="procurement_verdict_is_told",
            ),
        ]
        indexes = [models.Index(fields=["need", "state"], name="procurement_solutions_of_need")]

    def __str__(self) -> str:
        return self.title or str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("procurement:solution", kwargs={"pk": self.pk})


class SolutionPoint(models.Model):
    """How a solution meets one point of the need."""

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="points")
    point = models.ForeignKey(NeedPoint, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(
        _("answer"), max_length=6, choices=PointAnswer, default=PointAnswer.UNSAID
    )
    text = models.CharField(_("how"), max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["solution", "point"], name="procurement_point_answered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.answer}"


class SolutionVersion(models.Model):
    """What a sent solution said at one time; only added to."""

    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("content"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("sent"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["solution", "number"], name="procurement_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.solution} {self.number}"


class Attachment(models.Model):
    """A file of a solution; always downloaded, never shown or run here.

    One that a version names stays for those who read versions (``is_removed``).
    """

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    is_confidential = models.BooleanField(_("for the buyers alone"), default=False)
    is_removed = models.BooleanField(_("taken away"), default=False, editable=False)

    def __str__(self) -> str:
        return str(self.file)


class ReferenceQuerySet(models.QuerySet["Reference"]):
    """Reads of references."""

    def named(self) -> Self:
        """Those that the company names now."""
        return self.filter(is_dropped=False)

    def shown(self) -> Self:
        """Those named now, and every «not so»: no company hides what a municipality says."""
        return self.filter(Q(is_dropped=False) | Q(refused_at__isnull=False))


class Reference(models.Model):
    """A municipality that a supplier names as user; it counts once confirmed.

    One that is answered stays when it is named no longer, or with other words.
    """

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="references")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("what for"), max_length=300, blank=True, default="")
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    refused_at = models.DateTimeField(_("not so"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    is_dropped = models.BooleanField(_("named no longer"), default=False, editable=False)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["solution", "municipality"],
                condition=Q(is_dropped=False),
                name="procurement_reference_once",
            ),
            models.CheckConstraint(
                condition=Q(is_dropped=False)
                | Q(confirmed_at__isnull=False)
                | Q(refused_at__isnull=False),
                name="procurement_dropped_reference_is_answered",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(refused_at__isnull=True),
                name="procurement_reference_one_answer",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True)
                | Q(confirmed_at__isnull=False)
                | Q(refused_at__isnull=False),
                name="procurement_reference_answered_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} · {self.solution}"


class BuyerNote(models.Model):
    """A note of the buyers on a solution, and whether it is on their short list."""

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="notes")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("note"), blank=True, default="")
    is_shortlisted = models.BooleanField(_("on the short list"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("note of the buyers")
        verbose_name_plural = _("notes of the buyers")

    def __str__(self) -> str:
        return f"{self.municipality} · {self.solution}"
