"""The upper level's outline: matched, asked for, followed."""

from __future__ import annotations

from datetime import date

from knowledge.drafting.blocks import Heading
from knowledge.drafting.kinds import kind
from knowledge.drafting.outlines import Outline, read_outline, with_outline
from knowledge.drafting.rendering import render
from tests.knowledge.drafting.answering import typical

ANNUAL = kind("annual")
DAY = date(2025, 12, 15)
TEXT = """ĐỀ CƯƠNG BÁO CÁO
Tổng kết công tác thi đua, khen thưởng năm 2025

A. KẾT QUẢ CÔNG TÁC THI ĐUA, KHEN THƯỞNG NĂM 2025
I. Khái quát đặc điểm, tình hình
II. Kết quả đạt được
1. Công tác khen thưởng
2. Công tác chỉ đạo, triển khai thực hiện
3. Kết quả tổ chức các phong trào thi đua
3.1. Phong trào thi đua do Thủ tướng Chính phủ phát động
3.2. Phong trào thi đua do tỉnh phát động
4. Công tác bình đẳng giới
III. Tồn tại, hạn chế và nguyên nhân
B. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2026
I. Nhiệm vụ trọng tâm
II. Kiến nghị, đề xuất
"""


def outline() -> Outline:
    found = read_outline(TEXT, ANNUAL)
    assert found is not None
    return found


def test_headings_are_matched_to_the_sections_we_know() -> None:
    assert outline().matched == (
        "situation", "commendation", "leadership", "movements", "shortcomings", "causes", "next_tasks",
        "recommendations",
    )  # fmt: skip
    assert outline().style == "letter"


def test_a_heading_nobody_knows_stays_as_a_section_to_be_written_freely() -> None:
    assert outline().free == {"free_1": "Công tác bình đẳng giới"}
    following = with_outline(ANNUAL, outline())
    assert following.questions["free_1"].type == "long_text"


def test_only_what_the_outline_needs_is_asked() -> None:
    asked = with_outline(ANNUAL, outline()).questions.keys()
    assert "fund_total" not in asked
    assert {"office_name", "awards", "shortcomings"} <= asked


def test_the_report_follows_the_order_and_headings_of_the_outline() -> None:
    following = with_outline(ANNUAL, outline())
    answers = {key: value for key, value in typical(ANNUAL).items() if key in following.questions}
    draft = render(following, {**answers, "free_1": "45% cá nhân được khen là nữ"}, DAY)
    headings = [block.line for block in draft.blocks if isinstance(block, Heading)]
    assert headings[:6] == [
        "A. KẾT QUẢ CÔNG TÁC THI ĐUA, KHEN THƯỞNG NĂM 2025", "I. Khái quát đặc điểm, tình hình",
        "II. Kết quả đạt được", "1. Công tác khen thưởng", "2. Công tác chỉ đạo, triển khai thực hiện",
        "3. Kết quả tổ chức các phong trào thi đua",
    ]  # fmt: skip
    assert "4. Công tác bình đẳng giới" in headings
    assert headings[-1] == "II. Kiến nghị, đề xuất"


def test_an_outline_is_plain_data_that_can_be_kept() -> None:
    assert Outline.model_validate_json(outline().model_dump_json()) == outline()


def test_our_own_report_as_an_outline_matches_all_its_sections() -> None:
    text = render(ANNUAL, typical(ANNUAL), DAY).text()
    found = read_outline(text, ANNUAL)
    assert found is not None
    assert set(found.matched) >= {section.name for section in ANNUAL.sections} - {"causes", "direction", "inspection"}


def test_a_text_without_headings_is_no_outline() -> None:
    assert read_outline("Kính gửi các đơn vị. Đề nghị báo cáo.", ANNUAL) is None
