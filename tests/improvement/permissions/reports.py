"""Reports, input to the state, and what happens when a network closes."""

from datetime import UTC, datetime

from improvement.calculations.content import Content, as_json, checksum
from improvement.models import NetworkSnapshot, Report, StateInput
from tests.factories import MembershipFactory, NetworkFactory
from tests.permission_rows import (
    LEADER,
    LEADER_FORM,
    STEER_FORM,
    WORK,
    WORK_READ,
)

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)

TABLE = {
    "improvement:reports": WORK_READ,
    "improvement:report-draft": WORK_READ,
    "improvement:report-draft-word": WORK_READ,
    "improvement:report-freeze": STEER_FORM,
    "improvement:report": WORK_READ,
    "improvement:report-word": WORK_READ,
    "improvement:report-compare": WORK_READ,
    "improvement:network-reports": WORK_READ,
    "improvement:network-report-draft": WORK_READ,
    "improvement:network-report-draft-word": WORK_READ,
    "improvement:network-report-freeze": LEADER_FORM,
    "improvement:state-inputs": WORK_READ,
    "improvement:state-input-create": WORK,
    "improvement:state-input-change": WORK,
    "improvement:network-state-inputs": WORK_READ,
    "improvement:close": LEADER,
    "improvement:close-file": LEADER,
    "improvement:network-part": WORK,
    "improvement:network-part-file": WORK,
    "improvement:network-part-move": STEER_FORM,
}


def _report(world):
    content = as_json(
        Content(kind="POLITICAL", title="A note", language="nb", blocks=(), data={})
    )
    report = Report.objects.create(
        kind="POLITICAL",
        municipality=world["municipality"],
        title="A note",
        language="nb",
        content=content,
        sha256=checksum(content),
        frozen_at=AT,
    )
    return {"pk": report.pk}


def _input(world):
    row = StateInput.objects.create(
        municipality=world["municipality"], barrier="LAW", title="T", text="X"
    )
    return {"pk": row.pk}


def _kept(world):
    """The network with something kept of it; it need not be closed to be read."""
    NetworkSnapshot.objects.create(
        network=world["network"], content={}, sha256=checksum({}), taken_at=AT
    )
    return {"slug": "network"}


def _part(world):
    closed = NetworkFactory(slug="closed", closed_at=AT)
    MembershipFactory(network=closed, municipality=world["municipality"])
    return {**world["place"], "slug": "closed"}


_DRAFT = {"kind": "politisk-notat"}
_NETWORK_DRAFT = {"slug": "network", "kind": "nettverksrapport"}
ARGUMENTS = {
    "improvement:report-draft": lambda world: {**world["place"], **_DRAFT},
    "improvement:report-draft-word": lambda world: {**world["place"], **_DRAFT, "title": "n"},
    "improvement:report-freeze": lambda world: {**world["place"], **_DRAFT},
    "improvement:report": _report,
    "improvement:report-word": lambda world: {**_report(world), "title": "n"},
    "improvement:report-compare": _report,
    "improvement:network-report-draft": lambda _world: _NETWORK_DRAFT,
    "improvement:network-report-draft-word": lambda _world: {**_NETWORK_DRAFT, "title": "n"},
    "improvement:network-report-freeze": lambda _world: _NETWORK_DRAFT,
    "improvement:state-input-change": _input,
    "improvement:close-file": _kept,
    "improvement:network-part": _part,
    "improvement:network-part-file": _part,
    "improvement:network-part-move": _part,
}
