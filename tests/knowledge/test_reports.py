"""Past reports: those in ../shared against their outlines, and written ones of invented communes.

A written report is a table: the left column names the roles of a line, separated by commas; a
heading or a line outside every section has none.
"""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge.reports import Report, Role, looks_like_report, read_report
from knowledge.text import fold

# What the outlines in ../shared call the sections that are measured.
GOLD_ROLES = {
    "ton_tai_han_che": Role.SHORTCOMINGS, "nguyen_nhan": Role.CAUSES, "phuong_huong_nhiem_vu": Role.NEXT_TASKS,
    "ket_qua_dat_duoc": Role.RESULTS, "cong_tac_khen_thuong": Role.COMMENDATION, "uu_diem": Role.STRENGTHS,
}  # fmt: skip
# The roles that the tables name; fields of work among the results are tested on their own.
TOLD = frozenset(Role) - {
    Role.SITUATION, Role.LEADERSHIP, Role.MOVEMENTS, Role.MODELS, Role.ORGANISATION, Role.FUND, Role.REFORM,
    Role.INSPECTION, Role.INITIATIVES,
}  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """A report and, for every line, the roles it belongs to."""

    name: str
    text: str
    roles: tuple[frozenset[str], ...]


def sample(name: str, table: str) -> Sample:
    """The sample written as a table: roles, a bar, the line."""
    rows = [row.partition("|") for row in table.strip("\n").splitlines()]
    roles = tuple(frozenset(left.replace(",", " ").split()) for left, _, _ in rows)
    return Sample(name, "\n".join(line[1:] if line.startswith(" ") else line for _, _, line in rows) + "\n", roles)


ANNUAL_IN_TWO_PARTS = sample(
    "annual report in two parts, causes under their own number",
    """
                       | ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
                       | XÃ ĐÔNG LÂM                     Độc lập - Tự do - Hạnh phúc
                       | Số: 412/BC-UBND              Đông Lâm, ngày 12 tháng 12 năm 2025
                       |
                       | BÁO CÁO
                       | Tổng kết công tác thi đua, khen thưởng năm 2025;
                       | phương hướng, nhiệm vụ năm 2026
                       |
                       | Thực hiện Công văn số 55/SNV-TĐKT của Sở Nội vụ, UBND xã báo cáo kết quả như sau:
                       | Phần thứ nhất
                       | KẾT QUẢ CÔNG TÁC THI ĐUA, KHEN THƯỞNG NĂM 2025
                       | I. ĐẶC ĐIỂM TÌNH HÌNH
                       | 1. Thuận lợi
                       | Xã được tỉnh quan tâm, nhân dân đoàn kết.
                       | 2. Khó khăn, hạn chế
                       | Địa bàn rộng, hai cơn bão gây thiệt hại lớn.
                       | II. KẾT QUẢ ĐẠT ĐƯỢC
                       | 1. Công tác lãnh đạo, chỉ đạo
results                | Đã ban hành 12 văn bản về thi đua.
                       | 2. Kết quả thực hiện nhiệm vụ phát triển kinh tế - xã hội
results                | Thu ngân sách đạt 102% kế hoạch.
                       | 3. Công tác khen thưởng
commendation, results  | Khen thưởng theo thẩm quyền:
commendation, results  | 1. Giấy khen cho 12 tập thể;
commendation, results  | 2. Giấy khen cho 45 cá nhân;
commendation, results  | 3. Danh hiệu Lao động tiên tiến cho 60 cá nhân.
                       | 4. Quỹ thi đua, khen thưởng
results                | Đã chi 45 triệu đồng.
                       | III. ƯU ĐIỂM
strengths              | Phong trào được triển khai đồng bộ.
                       | IV. TỒN TẠI, HẠN CHẾ
shortcomings           | Một số thôn phát động còn chậm.
shortcomings           | Hồ sơ khen thưởng gửi chưa đúng hạn.
                       | V. NGUYÊN NHÂN
                       | 1. Nguyên nhân khách quan
causes                 | Khối lượng việc tăng sau sáp nhập.
                       | 2. Nguyên nhân chủ quan
causes                 | Công chức kiêm nhiệm.
                       | Phần thứ hai
                       | PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2026
                       | I. PHƯƠNG HƯỚNG
next_tasks             | Tiếp tục đổi mới công tác thi đua.
                       | II. NHIỆM VỤ TRỌNG TÂM
next_tasks             | 1. Phát động thi đua theo quý;
next_tasks             | 2. Khắc phục các tồn tại, hạn chế đã nêu.
                       | III. KIẾN NGHỊ
recommendations, next_tasks | Đề nghị Sở Nội vụ tập huấn Nghị định mới.
""",
)

SIX_MONTHS_WITH_LABELS = sample(
    "six months, shortcomings and causes told apart by labels in the text",
    """
                       | UBND PHƯỜNG AN KHÊ THƯỢNG
                       | BÁO CÁO
                       | Sơ kết công tác thi đua, khen thưởng 6 tháng đầu năm 2026
                       |
                       | I/ TÌNH HÌNH CHUNG
                       | Phường có 14 tổ dân phố, 20.100 người.
                       | II/ KẾT QUẢ 6 THÁNG ĐẦU NĂM
                       | 1/ Công tác chỉ đạo:
results                | Ban hành 05 kế hoạch.
                       | 2/ Phong trào thi đua:
results                | Có 14/14 tổ dân phố đăng ký.
                       | 3/ Công tác khen thưởng:
results, commendation  | Khen đột xuất 03 cá nhân.
                       | III/ HẠN CHẾ, NGUYÊN NHÂN
shortcomings           | - Hạn chế: Việc đăng ký thi đua của hai trường học còn chậm.
shortcomings           | Công tác tuyên truyền chưa thường xuyên.
causes                 | - Nguyên nhân: Do cán bộ phụ trách mới nhận việc.
causes                 | Kinh phí còn ít.
                       | IV/ NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM
next_tasks             | 1. Rà soát các đơn vị chưa đăng ký.
next_tasks             | 2. Chuẩn bị hồ sơ khen thưởng cuối năm.
                       | V/ ĐỀ XUẤT, KIẾN NGHỊ
recommendations        | Không có.
""",
)

