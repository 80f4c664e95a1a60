"""The limits under which an uploaded file is read, in one place.

It must not know any file format, nor how the limits are enforced.
Read next: `index/documents.py` (the parent) and `index/reading/child.py` (the limited child).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MEGABYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Sizes in bytes, times in seconds; every limit is inclusive.

    The upload, member, unpacking and ratio limits are those of the project's design; 20 MB is also
    the most that a Telegram bot may download. `characters` is what 500 dense pages never reach.
    """

    upload_bytes: int = 20 * MEGABYTE
    members: int = 2_000
    unpacked_bytes: int = 50 * MEGABYTE
    ratio: int = 100
    pages: int = 500
    scanned_pages: int = 20
    characters: int = 3_000_000
    cpu_seconds: int = 20
    wall_seconds: float = 30.0
    scan_seconds: float = 120.0
    """Wall time of a PDF on a machine that can recognise scans (about two seconds a page)."""
    memory_bytes: int = 768 * MEGABYTE
    written_bytes: int = 50 * MEGABYTE
    open_files: int = 128
