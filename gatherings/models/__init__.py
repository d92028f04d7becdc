"""Gatherings: series, seats, programme, themes, cases, talks, materials, feedback."""

from gatherings.models.cases import Case, CaseAdvice, CaseFigure, CaseReturn, Homework
from gatherings.models.feedback import (
    FeedbackAnswers,
    FeedbackForm,
    FeedbackMark,
    FeedbackQuestion,
)
from gatherings.models.feeds import CalendarFeed
from gatherings.models.gatherings import AgendaItem, Gathering, GatheringChange, Speaker
from gatherings.models.keeping import Erasure, SentReminder
from gatherings.models.materials import Material
from gatherings.models.registrations import Participation, Registration, RegistrationEvent
from gatherings.models.series import HostPerson, SeatCount, Series, SeriesHost
from gatherings.models.talks import Talk, TalkNote
from gatherings.models.themes import (
    Ballot,
    PollResult,
    PollSeat,
    ThemeChange,
    ThemePoll,
    ThemeProposal,
    Voter,
)

__all__ = [
    "AgendaItem",
    "Ballot",
    "CalendarFeed",
    "Case",
    "CaseAdvice",
    "CaseFigure",
    "CaseReturn",
    "Erasure",
    "FeedbackAnswers",
    "FeedbackForm",
    "FeedbackMark",
    "FeedbackQuestion",
    "Gathering",
    "GatheringChange",
    "Homework",
    "HostPerson",
    "Material",
    "Participation",
    "PollResult",
    "PollSeat",
    "Registration",
    "RegistrationEvent",
    "SeatCount",
    "SentReminder",
    "Series",
    "SeriesHost",
    "Speaker",
    "Talk",
    "TalkNote",
    "ThemeChange",
    "ThemePoll",
    "ThemeProposal",
    "Voter",
]
