"""Every digest against the official text it sums up: nothing missing, nothing wrong, nothing copied.

It knows no single document: the table below says where the official text of each one is held.
Read next: `knowledge/digests.py` and the files of `knowledge/data/digests/`.

What counts as copying: a run of syllables that stands word for word in the official article, longer
than LONGEST_RUN, where only free wording counts. Not free, so not counted though the run goes on:
- what stands between quotation marks, up to 80 characters (names of titles, awards, prizes);
- figures, dates and citations («khoản 2 Điều 12»), which must be kept exactly;
- capitalised names of bodies, posts and documents. Vietnamese capitalises the first syllable of each
  word of a name, and a word has mostly two syllables: so a capitalised syllable that does not open a
  sentence and the small syllable after it are taken for a name («Chủ tịch», «Ủy ban», «Chính phủ»).
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest
import yaml

from knowledge.articles import Article, Certainty
from knowledge.datafiles import data_files
from knowledge.digests import digests
from knowledge.structure import RegulationText, parse_regulation
from knowledge.text import fold, normalise, squeeze, syllables

LONGEST_RUN: Final = 14
FEWEST_WAYS_OF_ASKING: Final = 3

OFFICIAL_TEXTS: Final = {
    "06/2022/QH15": "06-2022-QH15.txt",
    "129/2025/NĐ-CP": "129-2025-ND-CP-trich.txt",
    "13/2026/TT-BNV": "13-2026-TT-BNV.txt",
    "152/2025/NĐ-CP": "152-2025-ND-CP.txt",
    "161/2026/NĐ-CP": "161-2026-ND-CP.txt",
    "30/2020/NĐ-CP": "30-2020-ND-CP.txt",
    "86/2025/QĐ-UBND": "86-2025-QD-UBND-Bac-Ninh.txt",
}
ARTICLES_OF_WHOLE_TEXTS: Final = {"152/2025/NĐ-CP": 61}

_POINT: Final = re.compile(r"(?im)^điểm ([a-zđ](?:(?:, | và )[a-zđ])*):")
_FIGURE: Final = re.compile(r"\w*\d\w*(?:[.,/-]\w+)*%?")
_QUANTITY: Final = re.compile(r"\d[\d.,/]* (?:ngày làm việc|ngày(?! \d)|tháng|năm|lần|bộ|nhiệm kỳ|trường hợp|phiếu)")
_DATE: Final = re.compile(r"ngày \d{1,2} tháng \d{1,2}(?: năm \d{4})?|tháng \d{1,2} năm \d{4}")
_ARTICLES: Final = r"Điều (?:\d+[a-zđ]?(?:[,;] \d+[a-zđ]?)*(?: và Điều \d+[a-zđ]?)?|này)"
_CITATION: Final = re.compile(
    rf"(?:điểm [a-zđ] )?khoản \d+[a-zđ]?(?:(?:,| và| đến) khoản \d+[a-zđ]?)*(?: {_ARTICLES})?|{_ARTICLES}|Mẫu số \d+"
)
_QUOTED: Final = re.compile(r'"[^"\n]{1,80}"|“[^”\n]{1,80}”|«[^»\n]{1,80}»')
_SYLLABLE: Final = re.compile(r"\w+")
_OPENS_SENTENCE: Final = re.compile(r"(?:^|[.!?]\s+|\n\s*)(?=\w)")


def _by_id(articles: tuple[Article, ...]) -> list[object]:
    return [pytest.param(article, id=str(article.id)) for article in articles]


HELD: Final = tuple(a for a in digests() if a.certainty is Certainty.VERIFIED and a.id.document in OFFICIAL_TEXTS)
each_digest: Final = pytest.mark.parametrize("article", _by_id(digests()))
each_held_digest: Final = pytest.mark.parametrize("article", _by_id(HELD))


@cache
def _official_text(folder: Path, document: str) -> RegulationText:
    path = folder / "regulations" / "raw" / OFFICIAL_TEXTS[document]
    return parse_regulation(normalise(path.read_text(encoding="utf-8")))


class OfficialClause(NamedTuple):
    """The words of a khoản and of each of its điểm."""

    text: str
    points: dict[str, str]


class OfficialArticle(NamedTuple):
    """What an article of the official text says, below which divisions and heading."""

    path: tuple[str, ...]
    heading: str
    body: str
    clauses: dict[str, OfficialClause]


def _official_article(folder: Path, article: Article) -> OfficialArticle:
    official = _official_text(folder, article.id.document)
    found = [span for span in official.articles if span.id == article.id]
    assert len(found) == 1, f"{article.id}: the official text has it {len(found)} times"
    (span,) = found
    clauses: dict[str, OfficialClause] = {}
    for clause in span.clauses:
        above = clauses.get(clause.label, OfficialClause("", {}))
        points = {point.label: official.text[point.start : point.end] for point in clause.points}
        words = f"{above.text}\n{official.text[clause.start : clause.end]}"
        clauses[clause.label] = OfficialClause(words, above.points | points)
    return OfficialArticle(span.path, span.heading, official.text[span.body_start : span.end], clauses)


def _exact(text: str) -> str:
    """The text with one form of spaces and of percentages."""
    return re.sub(r"\s*(?:%|phần trăm)", "%", squeeze(normalise(text)))


def _facts(text: str) -> set[str]:
    """Figures, quantities with their unit, and dates."""
    text = _exact(text)
    return {match[0] for pattern in (_FIGURE, _QUANTITY, _DATE) for match in pattern.finditer(text)}


def _points_of_digest(text: str) -> list[tuple[tuple[str, ...], str]]:
    """The text before the first point, without labels, then each point («Điểm a, b: …») with its labels."""
    starts = [*_POINT.finditer(text)]
    bounds = [*(match.start() for match in starts), len(text)]
    points = [
        (tuple(re.split(", | và ", match[1])), text[match.end() : end])
        for match, end in zip(starts, bounds[1:], strict=True)
    ]
    return [((), text[: bounds[0]]), *points]


def _pieces(article: Article, law: OfficialArticle) -> list[tuple[str, str, str]]:
    """Where, what the digest says there, and the smallest piece of the official text that must bear it out."""
    pieces = [("lead", article.lead, law.body)]
    for clause in article.clauses:
        official = law.clauses[clause.label]
        for labels, text in _points_of_digest(clause.text):
            source = "\n".join(official.points[label] for label in labels) or official.text
            pieces.append((" ".join(["khoản", clause.label, *labels]), text, source))
    return pieces


def _free_wording(text: str) -> list[tuple[str, bool]]:
    """The syllables of a digest, in lower case, and whether each is free wording (see the docstring above)."""
    fixed = [match.span() for pattern in (_QUOTED, _CITATION, _DATE, _FIGURE) for match in pattern.finditer(text)]
    openings = {match.end() for match in _OPENS_SENTENCE.finditer(text)}
    marked: list[tuple[str, bool]] = []
    after_capital = False
    for match in _SYLLABLE.finditer(text):
        capital = match[0][0].isupper() and match.start() not in openings
        name = capital or (after_capital and match[0].islower())
        inside = any(start <= match.start() < end for start, end in fixed)
        marked.append((match[0].lower(), not (name or inside)))
        after_capital = capital
    return marked


def _longest_copy(digest: str, official: str) -> tuple[int, str]:
    """How many freely worded syllables the longest run common to both has, and that run."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, match in enumerate(_SYLLABLE.finditer(official.lower())):
        places[match[0]].append(place)
    marked = _free_wording(digest)
    longest, run = 0, ""
    before: dict[int, tuple[int, int]] = {}
    for at, (syllable, free) in enumerate(marked):
        now: dict[int, tuple[int, int]] = {}
        for place in places[syllable]:
            length, counted = before.get(place - 1, (0, 0))
            now[place] = length + 1, counted + free
            if now[place][1] > longest:
                longest = now[place][1]
                run = " ".join(word for word, _ in marked[at - length : at + 1])
        before = now
    return longest, run


