"""Heavy work of the worker; only ``indicators.tasks`` imports it."""

from indicators.jobs.changes import compute_changes
from indicators.jobs.country import compute_country
from indicators.jobs.export import export_scores

__all__ = ["compute_changes", "compute_country", "export_scores"]
