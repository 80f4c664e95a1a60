"""Prize money: coefficient times base salary on the day of the decision, every factor with its provision.

It knows no text shown to a user and no list of names; notes and errors carry keys.
Read next: `knowledge/awards.py` for the figures, `knowledge/payments.py` for several awards of one recipient.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from knowledge.articles import Certainty
from knowledge.awards import Award, AwardKind, PrizeRow, awards, base_salary_on
from knowledge.errors import InvalidAnswer
from knowledge.provisions import ProvisionId
from knowledge.regulations import registry
from knowledge.validity import validity

__all__ = ["Alternative", "NoteKey", "Prize", "PrizeNote", "PrizeTotal", "prize", "prize_json", "total", "total_json"]

ROUNDED_TO: Final = 10_000
"""«Hàng chục nghìn đồng» (Nghị định 152/2025/NĐ-CP, khoản 2 Điều 49)."""
LARGEST_COUNT: Final = 1_000_000
SMALLEST_BASE_SALARY: Final = 100_000
LARGEST_BASE_SALARY: Final = 100_000_000
BASE_SALARY_STEP: Final = 1_000
"""With this step every product with a coefficient is a whole number of đồng."""

_LAW: Final = "06/2022/QH15"


class NoteKey(StrEnum):
    """What the reader of a prize must be told; `bot/texts/prizes.jinja` has the words for each."""

    BASE_SALARY_SECONDARY = "base_salary_secondary"
    BASE_SALARY_GIVEN = "base_salary_given"
    COEFFICIENT_SECONDARY = "coefficient_secondary"
    ROUNDING_NOT_HELD = "rounding_not_held"
    LAW_AMENDED = "law_amended"
    DECREE_EXPIRES_SOON = "decree_expires_soon"
    AFTER_REVIEW = "after_review"


@dataclass(frozen=True, slots=True)
class PrizeNote:
    """One such remark; `details` fill its words."""

    key: NoteKey
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alternative:
    """The other reading for a collective or household: the individual's rounded prize, multiplied, rounded again."""

    each: int
    total: int


@dataclass(frozen=True, slots=True)
class Prize:
    """The prize of one award, all amounts in đồng.

    `each` is what one recipient gets: `coefficient` × `multiplier` × `base_salary` = `exact`, rounded up.
    `alternative` is given where the other reading of «gấp hai lần mức tiền thưởng đối với cá nhân» leads
    to another amount; the decree does not say which is meant. `ceiling`: the decree only sets a limit
    and this is it. A provision that is None stands in no text we hold; for `base_salary_provision` it
    means that the asker gave the amount. `certainty` is that of the weakest figure looked up.
    """

    award: Award
    kind: AwardKind
    decided_on: date
    count: int
    coefficient: Decimal
    coefficient_provision: ProvisionId
    multiplier: Decimal
    multiplier_provision: ProvisionId | None
    base_salary: int
    base_salary_provision: ProvisionId | None
    exact: int
    each: int
    alternative: Alternative | None
    ceiling: bool
    comes_with: tuple[str, ...]
    moment: ProvisionId | None
    rounding: ProvisionId | None
    certainty: Certainty
    notes: tuple[PrizeNote, ...]

    @property
    def total(self) -> int:
        """What all `count` recipients get together; each prize is rounded on its own."""
        return self.each * self.count


@dataclass(frozen=True, slots=True)
class _BaseSalary:
    amount: int
    provision: ProvisionId | None
    certainty: Certainty
    notes: tuple[PrizeNote, ...] = ()


def prize(
    award: Award | str,
    *,
    kind: AwardKind | None = None,
    decided_on: date,
    count: int = 1,
    base_salary: int | None = None,
) -> Prize:
    """The prize of that award, by the decree and the base salary in force on the day of the decision.

    `award` may be any name of it; `kind` may be left out where the award is given to one kind only.
    `count` recipients get the same. `base_salary` (đồng a month) takes the place of the known level.
    Rules: Nghị định 152/2025/NĐ-CP, khoản 1 (day) and 2 (rounding up) Điều 49; Điều 50 to 55 (figures).

    Raises InvalidAnswer; `details["field"]` names what to ask again: `award_unknown`, `award_ambiguous`,
    `prize_kind_needed`, `prize_kind_wrong`, `prize_none`, `prize_date_unknown`, `base_salary_unknown`,
    `base_salary_invalid`, `prize_count_invalid`.
    """
    known = awards().get(award) if isinstance(award, str) else award
    recipient = _kind(known, kind)
    if not _is_whole(count) or not 1 <= count <= LARGEST_COUNT:
        raise InvalidAnswer("prize_count_invalid", field="count", given=count, largest=LARGEST_COUNT)
    row = _row(known, recipient, decided_on)
    return _computed(known, row, _salary(decided_on, base_salary), decided_on, count)


