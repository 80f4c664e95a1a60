"""Reports as DOCX: held against the rules of the official form, reopened, compared, looked at."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import docx
import pytest
from docx.oxml.ns import qn

from bot import export
from bot.export import docx_of, file_name, preview
from bot.exporting.paper import Paper
from bot.exporting.parts import write_blocks
from bot.exporting.reopening import check_reopened, lines_of
from knowledge.drafting.blocks import Draft, Paragraph
from knowledge.drafting.form import official_form
from knowledge.drafting.kinds import ReportKind, kind, kinds
from knowledge.drafting.models import QuestionType
from knowledge.drafting.outlines import read_outline, with_outline
from knowledge.drafting.rendering import render
from knowledge.errors import DraftIncomplete, ExportProblem
from tests.knowledge.drafting.answering import HOSTILE, largest, least, typical
from tests.knowledge.drafting.test_outlines import TEXT

MOMENT = datetime(2025, 12, 15, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
DAY = MOMENT.date()

Failed = Callable[[bytes], list[str]]
each_kind = pytest.mark.parametrize("report", kinds(), ids=lambda each: each.name)


@pytest.fixture(scope="session")
def checker(shared: Path) -> ModuleType:
    specification = importlib.util.spec_from_file_location("check_docx", shared / "tools" / "check_docx.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def failed(checker: ModuleType, tmp_path: Path) -> Failed:
    """The rules a file breaks, warnings apart."""

    def broken(content: bytes) -> list[str]:
        file = tmp_path / "report.docx"
        file.write_bytes(content)
        rows = checker.check(str(file), draft=True).rows
        return [f"{row['id']} {row['measured']}" for row in rows if row["status"] == "FAIL"]

    return broken


def drafted(report: ReportKind, answers: Any, day: date = DAY) -> Draft:
    return render(report, answers, day)


@each_kind
@pytest.mark.parametrize(
    "answers",
    [least, typical, lambda report: largest(report, records=12)],
    ids=["least", "typical", "largest"],
)
def test_no_rule_of_the_official_form_is_broken(report: ReportKind, answers: Any, failed: Failed) -> None:
    assert failed(docx_of(drafted(report, answers(report)), MOMENT)) == []


def rows_of(report: ReportKind, records: int) -> dict[str, Any]:
    """The example with so many rows in each of its lists."""
    lists = {key for key, question in report.questions.items() if question.type is QuestionType.RECORDS}
    return {
        **typical(report),
        **{key: value for key, value in largest(report, records=records).items() if key in lists},
    }


@each_kind
def test_sixty_rows_in_every_list_keep_the_form(report: ReportKind, failed: Failed) -> None:
    content = docx_of(drafted(report, rows_of(report, 60)), MOMENT)
    assert failed(content) == []
    text = "\n".join(lines_of(docx.Document(BytesIO(content)).element.body))
    assert text.count(HOSTILE[:12]) >= 60


def test_a_table_of_sixty_rows_repeats_its_title() -> None:
    report = kind("annual")
    answers = {**typical(report), "awards": rows_of(report, 60)["awards"]}
    for key in ("awards_collectives", "awards_individuals"):
        del answers[key]
    tables = docx.Document(BytesIO(docx_of(drafted(report, answers), MOMENT))).tables
    table = max(tables, key=lambda each: len(each.rows))
    assert len(table.rows) == 62
    assert table.rows[0]._tr.trPr is not None and table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


@each_kind
@pytest.mark.parametrize("value", ["&", "<", "{{", "Đ" * 290])
def test_a_hostile_value_in_every_answer_keeps_the_form(report: ReportKind, value: str, failed: Failed) -> None:
    content = docx_of(drafted(report, largest(report, records=2, text=value)), MOMENT)
    assert failed(content) == []


def test_a_year_stands_on_the_line_of_the_words_before_it() -> None:
    report = kind("period")
    content = docx_of(drafted(report, typical(report)), MOMENT)
    (title,) = (each.text for each in docx.Document(BytesIO(content)).paragraphs if each.text.startswith("Tổng kết"))
    assert "giai\N{NO-BREAK SPACE}đoạn\N{NO-BREAK SPACE}2021-2025" in title


@pytest.mark.parametrize("name", ["&", "<", "{{", "A & B < C > D", "Đ" * 290, "«a» “b” 'c'", HOSTILE])
def test_a_hostile_name_stands_in_the_file_as_text(name: str, failed: Failed) -> None:
    report = kind("annual")
    answers = {**typical(report), "models": [{"name": f"Mô hình {name}"}], "models_found": 1, "models_spread": 1}
    content = docx_of(drafted(report, answers), MOMENT)
    assert failed(content) == []
    shown = name.replace("{{", "{").replace("}}", "}").replace("{%", "{").replace("%}", "}")
    shown = shown.replace("[", "(").replace("]", ")")
    assert shown in "\n".join(lines_of(docx.Document(BytesIO(content)).element.body))


def test_a_hostile_office_keeps_the_form(failed: Failed) -> None:
    report = kind("annual")
    answers = {**typical(report), "office_name": "A&B <C> {{D}}", "place": "a&b <c>", "addressees": [HOSTILE]}
    answers |= {"recipients": [f"{HOSTILE} {n}" for n in range(9)], "drafting_unit": "X&Y <z>"}
    assert failed(docx_of(drafted(report, answers), MOMENT)) == []


def test_number_and_day_may_be_left_to_the_electronic_system(failed: Failed) -> None:
    report = kind("annual")
    answers = {key: value for key, value in typical(report).items() if key not in ("number", "signed_on", "signer")}
    content = docx_of(drafted(report, answers), MOMENT)
    assert failed(content) == []
    lines = list(lines_of(docx.Document(BytesIO(content)).element.body))
    assert "Số: /BC-UBND" in lines
    assert "Trúc Đàm, ngày tháng năm 2025" in lines


@pytest.mark.parametrize("style", ["A.", "Phần I", "I.", "1."])
def test_a_report_after_an_outline_keeps_the_form(style: str, failed: Failed) -> None:
    second = {"A.": "B.", "Phần I": "Phần II", "I.": "II.", "1.": "2."}[style]
    text = TEXT.replace("A. KẾT QUẢ", f"{style} KẾT QUẢ").replace("B. PHƯƠNG HƯỚNG", f"{second} PHƯƠNG HƯỚNG")
    if style in ("I.", "1."):
        text = f"{style} Khái quát đặc điểm, tình hình\n{second} Công tác khen thưởng\n"
    report = kind("annual")
    outline = read_outline(text, report)
    assert outline is not None
    following = with_outline(report, outline)
    answers = {key: value for key, value in typical(report).items() if key in following.questions}
    assert failed(docx_of(drafted(following, answers), MOMENT)) == []


def test_a_deputy_signs_for_the_chairman_and_an_author_beside_the_office() -> None:
    lines = list(lines_of(docx.Document(BytesIO(_file("annual"))).element.body))
    place = lines.index("TM. ỦY BAN NHÂN DÂN")
    assert lines[place : place + 4] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Văn Bình"]
    lines = list(lines_of(docx.Document(BytesIO(_file("individual_achievement"))).element.body))
    place = lines.index("NGƯỜI BÁO CÁO")
    assert lines[place + 1] == "Lê Thị Hạnh"
    assert lines[place + 4 :][-4:] == ["Xác nhận của cơ quan", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Thị Mai"]


def _file(name: str) -> bytes:
    return docx_of(drafted(kind(name), typical(kind(name))), MOMENT)


@each_kind
def test_the_structure_of_the_file_is_that_of_the_draft(report: ReportKind) -> None:
    draft = drafted(report, typical(report))
    document = docx.Document(BytesIO(docx_of(draft, MOMENT)))
    tables = sum(1 for block in draft.blocks if not hasattr(block, "line"))
    assert len(document.tables) == tables + (3 if draft.head.author else 2)
    assert document.core_properties.created == MOMENT.replace(tzinfo=None) or document.core_properties.created
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]
    assert texts[0] == "BÁO CÁO"
    assert texts[-1] == draft.closing
    assert draft.closing.endswith("./.")


def test_an_incomplete_draft_is_not_exported() -> None:
    with pytest.raises(DraftIncomplete) as caught:
        docx_of(drafted(kind("annual"), {}), MOMENT)
    assert "Năm báo cáo" in caught.value.details["missing"]  # type: ignore[operator]


def test_a_file_that_says_something_else_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = drafted(kind("annual"), typical(kind("annual")))
    monkeypatch.setattr(export, "write_text", lambda paper, _: paper.add("Khác", export.Letters(14)))
    with pytest.raises(ExportProblem):
        docx_of(draft, MOMENT)


def test_a_part_that_says_something_else_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = drafted(kind("annual"), typical(kind("annual")))
    assert export.blocks_docx("Một phần", draft.blocks, MOMENT)
    monkeypatch.setattr(export, "write_blocks", lambda paper, blocks: write_blocks(paper, blocks[:-1]))
    with pytest.raises(ExportProblem) as caught:
        export.blocks_docx("Một phần", draft.blocks, MOMENT)
    assert caught.value.details["found"] == ""


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no file at all"])
def test_a_file_that_cannot_be_opened_is_not_handed_out(content: bytes) -> None:
    draft = drafted(kind("annual"), {})
    with pytest.raises(ExportProblem):
        check_reopened(content, draft, Paper(docx.Document(), official_form()))


def test_one_changed_word_is_noticed() -> None:
    draft = drafted(kind("annual"), typical(kind("annual")))
    content = docx_of(draft, MOMENT)
    paper = Paper(docx.Document(), official_form())
    check_reopened(content, draft, paper)
    other = tuple(
        replace(block, text=block.text.replace("26 văn bản", "27 văn bản")) if isinstance(block, Paragraph) else block
        for block in draft.blocks
    )
    with pytest.raises(ExportProblem) as caught:
        check_reopened(content, replace(draft, blocks=other), paper)
    assert "27 văn bản" in str(caught.value.details["wanted"])


def test_the_name_of_the_file_is_plain() -> None:
    draft = drafted(kind("annual"), {**typical(kind("annual")), "place": "a../x:y"})
    assert file_name(draft) == "bao-cao-annual-a-x-y-2025.docx"


def test_pages_can_be_looked_at_where_an_office_program_is_installed() -> None:
    found = preview(_file("individual_achievement"))
    if found is None:
        pytest.skip("needs LibreOffice")
    assert found.pdf.startswith(b"%PDF")
    assert len(found.pages) == 2
    assert all(page.startswith(b"\x89PNG\r\n\x1a\n") for page in found.pages)


def test_without_an_office_program_there_is_no_preview(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.exporting.preview.shutil.which", lambda _: None)
    assert preview(b"") is None


def test_an_office_program_that_fails_gives_no_preview(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.exporting.preview.shutil.which", lambda _: "/bin/false")
    assert preview(b"") is None
