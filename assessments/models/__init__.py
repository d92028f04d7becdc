"""Assessments: programmes, rules, templates, cases and their sheets, initiatives, training."""

from assessments.models.cases import (
    Assessment,
    AssessmentPerson,
    AssessmentStep,
    DecisionCondition,
)
from assessments.models.initiatives import (
    Initiative,
    InitiativeArea,
    InitiativeEntry,
    OwnedCompany,
)
from assessments.models.letters import CaseLetter
from assessments.models.links import ApplicantLink
from assessments.models.programmes import FundingProgramme, StrategyTask
from assessments.models.rulesets import Condition, Criterion, LadderStep, RuleSet
from assessments.models.sheets import Sheet, SheetVersion
from assessments.models.templates import (
    Section,
    Template,
    TemplateComment,
    TemplateQuestion,
    TemplateShare,
    TemplateVersion,
    VersionEvent,
)
from assessments.models.training import TrainedGroup, Training, TrainingTarget

__all__ = [
    "ApplicantLink",
    "Assessment",
    "AssessmentPerson",
    "AssessmentStep",
    "CaseLetter",
    "Condition",
    "Criterion",
    "DecisionCondition",
    "FundingProgramme",
    "Initiative",
    "InitiativeArea",
    "InitiativeEntry",
    "LadderStep",
    "OwnedCompany",
    "RuleSet",
    "Section",
    "Sheet",
    "SheetVersion",
    "StrategyTask",
    "Template",
    "TemplateComment",
    "TemplateQuestion",
    "TemplateShare",
    "TemplateVersion",
    "TrainedGroup",
    "Training",
    "TrainingTarget",
    "VersionEvent",
]
