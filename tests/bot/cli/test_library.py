from __future__ import annotations

import json
from pathlib import Path

from tests.bot.cli.conftest import Run

LAW = """CHÍNH PHỦ
Số: 152/2025/NĐ-CP
Hà Nội, ngày 14 tháng 6 năm 2025

NGHỊ ĐỊNH
Quy định về thi đua, khen thưởng

Điều 49. Nguyên tắc tính tiền thưởng
1. Tính theo mức lương cơ sở.
2. Làm tròn số lên hàng chục nghìn đồng.

Điều 50. Tên khác hẳn
1. Nguyên văn thử nghiệm của khoản một.
"""
REPORT = """BÁO CÁO
Tổng kết công tác thi đua, khen thưởng năm 2025

I. KẾT QUẢ ĐẠT ĐƯỢC
Ủy ban nhân dân xã Thử Nghiệm đã phát động 03 phong trào.

II. TỒN TẠI, HẠN CHẾ
- Nhân rộng điển hình còn chậm ở 02 thôn.

III. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2026
- Nhân rộng 04 điển hình.
"""


def test_an_official_text_takes_the_digests_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "152.txt").write_text(LAW, encoding="utf-8")
    added = run("library", "add", "152.txt").output
    assert "Nghị định 152/2025/NĐ-CP" in added
    assert "2 điều" in added
    answer = json.loads(run("ask", "--json", "Điều 49 khoản 2 Nghị định 152/2025").output)
    assert answer["provisions"][0]["content"] == "official"
    assert answer["provisions"][0]["quote"] == "2. Làm tròn số lên hàng chục nghìn đồng."
    other = json.loads(run("ask", "--json", "Điều 46 Nghị định 152/2025").output)
    assert other["provisions"][0]["content"] == "digest"


def test_a_heading_that_differs_from_the_digest_is_reported(run: Run, tmp_path: Path) -> None:
    (tmp_path / "152.txt").write_text(LAW, encoding="utf-8")
    assert "các điều 50 của" in run("library", "add", "152.txt").output


def test_a_report_is_practice_and_never_law(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bao-cao.txt").write_text(REPORT, encoding="utf-8")
    assert "xã Thử Nghiệm" in run("library", "add", "bao-cao.txt").output
    answer = json.loads(run("ask", "--json", "tồn tại, hạn chế viết thế nào").output)
    assert "Nhân rộng điển hình còn chậm ở 02 thôn." in answer["text"]
    assert "không phải quy định" in answer["text"]
    assert all("Nhân rộng" not in provision["quote"] for provision in answer["provisions"])


def test_the_same_file_is_kept_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "152.txt").write_text(LAW, encoding="utf-8")
    run("library", "add", "152.txt")
    assert "đã có từ trước" in run("library", "add", "152.txt").output
    assert len(run("library", "list").output.splitlines()) == 1


def test_removing_an_official_text_brings_the_digest_back(run: Run, tmp_path: Path) -> None:
    (tmp_path / "152.txt").write_text(LAW, encoding="utf-8")
    run("library", "add", "152.txt")
    assert "Đã bỏ" in run("library", "remove", "1").output
    answer = json.loads(run("ask", "--json", "Điều 49 Nghị định 152/2025").output)
    assert answer["provisions"][0]["content"] == "digest"
    assert "chưa có tài liệu" in run("library", "list").output


def test_removing_what_is_not_there_says_so(run: Run) -> None:
    assert "Không có tài liệu dùng chung số 9" in run("library", "remove", "9").output


def test_one_unreadable_file_leaves_the_library_as_it_was(run: Run, tmp_path: Path) -> None:
    import pytest

    from knowledge.errors import FileRejected

    (tmp_path / "152.txt").write_text(LAW, encoding="utf-8")
    (tmp_path / "hong.docx").write_bytes(b"PK\x03\x04 hong")
    with pytest.raises(FileRejected):
        run("library", "add", "152.txt", "hong.docx")
    assert "chưa có tài liệu" in run("library", "list").output


def test_what_is_missing_is_listed_with_where_to_find_it_until_it_is_loaded(run: Run, tmp_path: Path) -> None:
    listed = run("library", "missing").output
    assert "Nghị định số 152/2025/NĐ-CP" in listed and "vbpl.vn mã 178327" in listed
    (tmp_path / "152.txt").write_text(LAW, encoding="utf-8")
    run("library", "add", "152.txt")
    assert "vbpl.vn mã 178327" not in run("library", "missing").output
