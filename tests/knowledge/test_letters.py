"""Official letters, plans and notices: the head, and what is asked for by when."""

from __future__ import annotations

import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from knowledge.dates import resolve
from knowledge.letters import Letter, read_letter

LETTER = """UBND TỈNH BẮC NINH          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ                       Độc lập - Tự do - Hạnh phúc

Số: 2145/SNV-TĐKT              Bắc Ninh, ngày 12 tháng 11 năm 2025
V/v báo cáo tổng kết công tác thi đua,
khen thưởng năm 2025

Kính gửi:
- Các sở, ban, ngành, đoàn thể tỉnh;
- Ủy ban nhân dân các xã, phường.

Thực hiện Quyết định số 86/2025/QĐ-UBND ngày 03/12/2025 của UBND tỉnh, Sở Nội vụ đề nghị các cơ quan, đơn vị:
1. Báo cáo kết quả công tác thi đua, khen thưởng (số liệu tính từ ngày 15/12/2024 đến ngày 14/12/2025).
2. Gửi báo cáo về Sở Nội vụ (qua Phòng Thi đua, khen thưởng) trước ngày
15/12/2025 để tổng hợp.
3. Hồ sơ đề nghị khen thưởng gửi chậm nhất ngày 10/01.
Đề nghị các cơ quan, đơn vị quan tâm, thực hiện./.

Nơi nhận:                         GIÁM ĐỐC
- Như trên;
- Lưu: VT.                       Nguyễn Văn A
"""
NOTICE = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ PHÚ MỸ Độc lập - Tự do - Hạnh phúc
Số: 15/TB-UBND Phú Mỹ, ngày 05 tháng 01 năm 2026
THÔNG BÁO
Về việc nộp hồ sơ đề nghị khen thưởng năm 2025
Ủy ban nhân dân xã Phú Mỹ thông báo đến các thôn: hồ sơ gửi về Phòng Văn hóa - Xã hội trước 17 giờ 00 ngày 20/01/2026.
"""


@pytest.fixture(scope="module")
def letter() -> Letter:
    return read_letter(LETTER)


def test_the_head_tells_who_writes_what_and_when(letter: Letter) -> None:
    assert letter.kind == "Công văn"
    assert letter.number == "2145/SNV-TĐKT"
    assert letter.issued_on == date(2025, 11, 12)
    assert letter.sender == "Sở Nội vụ"
    assert letter.superior == "UBND TỈNH BẮC NINH"


def test_a_subject_goes_on_over_its_lines(letter: Letter) -> None:
    assert letter.subject == "báo cáo tổng kết công tác thi đua, khen thưởng năm 2025"


def test_the_list_of_addressees_is_the_recipient(letter: Letter) -> None:
    assert letter.recipient == "Các sở, ban, ngành, đoàn thể tỉnh; Ủy ban nhân dân các xã, phường"


def test_an_addressee_on_the_same_line_is_the_recipient() -> None:
    text = LETTER.replace("Kính gửi:\n- Các sở", "Kính gửi: Các sở").replace("\n- Ủy ban nhân dân các xã", " Các xã")
    assert read_letter(text).recipient == "Các sở, ban, ngành, đoàn thể tỉnh; Các xã, phường"


def test_deadlines_come_with_the_whole_item_and_its_place(letter: Letter) -> None:
    first, second = letter.deadlines
    assert first.deadline.text == "trước ngày\n15/12/2025"
    assert first.line.text == (
        "2. Gửi báo cáo về Sở Nội vụ (qua Phòng Thi đua, khen thưởng) trước ngày 15/12/2025 để tổng hợp."
    )
    assert LETTER[first.line.start : first.line.end].startswith("2. Gửi báo cáo")
    assert second.line.text == "3. Hồ sơ đề nghị khen thưởng gửi chậm nhất ngày 10/01."


def test_an_open_year_is_counted_from_the_letter(letter: Letter) -> None:
    found = resolve(letter.deadlines[1].deadline, today=date(2026, 11, 21), context=letter.context)
    assert found.last_day == date(2026, 1, 10)


def test_what_is_asked_for_is_told(letter: Letter) -> None:
    first, last = letter.asks_for
    assert first.text.endswith("Sở Nội vụ đề nghị các cơ quan, đơn vị:")
    assert last.text == "Đề nghị các cơ quan, đơn vị quan tâm, thực hiện./."


def test_a_notice_in_two_columns_is_read() -> None:
    notice = read_letter(NOTICE)
    assert (notice.kind, notice.number, notice.issued_on) == ("Thông báo", "15/TB-UBND", date(2026, 1, 5))
    assert notice.sender == "Ủy ban nhân dân xã Phú Mỹ"
    assert notice.subject == "nộp hồ sơ đề nghị khen thưởng năm 2025"
    assert notice.recipient is None
    (found,) = notice.deadlines
    assert found.line.text.startswith("Ủy ban nhân dân xã Phú Mỹ thông báo")


def test_decomposed_letters_change_nothing(letter: Letter) -> None:
    found = read_letter(unicodedata.normalize("NFD", LETTER))
    assert (found.number, found.issued_on, found.subject, found.recipient) == (
        letter.number, letter.issued_on, letter.subject, letter.recipient,
    )  # fmt: skip
    assert [part.deadline.what for part in found.deadlines] == [part.deadline.what for part in letter.deadlines]


def test_lines_broken_anywhere_by_a_pdf_keep_their_deadlines(letter: Letter) -> None:
    head, body = LETTER.split("Thực hiện", 1)
    broken = head + "Thực hiện" + body.replace("trước ngày\n15/12/2025", "trước\nngày 15/12/\n2025")
    assert [part.deadline.what for part in read_letter(broken).deadlines][:1] == [letter.deadlines[0].deadline.what]


@pytest.mark.parametrize("text", ["", "   \n\n", "abc", "Số:       /SNV-TĐKT\n      , ngày    tháng 11 năm 2025"])
def test_nothing_is_invented(text: str) -> None:
    found = read_letter(text)
    assert (found.sender, found.number, found.issued_on, found.subject, found.recipient) == (None,) * 5
    assert (found.deadlines, found.asks_for) == ((), ())


def test_a_heading_asks_for_nothing() -> None:
    assert read_letter("I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\n2. Yêu cầu\na) Thiết thực, hiệu quả.").asks_for == ()


def test_what_another_body_proposed_is_not_asked_for() -> None:
    assert read_letter("Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 12/TTr-SNV.").asks_for == ()


def test_the_sample_plans_are_read(shared: Path) -> None:
    found = {}
    for name in ("mau-0124-KH-UBND-Dak-Lak-2025", "mau-157-KH-UBND-Can-Tho-2025", "mau-982-KH-UBND-Nghe-An-2025"):
        letter = read_letter((shared / "regulations" / "raw" / f"{name}.txt").read_text(encoding="utf-8"))
        assert (letter.kind, letter.issued_on is not None, letter.subject is not None) == ("Kế hoạch", True, True)
        found[letter.number] = [part.deadline.text for part in letter.deadlines]
    assert found == {
        "0124/KH-UBND": [],
        "157/KH-UBND": ["từ ngày 08 đến ngày 10 tháng 12 năm 2025", "trước ngày 31 tháng 12 năm 2025"],
        "982/KH-UBND": [],
    }


HOSTILE = [
    "SỞ ", "Số: 1/A ", "V/v a\n", "Kính gửi: a\n", "- a;\n", "đề nghị a ", "trước ngày 1/1/2025 ", "ngày 1 tháng 1, ",
    "A\n", "đề nghị gửi\n", "(", "\n",
]  # fmt: skip


def _steps(text: str) -> int:
    """How many calls, of Python and of the regular expression engine, reading the text takes."""
    count = 0

    def count_call(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count_call)
    try:
        read_letter(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("unit", HOSTILE)
def test_work_grows_no_faster_than_the_text(unit: str) -> None:
    read_letter(unit * 10)
    once, twice = _steps("SỞ NỘI VỤ\n" + unit * 200), _steps("SỞ NỘI VỤ\n" + unit * 400)
    assert twice <= 2.2 * once + 400


def test_what_is_to_be_finished_may_stand_before_the_semicolon() -> None:
    items = ["1. Rà soát, bình xét thi đua; hoàn thành trước ngày 30/11/2026.", "2. Gửi hồ sơ; xong trước 5/12/2026."]
    text = "\n".join(["Kính gửi: các xã.", *items])
    lines = [found.line.text for found in read_letter(text).deadlines]
    assert lines == items
    (alone,) = read_letter("Nội dung thứ nhất\nHoàn thành trước ngày 30/11/2026.").deadlines
    assert alone.line.text == "Hoàn thành trước ngày 30/11/2026."
