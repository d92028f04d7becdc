"""Which reports there are, for whom, and under which address."""

from typing import Final

from improvement.enums import ReportKind

SLUGS: Final[dict[str, str]] = {
    ReportKind.POLITICAL: "politisk-notat",
    ReportKind.ANNUAL: "arsmelding",
    ReportKind.NETWORK: "nettverksrapport",
    ReportKind.STATE: "innspill-til-staten",
    ReportKind.VOLUNTARY: "frivillig-gjennomgang",
}
"""The part of an address that names a kind of report."""

OF_MUNICIPALITY: Final = (
    ReportKind.POLITICAL,
    ReportKind.ANNUAL,
    ReportKind.STATE,
    ReportKind.VOLUNTARY,
)
OF_NETWORK: Final = (ReportKind.NETWORK, ReportKind.STATE)


def kind_of(slug: str) -> ReportKind | None:
    """The kind that an address names, if there is one."""
    found = (kind for kind, name in SLUGS.items() if name == slug)
    code = next(found, None)
    return None if code is None else ReportKind(code)
