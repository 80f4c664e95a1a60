"""What is made of the answers of a draft: the report as a file, checked anew; one section; the table of shortcomings.

It must not know a conversation or storage. Whatever is slow is remembered, so that it can be made beforehand.
Read next: `bot/export.py` (files), `bot/proofreading.py` (checking), `knowledge/drafting/rendering.py`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from bot.export import blocks_docx, docx_of, file_name
from bot.messages import Attachment
from bot.proofreading import DOCX_TYPE, Remark, findings_of, remarks_of
from bot.texts import line
from index.documents import read_document
from knowledge.checks.findings import Severity as FindingSeverity
from knowledge.drafting.blocks import Draft, Table
from knowledge.drafting.plans import Plan, plan_of
from knowledge.drafting.rendering import render, render_matrix
from knowledge.errors import FileRejected

_REMEMBERED: Final = 8
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
    kind: str, outline: Mapping[str, Any], answers: Mapping[str, Any], on: date, made_at: datetime, office: str | None
) -> Finished:
    """The report of these answers, made on that day; a second call with the same costs nothing.

    Raises DraftIncomplete while a required answer is absent, ExportProblem when the file does not say what the draft
    says.
    """
    return _finished(kind, _frozen(outline), _frozen(answers), on, made_at, office)


@lru_cache(maxsize=_REMEMBERED)
def _finished(kind: str, outline: str, answers: str, on: date, made_at: datetime, office: str | None) -> Finished:
    plan = plan_of(kind, json.loads(outline))
    given = {key: value for key, value in json.loads(answers).items() if key in plan.questions}
    draft = render(plan.kind, given, on)
    if plan.only:
        content = blocks_docx(plan.kind.section(plan.only).title, draft.blocks, made_at)
        name = f"{plan.only.replace('_', '-')}.docx"
    else:
        content, name = docx_of(draft, made_at), file_name(draft)
    remarks = () if plan.only else tuple(_remarks(content, name, on, office))
    return Finished(Attachment(name, content, DOCX_TYPE), draft, remarks)


def _remarks(content: bytes, name: str, on: date, office: str | None) -> list[Remark]:
    """What the check of the finished file finds, by the code that checks every other draft."""
    try:
        document = read_document(content, name)
    except FileRejected:
        return []
    _, found = findings_of(document, content, on, office=office)
    return remarks_of(found, document.text)


def _frozen(values: Mapping[str, Any]) -> str:
    return json.dumps(values, sort_keys=True)


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
