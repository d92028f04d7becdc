"""Goal conflicts: the matrix of a network, the list of a municipality, one case."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django_htmx.http import HttpResponseClientRedirect

from common.nordic import by_name, matches
from improvement.actions import conflicts as actions
from improvement.enums import ConflictState
from improvement.forms.conflicts import ConflictFilter, ConflictForm, SettleForm, place_key
from improvement.models import GoalConflict
from improvement.queries import choices, conflicts
from improvement.queries.acting import workplaces
from improvement.views.conflict_rows import (
    GOALS,
    conflict_row,
    contest_rows,
    matrix_rows,
    pair_words,
)
from improvement.views.pages import ActionPage, NetworkWorkPage, WorkPage
from networks.models import Municipality

PER_PAGE = 25
LIST = "saker"
_STATES = {
    "forslag": (ConflictState.PROPOSED,),
    "avvist": (ConflictState.DISMISSED,),
    "alle": tuple(ConflictState),
    "": (ConflictState.CONFIRMED,),
}
_SEARCHED = ("title", "affected", "place", "mitigation", "decided_by")


class NetworkConflicts(NetworkWorkPage, TemplateView):
    """The matrix of a network, with the cases behind it."""

    permission_required = ()
    template_name = "improvement/conflict_matrix.html"

    @cached_property
    def members(self) -> list[Municipality]:
        rows = self.network.current_municipalities().select_related("country")
        return list(rows.distinct().order_by(by_name(), "pk"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        chooser = ConflictFilter(self.request.GET, members=self.members)
        chosen = chooser.chosen()
        rows = conflicts.conflicts_in(self.network, person=self.person)
        counts = conflicts.states(rows)
        rows = _of_member(rows, chosen.get("kommune"), self.members)
        rows = _matching(rows, chosen)
        kept = {name: value for name, value in chosen.items() if name != "mal"}
        pair = _pair(chosen)
        found = conflicts.between(rows, *pair) if pair else rows
        page = Paginator(conflicts.shown(found), PER_PAGE).get_page(
            self.request.GET.get("side")
        )
        cells = conflicts.cells(rows)
        query = f"{urlencode(kept)}&" if kept else ""
        context.update(
            chooser=chooser,
            is_filtered=bool(chosen),
            counts=counts,
            goals=list(GOALS),
            matrix=matrix_rows(cells, query=query, anchor=LIST),
            has_cells=bool(cells),
            pair=pair_words(pair) if pair else "",
            without_pair=f"?{urlencode(kept)}#{LIST}",
            page=page,
            rows=[conflict_row(each, network=each.network) for each in page],
            query=self.request.GET,
            contests=contest_rows(
                conflicts.warnings_in(self.network, person=self.person), with_place=True
            ),
            place_to_register=self._workplace(),
            with_place=True,
        )
        context["crumbs"].append((_("Goal conflicts"), ""))
        return context

    def _workplace(self) -> dict[str, str] | None:
        """The part of the address of the member that the person works for, if any."""
        if self.network.closed_at is not None:
            return None
        members = {member.pk for member in self.members}
        own = next((each for each in workplaces(self.person) if each.pk in members), None)
        return own.address_keys if own else None


class MunicipalityConflicts(WorkPage, TemplateView):
    """The cases of a municipality; proposals that wait stand first."""

    permission_required = ()
    template_name = "improvement/conflict_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        query = self.request.GET.copy()
        query.setdefault("vis", "alle")
        chooser = ConflictFilter(query)
        chosen = chooser.chosen()
        rows: QuerySet[GoalConflict] = GoalConflict.objects.filter(
            municipality=self.municipality
        )
        counts = conflicts.states(rows)
        rows = _matching(rows, chosen)
        page = Paginator(conflicts.shown(rows), PER_PAGE).get_page(query.get("side"))
        context.update(
            chooser=chooser,
            is_filtered=bool(chosen.get("q")) or chosen.get("vis") != "alle",
            counts=counts,
            has_any=any(counts.values()),
            page=page,
            rows=[conflict_row(each, network=self.known(each.network)) for each in page],
            query=self.request.GET,
            contests=contest_rows(
                conflicts.warnings_in(self.municipality, person=self.person), with_place=False
            ),
            place_to_register=self.place if self.may_work else None,
            with_place=False,
        )
        context["crumbs"].append((_("Goal conflicts"), ""))
        return context


class ConflictPage(WorkPage):
    """A page about one case."""

    @cached_property
    def conflict(self) -> GoalConflict:
        rows = GoalConflict.objects.visible_to(self.request.user).select_related(
            "municipality__country", "network", "measure", "first", "second", "decision",
            "created_by", "on_behalf_of__country",
        )  # fmt: skip
        found: GoalConflict = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    @cached_property
    def municipality(self) -> Municipality:
        return self.conflict.municipality

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = conflict_row(self.conflict, network=self.known(self.conflict.network))
        context = super().get_context_data(conflict=self.conflict, row=row, **kwargs)
        own = [
            (_("Goal conflicts"), self.work_address("municipality-conflicts")),
            (self.conflict.title, self.conflict.get_absolute_url()),
        ]
        context["crumbs"][2:2] = own
        return context


class ConflictDetail(ConflictPage, ActionPage):
    """One case, and for a proposal the question whether it is a conflict.

    Asked for by htmx it is the question alone.
    """

    form_class = SettleForm
    button = gettext_lazy("Yes, it is a goal conflict")

    def get_permission_required(self) -> Sequence[str]:
        return ("improvement.work",) if self.request.method == "POST" else ()

    def get_template_names(self) -> list[str]:
        if self.request.htmx:  # type: ignore[attr-defined]
            return ["improvement/parts/conflict_settle.html"]
        return ["improvement/conflict.html"]

    def get_form_kwargs(self) -> dict[str, Any]:
        prefix = {"auto_id": f"id_k{self.conflict.pk}_%s"}
        return {**super().get_form_kwargs(), **prefix}

    def get_initial(self) -> dict[str, Any]:
        return {"score": self.conflict.score, "mitigation": self.conflict.mitigation}

    def get_success_url(self) -> str:
        return self.next_address(self.conflict.get_absolute_url())

    def act(self, form: Form) -> None:
        actions.settle_conflict(
            conflict=self.conflict,
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
            **form.cleaned_data,
        )
        messages.success(self.request, _("Your answer is saved."))

    def form_valid(self, form: Form) -> HttpResponse:
        return _for_htmx(self, super().form_valid(form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["crumbs"] = [*context["crumbs"][:-2], (self.conflict.title, "")]
        context["may_settle"] = self.may_work and context["row"].is_proposed
        return context


class ConflictFormPage(ActionPage):
    """What registering and changing have in common."""

    template_name = "improvement/conflict_form.html"
    form_class = ConflictForm

    def choices_for(
        self, municipality: Municipality, conflict: GoalConflict | None
    ) -> dict[str, Any]:
        """Give what one can choose from; what is chosen already stays."""
        return {
            "groups": choices.target_groups(),
            "measures": conflicts.measures_for(
                municipality, kept=conflict.measure_id if conflict else None
            ),
            "networks": choices.networks_of(
                municipality, kept=conflict.network_id if conflict else None
            ),
            "decisions": choices.decisions_of(municipality),
            "is_new": conflict is None,
        }


class ConflictCreate(WorkPage, ConflictFormPage):
    """Register a case; ``?measure=`` names the measure that it is about."""

    title = gettext_lazy("Register a goal conflict")
    lead = gettext_lazy(
        "Two targets that pull apart, or that help each other, in one case. One case is one "
        "pair of targets."
    )
    button = gettext_lazy("Register")
    made: GoalConflict | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address = self.work_address("municipality-conflicts")
        context["crumbs"].insert(2, (_("Goal conflicts"), address))
        return context

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **self.choices_for(self.municipality, None)}

    def get_initial(self) -> dict[str, Any]:
        key = self.request.GET.get("measure", "")
        rows = conflicts.measures_for(self.municipality)
        measure = (
            rows.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
        )
        if measure is None:
            return {}
        return {"measure": measure.pk, "network": measure.network_id, "title": measure.title}

    def get_success_url(self) -> str:
        if self.made is not None:
            return self.next_address(self.made.get_absolute_url())
        return self.work_address("municipality-conflicts")

    def act(self, form: Form) -> None:
        assert isinstance(form, ConflictForm)  # noqa: S101 -- form_class
        self.made = actions.register_conflict(
            municipality=self.municipality,
            details=form.details(language=get_language() or "nb"),
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The goal conflict is registered."))


class ConflictChange(ConflictPage, ConflictFormPage):
    """Change a case; what was there before is kept."""

    title = gettext_lazy("Change the goal conflict")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        offered = self.choices_for(self.municipality, self.conflict)
        return {**super().get_form_kwargs(), **offered}

    def get_initial(self) -> dict[str, Any]:
        one = self.conflict
        waits = one.state == ConflictState.PROPOSED
        return {
            "title": one.title,
            "first": one.first_id,
            "second": one.second_id,
            "score": one.score,
            "affected": one.affected,
            "place": one.place,
            "mitigation": one.mitigation,
            "decided_by": one.decided_by,
            "decision": one.decision_id,
            "measure": one.measure_id,
            "network": one.network_id,
            "state": "" if waits else one.state,
            "seen": actions.version_of(one),
        }

    def get_success_url(self) -> str:
        return self.next_address(self.conflict.get_absolute_url())

    def act(self, form: Form) -> None:
        assert isinstance(form, ConflictForm)  # noqa: S101 -- form_class
        words = ("title", "affected", "mitigation")
        same = all(form.cleaned_data[name] == getattr(self.conflict, name) for name in words)
        actions.change_conflict(
            conflict=self.conflict,
            details=form.details(
                language=self.conflict.language if same else get_language() or "nb"
            ),
            state=form.cleaned_data["state"],
            seen=form.cleaned_data["seen"],
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The goal conflict is saved."))


def _for_htmx(page: ActionPage, answer: HttpResponse) -> HttpResponse:
    """Turn a redirect into one that htmx follows with the whole page."""
    if page.request.htmx and answer.status_code == 302:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(answer["Location"])
    return answer


def _of_member(
    rows: QuerySet[GoalConflict], key: str | None, members: Sequence[Municipality]
) -> QuerySet[GoalConflict]:
    chosen = [member.pk for member in members if place_key(member) == key]
    return rows.filter(municipality__in=chosen) if chosen else rows


def _matching(rows: QuerySet[GoalConflict], chosen: dict[str, str]) -> QuerySet[GoalConflict]:
    rows = rows.filter(state__in=_STATES[chosen.get("vis", "")])
    words = chosen.get("q")
    return rows.filter(matches(words, fields=_SEARCHED)) if words else rows


def _pair(chosen: dict[str, str]) -> tuple[int, int] | None:
    if "mal" not in chosen:
        return None
    one, _dash, other = chosen["mal"].partition("-")
    return int(one), int(other)
