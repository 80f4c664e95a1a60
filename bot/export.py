"""A draft as a DOCX in the official form, read back before it is handed out, and as pages to look at.

It judges no content and keeps no file; what must be looked at by a person is in the draft's problems.
Read next: `bot/exporting/parts.py`, `knowledge/drafting/form.py` (Nghị định 30/2020/NĐ-CP).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import docx

from bot.exporting.paper import Letters, Paper
from bot.exporting.parts import write_blocks, write_head, write_tail, write_text, write_title
from bot.exporting.preview import Preview, preview
from bot.exporting.reopening import check_part_reopened, check_reopened
from knowledge.drafting.blocks import Block, Draft
from knowledge.drafting.form import official_form
from knowledge.drafting.problems import Severity
from knowledge.errors import DraftIncomplete
from knowledge.text import fold

__all__ = ["Preview", "blocks_docx", "docx_of", "file_name", "preview"]


def docx_of(draft: Draft, made_at: datetime) -> bytes:
    """The report as a DOCX file; `made_at` is noted in the file's properties.

    Raises DraftIncomplete (details: `missing`, the labels) while a required answer is absent, and ExportProblem when
    the finished file, opened anew, does not say what the draft says.
    """
    lacking = [str(problem.details["label"]) for problem in draft.problems if problem.severity is Severity.MISSING]
    if lacking:
        raise DraftIncomplete(missing=lacking)
    document = docx.Document()
    paper = Paper(document, official_form())
    properties = document.core_properties
    properties.title, properties.author, properties.comments = draft.subject[:255], draft.head.issuer[-1][:255], ""
    properties.created = properties.modified = made_at
    write_head(paper, draft.head)
    write_title(paper, draft)
    write_text(paper, draft)
    write_tail(paper, draft.head)
    paper.number_pages(Letters(paper.form.sizes.page_number))
    written = BytesIO()
    document.save(written)
    check_reopened(written.getvalue(), draft, paper)
    return written.getvalue()


def blocks_docx(title: str, blocks: Sequence[Block], made_at: datetime) -> bytes:
    """A part of a report as a DOCX of its own: headings, paragraphs and tables; `title` stands in the properties.

    Raises ExportProblem when the finished file, opened anew, does not say what the blocks say.
    """
    document = docx.Document()
    paper = Paper(document, official_form())
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title[:255], "", ""
    properties.created = properties.modified = made_at
    write_blocks(paper, blocks)
    written = BytesIO()
    document.save(written)
    check_part_reopened(written.getvalue(), blocks)
    return written.getvalue()


def file_name(draft: Draft) -> str:
    """A name for the file that every system can keep: «bao-cao-annual-truc-dam-2025.docx»."""
    words = fold(f"bao cao {draft.kind} {draft.head.place} {draft.head.year}").lower()
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in words)
    return "-".join(filter(None, kept.split("-")))[:80] + ".docx"
