"""Writes of the indicators app, one use case each."""
