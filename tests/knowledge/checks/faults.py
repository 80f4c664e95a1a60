"""Faults as officers make them: a clean draft, one thing changed in it, and what must be found there.

It knows no check; a fault names the kind of finding it must bring about.
Read next: `tests/knowledge/checks/test_seeded_faults.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from knowledge.datafiles import data_file

ON: Final = date(2025, 12, 15)


@cache
def long_draft() -> str:
    """The shipped example of a ward, dated 15/12/2025."""
    return data_file("examples/truc-dam-2025.txt").read_text(encoding="utf-8")


SHORT_DRAFT: Final = """ỦY BAN NHÂN DÂN
PHƯỜNG BÌNH AN

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 41/BC-UBND
Bình An, ngày 15 tháng 12 năm 2025

BÁO CÁO
Tổng kết công tác thi đua, khen thưởng năm 2025;
phương hướng, nhiệm vụ năm 2026

Thực hiện Nghị định số 152/2025/NĐ-CP ngày 14/6/2025 của Chính phủ, Ủy ban nhân dân (UBND) phường Bình An báo cáo \
như sau:

I. KẾT QUẢ ĐẠT ĐƯỢC

1. Công tác lãnh đạo, chỉ đạo

UBND phường ban hành 12 văn bản, gồm 05 kế hoạch, 04 quyết định và 03 công văn. Năm 2025, phường tổ chức 02 lớp tập \
huấn cho 60 cán bộ, công chức. Đồng chí Trần Thị Mẫn phụ trách chung; đồng chí Trần Thị Mẫn chủ trì hai lớp.

2. Kết quả các phong trào thi đua

Phong trào thi đua “Cả nước chung sức xây dựng nông thôn mới” được triển khai sâu rộng trong các tầng lớp Nhân dân. \
Phong trào “Ngày cuối tuần cùng dân làm đường hoa” có 9/9 tổ dân phố tham gia; tổng diện tích 18,5 ha, trong đó: tổ \
dân phố 1: 6,5 ha; tổ dân phố 2: 7 ha; tổ dân phố 3: 5 ha. Cơ cấu kinh tế: công nghiệp chiếm 52,5%, dịch vụ chiếm \
40,3%, nông nghiệp chiếm 7,2%. Thu ngân sách đạt 24,6/20,5 tỷ đồng, đạt 120,0% kế hoạch. Diện tích lúa vụ Đông xuân \
40,5 ha, năng suất 60 tạ/ha, sản lượng 243 tấn. Số hộ nghèo giảm từ 74 hộ xuống còn 62 hộ, giảm 12 hộ so với cùng kỳ.

3. Công tác khen thưởng

Chủ tịch UBND phường tặng Giấy khen cho 20 tập thể và 35 cá nhân với tổng số tiền 46,5 triệu đồng; công nhận 60 cá \
nhân đạt danh hiệu Lao động tiên tiến và 08 (tám) cá nhân đạt danh hiệu Chiến sĩ thi đua cơ sở.

II. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN

1. Tồn tại, hạn chế

Việc nhân rộng điển hình tiên tiến ở một số tổ dân phố còn chậm.

2. Nguyên nhân

Cán bộ phụ trách kiêm nhiệm nhiều việc.

III. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2026

Tiếp tục nỗ lực đẩy mạnh các phong trào thi đua; nâng cao chất lượng tham mưu. Tăng cường tuyên truyền, nhân rộng \
điển hình tiên tiến.

Trên đây là báo cáo tổng kết công tác thi đua, khen thưởng năm 2025 của UBND phường./.

Nơi nhận:
- UBND tỉnh;
- Lưu: VT, VHXH.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Thị Mẫn
"""

TABLE: Final = (
    "Đơn vị\tTập thể\tCá nhân\nTổ dân phố 1\t2\t10\nTổ dân phố 2\t3\t12\nTổ dân phố 3\t1\t8\nTổng cộng\t6\t30\n"
)
PREVIOUS: Final = """BÁO CÁO
Tổng kết công tác thi đua, khen thưởng năm 2024

Trong năm, UBND phường đã tổ chức 14 buổi sinh hoạt chuyên đề tại các tổ dân phố với 1.250 lượt người dân tham gia.
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """`right` is put in place of `wrong` to make the fault; `marked` is what a finding of that kind must touch."""

    kind: str
    right: str
    wrong: str
    marked: str