def test_no_article_has_two_digests() -> None:
    twice = [str(place) for place, count in Counter(article.id for article in digests()).items() if count > 1]
    assert not twice


@pytest.mark.parametrize("document", ARTICLES_OF_WHOLE_TEXTS)
def test_every_article_of_a_whole_text_has_its_digest(document: str, shared: Path) -> None:
    official = [span.id for span in _official_text(shared, document).articles]
    assert len(official) == ARTICLES_OF_WHOLE_TEXTS[document]
    assert [article.id for article in HELD if article.id.document == document] == official


@each_held_digest
def test_a_digest_carries_the_official_heading(article: Article, shared: Path) -> None:
    assert article.heading == squeeze(_official_article(shared, article).heading)


@each_held_digest
def test_a_digest_names_the_divisions_it_stands_in(article: Article, shared: Path) -> None:
    official = _official_article(shared, article)
    assert [division.casefold() for division in article.path] == [division.casefold() for division in official.path]


@each_held_digest
def test_a_digest_has_a_clause_for_each_official_clause(article: Article, shared: Path) -> None:
    law = _official_article(shared, article)
    assert [clause.label for clause in article.clauses] == list(law.clauses)
    assert article.lead or article.clauses
    assert all(clause.text for clause in article.clauses)


@each_held_digest
def test_a_clause_told_point_by_point_leaves_no_point_out(article: Article, shared: Path) -> None:
    law = _official_article(shared, article)
    for clause in article.clauses:
        ours = [label for labels, _ in _points_of_digest(clause.text) for label in labels]
        assert not ours or ours == list(law.clauses[clause.label].points), f"{article.id} khoản {clause.label}"


