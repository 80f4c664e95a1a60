"""What a finished file really says, and whether that is what the draft says.

It trusts nothing that was written: it opens the bytes anew and reads every paragraph and cell.
Read next: `bot/exporting/parts.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml.etree import XMLSyntaxError

from bot.exporting.paper import Paper
from bot.exporting.parts import addressee_lines, day_line, heading_lines, number_line, recipient_lines
from knowledge.drafting.blocks import Block, Draft, Heading, Table
from knowledge.errors import ExportProblem
from knowledge.text import shorten, squeeze

_SHOWN = 60


def check_reopened(content: bytes, draft: Draft, paper: Paper) -> None:
    """Raises ExportProblem with the first line that is missing, added or different."""
    _compare(content, expected_lines(draft, paper))


def check_part_reopened(content: bytes, blocks: Sequence[Block]) -> None:
    """The same for a file of nothing but these: a section, a table."""
    _compare(content, lines_of_blocks(blocks))


def _compare(content: bytes, expected: Iterable[str]) -> None:
    try:
        found = list(lines_of(docx.Document(BytesIO(content)).element.body))
    except (BadZipFile, PackageNotFoundError, XMLSyntaxError, KeyError, ValueError) as error:
        raise ExportProblem(wanted="", found="") from error
    wanted = [squeeze(line) for line in expected if squeeze(line)]
    for line, written in zip([*wanted, ""], [*found, ""], strict=False):
        if line != written:
            raise ExportProblem(wanted=shorten(line, _SHOWN), found=shorten(written, _SHOWN))


def lines_of(body: Any) -> Iterator[str]:
    """Every paragraph that says something, in order; of tables row by row, cell by cell."""
    for child in body.iterchildren():
        if child.tag.endswith("}p"):
            text = squeeze("".join(_said(node) for node in child.iter()))
            if text:
                yield text
        elif child.tag.endswith("}tbl"):
            for cell in child.iter():
                if cell.tag.endswith("}tc"):
                    yield from lines_of(cell)


def _said(node: Any) -> str:
    if node.tag.endswith("}br"):
        return " "
    return node.text or "" if node.tag.endswith("}t") else ""


def expected_lines(draft: Draft, paper: Paper) -> Iterator[str]:
    """What a reader should find, in the order of the document."""
    head, form = draft.head, paper.form
    yield from (*head.issuer, form.country, form.motto, number_line(head), day_line(head), draft.title, draft.subject)
    yield from (*addressee_lines(paper, head), *draft.basis_lines())
    yield from lines_of_blocks((*draft.opening, *draft.blocks))
    yield draft.closing
    if head.author:
        yield from (form.author, head.author)
    yield from (form.recipients, *recipient_lines(head), form.confirmed if head.author else "")
    yield from (*head.authority, head.signer)


def lines_of_blocks(blocks: Sequence[Block]) -> Iterator[str]:
    """Headings, paragraphs, and of a table its title and every cell."""
    for block in blocks:
        if isinstance(block, Heading):
            yield from heading_lines(block)
        elif isinstance(block, Table):
            yield block.caption
            yield from (column.title for column in block.columns)
            yield from (cell for row in block.rows for cell in row)
        else:
            yield block.line
