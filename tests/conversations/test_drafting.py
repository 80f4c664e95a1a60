"""A report is drafted in the chat: one question a message, answers told back, looked over, undone, sent as a file.

The same scripts are played on Telegram and at the keyboard.
Read next: `bot/flows/draft.py` and what it names, `test_drafting_whole.py` for whole reports.
"""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import func, select

from bot.access import Role
from bot.storage.draft_models import DraftAnswerRow, DraftRow
from bot.storage.models import IdentityRow
from tests.conversations.papers import REPORT
from tests.conversations.stage import Speaker, Stage, TelegramStage, TerminalSpeaker, TerminalStage
from tests.index.drafts import docx_of
from tests.knowledge.drafting.test_outlines import TEXT as OUTLINE
from tests.telegram_double import TelegramDouble

ANNUAL = "Báo cáo tổng kết năm"
ONLY = "Chỉ mục «Tồn tại, hạn chế»"
SITUATION = ("Chỉ một mục khác", "Đặc điểm tình hình")
LATE = "Hồ sơ đề nghị khen thưởng nộp chậm so với thời hạn"


async def begins(officer: Speaker, *part: str) -> None:
    """Begin an annual report: the whole of it, or the part named by these buttons."""
    await officer.writes("/soan")
    await officer.presses(next(label for label in officer.said.buttons if label in (ANNUAL, f"Soạn mới: {ANNUAL}")))
    for label in part or ("Cả báo cáo",):
        await officer.presses(label)


async def says(officer: Speaker, *acts: str) -> None:
    """Press the button that bears exactly these words, or write them."""
    for act in acts:
        if act in officer.said.buttons:
            await officer.presses(act)
        else:
            await officer.writes(act)


# The interview.


async def test_one_question_a_message_with_its_place_its_help_and_an_example(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer)
    officer.sees("Phần 1/20 · Cơ quan và thể thức · câu 1/12", "Đơn vị của anh/chị là xã, phường hay đặc khu?")
    officer.may_press("xã", "phường", "đặc khu", "Bỏ qua", "Xem lại")
    officer.may_not_press("Quay lại")
    await officer.presses("phường")
    officer.sees_in_order("✓ Loại đơn vị: phường.", "câu 2/12", "Tên riêng của đơn vị là gì?", "Ví dụ: Trúc Đàm")
    await officer.presses("Quay lại")
    officer.sees("câu 1/12", "Đang ghi: phường")
    officer.may_press("Giữ nguyên", "Xóa câu trả lời")


async def test_what_the_office_is_called_is_offered_and_taken_at_the_officers_word(stage: Stage) -> None:
    officer = stage.administrator("An", "Ủy ban nhân dân phường Trúc Đàm")
    await begins(officer)
    officer.sees("Đã có sẵn: phường")
    await officer.presses("Dùng lại")
    officer.sees("✓ Loại đơn vị: phường.", "Đã có sẵn: Trúc Đàm")
    await officer.writes("/dia_phuong Bắc Ninh")
    await officer.writes("/soan")
    await officer.presses("Tiếp tục")
    await officer.presses("Dùng lại")
    officer.sees("✓ Tên đơn vị: Trúc Đàm.", "Đã có sẵn: tỉnh Bắc Ninh")


@pytest.mark.parametrize(
    ("typed", "read"),
    [("23.264", "23.264 người"), ("23264 nguoi", "23.264 người"), ("hai mươi ba nghìn", "23.000 người")],
)
async def test_numbers_are_understood_as_officers_type_them_and_told_back(stage: Stage, typed: str, read: str) -> None:
    officer = stage.administrator("An")
    await begins(officer, *SITUATION)
    await says(officer, "bq", typed)
    officer.sees(f"✓ Dân số: {read}.")


async def test_a_bad_answer_is_explained_and_the_question_stands_again(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, *SITUATION)
    await says(officer, "19,8 km2", "khoảng 23 nghìn")
    officer.sees_in_order("Dân số", "chưa phải số chính xác", "Dân số của đơn vị là bao nhiêu người?")
    await officer.writes("rất đông")
    officer.sees("không đọc được số", "câu 2/")
    await officer.writes("23.264")
    officer.sees("✓ Dân số: 23.264 người.")
    await officer.writes("xem lai")
    await officer.presses("Đặc điểm tình hình")
    officer.sees("Diện tích: 19,8 km²", "Dân số: 23.264 người")


async def test_parts_that_do_not_add_up_are_asked_about_at_once(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, *SITUATION)
    await says(officer, "bo qua", "23.264", "21.350", "1.900")
    officer.sees("Dân số là 23.264, nhưng các phần cộng lại được 23.250 (lệch 14)")
    officer.may_press("Sửa Dân số", "Sửa Thường trú", "Sửa Tạm trú", "Giữ nguyên các số")
    await officer.presses("Sửa Tạm trú")
    officer.sees("Đang ghi: 1.900 người")
    await officer.writes("1.914")
    officer.sees("✓ Tạm trú: 1.914 người.", "Có bao nhiêu thôn, tổ dân phố?")