COMBINED_WITHOUT_DIVISION = sample(
    "shortcomings and causes in one section that does not tell them apart",
    """
                       | BÁO CÁO
                       | Kết quả công tác thi đua, khen thưởng năm 2025 của xã Phú Hòa Tây
                       |
                       | I. KẾT QUẢ THỰC HIỆN
results                | Xã đã tổ chức ba phong trào.
                       | II. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN
shortcomings_and_causes | Phong trào ở một số thôn chưa đều do cán bộ thôn thay đổi; hồ sơ gửi chậm vì biểu mẫu mới.
shortcomings_and_causes | Bên cạnh đó, kinh phí hạn hẹp.
                       | III. PHƯƠNG HƯỚNG NĂM 2026
next_tasks             | Đẩy mạnh phong trào.
""",
)

FIVE_YEARS = sample(
    "five years, capital letters over Roman numbers over Arabic ones",
    """
                       | BÁO CÁO
                       | Tổng kết phong trào thi đua yêu nước giai đoạn 2021 - 2025
                       | và phương hướng giai đoạn 2026 - 2030
                       |
                       | Căn cứ Kế hoạch số 12/KH-UBND, UBND đặc khu Hòn Ngọc báo cáo:
                       | A. KẾT QUẢ PHONG TRÀO THI ĐUA VÀ CÔNG TÁC KHEN THƯỞNG GIAI ĐOẠN 2021-2025
                       | I. NHỮNG KẾT QUẢ ĐẠT ĐƯỢC
                       | 1. Công tác lãnh đạo, chỉ đạo
                       | a) Việc tổ chức thực hiện văn bản của Trung ương
results                | Đã quán triệt đầy đủ.
                       | b) Việc ban hành văn bản của địa phương
results                | Đã ban hành 40 văn bản.
                       | 2. Các phong trào thi đua
                       | 2.1. Phong trào do Thủ tướng Chính phủ phát động
                       | * Phong trào “Cả nước chung sức xây dựng nông thôn mới”
results                | Đạt 19/19 tiêu chí.
                       | * Phong trào “Cả nước thi đua xây dựng xã hội học tập”
results                | 95% gia đình đạt danh hiệu.
                       | 2.2. Phong trào do địa phương phát động
results                | Ba phong trào được duy trì.
                       | 3. Công tác khen thưởng
results, commendation  | Cấp Nhà nước: 01 Huân chương Lao động hạng Ba.
results, commendation  | 1.866 lượt cá nhân được tặng Giấy khen.
                       | II. NHỮNG TỒN TẠI, HẠN CHẾ
shortcomings           | - Việc nhân rộng điển hình còn ít;
shortcomings           | - Khen thưởng người lao động trực tiếp chưa nhiều.
                       | III. NGUYÊN NHÂN CỦA NHỮNG TỒN TẠI, HẠN CHẾ
causes                 | - Một số đơn vị chưa quan tâm.
                       | IV. BÀI HỌC KINH NGHIỆM
lessons                | Một là, phải có sự lãnh đạo của cấp ủy.
lessons                | Hai là, khen thưởng phải kịp thời để khắc phục tồn tại.
                       | B. PHƯƠNG HƯỚNG, NHIỆM VỤ GIAI ĐOẠN 2026-2030
                       | I. MỤC TIÊU
next_tasks             | 100% đơn vị đăng ký thi đua.
                       | II. NHIỆM VỤ
next_tasks             | Đổi mới nội dung thi đua.
                       | III. GIẢI PHÁP
next_tasks             | Tăng cường kiểm tra.
""",
)

THEMATIC = sample(
    "a movement reviewed, with goals at the beginning and an annex after the signature",
    """
                       | BÁO CÁO
                       | Sơ kết phong trào thi đua “Xóa nhà tạm, nhà dột nát” năm 2025
                       | I. KHÁI QUÁT VÀ CĂN CỨ PHÁT ĐỘNG
                       | 1. Căn cứ
                       | Kế hoạch số 30/KH-UBND của UBND phường Vĩnh Tân Nam.
                       | 2. Mục tiêu
                       | Xóa 25 nhà tạm trong năm.
                       | II. TỔ CHỨC THỰC HIỆN
                       | Thành lập ban chỉ đạo, phân công thành viên.
                       | III. KẾT QUẢ THEO TỪNG CHỈ TIÊU
                       | 1. Số nhà hoàn thành
results                | 25/25 nhà, đạt 100%.
                       | 2. Nguồn lực huy động
results                | Ngân sách 900 triệu đồng, dân góp 350 triệu đồng.
                       | IV. KHEN THƯỞNG PHONG TRÀO
commendation           | Tặng Giấy khen cho 04 tập thể, 09 cá nhân.
                       | V. ĐÁNH GIÁ CHUNG
                       | 1. Những mặt được
strengths              | Hoàn thành trước thời hạn 02 tháng.
                       | 2. Những mặt chưa được
shortcomings           | Hai nhà bàn giao chậm.
                       | 3. Nguyên nhân của những mặt chưa được
causes                 | Mưa bão kéo dài.
                       | 4. Bài học kinh nghiệm
lessons                | Phân công rõ người, rõ việc.
                       | VI. NHIỆM VỤ THỜI GIAN TỚI VÀ KIẾN NGHỊ
next_tasks             | Duy trì nhà ở đã xây.
next_tasks             | Kiến nghị tỉnh bổ sung vốn.
next_tasks             |
next_tasks             | Nơi nhận:
next_tasks             | - UBND tỉnh;
next_tasks             | - Lưu: VT.
next_tasks             | TM. ỦY BAN NHÂN DÂN
next_tasks             | KT. CHỦ TỊCH
next_tasks             | PHỤ LỤC
next_tasks             | I. KẾT QUẢ XÓA NHÀ TẠM THEO TỔ DÂN PHỐ
next_tasks             | 1. Tồn tại
next_tasks             | Tổ 1: 03 nhà
""",
)

