"""Cases: those of a series, one case, writing it, showing it, removing the draft."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.models import User
from accounts.signed_in import SignedIn
from gatherings.actions import cases as actions
from gatherings.enums import CaseState, SeriesState
from gatherings.forms.cases import CaseForm
from gatherings.models import Case
from gatherings.queries import cases as queries
from gatherings.queries.series import is_of_network
from gatherings.views import case_rows as rows
from gatherings.views.case_pages import CaseAction, CasePage
from gatherings.views.pages import SeriesPage
from improvement.models import Measure
from improvement.queries.acting import behalf
from improvement.queries.people import people_of
from improvement.views.pages import ActionPage
from networks.actions.locks import day_in
from networks.models import Municipality

READY = "ready"
"""Name of the button that saves and shows the case to the others."""


def language() -> str:
    """The language that the person writes in: that of the page."""
    return (get_language() or "nb").split("-")[0]


class CaseList(SignedIn, SeriesPage, TemplateView):
    """The cases of a series, for those of the network and those who take part."""

    permission_required = ()
    template_name = "gatherings/cases.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        series = self.series
        places = queries.writers_places(series, self.person)
        is_inside = self.may_hold or is_of_network(series, self.person)
        if not (is_inside or places or queries.own_seat(series, self.person)):
            raise Http404
        found = queries.cases_of(series, self.person)
        may_write = series.state == SeriesState.PUBLISHED and series.network.closed_at is None
        context = super().get_context_data(
            rows=[rows.case_row(case, href=case.get_absolute_url()) for case in found],
            waiting=[
                rows.case_row(case, href=reverse("gatherings:case-slot", args=[case.pk]))
                for case in found
                if self.may_hold and case.state == CaseState.READY and not case.gathering
            ],
            places=[(str(place), _new_address(series.slug, place)) for place in places]
            if may_write
            else [],
            loop_href=reverse("gatherings:loop", args=[series.network.slug])
            if is_inside
            else "",
            **kwargs,
        )
        context["crumbs"].append((_("Cases"), ""))
        return context


def _new_address(slug: str, place: Municipality) -> str:
    return reverse("gatherings:case-create", kwargs={"slug": slug, **place.address_keys})


class CaseDetail(CasePage, TemplateView):
    """All about one case, from the question to what came of it."""

    template_name = "gatherings/case.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, place = self.case, self.municipality
        read = queries.read_case(case)
        measure = _seen(case.measure, self.person)
        codes = {each["indicator"] for back in read.returns for each in back.figures}
        known = {row.indicator.code: row.indicator for row in read.figures}
        if codes - set(known):
            known |= queries.indicators_of(codes - set(known))
        is_done = case.state == CaseState.PRESENTED
        may_do = (self.may_write or self.may_hold) and self.is_open
        take_back = reverse("gatherings:advice-withdraw", kwargs={"pk": case.pk, "advice": 0})
        today = day_in(municipality=place, at=timezone.now())
        context = super().get_context_data(
            state=str(case.get_state_display()),
            kind=rows.STATES[CaseState(case.state)],
            slot=rows.slot_words(case),
            figures=rows.figure_rows(read.figures, read.now, place=place.address_keys),
            taken_at=read.figures[0].taken_at if read.figures else None,
            advice=rows.advice_rows(
                case,
                read.advice,
                person=self.person,
                seat=self.own_seat,
                address=take_back if self.is_open else "",
            ),
            advice_count=rows.advice_count(len(read.advice)),
            homework=rows.homework_rows(read.homework, today=today, may_do=may_do),
            measure=rows.measure_row(measure),
            has_measure=case.measure_id is not None,
            returns=[
                rows.return_row(
                    back,
                    indicators=known,
                    place=place.address_keys,
                    names_outcome=measure is not None,
                )
                for back in read.returns
            ],
            asked_to=case.return_gathering,
            is_draft=case.state == CaseState.DRAFT,
            is_ready=case.state == CaseState.READY,
            is_presented=is_done,
            may_advise=self.is_open and case.state != CaseState.DRAFT,
            may_do=may_do and case.state != CaseState.DRAFT,
            may_measure=is_done
            and self.is_open
            and case.measure_id is None
            and self.person.has_perm("improvement.work", place),
            **kwargs,
        )
        context["crumbs"][-1] = (case.title, "")
        return context


def _seen(measure: Measure | None, person: User) -> Measure | None:
    """Give the measure if the person may read it; one query."""
    if measure is None:
        return None
    return Measure.objects.visible_to(person).filter(pk=measure.pk).first()


class CaseFormPage(ActionPage):
    """The form about a case, with the indicators of the municipality's dashboard."""

    form_class = CaseForm
    template_name = "gatherings/case_form.html"

    @property
    def municipality(self) -> Municipality:
        raise NotImplementedError

    @property
    def shows(self) -> bool:
        """Whether the button was pressed that shows the case to the others."""
        return READY in self.request.POST

    def case_kwargs(self) -> dict[str, Any]:
        """What the fields let one choose from."""
        own: Any = self.request.user
        people = queries.presenters(self.municipality, people=people_of(self.municipality))
        return {
            "people": people | User.objects.filter(pk=own.pk),
            "choices": queries.figure_choices(self.municipality),
            "needs_figures": self.shows,
        }

    def written(self, form: Form) -> actions.CaseDetails:
        """Give what was written."""
        assert isinstance(form, CaseForm)  # noqa: S101 -- form_class
        found = queries.indicators_of(form.cleaned_data["indicators"])
        return form.details(found, language=language())