async def test_a_contradiction_may_be_kept_and_an_answer_typed_instead_of_a_press(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, *SITUATION)
    await says(officer, "bo qua", "23.264", "21.350", "1.900")
    await officer.writes("1.910")
    officer.sees("✓ Tạm trú: 1.910 người.", "lệch 4")
    await officer.presses("Giữ nguyên các số")
    officer.sees("Có bao nhiêu thôn, tổ dân phố?")


async def test_lines_may_come_in_one_message_or_one_after_the_other(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, "Chỉ một mục khác", "Ưu điểm")
    await officer.writes("Phát động sớm\n- Theo dõi hằng quý")
    officer.sees("✓ Ưu điểm: Phát động sớm; Theo dõi hằng quý.")
    await officer.presses("Thêm dòng")
    officer.sees("phần đã ghi vẫn giữ")
    await officer.writes("Khen thưởng đúng hạn")
    officer.sees("✓ Ưu điểm: Phát động sớm; Theo dõi hằng quý; Khen thưởng đúng hạn.")


async def test_what_was_typed_without_marks_is_said_so(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, "Chỉ một mục khác", "Phương hướng")
    await officer.writes("tiep tuc day manh phong trao thi dua")
    officer.sees("Nội dung chưa có dấu", "in đúng như đã gõ")
    await begins(officer, "Chỉ một mục khác", "Phương hướng")
    await officer.writes("web blog email zalo")
    officer.sees("chưa có dấu và sẽ in đúng như vậy")


async def test_what_was_typed_without_marks_is_offered_with_them(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, ONLY)
    await says(officer, "25.", "9/58 bo ho so; quy IV/2026; 04 thon", "lanh dao phong chua don doc")
    officer.sees("Nội dung chưa có dấu. Có phải «lãnh đạo phòng chưa đôn đốc»?", "chủ quan hay khách quan")
    await officer.presses("Dùng bản có dấu")
    officer.sees_in_order("Đã thay bằng bản có dấu: «lãnh đạo phòng chưa đôn đốc»", "chủ quan hay khách quan")
    await says(officer, "chủ quan", "Lap lich nop ho so", "Phong VHXH; truoc 31/3/2027")
    officer.sees("Có phải «Phòng Văn hóa - Xã hội»", "«trước 31/3/2027»")
    await says(officer, "Dùng bản có dấu", "Xem lại", "Tồn tại, hạn chế", "Xem mục này sẽ viết thế nào")
    officer.sees("Lãnh đạo phòng chưa đôn đốc", "Phòng Văn hóa - Xã hội chủ trì", "Lap lich nop ho so")


async def test_the_words_with_their_marks_are_a_revision_and_a_stale_offer_changes_nothing(
    telegram_stage: TelegramStage,
) -> None:
    officer = telegram_stage.administrator("An")
    await begins(officer, ONLY)
    await says(officer, "25.", "khoang 9 ho so nop cham")
    (offered,) = officer.messages
    await officer.writes("Bỏ qua")
    await officer.writes("chủ quan: kiêm nhiệm")
    await officer.presses("Dùng bản có dấu", offered)
    officer.is_told("Nút này thuộc câu cũ")
    await says(officer, "Xem lại", "Tồn tại, hạn chế")
    officer.sees("khoang 9 ho so nop cham")


async def test_a_list_is_told_field_by_field_or_as_one_line(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, "Chỉ một mục khác", "Công tác khen thưởng")
    await officer.presses("Tập thể lao động tiên tiến")
    officer.sees("✓ Tập thể lao động tiên tiến.", "Khen về việc gì")
    await says(officer, "bỏ qua", "7", "Đủ rồi, ghi dòng này")
    officer.sees("✓ Đã ghi dòng 1: Tập thể lao động tiên tiến; Tập thể: 7.", "Còn nữa thì chọn")
    await officer.writes("giay khen dot xuat; cứu hộ; 2; 5")
    officer.sees("2. Giấy khen đột xuất; Thành tích về: cứu hộ; Tập thể: 2; Cá nhân: 5")
    await officer.presses("Sửa dòng 2")
    await officer.presses("Cá nhân")
    await officer.writes("6")
    officer.sees("✓ Cá nhân: 6.", "Khen thưởng trong kỳ – dòng 2")
    await officer.presses("Xóa dòng này")
    officer.sees("Đã xóa dòng: Giấy khen đột xuất")


async def test_the_words_of_a_button_may_be_typed(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, "Chỉ một mục khác", "Công tác khen thưởng")
    await says(officer, "lao dong tien tien; ; ; 5", "xong")
    officer.sees("Cộng cả kỳ bao nhiêu lượt tập thể được khen?")
    await says(officer, "không có")
    officer.sees("✓ Cộng tập thể: 0 tập thể.")
    await officer.writes("xem ví dụ")
    officer.sees("Nơi khác viết mục «Công tác khen thưởng»")


