"""Several awards of one recipient: which are paid, which a higher one takes the place of, which to ask about.

It computes no amount and knows no text shown to a user; reasons are keys.
Read next: `knowledge/prizes.py` for the amounts, `bot/texts/prizes.jinja` for the words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from knowledge.awards import AwardType, awards
from knowledge.errors import InvalidAnswer
from knowledge.prizes import Prize
from knowledge.provisions import ProvisionId
from knowledge.text import squeeze

_ONE_ACHIEVEMENT: Final = ProvisionId.parse("06/2022/QH15#d5.k2.c")


class Outcome(StrEnum):
    """Whether one of several awards is paid."""

    PAID = "paid"
    NOT_PAID = "not_paid"
    CHECK = "check"
    """The text we hold does not settle it: ask before paying."""


class Reason(StrEnum):
    """Why; `bot/texts/prizes.jinja` has the words for each."""

    ALONE = "alone"
    APART = "apart"
    """Nothing it shares a period or an achievement with is higher."""
    LOWER_TITLE = "lower_title"
    TITLE_OTHER_DAY = "title_other_day"
    FORM_SAME_PERIOD = "form_same_period"
    FORM_SAME_ACHIEVEMENT = "form_same_achievement"
    RULE_NOT_HELD = "rule_not_held"


@dataclass(frozen=True, slots=True)
class Received:
    """One award of a recipient who gets several.

    `period` is the time counted towards it and `achievement` what it is given for, in the officer's
    words («năm 2026», «2024-2026»); only whether two of them are the same matters.
    """

    prize: Prize
    period: str
    achievement: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """What becomes of one award; `higher` is what is paid instead."""

    received: Received
    outcome: Outcome
    reason: Reason
    provisions: tuple[ProvisionId, ...] = ()
    higher: Received | None = None


def paid_together(received: Sequence[Received]) -> tuple[Payment, ...]:
    """Which of the awards one recipient got are paid, in the order given.

    Nghị định 152/2025/NĐ-CP, Điều 49. Decided on the same day: of titles for the same period only the
    highest is paid, for different periods all (khoản 5); award forms all, when period and achievement
    both differ (khoản 6); a title and an award form both (khoản 7). What it leaves open is CHECK: titles
    for one period decided on different days, and award forms that share a period or an achievement (the
    Law, điểm c khoản 2 Điều 5, forbids several for one achievement); the highest of them is paid.

    Raises InvalidAnswer `prize_recipients_differ`, field «items», when kind or count are not the same.
    """
    if len({(item.prize.kind, item.prize.count) for item in received}) > 1:
        raise InvalidAnswer("prize_recipients_differ", field="items")
    ranked = sorted(range(len(received)), key=lambda place: (-received[place].prize.each, place))
    best = _highest(received[place] for place in ranked)
    families = Counter(item.prize.award.type for item in received)
    return tuple(_payment(item, best, families) for item in received)


_Mark = tuple[AwardType, str, str, date | None]


def _marks(item: Received) -> Iterator[_Mark]:
    """What two awards must not share to be paid both; an empty achievement is shared with nothing."""
    family = item.prize.award.type
    period, achievement = (squeeze(text).casefold() for text in (item.period, item.achievement))
    yield family, "period", period, item.prize.decided_on
    if family is AwardType.TITLE:
        yield family, "period", period, None
    elif achievement:
        yield family, "achievement", achievement, item.prize.decided_on


def _highest(ranked: Iterable[Received]) -> Mapping[_Mark, Received]:
    best: dict[_Mark, Received] = {}
    for item in ranked:
        for mark in _marks(item):
            best.setdefault(mark, item)
    return best


def _payment(item: Received, best: Mapping[_Mark, Received], families: Mapping[AwardType, int]) -> Payment:
    rules = awards().document(item.prize.coefficient_provision)
    family = item.prize.award.type
    is_title = family is AwardType.TITLE
    rule = rules.titles_together if is_title else rules.forms_together
    if sum(families.values()) == 1:
        return Payment(item, Outcome.PAID, Reason.ALONE)
    if rule is None or rules.title_with_form is None:
        return Payment(item, Outcome.CHECK, Reason.RULE_NOT_HELD)
    lost = [(mark, best[mark]) for mark in _marks(item) if best[mark] is not item]
    if not lost:
        places = [rule] if families[family] > 1 else []
        places += [rules.title_with_form] if len(families) > 1 else []
        return Payment(item, Outcome.PAID, Reason.APART, tuple(places))
    mark, higher = lost[0]
    if is_title:
        same_day = mark[3] is not None
        outcome = Outcome.NOT_PAID if same_day else Outcome.CHECK
        return Payment(item, outcome, Reason.LOWER_TITLE if same_day else Reason.TITLE_OTHER_DAY, (rule,), higher)
    if any(mark[1] == "achievement" for mark, _ in lost):
        return Payment(item, Outcome.CHECK, Reason.FORM_SAME_ACHIEVEMENT, (rule, _ONE_ACHIEVEMENT), higher)
    return Payment(item, Outcome.CHECK, Reason.FORM_SAME_PERIOD, (rule,), higher)
