"""Judge the status, goal by goal, beside what the figures say."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from common.numbers import whole_number
from common.translations import localized
from common.words import goal_name
from improvement.actions import judgements
from improvement.forms.judgements import JudgementForm
from improvement.models import StatusAssessment
from improvement.queries.judgements import GoalStatus, judged
from improvement.views import refusals, round_rows
from improvement.views.pages import RoundPage
from indicators.models import Goal, Target
from networks.actions.locks import Refused


@dataclass(frozen=True, slots=True)
class AssessRow:
    """One goal or target of the page.

    Attributes:
        anchor: Where a link to it leads.
        number: Of the goal.
        title: Its name, in ``lang``.
        form: What is typed.
        said: What was said before, in words.
        mark: Kind and words of the difference from the figures.
        former: What was said in the round before, in words; empty when it cannot be taken.
        targets: Address of the page with the goal's targets, and how many are judged.
        is_open: Unfolded from the start.
    """

    anchor: str
    number: int
    title: str
    lang: str
    form: JudgementForm
    said: str
    priority: str
    rating: str
    score: float | None
    trend: str
    mark: tuple[str, str]
    former: str
    targets_address: str
    target_count: int
    targets_judged: int
    is_goal: bool
    is_open: bool

    @property
    def errors(self) -> list[str]:
        """What is wrong with what was typed."""
        if not self.form.is_bound:
            return []
        return [str(error) for found in self.form.errors.values() for error in found]


class Assess(RoundPage, TemplateView):
    """All goals on one page, folded; or one goal with its targets (``?mal=7``)."""

    permission_required = "improvement.work"
    template_name = "improvement/assess.html"

    @cached_property
    def goals(self) -> list[GoalStatus]:
        return judged(self.round)

    @cached_property
    def chosen(self) -> GoalStatus | None:
        """The one goal whose targets are shown."""
        wanted = self.request.GET.get("mal", "")
        return next((row for row in self.goals if str(row.number) == wanted), None)

    @cached_property
    def targets(self) -> list[Target]:
        if self.chosen is None:
            return []
        return list(Target.objects.filter(goal=self.chosen.number).order_by("position"))

    @cached_property
    def forms(self) -> dict[str, JudgementForm]:
        """A form for each goal, or for the chosen one and its targets, by prefix."""
        data = self.request.POST if self.request.method == "POST" else None
        shown = [self.chosen] if self.chosen is not None else self.goals
        said: dict[str, StatusAssessment | None] = {f"g{row.number}": row.said for row in shown}
        if self.chosen is not None:
            judged_targets = {row.target_id: row for row in self.chosen.targets}
            said |= {f"t{row.pk}": judged_targets.get(row.pk) for row in self.targets}
        return {
            prefix: JudgementForm(data, said=before, prefix=prefix, auto_id=f"id_{prefix}_%s")
            for prefix, before in said.items()
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        changed = {prefix: form for prefix, form in self.forms.items() if form.has_changed()}
        if not all([form.is_valid() for form in changed.values()]):  # noqa: C419 -- each one speaks
            return self.render_to_response(self.get_context_data(failed=True))
        try:
            self._save(changed)
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
            return redirect(self.round.get_absolute_url())
        if "carry" in request.POST:
            return self._carry_over(request.POST["carry"])
        messages.success(request, _("The judgements are saved."))
        return redirect(self._here())

    @transaction.atomic
    def _save(self, changed: dict[str, JudgementForm]) -> None:
        goals = Goal.objects.in_bulk()
        targets = {row.pk: row for row in self.targets}
        for prefix, form in changed.items():
            said = form.assessed
            if said is None:
                continue
            target = targets[prefix[1:]] if prefix.startswith("t") else None
            number = target.goal_id if target is not None else int(prefix[1:])
            judgements.assess(
                round=self.round,
                goal=goals[number],
                target=target,
                said=said,
                by=self.person,
                at=timezone.now(),
                on_behalf_of=self.on_behalf_of,
            )

    def _carry_over(self, wanted: str) -> HttpResponse:
        """Take over everything (``all``), or one goal by its number."""
        number = whole_number(wanted)
        try:
            taken = judgements.carry_over(
                round=self.round,
                goals=None if wanted == "all" else [number or 0],
                by=self.person,
                at=timezone.now(),
                on_behalf_of=self.on_behalf_of,
            )
        except Refused as refused:
            messages.error(self.request, refusals.sentence(refused))
            return redirect(self.round.get_absolute_url())
        text = ngettext(
            "%(n)s judgement is taken from the last round.",
            "%(n)s judgements are taken from the last round.",
            taken,
        )
        messages.success(self.request, text % {"n": taken})
        anchor = "" if number is None else f"#goal-{number}"
        return redirect(self._here() + anchor)

    def _here(self) -> str:
        address = reverse("improvement:assess", kwargs={"pk": self.round.pk})
        return f"{address}?mal={self.chosen.number}" if self.chosen is not None else address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.chosen
        rows = [self._goal_row(row) for row in ([chosen] if chosen else self.goals)]
        rows += [self._target_row(row) for row in self.targets]
        waiting = [row for row in self.goals if row.former is not None and row.said is None]
        count = sum(row.said is not None for row in self.goals)
        context = super().get_context_data(
            rows=rows,
            chosen=chosen,
            chosen_name=goal_name(chosen.number) if chosen is not None else "",
            about=round_rows.about(self.round, network=self.known(self.round.network))[0],
            judged=count,
            of=len(self.goals),
            takeable=len(waiting),
            is_closed=self.round.closed_at is not None,
            wrong=[row for row in rows if row.errors],
            **kwargs,
        )
        context["crumbs"].append((_("Judge the status"), ""))
        return context

    def _goal_row(self, row: GoalStatus) -> AssessRow:
        form, said, result = self.forms[f"g{row.number}"], row.said, row.result
        address = reverse("improvement:assess", kwargs={"pk": self.round.pk})
        takes = row.former is not None and said is None
        return AssessRow(
            anchor=f"goal-{row.number}",
            number=row.number,
            title=goal_name(row.number),
            lang="",
            form=form,
            said=str(said.get_judgement_display()) if said is not None else "",
            priority=str(said.get_priority_display()) if said and said.priority else "",
            rating=row.rating,
            score=result.score if result is not None else None,
            trend=result.trend if result is not None else "",
            mark=round_rows.difference_of(row.apart),
            former=str(row.former.get_judgement_display()) if takes and row.former else "",
            targets_address=f"{address}?mal={row.number}" if self.chosen is None else "",
            target_count=row.target_count,
            targets_judged=len(row.targets),
            is_goal=True,
            is_open=self.chosen is not None or (form.is_bound and bool(form.errors)),
        )

    def _target_row(self, target: Target) -> AssessRow:
        form = self.forms[f"t{target.pk}"]
        before = next(
            (
                row
                for row in (self.chosen.targets if self.chosen else [])
                if row.target_id == target.pk
            ),
            None,
        )
        title = localized(target, "title")
        return AssessRow(
            anchor=f"target-{target.pk}",
            number=target.goal_id,
            title=f"{target.pk} {title.text}",
            lang=title.lang,
            form=form,
            said=str(before.get_judgement_display()) if before is not None else "",
            priority=str(before.get_priority_display()) if before and before.priority else "",
            rating="",
            score=None,
            trend="",
            mark=("", ""),
            former="",
            targets_address="",
            target_count=0,
            targets_judged=0,
            is_goal=False,
            is_open=form.is_bound and bool(form.errors),
        )
