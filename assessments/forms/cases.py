"""Forms about a case: what it is, deadlines, reasons; and the choices of the list."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments.actions.receiving import CaseDetails
from assessments.enums import AssessmentState, Currency, Kind, TextLanguage
from assessments.models import Assessment, FundingProgramme, TemplateVersion
from assessments.queries import cases as queries
from assessments.queries.cases import Choices, versions_for
from common.nordic import by_name
from common.numbers import NotANumberError, parse_number, whole_number
from improvement.models import Measure
from networks.forms.base import DayField, PlainForm, RowsField
from networks.models import Municipality
from procurement.forms.parts import PlaceField, Places

LARGEST_AMOUNT = 10**11
_SORTS = {queries.DUE, queries.NEWEST, queries.NAME, queries.AMOUNT}
_DEADLINES = {queries.LATE, queries.SOON, queries.LATER, queries.NEVER}


class AmountField(forms.CharField):
    """Money, as people in the Nordic countries and in Britain write it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(max_length=30, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        """Give the amount, with two decimals, or None.

        Raises:
            ValidationError: It is no amount, or one that nobody grants.
        """
        text = super().clean(value)
        if not text:
            return None
        try:
            number = parse_number(text)
        except NotANumberError as error:
            raise forms.ValidationError(_("Write an amount, for example 250 000.")) from error
        if not 0 <= number <= LARGEST_AMOUNT:
            raise forms.ValidationError(_("Write an amount, for example 250 000."))
        return Decimal(str(number)).quantize(Decimal("0.01"))

    def prepare_value(self, value: Any) -> Any:
        """Show an amount without needless decimals."""
        if isinstance(value, Decimal):
            return f"{value:f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))
        return value


class VersionChoice(forms.ModelChoiceField):
    """Templates in use, then those in test."""

    def label_from_instance(self, obj: TemplateVersion) -> str:
        words = {
            "name": obj.template.name,
            "kind": obj.template.get_kind_display(),
            "number": obj.number,
            "state": obj.get_state_display(),
        }
        return _("%(name)s (%(kind)s), version %(number)s: %(state)s") % words


class CaseForm(PlainForm):
    """What is written of a case when it comes, or changed before its decision."""

    version = VersionChoice(
        label=gettext_lazy("Template"),
        queryset=TemplateVersion.objects.none(),
        help_text=gettext_lazy(
            "A case of a template in test is a test: it never counts in any figure."
        ),
    )
    title = forms.CharField(label=gettext_lazy("What is applied for"), max_length=200)
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    applicant_municipality = PlaceField(
        label=gettext_lazy("Municipality that applies"),
        help_text=gettext_lazy(
            "Only where a municipality applies. Its own people then answer."
        ),
    )
    applicant_name = forms.CharField(
        label=gettext_lazy("Applicant"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A company, an association, a project."),
    )
    applicant_organisation_number = forms.RegexField(
        label=gettext_lazy("Organisation number"),
        regex=r"^[0-9]{6}-?[0-9]{4}$|^[0-9]{3} ?[0-9]{3} ?[0-9]{3}$|^[0-9]{7}-[0-9]$",
        required=False,
        error_messages={
            "invalid": gettext_lazy(
                "Write the number as it stands in the register: 9 digits in Norway, 10 in "
                "Sweden."
            )
        },
    )
    applicant_email = forms.EmailField(
        label=gettext_lazy("E-mail of the applicant"),
        required=False,
        help_text=gettext_lazy("The link to the own assessment is sent here."),
    )
    places = RowsField(
        label=gettext_lazy("Places that it is about"),
        queryset=Municipality.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    amount_applied = AmountField(label=gettext_lazy("Amount applied for"), required=False)
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=Currency.choices, initial=Currency.NOK
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the applicant"), choices=TextLanguage.choices
    )
    is_confidential = forms.BooleanField(
        label=gettext_lazy("Confidential"),
        required=False,
        help_text=gettext_lazy(
            "Only those who handle the case, and the applicant, know of it. A case of a "
            "company always is."
        ),
    )
    due_on = DayField(label=gettext_lazy("To be decided by"), required=False)

    def __init__(
        self,
        *args: Any,
        programme: FundingProgramme,
        members: Sequence[Municipality],
        case: Assessment | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        known = Places()
        place = self.fields["applicant_municipality"]
        place.places = known  # type: ignore[attr-defined]
        place.widget.attrs.update({"list": "steder", "autocomplete": "off"})
        self.place_names = known.names
        if case is None:
            versions = versions_for(programme).order_by("-state", "template__name", "pk")
            self.fields["version"].queryset = versions  # type: ignore[attr-defined]
            if len(versions) == 1:
                self.initial.setdefault("version", versions[0].pk)
            self.initial.setdefault("language", programme.language)
            self.initial.setdefault(
                "currency",
                Currency.SEK if programme.region.country_id == "SE" else Currency.NOK,
            )
        else:
            del self.fields["version"], self.fields["due_on"]
            if case.kind == Kind.COMPANY:
                del self.fields["is_confidential"]
            if case.applicant_municipality is not None:
                self.initial["applicant_municipality"] = known.name_of(
                    case.applicant_municipality
                )
        keys = [member.pk for member in members]
        if case is not None:
            keys += list(case.places.values_list("pk", flat=True))
        rows = Municipality.objects.filter(pk__in=keys).order_by("name", "pk")
        self.fields["places"].queryset = rows  # type: ignore[attr-defined]

    def details(self) -> CaseDetails:
        """What was written, as the action takes it."""
        values = self.cleaned_data
        return CaseDetails(
            title=values["title"],
            summary=values["summary"],
            language=values["language"],
            applicant_municipality=values["applicant_municipality"],
            applicant_name=values["applicant_name"],
            applicant_organisation_number=values["applicant_organisation_number"],
            applicant_email=values["applicant_email"],
            amount_applied=values["amount_applied"],
            currency=values["currency"],
            is_confidential=values.get("is_confidential", True),
        )


class DueForm(PlainForm):
    """A deadline."""

    due_on = DayField(label=gettext_lazy("Answer by"))


class MaybeDueForm(PlainForm):
    """A deadline, if there is one."""

    due_on = DayField(label=gettext_lazy("To be decided by"), required=False)


class CompletionForm(PlainForm):
    """What is missing, and until when."""

    note = forms.CharField(
        label=gettext_lazy("What is missing?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("The applicant gets these words by mail."),
    )
    due_on = DayField(label=gettext_lazy("Answer by"))


class ReasonForm(PlainForm):
    """Why."""

    note = forms.CharField(
        label=gettext_lazy("Why?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class NothingForm(PlainForm):
    """A button alone."""


class PersonChoice(forms.ModelChoiceField):
    """People by name and address."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj} ({obj.email})" if str(obj) != obj.email else obj.email


class DeciderForm(PlainForm):
    """Who decides."""

    person = PersonChoice(label=gettext_lazy("Who decides?"), queryset=User.objects.none())

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = User.objects.filter(pk__in=[person.pk for person in people])
        self.fields["person"].queryset = rows.order_by(by_name(), "pk")  # type: ignore[attr-defined]


class MeasureForm(PlainForm):
    """The measure of a case."""

    measure = forms.ModelChoiceField(
        label=gettext_lazy("Linked measure"),
        queryset=Measure.objects.none(),
        required=False,
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy("One of the municipalities that the case is about."),
    )

    def __init__(self, *args: Any, measures: QuerySet[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = measures  # type: ignore[attr-defined]


# -------------------------------------------------------------------------- the list
def chosen(query: QueryDict) -> Choices:
    """Read the choices of an address; what makes no sense is left out."""
    state = _one(query, "status", {*AssessmentState.values, queries.WAITING})
    return Choices(
        text=query.get("q", "").replace("\0", "").strip()[:100],
        programme=whole_number(query.get("program", "")),
        kind=_one(query, "type", set(Kind.values)),
        state=state,
        deadline=_one(query, "frist", _DEADLINES),
        tests=query.get("test", "") == "1",
        sort=_one(query, "sorter", _SORTS) or queries.DUE,
    )


def _one(query: QueryDict, name: str, known: set[str]) -> str:
    key = query.get(name, "")
    return key if key in known else ""
