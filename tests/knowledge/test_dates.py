"""Deadlines in official text, times typed in a chat, and the date that a question is about."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from bot.texts import line
from knowledge.dates import (
    AsOf,
    Context,
    Deadline,
    Missing,
    Op,
    PartOfDay,
    Precision,
    ResolvedDeadline,
    When,
    print_day,
    print_day_in_words,
    read_as_of,
    read_deadlines,
    read_when,
    resolve,
)
from knowledge.text import fold

TODAY = date(2026, 11, 21)
"""A Saturday."""


def said(deadline: Deadline) -> dict[str, object]:
    """What the deadline says, without its words and its place."""
    found = deadline.as_json()
    shown = {key: value for key, value in found.items() if key not in ("text", "end", "span", "anchor")}
    return {key: value for key, value in shown.items() if key != "start" or not isinstance(value, int)}


def only(text: str) -> dict[str, object]:
    """What the one deadline in the text says."""
    (found,) = read_deadlines(text)
    return said(found)


# Reading deadlines: dates


@pytest.mark.parametrize(
    "written",
    [
        "15/12/2025",
        "15-12-2025",
        "15.12.2025",
        "15/12/25",
        "15 tháng 12 năm 2025",
        "15 tháng 12/2025",
        "15/12 năm 2025",
    ],
)
def test_every_way_of_writing_a_date_is_read(written: str) -> None:
    assert only(f"Gửi báo cáo trước ngày {written}.") == {"type": "absolute", "op": "before", "date": "2025-12-15"}


def test_the_words_and_the_place_are_those_of_the_text_as_given() -> None:
    text = unicodedata.normalize("NFD", "Gửi về Sở Nội vụ trước\nngày 15/12/2025 để tổng hợp.")
    (found,) = read_deadlines(text)
    assert text[found.start : found.end] == found.text
    assert unicodedata.normalize("NFC", found.text) == "trước\nngày 15/12/2025"


@pytest.mark.parametrize(
    ("words", "op"),
    [
        ("trước ngày", "before"),
        ("chậm nhất là ngày", "by"),
        ("chậm nhất vào ngày", "by"),
        ("muộn nhất ngày", "by"),
        ("không muộn hơn ngày", "by"),
        ("hạn cuối", "by"),
        ("trước hoặc trong ngày", "by"),
        ("đến hết ngày", "end_of"),
        ("trong ngày", "within"),
    ],
)
def test_the_word_before_the_date_is_told(words: str, op: str) -> None:
    assert only(f"Đề nghị gửi báo cáo {words} 15/12/2025.")["op"] == op


@pytest.mark.parametrize(
    "written",
    [
        "trước 17h00 ngày 15/12/2025",
        "trước 17 giờ 00 phút, thứ Hai, ngày 15/12/2025",
        "trước 17 giờ thứ Hai (ngày 15/12/2025)",
        "trước ngày 15/12/2025 (trước 17 giờ)",
        "trước ngày 15/12/2025, trước 17 giờ 00",
    ],
)
def test_a_time_of_day_before_or_behind_the_date_is_read(written: str) -> None:
    found = only(f"Gửi báo cáo về Văn phòng {written}.")
    assert (found["date"], found["time"]) == ("2025-12-15", "17:00")


def test_a_date_without_a_year_says_so() -> None:
    assert only("Gửi ý kiến góp ý về Sở Nội vụ trước ngày 30/11 để tổng hợp.") == {
        "type": "day_month_no_year", "op": "before", "month": 11, "day": 30,
    }  # fmt: skip


def test_a_date_that_no_calendar_has_is_no_deadline() -> None:
    assert read_deadlines("Gửi báo cáo trước ngày 31/02/2025.") == []


def test_a_fraction_is_no_date() -> None:
    assert read_deadlines("Hoàn thành 12/19 tiêu chí, gửi 1/2 số hồ sơ.") == []


def test_windows_keep_the_day_on_which_they_open() -> None:
    assert only("Gửi hồ sơ từ ngày 08 đến ngày 10 tháng 12 năm 2025.") == {
        "type": "absolute", "op": "within_window", "date": "2025-12-10", "start": "2025-12-08",
    }  # fmt: skip
    assert only("Tổ chức bình xét từ ngày 20-25/12/2025.")["start"] == "2025-12-20"


def test_the_place_of_a_window_is_told_apart_from_its_opening() -> None:
    (found,) = read_deadlines("Gửi hồ sơ từ ngày 08/12/2025 đến ngày 10/12/2025.")
    assert found.as_json()["span"] == [10, 48]


def test_months_and_quarters_are_deadlines_of_their_own() -> None:
    assert only("Thời gian hoàn thành: Quý IV năm 2025.") == {
        "type": "quarter", "op": "within", "quarter": 4, "year": 2025,
    }  # fmt: skip
    assert only("Sở Nội vụ hoàn thành trong tháng 12/2025.")["type"] == "month"


def test_a_list_of_dates_shares_marker_and_rhythm() -> None:
    found = [said(deadline) for deadline in read_deadlines("Trước ngày 31/01 và 31/7 hàng năm, công ty gửi báo cáo.")]
    assert [(item["freq"], item["month"], item["op"]) for item in found] == [
        ("yearly", 1, "before"), ("yearly", 7, "before"),
    ]  # fmt: skip


def test_dates_for_one_addressee_each_share_their_marker() -> None:
    text = "Gửi báo cáo chậm nhất ngày 30/11/2025 đối với cấp xã, ngày 15/12/2025 đối với cấp tỉnh."
    assert [said(found)["op"] for found in read_deadlines(text)] == ["by", "by"]


def test_what_follows_behind_a_semicolon_is_another_matter() -> None:
    (found,) = read_deadlines("Gửi về Sở trước ngày 15/12/2025; ngày 20/12/2025 tổ chức hội nghị.")
    assert found.text == "trước ngày 15/12/2025"


@pytest.mark.parametrize("share", ["không quá 1/2 số phiếu", "không quá 2/3 thành viên"])
def test_a_share_is_no_date(share: str) -> None:
    assert read_deadlines(f"Hội đồng quyết định với {share}.") == []


# Reading deadlines: what comes back


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("trước ngày 10/12 hằng năm", {"freq": "yearly", "month": 12, "day": 10}),
        ("chậm nhất ngày 31 tháng 3 năm sau", {"freq": "yearly", "month": 3, "day": 31, "year_offset": 1}),
        ("chậm nhất ngày 31/12 của năm liền kề", {"freq": "yearly", "month": 12, "day": 31, "year_offset": 1}),
        ("trước ngày 15/12 của năm trước liền kề", {"freq": "yearly", "month": 12, "day": 15, "year_offset": -1}),
        ("chậm nhất ngày 15 tháng 8 của năm xét tặng", {"freq": "yearly", "month": 8, "day": 15}),
        ("trước ngày 20 tháng 12 của kỳ báo cáo", {"freq": "yearly", "month": 12, "day": 20}),
        ("chậm nhất vào ngày 28 hàng tháng", {"freq": "monthly", "day": 28}),
        ("trước ngày 05 tháng sau", {"freq": "monthly", "day": 5, "month": "first_of_next_period"}),
        ("trước ngày 20 tháng cuối quý", {"freq": "quarterly", "day": 20, "month": "last_of_period"}),
        (
            "chậm nhất ngày 15 của tháng đầu quý sau",
            {"freq": "quarterly", "day": 15, "month": "first_of_next_period"},
        ),
        (
            "chậm nhất vào ngày 18 của tháng cuối kỳ báo cáo",
            {"freq": "per_reporting_period", "day": 18, "month": "last_of_period"},
        ),
        ("chậm nhất 16 giờ thứ Năm hằng tuần", {"freq": "weekly", "weekday": 3, "time": "16:00"}),
        ("trước ngày 15/6 (đối với báo cáo 6 tháng)", {"freq": "yearly", "month": 6, "day": 15}),
    ],
)
def test_what_comes_back_is_a_rule(written: str, expected: dict[str, object]) -> None:
    found = only(f"Các đơn vị gửi báo cáo {written}.")
    assert found.pop("op") in ("before", "by")
    assert found == {"type": "recurring", **expected}


def test_the_rhythm_may_stand_at_the_head_of_the_sentence() -> None:
    assert only("Hằng năm, trước ngày 25 tháng 12, các cơ quan gửi báo cáo.")["freq"] == "yearly"
    assert only("Định kỳ hằng tháng, các phòng gửi báo cáo trước ngày 25.")["freq"] == "monthly"


def test_a_quarter_of_the_year_after_is_a_rule() -> None:
    assert only("Trong quý I của năm liền kề đánh giá, Sở Nội vụ tiến hành rà soát.") == {
        "type": "recurring", "op": "within", "freq": "yearly", "quarter": 1, "year_offset": 1,
    }  # fmt: skip


def test_a_yearly_window_keeps_its_opening_without_a_year() -> None:
    found = only("Từ ngày 15 tháng 9 đến ngày 30 tháng 9 hằng năm, các đơn vị gửi hồ sơ.")
    assert found["start"] == {"month": 9, "day": 15}


# Reading deadlines: counted from something, or tied to an event


@pytest.mark.parametrize(
    ("written", "n", "unit", "direction"),
    [
        ("trong thời hạn 10 ngày làm việc, kể từ ngày nhận đủ hồ sơ", 10, "working_day", "after"),
        ("chậm nhất 05 (năm) ngày làm việc kể từ khi nhận được hồ sơ", 5, "working_day", "after"),
        ("trong vòng hai tuần kể từ ngày ban hành", 14, "day", "after"),
        ("chậm nhất 05 ngày làm việc trước ngày tổ chức hội nghị", 5, "working_day", "before"),
        ("trước khi tổ chức hội nghị ít nhất 10 ngày", 10, "day", "before"),
        ("trong thời hạn ba mươi ngày kể từ ngày có ý kiến", 30, "day", "after"),
        ("chậm nhất là ngày thứ 10 kể từ ngày phát sinh", 10, "day", "after"),
        ("chậm nhất trong ngày làm việc tiếp theo", 1, "working_day", "after"),
        ("trong thời hạn 03 tháng kể từ ngày quyết toán", 3, "month", "after"),
    ],
)
def test_counted_days_are_read_with_unit_and_direction(written: str, n: int, unit: str, direction: str) -> None:
    found = only(f"Sở Nội vụ gửi kết quả {written}.")
    assert (found["type"], found["n"], found["unit"], found["direction"]) == ("relative", n, unit, direction)


def test_the_anchor_is_named_in_the_words_of_the_text() -> None:
    (behind,) = read_deadlines("Trong thời hạn 15 ngày kể từ ngày nhận đầy đủ hồ sơ, Vụ trình Bộ trưởng.")
    (before,) = read_deadlines("Sau khi nhận được quyết định, trong thời hạn 10 ngày làm việc, Bộ cấp phát hiện vật.")
    assert [found.as_json()["anchor"] for found in (behind, before)] == [
        "ngày nhận đầy đủ hồ sơ", "nhận được quyết định",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Quá thời hạn 10 ngày kể từ ngày thông báo mà không nộp thì xử lý theo quy định.",
        "Trong thời hạn 30 ngày kể từ ngày hợp đồng hết hạn mà hai bên không ký kết thì hợp đồng chấm dứt.",
        "Người lao động được nghỉ phép 05 ngày trước khi cưới.",
        "Hồ sơ được lưu trữ trong thời hạn 05 năm kể từ ngày quyết toán.",
        "Đã đóng bảo hiểm trong thời gian 24 tháng trước khi chấm dứt hợp đồng.",
        "Có 02 năm liên tục hoàn thành xuất sắc nhiệm vụ.",
    ],
)
def test_a_term_that_runs_out_or_an_entitlement_is_no_deadline(text: str) -> None:
    assert read_deadlines(text) == []


def test_an_event_may_stand_for_a_date() -> None:
    (found,) = read_deadlines("Các công trình phải hoàn thành trước Tết Nguyên đán Bính Ngọ.")
    assert (found.type, found.op, found.as_json()["anchor"]) == ("event", Op.BEFORE, "Tết Nguyên đán Bính Ngọ")


# What is no deadline


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14/6/2025 của Chính phủ;",
        "Thực hiện Kế hoạch số 288/KH-UBND ngày 17 tháng 7 năm 2024 của Ủy ban nhân dân tỉnh;",
        "Bắc Ninh, ngày 12 tháng 11 năm 2025",
        "Ngày 15/01/2025, Bộ Công Thương ban hành Chỉ thị.",
        "Quyết định này có hiệu lực kể từ ngày 15/12/2025.",
        "Quy định được tiếp tục áp dụng đến hết ngày 31 tháng 12 năm 2025;",
        "Từ ngày 01/7/2025 đến nay, phường đã ban hành trên 35 văn bản.",
        "Số liệu tính từ ngày 15/12/2024 đến ngày 14/12/2025.",
        "Thời gian chốt số liệu từ ngày 15/12 năm trước đến ngày 14/12 của kỳ báo cáo.",
        "Việc sắp xếp đã cơ bản hoàn thành trước ngày 30 tháng 6.",
        "Đến ngày 1 tháng 7 năm 2025, các xã đã chính thức đi vào hoạt động.",
        "Mã số thuế đã được cấp trước ngày 01/7/2025 được chuyển sang số định danh.",
        "Hộ gia đình sử dụng đất trước ngày 01 tháng 7 năm 2014 thì được cấp Giấy chứng nhận.",
        "Đối với hồ sơ nộp trước ngày 01/7/2025 thì áp dụng quy định cũ.",
        "Giấy phép được cấp trước ngày 01 tháng 7 năm 2012 không phải đổi.",
        "Hội nghị được tổ chức vào ngày 20/11/2025 tại Hội trường.",
        "Trong tháng 11/2025, UBND xã đã tổ chức 03 hội nghị.",
        "Kỷ niệm 80 năm Quốc khánh 2/9, phường tổ chức 05 hoạt động.",
        "Đồng chí sinh ngày 05/12/1980, vào Đảng ngày 19/5/2005.",
        "Những báo cáo của cơ quan, soạn trong tháng 2 năm 1957, mô tả như sau.",
        "Phấn đấu đến năm 2030 đạt 100% chỉ tiêu.",
        "Ví dụ: ông A nộp hồ sơ trước ngày 15/12/2025.",
    ],
)
def test_a_date_of_something_else_is_no_deadline(text: str) -> None:
    assert [found.text for found in read_deadlines(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Đề nghị gửi báo cáo về Sở Nội vụ trước ngày 15/12/2025",
        "Báo cáo định kỳ hằng quý, chậm nhất ngày 20 của tháng cuối quý",
        "Trong thời hạn 05 ngày làm việc kể từ khi nhận được hồ sơ, Sở phải trả lời",
        "Hoàn thành trong quý I/2026; gửi hồ sơ từ ngày 01/12/2025 đến ngày 15/12/2025",
    ],
)
def test_text_without_tone_marks_or_in_capitals_says_the_same(text: str) -> None:
    expected = [said(found) for found in read_deadlines(text)]
    assert expected
    assert [said(found) for found in read_deadlines(fold(text))] == expected
    assert [said(found) for found in read_deadlines(text.upper())] == expected


def test_the_dev_sentences_are_read(shared: Path) -> None:
    cases = (shared / "cases" / "deadlines.dev.jsonl").read_text(encoding="utf-8").splitlines()
    true_or_false = exact = items = 0
    for case in map(json.loads, cases):
        gold, found = case["gold"], [deadline.as_json() for deadline in read_deadlines(case["sentence"])]
        true_or_false += gold["is_deadline"] == bool(found)
        for item in gold["items"]:
            wanted = {key: value for key, value in item.items() if key not in ("note", "anchor", "period")}
            items += 1
            exact += any(all(got.get(key) == value for key, value in wanted.items()) for got in found)
    assert true_or_false >= 0.95 * len(cases)
    assert exact >= 0.92 * items


def test_no_report_sets_a_deadline_and_every_rule_of_the_decree_is_found(shared: Path) -> None:
    for report in (shared / "reports").glob("*.txt"):
        assert read_deadlines(report.read_text(encoding="utf-8")) == []
    decree = (shared / "regulations" / "raw" / "86-2025-QD-UBND-Bac-Ninh.txt").read_text(encoding="utf-8")
    rules = [said(found) for found in read_deadlines(decree) if found.type == "recurring"]
    assert [(rule["month"], rule["day"]) for rule in rules] == [(12, 10), (7, 10), (12, 10)]


# Resolving


def resolved(text: str, *, today: date = TODAY, **context: object) -> ResolvedDeadline:
    (found,) = read_deadlines(text)
    return resolve(found, today=today, context=Context(**context))  # type: ignore[arg-type]


def test_before_a_day_means_the_day_before_and_the_reading_says_so() -> None:
    found = resolved("Gửi báo cáo trước ngày 15/12/2026.")
    assert found.last_day == date(2026, 12, 14)
    assert line(found.reading.key, **found.reading.values).startswith("«Trước ngày 15/12/2026»")


def test_before_a_time_of_day_the_day_itself_counts() -> None:
    found = resolved("Gửi báo cáo trước 17 giờ ngày 15/12/2026.")
    assert (found.last_day, found.time) == (date(2026, 12, 15), time(17))


def test_an_open_year_is_the_first_from_the_letter_on() -> None:
    text = "Gửi báo cáo trước ngày 15/01."
    assert resolved(text).last_day == date(2027, 1, 14)
    assert resolved(text, written_on=date(2025, 12, 20)).last_day == date(2026, 1, 14)


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("hoàn thành trong tháng 12/2026", date(2026, 12, 31)),
        ("hoàn thành trước tháng 12/2026", date(2026, 11, 30)),
        ("hoàn thành trong quý I/2027", date(2027, 3, 31)),
        ("hoàn thành trước quý I/2027", date(2026, 12, 31)),
        ("hoàn thành cuối tháng 02/2028", date(2028, 2, 29)),
        ("hoàn thành trong năm 2027", date(2027, 12, 31)),
        ("hoàn thành trước năm 2027", date(2026, 12, 31)),
    ],
)
def test_months_quarters_and_years_end_on_their_last_day(written: str, last: date) -> None:
    assert resolved(f"Sở Nội vụ {written}.").last_day == last


def test_counted_days_need_their_anchor_and_leave_the_first_day_out() -> None:
    text = "Gửi hồ sơ trong thời hạn 10 ngày kể từ ngày nhận được văn bản."
    assert resolved(text).missing is Missing.ANCHOR
    assert resolved(text, anchor_on=date(2026, 11, 20)).last_day == date(2026, 11, 30)


def test_working_days_leave_out_holidays() -> None:
    text = "Gửi hồ sơ trong thời hạn 03 ngày làm việc kể từ ngày nhận được văn bản."
    # 24/11/2026 is a holiday, 21 and 22/11 a weekend.
    assert resolved(text, anchor_on=date(2026, 11, 20)).last_day == date(2026, 11, 26)


def test_days_before_an_event_are_counted_back() -> None:
    text = "Gửi tài liệu chậm nhất 05 ngày trước ngày tổ chức hội nghị."
    assert resolved(text, anchor_on=date(2026, 12, 20)).last_day == date(2026, 12, 15)


def test_a_month_from_the_last_of_january_ends_with_february() -> None:
    text = "Nộp hồ sơ trong thời hạn 01 tháng kể từ ngày kết thúc."
    assert resolved(text, anchor_on=date(2027, 1, 31)).last_day == date(2027, 2, 28)


def test_a_rule_gives_its_next_date_and_all_that_follow() -> None:
    found = resolved("Gửi báo cáo trước ngày 20 tháng cuối quý.")
    assert found.rule is not None
    assert found.last_day == date(2026, 12, 19)
    assert [occurrence.last_day for occurrence in found.rule.occurrences(TODAY, date(2027, 9, 30))] == [
        date(2026, 12, 19), date(2027, 3, 19), date(2027, 6, 19), date(2027, 9, 19),
    ]  # fmt: skip


def test_a_rule_for_the_31st_falls_on_the_last_day_of_a_short_month() -> None:
    found = resolved("Gửi báo cáo chậm nhất ngày 31 hằng tháng.")
    assert found.rule is not None
    days = [occurrence.last_day.day for occurrence in found.rule.occurrences(date(2028, 1, 1), date(2028, 4, 30))]
    assert days == [31, 29, 31, 30]


def test_the_year_after_belongs_to_the_period_reported_on() -> None:
    found = resolved("Gửi báo cáo chậm nhất ngày 31 tháng 3 năm sau.")
    assert found.rule is not None
    (occurrence,) = found.rule.occurrences(date(2027, 1, 1), date(2027, 12, 31))
    assert (occurrence.period, occurrence.last_day) == ("2026", date(2027, 3, 31))


def test_a_reporting_period_must_be_known() -> None:
    text = "Gửi báo cáo chậm nhất ngày 18 của tháng cuối kỳ báo cáo."
    assert resolved(text).missing is Missing.REPORTING_PERIOD
    found = resolved(text, reporting_months=6)
    assert found.rule is not None
    assert [occurrence.last_day for occurrence in found.rule.occurrences(TODAY, date(2027, 6, 30))] == [
        date(2026, 12, 18), date(2027, 6, 18),
    ]  # fmt: skip


def test_a_yearly_window_opens_in_the_year_before_when_it_must() -> None:
    found = resolved("Gửi hồ sơ từ ngày 15 tháng 12 đến ngày 10 tháng 01 hằng năm.")
    assert (found.opens_on, found.last_day) == (date(2026, 12, 15), date(2027, 1, 10))


# Typed in a chat


def moments(text: str, today: date = TODAY) -> list[tuple[date, time | None]]:
    found = read_when(text, today=today)
    return [(moment.day, moment.time) for moment in found.candidates] if found else []


def days(text: str, today: date = TODAY) -> list[date]:
    return [day for day, _ in moments(text, today)]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("hôm nay", date(2026, 11, 21)),
        ("mai", date(2026, 11, 22)),
        ("ngày kia", date(2026, 11, 23)),
        ("ngày mốt", date(2026, 11, 23)),
        ("thứ sáu", date(2026, 11, 27)),
        ("thứ 6 này", date(2026, 11, 27)),
        ("thứ sáu tuần sau", date(2026, 11, 27)),
        ("T2 tuần tới", date(2026, 11, 23)),
        ("cuối tháng", date(2026, 11, 30)),
        ("giữa tháng 12", date(2026, 12, 15)),
        ("cuối quý IV", date(2026, 12, 31)),
        ("đầu tuần sau", date(2026, 11, 23)),
        ("cuối năm", date(2026, 12, 31)),
        ("đầu năm sau", date(2027, 1, 1)),
        ("sau 3 ngày", date(2026, 11, 24)),
        ("3 ngày nữa", date(2026, 11, 24)),
        ("hai tuần nữa", date(2026, 12, 5)),
        ("nửa tháng nữa", date(2026, 12, 6)),
        ("3 ngày làm việc nữa", date(2026, 11, 26)),
        ("25/11", date(2026, 11, 25)),
        ("25-11-2026", date(2026, 11, 25)),
        ("ngày 25", date(2026, 11, 25)),
        ("ngày 20", date(2026, 12, 20)),
        ("25 tháng sau", date(2026, 12, 25)),
        ("1/2", date(2027, 2, 1)),
        ("trước 25/11", date(2026, 11, 24)),
        ("hết tháng 12", date(2026, 12, 31)),
        ("30 Tết", date(2027, 2, 5)),
        ("mùng 5 Tết", date(2027, 2, 10)),
        ("giao thừa", date(2027, 2, 5)),
        ("rằm tháng Giêng", date(2027, 2, 20)),
        ("23 tháng Chạp", date(2027, 1, 30)),
        ("mùng 10 tháng 3 âm lịch", date(2027, 4, 16)),
        ("10/3 âm lịch", date(2027, 4, 16)),
        ("giỗ tổ", date(2027, 4, 16)),
        ("trước Tết", date(2027, 2, 3)),
        ("ra Tết", date(2027, 2, 11)),
    ],
)
def test_a_day_named_in_a_chat_is_found(typed: str, day: date) -> None:
    assert days(f"Nhắc nộp báo cáo {typed} nhé") == [day]


@pytest.mark.parametrize(
    ("typed", "day", "at"),
    [
        ("8h sáng mai", date(2026, 11, 22), time(8)),
        ("8 giờ rưỡi sáng mai", date(2026, 11, 22), time(8, 30)),
        ("9h kém 15 sáng mai", date(2026, 11, 22), time(8, 45)),
        ("5 giờ chiều thứ 6", date(2026, 11, 27), time(17)),
        ("14h30 ngày 25/11", date(2026, 11, 25), time(14, 30)),
        ("14 giờ 30 ngày 25/11/2026", date(2026, 11, 25), time(14, 30)),
        ("chiều mai lúc 3h", date(2026, 11, 22), time(15)),
        ("12h trưa mai", date(2026, 11, 22), time(12)),
        ("trước 17h ngày 25/11", date(2026, 11, 25), time(17)),
    ],
)
def test_a_time_of_day_goes_with_its_day(typed: str, day: date, at: time) -> None:
    assert moments(f"nhắc tôi {typed}") == [(day, at)]


def test_a_part_of_the_day_is_kept_where_no_hour_is_named() -> None:
    found = read_when("chiều mai", today=TODAY)
    assert found is not None
    assert [(moment.time, moment.part) for moment in found.candidates] == [(None, PartOfDay.AFTERNOON)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("thứ bảy", [date(2026, 11, 21), date(2026, 11, 28)]),
        ("cuối tuần", [date(2026, 11, 22), date(2026, 11, 27)]),
        ("tuần sau", [date(2026, 11, 23), date(2026, 11, 27)]),
        ("ngày 31", [date(2026, 11, 30), date(2026, 12, 31)]),
        ("15/11", [date(2027, 11, 15), date(2026, 11, 15)]),
        ("mùng 2 tháng 9", [date(2027, 9, 2), date(2027, 10, 1)]),
        ("thứ sáu 28/11", [date(2026, 11, 28), date(2026, 11, 27)]),
    ],
)
def test_words_that_leave_a_choice_give_every_day_meant(typed: str, meant: list[date]) -> None:
    assert days(typed) == meant


def test_a_small_hour_without_a_part_of_the_day_is_rather_in_the_afternoon() -> None:
    assert [at for _, at in moments("mai 5h")] == [time(17), time(5)]


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("8h sang mai", "8h sáng mai"),
        ("thu 6 tuan toi", "thứ 6 tuần tới"),
        ("thu sau tuan sau", "thứ sáu tuần sau"),
        ("cuoi thang", "cuối tháng"),
        ("30 tet", "30 Tết"),
        ("ram thang gieng", "rằm tháng Giêng"),
        ("truoc ngay 25/11", "trước ngày 25/11"),
        ("3 ngay nua", "3 ngày nữa"),
    ],
)
def test_words_without_tone_marks_mean_the_same(typed: str, marked: str) -> None:
    assert moments(typed) == moments(marked) != []


def test_what_only_tone_marks_tell_apart_is_asked_back_without_them() -> None:
    assert days("ngay kia") == [date(2026, 11, 23), date(2026, 11, 24)]
    found = read_when("nhac toi mai nop", today=TODAY)
    assert found is not None
    assert [moment.part for moment in found.candidates] == [None, PartOfDay.EVENING]


@pytest.mark.parametrize("typed", ["", "nộp báo cáo", "gửi cho chị Mai", "năm 2026", "xã có 12/19 thôn", "tháng 12"])
def test_words_that_name_no_day_give_nothing(typed: str) -> None:
    assert read_when(typed, today=TODAY) is None


def test_the_words_read_are_those_of_the_text() -> None:
    found = read_when("Nhắc tôi nộp báo cáo trước ngày 25/11 nhé", today=TODAY)
    assert found is not None
    assert (found.text, found.op) == ("trước ngày 25/11", Op.BEFORE)


# The date a question is about


def as_of(text: str) -> AsOf:
    found = read_as_of(text, today=TODAY)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("asked", "day", "precision"),
    [
        ("Hồ sơ nộp tháng 5/2025 theo văn bản nào?", date(2025, 5, 31), Precision.MONTH),
        ("Năm 2024 quy định thế nào?", date(2024, 12, 31), Precision.YEAR),
        ("Trước 01/7/2025 ai tặng giấy khen?", date(2025, 6, 30), Precision.DAY),
        ("Quyết định ngày 15/6/2025 áp dụng luật nào?", date(2025, 6, 15), Precision.DAY),
        ("Hồi năm ngoái mức thưởng bao nhiêu?", date(2025, 12, 31), Precision.YEAR),
        ("Từ 1/7/2026 lương cơ sở là bao nhiêu?", TODAY, Precision.DAY),
        ("Từ 1/3/2027 quy định nào thay thế?", date(2027, 3, 1), Precision.DAY),
        ("Hiện nay mức thưởng là bao nhiêu?", TODAY, Precision.NOW),
        ("Năm nay có gì mới?", TODAY, Precision.YEAR),
        ("Quý I/2025 thưởng bao nhiêu?", date(2025, 3, 31), Precision.QUARTER),
        ("Tháng trước quy định ra sao?", date(2026, 10, 31), Precision.MONTH),
        ("Hồ sơ nộp tháng 5 theo văn bản nào?", date(2026, 5, 31), Precision.MONTH),
        ("ho so nop thang 5/2025", date(2025, 5, 31), Precision.MONTH),
    ],
)
def test_the_date_asked_about_is_found(asked: str, day: date, precision: Precision) -> None:
    found = as_of(asked)
    assert (found.day, found.precision) == (day, precision)


def test_the_whole_interval_is_told() -> None:
    year = as_of("Năm 2025 quy định thế nào?")
    assert (year.first, year.last) == (date(2025, 1, 1), date(2025, 12, 31))
    since = as_of("Từ 1/7/2026 thì sao?")
    assert (since.first, since.last) == (date(2026, 7, 1), None)
    before = as_of("Trước năm 2024 thì sao?")
    assert (before.first, before.last) == (None, date(2023, 12, 31))


def test_the_most_exact_date_wins() -> None:
    assert as_of("Năm 2025 khác gì so với ngày 01/8/2024?").day == date(2024, 8, 1)


@pytest.mark.parametrize(
    "asked",
    [
        "Luật Thi đua, khen thưởng năm 2022 quy định gì?",
        "Nghị định 152 năm 2025 Điều 5",
        "Nghị định 98/2023/NĐ-CP ngày 31/12/2023 còn hiệu lực không?",
        "Thưởng Tết 2026 là bao nhiêu?",
        "02 năm liên tục hoàn thành xuất sắc thì được gì?",
        "3 năm trước được tặng bằng khen",
        "Giai đoạn 2021 - 2025 khen thế nào?",
        "Từ năm 2020 đến năm 2024 đạt 5 lần thì sao?",
        "Sinh năm 1990, vào Đảng ngày 19/5/2010",
        "Báo cáo tổng kết công tác thi đua, khen thưởng năm 2025 nộp khi nào?",
        "Kế hoạch thi đua năm 2026",
        "Hạn nộp trước ngày 15/12 hằng năm",
        "Người tham gia kháng chiến trước ngày 30/4/1975",
        "Điều kiện tặng giấy khen là gì?",
    ],
)
def test_a_year_of_something_else_is_not_the_date_asked_about(asked: str) -> None:
    assert read_as_of(asked, today=TODAY) is None


# What is said to the user


def test_dates_are_printed_as_documents_write_them() -> None:
    assert print_day(date(2025, 7, 5)) == "05/7/2025"
    assert print_day_in_words(date(2025, 2, 15)) == "ngày 15 tháng 02 năm 2025"


RESOLVABLE = [
    "trước ngày 15/12/2026", "trước 17h ngày 15/12", "từ ngày 01/12 đến ngày 15/12", "chậm nhất ngày 15/12",
    "trong quý IV/2026", "trước quý I/2027", "trong tháng 12", "trước tháng 12/2026", "trước ngày 20 tháng cuối quý",
    "chậm nhất ngày 18 của tháng cuối kỳ báo cáo", "trước ngày 25 hằng tháng", "trước 16 giờ thứ Năm hằng tuần",
    "trong thời hạn 10 ngày làm việc kể từ ngày nhận đủ hồ sơ", "trước kỳ họp cuối năm", "chậm nhất 31/3 năm sau",
]  # fmt: skip


@pytest.mark.parametrize("written", RESOLVABLE)
@pytest.mark.parametrize("context", [Context(), Context(anchor_on=TODAY, reporting_months=6)])
def test_every_reading_of_a_deadline_has_a_sentence(written: str, context: Context) -> None:
    (found,) = read_deadlines(f"Hoàn thành, gửi báo cáo {written}.")
    reading = resolve(found, today=TODAY, context=context).reading
    assert line(reading.key, **reading.values).endswith(".")


@pytest.mark.parametrize(
    "typed",
    ["mai", "25/11", "15/11", "ngày 31", "thứ sáu 28/11", "3 ngày nữa", "đầu tháng", "giữa tháng", "cuối tháng",
     "trước 25/11", "rằm", "trước tết", "sau tết", "thứ hai"],
)  # fmt: skip
def test_every_reading_of_a_chat_has_a_sentence(typed: str) -> None:
    found = read_when(typed, today=TODAY)
    assert isinstance(found, When)
    for moment in found.candidates:
        assert print_day(moment.day) in line(moment.reading.key, **moment.reading.values)


@pytest.mark.parametrize(
    "asked",
    ["hiện nay", "ngày 15/6/2025", "tháng 5/2025", "quý I/2025", "năm 2024", "trước 01/7/2025", "đến ngày 30/6/2025",
     "từ 1/7/2026", "sau 1/10/2026"],
)  # fmt: skip
def test_every_date_asked_about_has_a_sentence(asked: str) -> None:
    reading = as_of(f"Quy định {asked}").reading
    assert "ngày" in line(reading.key, **reading.values) or "hôm nay" in line(reading.key, **reading.values)


# Hostile text

HOSTILE = [
    "trước ngày 15/12/2025 ", "15/12 ", "ngày 1/1 và ", "gửi báo cáo, ", "từ ngày 1 đến ngày 5/1 ", "(a)", "1.", "vào.",
    "hằng năm ", "trước ", "đã ", "12 ", "tháng 1 ", "trong thời hạn 5 ngày kể từ ngày ", "kể từ ngày a ", "\n- ",
    "được thực hiện ", "trường hợp ", "thời hạn ", "năm năm ", "báo cáo năm ", "\u0301", "a", "mùng ", "thứ ",
]  # fmt: skip


def _steps(read: Callable[[], object]) -> int:
    """How many calls, of Python and of the regular expression engine, reading takes."""
    count = 0

    def count_call(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count_call)
    try:
        read()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize(
    "read",
    [read_deadlines, lambda text: read_as_of(text, today=TODAY), lambda text: read_when(text, today=TODAY)],
    ids=["deadlines", "as_of", "when"],
)
def test_work_grows_no_faster_than_the_text(unit: str, read: Callable[[str], object]) -> None:
    read(unit * 10)
    once = _steps(lambda: read("gửi " + unit * 100))
    twice = _steps(lambda: read("gửi " + unit * 200))
    assert twice <= 2.2 * once + 400


@pytest.mark.parametrize("unit", ["(a) ", "đã được ", "báo cáo ", "ngày 1, ", "trước khi "])
def test_a_long_text_of_nonsense_is_read_to_its_end(unit: str) -> None:
    text = unit * (100_000 // len(unit)) + ".\n- Gửi báo cáo trước ngày 15/12/2025."
    assert said(read_deadlines(text)[-1])["date"] == "2025-12-15"