class CaseCreate(SignedIn, SeriesPage, CaseFormPage):
    """A new case of one municipality: a draft, or shown to the others at once."""

    permission_required = "gatherings.write_case"
    title = gettext_lazy("Your own case")
    lead = gettext_lazy(
        "One thing you want to get further with. The others answer your question at the "
        "gathering."
    )

    @cached_property
    def municipality(self) -> Municipality:
        members = self.series.network.memberships.counted()
        return get_object_or_404(
            Municipality.objects.filter(pk__in=members.values("municipality")).select_related(
                "country"
            ),
            country=self.kwargs["country"].upper(),
            code=self.kwargs["code"],
        )

    def get_permission_object(self) -> Any:
        return self.municipality

    @cached_property
    def on_behalf_of(self) -> Municipality | None:
        return behalf(self.person, self.municipality)

    def path(self) -> list[tuple[str, str]]:
        cases = reverse("gatherings:cases", kwargs={"slug": self.series.slug})
        return [*super().path(), (_("Cases"), cases)]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **self.case_kwargs()}

    def get_initial(self) -> dict[str, Any]:
        code = self.request.GET.get("indicator", "")
        return {"contact": self.person.pk, "indicators": [code] if code else []}

    def act(self, form: Form) -> None:
        at = timezone.now()
        self.made = actions.create_case(
            series=self.series,
            municipality=self.municipality,
            details=self.written(form),
            by=self.person,
            at=at,
            on_behalf_of=self.on_behalf_of,
        )
        if self.shows:
            actions.make_ready(case=self.made, by=self.person, at=at)
            messages.success(self.request, _("The case is ready, and the hosts can see it."))
        else:
            text = _("The draft is saved. Only your municipality can read it.")
            messages.success(self.request, text)

    def get_success_url(self) -> str:
        made: Case | None = getattr(self, "made", None)
        if made is not None:
            return made.get_absolute_url()
        return reverse("gatherings:cases", kwargs={"slug": self.series.slug})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            municipality=self.municipality,
            on_behalf_of=self.on_behalf_of,
            is_draft=True,
            **kwargs,
        )


class CaseChange(CasePage, CaseFormPage):
    """A case as it is written, to be changed until it is presented."""

    for_writers = True
    title = gettext_lazy("Change the case")

    def get_form_kwargs(self) -> dict[str, Any]:
        ready = self.case.state != CaseState.DRAFT
        kwargs = {**super().get_form_kwargs(), **self.case_kwargs(), "kept": self.start}
        return {**kwargs, "needs_figures": ready or self.shows}

    def case_kwargs(self) -> dict[str, Any]:
        known = super().case_kwargs()
        kept = User.objects.filter(Q(pk=self.case.contact_id))
        return {**known, "people": known["people"] | kept}

    @cached_property
    def start(self) -> Any:
        return queries.start_figures(self.case)

    def get_initial(self) -> dict[str, Any]:
        case = self.case
        return {
            "title": case.title,
            "question": case.question,
            "background": case.background,
            "contact": case.contact_id,
            "indicators": [row.indicator.code for row in self.start],
        }

    def act(self, form: Form) -> None:
        at = timezone.now()
        actions.change_case(
            case=self.case,
            details=self.written(form),
            by=self.person,
            at=at,
            on_behalf_of=self.on_behalf_of,
        )
        if self.shows:
            actions.make_ready(case=self.case, by=self.person, at=at)
        messages.success(self.request, _("The case is saved."))

    def get_success_url(self) -> str:
        return self.next_address(self.case.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_draft = self.case.state == CaseState.DRAFT
        return super().get_context_data(is_draft=is_draft, **kwargs)


class CaseReady(CaseAction):
    """Shows a draft to the hosts and the network."""

    for_writers = True
    form_class = Form
    title = gettext_lazy("Show the case to the others")
    lead = gettext_lazy(
        "The hosts and those of the network can read it after this. The starting figures are "
        "taken anew, as they are today, and then kept."
    )
    button = gettext_lazy("Show it")

    def act(self, form: Form) -> None:
        actions.make_ready(case=self.case, by=self.person, at=timezone.now())
        messages.success(self.request, _("The case is ready, and the hosts can see it."))


class CaseDraft(CaseAction):
    """Takes a case without a slot back to oneself."""

    for_writers = True
    form_class = Form
    title = gettext_lazy("Take the case back")
    lead = gettext_lazy("It is a draft after this, and only your municipality can read it.")
    button = gettext_lazy("Take it back")

    def act(self, form: Form) -> None:
        actions.make_draft(case=self.case, by=self.person, at=timezone.now())
        messages.success(self.request, _("The case is a draft again."))


class CaseDelete(CaseAction):
    """Removes a draft."""

    for_writers = True
    form_class = Form
    title = gettext_lazy("Delete the draft")
    lead = gettext_lazy("The text and the starting figures go. This cannot be undone.")
    button = gettext_lazy("Delete")
    is_danger = True

    def act(self, form: Form) -> None:
        slug = self.series.slug
        actions.delete_case(case=self.case, by=self.person)
        self.gone = reverse("gatherings:cases", kwargs={"slug": slug})
        messages.success(self.request, _("The draft is deleted."))

    def get_success_url(self) -> str:
        return getattr(self, "gone", None) or super().get_success_url()
