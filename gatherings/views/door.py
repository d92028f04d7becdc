"""The code at the door: shown by the hosts, typed in by those who come."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatherings.actions import door
from gatherings.enums import GatheringState
from gatherings.forms.door import CodeForm
from gatherings.tries import may_try
from gatherings.views import host_rows as rows
from gatherings.views.host_pages import GatheringForm
from gatherings.views.seats import GatheringSeatPage
from improvement.actions.refusals import Declined


class TooManyTries(Declined):
    """The code has been tried too often with this seat."""

    field = "code"
    sentence = gettext_lazy("That was many tries. Wait an hour, or ask at the door.")


class DoorCode(GatheringForm):
    """The code in letters that are read from afar; a new one replaces it."""

    form_class = Form
    template_name = "gatherings/door_code.html"
    title = gettext_lazy("Code at the door")
    button = gettext_lazy("Make a new code")

    def act(self, form: Form) -> None:
        door.make_code(gathering=self.gathering)
        messages.success(self.request, _("The new code holds now. The old one opens nothing."))

    def get_success_url(self) -> str:
        return self.gathering_address("door-code")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = self.gathering.door_code
        half = len(code) // 2
        return super().get_context_data(
            code=" ".join(part for part in (code[:half], code[half:]) if part),
            when=rows.when(self.gathering, series=self.series),
            is_cancelled=self.gathering.state == GatheringState.CANCELLED,
            attendance=self.gathering_address("attendance"),
            **kwargs,
        )


class SeatCheckIn(GatheringSeatPage):
    """Says that one is here, with the code that the hosts show."""

    form_class = CodeForm
    title = gettext_lazy("I am here")
    button = gettext_lazy("Note me as present")

    def act(self, form: Form) -> None:
        if not may_try(f"door-{self.participation.pk}"):
            raise TooManyTries
        door.check_in(
            participation=self.participation,
            code=form.cleaned_data["code"],
            by=self.by,
            at=timezone.now(),
        )
        messages.success(self.request, _("You are noted as present. Welcome!"))

    def get_success_url(self) -> str:
        return reverse("gatherings:seat", kwargs={"token": self.kwargs["token"]})
