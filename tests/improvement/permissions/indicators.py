"""Localised indicators, histories, the list of all changes."""

from tests.permission_rows import (
    CONTRIBUTORS,
    FORBIDDEN,
    LEADER,
    LEADER_FORM,
    MISSING,
    MOVED,
    OK,
    WORK_READ,
    row,
)

AUDIT = row(
    FORBIDDEN,
    signed_out=MOVED,
    no_role=MISSING,
    coordinator_elsewhere=MISSING,
    administrator=OK,
    superuser=OK,
)

TABLE = {
    "improvement:localised": WORK_READ,
    "improvement:localised-create": LEADER,
    "improvement:localised-release": LEADER_FORM,
    "improvement:localised-detail": WORK_READ,
    "improvement:localised-change": LEADER,
    "improvement:localised-consider": LEADER,
    # The leader of the network that made it cannot take it over; a superuser leads all.
    "improvement:localised-adopt": {**LEADER, "network leader": FORBIDDEN},
    "improvement:localised-values": CONTRIBUTORS,
    "improvement:history": WORK_READ,
    "improvement:audit": AUDIT,
    "improvement:audit-export": AUDIT,
}


def localised(world):
    from tests.improvement.localised_factories import LocalisedIndicatorFactory

    return {"pk": LocalisedIndicatorFactory(network=world["network"]).pk}


def adoption(world):
    from tests.improvement.localised_factories import IndicatorAdoptionFactory

    made = IndicatorAdoptionFactory(network=world["network"])
    return {"slug": "network", "adoption": made.pk}


def measure(world):
    from tests.improvement.factories import MeasureFactory

    return {"model": "measure", "pk": MeasureFactory(municipality=world["municipality"]).pk}


ARGUMENTS = {
    "improvement:localised-release": adoption,
    **{
        f"improvement:localised-{page}": localised
        for page in ("detail", "change", "consider", "adopt")
    },
    "improvement:history": measure,
}