async def test_a_field_that_a_record_needs_is_asked_again_and_a_begun_record_is_kept(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, "Chỉ một mục khác", "Kết quả tổ chức các phong trào thi đua")
    await says(officer, "Cả nước chung sức xây dựng nông thôn mới", "Bỏ qua")
    officer.sees("Dòng này cần có «Cấp phát động»")
    await officer.presses("Quay lại")
    await officer.presses("Quay lại")
    officer.sees("Đang ghi dở: Cả nước chung sức xây dựng nông thôn mới")
    await officer.presses("Ghi tiếp dòng dở")
    officer.sees("Phong trào do cấp nào phát động?")


# Tồn tại, hạn chế.


async def test_three_shortcomings_take_a_new_officer_at_most_twenty_messages(stage: Stage) -> None:
    officer = stage.administrator("An")
    acts = (
        "/soan", ANNUAL, ONLY, "8", "13", "25", "Xong (3)",
        "4/25 người; năm 2026; toàn xã", "1", "1", "Phòng Văn hóa - Xã hội; trước ngày 31/3/2027",
        "06/21 thôn; quý IV/2026; 06 thôn", "chủ quan: người xét ngại va chạm", "chấm điểm công khai", "Như trên",
        "9/58 bộ hồ sơ (15,5%); quý IV/2026; 04 thôn", "1", "lập lịch nộp hồ sơ", "Như trên",
    )  # fmt: skip
    for act in acts:
        label = next((label for label in officer.said.buttons if label == act or label.startswith(f"{act}:")), "")
        offered = [label for label in officer.said.buttons if label.startswith("(")] if act == "1" else []
        remedies = [label for label in officer.said.buttons if label.endswith("…")] if act == "1" else []
        choice = label or next(iter([*offered, *remedies]), "")
        await (officer.presses(choice) if choice else officer.writes(act))
    assert len(acts) <= 20
    officer.sees("● Tồn tại, hạn chế: 13/13 câu")


async def test_they_take_no_more_when_each_must_be_asked_when_and_where(stage: Stage) -> None:
    officer = stage.administrator("An", "Ủy ban nhân dân phường Trúc Đàm")
    acts = (
        "/soan", ANNUAL, ONLY, "8, 13, 25",
        "4/25 nguoi", "Cả năm; toàn phường", "hai bên bình xét riêng", "chủ quan", "chấm điểm công khai", "Phòng VHXH",
        "06/21 doanh nghiệp; quý IV/2026", "Toàn phường", "khách quan: chưa có số liệu", "lập danh sách", "Như trên",
        "9/58 bộ hồ sơ", "quý III, 04 thôn", "chủ quan: kiêm nhiệm", "lập lịch nộp", "Như trên",
    )  # fmt: skip
    for act in acts:
        label = next((label for label in officer.said.buttons if label == act or label.startswith(f"{act}:")), "")
        await (officer.presses(label) if label else officer.writes(act))
    assert len(acts) <= 20
    officer.sees("● Tồn tại, hạn chế: 13/13 câu")
    await says(officer, "Tồn tại, hạn chế", "Xem mục này sẽ viết thế nào")
    officer.sees_in_order(
        "4/25 nguoi; thời gian: cả năm; nơi xảy ra: toàn phường",
        "06/21 doanh nghiệp; thời gian: quý IV/2026; nơi xảy ra: toàn phường",
        "9/58 bộ hồ sơ; thời gian: quý III; nơi xảy ra: 04 thôn",
    )


async def test_when_and_where_are_asked_once_and_only_where_they_lack(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, ONLY)
    await says(officer, "25.", "9/58 bộ hồ sơ; 04 thôn")
    officer.sees("Nơi xảy ra: 04 thôn", "Việc này xảy ra khi nào?", "Ví dụ: quý IV/2026")
    await officer.presses("Quay lại")
    officer.sees("Bao nhiêu hồ sơ nộp chậm", "Đang ghi: 9/58 bộ hồ sơ; 04 thôn")
    await officer.writes("9/58 bộ hồ sơ nộp chậm trong quý IV/2026")
    officer.sees("Vì sao có hạn chế này?")
    await says(officer, "Quay lại", "9/58 bộ hồ sơ của năm 2026")
    officer.sees("Vì sao có hạn chế này?")


async def test_a_typed_number_is_the_choice_it_numbers_and_never_an_answer(telegram_stage: TelegramStage) -> None:
    officer = telegram_stage.administrator("An")
    await begins(officer, ONLY)
    await says(officer, "25.", "9/58 bộ; quý IV; 04 thôn", "7")
    officer.sees("Không có lựa chọn số 7", "Vì sao có hạn chế này?")
    await officer.writes("1")
    officer.sees("✓ Loại nguyên nhân: chủ quan; Nguyên nhân: chưa có lịch nhắc", "Sẽ làm gì để khắc phục?")
    await says(officer, "1", "2")
    officer.sees("không có lựa chọn đánh số", "Ai chủ trì, bao giờ xong?")


async def test_what_nobody_knows_of_a_shortcoming_is_no_answer(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, ONLY)
    await says(officer, "25.", "khong co so lieu")
    officer.sees("Vì sao có hạn chế này?")
    await officer.writes("không có")
    officer.sees("bỏ qua «Nguyên nhân»", "Sẽ làm gì để khắc phục?")
    await says(officer, "bq", "bq", "Tồn tại, hạn chế", "Xem mục này sẽ viết thế nào")
    officer.sees(f"- {LATE}.")
    officer.sees_nothing_of("khong co", "không có")


