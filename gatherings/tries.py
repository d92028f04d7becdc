"""How often a short code may be tried."""

from django.core.cache import cache

MOST_TRIES = 10
WITHIN_SECONDS = 3600


def may_try(what: str) -> bool:
    """Count one more try; False when there were too many within the hour.

    Args:
        what: Whose tries are counted, as ``door-12``.
    """
    key = f"tries-{what}"
    if cache.add(key, 1, WITHIN_SECONDS):
        return True
    try:
        return cache.incr(key) <= MOST_TRIES
    except ValueError:  # the hour has just gone
        return True
