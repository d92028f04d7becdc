"""Examples to write: by a municipality, from its work, or from outside."""

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
from django.utils.translation import gettext_lazy
from django.views.generic import View

from accounts.signed_in import SignedIn
from assessments.models import Assessment
from common.numbers import whole_number
from improvement.enums import Pull
from improvement.models import Measure
from improvement.queries.acting import workplaces
from improvement.queries.choices import indicator_choices
from improvement.views.pages import WorkPage
from knowledge.actions import examples as actions
from knowledge.actions.examples import Origin
from knowledge.forms.examples import ExampleForm, SentExampleForm
from knowledge.models import Example
from knowledge.queries.examples import buyers_of, owners_of
from knowledge.views.examples import ExampleAction, way_to_examples
from knowledge.views.pages import FormPage, language
from procurement.forms.parts import Places
from procurement.models import Solution

_ORIGINS = ("tiltak", "losning", "vurdering")


class ExampleStart(SignedIn, View):
    """Choose the municipality; straight on where there is only one, or none."""

    def get(self, request: HttpRequest) -> HttpResponse:
        places = workplaces(self.person)
        if not places:
            return redirect("knowledge:example-send")
        origin = {name: request.GET[name] for name in _ORIGINS if request.GET.get(name)}
        ending = f"?{urlencode(origin)}" if origin else ""
        found = [
            (
                str(place),
                reverse("knowledge:example-create", kwargs=place.address_keys) + ending,
            )
            for place in places
        ]
        if len(found) == 1:
            return redirect(found[0][1])
        crumbs = [*way_to_examples(), (_("Tell of an example"), "")]
        return render(
            request, "knowledge/example_start.html", {"places": found, "crumbs": crumbs}
        )


class _ExampleFormPage(FormPage):
    """What the forms of an example have in common."""

    template_name = "knowledge/example_form.html"
    form_class: Any = ExampleForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "indicators": indicator_choices()}


class ExampleCreate(WorkPage, _ExampleFormPage):
    """A new example: empty, from a measure, or from a solution that was bought."""

    permission_required = "knowledge.write_examples"
    title = gettext_lazy("Tell of an example")
    button = gettext_lazy("Save the draft")

    def _key(self, name: str) -> int:
        given = self.request.POST.get(name) or self.request.GET.get(name, "")
        return whole_number(given) or 0

    @cached_property
    def measure(self) -> Measure | None:
        rows = Measure.objects.filter(municipality=self.municipality)
        found: Measure | None = (
            rows.select_related("from_indicator").filter(pk=self._key("tiltak")).first()
        )
        return found

    @cached_property
    def solution(self) -> Solution | None:
        rows = Solution.objects.select_related("need", "supplier")
        found = rows.filter(pk=self._key("losning")).first()
        is_ours = found is not None and self.municipality.pk in buyers_of(found)
        return found if is_ours else None

    @cached_property
    def assessment(self) -> Assessment | None:
        rows = Assessment.objects.visible_to(self.request.user)
        found: Assessment | None = rows.filter(pk=self._key("vurdering")).first()
        is_ours = found is not None and self.municipality.pk in owners_of(found)
        return found if is_ours else None

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = {
            "contact_role": "",
            "contact_email": self.person.email,
        }
        if self.measure is not None:
            initial |= self._of_measure(self.measure)
        elif self.solution is not None:
            initial |= self._of_solution(self.solution)
        elif self.assessment is not None:
            case = self.assessment
            initial |= {"title": case.title, "text": case.summary}
        return initial

    def _of_measure(self, measure: Measure) -> dict[str, Any]:
        """Fill in what the measure tells already."""
        pulls = measure.pulls.filter(pull=Pull.HELPS).values_list("target__goal", flat=True)
        evaluation = measure.evaluations.order_by("-at", "-pk").first()
        expected = measure.expectations.select_related("indicator").order_by("pk").first()
        indicator = expected.indicator if expected else measure.from_indicator
        return {
            "title": measure.title,
            "text": measure.description,
            "effect": evaluation.text if evaluation else "",
            "advice": evaluation.advice if evaluation else "",
            "cost": measure.cost,
            "began_in": measure.starts_on.year if measure.starts_on else None,
            "goals": sorted({str(number) for number in pulls}),
            "indicator": indicator.code if indicator else "",
            "contact_role": measure.responsible_unit,
        }

    def _of_solution(self, solution: Solution) -> dict[str, Any]:
        """Fill in what the need and the solution tell already."""
        need = solution.need
        numbers = need.goals.order_by("number").values_list("number", flat=True) if need else []
        indicator = need.from_indicator if need else None
        return {
            "title": need.title if need else solution.title,
            "text": need.description if need else "",
            "goals": [str(number) for number in numbers],
            "indicator": indicator.code if indicator else "",
            "contact_email": (need.contact_email if need else "") or self.person.email,
        }

    def act(self, form: Form) -> None:
        assert isinstance(form, ExampleForm)  # noqa: S101 -- the class of this page
        self.made = actions.create_example(
            municipality=self.municipality,
            details=form.details(language=language()),
            goals=form.goal_numbers,
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
            origin=Origin(
                measure=self.measure, solution=self.solution, assessment=self.assessment
            ),
        )
        messages.success(self.request, _("The draft is saved. Publish it from here."))

    def get_success_url(self) -> str:
        made: Example | None = getattr(self, "made", None)
        if made is not None:
            return made.get_absolute_url()
        return self.next_address(reverse("knowledge:example-list"))

    def path(self) -> list[tuple[str, str]]:
        return way_to_examples()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.measure is not None:
            words = _("From the measure «%(title)s».") % {"title": self.measure.title}
        elif self.solution is not None:
            words = _("From the solution «%(title)s».") % {"title": self.solution.title}
        elif self.assessment is not None:
            words = _("From the assessment «%(title)s».") % {"title": self.assessment.title}
        else:
            words = _("Your own people see the draft. You publish it when it is ready.")
        self.lead = words
        return super().get_context_data(
            eyebrow=str(self.municipality),
            hidden=[
                (name, row.pk)
                for name, row in (
                    ("tiltak", self.measure),
                    ("losning", self.solution),
                    ("vurdering", self.assessment),
                )
                if row is not None
            ],
            **kwargs,
        )


