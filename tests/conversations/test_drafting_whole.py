"""Whole reports typed through the interview, up to the file that arrives: on Telegram and at the keyboard.

Read next: `tests/conversations/interviewing.py`, `tests/conversations/test_drafting.py`.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx

from knowledge.drafting.kinds import kind, kinds
from knowledge.drafting.rendering import render
from knowledge.drafting.sources import typed_answers
from tests.bot.test_export import Failed, checker, failed
from tests.conversations.interviewing import Candidate
from tests.conversations.stage import Stage, TerminalStage

__all__ = ["checker", "failed"]

FACTS = Path(__file__).parents[1] / "knowledge" / "drafting" / "hoanh_son.yaml"


def lines_of(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


async def test_a_real_report_is_drafted_anew_by_talking(stage: Stage, failed: Failed) -> None:
    officer = stage.administrator("An", "Ủy ban nhân dân phường Hoành Sơn")
    annual, facts = kind("annual"), typed_answers(FACTS.read_text(encoding="utf-8"), FACTS.name)
    await officer.writes("/soan")
    await officer.presses(annual.title)
    await officer.presses("Cả báo cáo")
    candidate = Candidate(officer, annual, facts)
    await candidate.sits_through()
    assert ["Chiến sĩ thi đua" in told for told in candidate.kept] == [True]
    await officer.presses("Xuất tệp Word")
    if "Vẫn xuất" in "".join(officer.said.buttons):
        await officer.presses("Vẫn xuất")
    officer.sees("tệp Word đã sẵn sàng", "152/2025/NĐ-CP")
    (name,) = officer.said.files
    content = officer.gets(name)
    assert failed(content) == []
    written = render(annual, facts, stage.house.clock.now.date()).text()
    assert "Hoành Sơn" in lines_of(content)
    assert all(line in lines_of(content) for line in written.split("\n") if line.startswith("- "))


async def test_every_kind_of_report_can_be_talked_through(terminal_stage: TerminalStage, failed: Failed) -> None:
    officer = terminal_stage.administrator("An", "Ủy ban nhân dân xã Tân Bình")
    for report in kinds():
        await officer.writes("/soan")
        await officer.presses(next(label for label in officer.said.buttons if label.endswith(report.title)))
        await officer.presses("Cả báo cáo")
        await Candidate(officer, report, report.example()).sits_through()
        await officer.presses("Xuất tệp Word")
        if "Vẫn xuất" in "".join(officer.said.buttons):
            await officer.presses("Vẫn xuất")
        (name,) = officer.said.files
        assert failed(officer.gets(name)) == [], report.name
