"""Sentences as they stand in official letters, plans and decrees, each with the deadlines a reader sees in it.

The sentences are ours, their manner that of the field. A deadline is told in one line: what it is, the word that
binds it, the day or the rule. Read next: `test_dates.py`, which holds each part of the grammar to its own tests.
"""

from __future__ import annotations

import pytest

from knowledge.dates import Deadline, read_deadlines
from knowledge.text import fold


def told(deadline: Deadline) -> str:
    """The deadline in one line, without its words and its place."""
    values = {name: value for name, value in deadline.as_json().items() if name not in ("text", "end", "span")}
    if isinstance(values.get("start"), int):
        del values["start"]
    kind, op = values.pop("type"), values.pop("op")
    return " ".join([f"{kind} {op}", *(f"{name}={value}" for name, value in values.items())])


LETTERS: list[tuple[str, list[str]]] = [
    # A day with its year
    ("Đề nghị Ủy ban nhân dân các xã, phường gửi báo cáo về Sở Nội vụ trước ngày 25/7/2026 để tổng hợp.",
     ["absolute before date=2026-07-25"]),
    ("Báo cáo gửi về Phòng Thi đua, khen thưởng chậm nhất ngày 05/12/2026 (bản giấy và bản mềm).",
     ["absolute by date=2026-12-05"]),
    ("Hồ sơ trình khen gửi về Hội đồng (qua Phòng Văn hóa - Xã hội) chậm nhất 16h00 ngày 20 tháng 11 năm 2026.",
     ["absolute by date=2026-11-20 time=16:00"]),
    ("Thời gian nhận bài dự thi: đến hết ngày 30/9/2026 (tính theo dấu bưu điện).",
     ["absolute end_of date=2026-09-30"]),
    ("Thời hạn gửi: trước 17 giờ 00 phút ngày 10/8/2026.",
     ["absolute before date=2026-08-10 time=17:00"]),
    ("Kính đề nghị quý cơ quan có văn bản tham gia góp ý, gửi về Sở Nội vụ trước ngày 12 tháng 8 năm 2026.",
     ["absolute before date=2026-08-12"]),
    ("Sau thời hạn trên (ngày 15/8/2026), đơn vị nào không gửi coi như thống nhất với dự thảo.",
     []),
    ("Hoàn thành việc rà soát, lập danh sách đề nghị truy tặng xong trước ngày 31/8/2026.",
     ["absolute before date=2026-08-31"]),
    ("Yêu cầu các đồng chí Trưởng phòng hoàn thành nội dung được giao, báo cáo Chủ tịch UBND phường trong ngày 22/7/2026.",
     ["absolute within date=2026-07-22"]),
    ("Giao Phòng Kinh tế, Hạ tầng và Đô thị chủ trì tham mưu, hoàn thành trước ngày 01/9/2026.",
     ["absolute before date=2026-09-01"]),
    ("Các đơn vị đăng ký danh hiệu thi đua, hình thức khen thưởng năm 2026 gửi về Văn phòng trước ngày 28/02/2026.",
     ["absolute before date=2026-02-28"]),
    ("Ý kiến tham gia đề nghị gửi về Sở Nội vụ, hạn cuối ngày 19/8/2026.",
     ["absolute by date=2026-08-19"]),
    ("Thời hạn nộp hồ sơ: 30/8/2026.",
     ["absolute by date=2026-08-30"]),
    ("Hạn chót nhận tác phẩm dự thi là 24 giờ ngày 15/10/2026.",
     ["absolute by date=2026-10-15 time=23:59"]),
    ("Báo cáo phải gửi đến Sở Nội vụ không muộn hơn ngày 03/7/2026.",
     ["absolute by date=2026-07-03"]),
    ("Danh sách gửi về Ban Tổ chức trước hoặc trong ngày 14/11/2026.",
     ["absolute by date=2026-11-14"]),
    ("Báo cáo sơ kết gửi Sở Nội vụ (file mềm gửi theo địa chỉ thư điện tử) trước ngày 15-6-2026.",
     ["absolute before date=2026-06-15"]),
    ("Đề nghị nộp về Văn phòng HĐND và UBND phường trước 11g30 ngày 09.10.2026.",
     ["absolute before date=2026-10-09 time=11:30"]),
    # Windows
    ("Tiếp nhận hồ sơ từ ngày 01/9/2026 đến hết ngày 15/9/2026.",
     ["absolute within_window start=2026-09-01 date=2026-09-15"]),
    ("Hội đồng tổ chức họp xét từ ngày 20/11 đến ngày 25/11/2026.",
     ["absolute within_window start=2026-11-20 date=2026-11-25"]),
    ("Các tổ dân phố bình xét từ ngày 10 - 15/11/2026.",
     ["absolute within_window start=2026-11-10 date=2026-11-15"]),
    ("Từ ngày 15/9 đến ngày 30/9 hằng năm, các đơn vị tổ chức đăng ký thi đua.",
     ["recurring within_window start={'month': 9, 'day': 15} freq=yearly month=9 day=30"]),
    # The year is left open
    ("Báo cáo gửi về Sở Nội vụ trước ngày 20/11 để tổng hợp trình Ủy ban nhân dân tỉnh.",
     ["day_month_no_year before month=11 day=20"]),
    ("Đề nghị các phòng gửi số liệu chậm nhất 15h ngày 22/7.",
     ["day_month_no_year by month=7 day=22 time=15:00"]),
    ("Gửi danh sách về Văn phòng trước ngày 05 tháng 9.",
     ["day_month_no_year before month=9 day=5"]),
    # What comes back
    ("Các xã, phường báo cáo kết quả quý trước ngày 15 của tháng cuối quý.",
     ["recurring before freq=quarterly month=last_of_period day=15"]),
    ("Báo cáo tháng gửi trước ngày 20 hằng tháng.",
     ["recurring before freq=monthly day=20"]),
    ("Báo cáo 6 tháng đầu năm gửi trước ngày 15/6; báo cáo năm gửi trước ngày 15/12 hằng năm.",
     ["recurring before freq=yearly month=6 day=15", "recurring before freq=yearly month=12 day=15"]),
    ("Định kỳ trước ngày 15 tháng 6 và ngày 15 tháng 12 hằng năm, báo cáo kết quả về Sở Nội vụ.",
     ["recurring before freq=yearly month=6 day=15", "recurring before freq=yearly month=12 day=15"]),
    ("Báo cáo tuần gửi Văn phòng chậm nhất 10 giờ thứ Sáu hằng tuần.",
     ["recurring by freq=weekly weekday=4 time=10:00"]),
    ("Cụm trưởng gửi báo cáo tổng kết về Sở Nội vụ chậm nhất ngày 15 tháng 01 năm sau.",
     ["recurring by freq=yearly month=1 day=15 year_offset=1"]),
    ("Báo cáo năm được gửi trước ngày 10 tháng 01 của năm kế tiếp năm báo cáo.",
     ["recurring before freq=yearly month=1 day=10 year_offset=1"]),
    ("Chậm nhất ngày 25 hằng tháng, các tổ dân phố gửi báo cáo về Ủy ban nhân dân phường.",
     ["recurring by freq=monthly day=25"]),
    ("Các đơn vị nộp báo cáo thống kê trước ngày 05 của tháng tiếp theo.",
     ["recurring before freq=monthly month=first_of_next_period day=5"]),
    ("Trước ngày 30/6 hằng năm, bộ, ban, ngành, tỉnh trình hồ sơ về Bộ Nội vụ.",
     ["recurring before freq=yearly month=6 day=30"]),
    ("Hằng quý, các đơn vị tổng hợp, báo cáo trước ngày 20 của tháng cuối quý.",
     ["recurring before freq=quarterly month=last_of_period day=20"]),
    ("Hằng năm, chậm nhất ngày 15 tháng 02, các đơn vị gửi đăng ký thi đua.",
     ["recurring by freq=yearly month=2 day=15"]),
    ("Hồ sơ đề nghị tặng Cờ thi đua gửi trước ngày 20/12 hằng năm; riêng ngành giáo dục trước ngày 15/7 hằng năm.",
     ["recurring before freq=yearly month=12 day=20", "recurring before freq=yearly month=7 day=15"]),
    # Counted from something
    ("Trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ, Phòng Văn hóa - Xã hội thẩm định, trình Chủ tịch.",
     ["relative within n=5 unit=working_day direction=after anchor=ngày nhận đủ hồ sơ"]),
    ("Cơ quan được lấy ý kiến trả lời bằng văn bản trong vòng 07 ngày kể từ ngày nhận được đề nghị.",
     ["relative within n=7 unit=day direction=after anchor=ngày nhận được đề nghị"]),
    ("Hội đồng thông báo kết quả chậm nhất sau 03 ngày làm việc kể từ ngày họp.",
     ["relative by n=3 unit=working_day direction=after anchor=ngày họp"]),
    ("Tài liệu họp gửi đến các thành viên Hội đồng trước ngày họp ít nhất 03 ngày làm việc.",
     ["relative by n=3 unit=working_day direction=before anchor=ngày họp"]),
    ("Công khai danh sách tối thiểu 10 ngày làm việc trước khi họp Hội đồng.",
     ["relative by n=10 unit=working_day direction=before anchor=khi họp Hội đồng"]),
    ("Gửi văn bản trong thời hạn 30 ngày kể từ ngày ký.",
     ["relative within n=30 unit=day direction=after anchor=ngày ký"]),
    ("Trong 05 ngày làm việc kể từ ngày nhận được văn bản này, đề nghị các đơn vị gửi danh sách.",
     ["relative within n=5 unit=working_day direction=after anchor=ngày nhận được văn bản này"]),
    ("Báo cáo kết quả trong vòng 24 giờ kể từ khi xảy ra vụ việc.",
     ["relative within n=24 unit=hour direction=after anchor=khi xảy ra vụ việc"]),
    ("Sau 02 tháng kể từ ngày kết thúc phong trào, các đơn vị phải gửi báo cáo tổng kết.", []),
    # Months, quarters, years
    ("Tổ chức hội nghị tổng kết trong tháng 12/2026.",
     ["month within month=12 year=2026"]),
    ("Thời gian thực hiện: Quý III/2026.",
     ["quarter within quarter=3 year=2026"]),
    ("Hoàn thành việc kiện toàn Hội đồng trong quý II năm 2026.",
     ["quarter within quarter=2 year=2026"]),
    ("Ban hành kế hoạch phát động thi đua xong trước tháng 3/2026.",
     ["month before month=3 year=2026"]),
    ("Thời gian hoàn thành: tháng 8/2026.",
     ["month within month=8 year=2026"]),
    # Two in one sentence
    ("Gửi đăng ký trước ngày 25/7/2026 và gửi báo cáo kết quả trước ngày 10/12/2026.",
     ["absolute before date=2026-07-25", "absolute before date=2026-12-10"]),
    ("Hồ sơ giấy nộp chậm nhất ngày 20/8/2026, bản mềm gửi trước 17h00 ngày 18/8/2026.",
     ["absolute by date=2026-08-20", "absolute before date=2026-08-18 time=17:00"]),
    ("Báo cáo sơ bộ gửi trước ngày 10/11/2026, báo cáo chính thức trước ngày 05/12/2026.",
     ["absolute before date=2026-11-10", "absolute before date=2026-12-05"]),
    # Beside a cited document
    ("Thực hiện Kế hoạch số 45/KH-UBND ngày 10/01/2026 của UBND tỉnh, đề nghị các đơn vị gửi báo cáo trước ngày 20/6/2026.",
     ["absolute before date=2026-06-20"]),
    ("Căn cứ Công văn số 812/SNV-TĐKT ngày 02/7/2026 của Sở Nội vụ về việc báo cáo sơ kết 6 tháng đầu năm 2026;", []),
    ("Ủy ban nhân dân phường nhận được Công văn số 99/SNV-TĐKT ngày 12/8/2026 của Sở Nội vụ tỉnh.", []),
    ("Phúc đáp Công văn số 77/UBND-NV ngày 01/8/2026, Sở Nội vụ có ý kiến như sau:", []),
    ("(Gửi kèm Đề cương theo Hướng dẫn số 05/HD-SNV ngày 14/02/2026; gửi về trước ngày 01/3/2026).",
     ["absolute before date=2026-03-01"]),
    ("Quyết định này thay thế Quyết định số 13/2024/QĐ-UBND ngày 31 tháng 5 năm 2024 của UBND tỉnh.", []),
    # No deadline
    ("Tính đến ngày 30/6/2026, toàn phường có 25 tập thể được tặng Giấy khen.", []),
    ("Ngày 12/6/2026, Ủy ban nhân dân phường đã tổ chức Hội nghị điển hình tiên tiến.", []),
    ("Hội nghị dự kiến diễn ra ngày 20/8/2026 tại Hội trường UBND phường.", []),
    ("Đến nay, đã có 15/15 đơn vị gửi báo cáo đúng thời hạn.", []),
    ("Năm 2025, phường đã hoàn thành vượt mức 12/15 chỉ tiêu.", []),
    ("Thành tích đạt được từ ngày 01/01/2026 đến ngày 30/6/2026 được lấy làm căn cứ xét khen thưởng.", []),
    ("Mốc thời gian tính thành tích: từ 16/11/2025 đến 15/11/2026.", []),
    ("Lập thành tích chào mừng kỷ niệm 81 năm Cách mạng tháng Tám và Quốc khánh 2/9.", []),
    ("Phong trào thi đua giai đoạn 2026 - 2030 được phát động từ tháng 01/2026.", []),
    ("Nghị định này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2025.", []),
    ("Đồng chí Nguyễn Văn A, sinh ngày 12/4/1978, vào Đảng ngày 03/02/2005.", []),
    ("Ông đã nghỉ hưu từ ngày 01/5/2024.", []),
    ("Kinh phí đã được bố trí theo Quyết định ngày 15/12/2025.", []),
    ("Một số đơn vị nộp báo cáo sau ngày 15/6/2026, ảnh hưởng đến tiến độ tổng hợp chung.", []),
    ("Trước ngày 01/7/2025, việc này do Ủy ban nhân dân cấp huyện thực hiện.", []),
    ("Cá nhân có thời gian công tác từ đủ 10 tháng trở lên được bình xét danh hiệu thi đua.", []),
    ("Bắc Ninh, ngày 18 tháng 7 năm 2026", []),
    ("Tỷ lệ phiếu đồng ý từ 2/3 trở lên.", []),
    # Labels and tables
    ("Thời gian hoàn thành: Trước ngày 30/10/2026.", ["absolute before date=2026-10-30"]),
    ("- Thời hạn: 15/8/2026;", ["absolute by date=2026-08-15"]),
    ("Thời gian gửi báo cáo: chậm nhất là ngày 05/7/2026.", ["absolute by date=2026-07-05"]),
    ("* Thời gian nộp: từ 08/9/2026 - 12/9/2026.", ["absolute within_window start=2026-09-08 date=2026-09-12"]),
    ("Hạn gửi: 10h00 ngày 30/7/2026.", ["absolute by date=2026-07-30 time=10:00"]),
    ("Thời gian: Hoàn thành trước 30/11/2026.", ["absolute before date=2026-11-30"]),
    # Weekday beside the date
    ("Gửi về Văn phòng trước 16 giờ, thứ Tư, ngày 22/7/2026.", ["absolute before date=2026-07-22 time=16:00"]),
    ("Đề nghị các phòng báo cáo chậm nhất vào thứ Sáu (24/7/2026).", ["absolute by date=2026-07-24"]),
    # Events
    ("Hoàn thành việc trao tặng trước Tết Nguyên đán Đinh Mùi.", ["event before anchor=Tết Nguyên đán Đinh Mùi"]),
    ("Chuẩn bị đầy đủ tài liệu trước kỳ họp thường lệ giữa năm của HĐND phường.",
     ["event before anchor=kỳ họp thường lệ giữa năm của HĐND phường"]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), LETTERS)
def test_a_sentence_of_a_letter_is_read_as_a_reader_reads_it(sentence: str, expected: list[str]) -> None:
    assert [told(found) for found in read_deadlines(sentence)] == expected
