"""What holds for every date: it prints and reads back, rules go on in order, and no text breaks a reader."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from knowledge.dates import (
    Context,
    Frequency,
    InMonth,
    OnDate,
    OnDayMonth,
    Op,
    Recurring,
    Relative,
    Rule,
    print_day,
    print_day_in_words,
    read_as_of,
    read_deadlines,
    read_when,
    resolve,
    rule_of,
)
from knowledge.dating.calendar import add_months, clamped, last_of_month
from knowledge.dating.lunar import lunar, next_solar, solar

days = st.dates(date(2001, 1, 1), date(2098, 12, 31))
spans = st.integers(0, 1500).map(lambda count: timedelta(days=count))
day_numbers = st.integers(1, 31)
months = st.integers(1, 12)
ops = st.sampled_from([Op.BEFORE, Op.BY])
period_months = st.sampled_from(["last_of_period", "first_of_period", "first_of_next_period"])


@given(days, st.sampled_from([print_day, print_day_in_words]), st.sampled_from(["NFC", "NFD"]))
def test_a_printed_day_reads_back_in_every_reader(day: date, printed: object, form: str) -> None:
    text = unicodedata.normalize(form, f"Nộp báo cáo chậm nhất {printed(day)}.")  # type: ignore[arg-type, operator]
    (deadline,) = read_deadlines(text)
    assert deadline.what == OnDate(day)
    when = read_when(text, today=day - timedelta(days=3))
    assert when is not None
    assert [moment.day for moment in when.candidates] == [day]
    as_of = read_as_of(f"Quy định tại {printed(day)}?", today=day)  # type: ignore[operator]
    assert as_of is not None
    assert as_of.day == day


@st.composite
def recurring(draw: st.DrawFn) -> Recurring:
    """A rule of any rhythm."""
    freq = draw(st.sampled_from(list(Frequency)))
    at = draw(st.none() | st.times().map(lambda found: found.replace(second=0, microsecond=0)))
    if freq is Frequency.WEEKLY:
        return Recurring(freq, weekday=draw(st.integers(0, 6)), time=at)
    if freq is Frequency.YEARLY and draw(st.booleans()):
        return Recurring(freq, quarter=draw(st.integers(1, 4)), year_offset=draw(st.integers(-1, 1)))
    month = draw(months) if freq is Frequency.YEARLY else draw(st.none() | period_months)
    offset = draw(st.integers(-1, 1)) if freq is Frequency.YEARLY else 0
    return Recurring(freq, month=month, day=draw(st.none() | day_numbers), year_offset=offset, time=at)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """A rule with the length of its reporting period."""
    rule = rule_of(draw(recurring()), draw(ops), draw(st.sampled_from([1, 3, 6, 12])))
    assert rule is not None
    return rule


@given(rules(), days, spans)
def test_occurrences_come_in_order_and_inside_the_range(rule: Rule, first: date, span: timedelta) -> None:
    found = [occurrence.last_day for occurrence in rule.occurrences(first, first + span)]
    assert all(earlier < later for earlier, later in pairwise(found))
    assert all(first <= day <= first + span for day in found)


@given(rules(), days, spans)
def test_a_longer_range_only_adds_occurrences(rule: Rule, first: date, span: timedelta) -> None:
    whole = list(rule.occurrences(first, first + span))
    half = first + span // 2
    assert [*rule.occurrences(first, half), *rule.occurrences(half + timedelta(days=1), first + span)] == whole


@given(rules(), days)
def test_every_period_has_one_occurrence(rule: Rule, first: date) -> None:
    found = list(rule.occurrences(first, first + timedelta(days=3 * 366)))
    months_each = rule.period_months
    expected = 3 * 52 if rule.recurring.freq is Frequency.WEEKLY else 36 // months_each
    assert expected - 1 <= len(found) <= expected + 2
    assert len({occurrence.period for occurrence in found}) == len(found)


@given(day_numbers, days)
def test_a_monthly_rule_falls_on_its_day_or_on_the_last_of_the_month(day: int, first: date) -> None:
    rule = rule_of(Recurring(Frequency.MONTHLY, day=day), Op.BY)
    assert rule is not None
    for occurrence in rule.occurrences(first, first + timedelta(days=800)):
        last = last_of_month(occurrence.last_day.year, occurrence.last_day.month)
        assert occurrence.last_day.day == min(day, last.day)


@given(st.integers(2001, 2098), st.integers(-30, 30), day_numbers)
def test_months_count_on_over_the_years_and_clamp(year: int, month: int, day: int) -> None:
    found = clamped(year, month, day)
    assert (found.year * 12 + found.month) == year * 12 + month
    assert found.day == min(day, last_of_month(found.year, found.month).day)


@given(days, st.integers(0, 60))
def test_adding_months_keeps_the_day_unless_the_month_is_shorter(day: date, count: int) -> None:
    found = add_months(day, count)
    assert found.day == day.day or (found.day < day.day and found == last_of_month(found.year, found.month))


@given(st.integers(2001, 2098))
def test_the_29th_of_february_falls_on_the_28th_unless_the_year_is_a_leap_year(year: int) -> None:
    rule = rule_of(Recurring(Frequency.YEARLY, month=2, day=29), Op.BY)
    assert rule is not None
    (occurrence,) = rule.occurrences(date(year, 1, 1), date(year, 12, 31))
    leap = (date(year, 3, 1) - timedelta(days=1)).day == 29
    assert occurrence.last_day == date(year, 2, 29 if leap else 28)


@given(days, months, day_numbers, st.sampled_from([Op.BEFORE, Op.BY]))
def test_an_open_year_gives_the_first_day_that_is_not_over(written_on: date, month: int, day: int, op: Op) -> None:
    text = f"Gửi báo cáo {'trước' if op is Op.BEFORE else 'chậm nhất'} ngày {day}/{month}."
    for deadline in read_deadlines(text):
        assert deadline.what == OnDayMonth(day, month)
        found = resolve(deadline, today=written_on, context=Context(written_on=written_on)).last_day
        assert found is not None
        assert timedelta(0) <= found - written_on < timedelta(days=367)


@given(days, st.integers(1, 99), st.sampled_from(["ngày", "ngày làm việc"]))
def test_counted_days_after_and_before_meet_again(anchor: date, n: int, unit: str) -> None:
    (after,) = read_deadlines(f"Gửi hồ sơ trong thời hạn {n} {unit} kể từ ngày nhận.")
    (before,) = read_deadlines(f"Gửi hồ sơ chậm nhất {n} {unit} trước ngày họp.")
    assert isinstance(after.what, Relative)
    assert (after.what.n, after.what.unit) == (n, "working_day" if unit != "ngày" else "day")
    later = resolve(after, today=anchor, context=Context(anchor_on=anchor)).last_day
    assert later is not None
    earlier = resolve(before, today=anchor, context=Context(anchor_on=later)).last_day
    assert earlier is not None
    assert earlier <= later
    assert unit != "ngày" or earlier == anchor


@given(st.integers(2001, 2098), months)
def test_a_month_ends_on_its_last_day(year: int, month: int) -> None:
    (deadline,) = read_deadlines(f"Hoàn thành trong tháng {month}/{year}.")
    assert deadline.what == InMonth(month, year)
    assert resolve(deadline, today=date(2026, 1, 1)).last_day == last_of_month(year, month)


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_a_day_named_by_the_lunar_calendar_is_that_day(day: date) -> None:
    lunar_day, month, year = lunar(day)
    found = solar(lunar_day, month, year)
    # A leap month repeats the number of the month before it: the day found is then the one a month earlier.
    assert found is None or found == day or timedelta(days=28) < day - found < timedelta(days=31)
    following = next_solar(lunar_day, month, day)
    assert following is None or following >= day


FRAGMENTS = [
    *("ngày ", "tháng ", "năm ", "quý ", "trước ", "chậm nhất ", "hằng năm ", "từ ", "đến ", "hết ", "của ", "sau "),
    *("gửi ", "báo cáo ", "đã ", "được ", "trong thời hạn ", "kể từ ngày ", "làm việc ", "thứ sáu "),
    *("tuần sau ", "mai "),
    *("mùng ", "tết ", "rằm ", "cuối ", "8h ", "sáng ", "kỳ báo cáo ", "liền kề ", "Nghị định ", "số ", "âm lịch "),
    *("15", "31", "2", "12", "2025", "1/2", "15/12/2025", "29/2", "IV"),
    *("/", "-", ".", ",", ";", "(", ")", " ", "\n", "\n\n"),
    *("\u0301", "\u200b", "%", "İ", "ß"),
]  # fmt: skip
nonsense = st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join) | st.text(max_size=60)


@given(nonsense, days)
def test_any_text_is_read_into_ranges_in_order_that_never_overlap(text: str, today: date) -> None:
    end = 0
    for deadline in read_deadlines(text):
        assert end <= deadline.start < deadline.end <= len(text)
        assert deadline.text == text[deadline.start : deadline.end]
        assert deadline.as_json()["type"] == deadline.type
        resolve(deadline, today=today, context=Context(anchor_on=today, reporting_months=3))
        end = deadline.end


@given(nonsense, days)
def test_any_text_is_read_for_a_time_and_for_a_date_asked_about(text: str, today: date) -> None:
    when = read_when(text, today=today)
    if when is not None:
        assert when.text == text[when.start : when.end]
        assert when.candidates
    as_of = read_as_of(text, today=today)
    if as_of is not None:
        assert as_of.text == text[as_of.start : as_of.end]
        assert (as_of.first or as_of.day) <= as_of.day <= (as_of.last or as_of.day)
