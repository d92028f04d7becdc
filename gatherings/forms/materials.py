"""Materials and minutes, as the hosts fill them in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.filetypes import MEDIA_TYPES
from gatherings.actions.materials import MaterialDetails
from gatherings.enums import Access
from gatherings.forms.hosting import gathering_label
from gatherings.forms.parts import SecureLinkField
from gatherings.models import Gathering, Material
from networks.forms.base import PlainForm

_MINUTES = 40_000


class MaterialForm(PlainForm):
    """A file or a link; of one that is there, nothing new keeps what it has."""

    file = forms.FileField(label=gettext_lazy("File"), required=False, max_length=200)
    link = SecureLinkField(label=gettext_lazy("Or a link"))
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Left empty, the name of the file."),
    )
    gathering = forms.TypedChoiceField(
        label=gettext_lazy("Belongs to"), required=False, coerce=int, empty_value=None
    )
    access = forms.ChoiceField(label=gettext_lazy("Who may read it"), choices=Access)

    def __init__(
        self,
        *args: Any,
        gatherings: Sequence[Gathering],
        material: Material | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.material = material
        self.gatherings = {row.pk: row for row in gatherings}
        of_gatherings = [
            (row.pk, _("Gathering %(name)s") % {"name": gathering_label(row)})
            for row in gatherings
        ]
        choices = [("", _("The whole series")), *of_gatherings]
        self.fields["gathering"].choices = choices  # type: ignore[attr-defined]  # of a choice field
        file = self.fields["file"]
        file.widget = forms.FileInput(attrs={"accept": ",".join(MEDIA_TYPES)})
        limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
        file.help_text = format_lazy(
            _("PDF, documents, sheets, slides, pictures or text. At most {size}."), size=limit
        )
        if material is not None and material.file is not None:
            file.label = gettext_lazy("New file in its place (optional)")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if {"file", "link"} & set(self.errors):
            return values
        has_file = self.material is not None and self.material.file_id is not None
        given = [name for name in ("file", "link") if values.get(name)]
        if len(given) > 1 or not (given or has_file):
            self.add_error("file", _("Give a file or a link, not both."))
        elif values.get("link") and not values.get("title"):
            self.add_error("title", _("Give the link a name."))
        return values

    @property
    def details(self) -> MaterialDetails:
        """What was filled in; the form is valid."""
        values = self.cleaned_data
        chosen = values["gathering"]
        return MaterialDetails(
            title=values["title"],
            access=values["access"],
            link=values["link"],
            gathering=self.gatherings[chosen] if chosen else None,
        )


class MinutesForm(PlainForm):
    text = forms.CharField(
        label=gettext_lazy("Minutes"),
        max_length=_MINUTES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=gettext_lazy("An empty line begins a new paragraph."),
    )
    access = forms.ChoiceField(
        label=gettext_lazy("Who may read them"),
        choices=Access,
        help_text=gettext_lazy("Choose the hosts only while you write."),
    )
    tells = forms.BooleanField(
        label=gettext_lazy("Tell those who have a seat by e-mail, once"), required=False
    )

    def __init__(self, *args: Any, is_told: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_told:
            del self.fields["tells"]
