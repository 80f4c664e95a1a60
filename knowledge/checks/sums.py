"""Parts against totals, in sentences and in tables: «57,2 ha, trong đó: lạc 15,6 ha; sắn 10 ha …».

It must not judge percentages; a list that need not be complete is judged only when it exceeds its total.
Read next: `knowledge/checks/figures.py`, `knowledge/checks/shares.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from knowledge.checks.draft import Draft, Sentence
from knowledge.checks.figures import Figure, number, read_figures, written
from knowledge.checks.findings import Finding, Severity
from knowledge.text import fold

_OPENER: Final = re.compile(
    r"(?P<noun>[^\d.;:()]{0,60}?)[ ,]*(?:(?P<part>trong đó(?: có)?|trong số đó)(?P<colon>:)?"
    r"|(?P<whole>bao gồm|gồm(?: có)?|chia ra|cụ thể(?: là)?)[: ]|(?P<bracket>\()|(?P<then>:))\s*",
    re.IGNORECASE,
)
_COMPARES: Final = re.compile(
    r"tăng|giảm|so với|cùng kỳ|kế hoạch|năm 20|chỉ tiêu|tương ứng|tỷ lệ|mỗi|bình quân|nguyên|trước đây|dự"
    r" toán|cộng|tổng số",
    re.IGNORECASE,
)
_RELATES: Final = re.compile(r"tăng|giảm|so với|cùng kỳ|năm 20|tương ứng|tỷ lệ|bình quân|trước đây", re.IGNORECASE)
_NESTED: Final = re.compile(r"\([^()]{0,300}\)")
_DEEPER: Final = re.compile(r"trong đó|bao gồm|gồm ", re.IGNORECASE)
_ITEM: Final = re.compile(r"(?P<count>\d{1,4})\s(?P<noun>[^\W\d_][^\d,;.()]{1,80})")
_PEOPLE: Final = frozenset({"nguoi", "khau", "nhan khau"})
_TOTAL_ROW: Final = re.compile(r"(?:tong cong|tong so|tong|cong)\b")
_CELL: Final = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,12}(?:,\d+)?")
_MOST_FIGURES: Final = 60
_MOST_PARTS: Final = 12
_LONGEST_LIST: Final = 2_000
"""Characters: a longer list of parts is not read to its end."""
_ADDED: Final = re.compile(r"(?<![^\W_])(?:tổng )?cộng (?:là |bằng )?(?=\d)", re.IGNORECASE)
_CHANGES: Final = re.compile(r"tăng|giảm|so với|kế hoạch", re.IGNORECASE)
_LISTED: Final = re.compile(
    r"[-+*•] ?(?:(?P<total>(?:Tổng )?[Cc]ộng|Tổng số)|[^:\n]{3,140}): ?(?P<count>\d{1,3}(?:\.\d{3})*|\d{1,6})"
    r"(?P<last>(?: \((?P<parts>[^()\n]{3,120})\)| [^\W\d_]+(?: [^\W\d_]+){0,4})?)[.;,]?"
)
_NOUNS: Final = re.compile(r"(?P<count>\d{1,3}(?:\.\d{3})*|\d{1,6}) (?P<noun>[^\W\d_][^\d,;()]{1,40})")


def check_sums(draft: Draft) -> Iterator[Finding]:
    """Totals that their parts do not add up to."""
    for sentence in draft.sentences:
        if "\t" not in sentence.text:
            yield from _in_sentence(draft, sentence)
        yield from _added_up(draft, sentence)
    yield from _in_lists(draft)
    yield from _in_tables(draft)


def _added_up(draft: Draft, sentence: Sentence) -> Iterator[Finding]:
    """«(xã A 43 hộ, phường B 38 hộ, cộng 81 hộ)»: what stands before «cộng» in the same list."""
    for found in _ADDED.finditer(draft.flow, sentence.start, sentence.end):
        start = max(draft.flow.rfind(sign, sentence.start, found.start()) for sign in ("(", ")", ":", ";", "trong đó"))
        total = read_figures(draft.flow, found.end(), min(sentence.end, found.end() + 40))[:1]
        listed = draft.flow[max(start + 1, sentence.start) : found.start()]
        parts = [one for one in read_figures(listed) if total and _is_same(one.unit, total[0].unit)]
        if not total or not total[0].unit or not 2 <= len(parts) <= _MOST_PARTS or _CHANGES.search(listed):
            continue
        added = sum((part.value for part in parts), Decimal(0))
        if abs(added - total[0].value) > total[0].step / 2 and start > 0:
            yield draft.finding(
                "number_sum",
                Severity.ERROR,
                found.start(),
                total[0].end,
                total=total[0].written,
                sum=written(added / _scale_of(total[0])),
                parts=" + ".join(part.written for part in parts),
            )


def _in_lists(draft: Draft) -> Iterator[Finding]:
    """Lines «- Bằng khen: 5 (2 tập thể, 3 cá nhân);» above a line «- Cộng: 29 (9 tập thể, 20 cá nhân)»."""
    counted: list[dict[str, Decimal]] = []
    for line in draft.lines:
        found = _LISTED.fullmatch(line.raw)
        if found is None:
            counted = []
            continue
        counts = {"": number(found["count"])}
        counts |= {item["noun"].strip(): number(item["count"]) for item in _NOUNS.finditer(found["parts"] or "")}
        if not found["total"]:
            counted.append(counts)
            continue
        for noun, told in counts.items():
            added = sum((one.get(noun, Decimal(0)) for one in counted), Decimal(0))
            if len(counted) > 1 and added != told:
                shown = f"{written(told)} {noun}".strip()
                parts = " + ".join(written(one[noun]) for one in counted if noun in one)
                start = line.start + found.start("count")
                yield draft.finding(
                    "number_sum",
                    Severity.ERROR,
                    start,
                    line.start + found.end("last"),
                    total=shown,
                    sum=written(added),
                    parts=parts,
                )
        counted = []


def _in_sentence(draft: Draft, sentence: Sentence) -> Iterator[Finding]:
    figures = read_figures(draft.flow, sentence.start, sentence.end)[:_MOST_FIGURES]
    for place, total in enumerate(figures[:-1]):
        following = figures[place + 1]
        opener = _OPENER.match(draft.flow, total.end, following.start)
        if opener is None or draft.flow[opener.end() : following.start].count(":") > 1:
            continue
        end = _region_end(draft.flow, opener, sentence.end)
        said = draft.flow[opener.end() : end]
        if not said or total.unit == "%":
            continue
        judged = _of_one_unit(total, opener, said) or _of_many_nouns(total, opener, said)
        if judged:
            yield draft.finding(
                "number_sum",
                Severity.ERROR if judged.is_whole else Severity.WARNING,
                total.start,
                end,
                total=total.written,
                sum=written(judged.sum),
                parts=judged.shown,
            )


@dataclass(frozen=True, slots=True)
class _Judged:
    sum: Decimal
    shown: str
    is_whole: bool


def _region_end(text: str, opener: re.Match[str], end: int) -> int:
    """Where the list of parts ends: the bracket that closes, or where parts of parts begin."""
    end = min(end, opener.end() + _LONGEST_LIST)
    if opener["bracket"]:
        closing = text.find(")", opener.end(), end)
        return closing if closing >= 0 else end
    deeper = _DEEPER.search(text, opener.end(), end)
    return deeper.start() if deeper else end


def _of_one_unit(total: Figure, opener: re.Match[str], said: str) -> _Judged | None:
    """Parts in the unit of the total: hectares of hectares, households of households."""
    if not total.unit or _COMPARES.search(said):
        return None
    plain = _NESTED.sub(lambda found: " " * len(found[0]), said)
    parts = [figure for figure in read_figures(plain) if _is_same(figure.unit, total.unit)]
    if len(parts) < 2:
        return None
    added = sum((part.value for part in parts), Decimal(0))
    slack = max(total.step, *(part.step for part in parts)) / 2 if any(p.step < 1 for p in (total, *parts)) else 0
    if abs(added - total.value) <= slack:
        return None
    is_whole = bool(opener["whole"] or opener["bracket"] or opener["then"])
    if opener["then"] and "," in opener["noun"]:
        return None
    listed = opener["colon"] and len(parts) > 2
    if added < total.value:
        near = added >= total.value * (Decimal("0.5") if is_whole else Decimal("0.9"))
        if not near or not (is_whole or listed):
            return None
    elif added > total.value * 2 or total.value in (part.value for part in parts):
        return None
    scale = _scale_of(total)
    return _Judged(added / scale, " + ".join(part.written for part in parts), is_whole)


def _scale_of(total: Figure) -> Decimal:
    """So that a sum is told in the unit of its total («tỷ đồng»)."""
    digits = re.match(r"[\d.,]+", total.written)
    plain = number(digits[0]) if digits else total.value
    return total.value / plain if plain else Decimal(1)


def _is_same(one: str, other: str) -> bool:
    return one == other or {one, other} <= _PEOPLE


def _of_many_nouns(total: Figure, opener: re.Match[str], said: str) -> _Judged | None:
    """«18 văn bản, gồm 05 kế hoạch, 04 quyết định và 09 công văn»: every item counts something of its own."""
    if total.step != 1 or total.unit in ("dong", "ha", "km", "tan") or _RELATES.search(said):
        return None
    if not (opener["whole"] or (opener["bracket"] and not total.unit and not opener["noun"].strip())):
        return None
    counts: list[int] = []
    for item in re.split(r"[,;] | và ", said.rstrip(" .;,")):
        found = _ITEM.fullmatch(item.strip())
        if found:
            counts.append(int(found["count"]))
        elif not counts or any(map(str.isdigit, item)):
            return None
    if len(counts) < 2 or sum(counts) == total.value:
        return None
    return _Judged(Decimal(sum(counts)), " + ".join(map(str, counts)), True)


def _in_tables(draft: Draft) -> Iterator[Finding]:
    """Columns of a table against its row of totals; rows are lines with cells between tabs."""
    rows: list[tuple[int, Sequence[str]]] = []
    start = 0
    for line in (*draft.text.split("\n"), ""):
        if line.count("\t") >= 1:
            rows.append((start, line.split("\t")))
        elif rows:
            yield from _of_table(draft, rows)
            rows = []
        start += len(line) + 1


def _of_table(draft: Draft, rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[Finding]:
    width = max(len(cells) for _, cells in rows)
    totals = [place for place, (_, cells) in enumerate(rows) if _is_total(cells)]
    if len(totals) != 1 or len(rows) < 3:
        return
    place = totals[0]
    body = rows[1:place] if place > 1 else rows[place + 1 :]
    for column in range(1, width):
        values = [_cell(cells, column) for _, cells in body]
        total = _cell(rows[place][1], column)
        filled = [value for value in values if value is not None]
        if total is None or len(filled) < 2 or _is_serial(body, column):
            continue
        added = sum(filled, Decimal(0))
        if abs(added - total) > Decimal("0.05") * (1 if added % 1 else 0):
            start, cells = rows[place]
            at = start + sum(len(cell) + 1 for cell in cells[:column])

            yield draft.finding(
                "number_table",
                Severity.ERROR,
                at,
                at + len(cells[column]),
                total=cells[column].strip(),
                sum=written(added),
                column=rows[0][1][column].strip() if column < len(rows[0][1]) else "",
            )


def _is_total(cells: Sequence[str]) -> bool:
    return any(_TOTAL_ROW.match(fold(cell.strip().lower())) for cell in cells[:2])


def _cell(cells: Sequence[str], column: int) -> Decimal | None:
    if column >= len(cells):
        return None
    found = _CELL.fullmatch(cells[column].strip())
    return number(found[0]) if found else None


def _is_serial(rows: Sequence[tuple[int, Sequence[str]]], column: int) -> bool:
    """Whether a column only counts its rows, or holds percentages or years."""
    values = [_cell(cells, column) for _, cells in rows]
    return values == [Decimal(place) for place in range(1, len(rows) + 1)]