FAULTS: Final = (
    Fault(
        "citation_expired",
        "Nghị định số 152/2025/NĐ-CP ngày 14/6/2025",
        "Nghị định số 98/2023/NĐ-CP ngày 31/12/2023",
        "98/2023",
    ),
    Fault("citation_date", "152/2025/NĐ-CP ngày 14/6/2025", "152/2025/NĐ-CP ngày 14/7/2025", "152/2025"),
    Fault(
        "citation_article",
        "Nghị định số 152/2025/NĐ-CP ngày 14/6/2025",
        "Điều 88 Nghị định số 152/2025/NĐ-CP",
        "Điều 88",
    ),
    Fault("citation_kind", "Nghị định số 152/2025/NĐ-CP", "Quyết định số 152/2025/NĐ-CP", "152/2025"),
    Fault("citation_unknown", "Nghị định số 152/2025/NĐ-CP ngày 14/6/2025", "Nghị định số 951/2024/NĐ-CP", "951/2024"),
    Fault("citation_number", "152/2025/NĐ-CP ngày", "152/2025/NĐ CP ngày", "152/2025/NĐ CP"),
    Fault(
        "citation_future",
        "Nghị định số 152/2025/NĐ-CP ngày 14/6/2025",
        "Kế hoạch số 88/KH-UBND ngày 20/3/2026",
        "88/KH-UBND",
    ),
    Fault("citation_not_yet", "Nghị định số 152/2025/NĐ-CP ngày 14/6/2025", "Thông tư số 13/2026/TT-BNV", "13/2026"),
    Fault(
        "citation_title",
        "152/2025/NĐ-CP ngày 14/6/2025 của Chính phủ,",
        "152/2025/NĐ-CP ngày 14/6/2025 của Chính phủ quy định về khai thác khoáng sản và bảo vệ nguồn nước ngầm;",
        "khai thác khoáng sản",
    ),
    Fault("number_sum", "tổ dân phố 2: 7 ha", "tổ dân phố 2: 9 ha", "18,5 ha"),
    Fault("number_sum", "04 quyết định", "06 quyết định", "06 quyết định"),
    Fault("number_percent", "đạt 120,0% kế hoạch", "đạt 117,0% kế hoạch", "117,0%"),
    Fault("number_rise", "đạt 120,0% kế hoạch", "tăng 120,0% so với năm 2024", "tăng 120,0%"),
    Fault("number_harvest", "sản lượng 243 tấn", "sản lượng 283 tấn", "283 tấn"),
    Fault("number_hundred", "dịch vụ chiếm 40,3%", "dịch vụ chiếm 43,3%", "43,3%"),
    Fault("number_direction", "từ 74 hộ xuống còn 62 hộ", "từ 62 hộ xuống còn 74 hộ", "62 hộ"),
    Fault("number_change", "giảm 12 hộ", "giảm 15 hộ", "giảm 15 hộ"),
    Fault("number_more_than_all", "9/9 tổ dân phố", "11/9 tổ dân phố", "11/9"),
    Fault("number_words", "08 (tám)", "08 (chín)", "08 (chín)"),
    Fault("number_champions", "08 (tám) cá nhân", "28 cá nhân", "28 cá nhân"),
    Fault(
        "number_differs",
        "kiêm nhiệm nhiều việc.",
        "kiêm nhiệm nhiều việc. Diện tích lúa vụ Đông xuân 55,5 ha.",
        "55,5 ha",
    ),
    Fault("number_mainly", "đạt 120,0% kế hoạch", "nguồn thu chủ yếu từ tiền sử dụng đất 3,2 tỷ đồng", "3,2 tỷ"),
    Fault("figure_decimal", "46,5 triệu", "46.5 triệu", "46.5"),
    Fault("figure_thousands", "46,5 triệu đồng", "46,500,000 đồng", "46,500,000"),
    Fault("day_impossible", "của Chính phủ, Ủy ban", "của Chính phủ (họp ngày 31/11/2025), Ủy ban", "31/11/2025"),
    Fault("month_word", "kiêm nhiệm nhiều việc.", "kiêm nhiệm đến hết 9/2025.", "9/2025"),
    Fault("period_backwards", "còn chậm.", "còn chậm trong giai đoạn 2030-2025.", "2030-2025"),
    Fault("period_length", "còn chậm.", "còn chậm so với kế hoạch 5 năm 2025-2030.", "2025-2030"),
    Fault("result_too_early", "còn chậm.", "còn chậm. Đến cuối năm 2026, tỷ lệ hộ nghèo còn 0,9%.", "cuối năm 2026"),
    Fault("last_year", "khen thưởng năm 2025 của UBND", "khen thưởng năm 2024 của UBND", "2024"),
    Fault("last_year", "NHIỆM VỤ NĂM 2026", "NHIỆM VỤ NĂM 2025", "2025"),
    Fault("last_year", "Năm 2025, phường", "Năm 2024, phường", "2024"),
    Fault("unit_kind", "60 cán bộ, công chức.", "60 cán bộ, công chức của xã.", "xã"),
    Fault("unit_abolished", "chủ trì hai lớp", "báo cáo UBND huyện Bình Tân", "UBND huyện"),
    Fault("unit_abolished", "còn chậm.", "còn chậm, phải học tập tỉnh Vĩnh Phúc.", "tỉnh Vĩnh Phúc"),
    Fault(
        "movement_name",
        "được triển khai sâu rộng",
        "và phong trào “Cả nước chung tay xây dựng nông thôn mới” được triển khai sâu rộng",
        "chung tay",
    ),
    Fault("movement_capital", "“Ngày cuối tuần", "“ngày cuối tuần", "n"),
    Fault("name_two_ways", "đồng chí Trần Thị Mẫn chủ trì", "đồng chí Trần Thị Mận chủ trì", "Mận"),
    Fault("misspelt", "nỗ lực", "nổ lực", "nổ lực"),
    Fault("misspelt", "tuyên truyền", "tuyên tuyền", "tuyên tuyền"),
    Fault("misspelt", "20 tập thể", "20 tập thế", "tập thế"),
    Fault("word_missing", "còn chậm.", "còn chậm trên lĩnh quốc phòng.", "lĩnh quốc"),
    Fault("tone_marks", "chung; đồng chí", "công tác văn hoá; đồng chí", "hoá"),
    Fault("letters_apart", "còn chậm.", "co\u0300n cha\u0323\u0302m.", "co\u0300n"),
    Fault("doubled", "nâng cao chất lượng", "nâng cao nâng cao chất lượng", "nâng cao nâng cao"),
    Fault("doubled", "ban hành 12", "ban hành ban hành 12", "ban hành ban hành"),
    Fault("joined", "phụ trách chung; đồng", "phụ trách chungĐồng", "chungĐồng"),
    Fault("page_number", "nâng cao chất lượng", "nâng cao chất 4 lượng", "chất 4 lượng"),
    Fault("space_before", "đẩy mạnh các phong trào thi đua;", "đẩy mạnh các phong trào thi đua ;", " ;"),
    Fault("space_missing", "tuyên truyền, nhân", "tuyên truyền,nhân", ","),
    Fault("space_in_quotes", "“Cả nước", "“ Cả nước", "“ "),
    Fault("quote_open", "đường hoa” có", "đường hoa có", "“Ngày"),
    Fault("quote_close", "“Ngày cuối", "Ngày cuối", "hoa”"),
    Fault("quote_mixed", "“Ngày cuối", '"Ngày cuối', '"Ngày'),
    Fault("gap", "ban hành 12 văn bản", "ban hành …… văn bản", "……"),
    Fault("gap", "Trần Thị Mẫn phụ trách", "[họ và tên] phụ trách", "[họ và tên]"),
    Fault("capital_after_semicolon", "; nâng cao", "; Nâng cao", "Nâng"),
    Fault("capital_after_stop", "tham mưu. Tăng", "tham mưu. tăng", "tăng"),
    Fault("stop_missing", "so với cùng kỳ.", "so với cùng kỳ Tổng số hộ cận nghèo giảm mạnh.", "kỳ Tổng"),
    Fault("name_written", "Chiến sĩ thi đua", "Chiến sỹ thi đua", "sỹ"),
    Fault("name_written", "của Chính phủ,", "của Chính phủ và Luật thi đua khen thưởng,", "Luật thi đua"),
    Fault("unit_capital", "UBND) phường Bình An báo", "UBND) Phường Bình An báo", "Phường"),
    Fault("unit_capital", "- UBND tỉnh", "- UBND cấp Tỉnh", "Tỉnh"),
    Fault("abbreviation", "kiêm nhiệm nhiều việc", "kiêm nhiệm công tác CCHC", "CCHC"),
    Fault("syllable_odd", "còn chậm.", "còn chậm so với viêc khác.", "viêc"),
    Fault("joined", "còn chậm.", "còn chậm, ít đơn vị thamgia.", "thamgia"),
    Fault("day_zero", "còn chậm.", "còn chậm. Từ ngày 1/7/2025 và ngày 05/8/2025 có thêm nhân lực.", "1/7/2025"),
    Fault("about_twice", "còn chậm.", "còn chậm, mới có khoảng gần 20 mô hình.", "khoảng gần"),
    Fault("stop_inside", "còn chậm.", "còn chậm ở hai nơi (tổ dân phố 2 và tổ dân phố 3.)", ".)"),
    Fault("capital_after_stop", "còn chậm.", "còn chậm tại cơ sở.\nviệc khen thưởng còn chậm.", "việc"),
    Fault("word_missing", "còn chậm.", "còn chậm với người động trực tiếp.", "người động"),
    Fault(
        "movement_doubted",
        "“Cả nước chung sức xây dựng nông thôn mới”",
        "“Toàn dân đoàn kết xây dựng đô thị văn minh”",
        "đô thị",
    ),
    Fault("unit_doubted", "còn chậm.", "còn chậm, phải học tập tỉnh Hà Giang.", "tỉnh Hà Giang"),
    Fault("gap", "ban hành 12 văn bản", "ban hành tổng số … văn bản", "…"),
    Fault("numbering_jump", "3. Công tác khen thưởng", "4. Công tác khen thưởng", "4."),
    Fault("numbering_jump", "III. PHƯƠNG HƯỚNG", "IV. PHƯƠNG HƯỚNG", "IV."),
    Fault("numbering_space", "2. Nguyên nhân", "2.Nguyên nhân", "2."),
    Fault(
        "section_missing",
        "II. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN",
        "II. TỒN TẠI, HẠN CHẾ, NGUYÊN NHÂN VÀ BÀI HỌC KINH NGHIỆM",
        "BÀI HỌC",
    ),
    Fault("closing_mark", "UBND phường./.", "UBND phường.", "UBND phường."),
    Fault("recipients_missing", "Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT, VHXH.\n", "", "TM. ỦY BAN NHÂN DÂN"),
    Fault("signature_on_behalf", "TM. ỦY BAN NHÂN DÂN", "ỦY BAN NHÂN DÂN", "ỦY BAN NHÂN DÂN"),
    Fault("signature_post", "CHỦ TỊCH\n", "\n", "TM. ỦY BAN NHÂN DÂN"),
    Fault("own_number", "Số: 41/BC-UBND", "Số: 4/BC-UBND", "Số: 4"),
    Fault("own_number", "Số: 41/BC-UBND", "Số: 41 /BC - UBND", "Số: 41 /BC"),
    Fault("recipient_mark", "- UBND tỉnh;", "- UBND tỉnh", "UBND tỉnh"),
    Fault("recipient_mark", "VHXH.\n", "VHXH\n", "VHXH"),
    Fault(
        "unit_abolished",
        "ỦY BAN NHÂN DÂN\nPHƯỜNG BÌNH AN\n",
        "UBND THỊ XÃ BÌNH TÂN\nUBND PHƯỜNG BÌNH AN\n",
        "UBND THỊ XÃ",
    ),
    Fault("copies_colon", "- Lưu: VT", "- Lưu VT", "Lưu"),
    Fault("letterhead_missing", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "", "ỦY BAN"),
)
"""One fault each in the short draft."""

