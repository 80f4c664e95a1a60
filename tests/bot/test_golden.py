"""The example report of every kind, as a DOCX: headings, tables and looks are what they were when somebody looked.

`python -m tests.bot.test_golden` writes the golden files anew; look at the difference before you commit it.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.export import docx_of
from knowledge.drafting.kinds import ReportKind, kinds
from knowledge.drafting.rendering import render
from tests.bot.test_export import DAY, MOMENT
from tests.knowledge.drafting.answering import typical

GOLDEN = Path(__file__).with_name("golden")


def structure(content: bytes) -> list[str]:
    """Every block: bold lines in full, other lines by their look and number, tables by size and titles."""
    found = _blocks(docx.Document(BytesIO(content)))
    return [f"{line} × {len(list(same))}" if line.startswith("text") else line for line, same in groupby(found)]


def _blocks(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield f"table {len(block.rows)} × {len(block.columns)}"
            yield from (f"  | {_line(line)}" for cell in block.rows[0].cells for line in cell.paragraphs if line.text)
        elif block.text.strip():
            yield _line(block)


def _line(paragraph: Paragraph) -> str:
    run = paragraph.runs[0]
    size = run.font.size.pt if run.font.size else 0
    look = f"{str(paragraph.alignment).partition(' ')[0].lower()} {size:g}{' italic' if run.italic else ''}"
    return f"bold {look}: {' '.join(paragraph.text.split())}" if run.bold else f"text {look}"


def example(report: ReportKind) -> list[str]:
    return structure(docx_of(render(report, typical(report), DAY), MOMENT))


@pytest.mark.parametrize("report", kinds(), ids=lambda each: each.name)
def test_the_example_has_the_structure_it_had(report: ReportKind) -> None:
    golden = (GOLDEN / f"{report.name}.txt").read_text(encoding="utf-8")
    assert example(report) == golden.splitlines()


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for each in kinds():
        (GOLDEN / f"{each.name}.txt").write_text("\n".join(example(each)) + "\n", encoding="utf-8")
