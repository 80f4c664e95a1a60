"""A finished DOCX as PDF and its pages as PNG, where LibreOffice is installed; None where it is not.

It works in a folder of its own with a profile of its own, under a time limit, and keeps nothing.
Read next: `bot/export.py`.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_PROGRAMS: Final = ("soffice", "libreoffice")
_SECONDS: Final = 90
_DOTS_A_POINT: Final = 1.5
_MOST_PAGES: Final = 40


@dataclass(frozen=True, slots=True)
class Preview:
    """The document as PDF, and its pages as PNG in order (at most 40)."""

    pdf: bytes
    pages: tuple[bytes, ...]


def preview(content: bytes) -> Preview | None:
    """The DOCX as it will be printed. None when LibreOffice is not installed, fails, or takes too long."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(content)
        command = [
            program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", "pdf", "--outdir", str(folder), str(folder / "report.docx"),
        ]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS, cwd=folder)  # noqa: S603
        except (subprocess.SubprocessError, OSError):
            return None
        made = folder / "report.pdf"
        if not made.is_file():
            return None
        pdf = made.read_bytes()
    return Preview(pdf, _pages(pdf))


def _pages(pdf: bytes) -> tuple[bytes, ...]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        shown = range(min(len(document), _MOST_PAGES))
        return tuple(
            _png(document[place].render(scale=_DOTS_A_POINT, rev_byteorder=True).to_numpy()) for place in shown
        )
    finally:
        document.close()


def _png(pixels: Any) -> bytes:
    """Rows of red, green and blue bytes as a PNG file (RFC 2083): no imaging library is installed for one picture."""
    height, width, colours = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, 8, {3: 2, 4: 6}[colours], 0, 0, 0)
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
