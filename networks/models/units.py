"""The map: countries, counties, municipalities, regions."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel
from common.translations import LocalText, localized
from networks.enums import RegionKind

# Countries whose municipality codes are four digits by law.
FOUR_DIGITS = ("NO", "SE")


class Country(models.Model):
    """A country (ISO 3166-1 alpha-2), or a collection of other units (XA to XZ)."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    name = models.CharField(_("name"), max_length=100)
    name_nb = models.CharField(_("name in Bokmål"), max_length=100, blank=True, default="")
    name_nn = models.CharField(_("name in Nynorsk"), max_length=100, blank=True, default="")
    name_sv = models.CharField(_("name in Swedish"), max_length=100, blank=True, default="")
    name_en = models.CharField(_("name in English"), max_length=100, blank=True, default="")
    language = models.CharField(
        _("language"),
        max_length=7,
        blank=True,
        default="",
        help_text=_("What its public bodies write when nothing else is chosen."),
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Oslo")

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2}$"), name="networks_country_two_letters"
            )
        ]

    def __str__(self) -> str:
        return str(localized(self, "name"))


class County(models.Model):
    """A *fylke* or *län* as it was from ``valid_from`` until the day before ``valid_to``."""

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="counties")
    code = models.CharField(_("code"), max_length=4)
    name = models.CharField(_("name"), max_length=100)
    name_se = models.CharField(
        _("name in Northern Sami"), max_length=100, blank=True, default=""
    )
    name_fkv = models.CharField(_("name in Kven"), max_length=100, blank=True, default="")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("county")
        verbose_name_plural = _("counties")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "code", "valid_from"], name="networks_county_uniq"
            ),
            models.UniqueConstraint(
                fields=["country", "code"],
                condition=Q(valid_to__isnull=True),
                name="networks_county_one_current",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="networks_county_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(
            "portal:county", kwargs={"country": self.country_id.lower(), "code": self.code}
        )


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """Reads of municipalities; all of them are public."""

    def in_force(self, *, on: date) -> Self:
        """Municipalities that exist on that day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        )

    def with_county(self) -> Self:
        """Adds ``county_name`` and ``county_code`` of today's county."""
        current = CountyMembership.objects.filter(
            municipality=models.OuterRef("pk"), valid_to__isnull=True
        )
        return self.annotate(
            county_name=models.Subquery(current.values("county__name")[:1]),
            county_code=models.Subquery(current.values("county__code")[:1]),
        )


class Municipality(TimeStampedModel):
    """A Norwegian *kommune*, a Swedish *kommun*, or a unit of another collection.

    ``code`` is the national code as published: SSB's four-digit
    *kommunenummer* or SCB's four-digit *kommunkod*. The codes of the two
    countries overlap, so a code means nothing without its country.
    """

    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        related_name="municipalities",
        verbose_name=_("country"),
    )
    code = models.CharField(_("municipality code"), max_length=12)
    name = models.CharField(
        _("name"), max_length=100, help_text=_("As the municipality writes it.")
    )
    name_nb = models.CharField(_("name in Bokmål"), max_length=100, blank=True, default="")
    name_nn = models.CharField(_("name in Nynorsk"), max_length=100, blank=True, default="")
    name_sv = models.CharField(_("name in Swedish"), max_length=100, blank=True, default="")
    name_se = models.CharField(
        _("name in Northern Sami"), max_length=100, blank=True, default=""
    )
    name_fkv = models.CharField(_("name in Kven"), max_length=100, blank=True, default="")
    group = models.CharField(
        _("comparison group"),
        max_length=100,
        blank=True,
        default="",
        help_text=_("Units of one group are compared and ranked together."),
    )
    profile = models.CharField(
        _("profile"),
        max_length=40,
        default="default",
        help_text=_("Which indicators are meant for this kind of municipality."),
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(
        _("population year"), null=True, blank=True
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    objects = MunicipalityQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "code"], name="networks_municipality_country_code_uniq"
            ),
            models.CheckConstraint(
                condition=~Q(country__in=FOUR_DIGITS) | Q(code__regex=r"^[0-9]{4}$"),
                name="networks_municipality_code_is_four_digits",
                violation_error_message=_("The code must be four digits."),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-Za-z_-]{1,12}$"),
                name="networks_municipality_code_is_plain",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="networks_municipality_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return str(self.local_name)

    def get_absolute_url(self) -> str:
        return reverse("portal:municipality", kwargs=self.address_keys)

    @property
    def address_keys(self) -> dict[str, str]:
        """The part of an address that names the municipality."""
        return {"country": self.country_id.lower(), "code": self.code}

    @property
    def local_name(self) -> LocalText:
        """The name in the reader's language; the official one when there is no other."""
        own = localized(self, "name")
        return own if own.text else LocalText(self.name, "")


class MunicipalityChange(models.Model):
    """One municipality that became, or became part of, another on a day.

    A merger has one row per predecessor, a division one per successor, a new
    number alone is one row. ``share`` is the part of the predecessor's
    inhabitants that the successor got, 0 to 1; empty = no published share is
    known. Values of the predecessor's are carried over by it (docs/methods.md).
    """

    predecessor = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        related_name="changes_out",
        verbose_name=_("predecessor"),
    )
    successor = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        related_name="changes_in",
        verbose_name=_("successor"),
    )
    on = models.DateField(_("day of the change"))
    share = models.FloatField(
        _("share"),
        null=True,
        blank=True,
        default=1.0,
        help_text=_("Of the predecessor's inhabitants, 0 to 1; empty if none is published."),
    )
    joins_existing = models.BooleanField(
        _("joined one that kept its number"),
        default=False,
        help_text=_("The successor's own earlier figures are then of a smaller municipality."),
    )
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("merger or division")
        verbose_name_plural = _("mergers and divisions")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "on"],
                name="networks_municipalitychange_uniq",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="networks_municipalitychange_two_units",
                violation_error_message=_("A municipality cannot succeed itself."),
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=1),
                name="networks_municipalitychange_share_0_to_1",
                violation_error_message=_("The share must be over 0 and at most 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor} {self.on}"


class CountyMembershipQuerySet(models.QuerySet["CountyMembership"]):
    """Reads of where municipalities lie."""

    def current(self, *, on: date) -> Self:
        """Those that hold on that day; one that begins later does not."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)


class CountyMembership(models.Model):
    """In which county a municipality lay, from when until when."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="county_memberships"
    )
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="memberships")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    objects = CountyMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership in a county")
        verbose_name_plural = _("memberships in counties")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(valid_to__isnull=True),
                name="networks_countymembership_one_current",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="networks_countymembership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} · {self.county}"


class Region(TimeStampedModel):
    """A free grouping of municipalities: a regional council, a district."""

    slug = models.SlugField(_("address name"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=RegionKind)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="regions"
    )
    municipalities = models.ManyToManyField(
        Municipality, through="RegionMembership", related_name="regions"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:region", kwargs={"slug": self.slug})


class RegionMembership(models.Model):
    """One municipality in one region, from when until when."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="region_memberships"
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership in a region")
        verbose_name_plural = _("memberships in regions")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "municipality"],
                condition=Q(valid_to__isnull=True),
                name="networks_regionmembership_one_current",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="networks_regionmembership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} · {self.region}"
