"""The limited child process that opens one uploaded file and prints its text, look or success as JSON.

It must not know users or texts: it answers with plain values, or with an error's key and details.
Read next: `index/documents.py` and `index/marking.py`, which start it; then the reader of each kind of file.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from index.reading.limits import Limits
from index.reading.sniffing import ARCHIVE, OLE, PDF
from knowledge.errors import FileRejected, TooLarge


@dataclass(frozen=True, slots=True)
class _Request:
    path: Path
    kind: str
    extension: str
    limits: Limits


def main() -> None:
    """Reads the request from the second argument, answers with one JSON object on standard output."""
    told = json.loads(sys.argv[2])
    request = _Request(Path(told["path"]), told["kind"], told["extension"], Limits(**told["limits"]))
    answer_to = _take_standard_output()
    _limit_this_process(request.limits)
    try:
        answer = _TASKS[told.get("task", "read")](request, told)
    except FileRejected as rejection:
        answer = {"error": type(rejection).__name__, "key": rejection.key, "details": rejection.details}
    except MemoryError:
        answer = {"error": TooLarge.__name__, "key": "file_needs_memory", "details": {}}
    except RecursionError:
        answer = {"error": TooLarge.__name__, "key": "file_too_complex", "details": {}}
    with answer_to:
        answer_to.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


def _take_standard_output() -> IO[bytes]:
    """Standard output for the answer alone: what a library or a converter prints goes nowhere."""
    answer_to = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answer_to


def _limit_this_process(limits: Limits) -> None:
    if sys.platform == "win32":
        return
    import resource

    # One second between the two CPU limits: the first ends the process with a signal of its own.
    for what, soft, hard in (
        (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1),
        (resource.RLIMIT_AS, limits.memory_bytes, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.written_bytes, limits.written_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files, limits.open_files),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        _, highest = resource.getrlimit(what)
        if highest != resource.RLIM_INFINITY:
            soft, hard = min(soft, highest), min(hard, highest)
        with suppress(ValueError, OSError):  # macOS takes no limit on memory
            resource.setrlimit(what, (soft, hard))


def _sheet(request: _Request, told: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001 - one shape for every task
    from index.reading.archive import Package
    from index.reading.docx_sheet import read_sheet

    return read_sheet(Package(request.path, request.limits))


def _notes(request: _Request, told: dict[str, Any]) -> dict[str, Any]:
    from index.reading.archive import Package
    from index.reading.docx_notes import write_notes

    Package(request.path, request.limits)  # refuses what is not safe to open
    task = json.loads(Path(told["notes"]).read_text(encoding="utf-8"))
    placed = write_notes(request.path, Path(told["out"]), task["notes"], task["author"], task["at"])
    return {"placed": placed}


def _read(request: _Request, told: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001 - one shape for every task
    # Only what the kind needs is imported: it keeps the start short and the memory small.
    from index.reading.repair import Repair

    repair, path, limits = Repair(), request.path, request.limits
    pages: int | None = None
    scanned = False
    unread: tuple[int, ...] = ()
    if request.kind == ARCHIVE:
        from index.reading.archive import Package
        from index.reading.docx_text import read_docx

        kind, text = "docx", read_docx(Package(path, limits), limits, repair)
    elif request.kind == PDF:
        from index.reading.pdf import read_pdf

        read = read_pdf(path, limits, repair)
        kind, text, pages, scanned, unread = "pdf", read.text, read.pages, read.scanned, read.unread
    elif request.kind == OLE:
        from index.reading.word97 import read_doc

        kind, text = "doc", read_doc(path, request.extension, limits, repair)
    else:
        from index.reading.plain_text import read_text

        kind, text = "text", read_text(path.read_bytes(), request.extension, repair)
    text = repair.finish(text)
    if len(text) > limits.characters:
        raise TooLarge("file_too_much_text", limit=limits.characters)
    return {
        "kind": kind,
        "text": text,
        "pages": pages,
        "repaired": sorted(repair.done),
        "scanned": scanned,
        "unread_pages": unread,
    }


_TASKS = {"read": _read, "sheet": _sheet, "notes": _notes}
