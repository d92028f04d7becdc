"""Attendance at the door, made for a phone."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from gatherings.actions.attendance import note_attendance
from gatherings.enums import Attendance
from gatherings.models import Participation
from gatherings.queries.hosting import at_the_door
from gatherings.views import host_rows as rows
from gatherings.views.host_pages import GatheringRoom
from improvement.views import refusals
from networks.actions.locks import Refused


class AttendancePage(GatheringRoom, TemplateView):
    """Three buttons for each who comes; a note can be taken back."""

    template_name = "gatherings/attendance.html"

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        wanted = request.POST.get("attendance", "")
        if wanted and wanted not in Attendance.values:
            raise Http404
        key = request.POST.get("participation", "")
        if not key.isdecimal():
            raise Http404
        found = Participation.objects.filter(gathering=self.gathering)
        participation = get_object_or_404(found, pk=int(key[:18]))
        try:
            note_attendance(
                participation=participation,
                attendance=wanted,
                by=self.person,
                at=timezone.now(),
            )
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        return redirect(f"{self.gathering_address('attendance')}#p-{participation.pk}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = at_the_door(self.series, gathering=self.gathering.pk)
        found = [rows.door_row(each) for each in people]
        context = super().get_context_data(
            rows=found,
            when=rows.when(self.gathering, series=self.series),
            choices=[(code, label) for code, label in Attendance.choices],
            present=sum(row.attendance == Attendance.PRESENT for row in found),
            noted=sum(bool(row.attendance) for row in found),
            **kwargs,
        )
        context["crumbs"].append((_("Attendance"), ""))
        return context
