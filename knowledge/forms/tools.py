"""Forms about the shelf of tools."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gatherings.forms.parts import SecureLinkField
from knowledge.actions.tools import ToolDetails, VersionDetails
from knowledge.forms.parts import GoalsField, GoalsForm
from networks.forms.base import DayField, PlainForm
from networks.models import Network
from procurement.actions.attachments import ENDINGS
from procurement.forms.parts import LongText

PLATFORM = ""


class _VersionFields(forms.Form):
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, Word, Excel, PowerPoint, PNG or JPEG, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    link = SecureLinkField(label=_("Or a link"))
    licence = forms.CharField(
        label=_("Licence"),
        max_length=200,
        help_text=_("For example «CC BY 4.0», or what others may do with it in plain words."),
    )
    made_on = DayField(label=_("Date of the version"))

    @property
    def version(self) -> VersionDetails:
        """What was filled in; the form is valid."""
        given = self.cleaned_data
        return VersionDetails(
            upload=given["file"],
            link=given["link"],
            licence=given["licence"],
            note=given.get("note", ""),
            made_on=given["made_on"],
        )


class ToolForm(GoalsForm):
    """What a tool is, and for whom."""

    title = forms.CharField(label=_("Title"), max_length=200)
    summary = LongText(label=_("What is it for?"), most=500, rows=3)
    topic = forms.CharField(
        label=_("Topic"), max_length=100, required=False, help_text=_("One or two words.")
    )
    goals = GoalsField(label=_("Which goals does it help with?"), required=False)
    is_public = forms.BooleanField(
        label=_("Everybody may use it"),
        required=False,
        initial=True,
        help_text=_("Else the people of the network alone."),
    )

    field_order: Sequence[str] = ("title", "summary", "topic", "goals", "is_public")

    def __init__(self, *args: Any, is_of_platform: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_of_platform:
            del self.fields["is_public"]

    def details(self, *, language: str) -> ToolDetails:
        """What was filled in; the form is valid."""
        given = self.cleaned_data
        return ToolDetails(
            title=given["title"],
            summary=given["summary"],
            topic=given["topic"],
            language=language,
            is_public=given.get("is_public", True),
        )


class NewToolForm(ToolForm, _VersionFields):
    """A tool with its first version."""

    owner = forms.ChoiceField(label=_("Owner"), required=False)

    field_order = (
        "owner", "title", "summary", "topic", "goals", "is_public",
        "file", "link", "licence", "made_on",
    )  # fmt: skip

    def __init__(
        self, *args: Any, networks: list[Network], may_platform: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.networks = {row.slug: row for row in networks}
        choices = [(row.slug, row.label) for row in networks]
        if may_platform:
            choices.insert(0, (PLATFORM, "Samverk"))
        field = self.fields["owner"]
        field.choices = choices  # type: ignore[attr-defined]  # of a choice field
        field.required = not may_platform
        field.label = _("Owner")
        self.fields["made_on"].initial = timezone.localdate

    @property
    def network(self) -> Network | None:
        """The chosen network; None for the platform. The form is valid."""
        return self.networks.get(self.cleaned_data["owner"])


class VersionForm(PlainForm, _VersionFields):
    """One more version."""

    note = LongText(label=_("What is new?"), most=500, rows=2, required=False)

    field_order = ("file", "link", "note", "licence", "made_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["made_on"].initial = timezone.localdate