def _computed(award: Award, row: PrizeRow, salary: _BaseSalary, decided_on: date, count: int) -> Prize:
    document = awards().document(row.provision)
    exact = Fraction(row.coefficient) * Fraction(row.multiplier) * salary.amount
    each = _rounded_up(exact)
    return Prize(
        award=award,
        kind=row.kind,
        decided_on=decided_on,
        count=count,
        coefficient=row.coefficient,
        coefficient_provision=row.provision,
        multiplier=row.multiplier,
        multiplier_provision=row.multiplier_provision,
        base_salary=salary.amount,
        base_salary_provision=salary.provision,
        exact=int(exact),
        each=each,
        alternative=_alternative(row, salary.amount, each, count),
        ceiling=row.ceiling,
        comes_with=row.comes_with,
        moment=document.moment,
        rounding=document.rounding,
        certainty=_weakest((document.certainty, salary.certainty)),
        notes=(*salary.notes, *_notes(row, decided_on)),
    )


def _is_whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def _rounded_up(amount: Fraction) -> int:
    return -(-amount // ROUNDED_TO) * ROUNDED_TO


def _alternative(row: PrizeRow, base_salary: int, each: int, count: int) -> Alternative | None:
    individual = _rounded_up(Fraction(row.coefficient) * base_salary)
    other = _rounded_up(individual * Fraction(row.multiplier))
    return Alternative(other, other * count) if other != each else None


def _weakest(certainties: Iterable[Certainty]) -> Certainty:
    order = tuple(Certainty)
    return max(certainties, key=order.index)


def _kind(award: Award, kind: AwardKind | None) -> AwardKind:
    kinds = tuple(each.value for each in award.kinds)
    if kind is None and len(kinds) > 1:
        raise InvalidAnswer("prize_kind_needed", field="kind", award=award.name, kinds=kinds)
    found = kind or award.kinds[0]
    if found not in award.kinds:
        raise InvalidAnswer("prize_kind_wrong", field="kind", award=award.name, given=found.value, kinds=kinds)
    return found


def _row(award: Award, kind: AwardKind, decided_on: date) -> PrizeRow:
    if not award.prizes:
        raise InvalidAnswer("prize_none", field="award", award=award.name, note=award.note)
    found = award.prizes_on(decided_on, kind)
    if found:
        return found[0]
    spans = [_span(row) for row in award.prizes if row.kind is kind]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    raise InvalidAnswer(
        "prize_date_unknown", field="decided_on", award=award.name, given=decided_on, first=first, last=last
    )


def _span(row: PrizeRow) -> tuple[date, date]:
    """The first and the last day on which that row holds, from the registry."""
    document = registry().get(row.provision.document)
    start = document.effective.day if document.effective else date.min
    return start, document.expires.day - timedelta(days=1) if document.expires else date.max


def _salary(decided_on: date, given: int | None) -> _BaseSalary:
    known = base_salary_on(decided_on)
    if given is None:
        if known is None:
            raise InvalidAnswer("base_salary_unknown", field="base_salary", decided_on=decided_on)
        doubt = known.certainty is Certainty.SECONDARY
        notes = (PrizeNote(NoteKey.BASE_SALARY_SECONDARY, {"provision": known.provision}),) if doubt else ()
        return _BaseSalary(known.amount, known.provision, known.certainty, notes)
    in_range = _is_whole(given) and SMALLEST_BASE_SALARY <= given <= LARGEST_BASE_SALARY
    if not in_range or given % BASE_SALARY_STEP:
        raise InvalidAnswer("base_salary_invalid", field="base_salary", given=given, step=BASE_SALARY_STEP)
    if known and known.amount == given:
        return _BaseSalary(given, known.provision, known.certainty)
    notes = (PrizeNote(NoteKey.BASE_SALARY_GIVEN, {"known": known.amount if known else None}),)
    return _BaseSalary(given, None, Certainty.VERIFIED, notes)


def _notes(row: PrizeRow, decided_on: date) -> Iterator[PrizeNote]:
    """What the reader must be told about the decree and the day."""
    decree = validity(registry(), row.provision, decided_on)
    document = awards().document(row.provision)
    if document.certainty is not Certainty.VERIFIED:
        yield PrizeNote(NoteKey.COEFFICIENT_SECONDARY, {"document": decree.document})
    if document.rounding is None:
        yield PrizeNote(NoteKey.ROUNDING_NOT_HELD, {"document": decree.document})
    for change in validity(registry(), _LAW, decided_on).amended_by:
        yield PrizeNote(NoteKey.LAW_AMENDED, {"number": change.number, "effective_on": change.effective_on})
    if decree.expires_soon:
        yield PrizeNote(NoteKey.DECREE_EXPIRES_SOON, {"document": decree.document, "expires_on": decree.expires_on})
    if decree.after_review:
        yield PrizeNote(NoteKey.AFTER_REVIEW, {"reviewed_on": registry().reviewed_on})


@dataclass(frozen=True, slots=True)
class PrizeTotal:
    """Several prizes added up, in đồng. `alternative` is the sum by the other reading, None where it is the same."""

    prizes: tuple[Prize, ...]
    by_kind: Mapping[AwardKind, int]
    amount: int
    alternative: int | None
    certainty: Certainty


def total(prizes: Iterable[Prize]) -> PrizeTotal:
    """The prizes added up, all and by kind of recipient (only kinds that occur); nothing gives 0.

    It pays everything it is given: `knowledge.payments` says what one recipient gets of several awards.
    """
    items = tuple(prizes)
    by_kind: Counter[AwardKind] = Counter()
    for item in items:
        by_kind[item.kind] += item.total
    amount = sum(by_kind.values())
    other = sum(item.alternative.total if item.alternative else item.total for item in items)
    return PrizeTotal(
        prizes=items,
        by_kind=dict(by_kind),
        amount=amount,
        alternative=other if other != amount else None,
        certainty=_weakest([Certainty.VERIFIED, *(item.certainty for item in items)]),
    )


def prize_json(item: Prize) -> dict[str, object]:
    """The prize as JSON-ready values: amounts in đồng, factors as decimal texts, provisions as ids."""
    return {
        "award": item.award.slug,
        "name": item.award.name,
        "kind": item.kind.value,
        "decided_on": item.decided_on.isoformat(),
        "count": item.count,
        "coefficient": str(item.coefficient),
        "coefficient_provision": str(item.coefficient_provision),
        "multiplier": str(item.multiplier),
        "multiplier_provision": _id(item.multiplier_provision),
        "base_salary": item.base_salary,
        "base_salary_provision": _id(item.base_salary_provision),
        "exact": item.exact,
        "each": item.each,
        "total": item.total,
        "alternative": {"each": item.alternative.each, "total": item.alternative.total} if item.alternative else None,
        "ceiling": item.ceiling,
        "comes_with": list(item.comes_with),
        "moment": _id(item.moment),
        "rounding": _id(item.rounding),
        "certainty": item.certainty.value,
        "notes": [_note_json(note) for note in item.notes],
    }  # fmt: skip


def total_json(found: PrizeTotal) -> dict[str, object]:
    """The sum as JSON-ready values, with every prize in it."""
    return {
        "prizes": [prize_json(item) for item in found.prizes],
        "by_kind": {kind.value: amount for kind, amount in found.by_kind.items()},
        "amount": found.amount,
        "alternative": found.alternative,
        "certainty": found.certainty.value,
    }


def _note_json(note: PrizeNote) -> dict[str, object]:
    return {"key": note.key.value, **{name: _plain(value) for name, value in note.details.items()}}


def _id(place: ProvisionId | None) -> str | None:
    return str(place) if place else None


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, ProvisionId) else value
