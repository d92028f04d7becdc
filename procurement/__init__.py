"""From a gap to a pooled need to a supplier's solution, before the competition."""