ACHIEVEMENTS = sample(
    "an achievement report has neither shortcomings nor next tasks",
    """
                       | BÁO CÁO THÀNH TÍCH
                       | Đề nghị tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh
                       | Tên tập thể: Hội Nông dân xã Tân Bình Đông
                       |
                       | I. SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH
                       | 1. Đặc điểm, tình hình
                       | Trụ sở tại thôn Hạ; có 05 người.
                       | 2. Chức năng, nhiệm vụ
                       | Vận động hội viên phát triển sản xuất.
                       | II. THÀNH TÍCH ĐẠT ĐƯỢC
                       | 1. Kết quả thực hiện chỉ tiêu, nhiệm vụ được giao
results                | Năm 2023 hoàn thành tốt, năm 2024 hoàn thành xuất sắc nhiệm vụ.
                       | 2. Những biện pháp hoặc nguyên nhân đạt được thành tích
results                | Đổi mới cách vận động; khắc phục hạn chế về vốn.
                       | 3. Nhiệm vụ đột xuất
results                | Tham gia chống bão.
                       | III. CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG
awards_received        | Năm 2024: Giấy khen của UBND xã, Quyết định số 15/QĐ-UBND.
awards_received        | XÁC NHẬN CỦA CẤP TRÊN
""",
)

ARABIC_ONLY = sample(
    "Arabic numbers on the outside, letters below",
    """
                       | BÁO CÁO
                       | công tác thi đua khen thưởng quý III/2026
                       |
                       | 1. Kết quả đạt được:
                       | a. Công tác tuyên truyền
results                | Phát thanh 12 buổi.
                       | b. Phong trào
results                | Duy trì hai phong trào ở xã Bình Minh Thượng.
                       | 2. Khuyết điểm, yếu kém:
shortcomings           | Chưa tổ chức kiểm tra.
                       | 3. Nguyên nhân:
causes                 | Thiếu người.
                       | 4. Phương hướng quý IV:
next_tasks             | Kiểm tra hai đơn vị.
""",
)

NESTED_IN_RESULTS = sample(
    "shortcomings below the results are no results",
    """
                       | BÁO CÁO
                       | Kết quả phong trào thi đua năm 2024 của xã Thanh Khê Bắc
                       |
                       | I. Kết quả thực hiện phong trào thi đua
                       | 1. Công tác triển khai
results                | Xã đã ký giao ước thi đua.
                       | 2. Kết quả cụ thể
results                | Hoàn thành 15/15 chỉ tiêu.
                       | 3. Tồn tại, hạn chế
shortcomings           | Phong trào ở hai hợp tác xã còn yếu.
                       | 4. Nguyên nhân
causes                 | Ban giám đốc chưa quan tâm.
                       | II. Công tác khen thưởng
commendation           | Tặng 20 Giấy khen.
                       | III. Kế hoạch công tác năm 2025
next_tasks             | Ký giao ước trước tháng 3.
""",
)

CAUSES_OF_SUCCESS = sample(
    "causes of what went well are not the causes of shortcomings",
    """
                       | BÁO CÁO
                       | Tổng kết phong trào thi đua năm 2025
                       |
                       | I- KẾT QUẢ PHONG TRÀO THI ĐUA
results                | Kết quả nổi bật trên các lĩnh vực.
                       | II- ĐÁNH GIÁ CHUNG
                       | 1- Ưu điểm và nguyên nhân
                       | a) Ưu điểm
strengths              | Phong trào sôi nổi.
                       | b) Nguyên nhân
strengths              | Được cấp ủy quan tâm.
                       | 2- Hạn chế, khuyết điểm và nguyên nhân
                       | a) Hạn chế, khuyết điểm
shortcomings           | Một số đơn vị làm hình thức.
                       | b) Nguyên nhân
causes                 | Thiếu kiểm tra.
                       | III- NHIỆM VỤ, GIẢI PHÁP NĂM 2026
next_tasks             | Tăng cường kiểm tra chéo.
""",
)

OF_A_COUNCIL = sample(
    "a council's report that opens with difficulties, and says what was not done",
    """
                       | HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG
                       | XÃ QUẢNG THẠCH
                       | BÁO CÁO CÔNG TÁC THI ĐUA, KHEN THƯỞNG NĂM 2025
                       |
                       | I. Những khó khăn, thuận lợi
                       | 1. Khó khăn
                       | Dịch bệnh trên đàn lợn.
                       | 2. Thuận lợi
                       | Nhân dân đồng thuận.
                       | II. Công tác tổ chức phong trào thi đua và kết quả đạt được
results                | Các phong trào được hưởng ứng.
results                | Kết quả có 12 chỉ tiêu vượt kế hoạch.
                       | III. Công tác khen thưởng
commendation           | Khen 30 hộ gia đình.
                       | IV. Đánh giá ưu điểm, tồn tại
                       | * Ưu điểm:
strengths              | - Triển khai kịp thời.
                       | * Tồn tại:
shortcomings           | - Hồ sơ sai mẫu.
shortcomings           | - Hội đồng họp ít.
                       | V. Một số nhiệm vụ và giải pháp trong thời gian tới
next_tasks             | Họp Hội đồng mỗi quý.
""",
)

