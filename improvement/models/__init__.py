"""Rounds, status, objectives, measures, log, conflicts and reports."""

from improvement.models.conflicts import GoalConflict
from improvement.models.cycle import CycleSettings, RoundStep, RoundTemplate
from improvement.models.evaluations import Evaluation
from improvement.models.functions import FunctionHolder
from improvement.models.judgements import StatusAssessment
from improvement.models.localised import IndicatorAdoption, LocalisedIndicator
from improvement.models.log import StatusDraft, StatusEntry
from improvement.models.measures import (
    Measure,
    MeasureIndicator,
    MeasureTarget,
    MeasureTask,
)
from improvement.models.notices import Notice, NoticeChoice
from improvement.models.objectives import Objective, ObjectiveIndicator
from improvement.models.reports import NetworkSnapshot, Report, StateInput
from improvement.models.rounds import (
    Round,
    RoundEvent,
    StatusRound,
    StatusRoundPart,
    StepProgress,
)
from improvement.models.scope import readable_municipalities, workplace_networks

__all__ = [
    "CycleSettings",
    "Evaluation",
    "FunctionHolder",
    "GoalConflict",
    "IndicatorAdoption",
    "LocalisedIndicator",
    "Measure",
    "MeasureIndicator",
    "MeasureTarget",
    "MeasureTask",
    "NetworkSnapshot",
    "Notice",
    "NoticeChoice",
    "Objective",
    "ObjectiveIndicator",
    "Report",
    "Round",
    "RoundEvent",
    "RoundStep",
    "RoundTemplate",
    "StateInput",
    "StatusAssessment",
    "StatusDraft",
    "StatusEntry",
    "StatusRound",
    "StatusRoundPart",
    "StepProgress",
    "readable_municipalities",
    "workplace_networks",
]
