"""A need: describe, change, share, publish, close, delete."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import View

from accounts.signed_in import SignedIn
from improvement.enums import Pull
from improvement.models import Measure
from improvement.queries import choices, work
from improvement.queries.acting import workplaces
from improvement.views import work_rows
from improvement.views.measures import language
from improvement.views.pages import ActionPage, WorkPage
from networks.forms.base import MORE_ROWS, PlainForm
from procurement import words
from procurement.actions import needs as actions
from procurement.actions import publishing
from procurement.forms.needs import MUST, UNKNOWN, NeedForm, initial_of, with_more_rows
from procurement.forms.stages import CloseForm
from procurement.models import Need
from procurement.views.pages import NeedAction, way_to_needs


class NeedStart(SignedIn, View):
    """Choose the municipality; straight on where there is only one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        places = workplaces(self.person)
        origin = {
            name: request.GET[name]
            for name in ("indicator", "measure")
            if request.GET.get(name)
        }
        ending = f"?{urlencode(origin)}" if origin else ""
        found = [
            (str(place), reverse("procurement:need-create", kwargs=place.address_keys) + ending)
            for place in places
        ]
        if len(found) == 1:
            return redirect(found[0][1])
        crumbs = [*way_to_needs(), (_("Describe a need"), "")]
        context = {"places": found, "crumbs": crumbs}
        return render(request, "procurement/need_start.html", context)


