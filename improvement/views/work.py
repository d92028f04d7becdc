"""The page «Goals and measures» of a municipality: round, objectives, board."""

from typing import Any

from django.views.generic import TemplateView

from common.numbers import whole_number
from improvement.models import Measure, Round
from improvement.queries import work
from improvement.views import work_rows
from improvement.views.pages import WorkPage

VIEWS = (work_rows.BY_STEP, work_rows.BY_STATE)


class Work(WorkPage, TemplateView):
    """Where the round stands, what was decided, and what is being done."""

    permission_required = ()
    template_name = "improvement/work.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rounds = work.open_rounds(self.municipality)
        wanted = self.request.GET.get("runde", "")
        round_ = next((each for each in rounds if str(each.pk) == wanted), None)
        round_ = round_ or (rounds[0] if rounds else None)
        objectives = work.objectives_of(self.municipality)
        measures = work.board_measures(self.municipality)
        steps, sides = work_rows.steps_of(round_, measures) if round_ else ([], [])
        context = super().get_context_data(
            round=round_,
            round_ties=self._ties(round_) if round_ else [],
            other_rounds=[(each, self._ties(each)) for each in rounds if each != round_],
            lead=work_rows.lead_of(round_),
            steps=steps,
            sides=sides,
            objectives=[work_rows.objective_line(o, place=self.place) for o in objectives],
            paper=work.decided_paper(objectives),
            **self._board(rounds, objectives, measures, round_),
            **kwargs,
        )
        context["crumbs"][-1] = (context["crumbs"][-1][0], "")
        return context

    def _ties(self, round_: Round) -> list[str]:
        return work_rows.ties_of(round_, network=self.known(round_.network))

    def _board(
        self,
        rounds: list[Any],
        objectives: list[work.ObjectiveRow],
        measures: list[Measure],
        round_: Any,
    ) -> dict[str, Any]:
        own = work.goals_of(measures)
        aims = {each.objective.pk: each.goals for each in objectives}
        cards = [
            (
                each,
                work_rows.measure_card(
                    each, own.get(each.pk) or aims.get(each.objective_id or 0, ())
                ),
            )
            for each in measures
        ]
        priorities = work.high_priorities(rounds)
        touched = {number for _measure, card in cards for number in card.goals}
        touched |= {number for each in objectives for number in each.goals}
        touched |= {each.goal_id for each in priorities}
        chosen = self.request.GET.get("mal", "")
        number = whole_number(chosen)
        goal = number if number in touched else None
        by = self.request.GET.get("vis", "")
        by = by if by in VIEWS else work_rows.BY_STEP
        if goal is not None:
            cards = [pair for pair in cards if goal in pair[1].goals]
            objectives = [each for each in objectives if goal in each.goals]
            priorities = [each for each in priorities if each.goal_id == goal]
        if by == work_rows.BY_STATE:
            columns = work_rows.board_by_state(cards)
        else:
            names = {
                each.step.kind: str(each.step.local_name)
                for each in getattr(round_, "steps", [])
            }
            columns = work_rows.board_by_step(
                cards=cards,
                objectives=objectives,
                priorities=priorities,
                names=names,
                may_work=self.may_work,
            )
        return {
            "columns": columns,
            "card_count": sum(len(column.cards) for column in columns),
            "goal_choices": work_rows.goal_choices(touched),
            "chosen_goal": goal,
            "board_by": by,
            "has_work": bool(touched or measures or objectives),
        }
