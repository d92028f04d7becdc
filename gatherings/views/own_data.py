"""What the owner of a seat takes along, or has erased; the secret link is enough."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatherings.actions.erasing import erase_seat
from gatherings.forms.feedback import EraseForm
from gatherings.models import Series
from gatherings.queries.own_data import seat_data
from gatherings.views.seats import SeatActionPage, SeatPage


class SeatData(SeatPage):
    """All that is kept about the seat, as a file."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        now = timezone.now()
        data = {"taken_at": now, **seat_data(self.registration)}
        shape = {"indent": 2, "ensure_ascii": False}
        response = JsonResponse(data, json_dumps_params=shape)
        name = f"samverk-{self.series.slug}-{timezone.localdate(now):%Y-%m-%d}.json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class SeatErase(SeatActionPage):
    """The question before name, address and diet are erased for good."""

    form_class = EraseForm
    title = gettext_lazy("Erase my details")
    lead = gettext_lazy(
        "Your name, e-mail address and diet are removed at once and cannot be brought back. "
        "If the series is not over, the seat goes to the next in line. This page and its link "
        "are gone after this."
    )
    button = gettext_lazy("Erase my details")
    is_danger = True

    def form_valid(self, form: Form) -> HttpResponse:
        erase_seat(registration=self.registration, by=self.by, at=timezone.now())
        messages.success(self.request, _("Your details are erased."))
        known = Series.objects.visible_to(self.request.user).filter(pk=self.series.pk)
        return redirect(self.series.get_absolute_url() if known.exists() else "/")
