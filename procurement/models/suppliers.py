"""Companies that answer needs, and their people."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel
from indicators.models import Goal
from networks.models import Country, County
from procurement.enums import SupplierState
from procurement.models.needs import Category


class Supplier(TimeStampedModel):
    """A company. The organisation number is checked and stands for it once per country."""

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    organisation_number = models.CharField(_("organisation number"), max_length=12)
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address name"), unique=True)
    description = models.TextField(_("what you do"), blank=True, default="")
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    website = models.URLField(_("web site"), max_length=300, blank=True, default="")
    categories = models.ManyToManyField(
        Category, blank=True, related_name="suppliers", verbose_name=_("categories")
    )
    counties = models.ManyToManyField(
        County, blank=True, related_name="+", verbose_name=_("areas you serve")
    )
    references = models.TextField(_("references"), blank=True, default="")
    state = models.CharField(
        _("state"), max_length=9, choices=SupplierState, default=SupplierState.ACTIVE
    )
    state_reason = models.CharField(_("why"), max_length=300, blank=True, default="")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "organisation_number"], name="procurement_supplier_once"
            ),
            models.CheckConstraint(
                condition=Q(state=SupplierState.ACTIVE) | ~Q(state_reason=""),
                name="procurement_supplier_stopped_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SupplierPerson(models.Model):
    """Somebody who acts for a company; the first is the one who signed it up."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="supplier_people"
    )
    is_owner = models.BooleanField(_("may invite colleagues"), default=False)
    added_at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("person of a supplier")
        verbose_name_plural = _("people of suppliers")
        constraints = [
            # One account acts for one company: it must never read what a competitor writes.
            models.UniqueConstraint(fields=["person"], name="procurement_person_one_company")
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.supplier}"


class SupplierInvitation(models.Model):
    """A colleague who is invited; the secret itself is never stored."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("answer before"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation to a supplier")
        verbose_name_plural = _("invitations to suppliers")
        constraints = [
            models.UniqueConstraint(
                "supplier",
                Lower("email"),
                condition=Q(accepted_at__isnull=True),
                name="procurement_one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.supplier}"


class Watch(TimeStampedModel):
    """What somebody wants mail about: one need, or all that a search finds."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="need_watches"
    )
    need = models.ForeignKey(
        "procurement.Need",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="watches",
    )
    words = models.CharField(_("words"), max_length=200, blank=True, default="")
    goals = models.ManyToManyField(Goal, blank=True, related_name="+")
    categories = models.ManyToManyField(Category, blank=True, related_name="+")
    counties = models.ManyToManyField(County, blank=True, related_name="+")
    told_until = models.DateTimeField(_("told until"))

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "need"],
                condition=Q(need__isnull=False),
                name="procurement_watch_a_need_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.need or self.words)
