"""Where figures come from, one module per source: bytes in, rows and problems out.

No module here knows Django or the database.
"""