@each_held_digest
def test_every_figure_and_date_of_a_digest_stands_in_the_same_provision(article: Article, shared: Path) -> None:
    for where, text, source in _pieces(article, _official_article(shared, article)):
        unknown = _facts(text) - _facts(source)
        assert not unknown, f"{article.id} {where}: {sorted(unknown)}"


@each_held_digest
def test_every_citation_of_a_digest_stands_in_the_same_provision(article: Article, shared: Path) -> None:
    for where, text, source in _pieces(article, _official_article(shared, article)):
        official = _exact(source)
        for citation in _CITATION.findall(_exact(text)):
            assert re.search(rf"{re.escape(citation)}(?!\w)", official), f"{article.id} {where}: {citation}"


@each_held_digest
def test_no_sentence_of_a_digest_is_copied(article: Article, shared: Path) -> None:
    official = _official_article(shared, article).body
    # Clause by clause: where one ends and the next begins is the law's own order, nobody's wording.
    pieces = [article.lead, *(clause.text.removeprefix(f"{clause.label}. ") for clause in article.clauses)]
    length, run = max(_longest_copy(normalise(piece), official) for piece in pieces)
    assert length <= LONGEST_RUN, f"{article.id}: {length} syllables: «{run}»"


@each_digest
def test_a_digest_lists_several_ways_officers_ask_for_it(article: Article) -> None:
    asked = [fold(squeeze(way)).casefold() for way in article.asked_as]
    assert len(set(asked)) == len(asked) >= FEWEST_WAYS_OF_ASKING


def test_no_way_of_asking_is_taken_from_the_cases(shared: Path) -> None:
    lines = (shared / "cases" / "questions.dev.jsonl").read_text(encoding="utf-8").splitlines()
    cases = {" ".join(syllables(fold(json.loads(line)["question"]))) for line in lines if line.strip()}
    ours = {" ".join(syllables(fold(way))): way for article in digests() for way in article.asked_as}
    assert not [ours[way] for way in ours.keys() & cases]


def test_a_digest_from_a_secondary_source_names_that_source() -> None:
    for file in data_files("digests"):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["articles"]:
            if entry.get("certainty", "verified") != "verified":
                assert entry.get("source", "").strip(), f"{file.name}: Điều {entry['article']}"


def test_a_verified_digest_of_a_text_that_is_not_held_names_its_source() -> None:
    for file in data_files("digests"):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        if content["document"] not in OFFICIAL_TEXTS:
            assert all(entry.get("source", "").strip() for entry in content["articles"]), file.name


def test_a_copied_sentence_is_found_whatever_its_capitals() -> None:
    law = "Thời gian nghỉ thai sản đối với cá nhân theo quy định được tính để xét tặng danh hiệu"
    assert _longest_copy(law.capitalize(), law)[0] == len(law.split())
    assert _longest_copy("Nghỉ thai sản vẫn được tính để xét", law) == (4, "được tính để xét")


def test_quoted_and_capitalised_names_citations_and_dates_do_not_count_as_copied() -> None:
    law = 'tặng "Cờ thi đua của Chính phủ" do Bộ Nội vụ trình theo khoản 2 Điều 25 trước ngày 30 tháng 6 năm 2026'
    assert _longest_copy(law, law)[0] == len(["tặng", "do", "trình", "theo", "trước"])


def test_a_figure_with_another_unit_is_another_fact() -> None:
    assert _facts("trong 10 ngày") - _facts("trong 10 ngày làm việc") == {"10 ngày"}
    assert not _facts("từ 70 phần trăm") - _facts("từ 70% trở lên")
    assert _facts("1,5 lần") - _facts("15 lần; 1,0 lần") == {"1,5", "1,5 lần"}
