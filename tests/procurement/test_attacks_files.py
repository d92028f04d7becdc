"""Files that harm whoever opens them."""

import io
import struct
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from procurement.actions.attachments import FileRefused, checked_type

UNPACKED_SIZE = 24  # its place in an entry of the list of parts


def word_file(*, unpacked=None):
    """A Word file; ``unpacked`` is the size that its last part says it has, bytes."""
    block = io.BytesIO()
    with zipfile.ZipFile(block, "w") as package:
        package.writestr("[Content_Types].xml", "x")
        package.writestr("word/document.xml", "x")
    content = bytearray(block.getvalue())
    if unpacked is not None:
        at = content.rindex(b"PK\x01\x02") + UNPACKED_SIZE
        content[at : at + 4] = struct.pack("<I", unpacked)
    return SimpleUploadedFile("ark.docx", bytes(content))


def test_a_package_that_unpacks_to_what_no_document_holds_is_refused():
    assert "wordprocessing" in checked_type(word_file())
    with pytest.raises(FileRefused):
        checked_type(word_file(unpacked=2_000_000_000))
