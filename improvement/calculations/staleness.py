"""How fresh the status of a measure is, by the programme's days."""

FRESH, DUE, LATE, STALE = "fresh", "due", "late", "stale"


def freshness(*, age_days: int, target: int, acceptable: int, stale: int) -> str:
    """Say how fresh a status is.

    Args:
        age_days: Whole days since the status was logged, at least 0; since the measure was
            made where nothing is logged.
        target: Days within which a status is fresh.
        acceptable: Days within which it is only due, at least ``target``.
        stale: Days after which nobody can trust it, at least ``acceptable``.

    Returns:
        ``fresh``, ``due``, ``late`` or ``stale``; on the last day of a limit the better one.
    """
    if age_days <= target:
        return FRESH
    if age_days <= acceptable:
        return DUE
    return LATE if age_days <= stale else STALE
