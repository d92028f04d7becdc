"""Who may open which page of tools and of the glossary."""

from tests.knowledge.factories import TermFactory, ToolFactory, ToolVersionFactory
from tests.permission_rows import ANY_LEADER, EVERYONE, FORBIDDEN, MOVED, OK, row

# The leader of the owner keeps it; it is for everybody.
_OWNER = row(FORBIDDEN, signed_out=MOVED, network_leader=OK, superuser=OK)

TABLE = {
    "knowledge:tool-list": EVERYONE,
    "knowledge:tool": EVERYONE,
    "knowledge:tool-file": row(404),  # its content is not there
    "knowledge:tool-add": ANY_LEADER,
    "knowledge:tool-change": _OWNER,
    "knowledge:tool-version": _OWNER,
    "knowledge:tool-down": _OWNER,
    "knowledge:tool-back": _OWNER,
    "knowledge:term-list": EVERYONE,
    "knowledge:term": EVERYONE,
    "knowledge:term-add": ANY_LEADER,
    "knowledge:term-change": ANY_LEADER,
    "knowledge:term-remove": ANY_LEADER,
    "knowledge:term-back": ANY_LEADER,
}


def _tool(world):
    tool = ToolFactory(network=world["network"])
    ToolVersionFactory(tool=tool)
    return {"slug": tool.slug}


def _term(_world):
    return {"slug": TermFactory().slug}


ARGUMENTS = {
    **{
        f"knowledge:tool{ending}": _tool
        for ending in ("", "-change", "-version", "-down", "-back")
    },
    "knowledge:tool-file": lambda world: {"pk": ToolVersionFactory().pk},
    **{f"knowledge:term{ending}": _term for ending in ("", "-change", "-remove", "-back")},
}
