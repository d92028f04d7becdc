"""Work of the improvement cycle that nobody waits for."""