WITHOUT_ASSESSMENT = sample(
    "no shortcomings are named, so none are found",
    """
                       | BÁO CÁO
                       | Tình hình thực hiện công tác thi đua, khen thưởng tháng 9 năm 2026
                       | I. TÌNH HÌNH THỰC HIỆN CÔNG TÁC THÁNG 9
                       | 1. Kết quả khắc phục tồn tại, hạn chế sau kiểm tra
results                | Đã khắc phục xong các hạn chế; nguyên nhân đã được làm rõ.
                       | 2. Công tác thường xuyên
results                | Còn một số hạn chế nhỏ: hồ sơ gửi chậm.
                       | II. NHIỆM VỤ THÁNG 10 NĂM 2026
next_tasks             | - Khắc phục hạn chế về hồ sơ.
next_tasks             | - Nguyên nhân chậm phải được báo cáo.
""",
)

WITHOUT_NUMBERS = sample(
    "a Word file that lost its automatic numbers",
    """
                       | BÁO CÁO
                       | Kết quả công tác thi đua, khen thưởng năm 2025
                       |
                       | Thực hiện Công văn số 10/SNV ngày 01/12/2025, UBND xã Hải Vân Đông báo cáo như sau:
                       | ĐẶC ĐIỂM TÌNH HÌNH
                       | Xã có 12 thôn và 9.000 người sống bằng nghề nông là chủ yếu, nhiều năm liền đạt chuẩn.
                       | KẾT QUẢ THỰC HIỆN
                       | Công tác lãnh đạo, chỉ đạo
results                | Ủy ban nhân dân xã đã ban hành kế hoạch ngay từ đầu năm và giao cho các thôn.
                       | Công tác khen thưởng
results, commendation  | Chủ tịch Ủy ban nhân dân xã tặng Giấy khen cho 15 tập thể và 40 cá nhân.
                       | Công tác phát hiện, nhân rộng điển hình tiên tiến
results                | Đã giới thiệu 06 gương điển hình trên hệ thống truyền thanh của xã.
                       | ĐÁNH GIÁ CHUNG
                       | Ưu điểm
strengths              | Các phong trào có trọng tâm, có tiêu chí rõ ràng và được nhân dân đồng tình.
                       | Tồn tại, hạn chế
shortcomings           | Việc sơ kết phong trào theo quý chưa được duy trì đều ở các thôn vùng xa.
                       | Nguyên nhân
causes                 | Cán bộ thôn phần lớn kiêm nhiệm, chưa được tập huấn.
                       | PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2026
next_tasks             | Tổ chức tập huấn cho cán bộ thôn trong quý I và sơ kết đúng hạn.
""",
)

WITH_CONTENTS = sample(
    "a table of contents repeats the headings",
    """
                       | BÁO CÁO
                       | Tổng kết công tác thi đua, khen thưởng năm 2025
                       |
                       | MỤC LỤC
                       | I. KẾT QUẢ ĐẠT ĐƯỢC ............................ 1
                       | II. TỒN TẠI, HẠN CHẾ ........................... 4
                       | III. PHƯƠNG HƯỚNG NĂM 2026 ..................... 5
                       |
                       | I. KẾT QUẢ ĐẠT ĐƯỢC
results                | Xã Mường Tân đạt chuẩn.
                       | II. TỒN TẠI, HẠN CHẾ
shortcomings           | Chưa có mô hình mới.
                       | III. PHƯƠNG HƯỚNG NĂM 2026
next_tasks             | Xây dựng hai mô hình.
""",
)

BOLD_TITLES_IN_CAPITALS = sample(
    "parts by capitals alone, Roman numbers begin anew in each",
    """
                       | BÁO CÁO
                       | Kết quả phong trào thi đua 9 tháng năm 2026
                       |
                       | UBND phường Hòa Sơn Tây báo cáo kết quả như sau:
                       | I. ĐẶC ĐIỂM TÌNH HÌNH
                       | Phường có 22 tổ dân phố.
                       | II. KẾT QUẢ PHONG TRÀO
results                | Ba phong trào được tổng kết.
                       | III. NHỮNG TỒN TẠI VÀ NGUYÊN NHÂN
                       | 1. Những tồn tại
shortcomings           | Chưa tự kiểm tra.
                       | 2. Nguyên nhân tồn tại
causes                 | Chưa có kế hoạch kiểm tra.
                       | PHƯƠNG HƯỚNG, NHIỆM VỤ QUÝ IV NĂM 2026
                       | I. PHƯƠNG HƯỚNG
next_tasks             | Giữ vững kết quả.
                       | II. NHIỆM VỤ
next_tasks             | Kiểm tra năm đơn vị.
""",
)

