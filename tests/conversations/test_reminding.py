"""Reminders, as officers type them: with marks and without, wrongly, twice, half-way, alone and in a group.

The same scripts are played on Telegram and at the keyboard; what goes out by itself is looked at on Telegram.
Read next: `bot/flows/remind.py`; `tests/bot/test_reminders.py` for the tick.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

import pytest
from docx import Document as Docx
from sqlalchemy import func, select

from bot.flows import remind
from bot.flows.turn import Paper, Turn
from bot.messages import Incoming, Reply, Sender
from bot.rendering import to_plain
from bot.storage.reminder_models import ReminderOccurrenceRow, ReminderRuleRow, ReminderSubmissionRow
from index.documents import Document, DocumentKind
from knowledge.schedules import VIETNAM
from tests.conversations.house import House
from tests.conversations.stage import Speaker, Stage, TelegramStage, until
from tests.conversations.test_offices import invited

LETTER = """SỞ NỘI VỤ TỈNH BẮC NINH
Số: 1234/SNV-TĐKT
V/v báo cáo công tác thi đua, khen thưởng
Bắc Ninh, ngày 15 tháng 7 năm 2026
Kính gửi: Ủy ban nhân dân các xã, phường.
Sở Nội vụ đề nghị các đơn vị gửi báo cáo sơ kết trước ngày 10/8/2026.
Danh sách đề nghị khen thưởng gửi chậm nhất ngày 20/8/2026.
Nơi nhận: Như trên."""


def rules(stage: Stage) -> list[str]:
    found = stage.house.rows(select(ReminderRuleRow.title).where(ReminderRuleRow.ended_at.is_(None)))
    return [str(title) for title in found]


def due_days(stage: Stage) -> list[date]:
    return stage.house.rows(select(ReminderOccurrenceRow.due_on).order_by(ReminderOccurrenceRow.due_on))


async def sets(speaker: Speaker, words: str) -> None:
    await speaker.writes(f"/nhac {words}")
    await speaker.presses("Đặt nhắc")
    speaker.sees("Đã đặt nhắc")


@pytest.mark.parametrize(
    ("typed", "when", "first"),
    [
        ("báo cáo quý trước ngày 20 tháng cuối quý", "Trước ngày 20 tháng cuối quý, hằng quý", "18/9/2026"),
        ("bao cao quy truoc ngay 20 thang cuoi quy", "Trước ngày 20 tháng cuối quý, hằng quý", "18/9/2026"),
        ("Nhắc tôi mỗi thứ sáu nộp báo cáo tuần", "Thứ Sáu hằng tuần", "24/7/2026"),
        ("nộp hồ sơ trước 25/8", "24/8/2026", "24/8/2026"),
        ("ngày 31 hằng tháng chốt số liệu", "Ngày 31 hằng tháng", "31/7/2026"),
    ],
)
async def test_a_typed_wish_is_shown_and_set_only_after_a_confirmation(
    stage: Stage, typed: str, when: str, first: str
) -> None:
    an = stage.administrator("An")
    await an.writes(f"/nhac {typed}")
    an.sees("Trợ lý hiểu như sau", when, first, "Chưa đặt gì cho đến khi anh/chị bấm xác nhận")
    assert rules(stage) == []
    await an.presses("Đặt nhắc")
    an.sees("Đã đặt nhắc", first)
    assert len(rules(stage)) == 1


async def test_a_moved_day_says_why_in_the_confirmation(stage: Stage) -> None:
    an = stage.administrator("An")
    await an.writes("/nhac báo cáo quý trước ngày 20 tháng cuối quý")
    an.sees("Chuyển từ 19/9/2026 sang thứ Sáu, 18/9/2026: 19/9/2026 là thứ Bảy.")


async def test_without_words_it_asks_and_takes_the_answer_in_two_steps(stage: Stage) -> None:
    an = stage.administrator("An")
    await an.writes("/nhac")
    an.sees("cần nhắc việc gì, khi nào")
    await an.writes("nộp danh sách khen thưởng")
    an.sees("chưa thấy ngày giờ")
    await an.writes("thứ sáu tuần sau")
    an.sees("Nộp danh sách khen thưởng", "31/7/2026")
    await an.presses("Đặt nhắc")
    assert rules(stage) == ["Nộp danh sách khen thưởng"]


async def test_with_only_a_time_it_asks_what_for(stage: Stage) -> None:
    an = stage.administrator("An")
    await an.writes("/nhac mỗi thứ hai")
    an.sees("thứ Hai hằng tuần", "cần nhắc việc gì")
    await an.writes("họp giao ban")
    await an.presses("Đặt nhắc")
    assert rules(stage) == ["Họp giao ban"]


async def test_a_question_in_between_is_answered_and_the_reminder_waits(stage: Stage) -> None:
    an = stage.administrator("An")
    await an.writes("/nhac nộp hồ sơ trước 25/8")
    await an.writes("khoản 2 Điều 50 NĐ 152/2025 quy định gì?")
    an.sees("khoản 2 Điều 50")
    await an.writes("chậm nhất 27/8/2026")
    an.sees("Nộp hồ sơ", "27/8/2026")


async def test_half_way_out_nothing_is_set(stage: Stage) -> None:
    an = stage.administrator("An")
    await an.writes("/nhac nộp hồ sơ trước 25/8")
    await an.writes("thôi")
    an.sees("trợ lý dừng ở đây")
    await an.writes("/nhac nộp hồ sơ trước 25/8")
    await an.presses("Không đặt")
    an.sees("Không đặt, không đổi gì")
    assert rules(stage) == []


async def test_a_correction_takes_the_place_of_what_was_understood(stage: Stage) -> None:
    an = stage.administrator("An")
    await an.writes("/nhac nộp hồ sơ trước 25/8")
    await an.writes("chậm nhất ngày 27/8/2026")
    an.sees("Nộp hồ sơ", "27/8/2026")
    await an.presses("Đặt nhắc")
    assert due_days(stage) == [date(2026, 8, 27)]


async def test_what_is_past_is_not_set(stage: Stage) -> None:
    an = stage.administrator("An")
    await an.writes("/nhac nộp hồ sơ trước ngày 01/7/2026")
    an.sees("đã qua")
    assert rules(stage) == []


async def test_on_a_weekend_tomorrow_is_tomorrow(stage: Stage) -> None:
    an = stage.administrator("An")
    stage.house.clock.passes(days=5)
    await sets(an, "nộp hồ sơ ngày mai")
    assert due_days(stage) == [date(2026, 7, 26)]


async def test_where_words_leave_a_choice_the_officer_chooses(stage: Stage) -> None:
    an = stage.administrator("An")
    stage.house.clock.passes(days=4)
    await an.writes("/nhac thứ 6 nộp báo cáo")
    an.sees("vào ngày nào")
    await an.presses("31/7/2026")
    an.sees("Đã đặt nhắc")
    assert due_days(stage) == [date(2026, 7, 31)]


async def test_a_pasted_letter_gives_each_deadline_with_its_line(stage: Stage) -> None:
    an = stage.administrator("An")
    await an.writes(f"/nhac {LETTER}")
    an.sees(
        "1234/SNV-TĐKT", "15/7/2026", "báo cáo công tác thi đua", "trước ngày 10/8/2026", "chậm nhất ngày 20/8/2026"
    )
    an.may_press("Đặt nhắc cả 2 hạn", "Chỉ hạn 1", "Chỉ hạn 2", "Không đặt")
    assert rules(stage) == []
    await an.presses("Đặt nhắc cả 2 hạn")
    assert due_days(stage) == [date(2026, 8, 7), date(2026, 8, 20)]


async def test_a_letter_sent_as_a_file_is_read_confirmed_and_set(stage: Stage) -> None:
    an = stage.administrator("An")
    await an.sends("cong-van.txt", LETTER.encode())
    an.may_press("Đọc hạn nộp và đặt nhắc")
    await an.presses("Đọc hạn nộp và đặt nhắc")
    an.sees("Trong tệp «cong-van.txt»", "1234/SNV-TĐKT", "trước ngày 10/8/2026")
    assert rules(stage) == []
    await an.presses("Chỉ hạn 1")
    assert due_days(stage) == [date(2026, 8, 7)]


async def test_what_was_handed_in_stands_in_the_register_with_number_and_date(stage: Stage) -> None:
    an = stage.administrator("An")
    await sets(an, "nộp hồ sơ trước 25/8")
    await an.writes("/lich 8")
    an.sees("Lịch hạn nộp tháng 8/2026", "24/8/2026", "Nộp hồ sơ")
    await an.presses("1. Nộp hồ sơ")
    an.may_press("Đã nộp", "Bỏ lần này", "Nhắc lại sau 1 giờ", "Ngày mai", "Chọn ngày")
    await an.presses("Đã nộp")
    an.sees("không nhắc nữa", "số và ngày")
    await an.writes("xong rồi nhé")
    an.sees("chưa thấy số hay ngày")
    await an.writes("12/BC-UBND ngày 19/7")
    an.sees("Đã vào sổ", "12/BC-UBND", "19/7/2026")
    await an.writes("/so_nop")
    an.sees("Sổ theo dõi văn bản đã nộp năm 2026", "đã nộp số 12/BC-UBND ngày 19/7/2026")
    await an.presses("Tải bản bảng tính")
    table = list(csv.DictReader(io.StringIO(an.gets("so-theo-doi-2026.csv").decode("utf-8-sig"))))
    assert table[0]["Số văn bản"] == "12/BC-UBND"
    await an.presses("Tải bản Word") if not isinstance(stage, TelegramStage) else await an.writes("/so_nop")
    if isinstance(stage, TelegramStage):
        await an.presses("Tải bản Word")
    document = Docx(io.BytesIO(an.gets("so-theo-doi-2026.docx")))
    assert "12/BC-UBND" in [cell.text for row in document.tables[0].rows for cell in row.cells]


async def test_pressed_twice_it_counts_once_and_can_be_taken_back(stage: Stage) -> None:
    an = stage.administrator("An")
    await sets(an, "nộp hồ sơ trước 25/8")
    number = stage.house.rows(select(ReminderOccurrenceRow.id))[0]
    await an.writes("/lich 8")
    await an.presses("1. Nộp hồ sơ")
    await an.presses("Đã nộp")
    await an.presses("Chưa nộp, nhắc tiếp")
    an.sees("trợ lý nhắc tiếp")
    assert stage.house.rows(select(ReminderOccurrenceRow.state)) == ["open"]
    assert stage.house.rows(select(func.count()).select_from(ReminderSubmissionRow)) == [0]
    assert number


async def test_a_day_typed_for_later_moves_the_reminder_and_not_the_due_day(stage: Stage) -> None:
    an = stage.administrator("An")
    await sets(an, "nộp hồ sơ trước 25/8")
    await an.writes("/lich 8")
    await an.presses("1. Nộp hồ sơ")
    await an.presses("Chọn ngày")
    await an.writes("hôm nào đó")
    an.sees("chưa đọc được ngày")
    await an.writes("thứ hai tuần sau")
    an.sees("Sẽ nhắc lại", "08:00 ngày 27/7/2026", "Hạn nộp không đổi: 24/8/2026")
    assert due_days(stage) == [date(2026, 8, 24)]


async def test_a_rule_that_ships_is_turned_on_with_its_basis(stage: Stage) -> None:
    an = stage.administrator("An")
    await an.writes("/nhac")
    await an.presses("Bật hạn có sẵn")
    await an.presses("Hạn của tỉnh Bắc Ninh")
    await an.presses("Hồ sơ khen thưởng tổng kết năm")
    an.sees("khoản 2 Điều 6", "86/2025/QĐ-UBND", "Trước ngày 10/12, hằng năm", "09/12/2026")
    await an.presses("Đặt nhắc")
    assert due_days(stage) == [date(2026, 12, 9)]


async def test_the_office_s_own_province_decides_which_rules_are_offered(stage: Stage) -> None:
    an = stage.administrator("An")
    await an.writes("/dia_phuong Bắc Ninh")
    await an.writes("/nhac")
    await an.presses("Bật hạn có sẵn")
    an.may_press("Hồ sơ khen thưởng tổng kết năm", "Báo cáo tổng kết công tác")
    an.may_not_press("Hạn của tỉnh")


async def test_practice_asks_for_the_day_of_the_office(stage: Stage) -> None:
    an = stage.administrator("An")
    await an.writes("/nhac")
    await an.presses("Bật hạn có sẵn")
    await an.presses("Báo cáo tổng kết công tác")
    an.sees("Đây là thông lệ", "phải nộp ngày nào")
    an.sees_nothing_of("15/12 của", "14/12")
    await an.writes("trước ngày 5/12")
    an.sees("04/12/2026")
    await an.presses("Đặt nhắc")
    assert due_days(stage) == [date(2026, 12, 4)]


async def test_a_deadline_counted_from_an_event_asks_for_its_day(stage: Stage) -> None:
    an = stage.administrator("An")
    await an.writes("/nhac")
    await an.presses("Bật hạn có sẵn")
    await an.presses("Trả lời văn bản xin ý kiến")
    an.sees("10 ngày làm việc", "là ngày nào")
    await an.writes("20/7/2026")
    an.sees("03/8/2026")
    await an.presses("Đặt nhắc")
    assert due_days(stage) == [date(2026, 8, 3)]


async def test_a_rule_is_changed_and_turned_off(stage: Stage) -> None:
    an = stage.administrator("An")
    await sets(an, "báo cáo quý trước ngày 20 tháng cuối quý")
    await an.writes("/nhac")
    await an.presses("Việc đang nhắc (1)")
    await an.presses("Báo cáo quý")
    await an.presses("Đổi ngày")
    await an.writes("trước ngày 15 tháng cuối quý")
    an.sees("đổi sang trước ngày 15")
    await an.presses("Đồng ý")
    an.sees("Đã đổi")
    assert due_days(stage) == [date(2026, 9, 14)]
    await an.writes("/nhac")
    await an.presses("Việc đang nhắc (1)")
    await an.presses("Báo cáo quý")
    await an.presses("Tắt nhắc")
    await an.presses("Đúng, tắt nhắc")
    assert rules(stage) == [] and due_days(stage) == []


async def test_handing_over_is_confirmed_and_done_once(stage: Stage) -> None:
    an = stage.administrator("An")
    binh = await invited(stage, an, "Bình")
    await sets(an, "nộp hồ sơ trước 25/8")
    await an.writes("/ban_giao")
    await an.presses("Bình")
    an.sees("Chuyển mọi việc nhắc của An sang Bình?")
    await an.presses("Đồng ý bàn giao")
    an.sees("Đã bàn giao 1 việc")
    await an.writes("/ban_giao")
    await an.presses("Bình")
    await an.presses("Đồng ý bàn giao")
    an.sees("không còn việc nào")
    await binh.writes("/lich 8")
    binh.sees("Nộp hồ sơ")


async def test_a_reader_sees_the_calendar_and_changes_nothing(stage: Stage) -> None:
    an = stage.administrator("An")
    chi = await invited(stage, an, "Chi", "người xem")
    await sets(an, "nộp hồ sơ trước 25/8")
    await chi.writes("/lich 8")
    chi.sees("Nộp hồ sơ")
    await chi.presses("1. Nộp hồ sơ")
    await chi.presses("Đã nộp")
    chi.sees("cần vai trò cán bộ")
    await chi.writes("/nhac nộp hồ sơ trước 25/8")
    chi.sees("cần vai trò cán bộ")
    assert len(rules(stage)) == 1


async def test_a_month_far_ahead_shows_what_will_fall_due_then(stage: Stage) -> None:
    an = stage.administrator("An")
    await sets(an, "báo cáo quý trước ngày 20 tháng cuối quý")
    await sets(an, "mỗi thứ sáu nộp báo cáo tuần")
    for typed, day in [("3/2027", "19/3/2027"), ("6/2027", "18/6/2027")]:
        await an.writes(f"/lich {typed}")
        an.sees(f"{day} Báo cáo quý", f"{day} Nộp báo cáo tuần" if typed == "6/2027" else "Nộp báo cáo tuần")
        assert [picture[:4] for picture in an.said.pictures] == [b"\x89PNG"]
    await an.writes("/lich 9")
    assert an.said.text.count("Báo cáo quý") == 1


async def test_another_office_sees_nothing_of_it(stage: Stage) -> None:
    an = stage.administrator("An")
    await sets(an, "nộp hồ sơ trước 25/8")
    la = stage.administrator("Lạ", "Xã khác")
    await la.writes("/lich 8")
    la.sees("Tháng này không có hạn nào")
    await la.writes("/so_nop")
    la.sees("chưa có hạn nào trong sổ")


async def test_the_ladder_the_hour_and_the_quiet_hours_are_changed_by_pressing_or_typing(stage: Stage) -> None:
    an = stage.administrator("An")
    await an.writes("/cai_dat_nhac")
    an.sees("trước hạn 10, 5, 2 ngày làm việc và đúng ngày hạn, lúc 08:00", "Giờ yên lặng: 20:00 đến 06:30")
    await an.presses("Trước 3, 1 ngày và đúng hạn")
    an.sees("trước hạn 3, 1 ngày")
    for typed, shown in [
        ("7h30", "lúc 07:30"),
        ("nhắc lúc 8 giờ tối", "lúc 20:00"),
        ("nhac luc 7 gio 15", "lúc 07:15"),
        ("21:00 - 05:30", "21:00 đến 05:30"),
        ("yên lặng từ 22h đến 6h", "22:00 đến 06:00"),
        ("bỏ giờ yên lặng đi", "Không có giờ yên lặng"),
        ("7, 4, 1", "trước hạn 7, 4, 1 ngày làm việc và đúng ngày hạn"),
        ("trước 6 ngày", "trước hạn 6 ngày"),
        ("tách riêng từng việc", "Mỗi việc một tin riêng"),
        ("gop lai mot tin", "được gộp thành một tin"),
    ]:
        await an.writes(typed)
        an.sees("Đã đổi", shown)
    for typed in ("sao cũng được", "25h", "trước 500 ngày", "21h - 21h"):
        await an.writes(typed)
        an.sees("chưa hiểu nên chưa đổi gì")
    await an.writes("/cai_dat_nhac")
    await an.presses("Chỉ đúng ngày hạn")
    an.sees("nhắc anh/chị đúng ngày hạn, lúc 07:15")


async def test_a_title_without_tone_marks_is_offered_with_them(stage: Stage) -> None:
    an = stage.administrator("An")
    await an.writes("/nhac nop bc quy trc ngay 20 thang cuoi quy")
    an.may_press("Ghi là «Nộp báo cáo quý»", "Đặt nhắc", "Không đặt")
    await an.presses("Ghi là")
    an.sees("Nộp báo cáo quý", "Trước ngày 20 tháng cuối quý")
    an.may_not_press("Ghi là")
    await an.presses("Đặt nhắc")
    assert rules(stage) == ["Nộp báo cáo quý"]


async def test_a_pace_that_is_not_kept_is_said_so(stage: Stage) -> None:
    an = stage.administrator("An")
    for typed, pace in [("báo cáo hằng ngày", "hằng ngày"), ("nop bao cao 2 tuan 1 lan thu 6", "2 tuan 1 lan")]:
        await an.writes(f"/nhac {typed}")
        an.sees(f"chưa nhắc được theo nhịp «{pace}»")
    await an.writes("mỗi thứ sáu nộp báo cáo")
    an.sees("Thứ Sáu hằng tuần")


async def test_a_list_item_of_a_letter_names_the_work_without_its_number_and_day(stage: Stage) -> None:
    an = stage.administrator("An")
    letter = LETTER.replace("Sở Nội vụ đề nghị các đơn vị gửi", "Đề nghị các đơn vị:\n1. Gửi")
    await an.writes(f"/nhac {letter}")
    await an.presses("Chỉ hạn 1")
    assert rules(stage) == ["Gửi báo cáo sơ kết"]


async def test_several_things_typed_in_one_go_are_set_together(stage: Stage) -> None:
    an = stage.administrator("An")
    await an.writes("/nhac đăng ký thi đua trước 28/8 và gửi báo cáo trước 10/12")
    an.sees("1. Đăng ký thi đua", "27/8/2026", "2. Gửi báo cáo", "09/12/2026")
    await an.presses("Đặt nhắc cả 2 hạn")
    assert sorted(rules(stage)) == ["Gửi báo cáo", "Đăng ký thi đua"]
    assert due_days(stage) == [date(2026, 8, 27), date(2026, 12, 9)]


async def test_a_day_that_has_only_just_passed_is_said_to_be_next_year_s(stage: Stage) -> None:
    an = stage.administrator("An")
    await an.writes("/nhac nộp báo cáo ngày 15/7")
    an.sees("15/7/2027", "ngày 15/7/2026 vừa qua, nên trợ lý hiểu là năm sau")
    await an.writes("15/8")
    an.sees("14/8/2026")
    an.sees_nothing_of("vừa qua")


async def test_the_month_is_a_picture_and_the_rules_a_calendar(stage: Stage) -> None:
    an = stage.administrator("An")
    await sets(an, "nộp hồ sơ trước 25/8")
    await an.writes("/lich tháng 8/2026")
    assert [picture[:4] for picture in an.said.pictures] == [b"\x89PNG"]
    await an.presses("Tải lịch")
    assert b"BEGIN:VTIMEZONE" in an.gets("lich-han-nop.ics")
    await an.writes("/lich mười ba")
    an.sees("gõ tháng như")


@pytest.mark.parametrize(
    "data", ["remind:done:999", "remind:set:1:0", "remind:nonsense", "remind:open:x", "remind:ship:no"]
)
async def test_a_forged_or_stale_button_changes_nothing(telegram_stage: TelegramStage, data: str) -> None:
    an = telegram_stage.administrator("An")
    await an.presses_forged(data)
    an.sees("Nút này đã cũ")
    assert rules(telegram_stage) == []


async def test_a_reminder_comes_by_itself_and_its_buttons_work(telegram_stage: TelegramStage) -> None:
    an = telegram_stage.administrator("An")
    await sets(an, "nộp hồ sơ trước 25/7")
    telegram_stage.house.clock.now = datetime(2026, 7, 22, 8, 1, tzinfo=VIETNAM)
    await until(
        lambda: any("Nhắc việc" in message["text"] or "bị lỡ" in message["text"] for message in an.person.unread())
    )
    await an.hears_out()
    an.sees("Nộp hồ sơ", "còn 2 ngày làm việc")


async def test_a_group_is_reminded_and_a_colleague_takes_it(telegram_stage: TelegramStage) -> None:
    an = telegram_stage.administrator("An")
    binh = await invited(telegram_stage, an, "Bình")
    group = telegram_stage.telegram.group("Tổ thi đua")
    there = telegram_stage.in_group(group, an)
    colleague = telegram_stage.in_group(group, binh)
    await there.writes("/nhac nộp hồ sơ trước 25/8")
    there.sees("Nhắc trong nhóm này")
    await there.presses("Đặt nhắc")
    await there.writes("/lich 8")
    await there.presses("1. Nộp hồ sơ")
    shown = there.messages[-1]
    await colleague.presses("Tôi nhận việc này", shown)
    colleague.sees("Bình nhận việc")


def paper(words: str) -> Paper:
    return Paper("cong-van.docx", b"", Document(DocumentKind.DOCX, words, 1, False, False))


def test_a_letter_in_a_file_is_read_the_same_way(house: House) -> None:
    office = house.office("Xã Tân Bình")
    house.enrol("telegram:77", "An", office)
    principal = house.who("telegram:77")
    assert principal is not None
    with house.store.begin() as session:
        event = Incoming("1", "telegram:77", Sender("telegram:77", "An"), house.clock())
        turn = Turn(event, house.clock(), principal, session, house.assistant)

        def said(replies: list[Reply]) -> str:
            return "\n".join(to_plain(reply.html) for reply in replies)

        told = said(remind.takes(turn, paper(LETTER)))
        assert "cong-van.docx" in told and "1234/SNV-TĐKT" in told and "07/8/2026" in told
        assert session.scalar(select(func.count()).select_from(ReminderRuleRow)) == 0
        assert "không thấy hạn nào" in said(remind.takes(turn, paper("Kính gửi: các xã. Chúc mừng năm mới.")))
        late = LETTER.replace("10/8/2026", "10/7/2026").replace("20/8/2026", "11/7/2026")
        assert "đã qua nên không đặt" in said(remind.takes(turn, paper(late)))
        assert Path(paper("").name).suffix == ".docx"