async def test_drafts_of_one_name_are_told_apart(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, ONLY)
    stage.house.clock.passes(minutes=5)
    await begins(officer, ONLY)
    await officer.writes("/soan")
    opened = [label for label in officer.said.buttons if label.startswith("Tiếp tục")]
    assert len(opened) == len(set(opened)) == 2


async def test_several_shortcomings_are_picked_by_their_numbers_and_coached_one_by_one(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, ONLY)
    officer.sees("gõ nhiều số một lượt", f"☐ 25. {LATE}")
    await officer.writes("25, 8")
    officer.sees_in_order("✓ Có 2 hạn chế.", "hạn chế 1/2", LATE, "Xảy ra khi nào, ở đâu?")
    await officer.writes("9/58 bộ hồ sơ nộp chậm; quý IV/2026; 04 thôn")
    officer.sees("✓ Số liệu chứng minh: 9/58 bộ hồ sơ nộp chậm; Thời gian: quý IV/2026; Nơi xảy ra: 04 thôn.")
    officer.sees("Vì sao có hạn chế này?", "(chủ quan)")
    await says(officer, "khách quan: hai đơn vị cũ dùng hai mẫu", "thống nhất một mẫu")
    await officer.writes("Phòng Văn hóa - Xã hội, trước ngày 31/3/2027")
    officer.sees("✓ Ai làm: Phòng Văn hóa - Xã hội; Thời hạn: trước ngày 31/3/2027.", "hạn chế 2/2")


async def test_what_is_ticked_stays_when_another_is_typed(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, ONLY)
    await says(officer, "25", "Chưa họp khối thi đua 03/04 quý")
    officer.sees_in_order("✓ Có 2 hạn chế.", "hạn chế 1/2", LATE)


async def test_a_number_that_is_not_in_the_list_is_refused(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, ONLY)
    await officer.writes("3, 99")
    officer.sees("không có số 99", "Những tồn tại, hạn chế nào")


async def test_a_vague_phrase_is_questioned_once_with_an_example(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, ONLY)
    await officer.writes("Công tác kiểm tra chưa thường xuyên")
    officer.sees("«chưa thường xuyên» thì người đọc chưa thấy mức độ", "Lẽ ra mấy lần", "01/3 cuộc kiểm tra")
    await officer.writes("nhiều nơi chưa làm")
    officer.sees("Chưa có con số nào")
    await officer.writes("nhiều thôn chưa làm")
    officer.sees("Vì sao có hạn chế này?")


async def test_each_shortcoming_has_its_counterpart_among_the_tasks_and_a_table(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, ONLY)
    await says(officer, f"{LATE}; 9/58 bộ; quý IV; 04 thôn; chủ quan; =1+1; lập lịch nhắc; Phòng VHXH; quý I/2027")
    await officer.presses("Tồn tại, hạn chế")
    await officer.presses("Xem mục này")
    officer.sees_in_order(f"- {LATE}: 9/58 bộ", "Nguyên nhân chủ quan", "- Lập lịch nhắc, để khắc phục hạn chế")
    await officer.presses("Xem lại")
    await officer.presses("Bảng hạn chế")
    officer.sees(f"1. {LATE}", "Việc khắc phục: Lập lịch nhắc", "Chủ trì: Phòng VHXH")
    await officer.presses("Tải bảng (CSV)")
    rows = list(csv.reader(io.StringIO(officer.gets("bang-han-che-khac-phuc.csv").decode("utf-8-sig"))))
    assert rows[0][:2] == ["STT", "Tồn tại, hạn chế"] and rows[1][3] == "Lập lịch nhắc"


async def test_a_section_by_itself_becomes_a_file_and_then_the_whole_report(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, ONLY)
    await says(officer, f"{LATE}; 9/58 bộ", "xem lại", "Xuất tệp Word")
    officer.sees("tệp Word đã sẵn sàng", "chưa có: thời gian, nơi xảy ra")
    assert officer.gets("ton-tai-han-che.docx")
    await officer.presses("Xem lại")
    await officer.presses("Soạn tiếp cả báo cáo")
    officer.sees("mục đã soạn vẫn giữ", "Phần 1/20")


# Looking back.


async def test_an_answer_is_jumped_to_from_the_review_and_the_way_leads_back(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, *SITUATION)
    await says(officer, "19,8", "23.264", "xem lại")
    officer.sees("◐ Đặc điểm tình hình: 2/")
    await officer.presses("Đặc điểm tình hình")
    await officer.presses("1. Diện tích")
    officer.sees("Đang ghi: 19,8 km²")
    await officer.writes("20,1")
    officer.sees("✓ Diện tích: 20,1 km².", "1. Diện tích: 20,1 km²")
    await officer.presses("Xem mục này")
    officer.sees("20,1 km²")


