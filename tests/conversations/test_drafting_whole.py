"""Whole reports typed through the interview, up to the file that arrives.

Read next: `tests/conversations/interviewing.py`, `tests/conversations/test_drafting.py`.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from shutil import which

import docx
import pytest
from pypdf import PdfReader

from bot.access import Directory
from bot.storage.drafts import Drafts
from bot.storage.library import Library, NewDocument
from knowledge.drafting.answers import check_answers
from knowledge.drafting.kinds import kind, kinds
from knowledge.drafting.outlines import read_outline, with_outline
from knowledge.drafting.rendering import render
from knowledge.drafting.sources import typed_answers
from tests.bot.test_export import Failed, checker, failed
from tests.conversations.interviewing import Candidate
from tests.conversations.stage import Speaker, Stage, TerminalStage
from tests.index.drafts import docx_of
from tests.knowledge.drafting.test_outlines import TEXT as OUTLINE

__all__ = ["checker", "failed"]

FACTS = Path(__file__).parents[1] / "knowledge" / "drafting" / "hoanh_son.yaml"


def lines_of(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


async def exports(officer: Speaker) -> None:
    """Ask for the file, whatever the check says."""
    await officer.writes("xuất tệp Word")
    if "Vẫn xuất" in officer.said.buttons:
        await officer.presses("Vẫn xuất")


async def test_a_real_report_is_drafted_anew_by_talking(terminal_stage: TerminalStage, failed: Failed) -> None:
    officer = terminal_stage.administrator("An", "Ủy ban nhân dân phường Hoành Sơn")
    annual, facts = kind("annual"), typed_answers(FACTS.read_text(encoding="utf-8"), FACTS.name)
    await officer.writes("/soan")
    await officer.presses(annual.title)
    await officer.presses("Cả báo cáo")
    candidate = Candidate(officer, annual, facts)
    await candidate.sits_through()
    assert ["Chiến sĩ thi đua" in told for told in candidate.kept] == [True]
    await exports(officer)
    officer.sees("tệp Word đã sẵn sàng", "152/2025/NĐ-CP")
    (name,) = officer.said.files
    content = officer.gets(name)
    assert failed(content) == []
    written = render(annual, facts, terminal_stage.house.clock.now.date()).text()
    assert "Hoành Sơn" in lines_of(content)
    assert all(line in lines_of(content) for line in written.split("\n") if line.startswith("- "))


async def test_every_other_kind_of_report_can_be_talked_through(terminal_stage: TerminalStage, failed: Failed) -> None:
    officer = terminal_stage.administrator("An", "Ủy ban nhân dân xã Tân Bình")
    for report in kinds()[1:]:
        await officer.writes("/soan")
        await officer.presses(next(label for label in officer.said.buttons if label.endswith(report.title)))
        await officer.presses("Cả báo cáo")
        await Candidate(officer, report, report.example()).sits_through()
        await exports(officer)
        (name,) = officer.said.files
        assert failed(officer.gets(name)) == [], report.name


def begun(stage: Stage, officer: Speaker, **answers: object) -> None:
    """An annual report of the officer's office with the example answers, and these."""
    annual = kind("annual")
    with stage.house.store.begin() as session:
        principal = Directory(session).who(officer.identity)
        assert principal is not None
        drafts = Drafts(session, principal.office_id)
        kept = drafts.begin("annual", principal.person_id, stage.house.clock.now)
        given = {**check_answers(annual, annual.example()), **check_answers(annual, answers)}
        drafts.answer(kept.id, given, principal.person_id, stage.house.clock.now)


async def opens_review(officer: Speaker) -> None:
    await officer.writes("/soan")
    await officer.presses("Tiếp tục")
    if "Xem lại:" not in officer.said.text:
        await officer.writes("xem lại")


async def test_what_the_check_finds_stands_in_the_way_with_a_way_to_the_answer(stage: Stage) -> None:
    officer = stage.administrator("An", "Ủy ban nhân dân phường Trúc Đàm")
    begun(stage, officer, direction="Tiếp tục nổ lực theo Nghị định số 98/2023/NĐ-CP")
    await opens_review(officer)
    await officer.presses("Xuất tệp Word")
    officer.sees("còn chỗ nên sửa trước khi xuất", "98/2023/NĐ-CP", "nổ lực")
    officer.may_press("Vẫn xuất")
    await officer.presses("Sửa Phương hướng")
    officer.sees("Đang ghi: Tiếp tục nổ lực")
    await officer.writes("Tiếp tục nỗ lực theo Nghị định số 152/2025/NĐ-CP")
    await officer.writes("xuất tệp")
    officer.sees("tệp Word đã sẵn sàng")
    assert [name.endswith(".docx") for name in officer.said.files] == [True]


