"""Old Word files (.doc, Word 97-2003): recognised by their streams, read by an installed converter.

It must not parse the text itself: LibreOffice turns it into DOCX, or antiword prints it.
Read next: `index/reading/docx_text.py`; the stream directory is described in [MS-CFB], the flags in [MS-DOC].
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from index.reading.archive import Package
from index.reading.docx_text import read_docx
from index.reading.limits import Limits
from index.reading.repair import Repair
from knowledge.errors import Encrypted, HasMacros, Unreadable, WrongType

_ENTRY_BYTES: Final = 128
_STREAM_OR_STORAGE: Final = (1, 2, 5)
_FIB_MARK: Final = b"\xec\xa5"
_ENCRYPTED: Final = 0x0100
_CONVERTER_SECONDS: Final = 25
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_TABLE_LINE: Final = re.compile(r"\|.*\|\s*")
_CELL_EDGE: Final = re.compile(r"[ \t]*\|[ \t]*")


def read_doc(path: Path, extension: str, limits: Limits, repair: Repair) -> str:
    """The text of a .doc file; every other file of the same container is named and refused.

    Raises Encrypted, HasMacros, WrongType (another kind of file, or no converter on this machine)
    or Unreadable.
    """
    _check(path.read_bytes(), extension)
    soffice, antiword = shutil.which("soffice"), shutil.which("antiword")
    if not soffice and not antiword:
        raise WrongType("file_old_word")
    if soffice:
        converted = _to_docx(soffice, path)
        if converted is not None:
            return read_docx(Package(converted, limits), limits, repair)
    printed = _print(antiword, path) if antiword else None
    if printed is None:
        raise Unreadable("file_damaged_doc")
    if not printed.strip():
        raise Unreadable("file_no_text")
    lines = [_untable(line) for line in _BLANK_LINES.sub("\n\n", printed).strip("\n").split("\n")]
    return "\n".join(repair.lines(lines))


def _check(content: bytes, extension: str) -> None:
    entries = _directory(content)
    if "EncryptedPackage" in entries:
        raise Encrypted("file_encrypted_office")
    if "Workbook" in entries or "Book" in entries:
        raise WrongType(kind="excel")
    if "PowerPoint Document" in entries:
        raise WrongType(kind="powerpoint")
    if "WordDocument" not in entries:
        raise Unreadable("file_damaged_doc") if extension in (".doc", ".docx") else WrongType(kind="unknown")
    # The stream's first bytes: a mark, and at byte 10 the flags of the file information block.
    start = (entries["WordDocument"] + 1) << int.from_bytes(content[30:32], "little")
    flags = int.from_bytes(content[start + 10 : start + 12], "little")
    if content[start : start + 2] == _FIB_MARK and flags & _ENCRYPTED:
        raise Encrypted("file_encrypted_office")
    if "_VBA_PROJECT" in entries or "Macros" in entries:
        raise HasMacros


def _directory(content: bytes) -> dict[str, int]:
    """Names in the container's directory → first sector. Entries stand at multiples of 128 bytes."""
    wanted = ("EncryptedPackage", "WordDocument", "Workbook", "Book", "PowerPoint Document", "Macros", "_VBA_PROJECT")
    found: dict[str, int] = {}
    for name in wanted:
        stored = (name + "\x00").encode("utf-16-le")
        place = content.find(stored)
        while place != -1:
            entry = content[place : place + _ENTRY_BYTES]
            told_length = int.from_bytes(entry[64:66], "little")
            if place % _ENTRY_BYTES == 0 and told_length == len(stored) and entry[66] in _STREAM_OR_STORAGE:
                found[name] = int.from_bytes(entry[116:120], "little")
                break
            place = content.find(stored, place + 1)
    return found


def _to_docx(soffice: str, path: Path) -> Path | None:
    profile = (path.parent / "profile").as_uri()
    goal = ["--convert-to", "docx", "--outdir", str(path.parent / "converted")]
    _run([soffice, "--headless", "--norestore", f"-env:UserInstallation={profile}", *goal, str(path)])
    converted = path.parent / "converted" / (path.stem + ".docx")
    return converted if converted.is_file() else None


def _print(antiword: str, path: Path) -> str | None:
    printed = _run([antiword, "-m", "UTF-8.txt", "-w", "0", str(path)])
    return None if printed is None else printed.decode("utf-8", "replace")


def _run(command: list[str]) -> bytes | None:
    """What the converter prints; None if it failed. It inherits the limits of this process."""
    try:
        done = subprocess.run(  # noqa: S603 - a found converter and our own file name
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_CONVERTER_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _untable(line: str) -> str:
    """A printed table line («|a |b |») as cells separated by tabs."""
    return _CELL_EDGE.sub("\t", line.strip()[1:-1].strip()) if _TABLE_LINE.fullmatch(line) else line