class ExampleSend(SignedIn, _ExampleFormPage):
    """An example sent in by somebody who works in no municipality."""

    form_class = SentExampleForm
    title = gettext_lazy("Send in an example")
    button = gettext_lazy("Send it")
    lead = gettext_lazy(
        "A network leader reads it first. You get a mail when it is published, or if it is not."
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead those who work in a municipality to its own form."""
        if workplaces(self.person):
            return redirect("knowledge:example-start")
        return super().get(request, *args, **kwargs)

    @cached_property
    def places(self) -> Places:
        return Places()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "places": self.places}

    def act(self, form: Form) -> None:
        assert isinstance(form, SentExampleForm)  # noqa: S101 -- the class of this page
        self.made = actions.send_example(
            municipality=form.cleaned_data["municipality"],
            details=form.details(language=language()),
            goals=form.goal_numbers,
            sender=form.cleaned_data["sender"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The example is sent. We write when it is read."))

    def get_success_url(self) -> str:
        made: Example | None = getattr(self, "made", None)
        return made.get_absolute_url() if made else reverse("knowledge:example-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(place_names=self.places.names, **kwargs)
        context["crumbs"] = [*way_to_examples(), (self.title, "")]
        return context


class ExampleChange(ExampleAction, _ExampleFormPage):
    """An example as it is written, to be changed."""

    template_name = "knowledge/example_form.html"
    form_class = ExampleForm
    title = gettext_lazy("Change the example")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        example = self.example
        initial = {
            name: getattr(example, name)
            for name in actions.ExampleDetails.__dataclass_fields__
            if name != "indicator"
        }
        numbers = example.goals.order_by("number").values_list("number", flat=True)
        return {
            **initial,
            "goals": [str(number) for number in numbers],
            "indicator": example.indicator.code if example.indicator else "",
        }

    def act(self, form: Form) -> None:
        assert isinstance(form, ExampleForm)  # noqa: S101 -- the class of this page
        actions.change_example(
            example=self.example,
            details=form.details(language=self.example.language),
            goals=form.goal_numbers,
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The example is saved."))