async def test_every_change_can_be_undone_and_the_undoing_too(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, *SITUATION)
    await says(officer, "19,8", "ql", "20,1", "xem lại", "Các lần sửa")
    officer.sees("Lần 2", "Diện tích – 20,1 km²", "Lần 1", "Diện tích – 19,8 km²")
    await officer.presses("Trở về sau lần 1")
    officer.sees("Các câu đã trở về như sau lần sửa 1")
    await officer.presses("Đặc điểm tình hình")
    officer.sees("Diện tích: 19,8 km²")
    await says(officer, "Xem lại", "Các lần sửa", "Trở về sau lần 2", "Đặc điểm tình hình")
    officer.sees("Diện tích: 20,1 km²")


async def test_nothing_but_the_officers_wish_takes_an_answer_away(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, *SITUATION)
    await says(officer, "19,8", "Quay lại", "Giữ nguyên", "ql", "bỏ qua", "ql")
    officer.sees("Đang ghi: 19,8 km²")
    await officer.presses("Xóa câu trả lời")
    officer.sees("Đã xóa câu trả lời «Diện tích»", "Ví dụ: 19,80")


async def test_examples_of_others_are_masked_named_and_never_taken_over(own_stage: Stage) -> None:
    officer = own_stage.administrator("An")
    own_stage.house.adds(REPORT, "bao-cao-2025.txt", 1, officer.identity)
    await begins(officer, ONLY)
    await officer.presses("Xem ví dụ")
    officer.sees("chỉ để tham khảo, tên và số liệu đã che", "2025", "nuôi tằm ở thôn")
    officer.sees_nothing_of("Cây Đa")
    assert own_stage.house.rows(select(func.count()).select_from(DraftAnswerRow)) == [0]


# Going away and coming back.


async def test_a_draft_waits_for_days_and_goes_on_where_it_stood(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, *SITUATION)
    await says(officer, "19,8", "để sau")
    officer.sees("Đã dừng", "/soan")
    stage.house.clock.passes(days=9)
    await officer.writes("Điều 50 Nghị định 152/2025")
    officer.sees("Mức tiền thưởng danh hiệu thi đua")
    await officer.writes("/soan")
    officer.sees("mục Đặc điểm tình hình", "1/")
    await officer.presses("Tiếp tục")
    officer.sees("Tiếp tục «Báo cáo tổng kết năm", "Dân số của đơn vị")


async def test_a_draft_goes_on_at_the_very_field_that_was_asked(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, ONLY)
    await says(officer, "25, 8", "xem ví dụ")
    officer.sees("Nơi khác viết mục")
    await officer.presses("Trả lời tiếp")
    officer.sees("hạn chế 1/2", "Xảy ra khi nào, ở đâu?")
    await says(officer, "xem lại", "Soạn tiếp cả báo cáo")
    await says(officer, "xem lại", "Công tác khen thưởng", "1. Khen thưởng trong kỳ", "Lao động tiên tiến", "để sau")
    await officer.writes("/soan")
    await officer.presses("Tiếp tục")
    officer.sees("Dòng 1: Lao động tiên tiến", "Khen về việc gì")


async def test_a_command_and_a_question_interrupt_and_the_interview_goes_on(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, *SITUATION)
    await officer.writes("Điều 50 Nghị định 152/2025 quy định gì?")
    officer.sees("Mức tiền thưởng danh hiệu thi đua", "Bản thảo vẫn chờ")
    await officer.writes("cảm ơn")
    officer.sees("Không có gì")
    await officer.writes("/tro_giup")
    await officer.writes("19,8")
    officer.sees("✓ Diện tích: 19,8 km².")


async def test_two_drafts_stand_beside_each_other(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, *SITUATION)
    await officer.writes("19,8")
    await begins(officer, ONLY)
    await officer.writes("25")
    await officer.writes("/soan")
    officer.may_press("mục Đặc điểm tình hình", "mục Tồn tại, hạn chế")
    await officer.presses("mục Đặc điểm tình hình")
    officer.sees("Dân số của đơn vị")
    assert stage.house.rows(select(func.count()).select_from(DraftRow)) == [2]


async def test_a_draft_is_erased_at_the_officers_word_alone(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, *SITUATION)
    await says(officer, "19,8", "xem lại", "Xóa bản thảo")
    officer.sees("Việc này không lấy lại được")
    await officer.presses("Xóa hẳn")
    officer.sees("Đã xóa")
    assert stage.house.rows(select(DraftAnswerRow.id)) == []


async def test_the_last_report_offers_its_answers_with_their_year(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer)
    for act in ("xã", "Tân Bình", *["bỏ qua"] * 6, "Chủ tịch ký", *["bỏ qua"] * 3, "2025"):
        await says(officer, act)
    await says(officer, "bq", "bq", "19,8", "23.264", "xem lại")
    await says(officer, "Công tác lãnh đạo, chỉ đạo", "1. Số văn bản đã ban hành", "12")
    await says(officer, "Xem lại", "Ưu điểm", "1. Ưu điểm", "Phát động sớm")
    await says(officer, "Xem lại", "Tồn tại, hạn chế", "1. Tồn tại, hạn chế", "không có")
    await officer.writes("/soan")
    await officer.presses("Tiếp tục")
    await says(officer, "xem lại", "Kết quả tổ chức các phong trào thi đua", "1. Phong trào thi đua")
    await says(officer, "Chung sức xây dựng nông thôn mới; xã; ; Trồng 120 cây", "Xong", "xem lại")
    await says(
        officer, "Công tác khen thưởng", "1. Khen thưởng trong kỳ", "lao dong tien tien; ; ; 5", "Xong", "xem lại"
    )
    await says(officer, "Xuất tệp Word")
    if "Vẫn xuất" in officer.said.buttons:
        await officer.presses("Vẫn xuất")
    officer.sees("tệp Word đã sẵn sàng")
    await begins(officer, *SITUATION)
    officer.sees("Năm 2025 ghi: 19,8 km² – số của kỳ trước, chỉ dùng lại khi vẫn đúng")
    await officer.presses("Dùng lại")
    officer.sees("✓ Diện tích: 19,8 km².", "Năm 2025 ghi: 23.264 người")