async def test_sentences_of_the_last_report_are_named_and_of_no_other_offices(stage: Stage) -> None:
    officer = stage.administrator("An", "Ủy ban nhân dân phường Trúc Đàm")
    other = stage.administrator("Bình", "Ủy ban nhân dân phường Mỹ Lộc")
    copied = "Tổ chức 12 cuộc kiểm tra công tác thi đua, khen thưởng tại 21 tổ dân phố trên địa bàn"
    principal = stage.house.who(officer.identity)
    assert principal is not None
    before = NewDocument("report", "2024.docx", "0" * 64, f"Năm 2024.\n{copied}.\n", period="năm 2024")
    with stage.house.store.begin() as session:
        Library(session, principal.office_id).add(before, principal.person_id, stage.house.clock.now)
    for speaker in (officer, other):
        begun(stage, speaker, direction=copied)
        await opens_review(speaker)
        await exports(speaker)
    officer.sees("giống hệt báo cáo năm trước")
    other.sees_nothing_of("giống hệt")


@pytest.mark.skipif(not any(map(which, ("soffice", "libreoffice"))), reason="needs LibreOffice")
async def test_the_report_is_printed_where_an_office_program_is_installed(terminal_stage: TerminalStage) -> None:
    officer = terminal_stage.administrator("An", "Ủy ban nhân dân phường Trúc Đàm")
    begun(terminal_stage, officer)
    await opens_review(officer)
    await exports(officer)
    await officer.presses("Xem bản in (PDF)")
    officer.sees("bản xem trước khi in")
    ((name, content),) = officer.said.files.items()
    assert name.endswith(".pdf")
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]
    assert len(pages) > 2
    assert "Trần Văn Bình" in pages[-1]


@pytest.mark.skipif(not any(map(which, ("soffice", "libreoffice"))), reason="needs LibreOffice")
async def test_the_pages_are_shown_as_pictures_in_the_conversation(stage: Stage) -> None:
    officer = stage.administrator("An", "Ủy ban nhân dân phường Trúc Đàm")
    begun(stage, officer)
    await opens_review(officer)
    await exports(officer)
    await officer.presses("Xem các trang (ảnh)")
    count = len(officer.said.pictures)
    assert count > 2
    officer.sees_in_order(f"2025: trang 1/{count}.", f"trang {count}/{count}.")
    heights = {int.from_bytes(picture[20:24]) / int.from_bytes(picture[16:20]) for picture in officer.said.pictures}
    assert all(1.40 < height < 1.43 for height in heights)


async def test_where_nothing_prints_the_officer_is_told_to_open_the_file(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    officer = stage.administrator("An", "Ủy ban nhân dân phường Trúc Đàm")
    begun(stage, officer)
    await opens_review(officer)
    await exports(officer)
    await officer.presses("Xem các trang (ảnh)")
    officer.sees("chưa cài LibreOffice", "mở tệp Word")
    assert officer.said.pictures == []


async def test_a_report_that_lacks_an_answer_says_which_and_leads_there(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("/soan")
    await officer.presses("Báo cáo tổng kết năm")
    await officer.presses("Cả báo cáo")
    await officer.writes("xuất")
    officer.sees("còn thiếu: Loại đơn vị; Tên đơn vị; Người ký; Năm báo cáo")
    await officer.presses("Người ký")
    officer.sees("Chủ tịch ký hay Phó Chủ tịch ký thay?")


async def test_hostile_answers_are_printed_as_they_are_and_command_nothing(stage: Stage, failed: Failed) -> None:
    officer = stage.administrator("An", "Ủy ban nhân dân phường Trúc Đàm")
    begun(stage, officer)
    await opens_review(officer)
    await officer.presses("Phương hướng")
    await officer.presses("1. Phương hướng")
    await officer.writes(
        "Thi đua <b>&amp; {{ 7*7 }} {% x %} </p><script> «" + " ".join(f"từ{number}" for number in range(60)) + "»"
    )
    officer.sees("<b>&amp; { 7*7 }")
    await exports(officer)
    (content,) = officer.said.files.values()
    assert "</p><script>" in lines_of(content) and "49" not in lines_of(content).split("Thi đua <b>")[1][:40]
    assert failed(content) == []


async def test_the_finished_report_follows_the_outline_of_the_upper_level(terminal_stage: TerminalStage) -> None:
    officer = terminal_stage.administrator("An", "Ủy ban nhân dân phường Trúc Đàm")
    await officer.sends("de-cuong.docx", docx_of(OUTLINE.splitlines()))
    await officer.presses("Soạn theo đề cương này")
    await officer.presses("Soạn theo đề cương")
    annual = kind("annual")
    outline = read_outline(OUTLINE, annual)
    assert outline is not None
    followed = with_outline(annual, outline)
    answers = {**annual.example(), "free_1": "Có 12/40 đảng viên mới là nữ"}
    await Candidate(officer, followed, answers).sits_through()
    await exports(officer)
    (content,) = officer.said.files.values()
    text = lines_of(content)
    headings = ("Khen thưởng", "Công tác chỉ đạo", "phong trào thi đua", "bình đẳng giới", "TỒN TẠI", "PHƯƠNG HƯỚNG")
    places = [text.index(heading) for heading in headings if heading in text]
    assert len(places) >= 5 and text.index("Công tác bình đẳng giới") < text.index("12/40 đảng viên mới là nữ")
    assert text.index("Công tác chỉ đạo") < text.index("Công tác bình đẳng giới")