LONG_NUMBERED_PARAGRAPHS = sample(
    "numbered paragraphs among numbered headings",
    """
                       | BÁO CÁO
                       | Công tác thi đua, khen thưởng năm 2025 xã Cẩm Lĩnh Hạ
                       |
                       | I. Kết quả
                       | 1. Phong trào thi đua
results                | Các đơn vị đăng ký gồm:
results                | 1. Trường Tiểu học số 1, Trường Mầm non; Trạm Y tế. Các đơn vị đều đăng ký đúng hạn.
results                | 2. Hợp tác xã Nông nghiệp. Đơn vị đăng ký chậm 05 ngày.
                       | 2. Công tác khen thưởng
results, commendation  | Năm 2025 có 10 Giấy khen.
                       | II. Đánh giá
                       | 1. Ưu điểm
strengths              | Kịp thời, đúng đối tượng.
                       | 2. Hạn chế
shortcomings           | Tỷ lệ khen người lao động trực tiếp còn thấp.
                       | 3. Nguyên nhân
causes                 | Chưa có phát hiện từ cơ sở.
                       | 4. Công tác tập huấn: trong năm đã mở 02 lớp. Có 60 người dự; chất lượng tốt.
                       | Tài liệu do xã tự in.
                       | III. Phương hướng nhiệm vụ
next_tasks             | 1. Tăng tỷ lệ khen người lao động trực tiếp lên 60%.
next_tasks             | 2. Phát hiện gương tốt hằng tháng.
next_tasks             | 3. Mở thêm lớp tập huấn.
""",
)

LABELS_OF_MANY_KINDS = sample(
    "Roman numbers repeated in the labels below them, stars with a stroke, a table in capitals",
    """
                       | BÁO CÁO
                       | Sơ kết công tác thi đua, khen thưởng của Khối thi đua các xã miền núi, 6 tháng năm 2026
                       |
                       | I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO
                       | Khối trưởng là xã Sơn Kỳ Thượng; xã Sơn Kỳ Thượng đã ban hành quy chế.
                       | II. KẾT QUẢ PHONG TRÀO THI ĐUA
                       | II.1. Phát triển kinh tế
results                | Trồng mới 50 ha rừng.
                       | II.2. Văn hóa - xã hội
results                | KẾT QUẢ KHEN THƯỞNG 6 THÁNG NĂM 2026
results                | STT
results                | 1
results                | Giấy khen
results                | 25
                       | III. ĐÁNH GIÁ
                       | III.1. Ưu điểm, kết quả nổi bật
strengths              | Các xã ký giao ước sớm.
                       | III.2. Khó khăn, tồn tại, hạn chế, nguyên nhân
                       | */ Khó khăn, tồn tại, hạn chế:
shortcomings           | - Các xã ở xa nhau, ít trao đổi;
shortcomings           | - Chấm điểm chưa thống nhất.
                       | */ Nguyên nhân:
causes                 | - Nguyên nhân khách quan: Đường bị sạt lở.
causes                 | - Nguyên nhân chủ quan: Chưa có bảng điểm chung.
                       | IV. PHƯƠNG HƯỚNG, NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM
                       | IV.1. Phương hướng
next_tasks             | Giữ nền nếp sinh hoạt khối.
                       | IV.2. Nhiệm vụ
next_tasks             | Lập bảng điểm chung.
                       | V. KHÓ KHĂN, VƯỚNG MẮC VÀ KIẾN NGHỊ, ĐỀ XUẤT
recommendations        | Đề nghị tỉnh hướng dẫn chấm điểm.
""",
)

FROM_A_PDF = sample(
    "lines broken by the page, with page numbers and a letterhead swept into the text",
    """
                       | BÁO CÁO
                       | Tổng kết công tác thi đua, khen thưởng năm 2025; phương hướng, nhiệm vụ
                       | công tác thi đua, khen thưởng năm 2026
                       |
                       | Thực hiện Công văn số 77/SNV-TĐKT ngày 02 tháng 12 năm 2025 của Sở Nội vụ
                       | về việc báo cáo tổng kết, Ủy ban nhân dân phường Trường Lộc báo cáo như sau:
                       | I. KẾT QUẢ CÔNG TÁC THI ĐUA, KHEN THƯỞNG NĂM
                       | 2025
                       | 1. Công tác lãnh đạo, chỉ đạo, tổ chức các phong trào thi đua và công tác
                       |
                       | khen thưởng
results                | Trong năm, phường đã ban hành 15 văn bản về công tác thi đua, khen thưởng;
results                | giải quyết việc làm cho 1.950 lao động, trong đó có
results                | 1.866 lao động nữ; quy định tại khoản
results                | 2. Điều này được quán triệt đến các tổ dân phố, các trường học trên địa bàn.
results                |
results                | 2
results                |
results                | PHƯỜNG TRƯỜNG LỘC
results                | Số: 91/BC-UBND
results                | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
results                | Các phong trào được sơ kết đúng hạn và được nhân dân hưởng ứng tích cực hơn.
                       | 2. Công tác khen thưởng
results, commendation  | - Cấp tỉnh: 02 tập thể, 05 cá nhân được Chủ tịch Ủy ban nhân dân tỉnh tặng
results, commendation  | Bằng khen trong dịp tổng kết phong trào thi đua yêu nước.
                       | II. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN TRONG CÔNG TÁC THI ĐUA,
                       | KHEN THƯỞNG
                       | 1. Tồn tại, hạn chế
shortcomings           | - Việc phát hiện gương điển hình ở các tổ dân phố còn chậm, hồ sơ đề nghị
shortcomings           | khen thưởng còn sơ sài.
                       | 2. Nguyên nhân
causes                 | Công chức phụ trách kiêm nhiệm nhiều việc, chưa dành nhiều thời gian cho cơ
causes                 | sở.
                       | III. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2026
next_tasks             | Phát hiện gương điển hình hằng tháng, gửi hồ sơ đúng mẫu của Nghị định mới
next_tasks             | và đúng hạn.
""",
)

