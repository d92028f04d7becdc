"""Pages about figures coming in."""
