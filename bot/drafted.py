"""What is made of the answers of a draft: the report as a file, checked anew; one section; the table of shortcomings.

It must not know a conversation or storage. `finished`, `printed` and `pictured` take a second or more.
Read next: `bot/export.py` (files), `bot/proofreading.py` (checking), `knowledge/drafting/rendering.py`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from bot.export import blocks_docx, docx_of, file_name, preview
from bot.messages import PICTURE_TYPE, Attachment
from bot.proofreading import DOCX_TYPE, Remark, findings_of, remarks_of
from bot.texts import line
from index.documents import read_document
from knowledge.checks.checking import check_text
from knowledge.checks.findings import Severity as FindingSeverity
from knowledge.drafting.blocks import Draft, Table, lines_of
from knowledge.drafting.plans import Plan, plan_of
from knowledge.drafting.rendering import render, render_matrix
from knowledge.errors import FileRejected
from knowledge.text import fold

_OF_A_WHOLE: Final = ("section_", "letterhead", "closing", "recipients", "signature", "copies")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished report: its file, the draft it was made from, and what the check of the file found, worst first."""

    file: Attachment
    draft: Draft
    remarks: tuple[Remark, ...]

    @property
    def errors(self) -> list[Remark]:
        """What should not leave the house like that."""
        return [remark for remark in self.remarks if remark.severity == FindingSeverity.ERROR.value]


def finished(
    kind: str,
    outline: Mapping[str, Any],
    answers: Mapping[str, Any],
    on: date,
    made_at: datetime,
    office: str | None,
    previous: str = "",
) -> Finished:
    """The report of these answers, made on that day; `previous` is the office's last report, to compare with.

    Raises DraftIncomplete while a required answer is absent, ExportProblem when the file does not say what the draft
    says.
    """
    plan = plan_of(kind, outline)
    given = {key: value for key, value in answers.items() if key in plan.questions}
    draft = render(plan.kind, given, on)
    if plan.only:
        title = plan.kind.section(plan.only).title
        content, name = blocks_docx(title, draft.blocks, made_at), f"{_folded(title)}.docx"
        remarks = _remarks_of_part(draft, on, office, previous)
    else:
        content, name = docx_of(draft, made_at), file_name(draft)
        remarks = _remarks(content, name, on, office, previous)
    return Finished(Attachment(name, content, DOCX_TYPE), draft, tuple(remarks))


def printed(file: Attachment) -> Attachment | None:
    """The file as PDF, as it will be printed; None where LibreOffice is not installed."""
    found = preview(file.content)
    return Attachment(f"{file.name.removesuffix('.docx')}.pdf", found.pdf, "application/pdf") if found else None


def pictured(file: Attachment) -> tuple[Attachment, ...]:
    """The pages of the file as pictures, in order; none where LibreOffice is not installed."""
    found = preview(file.content)
    name = file.name.removesuffix(".docx")
    pages = enumerate(found.pages if found else (), start=1)
    return tuple(Attachment(f"{name}-{number}.png", page, PICTURE_TYPE) for number, page in pages)


def _folded(title: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", fold(title).lower()))


def _remarks_of_part(draft: Draft, on: date, office: str | None, previous: str) -> list[Remark]:
    """What the check finds in the words of a part; what only a whole report can lack is left aside."""
    text = "\n".join(row for block in draft.blocks for row in lines_of(block))
    found = [each for each in check_text(text, on, previous, office) if not each.kind.startswith(_OF_A_WHOLE)]
    return remarks_of(found, text)


def _remarks(content: bytes, name: str, on: date, office: str | None, previous: str) -> list[Remark]:
    """What the check of the finished file finds, by the code that checks every other draft."""
    try:
        document = read_document(content, name)
    except FileRejected:
        return []
    _, found = findings_of(document, content, on, previous=previous, office=office)
    return remarks_of(found, document.text)


# The table of shortcomings.


def matrix(plan: Plan, answers: Mapping[str, Any], on: date) -> Table | None:
    """Shortcoming, cause, remedy, who, by when: a row each; None while there is none."""
    given = {key: value for key, value in answers.items() if key in plan.kind.questions}
    return render_matrix(plan.kind, given, on)


def matrix_docx(table: Table, made_at: datetime) -> Attachment:
    """The table as a document of its own."""
    return Attachment(line("draft.matrix_file") + ".docx", blocks_docx("", [table], made_at), DOCX_TYPE)


def matrix_csv(table: Table) -> Attachment:
    """The table for a spreadsheet, which calculates nothing of it (UTF-8 with its mark, so that Excel reads it)."""
    written = io.StringIO()
    rows: Sequence[Sequence[str]] = [[column.title for column in table.columns], *table.rows]
    csv.writer(written).writerows([_harmless(cell) for cell in row] for row in rows)
    return Attachment(line("draft.matrix_file") + ".csv", written.getvalue().encode("utf-8-sig"), "text/csv")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) or cell.lstrip(" ").startswith(_FORMULA) else cell
