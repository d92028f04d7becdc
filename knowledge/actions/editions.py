"""A version of the characteristics: started, its deadlines, sent out, taken back.

Every action locks the network and then the edition, so two never work at once.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.refusals import Declined
from knowledge.enums import EditionState, EditionStep
from knowledge.models import ConsentAnswer, Edition, EditionEvent, Trait
from networks.actions.locks import open_network, sign
from networks.models import Municipality, Network


class GoingOn(Declined):
    """One version is worked on at a time."""

    sentence = _("A version is being worked on already. Publish it first.")


class DeadlinePassed(Declined):
    """A deadline lies ahead."""

    field = "on"
    sentence = _("The deadline must be in the future.")


class WrongState(Declined):
    """The work has come further, or not so far; somebody else may have moved it."""

    sentence = _("The work on this version has moved on. Look at the page again.")


class ProposalsOpen(Declined):
    """All municipalities have until the deadline."""

    sentence = _("The municipalities can still propose. Wait for the deadline, or move it.")


class NothingToAnswer(Declined):
    """There is at least one characteristic to consent to."""

    sentence = _("Write at least one characteristic first.")


class ProposalsLeft(Declined):
    """Every proposal is merged, or left out with a reason."""

    sentence = _("Some proposals are neither merged nor left out with a reason.")


class ReasonMissing(Declined):
    """What is changed for others is explained."""

    field = "reason"
    sentence = _("Say why. It stays in the trace.")


@transaction.atomic
def start_edition(
    *,
    network: Network,
    title: str,
    intro: str,
    language: str,
    proposals_until: datetime,
    by: User,
    at: datetime,
) -> Edition:
    """Begin a version. It starts from the characteristics of the last one, if there is one.

    Args:
        network: Whose characteristics.
        title: What the document is called.
        intro: What it is for; may be empty.
        language: Two letters.
        proposals_until: The last second at which municipalities may propose.
        by: Who leads the work.
        at: Now.

    Raises:
        DeadlinePassed: The deadline is not ahead.
        GoingOn: Another version is not published yet.

    Passes on:
        NetworkClosed: The network is closed.
    """
    if proposals_until <= at:
        raise DeadlinePassed
    locked = open_network(network=network)
    last = Edition.objects.filter(network=locked).order_by("-number").first()
    if last is not None and last.state != EditionState.PUBLISHED:
        raise GoingOn
    edition = Edition.objects.create(
        network=locked,
        number=last.number + 1 if last else 1,
        title=title.strip(),
        intro=intro.strip(),
        language=language,
        proposals_until=proposals_until,
        previous=last,
        started_by=by,
        started_at=at,
    )
    if last is not None:
        for former in last.traits.order_by("position", "pk"):
            trait = Trait(edition=edition, position=former.position, title=former.title)
            trait.text, trait.indicator, trait.previous = former.text, former.indicator, former
            sign(trait, by=by)
            trait.save()
    note(edition, EditionStep.STARTED, text=str(edition), by=by, at=at)
    return edition


@transaction.atomic
def move_deadline(*, edition: Edition, until: datetime, by: User, at: datetime) -> Edition:
    """Move the deadline that is running: of proposals, or of answers.

    Raises:
        DeadlinePassed: It is not ahead.
        WrongState: No deadline is running.

    Passes on:
        NetworkClosed: The network is closed.
    """
    if until <= at:
        raise DeadlinePassed
    locked = lock(edition)
    fields = {
        EditionState.PROPOSING: "proposals_until",
        EditionState.ANSWERING: "answers_until",
    }
    field = fields.get(EditionState(locked.state))
    if field is None:
        raise WrongState
    setattr(locked, field, until)
    locked.save(update_fields=[field, "updated_at"])
    note(locked, EditionStep.DEADLINE, text=until.isoformat(), by=by, at=at)
    return locked


@transaction.atomic
def begin_merging(*, edition: Edition, by: User, at: datetime) -> Edition:
    """Close the proposals after their deadline. Again changes nothing.

    Raises:
        ProposalsOpen: The deadline has not passed.
        WrongState: The work has come further.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = lock(edition)
    if locked.state == EditionState.MERGING:
        return locked
    if locked.state != EditionState.PROPOSING:
        raise WrongState
    if at.replace(microsecond=0) <= locked.proposals_until:
        raise ProposalsOpen
    locked.state = EditionState.MERGING
    locked.save(update_fields=["state", "updated_at"])
    return locked


@transaction.atomic
def open_answers(*, edition: Edition, until: datetime, by: User, at: datetime) -> Edition:
    """Send the characteristics out: each member consents or objects until a second.

    Raises:
        DeadlinePassed: The deadline is not ahead.
        WrongState: The work is not at merging.
        NothingToAnswer: There is no characteristic.
        ProposalsLeft: A proposal is neither merged nor left out.

    Passes on:
        NetworkClosed: The network is closed.
    """
    if until <= at:
        raise DeadlinePassed
    locked = lock(edition)
    if locked.state != EditionState.MERGING:
        raise WrongState
    if not locked.traits.exists():
        raise NothingToAnswer
    left = locked.proposals.filter(withdrawn_at__isnull=True, left_out="", traits__isnull=True)
    if left.exists():
        raise ProposalsLeft
    locked.state, locked.answers_until = EditionState.ANSWERING, until
    locked.save(update_fields=["state", "answers_until", "updated_at"])
    note(locked, EditionStep.OPENED, text=until.isoformat(), by=by, at=at)
    return locked


@transaction.atomic
def take_back(*, edition: Edition, reason: str, by: User, at: datetime) -> Edition:
    """Go back to merging; the answers were to other words, and everybody answers anew.

    What was answered stays in the entries.

    Raises:
        ReasonMissing: There is no reason.
        WrongState: The characteristics are not out for answers.

    Passes on:
        NetworkClosed: The network is closed.
    """
    words = reason.strip()
    if not words:
        raise ReasonMissing
    locked = lock(edition)
    if locked.state != EditionState.ANSWERING:
        raise WrongState
    ConsentAnswer.objects.filter(edition=locked).delete()
    locked.state, locked.answers_until = EditionState.MERGING, None
    locked.save(update_fields=["state", "answers_until", "updated_at"])
    note(locked, EditionStep.REOPENED, reason=words, by=by, at=at)
    return locked


def lock(edition: Edition) -> Edition:
    """Lock an edition, after its network.

    Passes on:
        NetworkClosed: The network is closed.
    """
    network = open_network(network=edition.network)
    locked = Edition.objects.select_for_update(no_key=True, of=("self",)).get(pk=edition.pk)
    locked.network = network
    return locked


def note(
    edition: Edition,
    kind: EditionStep,
    *,
    by: User,
    at: datetime,
    text: str = "",
    reason: str = "",
    municipality: Municipality | None = None,
) -> None:
    """Write down what happened to an edition; its lock is held."""
    EditionEvent.objects.create(
        edition=edition,
        kind=kind,
        municipality=municipality,
        text=text,
        reason=reason,
        by=by,
        at=at,
    )
