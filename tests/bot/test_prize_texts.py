"""Every result and every refusal about prizes, ratios and the ladder has Vietnamese words.

Read next: `bot/texts/prizes.jinja`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

import pytest

from bot.rendering import to_plain
from bot.texts import text
from knowledge.awards import AwardKind, awards
from knowledge.errors import InvalidAnswer
from knowledge.ladder import (
    Completion,
    Finding,
    Members,
    Reason,
    Scope,
    State,
    Verdict,
    YearRecord,
    ladder,
)
from knowledge.payments import Outcome, Payment, Received, paid_together
from knowledge.payments import Reason as PaymentReason
from knowledge.prizes import NoteKey, PrizeNote, prize, total
from knowledge.provisions import ProvisionId
from knowledge.ratios import at_least, quota_for, share, votes_for
from knowledge.standards.models import standards

DAY: Final = date(2026, 12, 18)
PLACE: Final = ProvisionId.parse("152/2025/NĐ-CP#d50.k1.d")


def plain(key: str, **values: object) -> str:
    return to_plain(text(f"prizes.{key}", **values))


def test_the_card_of_a_prize_shows_the_sum_and_every_provision() -> None:
    shown = plain("prize_card", prize=prize("GK", kind=AwardKind.COLLECTIVE, decided_on=date(2026, 6, 30), count=3))
    assert "Tiền thưởng: 4.230.000 đồng" in shown
    assert "0,3 × 2 × 2.340.000 đồng = 1.404.000 đồng, làm tròn lên hàng chục nghìn thành 1.410.000 đồng" in shown
    assert "3 × 1.410.000 đồng = 4.230.000 đồng" in shown
    for place in (
        "điểm e khoản 1 Điều 54 Nghị định 152/2025/NĐ-CP",
        "điểm c khoản 2 Điều 54 Nghị định 152/2025/NĐ-CP",
        "khoản 2 Điều 3 Nghị định 73/2024/NĐ-CP",
        "khoản 1 Điều 49 Nghị định 152/2025/NĐ-CP",
        "khoản 2 Điều 49 Nghị định 152/2025/NĐ-CP",
    ):
        assert place in shown
    assert "Cách hiểu khác" in shown
    assert "1.420.000 đồng mỗi trường hợp, tổng 4.260.000 đồng" in shown
    assert "nguồn thứ cấp" in shown


def test_a_prize_that_needs_no_rounding_says_nothing_of_it() -> None:
    shown = plain("prize_card", prize=prize("CSTĐCS", decided_on=DAY))
    assert "1,0 × 2.530.000 đồng = 2.530.000 đồng\n" in shown
    assert "làm tròn lên" not in shown


def test_a_limit_is_called_a_limit() -> None:
    assert "Tiền thưởng tối đa: 1.520.000 đồng" in plain("prize_card", prize=prize("KNC", decided_on=DAY))


@pytest.mark.parametrize("key", NoteKey)
def test_every_note_has_its_words(key: NoteKey) -> None:
    details = {
        "provision": PLACE, "known": 2_530_000, "document": "152/2025/NĐ-CP", "number": "06/2026/QH16",
        "effective_on": DAY, "expires_on": DAY, "reviewed_on": DAY,
    }  # fmt: skip
    assert len(plain("note_text", note=PrizeNote(key, details))) > 40


def test_a_sum_lists_its_items_and_kinds() -> None:
    items = [
        prize("LĐTT", decided_on=DAY, count=20),
        prize("GK", kind=AwardKind.COLLECTIVE, decided_on=date(2026, 6, 30), count=10),
    ]
    shown = plain("total_card", found=total(items))
    assert "Tổng tiền thưởng: 29.300.000 đồng" in shown
    assert "1. Lao động tiên tiến (cá nhân): 20 × 760.000 đồng = 15.200.000 đồng" in shown
    assert "cá nhân 15.200.000 đồng; tập thể 14.100.000 đồng" in shown
    assert "29.400.000 đồng" in shown


def test_what_is_not_paid_says_why_and_by_which_rule() -> None:
    titles = [Received(prize(name, decided_on=DAY), "2026") for name in ("LĐTT", "CSTĐCS")]
    shown = plain("payments_card", payments=paid_together(titles)).splitlines()
    assert "1. Lao động tiên tiến: không chi." in shown[0]
    assert "«Chiến sĩ thi đua cơ sở»" in shown[0]
    assert "(khoản 5 Điều 49 Nghị định 152/2025/NĐ-CP)" in shown[0]
    assert "2. Chiến sĩ thi đua cơ sở: chi 2.530.000 đồng." in shown[1]


@pytest.mark.parametrize("reason", PaymentReason)
def test_every_reason_of_payment_has_its_words(reason: PaymentReason) -> None:
    item = Received(prize("LĐTT", decided_on=DAY), "2026")
    shown = plain("paid_because", payment=Payment(item, Outcome.CHECK, reason, (PLACE,), item))
    assert len(shown.partition("(")[0].strip()) > 10


def test_votes_and_quotas_spell_out_the_rounding_and_the_provision() -> None:
    champion, flag = awards().get("CSTĐTQ"), awards().get("Cờ CP")
    votes = plain("votes_needed", award=champion, threshold=votes_for(champion, 15, DAY))
    assert "ít nhất 14 phiếu" in votes
    assert "90%" in votes
    assert "làm tròn lên" in votes
    assert "khoản 5 Điều 33 Nghị định 152/2025/NĐ-CP" in votes
    quota = plain("quota_allowed", award=flag, threshold=quota_for(flag, 9, DAY))
    assert "nhiều nhất 1 tập thể" in quota
    assert "khoản 1 Điều 7 Nghị định 152/2025/NĐ-CP" in quota
    assert plain("share_shown", share=share(2, 3)) == "2 trên 3, bằng 66,66%"


def test_the_ladder_card_warns_of_the_amended_law_first() -> None:
    history = [YearRecord(year, "CSTĐCS", Completion.EXCELLENT, 0) for year in (2024, 2025)]
    shown = plain("ladder_card", answer=ladder([*history, YearRecord(2026, completion=Completion.EXCELLENT)], 2026))
    warned = shown.index("phải đối chiếu văn bản hợp nhất trước khi đề nghị")
    assert warned < shown.index("Chiến sĩ thi đua cơ sở")
    assert "06/2026/QH16" in shown
    assert "đang có 2/3; đủ nếu năm 2026 cũng đạt" in shown
    assert "không bắt buộc" not in shown
    assert "từ 90% tổng số thành viên" in shown
    assert not re.search(r"\n{3}", shown)


def test_before_the_amendment_nothing_is_warned_of() -> None:
    assert "06/2026/QH16" not in plain("ladder_card", answer=ladder([], 2025))


def test_the_cards_of_collectives_and_households_are_whole() -> None:
    record = YearRecord(2025, completion=Completion.EXCELLENT, members=Members(9, 9, 6, 1))
    collective = plain("ladder_card", answer=ladder([record], 2025, kind=AwardKind.COLLECTIVE))
    assert "mới có 6 người, cần ít nhất 7" in collective
    household = plain("ladder_card", answer=ladder([], 2025, kind=AwardKind.HOUSEHOLD))
    assert "Gia đình văn hóa: theo quy định của bộ, ngành, tỉnh" in household


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_of_the_ladder_has_its_words(reason: Reason) -> None:
    condition = standards().ladders[0].standards[0].conditions[0]
    part = Finding(condition, State.ASK, Reason.FACT)
    shown = plain("finding_because", finding=Finding(condition, State.ASK, reason, (2025,), 1, 3, (part,)))
    assert len(shown.strip()) >= 3


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_its_name(verdict: Verdict) -> None:
    assert plain("verdict_name", verdict=verdict)


REFUSALS: Final[dict[str, Callable[[], object]]] = {
    "award_unknown": lambda: awards().get("<b>xyz</b>"),
    "award_ambiguous": lambda: awards().get("bằng khen"),
    "prize_kind_needed": lambda: prize("GK", decided_on=DAY),
    "prize_kind_wrong": lambda: prize("LĐTT", kind=AwardKind.HOUSEHOLD, decided_on=DAY),
    "prize_none": lambda: prize("GĐVH", decided_on=DAY),
    "prize_date_unknown": lambda: prize("LĐTT", decided_on=date(2030, 1, 1)),
    "base_salary_unknown": lambda: prize("LĐTT", decided_on=date(2024, 2, 1)),
    "base_salary_invalid": lambda: prize("LĐTT", decided_on=DAY, base_salary=2530),
    "prize_count_invalid": lambda: prize("LĐTT", decided_on=DAY, count=0),
    "prize_recipients_differ": lambda: paid_together(
        [Received(prize("LĐTT", decided_on=DAY, count=count), "2026") for count in (1, 2)]
    ),
    "ratio_whole_invalid": lambda: at_least(0, 90),
    "ratio_percent_invalid": lambda: at_least(10, 101),
    "ratio_part_invalid": lambda: share(11, 10),
    "ladder_year_invalid": lambda: ladder([], 26),
    "ladder_year_unknown": lambda: ladder([], 2020),
    "ladder_too_long": lambda: ladder([YearRecord(2025)] * 501, 2025),
    "ladder_wrong_kind": lambda: ladder([YearRecord(2025, "TTLĐXS")], 2025),
    "ladder_contradiction": lambda: ladder([YearRecord(2025, completion=level) for level in Completion], 2025),
    "ladder_number_invalid": lambda: ladder([YearRecord(2025, initiatives=-1, scope=Scope.NATION)], 2025),
}


@pytest.mark.parametrize("key", REFUSALS)
def test_every_refusal_says_what_to_do(key: str) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        REFUSALS[key]()
    assert refused.value.key == key
    shown = text(f"prizes.{key}", **refused.value.details)
    assert shown.endswith(".")
    assert "<b>" not in shown
    assert "anh/chị" in shown.lower() or key == "prize_none"
