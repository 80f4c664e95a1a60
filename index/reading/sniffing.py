"""What a file is by its first bytes, whatever its name says.

It must not parse anything: it only compares bytes, so it may run outside the limited child.
Read next: `index/documents.py`, then `index/reading/archive.py` for what is inside a ZIP.
"""

from __future__ import annotations

from typing import Final

ARCHIVE, OLE, PDF, PLAIN = "zip", "ole", "pdf", "plain"
READABLE: Final = frozenset({ARCHIVE, OLE, PDF, PLAIN})
"""What goes on to the child; every other answer of `sniff` names a kind that is not read."""

_HEAD: Final = 1024
_MARKS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"PK\x03\x04", ARCHIVE),
    (b"PK\x05\x06", ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", "rtf"),
    (b"\xff\xd8\xff", "image"),
    (b"\x89PNG\r\n", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"Rar!\x1a", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b\x08", "archive"),
    (b"BZh9", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"ID3", "media"),
    (b"OggS", "media"),
)
# These two letters also begin ordinary text: only a zero byte nearby makes them a program or a picture.
_MARKS_WITH_ZEROS: Final = ((b"MZ", "program"), (b"BM", "image"))
_MARKUP: Final[tuple[tuple[bytes, str], ...]] = (
    (b"<!doctype html", "html"),
    (b"<html", "html"),
    (b"mime-version:", "html"),
    (b"<?xml", "xml"),
)


def sniff(content: bytes, extension: str = "") -> str:
    """One of READABLE, or the code of a kind that is not read («image», «rtf», «program» …).

    `extension` (with its dot, lower case) only helps with a PDF that begins with foreign bytes.
    """
    head = content[:_HEAD]
    for mark, kind in _MARKS:
        if head.startswith(mark):
            return kind
    for mark, kind in _MARKS_WITH_ZEROS:
        if head.startswith(mark) and b"\x00" in head[:64]:
            return kind
    if head[:4] == b"RIFF":
        return "image" if head[8:12] == b"WEBP" else "media"
    if head[4:8] == b"ftyp":
        return "image" if head[8:11] in (b"hei", b"mif", b"avi") else "media"
    return _sniff_text(head, extension)


def _sniff_text(head: bytes, extension: str) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"%PDF-") or (extension == ".pdf" and b"%PDF-" in head):
        return PDF
    for mark, kind in _MARKUP:
        if start[: len(mark)].lower() == mark:
            return kind
    return PLAIN
