"""What is right is left alone: words, sums and citations that a hasty check would mark."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.checks.checking import check_text

ON = date(2025, 12, 20)

RIGHT = [
    "Toàn xã có 20.788 người (18.825 khẩu thường trú và 1.963 khẩu tạm trú).",
    "Tổng diện tích 57,2 ha, trong đó: lạc 15,6 ha; sắn 10 ha; ngô 31,6 ha.",
    "Có 40 hộ thoát nghèo, trong đó 12 hộ do phụ nữ làm chủ.",
    "Có 106 hộ được hỗ trợ 2.977.500.000 đồng (thôn Một: 35 hộ 1.167.500.000 đồng, thôn Hai: 36 hộ 780 triệu đồng,"
    " thôn Ba: 35 hộ 1.030.000.000 đồng).",
    "Thu ngân sách đạt 130,8/106,9 tỷ đồng, đạt 122,3% kế hoạch.",
    "Tỷ lệ hộ nghèo 1,14% (96 hộ), giảm 0,2% so với năm 2024.",
    "Năng suất lúa đạt 54,2 tạ/ha trên 55,12 ha, năng suất 54,2 tạ/ha, sản lượng 298,7 tấn.",
    "Thu nhập tăng gấp đôi, tăng 12,5% so với cùng kỳ năm 2024.",
    "Phong trào ngày càng lan tỏa; luôn luôn được người người, nhà nhà hưởng ứng.",
    "UBND xã ban hành Quyết định số 41/QĐ-UBND ngày 28/3/2025; Kế hoạch số 63/KH-UBND ngày 08/7/2025.",
    "Luật Thi đua, khen thưởng ngày 15/6/2022 và Nghị định số 152/2025/NĐ-CP ngày 14/6/2025 của Chính phủ.",
    "Khoản 2 Điều 50 Nghị định số 152/2025/NĐ-CP quy định mức tiền thưởng.",
    "Trang thông tin https://tdkt.gov.vn/tin,bai đăng 47 tin, bài; thư gửi tdkt@vinhphuc.gov.vn.",
    "Các ứng dụng VNeID, iPhone và YouTube được dùng trong tuyên truyền.",
    "Trước ngày 01/7/2025, UBND huyện Bình Tân đã tặng 12 Giấy khen.",
    "Xã tiếp tục phối hợp với các xã, phường lân cận; hợp tác xã hoạt động ổn định.",
    "Giai đoạn 2021-2025 và kế hoạch 5 năm 2026-2030 được xây dựng đồng bộ.",
    "Đến cuối năm 2026, phấn đấu tỷ lệ hộ nghèo còn 0,5%.",
    "Kinh phí 08 (tám) triệu đồng; hội nghị có 25 (hai mươi lăm) người dự.",
    "Nhiệm vụ thể hiện ở văn bản hành chính; hội đồng chỉ đạo kịp thời và có kết quả.",
]


@pytest.mark.parametrize("sentence", RIGHT)
def test_what_is_right_is_left_alone(sentence: str) -> None:
    assert [(one.kind, one.text, dict(one.details)) for one in check_text(sentence, ON)] == []


def test_a_document_of_its_time_is_right_in_a_report_of_that_time() -> None:
    assert check_text("Thực hiện Nghị định số 98/2023/NĐ-CP ngày 31/12/2023.", date(2024, 12, 1)) == []


def test_an_unknown_document_is_a_note_and_never_called_wrong() -> None:
    (one,) = check_text("Theo Nghị định số 951/2021/NĐ-CP.", ON)
    assert (one.kind, one.severity.value) == ("citation_unknown", "note")


def test_ranges_are_those_of_the_text_as_given() -> None:
    text = "Phươ\u0323ng tiếp tục nổ lực\u00a0 phấn đấu \nvà nâng cao nâng cao."
    found = check_text(text, ON)
    assert {one.text for one in found if one.kind in ("misspelt", "doubled")} == {"nổ lực", "nâng cao nâng cao"}
    assert all(text[one.start : one.end] == one.text for one in found)
