"""Help for the file of a procurement: weight of the climate, rules, conflicts of interest."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from procurement import file_words
from procurement.actions import need_file as actions
from procurement.enums import NeedState
from procurement.forms.need_file import ClimateForm, ConflictsForm
from procurement.queries.file import read_file
from procurement.views.pages import NeedAction, NeedRoom


class NeedFile(NeedRoom, TemplateView):
    """What the buyers put into the file."""

    permission_required = "procurement.buy"
    template_name = "procurement/need_file.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        need = self.need
        return super().get_context_data(
            climate=file_words.climate_text(need),
            rules=file_words.rules(need, read_file(need)),
            may_write=self.may_lead and need.state != NeedState.CLOSED,
            **kwargs,
        )

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (_("For the file of the procurement"), self.request.path)]


class _FileAction(NeedAction):
    """A form about the file; it leads back there."""

    def get_success_url(self) -> str:
        return self.need_address("need-file")


class ClimateWeighing(_FileAction):
    """How climate and environment count."""

    form_class = ClimateForm
    title = gettext_lazy("Weight of climate and environment")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        need = self.need
        return {
            "climate": need.climate,
            "climate_percent": need.climate_percent,
            "climate_reason": need.climate_reason,
        }

    def act(self, form: Form) -> None:
        values = form.cleaned_data
        actions.weigh_climate(
            need=self.need,
            climate=values["climate"],
            percent=values["climate_percent"],
            reason=values["climate_reason"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The weight is saved."))


class Conflicts(_FileAction):
    """Conflicts of interest, and what was done about them."""

    form_class = ConflictsForm
    title = gettext_lazy("Conflicts of interest")
    button = gettext_lazy("Save")
    lead = gettext_lazy("Only those who work in the municipalities of the need read this.")

    def get_initial(self) -> dict[str, Any]:
        return {"conflict_of_interest": self.need.conflict_of_interest}

    def act(self, form: Form) -> None:
        actions.declare_conflicts(
            need=self.need,
            text=form.cleaned_data["conflict_of_interest"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("It is saved."))
