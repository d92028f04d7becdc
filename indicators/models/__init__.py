"""What is measured, the values, and the stored results that pages show."""

from indicators.models.frameworks import Framework, FrameworkIndicator, Goal, Indicator, Target
from indicators.models.observations import ImportBatch, Observation, ObservationRevision
from indicators.models.results import Dashboard, GoalResult, IndicatorResult, Standing

__all__ = [
    "Dashboard",
    "Framework",
    "FrameworkIndicator",
    "Goal",
    "GoalResult",
    "ImportBatch",
    "Indicator",
    "IndicatorResult",
    "Observation",
    "ObservationRevision",
    "Standing",
    "Target",
]