FAULTS_IN_THE_LONG_DRAFT: Final = (
    Fault("number_sum", "phường Mộc Đàm 38 hộ, cộng 81 hộ", "phường Mộc Đàm 36 hộ, cộng 81 hộ", "cộng 81 hộ"),
    Fault("number_sum", "- Cộng: 29 (9 tập thể, 20 cá nhân)", "- Cộng: 27 (9 tập thể, 20 cá nhân)", "27"),
    Fault("number_sum", "gồm 07 kế hoạch, 06 quyết định", "gồm 08 kế hoạch, 06 quyết định", "26 văn bản"),
    Fault(
        "number_percent",
        "7.361/7.428 hồ sơ đúng hạn và trước hạn (99,1%)",
        "7.361/7.428 hồ sơ đúng hạn và trước hạn (98,2%)",
        "98,2%",
    ),
    Fault("number_percent", "bằng 107,6% kế hoạch", "bằng 109,6% kế hoạch", "109,6%"),
    Fault("number_differs", "21/21 tổ dân phố có tổ bảo vệ", "20/20 tổ dân phố có tổ bảo vệ", "20/20"),
    Fault("citation_date", "15/2025/TT-BNV ngày 04/8/2025", "15/2025/TT-BNV ngày 14/8/2025", "15/2025"),
    Fault("misspelt", "nhân rộng điển hình tiên tiến\n", "nhân rộng điển hình tiên tiên\n", "tiên tiên"),
    Fault("capital_after_stop", "các tháng.\n", "các tháng. ngoài ra có thêm tin.\n", "ngoài"),
    Fault("doubled", "được dùng làm thư viện", "được dùng dùng làm thư viện", "dùng dùng"),
)
"""One fault each in the shipped example."""
