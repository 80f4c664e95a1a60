"""The ways of asking: each in a place that exists, none twice, none taken from the questions that measure.

It does not know how a way of asking is matched, nor whether it is a good one.
Read next: `knowledge/asked.py` and the files of `knowledge/data/asked/`.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from knowledge.articles import Article
from knowledge.asked import ways_of_asking
from knowledge.datafiles import data_files
from knowledge.digests import digests
from knowledge.provisions import ProvisionId
from knowledge.text import fold, is_folded, normalise, squeeze, syllables

SHORTEST: Final = 3
LONGEST: Final = 25
FEWEST_OF_AN_ARTICLE: Final = {"152/2025/NĐ-CP": 8}
GOLD: Final = Path(__file__).parents[1] / "gold"

_POINTS: Final = re.compile(r"(?im)^điểm ([a-zđ](?:(?:, | và )[a-zđ])*):")


class Way(NamedTuple):
    """One way of asking, and the article, clause or point that it asks for."""

    place: ProvisionId
    words: str


@cache
def _ways() -> tuple[Way, ...]:
    return tuple(Way(place, words) for place, ways in ways_of_asking().items() for words in ways)


@cache
def _articles() -> Mapping[ProvisionId, Article]:
    return {article.id: article for article in digests()}


def _same(words: str) -> str:
    """What two ways that differ in marks, capitals or punctuation alone have in common."""
    return " ".join(syllables(fold(normalise(words))))


def _points(text: str) -> set[str]:
    """The labels of the points that a clause names («Điểm a, b: …» names two)."""
    return {label for match in _POINTS.finditer(text) for label in re.split(", | và ", match[1])}


def _missing(place: ProvisionId) -> str:
    """What of the place the digests do not hold; empty when all of it is there."""
    article = _articles().get(place.whole_article())
    if article is None:
        return "article"
    clause = article.clause(place.clause) if place.clause else None
    if place.clause and clause is None:
        return "clause"
    text = clause.text if clause else article.lead
    return "point" if place.point and place.point not in _points(text) else ""


def _repeated(ways: Iterable[Way], others: Iterable[str]) -> list[str]:
    known = set(map(_same, others))
    return [f"{way.place}: {way.words}" for way in ways if _same(way.words) in known]


def test_every_file_of_ways_of_asking_loads_and_holds_some() -> None:
    assert data_files("asked")
    assert all(ways_of_asking().values())


def test_no_document_has_two_files_of_ways_of_asking() -> None:
    assert len(data_files("asked")) == len({place.document for place in ways_of_asking()})


@pytest.mark.parametrize("place", [pytest.param(place, id=str(place)) for place in ways_of_asking()])
def test_every_place_asked_for_stands_in_a_digest(place: ProvisionId) -> None:
    assert not _missing(place), f"{place}: no such {_missing(place)}"


def test_every_way_of_asking_reaches_the_article_or_clause_it_asks_for() -> None:
    for way in _ways():
        article = _articles()[way.place.whole_article()]
        clause = article.clause(way.place.clause)
        assert way.words in (clause.asked_as if clause else article.asked_as), f"{way.place}: {way.words}"


def test_no_way_of_asking_stands_twice_in_all_data() -> None:
    # The digests give their own ways together with those of the files.
    everywhere: defaultdict[str, list[str]] = defaultdict(list)
    for article in _articles().values():
        for words in article.asked_as:
            everywhere[_same(words)].append(f"{article.id}: {words}")
        for clause in article.clauses:
            for words in clause.asked_as:
                everywhere[_same(words)].append(f"{article.id}.k{clause.label}: {words}")
    assert not [places for places in everywhere.values() if len(places) > 1]


def test_no_two_ways_of_asking_for_an_article_differ_in_order_alone() -> None:
    heaps: defaultdict[tuple[ProvisionId, tuple[str, ...]], list[str]] = defaultdict(list)
    for way in _ways():
        heaps[way.place.whole_article(), tuple(sorted(_same(way.words).split()))].append(way.words)
    assert not [words for words in heaps.values() if len(words) > 1]


def test_no_way_of_asking_is_a_development_question(shared: Path) -> None:
    lines = (shared / "cases" / "questions.dev.jsonl").read_text(encoding="utf-8").splitlines()
    assert not _repeated(_ways(), [json.loads(line)["question"] for line in lines if line.strip()])


def test_no_way_of_asking_is_a_gold_question() -> None:
    lines = (GOLD / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    assert not _repeated(_ways(), [json.loads(line)["question"] for line in lines])


def test_no_way_of_asking_is_a_turn_of_a_gold_dialogue() -> None:
    lines = (GOLD / "followups.jsonl").read_text(encoding="utf-8").splitlines()
    assert not _repeated(_ways(), [turn["question"] for line in lines for turn in json.loads(line)["turns"]])


@pytest.mark.parametrize("document", FEWEST_OF_AN_ARTICLE)
def test_every_article_of_the_decree_is_asked_for_in_many_ways(document: str) -> None:
    articles = [place for place in _articles() if place.document == document and place.article]
    asked = Counter(way.place.whole_article() for way in _ways())
    few = {str(place): asked[place] for place in articles if asked[place] < FEWEST_OF_AN_ARTICLE[document]}
    assert articles
    assert not few


def test_a_way_of_asking_is_neither_a_word_nor_a_page() -> None:
    lengths = {way.words: len(syllables(way.words)) for way in _ways()}
    assert not [words for words, length in lengths.items() if not SHORTEST <= length <= LONGEST]


def test_a_way_of_asking_is_written_in_full_with_its_marks() -> None:
    # Typing without marks and stray spaces are read elsewhere; kept here they would only be noise.
    assert not [way.words for way in _ways() if is_folded(way.words)]
    assert not [way.words for way in _ways() if squeeze(normalise(way.words)) != way.words]


def test_a_place_that_no_digest_holds_is_found() -> None:
    assert _missing(ProvisionId.parse("152/2025/NĐ-CP#d99")) == "article"
    assert _missing(ProvisionId.parse("152/2025/NĐ-CP#d50.k9")) == "clause"
    assert _missing(ProvisionId.parse("152/2025/NĐ-CP#d50.k1.đ")) == "point"
    assert not _missing(ProvisionId.parse("152/2025/NĐ-CP#d50.k1.d"))


def test_marks_capitals_and_punctuation_do_not_make_another_way() -> None:
    assert _repeated([Way(ProvisionId("x"), "Nghỉ đẻ, có được xét?")], ["nghi de co duoc xet"])
    assert not _repeated([Way(ProvisionId("x"), "nghỉ đẻ có được xét")], ["nghỉ đẻ được xét"])
