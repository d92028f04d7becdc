"""Tags of the improvement pages."""