WEEKLY = sample(
    "a weekly report of an office",
    """
                       | PHÒNG VĂN HÓA - XÃ HỘI
                       | BÁO CÁO CÔNG TÁC TUẦN 26
                       | A. KẾT QUẢ CÔNG TÁC TUẦN 26
                       | 1. Thi đua, khen thưởng
results                | Thẩm định 08 hồ sơ của xã Ea Kly Tây.
                       | 2. Chuyển đổi số
results                | Cập nhật cơ sở dữ liệu.
                       | B. NHIỆM VỤ TUẦN 27
next_tasks             | Trình ký quyết định khen thưởng.
""",
)

SAMPLES = (
    ANNUAL_IN_TWO_PARTS, SIX_MONTHS_WITH_LABELS, COMBINED_WITHOUT_DIVISION, FIVE_YEARS, THEMATIC, ACHIEVEMENTS,
    ARABIC_ONLY, NESTED_IN_RESULTS, CAUSES_OF_SUCCESS, OF_A_COUNCIL, WITHOUT_ASSESSMENT, WITHOUT_NUMBERS,
    LABELS_OF_MANY_KINDS, FROM_A_PDF, WEEKLY, WITH_CONTENTS, BOLD_TITLES_IN_CAPITALS, LONG_NUMBERED_PARAGRAPHS,
)  # fmt: skip


def read(text: str) -> Report:
    return read_report(textwrap.dedent(text).strip("\n") + "\n")


def letters(text: str) -> str:
    """The letters of the text alone: what line breaks, page numbers and tone marks do not touch."""
    return re.sub(r"[\W\d_]", "", fold(unicodedata.normalize("NFC", text))).lower()


def letters_by_role(text: str) -> dict[Role, str]:
    found: dict[Role, str] = defaultdict(str)
    for section in read_report(text).sections:
        if section.role in TOLD:
            found[section.role] += letters(text[section.start : section.end])
    return dict(found)


def section_text(report: Report, role: Role) -> str:
    return "\n".join(report.text[section.start : section.end].strip() for section in report.role(role))


def hard_wrapped(text: str) -> str:
    broken = [piece for line in text.split("\n") for piece in textwrap.wrap(line, 85, break_on_hyphens=False) or [""]]
    pages = [broken[at : at + 30] for at in range(0, len(broken), 30)]
    return "".join("\n".join(page) + f"\n\n{number}\n\f\n" for number, page in enumerate(pages, 1))


# The reports in ../shared.


def test_the_measured_sections_of_the_shared_reports_agree_with_their_outlines(shared: Path) -> None:
    outlines = sorted((shared / "reports").glob("*.outline.json"))
    assert outlines
    for outline in outlines:
        gold = json.loads(outline.read_text(encoding="utf-8"))
        report = read_report((shared / "reports" / gold["file"]).read_text(encoding="utf-8"))
        wanted: dict[Role, set[int]] = defaultdict(set)
        for section in gold["sections"]:
            if section["role"] in GOLD_ROLES:
                wanted[GOLD_ROLES[section["role"]]] |= set(range(section["body_start"], section["end"]))
        for role, places in wanted.items():
            found = {place for section in report.role(role) for place in range(section.start, section.end)}
            overlap = 2 * len(places & found) / (len(places) + len(found))
            assert overlap > 0.99, (gold["file"], role)
        for role in {Role.SHORTCOMINGS, Role.CAUSES} - wanted.keys():
            assert report.role(role) == (), (gold["file"], role)


@pytest.mark.parametrize(
    ("name", "unit", "year", "period"),
    [
        ("seed-hoanh-son-2025.txt", "phường Hoành Sơn", "2025", "năm 2025"),
        ("seed-kim-tra-2020-2025.txt", "phường Kim Trà", "2025", "giai đoạn 2020-2025"),
        ("01-phu-my-bac-bao-cao-tuan-06-2026.txt", "xã Phù Mỹ Bắc", "2026", "tuần 02 tháng 6 năm 2026"),
        ("02-mau-kiem-diem-tap-the-chi-bo-a.txt", None, "", ""),
    ],
)
def test_a_shared_report_says_which_unit_it_is_of_and_for_what_time(
    shared: Path, name: str, unit: str | None, year: str, period: str
) -> None:
    text = (shared / "reports" / name).read_text(encoding="utf-8")
    report = read_report(text)
    assert (report.unit, report.year, report.period) == (unit, year, period)
    assert looks_like_report(text)


def test_every_heading_of_the_outlines_that_is_short_is_found(shared: Path) -> None:
    for outline in sorted((shared / "reports").glob("*.outline.json")):
        gold = json.loads(outline.read_text(encoding="utf-8"))
        report = read_report((shared / "reports" / gold["file"]).read_text(encoding="utf-8"))
        found = {heading.start: heading for heading in report.headings}
        for heading in gold["headings"]:
            if heading["level"] > 0 and len(heading["text"]) <= 300:
                assert heading["start"] in found, heading["text"]
                assert letters(found[heading["start"]].text) == letters(heading["text"])


def test_official_texts_and_plans_do_not_look_like_reports(shared: Path) -> None:
    for path in sorted((shared / "regulations" / "raw").glob("*.txt")):
        assert not looks_like_report(path.read_text(encoding="utf-8")), path.name


# Written reports.


