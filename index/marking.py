"""The same DOCX back with notes at the very places, and how it looks on paper; both through the limited child.

It must not find anything, nor choose wording; it never opens a file itself.
Read next: `index/reading/docx_notes.py` and `index/reading/docx_sheet.py` (in the child), `index/placing.py`.
"""

from __future__ import annotations

import json
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from index.documents import DEFAULT_LIMITS, ask_child, rejection_in
from index.placing import Placing
from index.reading.limits import Limits
from index.reading.sniffing import ARCHIVE, sniff
from knowledge.checks.sheet import Letters, Sheet, SheetParagraph
from knowledge.errors import FileRejected, TooLarge, Unreadable, WrongType


@dataclass(frozen=True, slots=True)
class Note:
    """A comment on a range of the text that was read; `replacement` asks for a tracked correction too."""

    start: int
    end: int
    comment: str
    replacement: str | None = None


def read_sheet(content: bytes, text: str, limits: Limits = DEFAULT_LIMITS) -> Sheet:
    """How a DOCX looks, with the range of each paragraph in the `text` that was read out of it.

    Blocks for at most the wall time of `limits`. Raises the FileRejected family.
    """
    with tempfile.TemporaryDirectory(prefix="tdkt-", ignore_cleanup_errors=True) as folder:
        told = _ask(content, folder, limits, {"task": "sheet"})
    return placed(_understand(told), text)


def placed(sheet: Sheet, text: str) -> Sheet:
    """The sheet with the range of each of its paragraphs in the text."""
    placing = Placing(text, [paragraph.text for paragraph in sheet.paragraphs])
    ranges = [placing.range_of(number) for number in range(len(sheet.paragraphs))]
    paragraphs = zip(sheet.paragraphs, ranges, strict=True)
    return replace(sheet, paragraphs=tuple(replace(one, start=first, end=last) for one, (first, last) in paragraphs))


def annotate(
    content: bytes,
    text: str,
    notes: Sequence[Note],
    sheet: Sheet,
    author: str,
    at: datetime,
    limits: Limits = DEFAULT_LIMITS,
) -> bytes:
    """The DOCX with a Word comment at the place of each note, corrections as tracked changes, all else as it was.

    A note whose place is not found stands at the first paragraph that holds anything. Corrections that overlap
    an earlier one stay comments. Raises the FileRejected family.
    """
    placing = Placing(text, [paragraph.text for paragraph in sheet.paragraphs])
    task = {"notes": _spots(notes, placing, sheet), "author": author, "at": at.isoformat(timespec="seconds")}
    with tempfile.TemporaryDirectory(prefix="tdkt-", ignore_cleanup_errors=True) as folder:
        asked, out = Path(folder) / "notes.json", Path(folder) / "out.docx"
        asked.write_text(json.dumps(task, ensure_ascii=False), encoding="utf-8")
        _ask(content, folder, limits, {"task": "notes", "notes": str(asked), "out": str(out)})
        try:
            return out.read_bytes()
        except OSError:
            raise Unreadable("file_reader_died") from None


def _spots(notes: Sequence[Note], placing: Placing, sheet: Sheet) -> list[dict[str, Any]]:
    first = next((number for number, one in enumerate(sheet.paragraphs) if one.text.strip()), 0)
    found: list[dict[str, Any]] = []
    corrected: list[tuple[int, int, int]] = []
    for note in notes:
        spot = placing.spot(note.start, note.end)
        if spot is None:
            whole = sheet.paragraphs[first].text if sheet.paragraphs else ""
            found.append(
                {"paragraph": first, "start": 0, "end": len(whole), "comment": note.comment, "replacement": None}
            )
            continue
        by = note.replacement
        if any(spot.paragraph == place and spot.start < end and spot.end > start for place, start, end in corrected):
            by = None
        if by is not None:
            corrected.append((spot.paragraph, spot.start, spot.end))
        found.append({**asdict(spot), "comment": note.comment, "replacement": by})
    return found


def _ask(content: bytes, folder: str, limits: Limits, task: dict[str, str]) -> dict[str, Any]:
    if len(content) > limits.upload_bytes:
        raise TooLarge(megabytes=limits.upload_bytes >> 20)
    kind = sniff(content, ".docx")
    if kind != ARCHIVE:
        raise WrongType(kind=kind)
    path = Path(folder) / secrets.token_hex(16)
    path.write_bytes(content)
    request = {"path": str(path), "kind": ARCHIVE, "extension": ".docx", "limits": asdict(limits), **task}
    answer, died = ask_child(json.dumps(request), folder, limits, limits.wall_seconds)
    if answer is None:
        raise died
    if "error" in answer:
        raise _rejected(answer)
    return answer


def _rejected(answer: dict[str, Any]) -> FileRejected:
    try:
        return rejection_in(answer)
    except (KeyError, TypeError, AttributeError):
        return Unreadable("file_reader_died")


def _understand(told: dict[str, Any]) -> Sheet:
    try:
        paragraphs = tuple(
            SheetParagraph(**{**one, "letters": tuple(Letters(**run) for run in one["letters"])})
            for one in told.pop("paragraphs")
        )
        number = tuple(Letters(**run) for run in told.pop("number_letters"))
        return Sheet(**told, paragraphs=paragraphs, number_letters=number)
    except (KeyError, TypeError):
        raise Unreadable("file_reader_died") from None
