"""Writing in the status log: an entry, no change, a correction, a draft."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.fragments import is_fragment, lead_on
from improvement.actions import log
from improvement.forms.log import StatusForm, UnchangedForm
from improvement.models import StatusEntry
from improvement.queries.log import newest_entry
from improvement.views import refusals
from improvement.views.pages import ActionPage, MeasurePage
from improvement.views.status_forms import StatusParts
from networks.actions.locks import Refused, day_in

FRAGMENT = "improvement/parts/status_form.html"


class LogPage(MeasurePage, ActionPage):
    """A page that writes in the log of a measure; htmx gets the form alone."""

    def get_template_names(self) -> list[str]:
        return [FRAGMENT if is_fragment(self.request) else "improvement/status.html"]

    def get_success_url(self) -> str:
        return self.next_address(f"{self.measure.get_absolute_url()}#logg")

    @cached_property
    def newest(self) -> StatusEntry | None:
        return newest_entry(self.measure)

    def has_newer(self, form: Form) -> bool:
        """Whether somebody has logged since the form was opened."""
        if self.newest is None or "seen" not in form.data:
            return False
        is_own = self.newest.submission == form.cleaned_data["submission"]
        return self.newest.pk != form.cleaned_data["seen"] and not is_own

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response


class Status(LogPage):
    """Publish how it goes with a measure."""

    form_class = StatusForm
    title = gettext_lazy("Log status")
    button = gettext_lazy("Publish status")
    is_newer = False

    @cached_property
    def corrects(self) -> StatusEntry | None:
        return None

    @cached_property
    def parts(self) -> StatusParts:
        return StatusParts(
            measure=self.measure,
            person=self.person,
            today=day_in(municipality=self.municipality, at=timezone.now()),
            newest=self.newest,
            next_page=self.next_address(""),
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | self.parts.form_kwargs()

    def get_form(self, form_class: type[Form] | None = None) -> StatusForm:
        form: StatusForm = super().get_form(form_class)
        self.parts.name_fields(form, is_correction=self.corrects is not None)
        return form

    def get_initial(self) -> dict[str, Any]:
        return self.parts.initial(self.corrects)

    def form_valid(self, form: Form) -> HttpResponse:
        if self.newest is not None and self.has_newer(form):  # a second press goes on
            form.data = {**self.request.POST.dict(), "seen": str(self.newest.pk)}
            self.is_newer = True
            return self.form_invalid(form)
        return super().form_valid(form)

    def act(self, form: Form) -> None:
        given = form.cleaned_data
        log.log_status(
            measure=self.measure, state=given["state"], text=given["text"], by=self.person,
            at=timezone.now(), submission=given["submission"], on_behalf_of=self.on_behalf_of,
            share_done=given["share_done"], new_end_on=given["new_end_on"],
            next_step=given["next_step"], reason=given["reason"], corrects=self.corrects,
        )  # fmt: skip
        messages.success(self.request, _("The status is published."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        shown = self.parts.context(
            context["form"], is_newer=self.is_newer, corrects=self.corrects
        )
        return context | shown


class Correct(Status):
    """Publish a correction of an entry; the entry itself stays."""

    title = gettext_lazy("Correct an entry")
    lead = gettext_lazy(
        "The old entry stays in the log, struck through, with a link to the new one."
    )

    @cached_property
    def corrects(self) -> StatusEntry | None:
        rows = StatusEntry.objects.filter(measure=self.measure).select_related("by")
        return get_object_or_404(rows, pk=self.kwargs["entry"])


class Unchanged(LogPage):
    """Publish that nothing is new, by one press."""

    http_method_names = ["post"]
    form_class = UnchangedForm

    def form_valid(self, form: Form) -> HttpResponse:
        given = form.cleaned_data
        if self.has_newer(form):
            text = _("Somebody has logged since you opened the page. Look at it first.")
            messages.warning(self.request, text)
            return lead_on(self.request, self.get_success_url())
        try:
            log.log_unchanged(
                measure=self.measure, by=self.person, at=timezone.now(),
                submission=given["submission"], on_behalf_of=self.on_behalf_of,
            )  # fmt: skip
        except Refused as refused:
            messages.error(self.request, refusals.sentence(refused))
            return lead_on(
                self.request, reverse("improvement:status", kwargs={"pk": self.measure.pk})
            )
        messages.success(
            self.request,
            _("Published: no change since last time in “%(measure)s”.")
            % {"measure": self.measure.title},
        )
        return lead_on(self.request, self.get_success_url())

    def form_invalid(self, form: Form) -> HttpResponse:
        messages.error(self.request, _("Something went wrong. Press the button once more."))
        return lead_on(self.request, self.get_success_url())


class Draft(LogPage):
    """Keep a draft: PATCH while the person types, POST by the button."""

    http_method_names = ["post", "patch"]

    def patch(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        self._save(QueryDict(request.body, encoding="utf-8"))
        return HttpResponse(status=204)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if "discard" in request.POST:
            log.save_draft(
                measure=self.measure, person=self.person, fields={}, at=timezone.now()
            )
            messages.info(request, _("The draft is thrown away."))
        else:
            self._save(request.POST)
            messages.success(request, _("The draft is saved. Nobody else sees it."))
        return lead_on(self.request, self.get_success_url())

    def _save(self, data: QueryDict) -> None:
        log.save_draft(
            measure=self.measure,
            person=self.person,
            fields={name: data.get(name, "") for name in log.DRAFT_FIELDS},
            at=timezone.now(),
            submission=_uuid(data.get("submission", "")),
        )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