# Names of places.


async def at_the_province(officer: Speaker) -> None:
    await begins(officer)
    await says(officer, "phường", "Trúc Đàm")
    officer.sees("Đơn vị thuộc tỉnh, thành phố nào?")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Hà Tĩnh", "tỉnh Hà Tĩnh"),
        ("ha tinh", "tỉnh Hà Tĩnh"),
        ("tp hcm", "Thành phố Hồ Chí Minh"),
        ("HCM", "Thành phố Hồ Chí Minh"),
        ("hà nội", "thành phố Hà Nội"),
    ],
)
async def test_a_province_is_written_in_full_and_told_back(stage: Stage, typed: str, read: str) -> None:
    officer = stage.administrator("An")
    await at_the_province(officer)
    await officer.writes(typed)
    officer.sees(f"✓ Tỉnh, thành phố: {read}.", "Địa danh")


async def test_a_province_that_is_no_more_is_met_with_its_successor(stage: Stage) -> None:
    officer = stage.administrator("An")
    await at_the_province(officer)
    await officer.writes("hoà bình")
    officer.sees("✓ Tỉnh, thành phố: tỉnh Phú Thọ.", "«tỉnh Hòa Bình» đã nhập vào tỉnh Phú Thọ từ ngày 01/7/2025")
    officer.sees("khoản 4 Điều 1 Nghị quyết số 202/2025/QH15")


