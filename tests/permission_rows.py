"""What each person gets when opening a page: the rows that several pages share."""

OK, MOVED, FORBIDDEN, MISSING, FORM = 200, 302, 403, 404, 405
PEOPLE = (
    "signed out",
    "no role",
    "reader",
    "contributor",
    "coordinator",
    "administrator",
    "coordinator elsewhere",
    "council member",
    "network leader",
    "superuser",
)


def row(default, **given):
    """One status per person: ``default``, but for those who are named (``_`` for a space)."""
    named = {name.replace("_", " "): status for name, status in given.items()}
    assert set(named) <= set(PEOPLE)
    return {person: named.get(person, default) for person in PEOPLE}


EVERYONE = row(OK)
SIGNED_IN = row(OK, signed_out=MOVED)
# Pages of a network that only its leader changes. Those who see it get a refusal,
# those who may not know of it find nothing.
LEADER = row(
    FORBIDDEN,
    signed_out=MOVED,
    no_role=MISSING,
    coordinator_elsewhere=MISSING,
    network_leader=OK,
    superuser=OK,
)
LEADER_FORM = {person: FORM if status == OK else status for person, status in LEADER.items()}
MEMBERS = row(OK, signed_out=MISSING, no_role=MISSING, coordinator_elsewhere=MISSING)
ADMINISTRATOR = row(FORBIDDEN, signed_out=MOVED, administrator=OK, superuser=OK)
ADMINISTRATOR_FORM = {
    person: FORM if status == OK else status for person, status in ADMINISTRATOR.items()
}
OWN_MUNICIPALITY = row(
    FORBIDDEN, signed_out=MOVED, coordinator=OK, administrator=OK, superuser=OK
)
SUPERUSER = row(FORBIDDEN, signed_out=MOVED, superuser=OK)
IMPORTERS = row(FORBIDDEN, signed_out=MOVED, administrator=OK, superuser=OK)
SOMEBODY_S_FILE = {**IMPORTERS, "administrator": MISSING}
IMPORTERS_FORM = {
    person: FORM if status == OK else status for person, status in IMPORTERS.items()
}
CONTRIBUTORS = {**OWN_MUNICIPALITY, "contributor": OK}
CONTRIBUTORS_FORM = {
    person: FORM if status == OK else status for person, status in CONTRIBUTORS.items()
}
ANY_LEADER = row(FORBIDDEN, signed_out=MOVED, network_leader=OK, superuser=OK)

# Pages of the improvement cycle: read by the municipality's own people, those of its
# networks and its regional council; nobody else may know of them.
WORK_READ = row(OK, signed_out=MOVED, no_role=MISSING, coordinator_elsewhere=MISSING)
WORK = {
    **WORK_READ,
    "reader": FORBIDDEN,
    "council member": FORBIDDEN,
    "network leader": FORBIDDEN,
}
WORK_FORM = {person: FORM if status == OK else status for person, status in WORK.items()}
STEER = {**WORK, "contributor": FORBIDDEN}
STEER_FORM = {person: FORM if status == OK else status for person, status in STEER.items()}
