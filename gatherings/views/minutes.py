"""Minutes, as the hosts write them."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatherings import minutes_letters, words
from gatherings.actions.minutes import write_minutes
from gatherings.forms.materials import MinutesForm
from gatherings.queries.materials import earlier_minutes
from gatherings.views.host_pages import GatheringForm

_MOST_EARLIER = 10


class Minutes(GatheringForm):
    """Writes the minutes of a gathering; former wordings stand below."""

    form_class = MinutesForm
    template_name = "gatherings/minutes.html"
    title = gettext_lazy("Minutes")
    button = gettext_lazy("Save the minutes")

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        return words.whole(self.gathering)

    @cached_property
    def is_told(self) -> bool:
        return minutes_letters.is_told(self.gathering)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_told": self.is_told}

    def get_initial(self) -> dict[str, Any]:
        row = self.gathering
        return {"text": row.minutes, "access": row.minutes_access}

    def act(self, form: Form) -> None:
        tells = form.cleaned_data.get("tells", False)
        write_minutes(
            gathering=self.gathering,
            text=form.cleaned_data["text"],
            access=form.cleaned_data["access"],
            tells=tells,
            by=self.person,
        )
        told = _("The minutes are saved, and those who have a seat are told.")
        messages.success(self.request, told if tells else _("The minutes are saved."))

    def get_success_url(self) -> str:
        return self.next_address(self.host_address())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = earlier_minutes(self.gathering, most=_MOST_EARLIER)
        earlier = [
            {
                "text": row.minutes,
                "at": timezone.localtime(row.history_date, self.series.zone),  # type: ignore[attr-defined]  # of the history
                "by": row.history_user.get_full_name() if row.history_user else "",  # type: ignore[attr-defined]  # as above
            }
            for row in found
        ]
        return super().get_context_data(is_told=self.is_told, earlier=earlier, **kwargs)
