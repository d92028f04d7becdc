"""What a file is, told by its content and not by its name alone.

Nothing is unpacked or run: of a package only the list of its parts is read, and the one
short part in which OpenDocument says what it is.
"""

import zipfile
import zlib
from collections.abc import Callable
from typing import IO, Final

from common.files import ending_of
from common.spreadsheets import XLSX

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
MEDIA_TYPES: Final = {
    ".pdf": "application/pdf",
    ".docx": f"{_OOXML}wordprocessingml.document",
    ".xlsx": XLSX,
    ".pptx": f"{_OOXML}presentationml.presentation",
    ".odt": f"{_ODF}text",
    ".ods": f"{_ODF}spreadsheet",
    ".odp": f"{_ODF}presentation",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": "text/plain",
    ".csv": "text/csv",
}
_PARTS: Final = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
}
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, RuntimeError, ValueError,
)  # fmt: skip
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MOST_PARTS = 20_000
_MOST_UNPACKED = 500 * 1024 * 1024  # bytes
_HEAD = 1024
_CHUNK = 64 * 1024
_PNG, _JPEG, _PDF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-"
# Tab, line feed, line break, page break; other control characters stand in no text.
_NOT_IN_TEXT = bytes(set(range(32)) - {9, 10, 12, 13})


def media_type_of(name: str, content: IO[bytes]) -> str:
    """Give the media type of a file; empty where it is none of ours, or not what it says.

    Args:
        name: What the sender called it; the ending says what it should be.
        content: The file, open for reading; it is left at its beginning.
    """
    ending = ending_of(name)
    if ending not in MEDIA_TYPES:
        return ""
    is_so = _CHECKS[ending](ending, content)
    content.seek(0)
    return MEDIA_TYPES[ending] if is_so else ""


def _begins_with(*signature: bytes) -> Callable[[str, IO[bytes]], bool]:
    def check(_ending: str, content: IO[bytes]) -> bool:
        content.seek(0)
        return content.read(_HEAD).startswith(signature)

    return check


def _is_pdf(_ending: str, content: IO[bytes]) -> bool:
    content.seek(0)
    return _PDF in content.read(_HEAD)


def _is_text(_ending: str, content: IO[bytes]) -> bool:
    content.seek(0)
    while chunk := content.read(_CHUNK):
        if chunk.translate(None, _NOT_IN_TEXT) != chunk:
            return False
    return True


def _is_package(ending: str, content: IO[bytes]) -> bool:
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as package:
            return _holds(package, ending)
    except _UNREADABLE:
        return False


def _holds(package: zipfile.ZipFile, ending: str) -> bool:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if len(names) > _MOST_PARTS or _has_macros(names):
        return False
    # Nothing is unpacked here, but whoever opens it does.
    if sum(part.file_size for part in parts) > _MOST_UNPACKED:
        return False
    if ending in _PARTS:
        return "[Content_Types].xml" in names and _PARTS[ending] in names
    if "mimetype" not in names or "content.xml" not in names:
        return False
    # OpenDocument stores it as it is; what other methods unpack may be anything, or endless.
    if package.getinfo("mimetype").compress_type not in _METHODS:
        return False
    with package.open("mimetype") as part:
        return part.read(_HEAD).decode("ascii", "replace").strip() == MEDIA_TYPES[ending]


def _has_macros(names: list[str]) -> bool:
    """Whether a document carries programs; such files have endings of their own."""
    return any("vbaproject" in name.lower() for name in names)


_CHECKS: Final[dict[str, Callable[[str, IO[bytes]], bool]]] = {
    ".pdf": _is_pdf,
    ".png": _begins_with(_PNG),
    ".jpg": _begins_with(_JPEG),
    ".jpeg": _begins_with(_JPEG),
    ".txt": _is_text,
    ".csv": _is_text,
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"), _is_package),
}
