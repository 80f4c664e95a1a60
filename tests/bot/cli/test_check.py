"""`tdkt check`: the contract of its JSON, the file with notes, and a clear word to every hostile file."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from docx import Document

from bot.texts import error_text
from knowledge.errors import FileRejected
from tests import hostile
from tests.bot.cli.conftest import Run
from tests.index.drafts import docx_of

DRAFT = "Căn cứ Nghị định số 98/2023/NĐ-CP.\r\nPhường tiếp tục nổ lực phấn đấu; số tiền 46.5 triệu đồng.\r\n"
KEYS = {"kind", "severity", "start", "end", "text", "message", "suggestion"}
HOSTILE = {
    "bom.docx": hostile.zip_bomb(60),
    "dtd.docx": hostile.with_dtd(),
    "long-nhau.docx": hostile.docx("<w:p/>", extra={"word/media/a.png": hostile.archive({"a": "b"})}),
    "dai.docx": hostile.long_docx(60_000_000),
    "khoa.docx": hostile.encrypted_office(),
    "macro.docm": hostile.docx("<w:p/>", extra={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
    "bao-cao.docx": b"MZ\x90\x00" + b"\x00" * 60 + b"PE\x00\x00",
    "vong.pdf": hostile.pdf_page_loop(),
    "2000.pdf": hostile.blank_pdf(2_000),
}


def findings(output: str) -> list[dict[str, object]]:
    (line,) = output.splitlines()
    return list(json.loads(line)["findings"])


def test_findings_are_one_json_object_with_ranges_in_the_file_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(DRAFT.encode())
    found = findings(run("check", "--on", "2025-12-20", "--json", "a.txt").output)
    assert {one["kind"] for one in found} == {"citation_expired", "misspelt", "figure_decimal"}
    for one in found:
        assert set(one) == KEYS
        assert DRAFT[int(str(one["start"])) : int(str(one["end"]))] == one["text"]
        assert one["message"] and one["suggestion"]


def test_the_day_of_the_draft_decides_what_is_expired(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(DRAFT.encode())
    kinds = {one["kind"] for one in findings(run("check", "--on", "2024-12-20", "--json", "a.txt").output)}
    assert "citation_expired" not in kinds


def test_without_json_the_findings_are_a_list_to_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(DRAFT.encode())
    output = run("check", "--on", "2025-12-20", "a.txt").output
    assert output.startswith("Ghi chú cho a.txt\n\n1. Lỗi – Căn cứ hết hiệu lực\n")


def test_the_file_comes_back_with_notes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx_of(["Phường tiếp tục nổ lực phấn đấu."]))
    assert run("check", "a.docx", "--out", "b.docx", "--mend").output == ""
    comments = Document(io.BytesIO((tmp_path / "b.docx").read_bytes())).comments
    assert any("«nổ lực»" in comment.text for comment in comments)


def test_ranges_in_a_word_file_point_into_what_sections_prints(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx_of(["Một dòng.", "Phường tiếp tục nổ lực phấn đấu."]))
    text = run("sections", "--text", "a.docx").output
    found = findings(run("check", "--json", "a.docx").output)
    assert all(text[int(str(one["start"])) : int(str(one["end"]))] == one["text"] for one in found)


def test_last_year_s_report_is_held_beside_it(run: Run, tmp_path: Path) -> None:
    sentence = "Trong năm đã tổ chức 14 buổi sinh hoạt chuyên đề tại các tổ dân phố với 1.250 lượt người dự.\n"
    for name in ("a.txt", "truoc.txt"):
        (tmp_path / name).write_text(sentence, encoding="utf-8")
    assert [one["kind"] for one in findings(run("check", "--previous", "truoc.txt", "--json", "a.txt").output)] == [
        "same_sentence"
    ]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_clear_word(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name])
    with pytest.raises(FileRejected) as rejected:
        run("check", "--json", name)
    assert name in error_text(rejected.value)
