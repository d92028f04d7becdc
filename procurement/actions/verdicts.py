"""What buyers make of solutions: notes, the common short list, references, the result."""

from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from improvement.actions.refusals import Declined
from networks.models import Municipality
from procurement import letters
from procurement.actions.dialogue_log import note
from procurement.enums import DialogueEvent, SolutionState, Verdict
from procurement.models import BuyerNote, Reference, Solution


class NotThere(Declined):
    """The solution is not sent: a draft, or taken back."""

    sentence: ClassVar[str | Promise] = gettext_lazy("The company has taken the solution back.")


class WordsMissing(Declined):
    """A result is told with its reason."""

    field = "text"
    sentence: ClassVar[str | Promise] = gettext_lazy("Say why. The company gets your words.")


class ResultMissing(Declined):
    """A result is one of four."""

    field = "verdict"
    sentence: ClassVar[str | Promise] = gettext_lazy("Choose a result.")


class AlreadyAnswered(Declined):
    """The municipality has said whether it uses the solution."""

    sentence: ClassVar[str | Promise] = gettext_lazy("This has been answered already.")


@transaction.atomic
def write_note(
    *, solution: Solution, municipality: Municipality, text: str, by: User, at: datetime
) -> BuyerNote | None:
    """Write a note that the buyers of the need read; nothing is written of empty words.

    Passes on:
        NotThere: The company has taken the solution back.
    """
    locked = _sent(solution)
    if not text.strip():
        return None
    return BuyerNote.objects.create(
        solution=locked, municipality=municipality, text=text.strip(), by=by, at=at
    )


@transaction.atomic
def shortlist(
    *, solution: Solution, municipality: Municipality, wanted: bool, by: User, at: datetime
) -> None:
    """Put a solution on the short list that the buyers share, or take it off.

    Every change is a note without words, so it stays seen who did it; the newest counts.
    The same again changes nothing.

    Passes on:
        NotThere: The company has taken the solution back.
    """
    locked = _sent(solution)
    if is_shortlisted(locked) == wanted:
        return
    BuyerNote.objects.create(
        solution=locked, municipality=municipality, is_shortlisted=wanted, by=by, at=at
    )


def is_shortlisted(solution: Solution) -> bool:
    """Whether the newest change put it on the short list."""
    newest = solution.notes.filter(text="").order_by("-at", "-pk").first()
    return newest is not None and newest.is_shortlisted


@transaction.atomic
def tell_result(
    *, solution: Solution, verdict: str, text: str, by: User, at: datetime
) -> Solution:
    """Decide on a solution and tell the company, with the reason. Again tells the new result.

    The same result in the same words changes nothing.

    Raises:
        ResultMissing: It is not one of the four.
        WordsMissing: No reason is given.

    Passes on:
        NotThere: The company has taken the solution back.
    """
    if verdict not in Verdict.values or verdict == Verdict.NONE:
        raise ResultMissing
    if not text.strip():
        raise WordsMissing
    locked = _sent(solution)
    if locked.verdict == verdict and locked.verdict_text == text.strip():
        return locked
    locked.verdict, locked.verdict_text, locked.told_at = verdict, text.strip(), at
    locked.save(update_fields=["verdict", "verdict_text", "told_at", "updated_at"])
    is_told = letters.result_told(solution=locked, at=at)
    if locked.need is not None:
        with translation.override(locked.need.language):
            result = str(Verdict(verdict).label)
        note(
            need=locked.need,
            kind=DialogueEvent.TOLD,
            at=at,
            by=by,
            supplier=locked.supplier,
            text=result,
            told=int(is_told),
        )
    return locked


@transaction.atomic
def answer_reference(*, reference: Reference, uses: bool, by: User, at: datetime) -> None:
    """Say for the named municipality whether it uses the solution. The same changes nothing.

    Raises:
        AlreadyAnswered: The other answer has been given.
    """
    rows = Reference.objects.select_for_update(of=("self",)).select_related("solution")
    locked = rows.get(pk=reference.pk)
    answered = locked.confirmed_at or locked.refused_at
    if answered is not None:
        if (locked.confirmed_at is not None) == uses:
            return
        raise AlreadyAnswered
    if uses:
        locked.confirmed_at = at
    else:
        locked.refused_at = at
    locked.answered_by = by
    locked.save()


def _sent(solution: Solution) -> Solution:
    """Lock a solution that buyers see.

    Raises:
        NotThere: It is a draft, or taken back.
    """
    rows = Solution.objects.select_for_update(of=("self",))
    locked = rows.select_related("need", "supplier").get(pk=solution.pk)
    if locked.state != SolutionState.SENT:
        raise NotThere
    return locked