@pytest.mark.parametrize("written", SAMPLES, ids=lambda written: str(written.name))
def test_each_line_of_a_report_belongs_to_the_sections_it_should(written: Sample) -> None:
    report = read_report(written.text)
    assert looks_like_report(written.text)
    start = 0
    for line, roles in zip(written.text.splitlines(keepends=True), written.roles, strict=True):
        content = start + len(line) - len(line.lstrip())
        end = start + len(line.rstrip())
        covering = {section.role for section in report.sections if section.start < end and section.end > content}
        is_heading = any(heading.start <= content < heading.end for heading in report.headings)
        if line.strip() and not (is_heading and not roles):
            assert {str(role) for role in covering & TOLD} == set(roles), line
        start += len(line)


TRANSFORMATIONS: dict[str, Callable[[str], str]] = {
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "no tone marks": lambda text: fold(unicodedata.normalize("NFC", text)),
    "indented lines": lambda text: "\n".join(f"    {line}  " for line in text.split("\n")),
    "no empty lines": lambda text: re.sub(r"\n\s*\n", "\n", text),
    "an empty line after each": lambda text: text.replace("\n", "\n\n"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "broken by pages": hard_wrapped,
}


@pytest.mark.parametrize("change", TRANSFORMATIONS.values(), ids=TRANSFORMATIONS.keys())
@pytest.mark.parametrize("written", SAMPLES, ids=lambda written: str(written.name))
def test_sections_are_the_same_however_the_file_was_made(written: Sample, change: Callable[[str], str]) -> None:
    assert letters_by_role(change(written.text)) == letters_by_role(written.text)


def test_the_decomposed_letters_of_a_shared_report_shift_no_section(shared: Path) -> None:
    text = (shared / "reports" / "seed-hoanh-son-2025.txt").read_text(encoding="utf-8")
    assert letters_by_role(unicodedata.normalize("NFC", text)) == letters_by_role(text)
    assert letters_by_role(unicodedata.normalize("NFD", text)) == letters_by_role(text)


# One point each.


def test_a_section_names_its_heading_and_those_above_it() -> None:
    report = read_report(FIVE_YEARS.text)
    (causes,) = report.role(Role.CAUSES)
    assert causes.heading == "III. NGUYÊN NHÂN CỦA NHỮNG TỒN TẠI, HẠN CHẾ"
    assert causes.path == ("A. KẾT QUẢ PHONG TRÀO THI ĐUA VÀ CÔNG TÁC KHEN THƯỞNG GIAI ĐOẠN 2021-2025",)
    assert section_text(report, Role.CAUSES) == "- Một số đơn vị chưa quan tâm."


def test_headings_come_with_their_levels() -> None:
    levels = {heading.text: heading.level for heading in read_report(FIVE_YEARS.text).headings}
    assert levels["I. NHỮNG KẾT QUẢ ĐẠT ĐƯỢC"] == 2
    assert levels["1. Công tác lãnh đạo, chỉ đạo"] == 3
    assert levels["a) Việc tổ chức thực hiện văn bản của Trung ương"] == 4
    assert levels["2.1. Phong trào do Thủ tướng Chính phủ phát động"] == 4
    assert levels["* Phong trào “Cả nước chung sức xây dựng nông thôn mới”"] == 5
    assert levels["B. PHƯƠNG HƯỚNG, NHIỆM VỤ GIAI ĐOẠN 2026-2030"] == 1
    assert not any("1.866" in text for text in levels)


def test_fields_of_work_among_the_results_are_told_apart() -> None:
    report = read("""
        BÁO CÁO
        Kết quả năm 2025
        I. KẾT QUẢ THỰC HIỆN
        1. Công tác lãnh đạo, chỉ đạo
        Ban hành văn bản.
        2. Kết quả tổ chức các phong trào thi đua
        Ba phong trào.
        3. Công tác khen thưởng
        Hai Giấy khen.
        4. Công tác phát hiện, nhân rộng điển hình tiên tiến
        Một gương.
        5. Tổ chức bộ máy; tập huấn
        Một lớp.
        6. Quỹ thi đua, khen thưởng
        Chi 10 triệu đồng.
        7. Cải cách hành chính, chuyển đổi số
        Trực tuyến.
        8. Công tác kiểm tra, giám sát
        Một cuộc.
        9. Công tác sáng kiến
        Năm sáng kiến.
    """)
    fields = {section.role: report.text[section.start : section.end].strip() for section in report.sections}
    assert fields[Role.LEADERSHIP] == "Ban hành văn bản."
    assert fields[Role.MOVEMENTS] == "Ba phong trào."
    assert fields[Role.COMMENDATION] == "Hai Giấy khen."
    assert fields[Role.MODELS] == "Một gương."
    assert fields[Role.ORGANISATION] == "Một lớp."
    assert fields[Role.FUND] == "Chi 10 triệu đồng."
    assert fields[Role.REFORM] == "Trực tuyến."
    assert fields[Role.INSPECTION] == "Một cuộc."
    assert fields[Role.INITIATIVES] == "Năm sáng kiến."


@pytest.mark.parametrize(
    "heading",
    [
        "Tồn tại, hạn chế", "Hạn chế, tồn tại", "Những khuyết điểm, yếu kém", "Một số khó khăn, hạn chế",
        "Mặt còn hạn chế", "NHỮNG VẤN ĐỀ CÒN TỒN TẠI", "Những việc chưa làm được", "Tồn tại", "Hạn chế, bất cập",
        "Tồn tại, hạn chế (nếu có)", "Tồn tại, hạn chế trong công tác thi đua, khen thưởng",
    ],
)  # fmt: skip
def test_shortcomings_are_found_under_each_of_their_names(heading: str) -> None:
    report = read(f"BÁO CÁO\nNăm 2025\nI. Kết quả\nĐạt.\nII. {heading}\nHồ sơ chậm.\nIII. Phương hướng\nNhanh hơn.")
    assert section_text(report, Role.SHORTCOMINGS) == "Hồ sơ chậm."


@pytest.mark.parametrize(
    "heading",
    [
        "Kết quả khắc phục những hạn chế, khuyết điểm", "Biện pháp khắc phục tồn tại, hạn chế", "Khó khăn, vướng mắc",
        "Trách nhiệm đối với hạn chế", "Bài học kinh nghiệm", "Thuận lợi, khó khăn", "Nguyên nhân của kết quả đạt được",
    ],
)  # fmt: skip
def test_a_heading_that_only_mentions_shortcomings_or_causes_names_none(heading: str) -> None:
    report = read(f"BÁO CÁO\nNăm 2025\nI. Kết quả\nĐạt.\nII. {heading}\nNội dung.\nIII. Phương hướng\nNhanh hơn.")
    assert report.role(Role.SHORTCOMINGS) == ()
    assert report.role(Role.CAUSES) == ()


def test_a_combined_heading_whose_only_inner_heading_is_causes_begins_with_shortcomings() -> None:
    report = read("""
        BÁO CÁO
        Năm 2025
        I. Kết quả
        Đạt.
        II. Hạn chế và nguyên nhân
        Phong trào ở một số đơn vị còn hình thức, chưa sát nhiệm vụ.
        * Nguyên nhân:
        Thiếu kiểm tra.
        III. Phương hướng
        Kiểm tra.
    """)
    assert section_text(report, Role.SHORTCOMINGS).startswith("Phong trào ở một số đơn vị")
    assert section_text(report, Role.CAUSES) == "Thiếu kiểm tra."
    assert report.role(Role.SHORTCOMINGS_AND_CAUSES) == ()


def test_a_heading_without_any_text_gives_no_section() -> None:
    report = read("BÁO CÁO\nNăm 2025\nI. Kết quả\nĐạt.\nII. Tồn tại, hạn chế\n\nIII. Phương hướng\nLàm.")
    assert report.role(Role.SHORTCOMINGS) == ()


def test_headings_without_numbers_are_found_beside_numbered_lists() -> None:
    report = read("""
        BÁO CÁO
        Kết quả năm 2025

        Ủy ban nhân dân xã Tân Phong Hạ báo cáo kết quả như sau:
        KẾT QUẢ THỰC HIỆN
        Các đơn vị đã đăng ký thi đua từ đầu năm gồm có:
        1. Trường Mầm non Hoa Sen.
        2. Trạm Y tế xã.
        TỒN TẠI, HẠN CHẾ
        Hai đơn vị đăng ký chậm.
        NGUYÊN NHÂN
        Thay đổi nhân sự.
    """)
    assert section_text(report, Role.RESULTS).endswith("2. Trạm Y tế xã.")
    assert section_text(report, Role.SHORTCOMINGS) == "Hai đơn vị đăng ký chậm."
    assert section_text(report, Role.CAUSES) == "Thay đổi nhân sự."


def test_goals_set_before_the_results_are_no_next_tasks() -> None:
    report = read_report(THEMATIC.text)
    assert "Xóa 25 nhà tạm" not in section_text(report, Role.NEXT_TASKS)


@pytest.mark.parametrize(
    ("title", "period", "year"),
    [
        ("Tổng kết công tác thi đua năm 2025; phương hướng năm 2026", "năm 2025", "2025"),
        ("Sơ kết 6 tháng đầu năm 2026", "6 tháng đầu năm 2026", "2026"),
        ("Kết quả 06 tháng đầu năm 2026", "06 tháng đầu năm 2026", "2026"),
        ("Kết quả quý II/2026", "quý II/2026", "2026"),
        ("Tổng kết giai đoạn 2021 – 2025", "giai đoạn 2021-2025", "2025"),
        ("Tổng kết năm học 2025-2026", "năm học 2025-2026", "2026"),
        ("Công tác tháng 9 năm 2026", "tháng 9 năm 2026", "2026"),
        ("Công tác thi đua", "", ""),
    ],
)
def test_the_period_is_the_first_one_that_the_title_names(title: str, period: str, year: str) -> None:
    report = read(f"BÁO CÁO\n{title}\n\nI. Kết quả\nĐạt.")
    assert (report.period, report.year) == (period, year)
    assert report.title == f"BÁO CÁO {title}"


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("ỦY BAN NHÂN DÂN PHƯỜNG KIM LONG BẮC", "phường Kim Long Bắc"),
        ("UBND XÃ A LƯỚI", "xã A Lưới"),
        ("UBND đặc khu Hòn Ngọc báo cáo như sau:", "đặc khu Hòn Ngọc"),
        ("Các xã Kỳ Nam, Kỳ Liên sáp nhập thành phường Minh Sơn; phường Minh Sơn có 9 tổ.", "phường Minh Sơn"),
        ("Phòng Văn hóa - Xã hội báo cáo.", None),
    ],
)
def test_the_unit_is_the_commune_ward_or_special_zone_that_reports(line: str, unit: str | None) -> None:
    assert read(f"{line}\nBÁO CÁO\nNăm 2025\nI. Kết quả\nĐạt.").unit == unit


def test_a_letter_that_asks_for_a_report_is_none() -> None:
    assert not looks_like_report("Kính gửi: UBND các xã\nĐề nghị báo cáo kết quả trước ngày 15/6/2026.\n")
    assert not looks_like_report("")


def test_an_empty_text_has_no_section() -> None:
    report = read_report("")
    assert (report.title, report.unit, report.period, report.headings, report.sections) == ("", None, "", (), ())
