"""Prize money against tables worked out by hand: 2.340.000 until 30/6/2026, 2.530.000 from 01/7/2026.

Read next: `knowledge/prizes.py`.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Final

import pytest

from knowledge.articles import Certainty
from knowledge.awards import AwardKind, awards
from knowledge.errors import InvalidAnswer
from knowledge.prizes import NoteKey, Prize, prize, prize_json, total, total_json

LAST_DAY_OF_2340: Final = date(2026, 6, 30)
FIRST_DAY_OF_2530: Final = date(2026, 7, 1)
ONE, MANY, HOME = AwardKind.INDIVIDUAL, AwardKind.COLLECTIVE, AwardKind.HOUSEHOLD

# Award, kind, prize with a base salary of 2.340.000, with 2.530.000: coefficient times salary, up to the next 10.000.
TABLE: Final = [
    ("CSTĐTQ", ONE, 10_530_000, 11_390_000),
    ("CSTĐ tỉnh", ONE, 7_020_000, 7_590_000),
    ("CSTĐCS", ONE, 2_340_000, 2_530_000),
    ("LĐTT", ONE, 710_000, 760_000),
    ("CSTT", ONE, 710_000, 760_000),
    ("TTLĐXS", MANY, 3_510_000, 3_800_000),
    ("Đơn vị quyết thắng", MANY, 3_510_000, 3_800_000),
    ("TTLĐTT", MANY, 1_880_000, 2_030_000),
    ("Đơn vị tiên tiến", MANY, 1_880_000, 2_030_000),
    ("Xã, phường, đặc khu tiêu biểu", MANY, 4_680_000, 5_060_000),
    ("Thôn, tổ dân phố văn hóa", MANY, 3_510_000, 3_800_000),
    ("Cờ thi đua của Chính phủ", MANY, 28_080_000, 30_360_000),
    ("Cờ thi đua tỉnh", MANY, 18_720_000, 20_240_000),
    ("Cờ thi đua của quân khu", MANY, 14_040_000, 15_180_000),
    ("Huân chương Sao vàng", ONE, 107_640_000, 116_380_000),
    ("Huân chương Sao vàng", MANY, 215_280_000, 232_760_000),
    ("Huân chương Hồ Chí Minh", ONE, 71_370_000, 77_170_000),
    ("Huân chương Hồ Chí Minh", MANY, 142_740_000, 154_330_000),
    ("HCĐL I", ONE, 35_100_000, 37_950_000),
    ("HCĐL I", MANY, 70_200_000, 75_900_000),
    ("HCĐL II", ONE, 29_250_000, 31_630_000),
    ("HCĐL II", MANY, 58_500_000, 63_250_000),
    ("HCĐL III", ONE, 24_570_000, 26_570_000),
    ("HCĐL III", MANY, 49_140_000, 53_130_000),
    ("HCQC III", ONE, 24_570_000, 26_570_000),
    ("HCLĐ I", ONE, 21_060_000, 22_770_000),
    ("HCLĐ II", ONE, 17_550_000, 18_980_000),
    ("HCLĐ III", ONE, 10_530_000, 11_390_000),
    ("HCLĐ I", MANY, 42_120_000, 45_540_000),
    ("HCLĐ II", MANY, 35_100_000, 37_950_000),
    ("HCLĐ III", MANY, 21_060_000, 22_770_000),
    ("HCCC II", ONE, 17_550_000, 18_980_000),
    ("HCBVTQ III", ONE, 10_530_000, 11_390_000),
    ("Huân chương Đại đoàn kết dân tộc", ONE, 17_550_000, 18_980_000),
    ("Huân chương Dũng cảm", ONE, 10_530_000, 11_390_000),
    ("Huy chương Chiến sĩ vẻ vang hạng Ba", ONE, 3_510_000, 3_800_000),
    ("BMVNAH", ONE, 36_270_000, 39_220_000),
    ("AHLĐ", ONE, 36_270_000, 39_220_000),
    ("AHLĐ", MANY, 72_540_000, 78_430_000),
    ("Nhà giáo nhân dân", ONE, 29_250_000, 31_630_000),
    ("Nghệ nhân ưu tú", ONE, 21_060_000, 22_770_000),
    ("Giải thưởng Hồ Chí Minh", ONE, 631_800_000, 683_100_000),
    ("Giải thưởng Nhà nước", ONE, 397_800_000, 430_100_000),
    ("Kỷ niệm chương của Ủy ban Thường vụ Quốc hội", ONE, 1_880_000, 2_030_000),
    ("Kỷ niệm chương", ONE, 1_410_000, 1_520_000),
    ("BK TTg", ONE, 8_190_000, 8_860_000),
    ("BK TTg", MANY, 16_380_000, 17_710_000),
    ("BK TTg", HOME, 12_290_000, 13_290_000),
    ("BK tỉnh", ONE, 3_510_000, 3_800_000),
    ("BK tỉnh", MANY, 7_020_000, 7_590_000),
    ("BK tỉnh", HOME, 5_270_000, 5_700_000),
    ("Bằng khen của quân khu", ONE, 2_340_000, 2_530_000),
    ("Bằng khen của quân khu", MANY, 4_680_000, 5_060_000),
    ("Giấy khen", ONE, 710_000, 760_000),
    ("Giấy khen", MANY, 1_410_000, 1_520_000),
    ("Giấy khen", HOME, 1_060_000, 1_140_000),
]

# Where the individual's rounded prize, multiplied, gives something else: day, that amount.
OTHER_READING: Final = [
    ("Giấy khen", MANY, LAST_DAY_OF_2340, 1_420_000),
    ("Giấy khen", HOME, LAST_DAY_OF_2340, 1_070_000),
    ("HCLĐ II", MANY, FIRST_DAY_OF_2530, 37_960_000),
    ("HCLĐ III", MANY, FIRST_DAY_OF_2530, 22_780_000),
    ("Huân chương Hồ Chí Minh", MANY, FIRST_DAY_OF_2530, 154_340_000),
    ("HCĐL II", MANY, FIRST_DAY_OF_2530, 63_260_000),
    ("HCĐL III", MANY, FIRST_DAY_OF_2530, 53_140_000),
    ("AHLĐ", MANY, FIRST_DAY_OF_2530, 78_440_000),
    ("BK TTg", MANY, FIRST_DAY_OF_2530, 17_720_000),
    ("BK tỉnh", MANY, FIRST_DAY_OF_2530, 7_600_000),
]
SAME_READING: Final = [
    ("Giấy khen", MANY, FIRST_DAY_OF_2530),
    ("Giấy khen", HOME, FIRST_DAY_OF_2530),
    ("BK TTg", HOME, FIRST_DAY_OF_2530),
    ("BK tỉnh", HOME, FIRST_DAY_OF_2530),
    ("HCLĐ III", MANY, LAST_DAY_OF_2340),
    ("HCLĐ III", ONE, FIRST_DAY_OF_2530),
    ("TTLĐXS", MANY, FIRST_DAY_OF_2530),
]


@pytest.mark.parametrize(("award", "kind", "until", "since"), TABLE)
def test_the_prize_is_the_one_worked_out_by_hand(award: str, kind: AwardKind, until: int, since: int) -> None:
    assert prize(award, kind=kind, decided_on=LAST_DAY_OF_2340).each == until
    assert prize(award, kind=kind, decided_on=FIRST_DAY_OF_2530).each == since


@pytest.mark.parametrize(("award", "kind", "day", "amount"), OTHER_READING)
def test_the_other_reading_is_told_where_it_gives_another_amount(
    award: str, kind: AwardKind, day: date, amount: int
) -> None:
    found = prize(award, kind=kind, decided_on=day, count=3)
    assert found.alternative is not None
    assert (found.alternative.each, found.alternative.total) == (amount, 3 * amount)


@pytest.mark.parametrize(("award", "kind", "day"), SAME_READING)
def test_the_other_reading_is_not_told_where_it_changes_nothing(award: str, kind: AwardKind, day: date) -> None:
    assert prize(award, kind=kind, decided_on=day).alternative is None


@pytest.mark.parametrize(
    ("award", "amount"),
    [("CSTĐTQ", 10_530_000), ("CSTĐ tỉnh", 7_020_000), ("CSTĐCS", 2_340_000), ("LĐTT", 710_000), ("NGƯT", 21_060_000)],
)
def test_before_july_2025_the_old_decree_sets_the_prize(award: str, amount: int) -> None:
    old = prize(award, decided_on=date(2025, 6, 30))
    new = prize(award, decided_on=date(2025, 7, 1))
    assert (old.each, new.each) == (amount, amount)
    assert old.coefficient_provision.document == "98/2023/NĐ-CP"
    assert new.coefficient_provision.document == "152/2025/NĐ-CP"
    assert old.certainty is Certainty.SECONDARY
    assert (old.moment, old.rounding) == (None, None)
    assert {NoteKey.COEFFICIENT_SECONDARY, NoteKey.ROUNDING_NOT_HELD} <= {note.key for note in old.notes}


def test_every_factor_names_its_provision() -> None:
    found = prize("HCLĐ III", kind=MANY, decided_on=FIRST_DAY_OF_2530)
    assert str(found.coefficient_provision) == "152/2025/NĐ-CP#d51.k1.h"
    assert str(found.multiplier_provision) == "152/2025/NĐ-CP#d51.k2"
    assert str(found.base_salary_provision) == "161/2026/NĐ-CP#d3.k2"
    assert str(found.moment) == "152/2025/NĐ-CP#d49.k1"
    assert str(found.rounding) == "152/2025/NĐ-CP#d49.k2"
    assert (str(found.coefficient), str(found.multiplier), found.base_salary) == ("4.5", "2", 2_530_000)
    assert found.exact == 22_770_000
    assert found.comes_with == ("Bằng", "khung", "Huân chương")


@pytest.mark.parametrize(
    ("award", "kind", "place"),
    [
        ("LĐTT", ONE, "152/2025/NĐ-CP#d50.k1.d"),
        ("CSTĐCS", ONE, "152/2025/NĐ-CP#d50.k1.c"),
        ("TTLĐTT", MANY, "152/2025/NĐ-CP#d50.k2.b"),
        ("thôn văn hóa", MANY, "152/2025/NĐ-CP#d50.k2.d"),
        ("GK", HOME, "152/2025/NĐ-CP#d54.k1.e"),
        ("BK tỉnh", MANY, "152/2025/NĐ-CP#d54.k1.b"),
        ("BMVNAH", ONE, "152/2025/NĐ-CP#d52.k1"),
        ("Huy chương", ONE, "152/2025/NĐ-CP#d55"),
    ],
)
def test_the_coefficient_is_cited_to_the_point(award: str, kind: AwardKind, place: str) -> None:
    assert str(prize(award, kind=kind, decided_on=FIRST_DAY_OF_2530).coefficient_provision) == place


@pytest.mark.parametrize(
    ("kind", "place"),
    [(ONE, "None"), (MANY, "152/2025/NĐ-CP#d54.k2.c"), (HOME, "152/2025/NĐ-CP#d54.k3")],
)
def test_a_letter_for_a_collective_or_household_cites_what_multiplies_it(kind: AwardKind, place: str) -> None:
    assert str(prize("GK", kind=kind, decided_on=FIRST_DAY_OF_2530).multiplier_provision) == place


def test_each_recipient_s_prize_is_rounded_before_they_are_added_up() -> None:
    found = prize("LĐTT", decided_on=FIRST_DAY_OF_2530, count=20)
    assert (found.exact, found.each, found.total) == (759_000, 760_000, 15_200_000)


@pytest.mark.parametrize(("award", "exact"), [("KNC", 1_518_000), ("Kỷ niệm chương Quốc hội", 2_024_000)])
def test_an_insignia_only_has_a_limit(award: str, exact: int) -> None:
    found = prize(award, decided_on=FIRST_DAY_OF_2530)
    assert found.ceiling
    assert found.exact == exact


def test_a_kind_may_be_left_out_only_where_there_is_one() -> None:
    assert prize("LĐTT", decided_on=FIRST_DAY_OF_2530).kind is ONE
    with pytest.raises(InvalidAnswer) as refused:
        prize("GK", decided_on=FIRST_DAY_OF_2530)
    assert refused.value.key == "prize_kind_needed"
    assert refused.value.details["kinds"] == ("individual", "collective", "household")


@pytest.mark.parametrize(
    ("award", "kind"),
    [("LĐTT", MANY), ("TTLĐXS", ONE), ("TTLĐXS", HOME), ("Huân chương Đại đoàn kết dân tộc", MANY), ("KNC", MANY)],
)
def test_an_award_has_no_prize_for_those_who_cannot_get_it(award: str, kind: AwardKind) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        prize(award, kind=kind, decided_on=FIRST_DAY_OF_2530)
    assert refused.value.key == "prize_kind_wrong"
    assert refused.value.details["given"] == kind.value


@pytest.mark.parametrize("award", ["GĐVH", "Huân chương Hữu nghị", "Tỉnh Anh hùng"])
def test_an_award_without_a_prize_says_why(award: str) -> None:
    found = awards().get(award)
    with pytest.raises(InvalidAnswer) as refused:
        prize(award, kind=found.kinds[0], decided_on=FIRST_DAY_OF_2530)
    assert refused.value.key == "prize_none"
    assert "không nêu mức tiền thưởng" in str(refused.value.details["note"])


@pytest.mark.parametrize(
    ("award", "day", "first", "last"),
    [
        ("LĐTT", date(2023, 12, 31), date(2024, 1, 1), date(2027, 2, 28)),
        ("LĐTT", date(2027, 3, 1), date(2024, 1, 1), date(2027, 2, 28)),
        ("TTLĐXS", date(2025, 6, 30), date(2025, 7, 1), date(2027, 2, 28)),
        ("CSTĐCS", date(1999, 5, 5), date(2024, 1, 1), date(2027, 2, 28)),
        ("TTLĐTT", date(9999, 12, 31), date(2025, 7, 1), date(2027, 2, 28)),
    ],
)
def test_a_day_without_a_known_decree_is_refused_with_the_days_that_are_known(
    award: str, day: date, first: date, last: date
) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        prize(award, decided_on=day)
    assert refused.value.key == "prize_date_unknown"
    assert (refused.value.details["first"], refused.value.details["last"]) == (first, last)


def test_the_last_day_of_the_decree_still_has_its_prize() -> None:
    found = prize("LĐTT", decided_on=date(2027, 2, 28))
    assert found.each == 760_000
    assert {NoteKey.DECREE_EXPIRES_SOON, NoteKey.AFTER_REVIEW} <= {note.key for note in found.notes}


def test_a_day_without_a_known_base_salary_asks_for_it() -> None:
    with pytest.raises(InvalidAnswer) as refused:
        prize("LĐTT", decided_on=date(2024, 6, 30))
    assert refused.value.key == "base_salary_unknown"
    assert refused.value.details == {"field": "base_salary", "decided_on": date(2024, 6, 30)}


@pytest.mark.parametrize(("base_salary", "amount"), [(1_800_000, 540_000), (1_490_000, 450_000), (2_530_000, 760_000)])
def test_a_base_salary_given_by_the_officer_is_used_and_said_so(base_salary: int, amount: int) -> None:
    found = prize("LĐTT", decided_on=date(2024, 3, 15), base_salary=base_salary)
    assert found.each == amount
    assert found.base_salary_provision is None
    assert {note.key: dict(note.details) for note in found.notes}[NoteKey.BASE_SALARY_GIVEN] == {"known": None}


def test_a_base_salary_that_differs_from_the_known_one_is_told_beside_it() -> None:
    found = prize("LĐTT", decided_on=FIRST_DAY_OF_2530, base_salary=2_340_000)
    assert found.each == 710_000
    assert {note.key: dict(note.details) for note in found.notes}[NoteKey.BASE_SALARY_GIVEN] == {"known": 2_530_000}


def test_the_known_base_salary_given_again_keeps_its_source() -> None:
    found = prize("LĐTT", decided_on=FIRST_DAY_OF_2530, base_salary=2_530_000)
    assert str(found.base_salary_provision) == "161/2026/NĐ-CP#d3.k2"
    assert NoteKey.BASE_SALARY_GIVEN not in {note.key for note in found.notes}


@pytest.mark.parametrize("base_salary", [0, -1, 2_530, 2_530_500, 99_000, 10**12, True, 2_530_000.0, "2530000"])
def test_what_is_no_base_salary_is_refused(base_salary: int) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        prize("LĐTT", decided_on=FIRST_DAY_OF_2530, base_salary=base_salary)
    assert refused.value.key == "base_salary_invalid"


@pytest.mark.parametrize("count", [0, -1, 1_000_001, True, 1.5, "2"])
def test_what_is_no_count_is_refused(count: int) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        prize("LĐTT", decided_on=FIRST_DAY_OF_2530, count=count)
    assert refused.value.key == "prize_count_invalid"


@pytest.mark.parametrize(("day", "told"), [(date(2026, 9, 30), False), (date(2026, 10, 1), True)])
def test_from_october_2026_the_amended_law_is_told(day: date, told: bool) -> None:
    notes = {note.key: note.details for note in prize("LĐTT", decided_on=day).notes}
    assert (NoteKey.LAW_AMENDED in notes) == told
    if told:
        assert notes[NoteKey.LAW_AMENDED]["number"] == "06/2026/QH16"


def test_a_secondary_base_salary_makes_the_prize_secondary() -> None:
    assert prize("GK", kind=ONE, decided_on=LAST_DAY_OF_2340).certainty is Certainty.SECONDARY
    assert prize("GK", kind=ONE, decided_on=FIRST_DAY_OF_2530).certainty is Certainty.VERIFIED


def _year_end() -> list[Prize]:
    day = date(2026, 12, 18)
    return [
        prize("LĐTT", decided_on=day, count=22),  # 22 x 760.000 = 16.720.000
        prize("CSTĐCS", decided_on=day, count=4),  # 4 x 2.530.000 = 10.120.000
        prize("TTLĐTT", decided_on=day, count=3),  # 3 x 2.030.000 = 6.090.000
        prize("thôn văn hóa", decided_on=day, count=5),  # 5 x 3.800.000 = 19.000.000
        prize("GK", kind=ONE, decided_on=day, count=30),  # 30 x 760.000 = 22.800.000
        prize("GK", kind=MANY, decided_on=day, count=6),  # 6 x 1.520.000 = 9.120.000
        prize("GK", kind=HOME, decided_on=day, count=10),  # 10 x 1.140.000 = 11.400.000
    ]


def test_a_list_is_added_up_by_kind_and_altogether() -> None:
    found = total(_year_end())
    assert dict(found.by_kind) == {ONE: 49_640_000, MANY: 34_210_000, HOME: 11_400_000}
    assert found.amount == 95_250_000
    assert found.alternative is None
    assert found.certainty is Certainty.VERIFIED


def test_the_other_reading_is_added_up_too() -> None:
    found = total([prize("GK", kind=kind, decided_on=LAST_DAY_OF_2340, count=10) for kind in (ONE, MANY, HOME)])
    assert found.amount == 7_100_000 + 14_100_000 + 10_600_000
    assert found.alternative == 7_100_000 + 14_200_000 + 10_700_000
    assert found.certainty is Certainty.SECONDARY


def test_nothing_adds_up_to_nothing() -> None:
    found = total([])
    assert (found.amount, dict(found.by_kind), found.alternative) == (0, {}, None)


def test_the_json_of_a_prize_has_only_plain_values() -> None:
    found = prize_json(prize("GK", kind=MANY, decided_on=LAST_DAY_OF_2340, count=2))
    assert json.loads(json.dumps(found)) == found
    assert found == {
        "award": "commendation_letter",
        "name": "Giấy khen",
        "kind": "collective",
        "decided_on": "2026-06-30",
        "count": 2,
        "coefficient": "0.3",
        "coefficient_provision": "152/2025/NĐ-CP#d54.k1.e",
        "multiplier": "2",
        "multiplier_provision": "152/2025/NĐ-CP#d54.k2.c",
        "base_salary": 2_340_000,
        "base_salary_provision": "73/2024/NĐ-CP#d3.k2",
        "exact": 1_404_000,
        "each": 1_410_000,
        "total": 2_820_000,
        "alternative": {"each": 1_420_000, "total": 2_840_000},
        "ceiling": False,
        "comes_with": ["Bằng", "khung"],
        "moment": "152/2025/NĐ-CP#d49.k1",
        "rounding": "152/2025/NĐ-CP#d49.k2",
        "certainty": "secondary",
        "notes": [{"key": "base_salary_secondary", "provision": "73/2024/NĐ-CP#d3.k2"}],
    }


def test_the_json_of_notes_has_dates_as_text() -> None:
    notes = prize_json(prize("LĐTT", decided_on=date(2026, 12, 1)))["notes"]
    assert {"key": "law_amended", "number": "06/2026/QH16", "effective_on": "2026-10-01"} in list(notes)


def test_the_json_of_a_sum_has_every_prize_in_it() -> None:
    found = total_json(total(_year_end()))
    assert json.loads(json.dumps(found)) == found
    assert len(found["prizes"]) == 7
    assert found["by_kind"] == {"individual": 49_640_000, "collective": 34_210_000, "household": 11_400_000}