@pytest.mark.parametrize(
    ("act", "read"),
    [
        ("Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("Giữ: tỉnh Bình Dương", "tỉnh Bình Dương"),
        ("1", "Thành phố Hồ Chí Minh"),
        ("2", "tỉnh Bình Dương"),
        ("Đồng Nai", "tỉnh Đồng Nai"),
        ("bình dương", "bình dương"),
    ],
)
async def test_a_merger_that_is_not_certain_is_asked_about_once(stage: Stage, act: str, read: str) -> None:
    officer = stage.administrator("An")
    await at_the_province(officer)
    await officer.writes("bình dương")
    officer.sees("tỉnh Bình Dương", "có thể nay là Thành phố Hồ Chí Minh", "chưa có văn bản để đối chiếu")
    await says(officer, act)
    officer.sees(f"✓ Tỉnh, thành phố: {read}.", "Địa danh")


async def test_a_province_nobody_knows_is_kept_and_said_to_be_unknown(stage: Stage) -> None:
    officer = stage.administrator("An")
    await at_the_province(officer)
    await officer.writes("Tân Lập")
    officer.sees("✓ Tỉnh, thành phố: Tân Lập.", "không thấy tên này trong danh sách tỉnh, thành phố hiện nay")


async def test_the_kind_of_the_unit_is_read_from_its_name_or_asked_for(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer)
    await says(officer, "bỏ qua", "phường Trúc Đàm")
    officer.sees("✓ Loại đơn vị: phường.", "✓ Tên đơn vị: Trúc Đàm.", "Đơn vị thuộc tỉnh")
    await begins(officer)
    await says(officer, "bỏ qua", "Hạc Khê")
    officer.sees("✓ Tên đơn vị: Hạc Khê.", "Chưa rõ Hạc Khê là xã, phường hay đặc khu")
    officer.may_press("xã", "phường", "đặc khu")
    await says(officer, "xã")
    officer.sees("✓ Loại đơn vị: xã.", "Đơn vị thuộc tỉnh")
    await begins(officer)
    await says(officer, "xã", "phường Trúc Đàm")
    officer.sees("✓ Tên đơn vị: Trúc Đàm.", "Câu trước ghi «xã», nay gõ «phường Trúc Đàm»", "Đang ghi: xã")
    await says(officer, "phường")
    officer.sees("✓ Loại đơn vị: phường.", "Đơn vị thuộc tỉnh")


@pytest.mark.parametrize("act", ["phường Trúc Đàm, tỉnh Bắc Ninh", "phường", "2"])
async def test_where_somebody_comes_from_is_asked_for_its_kind_of_unit(stage: Stage, act: str) -> None:
    officer = stage.administrator("An")
    await officer.writes("/soan")
    await officer.presses("Báo cáo thành tích cá nhân")
    await officer.presses("Chỉ một mục khác")
    await officer.presses("Sơ lược lý lịch")
    await says(officer, "Lê Thị Hạnh", "12/5/1985", "nữ", "Trúc Đàm, bac ninh")
    officer.sees("«Trúc Đàm, bac ninh»: đơn vị đứng đầu là xã, phường hay đặc khu?")
    await says(officer, act)
    officer.sees("✓ Quê quán: phường Trúc Đàm, tỉnh Bắc Ninh.", "Nơi ở hiện nay?")


# Several people, several places.


async def test_what_a_colleague_answered_meanwhile_is_never_overwritten_unasked(stage: Stage) -> None:
    an, binh = stage.administrator("An"), stage.person("Bình")
    office = stage.house.who(an.identity)
    assert office is not None
    stage.house.enrol(binh.identity, "Bình", office.office_id, Role.OFFICER, an.identity)
    await begins(an, *SITUATION)
    await binh.writes("/soan")
    await binh.presses("Tiếp tục")
    await binh.writes("20,1")
    binh.sees("✓ Diện tích: 20,1 km².")
    await an.writes("19,8")
    an.sees("vừa được cập nhật ở nơi khác: 20,1 km²", "Anh/chị vừa gõ: 19,8")
    await an.presses("Thay bằng nội dung vừa gõ")
    an.sees("✓ Diện tích: 19,8 km².")


async def test_one_person_goes_on_at_the_keyboard_where_the_phone_was_left(telegram_stage: TelegramStage) -> None:
    phone, house = telegram_stage.administrator("An"), telegram_stage.house
    keyboard = TerminalSpeaker("An", house, house.home / "files")
    with house.store.begin() as session:
        session.add(IdentityRow(key=keyboard.identity, person_id=house.person(phone.identity)))
    await begins(phone, *SITUATION)
    await phone.writes("19,8")
    house.clock.passes(days=3)
    await keyboard.writes("/soan")
    await keyboard.presses("Tiếp tục")
    keyboard.sees("Dân số của đơn vị là bao nhiêu người?")
    await keyboard.writes("23.264")
    await phone.writes("/soan")
    await phone.presses("Tiếp tục")
    await says(phone, "xem lại", "Đặc điểm tình hình")
    phone.sees("Diện tích: 19,8 km²", "Dân số: 23.264 người")


async def test_a_reader_may_look_and_not_write(stage: Stage) -> None:
    an, reader = stage.administrator("An"), stage.person("Chi")
    office = stage.house.who(an.identity)
    assert office is not None
    stage.house.enrol(reader.identity, "Chi", office.office_id, Role.READER, an.identity)
    await begins(an, *SITUATION)
    await says(an, "19,8")
    await reader.writes("/soan")
    await reader.presses("Tiếp tục")
    await reader.writes("20.000")
    reader.sees("cán bộ")
    await reader.writes("/soan")
    await reader.presses(f"Soạn mới: {ANNUAL}")
    reader.sees("cán bộ")
    assert stage.house.rows(select(func.count()).select_from(DraftAnswerRow)) == [1]


async def test_another_office_has_no_part_in_it(stage: Stage) -> None:
    an, other = stage.administrator("An"), stage.administrator("Bình", "Ủy ban nhân dân phường Mỹ Lộc")
    await begins(an, *SITUATION)
    await an.writes("19,8")
    await other.writes("/soan")
    other.sees_nothing_of("Đang có")


async def test_a_button_of_an_earlier_question_says_so_and_changes_nothing(telegram_stage: TelegramStage) -> None:
    officer = telegram_stage.administrator("An")
    await begins(officer)
    (first,) = officer.messages
    await officer.presses("phường")
    await officer.presses("xã", first)
    officer.is_told("Nút này thuộc câu cũ")
    officer.sees("không có tác dụng", "Tên riêng của đơn vị là gì?")
    await officer.presses("Quay lại")
    officer.sees("Đang ghi: phường")


@pytest.mark.parametrize(
    "forged", ["draft:opt:1", "draft:open:99", "draft:tick:1:1:999", "draft:edit:1:nothing", "draft:x"]
)
async def test_a_forged_button_does_nothing(telegram_stage: TelegramStage, forged: str) -> None:
    officer = telegram_stage.administrator("An")
    await begins(officer, ONLY)
    await officer.presses_forged(forged)
    assert telegram_stage.house.rows(select(func.count()).select_from(DraftAnswerRow)) == [0]


async def test_a_report_may_be_wished_for_in_plain_words(stage: Stage) -> None:
    officer = stage.administrator("An", "Ủy ban nhân dân phường Trúc Đàm")
    await officer.writes("soan giup em bao cao tong ket nam")
    officer.sees("Báo cáo tổng kết năm")
    officer.may_press("Cả báo cáo", "Chỉ mục «Tồn tại, hạn chế»")
    await officer.writes("viết tồn tại hạn chế của báo cáo 6 tháng đầu năm")
    officer.sees("Những tồn tại, hạn chế nào trong kỳ?", "☐ 25.")
    await officer.writes("tạm dừng")
    await officer.writes("/soan báo cáo 6 tháng")
    officer.may_press("Tiếp tục: ", "Soạn mới: Báo cáo tổng kết năm")
    await officer.writes("lập báo cáo thành tích")
    officer.may_press("Báo cáo thành tích tập thể", "Báo cáo thành tích cá nhân")
    await officer.writes("báo cáo tổng kết gửi ai")
    officer.may_not_press("Cả báo cáo")


async def test_a_reminder_and_a_check_may_be_wished_for_too(stage: Stage) -> None:
    officer = stage.administrator("An", "Ủy ban nhân dân phường Trúc Đàm")
    await officer.writes("nhắc tôi nộp hồ sơ trước 25/8")
    officer.sees("Nộp hồ sơ", "24/8/2026", "Chưa đặt gì")
    await officer.writes("thôi")
    await officer.writes("kiểm tra giúp em báo cáo này")
    officer.sees("dán")


async def test_in_a_group_reports_are_private(telegram_stage: TelegramStage, telegram: TelegramDouble) -> None:
    officer = telegram_stage.in_group(telegram.group("Nhóm"), telegram_stage.administrator("An"))
    await officer.writes("/soan")
    officer.sees("riêng")


async def test_ticks_change_the_message_where_it_stands(telegram_stage: TelegramStage) -> None:
    officer = telegram_stage.administrator("An")
    await begins(officer, ONLY)
    (list_,) = officer.messages
    await officer.presses("25")
    officer.is_told("Đã chọn số 25; có 1 hạn chế")
    shown = next(each for each in officer.person.screen() if each["message_id"] == list_["message_id"])
    assert f"☑ 25. {LATE}" in shown["text"]


async def test_at_a_keyboard_the_list_to_pick_from_is_shown_once_and_its_numbers_are_one_line(
    terminal_stage: TerminalStage,
) -> None:
    officer = terminal_stage.administrator("An")
    await begins(officer, ONLY)
    officer.sees(f"☐ 25. {LATE}", "[1–32] gõ số trong danh sách trên", "ví dụ: 1 4 9")
    officer.sees_nothing_of("[1] 1", "[25] 25")
    await officer.presses("25")
    officer.sees("Đã chọn 1:", f"☑ 25. {LATE}")
    officer.sees_nothing_of("☐")
    await says(officer, "8", "25")
    officer.sees("Đã chọn 1:", "☑ 8. ")
    await says(officer, "8")
    officer.sees("Chưa chọn hạn chế nào")
    await says(officer, "8", "25", "xg")
    officer.sees("✓ Có 2 hạn chế.")


async def test_numbers_in_a_row_are_picked_at_once(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, ONLY)
    await officer.writes("1 4 9")
    officer.sees("✓ Có 3 hạn chế.", "hạn chế 1/3")


async def test_at_a_keyboard_numbers_are_answers_and_letters_are_buttons(terminal_stage: TerminalStage) -> None:
    officer = terminal_stage.administrator("An")
    await begins(officer, *SITUATION)
    await says(officer, "bq")
    await officer.writes("3")
    officer.sees("✓ Dân số: 3 người.")
    await officer.writes("ql")
    officer.sees("Đang ghi: 3 người")


async def test_the_letters_of_a_button_that_is_not_offered_are_no_answer(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, "Chỉ một mục khác", "Ưu điểm")
    await officer.writes("xg")
    officer.sees("Câu này không có nút «xg»", "ưu điểm của kỳ này")
    assert stage.house.rows(select(DraftAnswerRow.id)) == []


# The upper level's outline.


async def test_the_outline_of_the_upper_level_is_followed(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.sends("de-cuong.docx", docx_of(OUTLINE.splitlines()))
    await officer.presses("Soạn theo đề cương này")
    officer.sees(
        "Đề cương cho: Báo cáo tổng kết năm", "Công tác khen thưởng", "anh/chị tự viết: Công tác bình đẳng giới"
    )
    await officer.presses("Soạn theo đề cương")
    officer.sees("Cơ quan và thể thức")
    await officer.presses("Xem lại")
    officer.sees("Công tác bình đẳng giới: 0/1 câu", "Tồn tại, hạn chế")
    officer.sees_nothing_of("Hoạt động sáng kiến")


async def test_a_draft_under_way_is_put_under_an_outline_and_keeps_its_answers(stage: Stage) -> None:
    officer = stage.administrator("An")
    await begins(officer, ONLY)
    await says(officer, "25.", "9/58 bộ; quý IV/2026; 04 thôn")
    await officer.sends("de-cuong.docx", docx_of(OUTLINE.splitlines()))
    await officer.presses("Soạn theo đề cương này")
    await officer.presses("Áp dụng cho bản đang soạn")
    officer.sees("theo đề cương của cấp trên", "Cơ quan và thể thức")
    await officer.presses("Xem lại")
    officer.sees("Công tác bình đẳng giới: 0/1 câu", "◐ Tồn tại, hạn chế: 2/5 câu")
    assert stage.house.rows(select(func.count()).select_from(DraftRow)) == [1]


async def test_a_file_without_headings_is_no_outline(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.sends("thu.docx", docx_of(["Kính gửi các anh chị, mời dự họp."]))
    await officer.presses("Soạn theo đề cương này")
    officer.sees("Không thấy đề mục nào")
