"""Percentages against the counts and plans beside them, and what «tăng», «giảm», «chủ yếu» say about figures.

It must not add up parts; a percentage may be rounded or cut off, both are accepted.
Read next: `knowledge/checks/figures.py`, `knowledge/checks/sums.py`, `knowledge/checks/told_twice.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from knowledge.checks.draft import Draft, Sentence
from knowledge.checks.figures import Figure, number, read_figures, written
from knowledge.checks.findings import Finding, Severity

_NUMBER: Final = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,4})?|\d{1,12}(?:,\d{1,4})?"
_UNIT: Final = r"(?: ?(?:tỷ đồng|triệu đồng|tỷ|triệu|đồng|ha|tấn|tạ|km|%))?"
_RATIO: Final = re.compile(
    rf"(?<![\d.,/])(?P<part>{_NUMBER}){_UNIT} ?/ ?(?:kế hoạch )?(?P<whole>{_NUMBER})(?![\d/]|[.,]\d)"
    rf"(?P<between>[^.;\d%]{{1,70}}?)(?P<percent>{_NUMBER}) ?%"
)
_REACHED: Final = re.compile(r"đạt|bằng|chiếm|tỷ lệ|\(|=|tương đương", re.IGNORECASE)
_OTHER: Final = re.compile(r"tăng|giảm|cùng kỳ|năm|trong đó|vượt", re.IGNORECASE)
_OF_PLAN: Final = re.compile(
    rf"(?P<part>{_NUMBER}) ?% so với (?:kế hoạch|chỉ tiêu|mục tiêu)[^.;\d%]{{0,20}}(?P<whole>{_NUMBER}) ?%"
    rf"[^.;\d%]{{1,30}}?(?:đạt|bằng)[^.;\d%]{{0,12}}(?P<percent>{_NUMBER}) ?%"
)
_RISES: Final = re.compile(
    r"(?<![^\W_])tăng (?:khoảng |ước )?(?P<percent>1\d\d(?:,\d+)?) ?%(?P<after>,? (?:so với|so cùng kỳ)[^.;]{0,40})?"
)
_DIRECTION: Final = r"(?:lên|xuống|còn)(?![^\W_])"
_FROM_TO: Final = re.compile(
    rf"(?<![^\W_])từ (?P<first>{_NUMBER})(?P<unit1> ?%|"
    rf" (?!{_DIRECTION})[^\W\d_]+(?: (?!{_DIRECTION})[^\W\d_]+)?)?"
    rf"(?P<mid>[^.;\d%]{{0,40}}?(?:năm 20\d\d[^.;\d%]{{0,20}})?)(?P<dir>lên|xuống còn|xuống"
    rf"|còn)[^.;\d%]{{0,12}}(?P<second>{_NUMBER})(?P<unit2> ?%| [^\W\d_]+(?: [^\W\d_]+)?)?"
    rf"(?:[^.;\d%]{{0,30}}?[,(] ?(?:tức )?(?P<change>tăng|giảm) (?P<by>{_NUMBER})(?P<unit3> ?%| [^\W\d_]+)?)?"
)
_HARVEST: Final = re.compile(
    rf"(?P<area>{_NUMBER}) ?ha[^.;]{{0,60}}?năng suất[^.;\d]{{0,20}}(?P<yield>{_NUMBER}) ?(?P<per>tạ|tấn)/ha"
    rf"[^.;]{{0,30}}?sản lượng[^.;\d]{{0,20}}(?P<output>{_NUMBER}) ?tấn"
)
_MAINLY: Final = re.compile(rf"chủ yếu[^.;\d]{{0,60}}?(?P<part>{_NUMBER}) ?(?P<unit>tỷ đồng|triệu đồng|ha|tấn)")
_COUNT_OF: Final = re.compile(
    rf"(?P<percent>{_NUMBER}) ?% ?\((?:còn |với )?(?P<count>{_NUMBER}) (?P<noun>hộ|người|cháu|học sinh)"
)
_STRUCTURE: Final = re.compile(
    r"(?<![\d.,/])(?P<part>\d{1,3})/(?P<whole>\d{1,3}) (?P<noun>thôn|tổ dân phố|khu phố|ấp|bản|trường|chi"
    r" bộ|đơn vị|cơ quan)(?![^\W\d_])"
)
_PLANNED: Final = re.compile(
    rf"(?<![^\W_])ước đạt (?P<part>{_NUMBER})"
    rf" (?P<unit>tỷ|triệu)(?: đồng)?/(?P<whole>{_NUMBER}) (?P=unit)"
)
_MISSED: Final = re.compile(r"tốc độ tăng(?: trưởng)?(?P<what>[^.;\d]{5,60}?)chưa đạt[^.;]{0,80}")


def check_shares(draft: Draft) -> Iterator[Finding]:
    """Percentages and comparisons that the figures beside them contradict."""
    end = draft.body_end
    for pattern in (_RATIO, _OF_PLAN):
        for found in pattern.finditer(draft.flow, 0, end):
            yield from _ratio(draft, found)
    for found in _RISES.finditer(draft.flow, 0, end):
        yield from _rises(draft, found)
    for found in _FROM_TO.finditer(draft.flow, 0, end):
        yield from _from_to(draft, found)
    for found in _HARVEST.finditer(draft.flow, 0, end):
        yield from _harvest(draft, found)
    for found in _STRUCTURE.finditer(draft.flow, 0, end):
        if int(found["part"]) > int(found["whole"]):
            yield draft.finding(
                "number_more_than_all", Severity.ERROR, *found.span(), part=found["part"], whole=found["whole"]
            )
    for sentence in draft.sentences:
        yield from _hundred(draft, sentence)
        yield from _mainly(draft, sentence)
        yield from _two_bases(draft, sentence)
    yield from _plan_and_growth(draft)


def _tolerance(percent: str, part: str, whole: str) -> Decimal:
    """How far rounding or cutting off may take a percentage from the ratio of rounded figures."""
    first, second = number(part), number(whole)
    pairs = ((part, first), (whole, second))
    spread = sum((_step(text) / 2 / value for text, value in pairs if value and "," in text), Decimal(0))
    return _step(percent) + 100 * first / second * spread


def _step(figure: str) -> Decimal:
    """What the last digit of a written number stands for."""
    return Decimal(1).scaleb(-len(figure.partition(",")[2]))


def _ratio(draft: Draft, found: re.Match[str]) -> Iterator[Finding]:
    between = found.groupdict().get("between")
    if between is not None and (not _REACHED.search(between) or _OTHER.search(between)):
        return
    part, whole, percent = number(found["part"]), number(found["whole"]), number(found["percent"])
    if not whole:
        return
    right = 100 * part / whole
    if abs(right - percent) < _tolerance(found["percent"], found["part"], found["whole"]):
        return
    decimals = max(1, len(found["percent"].partition(",")[2]))

    yield draft.finding(
        "number_percent",
        Severity.ERROR,
        found.start(),
        found.end(),
        part=found["part"],
        whole=found["whole"],
        percent=found["percent"],
        right=written(right, decimals),
    )


def _rises(draft: Draft, found: re.Match[str]) -> Iterator[Finding]:
    """«tăng 119,7% so với cùng kỳ»: more than doubled, or meant «bằng 119,7%»?"""
    percent = number(found["percent"])
    if percent <= 100:
        return
    less = written(percent - 100)

    yield draft.finding(
        "number_rise",
        Severity.WARNING,
        found.start(),
        found.end("percent") + 1,
        percent=found["percent"],
        times=written(1 + percent / 100),
        less=less,
    )


def _from_to(draft: Draft, found: re.Match[str]) -> Iterator[Finding]:
    """«giảm từ 74 hộ xuống còn 62 hộ, giảm 12 hộ»: the direction, then the difference."""
    units = {(found[name] or "").strip().split(" ")[0] for name in ("unit1", "unit2")} - {""}
    if len(units) > 1:
        return
    first, second = number(found["first"]), number(found["second"])
    told: dict[str, Any] = {"first": found["first"], "second": found["second"]}
    if found["dir"] != "còn" and (second < first if found["dir"] == "lên" else second > first):
        end = found.end("second")
        yield draft.finding(
            "number_direction", Severity.ERROR, found.start("first"), end, direction=found["dir"], **told
        )
    elif found["change"] and first != second and (found["change"] == "giảm") != (second < first):
        yield draft.finding(
            "number_direction",
            Severity.ERROR,
            found.start("first"),
            found.end(),
            direction=found["change"],
            **told,
        )
    elif found["by"] and (right := _right_change(found, units, first, second)):
        yield draft.finding(
            "number_change",
            Severity.ERROR,
            found.start("first"),
            found.end(),
            told=found["by"],
            right=right,
            **told,
        )


def _right_change(found: re.Match[str], units: set[str], first: Decimal, second: Decimal) -> str:
    """The change as it should be told; empty where what is told is right, or of another kind."""
    unit = (found["unit3"] or "").strip()
    change, told = abs(second - first), number(found["by"])
    if unit == "%" and units != {"%"}:
        right = 100 * change / first if first else told
        return written(right, 1) if abs(right - told) >= _tolerance(found["by"], found["first"], found["first"]) else ""
    return written(change) if told != change and (unit in units or (not unit and not units)) else ""


def _harvest(draft: Draft, found: re.Match[str]) -> Iterator[Finding]:
    """Area times yield is output."""
    tons = number(found["area"]) * number(found["yield"]) / (10 if found["per"] == "tạ" else 1)
    output = number(found["output"])
    if output and abs(tons - output) > max(Decimal("0.6"), tons * Decimal("0.005")):
        yield draft.finding(
            "number_harvest",
            Severity.ERROR,
            *found.span(),
            area=found["area"],
            rate=f"{found['yield']} {found['per']}/ha",
            output=found["output"],
            right=written(tons, 1),
        )


def _hundred(draft: Draft, sentence: Sentence) -> Iterator[Finding]:
    """Shares of one whole that do not make a hundred."""
    shares = list(re.finditer(rf"chiếm (?:tỷ trọng |tỷ lệ )?({_NUMBER}) ?%", sentence.text))
    if len(shares) < 3:
        return
    added = sum((number(found[1]) for found in shares), Decimal(0))
    if Decimal("0.3") < abs(added - 100) <= 12:
        start, end = sentence.start + shares[0].start(), sentence.start + shares[-1].end()
        yield draft.finding("number_hundred", Severity.WARNING, start, end, sum=written(added))


def _mainly(draft: Draft, sentence: Sentence) -> Iterator[Finding]:
    """«chủ yếu từ … 18 tỷ đồng» beside a total of which it is less than half."""
    found = _MAINLY.search(draft.flow, sentence.start, sentence.end)
    if found is None:
        return
    named = read_figures(draft.flow, sentence.start, found.start())
    part = read_figures(draft.flow, found.start("part"), found.end("unit") + 1)
    totals = [figure for figure in named if part and figure.unit == part[0].unit]
    totals += _totals_of_ratios(draft.flow[sentence.start : found.start()], found["unit"])
    largest = max((figure.value for figure in totals), default=Decimal(0))
    if part and largest > 2 * part[0].value:
        yield draft.finding(
            "number_mainly",
            Severity.WARNING,
            found.start(),
            found.end(),
            part=f"{found['part']} {found['unit']}",
            share=written(100 * part[0].value / largest, 1),
        )


def _totals_of_ratios(text: str, unit: str) -> list[Figure]:
    """«đạt 130,8/106,9 tỷ đồng»: the first of the two is the amount."""
    found = re.finditer(rf"({_NUMBER})/(?:{_NUMBER}) {re.escape(unit)}", text)
    return [figure for one in found for figure in read_figures(f"{one[1]} {unit}")]


def _two_bases(draft: Draft, sentence: Sentence) -> Iterator[Finding]:
    """Two shares with their counts in one sentence speak of one whole."""
    found = list(_COUNT_OF.finditer(draft.flow, sentence.start, sentence.end))
    for one, two in pairwise(found):
        if one["noun"] != two["noun"] or not (number(one["percent"]) and number(two["percent"])):
            continue
        low1, high1 = _whole(one)
        low2, high2 = _whole(two)
        if low1 > high2 * Decimal("1.02") or low2 > high1 * Decimal("1.02"):
            yield draft.finding(
                "number_base",
                Severity.WARNING,
                one.start(),
                two.end(),
                first=written((low1 + high1) / 2, 0),
                second=written((low2 + high2) / 2, 0),
                noun=one["noun"],
            )


def _whole(found: re.Match[str]) -> tuple[Decimal, Decimal]:
    percent, count = number(found["percent"]), number(found["count"])
    step = Decimal(1).scaleb(-len(found["percent"].partition(",")[2]))
    return 100 * count / (percent + step), 100 * count / max(percent - step, step / 10)


def _plan_and_growth(draft: Draft) -> Iterator[Finding]:
    """An amount beyond its plan, and a growth of the same amount that misses its own."""
    for found in _PLANNED.finditer(draft.flow, 0, draft.body_end):
        part, whole = number(found["part"]), number(found["whole"])
        missed = _MISSED.search(draft.flow, found.end(), min(draft.body_end, found.end() + 500))
        if missed is None or part <= whole:
            continue
        what = re.split(r"[.;,]", draft.flow[max(0, found.start() - 90) : found.start()])[-1]
        shared = set(what.lower().split()) & set(missed["what"].lower().split())
        if len(shared) >= 3:
            yield draft.finding(
                "number_plan",
                Severity.WARNING,
                found.start("part"),
                found.end(),
                part=found["part"],
                whole=found["whole"],
                percent=written(100 * part / whole, 1),
            )
            yield draft.finding(
                "number_plan",
                Severity.WARNING,
                missed.start(),
                missed.end(),
                part=found["part"],
                whole=found["whole"],
                percent=written(100 * part / whole, 1),
            )
