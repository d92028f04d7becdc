"""The search of the site: one mechanism, and a ``search`` module in each app that has rows.

``asking`` reads what somebody typed, ``documents`` asks PostgreSQL, ``sources`` finds rows
that a reader may know of, ``marking`` cuts and marks what was found.
"""
