"""What an action refused, said to the reader: at which field, in which words."""

from typing import Final

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from networks.actions import (
    applications,
    contacts,
    decisions,
    groups,
    locks,
    memberships,
    networks,
)

SENTENCES: Final[dict[type[locks.Refused], tuple[str, str | Promise]]] = {
    locks.NetworkClosed: ("", _("The network is closed and can no longer be changed.")),
    locks.NotInNetwork: (
        "",
        _("The municipality is not in the network any more. Invite it again if it comes back."),
    ),
    networks.SlugTaken: ("slug", _("Another network has this address.")),
    networks.SlugReserved: ("slug", _("This address belongs to another page. Choose another.")),
    networks.EndsBeforeStart: ("ends_on", _("The last day must come after the first day.")),
    networks.ComparisonReasonMissing: (
        "not_comparable_reason",
        _("Say why comparison is not sound."),
    ),
    networks.TopicOfOtherProgramme: (
        "topics",
        _("Choose topics of the programme above only, or choose another programme."),
    ),
    networks.SuccessorIsItself: ("successor", _("Choose another network.")),
    networks.SuccessorClosed: ("successor", _("That network is closed. Choose another.")),
    groups.GroupNameTaken: ("name", _("The network has another group with this name.")),
    groups.GroupOfOtherNetwork: ("group", _("Choose a group of members in this network.")),
    applications.DeadlinePassed: ("apply_by", _("Choose today or a later day.")),
    applications.MunicipalityNotInForce: (
        "municipalities",
        _("One of the municipalities does not exist any more, or not yet."),
    ),
    applications.TooLateToApply: (
        "",
        _("The last day to answer has passed. Ask the network leader for a new deadline."),
    ),
    applications.TakesPartAlready: (
        "",
        _("The municipality has decided to take part. It can leave, with a reason."),
    ),
    applications.DecisionOfOther: ("answers", _("The decision is about something else.")),
    applications.DecisionNotMade: ("", _("The decision has not been made yet.")),
    applications.DecisionDoesNotTakePart: (
        "",
        _("The decision does not say that the municipality takes part."),
    ),
    memberships.DecisionMissing: (
        "",
        _("The decision to take part is missing. Record it first."),
    ),
    memberships.MainContactMissing: ("", _("The main contact is missing. Appoint one first.")),
    memberships.ActiveInFuture: ("on", _("The first day cannot be later than today.")),
    memberships.LeavingReasonMissing: ("reason", _("Write why the municipality leaves.")),
    memberships.LeavesInFuture: ("on", _("The last day cannot be later than today.")),
    memberships.LeftBeforeActive: (
        "on",
        _("The last day cannot be before the first day as an active member."),
    ),
    contacts.AppointedInFuture: ("on", _("The first day cannot be later than today.")),
    contacts.AppointedBeforeFormer: (
        "on",
        _("The first day cannot be before the first day of the contact who is replaced."),
    ),
    contacts.EndsInFuture: ("on", _("The last day cannot be later than today.")),
    contacts.EndsBeforeAppointed: ("on", _("The last day cannot be before the first day.")),
    decisions.DecidedInFuture: (
        "decided_on",
        _("A decision that is recorded has been made: the day cannot be later than today."),
    ),
    decisions.BodyMissing: ("body", _("Write who decided.")),
    decisions.AlreadyDecided: (
        "answers",
        _("This decision is recorded already, with another content."),
    ),
    decisions.PointsMissing: ("points", _("Write at least one point.")),
    decisions.RegionWithoutMembers: (
        "region",
        _("This region had no municipalities on that day."),
    ),
    decisions.DueBeforeDecided: (
        "due_on",
        _("The municipalities' deadline must come after the day of the case."),
    ),
}


def sentence(refused: locks.Refused) -> str:
    """Say what was refused."""
    return str(SENTENCES[type(refused)][1])


def show(form: Form, refused: locks.Refused) -> None:
    """Put the sentence at its field, or above the form where it has none."""
    field, text = SENTENCES[type(refused)]
    form.add_error(field if field in form.fields else None, str(text))
