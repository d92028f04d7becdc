"""Questions of a network: which ones a reader finds, and what stands on the page of one."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import User
from common.nordic import matches
from improvement.queries.acting import workplaces
from indicators.models import Goal
from knowledge.models import Answer, Question
from networks.models import Municipality, Network
from networks.queries import roles_of

OPEN, ANSWERED = "apne", "besvart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the reader has chosen; empty for all."""

    text: str = ""
    goal: int | None = None
    state: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is chosen."""
        return self != Choices()


def listed(network: Network, choices: Choices) -> QuerySet[Question]:
    """Give the questions that fit, open ones first; also by the words of their answers."""
    rows = Question.objects.filter(network=network)
    if choices.text:
        own = matches(choices.text, fields=("title", "text"))
        answers = Answer.objects.filter(matches(choices.text, fields=("text",)))
        rows = rows.filter(own | Q(pk__in=answers.values("question")))
    if choices.goal:
        rows = rows.filter(goals=choices.goal)
    if choices.state:
        rows = rows.filter(answered_at__isnull=choices.state == OPEN)
    return (
        rows.annotate(answers_given=Count("answers", distinct=True))
        .select_related("network", "municipality__country")
        .prefetch_related(Prefetch("goals", Goal.objects.order_by("number")))
        .order_by("-asked_at", "-pk")
    )


def answers_to(question: Question) -> list[Answer]:
    """List the answers, the one that solved it first, then by time."""
    rows = question.answers.select_related("by", "municipality__country").order_by("at", "pk")
    return sorted(rows, key=lambda row: row.pk != question.solved_by_id)


def speaks_for(network: Network, person: User) -> Municipality | None:
    """Which member the person speaks for; None for the leader and the council."""
    held = set(roles_of(person).municipalities) | {row.pk for row in workplaces(person)}
    members = network.memberships.counted().filter(municipality__in=held)
    row = members.select_related("municipality__country").order_by("pk").first()
    return row.municipality if row is not None else None
