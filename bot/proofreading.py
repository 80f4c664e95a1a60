"""A draft from file to result: everything found in it, and the same file back with notes or a list of them.

It must not know a channel, a flow or storage; words come from `bot/findings.py`.
Read next: `knowledge/checks/checking.py` (text), `knowledge/checks/form.py` (look), `index/marking.py` (notes).
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any, Final

from bot.findings import kind_name, said
from bot.messages import Attachment
from bot.texts import line, text
from index.documents import Document, DocumentKind, read_document
from index.marking import Note, annotate, read_sheet
from index.reading.limits import Limits
from knowledge.checks.checking import check_text, dated, worst_first
from knowledge.checks.findings import Finding, Severity
from knowledge.checks.form import check_form
from knowledge.checks.sheet import Sheet
from knowledge.errors import FileRejected

DOCX_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET_LIMITS: Final = Limits(cpu_seconds=8, wall_seconds=10.0)
"""Reading the look of a file that was already read takes a second; a file that takes longer is not worth it."""
_AROUND: Final = 60
"""Characters of the sentence shown around what was found."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in words, as it is kept and told. `around` is the place with the words beside it; `page` the page of
    the file it stands on, 0 where that is not known."""

    kind: str
    severity: str
    start: int
    end: int
    text: str
    around: str
    message: str
    suggestion: str
    replacement: str | None
    safe: bool
    page: int = 0

    @classmethod
    def of(cls, finding: Finding, whole: str) -> Remark:
        """The remark about a finding in the text `whole`."""
        words = said(finding)
        return cls(
            finding.kind,
            finding.severity.value,
            finding.start,
            finding.end,
            finding.text,
            _around(whole, finding.start, finding.end),
            words.message,
            words.suggestion,
            finding.replacement,
            finding.safe,
            finding.page,
        )

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Remark:
        """The remark that `as_json` gave."""
        return cls(**kept)

    def as_json(self) -> dict[str, Any]:
        """JSON values only."""
        return asdict(self)

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return Severity(self.severity).rank


def proofread(
    document: Document,
    content: bytes,
    today: date,
    *,
    on: date | None = None,
    previous: str = "",
    office: str | None = None,
) -> tuple[date, list[Remark]]:
    """The day the draft was judged for, and what was found in words, worst first; see `findings_of`."""
    as_of, found = findings_of(document, content, today, on=on, previous=previous, office=office)
    return as_of, remarks_of(found, document.text)


def proofread_file(
    name: str, content: bytes, today: date, previous: str = "", office: str | None = None
) -> list[Remark]:
    """What was found in a file, worst first: also in one that was written here, before it leaves.

    Takes about a second and blocks: in a conversation it belongs in `Turn.slowly`. Raises the FileRejected family.
    """
    return proofread(read_document(content, name), content, today, previous=previous, office=office)[1]


def findings_of(
    document: Document,
    content: bytes,
    today: date,
    *,
    on: date | None = None,
    previous: str = "",
    office: str | None = None,
) -> tuple[date, list[Finding]]:
    """The day the draft was judged for, and everything found, in the order of the text.

    That day is `on`, else the day in the letterhead, else `today`. Of a DOCX the look is judged too; where it
    cannot be read, the text alone.
    """
    as_of = on or dated(document.text) or today
    with ThreadPoolExecutor(max_workers=1) as beside:  # another process reads the look while this one reads the words
        looking = beside.submit(sheet_of, document, content)
        found = check_text(document.text, as_of, previous, office)
        sheet = looking.result()
    if sheet:
        found += check_form(sheet, as_of)
    return as_of, sorted(found, key=lambda one: (one.start, one.severity.rank))


def remarks_of(found: Sequence[Finding], whole: str) -> list[Remark]:
    """The findings in the text `whole` in words, worst first."""
    return [Remark.of(finding, whole) for finding in worst_first(found)]


def sheet_of(document: Document, content: bytes) -> Sheet | None:
    """How the file looks; None for what is no DOCX, or none that tells."""
    if document.kind is not DocumentKind.DOCX:
        return None
    try:
        return read_sheet(content, document.text, SHEET_LIMITS)
    except FileRejected:
        return None


def with_notes(
    name: str,
    kind: DocumentKind,
    content: bytes,
    whole: str,
    remarks: Sequence[Remark],
    at: datetime,
    mended: bool = False,
) -> Attachment:
    """The DOCX with a comment at each place, and with its safe corrections as tracked changes if `mended`;
    for other files, or a DOCX that cannot be written to, a list of the remarks as plain text."""
    stem = PurePath(name).stem or line("check.pasted_name")
    if kind is DocumentKind.DOCX:
        notes = [
            Note(one.start, one.end, _comment(one), one.replacement if mended and one.safe else None) for one in remarks
        ]
        try:
            sheet = read_sheet(content, whole)
            marked = annotate(content, whole, notes, sheet, line("check.author"), at)
        except FileRejected:
            pass
        else:
            key = "check.file_mended" if mended else "check.file_noted"
            return Attachment(line(key, name=stem), marked, DOCX_TYPE)
    listed = as_list(name, remarks)
    return Attachment(line("check.file_listed", name=stem), listed.encode("utf-8"), "text/plain")


def as_list(name: str, remarks: Sequence[Remark]) -> str:
    """The remarks as plain text, numbered, worst first."""
    shown = html.unescape(text("check.listed", name=name, remarks=remarks, named=kind_name))
    return shown + "\n"


def _comment(remark: Remark) -> str:
    return f"{kind_name(remark.kind)}: {remark.message}\n{remark.suggestion}".strip()


def _around(whole: str, start: int, end: int) -> str:
    """The words around a place on one line, cut at spaces."""
    first = max(whole.rfind("\n", 0, start) + 1, start - _AROUND)
    last = whole.find("\n", end)
    last = min(last if last >= 0 else len(whole), end + _AROUND, start + 4 * _AROUND)
    before, behind = whole[first:start], whole[start:last]
    if first and whole[first - 1 : first] not in ("\n", ""):
        before = "…" + before.partition(" ")[2]
    cut = last < len(whole) and whole[last : last + 1] != "\n"
    if cut and " " in behind[max(0, end - start) :]:
        behind = behind.rpartition(" ")[0] + "…"
    return " ".join((before + behind).split())
