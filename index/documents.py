"""Safe reading of uploaded files: DOCX, DOC, PDF, TXT and scans, each in a limited child process.

It must not parse a file itself, nor know users, channels or storage: bytes in, text or an error out.
Read next: `index/reading/child.py` (what runs under the limits), `index/reading/limits.py`.

The child has its own session, a minimal environment and limits on memory, CPU time, written bytes
and open files; it is killed with everything it started when the wall time is over. Windows has no
such limits (macOS none on memory): there the wall time, the bound on the answer and the checks of
the archive remain.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Final, cast

from index.reading.limits import MEGABYTE, Limits
from index.reading.sniffing import PDF, READABLE, sniff
from knowledge.errors import FileRejected, TooLarge, Unreadable, WrongType
from knowledge.text import normalise, shorten

DEFAULT_LIMITS: Final = Limits()
_ROOT: Final = Path(__file__).resolve().parents[1]
_START: Final = "import sys; sys.path.append(sys.argv[1]); from index.reading.child import main; main()"
_READ_ENDINGS: Final = frozenset({".docx", ".doc", ".pdf", ".txt"})
_LONGEST_NAME: Final = 80
_BYTES_A_CHARACTER: Final = 6
"""The most that JSON needs for one character («\\u0001»)."""
_REJECTIONS: Final = {kind.__name__: kind for kind in FileRejected.__subclasses__()}


class DocumentKind(StrEnum):
    """What kind of file the text came from, by its content."""

    DOCX = "docx"
    DOC = "doc"
    PDF = "pdf"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one file, in the project's one normal form (NFC), «\\n» between lines.

    DOCX and DOC: a line a paragraph, a line a table row with cells separated by tabs, automatic
    numbers written out. PDF: a line a printed line. Text: the lines of the file.
    """

    kind: DocumentKind
    text: str
    pages: int | None
    """Pages of a PDF; other kinds have none until they are printed."""
    repaired: tuple[str, ...]
    """What was put right: «tcvn3», «vni», «windows-1258», «nfd»; sorted."""
    scanned: bool
    """Some of the text was recognised from pictures and holds mistakes: never quote it as it is."""
    unread_pages: tuple[int, ...] = ()
    """Pages (from 1) that are pictures and could not be read."""


def read_document(content: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The text of an uploaded file; blocks for at most the wall time of `limits`, thread-safe.

    The content decides what the file is; `name` only chooses the words of a rejection, where it is
    given back as the detail `name`. Raises the FileRejected family, each case with its own key.
    """
    extension = Path(name).suffix.lower()
    try:
        return _read(content, extension, limits)
    except FileRejected as rejection:
        lies = rejection.key == WrongType.key and extension in _READ_ENDINGS
        raise _named(rejection, name, "file_name_lies" if lies else rejection.key) from None


def read_document_file(path: Path, limits: Limits = DEFAULT_LIMITS) -> Document:
    """`read_document` for a file on this machine; its size is looked at before anything is read."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _named(Unreadable("file_missing"), path.name)
        if status.st_size > limits.upload_bytes:
            raise _named(_too_large(limits), path.name)
        with path.open("rb") as file:
            content = file.read(limits.upload_bytes + 1)
    except OSError:
        raise _named(Unreadable("file_missing"), path.name) from None
    return read_document(content, path.name, limits)


def shown_name(name: str) -> str:
    """A file name that is safe to show: no folder, no control or direction marks, not too long."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return shorten("".join(letter for letter in normalise(base) if letter.isprintable()), _LONGEST_NAME)


def _named(rejection: FileRejected, name: str, key: str | None = None) -> FileRejected:
    return type(rejection)(key or rejection.key, **{**rejection.details, "name": shown_name(name)})


def _too_large(limits: Limits) -> TooLarge:
    return TooLarge(megabytes=limits.upload_bytes // MEGABYTE)


def _read(content: bytes, extension: str, limits: Limits) -> Document:
    if not content:
        raise Unreadable("file_empty")
    if len(content) > limits.upload_bytes:
        raise _too_large(limits)
    kind = sniff(content, extension)
    if kind not in READABLE:
        raise WrongType(kind=kind)
    wall_seconds = limits.wall_seconds
    if kind == PDF and shutil.which("tesseract"):
        wall_seconds = limits.scan_seconds
    with tempfile.TemporaryDirectory(prefix="tdkt-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / secrets.token_hex(16)
        path.write_bytes(content)
        request = {"path": str(path), "kind": kind, "extension": extension, "limits": asdict(limits)}
        answer, died = ask_child(json.dumps(request), folder, limits, wall_seconds)
    if answer is None:
        raise died
    return _understand(answer, limits)


def ask_child(
    request: str, folder: str, limits: Limits, wall_seconds: float
) -> tuple[dict[str, Any] | None, FileRejected]:
    """The answer of the limited child to a request as JSON; without one, the second value says how it ended.

    For `index/marking.py`, which asks it for more than text.
    """
    died: FileRejected = Unreadable("file_reader_died")
    deadline = time.monotonic() + wall_seconds
    try:
        process = subprocess.Popen(  # noqa: S603 - this interpreter, our own module
            [sys.executable, "-I", "-c", _START, str(_ROOT), request],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
    except OSError:
        return None, died
    bound = limits.characters * _BYTES_A_CHARACTER + MEGABYTE
    received: list[bytes] = []
    with process:
        output = cast(IO[bytes], process.stdout)
        reader = threading.Thread(target=lambda: received.append(output.read(bound)), daemon=True)
        reader.start()
        reader.join(max(0.0, deadline - time.monotonic()))
        late = reader.is_alive()
        _kill(process)
        reader.join()
    if late or process.returncode == -getattr(signal, "SIGXCPU", 0):
        return None, TooLarge("file_takes_too_long")
    try:
        answer = json.loads(received[0]) if received else None
    except ValueError:
        return None, died
    return (answer, died) if isinstance(answer, dict) else (None, died)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends the child and whatever it started. Not yet waited for, so its group cannot be another's."""
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _environment(folder: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}


def rejection_in(answer: dict[str, Any]) -> FileRejected:
    """The error that an answer of the child tells. Raises KeyError, TypeError for what it cannot have said."""
    details = {str(name): detail for name, detail in answer["details"].items()}
    return _REJECTIONS[answer["error"]](str(answer["key"]), **details)


def _understand(answer: dict[str, Any], limits: Limits) -> Document:
    """The answer as a value or an error; what a child of ours cannot have said counts as its death."""
    rejection: FileRejected
    try:
        if "error" in answer:
            rejection = rejection_in(answer)
        elif len(answer["text"]) > limits.characters:
            rejection = Unreadable("file_reader_died")
        else:
            return Document(
                kind=DocumentKind(answer["kind"]),
                text=str(answer["text"]),
                pages=answer["pages"],
                repaired=tuple(answer["repaired"]),
                scanned=bool(answer["scanned"]),
                unread_pages=tuple(answer["unread_pages"]),
            )
    except (KeyError, TypeError, ValueError, AttributeError):
        rejection = Unreadable("file_reader_died")
    raise rejection
