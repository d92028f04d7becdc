"""Input of the improvement cycle, one module per concept."""
