"""Measures: the list, a new one, a change, a copy, the archive."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from improvement.actions import measures as actions
from improvement.enums import MeasureState, Pull
from improvement.forms.lists import MeasureFilter
from improvement.forms.measures import CopyForm, MeasureForm
from improvement.models import Measure, Objective
from improvement.queries import choices, work
from improvement.queries import measures as queries
from improvement.queries.acting import behalf, workplaces
from improvement.queries.people import people_of
from improvement.queries.settings import settings_by_programme
from improvement.views import measure_rows, work_rows
from improvement.views.pages import ActionPage, MeasurePage, WorkPage
from indicators.models import Indicator
from networks.forms.base import PlainForm
from networks.models import Municipality

PAGE = 25


def language() -> str:
    """The language that the person writes in: that of the page."""
    return (get_language() or "nb").split("-")[0]


class MeasureList(WorkPage, TemplateView):
    """Measures of the municipality, or of those it works together with."""

    permission_required = ()
    template_name = "improvement/measures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = MeasureFilter(
            self.request.GET,
            people=queries.responsible_in(self.municipality),
            objectives=queries.objectives_in(self.municipality),
        )
        choice, at = form.chosen(), timezone.now()
        rows = queries.measure_list(
            municipality=self.municipality, person=self.person, choice=choice, at=at
        )
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("side"))
        shown = list(page.object_list)
        goals, aims = work.goals_of(shown), work.aims_of(shown)
        settings = settings_by_programme()
        query = self.request.GET.copy()
        query.pop("side", None)
        context = super().get_context_data(
            form=form,
            choice=choice,
            page=page,
            query=self.request.GET,
            query_text=query.urlencode(),
            rows=[
                measure_rows.measure_row(
                    each,
                    goals=goals,
                    aims=aims,
                    settings=settings,
                    municipality=self.municipality,
                    at=at,
                )
                for each in shown
            ],
            columns=measure_rows.sort_columns(self.request.GET, choice),
            counts=measure_rows.state_counts(queries.counts_of(self.municipality)),
            is_network=choice.whose == queries.NETWORK,
            may_copy=bool(workplaces(self.person)),
            **kwargs,
        )
        context["crumbs"].append((_("Measures"), ""))
        return context


class MeasureFormPage(ActionPage):
    """The form about a measure, in two parts: what is needed first, then the rest."""

    form_class = MeasureForm
    template_name = "improvement/measure_form.html"

    @cached_property
    def indicator_choices(self) -> list[choices.IndicatorChoice]:
        return choices.with_indicators(choices.indicator_choices(), self.kept_indicators())

    def kept_indicators(self) -> list[Indicator]:
        """Indicators that the measure names, also those that no framework uses any more."""
        return []

    def measure_kwargs(
        self, municipality: Municipality, *, kept: Measure | None = None
    ) -> dict[str, Any]:
        """What the fields let one choose from."""
        person = kept.responsible_person_id if kept else None
        network = kept.network_id if kept else None
        objective = kept.objective_id if kept else None
        return {
            "municipality": municipality,
            "people": people_of(municipality, kept=person),
            "networks": choices.networks_of(municipality, kept=network),
            "objectives": queries.objectives_in(municipality, kept=objective),
            "choices": self.indicator_choices,
            "groups": choices.target_groups(),
        }


class MeasureCreate(WorkPage, MeasureFormPage):
    """A new measure: empty, from a weak indicator, or from an objective."""

    title = gettext_lazy("New measure")
    button = gettext_lazy("Save the measure")

    @cached_property
    def origin(self) -> choices.IndicatorChoice | None:
        code = self.request.GET.get("indicator", "")
        return next((c for c in self.indicator_choices if c.indicator.code == code), None)

    @cached_property
    def objective(self) -> Objective | None:
        key = self.request.GET.get("objective", "")
        living = queries.objectives_in(self.municipality)
        return living.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None

    def get_form_kwargs(self) -> dict[str, Any]:
        expectations: list[dict[str, Any]] = []
        if self.origin is not None:
            expectations.append({"indicator": self.origin.indicator.code, "delay_months": 12})
        elif self.objective is not None:
            wanted = self.objective.wanted_values.select_related("indicator").order_by("pk")
            expectations += [
                {"indicator": each.indicator.code, "delay_months": 12} for each in wanted
            ]
        return {
            **super().get_form_kwargs(),
            **self.measure_kwargs(self.municipality),
            "expectations": expectations,
        }

    def get_initial(self) -> dict[str, Any]:
        networks = choices.networks_of(self.municipality)[:2]
        initial: dict[str, Any] = {
            "network": networks[0].pk if len(networks) == 1 else None,
            "responsible_person": self.person.pk,
        }
        if self.origin is not None:
            name = self.origin.indicator.local_name
            initial["title"] = (_("Improve: %(indicator)s") % {"indicator": name})[:200]
            initial["from_indicator"] = self.origin.indicator.code
            initial["helps"] = [self.origin.target.pk] if self.origin.target else []
        elif self.objective is not None:
            initial["objective"] = self.objective.pk
            initial["network"] = self.objective.network_id
            initial["helps"] = list(self.objective.targets.values_list("pk", flat=True))
        return initial

    def act(self, form: Form) -> None:
        assert isinstance(form, MeasureForm)  # noqa: S101 -- the class of this page
        self.made = actions.create_measure(
            municipality=self.municipality,
            details=form.details(language=language()),
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The measure is saved."))

    def get_success_url(self) -> str:
        made: Measure | None = getattr(self, "made", None)
        if made is not None:
            return self.next_address(made.get_absolute_url())
        return self.next_address(self.work_address("work"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = ""
        if self.origin is not None:
            found = work.results_of(self.municipality, {self.origin.indicator.pk})
            result = found.get(self.origin.indicator.pk)
            lead = work_rows.origin_lead(self.origin.indicator, result)
        elif self.objective is not None:
            lead = _("For the objective «%(title)s».") % {"title": self.objective.title}
        self.lead = lead or _("Three answers are enough: what, who and when.")
        return super().get_context_data(origin=self.origin, **kwargs)


class MeasureChange(MeasurePage, MeasureFormPage):
    """A measure as it is written, to be changed."""

    title = gettext_lazy("Change the measure")
    button = gettext_lazy("Save the measure")

    def kept_indicators(self) -> list[Indicator]:
        origin = self.measure.from_indicator
        rows = self.measure.expectations.select_related("indicator").order_by("pk")
        return [each.indicator for each in rows] + ([origin] if origin else [])

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = self.measure.expectations.select_related("indicator").order_by("pk")
        return {
            **super().get_form_kwargs(),
            **self.measure_kwargs(self.municipality, kept=self.measure),
            "expectations": [
                {
                    "indicator": each.indicator.code,
                    "delay_months": each.delay_months,
                    "expected": each.expected,
                }
                for each in rows
            ],
        }

    def get_initial(self) -> dict[str, Any]:
        measure = self.measure
        pulls = list(measure.pulls.all())
        plain = (
            "title", "description", "responsible_unit", "starts_on", "ends_on", "kind",
            "collaborators", "cost", "budget_link",
        )  # fmt: skip
        return {
            **{name: getattr(measure, name) for name in plain},
            "responsible_person": measure.responsible_person_id,
            "objective": measure.objective_id,
            "network": measure.network_id,
            "helps": [each.target_id for each in pulls if each.pull == Pull.HELPS],
            "hurts": [each.target_id for each in pulls if each.pull == Pull.HURTS],
            "from_indicator": measure.from_indicator.code if measure.from_indicator else "",
        }

    def act(self, form: Form) -> None:
        assert isinstance(form, MeasureForm)  # noqa: S101 -- the class of this page
        actions.change_measure(
            measure=self.measure,
            details=form.details(language=language()),
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
            seen=self.request.POST.get("seen", ""),
        )
        messages.success(self.request, _("The measure is saved."))

    def get_success_url(self) -> str:
        return self.next_address(self.measure.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Always as it stands now: whoever is told of another's change may save once more.
        version = actions.version_of(self.measure)
        return super().get_context_data(
            version=version, may_archive=self.may_steer, is_change=True, **kwargs
        )


class MeasureArchive(MeasurePage, ActionPage):
    """Confirm that a measure is to be archived."""

    permission_required = "improvement.steer"
    form_class = PlainForm
    title = gettext_lazy("Archive the measure")
    lead = gettext_lazy(
        "The measure is taken out of lists and boards, and nobody is reminded of it. Its log "
        "stays readable, and it can be brought back."
    )
    button = gettext_lazy("Archive the measure")
    is_danger = True

    def act(self, form: Form) -> None:
        actions.archive_measure(
            measure=self.measure,
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The measure is archived. It can be brought back."))

    def get_success_url(self) -> str:
        return self.next_address(self.measure.get_absolute_url())


class MeasureRestore(MeasurePage, ActionPage):
    """Bring an archived measure back."""

    permission_required = "improvement.steer"
    form_class = PlainForm
    title = gettext_lazy("Bring the measure back")
    lead = gettext_lazy("It stands in lists and boards again, with its log as it was.")
    button = gettext_lazy("Bring it back")

    def act(self, form: Form) -> None:
        actions.restore_measure(
            measure=self.measure,
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The measure is back in the lists."))

    def get_success_url(self) -> str:
        return self.next_address(self.measure.get_absolute_url())


class MeasureCopy(MeasurePage, ActionPage):
    """Do what another municipality does; open to those who work somewhere themselves."""

    form_class = CopyForm
    template_name = "improvement/measure_copy.html"
    title = gettext_lazy("Do the same")
    button = gettext_lazy("Copy the measure")

    @cached_property
    def places(self) -> list[Municipality]:
        own = workplaces(self.person)
        return [place for place in own if place.pk != self.measure.municipality_id]

    def has_permission(self) -> bool:
        """Whether the person works anywhere; the measure itself is read by ``visible_to``."""
        return bool(self.measure.pk and workplaces(self.person))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "places": self.places}

    def act(self, form: Form) -> None:
        place = form.cleaned_data["municipality"]
        self.made = actions.copy_measure(
            source=self.measure,
            municipality=place,
            by=self.person,
            at=timezone.now(),
            on_behalf_of=behalf(self.person, place),
        )
        messages.success(
            self.request, _("The measure is copied. Write who is responsible, and by when.")
        )

    def get_success_url(self) -> str:
        made: Measure | None = getattr(self, "made", None)
        if made is not None:
            return reverse("improvement:measure-change", kwargs={"pk": made.pk})
        return self.next_address(self.measure.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.measure.archived_at is not None:
            raise Http404
        goals = work.goals_of([self.measure])
        done_by = Measure.objects.visible_to(self.person).filter(
            copied_from=self.measure, archived_at__isnull=True
        )
        return super().get_context_data(
            places=self.places,
            goals=goals.get(self.measure.pk, ()),
            copy_count=done_by.count(),
            kind=self.measure.get_kind_display(),
            state=MeasureState(self.measure.state),
            **kwargs,
        )
