"""What companies fill in about themselves, and what is said about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as BadNumber
from stdnum.no import orgnr as norwegian
from stdnum.se import orgnr as swedish

from common.nordic import by_name, sort_key
from common.translations import localized
from common.words import goal_name
from improvement.forms.parts import LINK_INVALID
from indicators.models import Goal
from networks.forms.base import PlainForm
from procurement.actions.suppliers import Company
from procurement.actions.watches import Search
from procurement.forms.parts import Ticks
from procurement.models import Category, Supplier
from procurement.queries.known_names import county_key
from procurement.queries.suppliers import current_counties

LONGEST = 2000
REASON = 1000
_CHECKS = {9: ("NO", norwegian), 10: ("SE", swedish)}


@dataclass(frozen=True, slots=True)
class OrganisationNumber:
    """A checked number, digits only, and the country whose register it stands in."""

    country: str
    number: str


class OrganisationNumberField(forms.CharField):
    """A Norwegian number of nine digits, or a Swedish one of ten; the length tells which."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Organisation number"),
            max_length=20,
            help_text=_("Norway: 9 digits. Sweden: 10 digits."),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                "required": _("Write 9 digits for Norway or 10 digits for Sweden.")
            },
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        """Give the number with its country.

        Raises:
            ValidationError: It has another length, or its last digit does not fit.
        """
        text = super().clean(value)
        digits = "".join(letter for letter in text if letter not in " -.\u00a0\u202f")
        if digits.upper().startswith("NO"):
            digits = digits[2:]
        if not digits.isascii() or not digits.isdecimal() or len(digits) not in _CHECKS:
            raise forms.ValidationError(
                _("Write 9 digits for Norway or 10 digits for Sweden."), code="length"
            )
        country, check = _CHECKS[len(digits)]
        try:
            return OrganisationNumber(country, check.validate(digits))
        except BadNumber:
            raise forms.ValidationError(
                _("There is no such number: the last digit does not fit. Check each digit."),
                code="checksum",
            ) from None