class NeedFormPage(ActionPage):
    """What describing and changing a need have in common."""

    template_name = "procurement/need_form.html"
    form_class = NeedForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, or show what was typed with more empty rows."""
        prefix = request.POST.get(MORE_ROWS, "")
        if prefix not in {MUST, UNKNOWN}:
            return super().post(request, *args, **kwargs)
        plain = self.get_form_kwargs()
        plain.pop("data", None)
        plain.pop("files", None)
        shown = NeedForm(**plain)
        given = {**plain, **with_more_rows(shown, request.POST, prefix)}
        return self.render_to_response(self.get_context_data(form=NeedForm(**given)))


class NeedCreate(WorkPage, NeedFormPage):
    """A new need: empty, from a weak indicator, or from a measure."""

    permission_required = "procurement.describe_need"
    title = gettext_lazy("Describe a need")
    button = gettext_lazy("Save the draft")

    @cached_property
    def origin(self) -> choices.IndicatorChoice | None:
        """The indicator that the address, the form or the measure names."""
        code = self.request.POST.get("from_indicator") or self.request.GET.get("indicator", "")
        if not code and self.measure is not None and self.measure.from_indicator:
            code = self.measure.from_indicator.code
        if not code:
            return None
        rows = choices.indicator_choices()
        return next((each for each in rows if each.indicator.code == code), None)

    @cached_property
    def measure(self) -> Measure | None:
        key = self.request.POST.get("from_measure") or self.request.GET.get("measure", "")
        if not key.isdecimal() or len(key) > 9:
            return None
        rows = Measure.objects.filter(municipality=self.municipality)
        found: Measure | None = (
            rows.select_related("from_indicator", "network").filter(pk=int(key)).first()
        )
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "zone": words.zone_in(self.municipality),
            "networks": choices.networks_of(self.municipality),
            "measures": Measure.objects.filter(municipality=self.municipality),
            "origin": self.origin.indicator if self.origin else None,
            "groups": choices.target_groups(),
        }

    def get_initial(self) -> dict[str, Any]:
        networks = choices.networks_of(self.municipality)[:2]
        initial: dict[str, Any] = {
            "network": networks[0].pk if len(networks) == 1 else None,
            "contact_name": self.person.get_full_name(),
            "contact_email": self.person.email,
        }
        origin, measure = self.origin, self.measure
        if measure is not None:
            pulls = measure.pulls.filter(pull=Pull.HELPS).select_related("target")
            initial |= {
                "title": measure.title,
                "from_measure": measure.pk,
                "network": measure.network_id,
                "targets": [pull.target_id for pull in pulls],
                "goals": sorted({str(pull.target.goal_id) for pull in pulls}),
            }
        if origin is not None:
            name = origin.indicator.local_name
            initial |= {
                "from_indicator": origin.indicator.code,
                "expected_effect": _("Better: %(indicator)s") % {"indicator": name},
            }
        if origin is not None and measure is None:
            initial |= {
                "goals": [str(origin.goal)] if origin.goal else [],
                "targets": [origin.target.pk] if origin.target else [],
            }
        return initial

    def act(self, form: Form) -> None:
        assert isinstance(form, NeedForm)  # noqa: S101 -- the class of this page
        self.made = actions.create_need(
            municipality=self.municipality,
            details=form.details(language=language(), known=[self.person]),
            parts=form.parts(),
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The draft is saved. Share or publish it from here."))

    def get_success_url(self) -> str:
        made: Need | None = getattr(self, "made", None)
        if made is not None:
            return made.get_absolute_url()
        return self.next_address(reverse("procurement:need-list"))

    def path(self) -> list[tuple[str, str]]:
        return way_to_needs()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = ""
        if self.measure is not None:
            lead = _("From the measure «%(title)s».") % {"title": self.measure.title}
        elif self.origin is not None:
            indicator = self.origin.indicator
            result = work.results_of(self.municipality, {indicator.pk}).get(indicator.pk)
            lead = work_rows.origin_lead(indicator, result)
        self.lead = lead or _(
            "Only your own people see the draft. You decide later who else may see it."
        )
        return super().get_context_data(**kwargs)


class NeedChange(NeedAction, NeedFormPage):
    """A need as it is written, to be changed."""

    template_name = "procurement/need_form.html"
    title = gettext_lazy("Change the need")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        need = self.need
        return {
            **super().get_form_kwargs(),
            "zone": words.zone_of(need),
            "networks": choices.networks_of(need.municipality, kept=need.network_id),
            "measures": Measure.objects.filter(needs=need),
            "origin": need.from_indicator,
            "groups": choices.target_groups(),
            "points": list(need.points.order_by("position")),
            "is_published": need.published_at is not None,
        }

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.need, zone=words.zone_of(self.need))

    def act(self, form: Form) -> None:
        assert isinstance(form, NeedForm)  # noqa: S101 -- the class of this page
        actions.change_need(
            need=self.need,
            details=form.details(
                language=self.need.language, known=[self.need.contact, self.person]
            ),
            parts=form.parts(),
            by=self.person,
            at=timezone.now(),
            change_note=form.cleaned_data.get("change_note", ""),
            seen=self.request.POST.get("seen", ""),
        )
        messages.success(self.request, _("The need is saved."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Always as it stands now: whoever is told of another's change may save once more.
        return super().get_context_data(
            version=actions.version_of(self.need), is_change=True, **kwargs
        )


class NeedShare(NeedAction):
    """Confirm that the network may read it."""

    form_class = PlainForm
    title = gettext_lazy("Share the need")
    button = gettext_lazy("Share it")

    def act(self, form: Form) -> None:
        publishing.share_need(need=self.need, by=self.person, at=timezone.now())
        messages.success(self.request, _("The need is shared."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.need.network is not None:
            text = _("Everybody in %(network)s can read it then. It is not public.")
            self.lead = text % {"network": self.need.network.label}
        else:
            text = _(
                "Everybody in the networks of %(place)s can read it then. It is not public."
            )
            self.lead = text % {"place": self.need.municipality}
        return super().get_context_data(**kwargs)


class NeedPublish(NeedAction):
    """Confirm that everybody may read it, with a list of what that is."""

    template_name = "procurement/need_publish.html"
    form_class = PlainForm
    title = gettext_lazy("Publish the need")
    button = gettext_lazy("Publish it")
    lead = gettext_lazy(
        "Everybody can read it then, and suppliers can ask and answer. This cannot be undone; "
        "every later change is shown."
    )

    def act(self, form: Form) -> None:
        publishing.publish_need(need=self.need, by=self.person, at=timezone.now())
        messages.success(self.request, _("The need is published."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        need = self.need
        deadline = words.moment(need.solutions_until, need) or pgettext("deadline", "none")
        contact = ", ".join(filter(None, [need.contact_name, need.contact_email]))
        shown = [
            (_("Title"), need.title),
            (_("In short"), need.summary),
            (_("Description and points"), _("as they stand on the page")),
            (_("Municipality"), str(need.municipality)),
            (_("Network"), need.network.name if need.network else ""),
            (_("Volume"), words.volume(need)),
            (_("Budget"), words.budget(need)),
            (_("Deadline for solutions"), deadline),
            (_("Contact"), contact),
            (_("Expected effect"), need.expected_effect),
        ]
        return super().get_context_data(
            shown=[(term, text) for term, text in shown if text],
            missing=publishing.what_is_missing(need, at=timezone.now()),
            change=self.need_address("need-change"),
            **kwargs,
        )


class NeedClose(NeedAction):
    """Close a need, with the reason."""

    form_class = CloseForm
    title = gettext_lazy("Close the need")
    button = gettext_lazy("Close it")
    is_danger = True
    lead = gettext_lazy(
        "Nothing more is taken in: no questions, talks or solutions. What is there can be "
        "read. This cannot be undone."
    )

    def act(self, form: Form) -> None:
        publishing.close_need(
            need=self.need,
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The need is closed."))


class NeedDelete(NeedAction):
    """Remove a draft."""

    form_class = PlainForm
    title = gettext_lazy("Delete the draft")
    button = gettext_lazy("Delete")
    is_danger = True

    def act(self, form: Form) -> None:
        actions.delete_need(need=self.need, by=self.person)
        messages.success(self.request, _("The draft is deleted."))
        self.is_gone = True

    def get_success_url(self) -> str:
        if getattr(self, "is_gone", False):
            return reverse("procurement:need-list")
        return super().get_success_url()
