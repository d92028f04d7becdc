"""The demonstration data: three real networks, real figures, and illustrative ones.

Everything is made by the actions that serve real use. What is real and what is
made up stands in ``indicators/data/SOURCES.md`` and in the modules here.
"""