class CategoriesField(forms.ModelMultipleChoiceField):
    """Categories in plain words, in the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        given = {
            "label": _("What you deliver"),
            "required": False,
            "widget": Ticks,
        }
        super().__init__(Category.objects.order_by("position", "pk"), **{**given, **kwargs})

    def label_from_instance(self, obj: Category) -> str:
        return str(localized(obj, "name"))


class CountiesField(forms.ModelMultipleChoiceField):
    """Counties of today, Norwegian and Swedish."""

    def __init__(self, **kwargs: Any) -> None:
        given = {
            "label": _("Where you deliver"),
            "required": False,
            "widget": Ticks,
        }
        rows = current_counties().filter(country__in=["NO", "SE"])
        super().__init__(rows, **{**given, **kwargs})

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        copied = super().__deepcopy__(memo)
        # In the order of the reader's alphabet, known only when a page is made.
        rows = current_counties().filter(country__in=["NO", "SE"])
        copied.queryset = rows.order_by("country", by_name())
        return copied


class CompanyForm(PlainForm):
    """What a company says of itself; the shortest that buyers can use."""

    name = forms.CharField(
        label=_("Name of the company"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Write the name of the company.")},
    )
    description = forms.CharField(
        label=_("What do you do?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Two or three sentences. The municipalities read them."),
        error_messages={"required": _("Write what the company does.")},
    )
    categories = CategoriesField()
    counties = CountiesField()

    def company(self, *, before: Supplier | None = None) -> Company:
        """Give what was filled in; what the form does not ask for stays as it was."""
        given = self.cleaned_data
        language = (get_language() or "nb").split("-")[0]
        return Company(
            name=given["name"],
            description=given["description"],
            language=given.get("language") or (before.language if before else language),
            website=given.get("website", before.website if before else ""),
            references=given.get("references", before.references if before else ""),
            categories=list(given["categories"]),
            counties=list(given["counties"]),
        )


class NewCompanyForm(CompanyForm):
    """A company that signs up."""

    organisation_number = OrganisationNumberField()
    field_order = ["organisation_number", "name", "description", "categories", "counties"]

    def add_prefix(self, field_name: str) -> str:
        """Keep the company's name apart from the person's, which the same page asks for."""
        return "company_name" if field_name == "name" else str(super().add_prefix(field_name))


class CompanyDetailsForm(CompanyForm):
    """Everything a company says of itself."""

    website = forms.URLField(
        label=_("Web site"), max_length=300, required=False, assume_scheme="https"
    )
    references = forms.CharField(
        label=_("References"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who has bought from you, and what."),
    )
    language = forms.ChoiceField(
        label=_("Language of your texts and mails"), choices=lambda: settings.LANGUAGES
    )

    def clean_website(self) -> str:
        """Give the address that municipalities open.

        Raises:
            ValidationError: It is not encrypted, or no page.
        """
        address: str = self.cleaned_data["website"]
        if address and not address.startswith("https://"):
            raise forms.ValidationError(LINK_INVALID, code="invalid")
        return address

    @staticmethod
    def initial_of(supplier: Supplier) -> dict[str, Any]:
        """Give what the form begins with."""
        names = ("name", "description", "website", "references", "language")
        return {
            **{name: getattr(supplier, name) for name in names},
            "categories": list(supplier.categories.values_list("pk", flat=True)),
            "counties": list(supplier.counties.values_list("pk", flat=True)),
        }


class ColleagueForm(PlainForm):
    """Whom to invite."""

    email = forms.EmailField(
        label=_("E-mail of the colleague"),
        error_messages={"invalid": _("Write a whole e-mail address.")},
    )


class PersonForm(PlainForm):
    """Whom to name where nobody is left."""

    email = forms.EmailField(
        label=_("E-mail of the person"),
        error_messages={"invalid": _("Write a whole e-mail address.")},
    )


class SupplierReasonForm(PlainForm):
    """Something about a company that is not done without saying why."""

    reason = forms.CharField(
        label=_("Why?"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 4})
    )


class SuspendForm(SupplierReasonForm):
    """The platform stops a company; the company reads the reason."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The company reads this."),
    )


class SureForm(PlainForm):
    """Yes to something that is not undone."""

    sure = forms.BooleanField(
        label=_("Yes, I am sure"),
        error_messages={"required": _("Say yes here if you want to go on.")},
    )


class GoalsField(forms.ModelMultipleChoiceField):
    """Goals by their numbers."""

    def __init__(self, **kwargs: Any) -> None:
        given = {"label": _("Goals"), "required": False, "widget": Ticks}
        super().__init__(Goal.objects.order_by("number"), **{**given, **kwargs})

    def label_from_instance(self, obj: Goal) -> str:
        return f"{obj.number} {goal_name(obj.number)}"


class GoalPills(GoalsField):
    """Goals that a template shows with their numbers as chips."""

    def label_from_instance(self, obj: Goal) -> str:
        return goal_name(obj.number)


class WatchForm(PlainForm):
    """A search whose new needs come by mail."""

    words = forms.CharField(
        label=_("Words"), max_length=200, required=False, help_text=_("All of them must fit.")
    )
    categories = CategoriesField(label=_("Categories"))
    counties = CountiesField(label=_("Counties"))
    goals = GoalsField()

    def search(self) -> Search:
        """Give what to look for."""
        given = self.cleaned_data
        return Search(
            words=given["words"],
            goals=list(given["goals"]),
            categories=list(given["categories"]),
            counties=list(given["counties"]),
        )


def county_choices() -> Iterable[tuple[str, str]]:
    """List the counties of today for a filter, by the keys of addresses."""
    rows = current_counties().filter(country__in=["NO", "SE"]).order_by("country", by_name())
    return [(county_key(row.country_id, row.code), row.name) for row in rows]


def category_choices() -> Iterable[tuple[str, str]]:
    """List the categories for a filter, by name."""
    rows = [(row.pk, str(localized(row, "name"))) for row in Category.objects.all()]
    return sorted(rows, key=lambda row: sort_key(row[1]))
