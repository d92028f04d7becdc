"""Reads of the indicators app that several callers share."""
