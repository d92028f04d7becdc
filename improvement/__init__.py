"""What municipalities do about it: rounds, status, objectives, measures, log, reports."""
