"""Writes and their invariants; one transaction each."""
