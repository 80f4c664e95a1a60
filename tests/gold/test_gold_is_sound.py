"""The gold questions are themselves right: places that exist, days that fit, no question twice.

It does not ask the assistant anything; it only holds the files to what their README promises.
Read next: `tests/gold/README.md`, then `knowledge/digests.py` for the provisions they name.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
import yaml

from knowledge.digests import digests
from knowledge.provisions import ProvisionId
from knowledge.regulations import registry
from knowledge.text import fold, is_folded, normalise, syllables
from knowledge.validity import in_force

FOLDER: Final = Path(__file__).parent
STYLES: Final = {"formal", "colloquial", "telegraphic", "keywords", "folded", "abbreviated", "typos", "mixed"}
FEWEST: Final = {"in": 180, "out": 50, "near": 30}
FEWEST_DIALOGUES: Final = 25
FIRST_DAY: Final = date(2024, 1, 1)
LAST_DAY: Final = date(2026, 11, 30)
# What one province decided answers only a question that names the province.
PROVINCES: Final = {"86/2025/QĐ-UBND": "bac ninh"}

Row = dict[str, Any]


class Asked(NamedTuple):
    """One question with the day it is about, whether it stands alone or is a turn of a dialogue."""

    name: str
    question: str
    on: date
    scope: str
    gold: list[Row]
    also: list[Row]
    said_before: str
    """The turns before it in its dialogue; empty for a question that stands alone."""


def _lines(name: str) -> list[Row]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


@cache
def _questions() -> list[Row]:
    return _lines("questions.jsonl")


@cache
def _dialogues() -> list[Row]:
    return _lines("followups.jsonl")


@cache
def _asked() -> list[Asked]:
    alone = [
        Asked(row["id"], row["question"], date.fromisoformat(row["on"]), row["scope"], row["gold"], row["also"], "")
        for row in _questions()
    ]
    return alone + [turn for dialogue in _dialogues() for turn in _turns(dialogue)]


def _turns(dialogue: Row) -> Iterator[Asked]:
    said = ""
    for number, turn in enumerate(dialogue["turns"], start=1):
        on = date.fromisoformat(turn.get("on", dialogue["on"]))
        name = f"{dialogue['id']}.{number}"
        yield Asked(name, turn["question"], on, turn["scope"], turn["gold"], turn["also"], said)
        said += turn["question"] + "\n"


def _place(provision: Row) -> ProvisionId:
    article = provision["article"]
    return ProvisionId(
        provision["document"],
        "" if article is None else str(article),
        provision.get("clause", ""),
        attached=provision.get("attached", False),
    )


def _same(question: str) -> str:
    """What is left of a question when marks, case, spacing and punctuation are set aside."""
    return " ".join(syllables(fold(normalise(question))))


def _named(asked: Asked) -> Iterator[ProvisionId]:
    return map(_place, [*asked.gold, *asked.also])


def _ways_of_asking(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "asked_as":
                yield from value
            else:
                yield from _ways_of_asking(value)
    elif isinstance(node, list):
        for value in node:
            yield from _ways_of_asking(value)


def _yaml_files(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _yaml_files(entry)
        elif entry.name.endswith(".yaml"):
            yield entry


def test_every_row_has_the_fields_the_readme_names() -> None:
    fields = {"id", "question", "on", "scope", "gold", "also", "style", "topic"}
    assert [row["id"] for row in _questions() if set(row) != fields] == []
    assert [row["id"] for row in _dialogues() if set(row) != {"id", "on", "topic", "turns"}] == []
    turn_fields = {"question", "scope", "gold", "also"}
    wrong = [d["id"] for d in _dialogues() for turn in d["turns"] if set(turn) - {"on"} != turn_fields]
    assert wrong == []


def test_ids_are_used_once() -> None:
    counted = Counter(row["id"] for row in [*_questions(), *_dialogues()])
    assert [name for name, times in counted.items() if times > 1] == []


def test_there_are_enough_questions_of_every_scope() -> None:
    counted = Counter(row["scope"] for row in _questions())
    assert set(counted) == set(FEWEST)
    assert {scope: counted[scope] for scope, fewest in FEWEST.items() if counted[scope] < fewest} == {}


def test_there_are_enough_dialogues_and_each_goes_on() -> None:
    assert len(_dialogues()) >= FEWEST_DIALOGUES
    assert [dialogue["id"] for dialogue in _dialogues() if len(dialogue["turns"]) < 2] == []


def test_every_style_is_known_and_at_most_a_third_is_formal() -> None:
    counted = Counter(row["style"] for row in _questions())
    assert set(counted) == STYLES
    assert counted["formal"] * 3 <= counted.total()


def test_what_is_called_folded_carries_no_mark() -> None:
    assert [row["id"] for row in _questions() if row["style"] == "folded" and not is_folded(row["question"])] == []


def test_what_is_called_formal_carries_its_marks() -> None:
    assert [row["id"] for row in _questions() if row["style"] == "formal" and is_folded(row["question"])] == []


def test_questions_and_topics_are_clean_text() -> None:
    texts = [(row["id"], text) for row in _questions() for text in (row["question"], row["topic"])]
    texts += [(asked.name, asked.question) for asked in _asked()]
    assert [name for name, text in texts if not text or text != normalise(" ".join(text.split()))] == []


def test_every_day_lies_in_the_years_the_set_covers() -> None:
    assert [asked.name for asked in _asked() if not FIRST_DAY <= asked.on <= LAST_DAY] == []


def test_every_provision_named_is_held() -> None:
    held = {article.id for article in digests()}
    held |= {ProvisionId(article.id.document) for article in digests() if not article.id.article}
    missing = [
        (asked.name, str(place)) for asked in _asked() for place in _named(asked) if place.whole_article() not in held
    ]
    assert missing == []


def test_every_clause_named_is_a_clause_of_its_article() -> None:
    articles = {article.id: article for article in digests()}
    wrong = [
        (asked.name, str(place))
        for asked in _asked()
        for place in _named(asked)
        if place.clause and articles[place.whole_article()].clause(place.clause) is None
    ]
    assert wrong == []


def test_no_provision_is_named_twice_for_a_question() -> None:
    assert [asked.name for asked in _asked() if len(set(_named(asked))) < len([*_named(asked)])] == []


def test_gold_may_be_applied_on_the_day_asked_about() -> None:
    wrong = [
        (asked.name, str(place), asked.on.isoformat())
        for asked in _asked()
        for place in map(_place, asked.gold)
        if in_force(registry(), place, asked.on) is False
    ]
    assert wrong == []


def test_only_questions_in_scope_have_gold() -> None:
    assert [asked.name for asked in _asked() if (asked.scope == "in") != bool(asked.gold)] == []


def test_nothing_is_acceptable_out_of_scope() -> None:
    assert [asked.name for asked in _asked() if asked.scope == "out" and asked.also] == []


def test_a_province_stands_only_where_it_is_named() -> None:
    wrong = [
        asked.name
        for asked in _asked()
        for place in _named(asked)
        if PROVINCES.get(place.document, "") not in fold(f"{asked.said_before}{asked.question}").lower()
    ]
    assert wrong == []


def test_no_question_is_asked_twice() -> None:
    counted = Counter(_same(row["question"]) for row in _questions())
    assert [question for question, times in counted.items() if times > 1] == []


def test_every_article_of_the_decree_in_force_is_asked_for() -> None:
    decree = "152/2025/NĐ-CP"
    asked_for = {
        _place(provision).article
        for row in _questions()
        for provision in row["gold"]
        if provision["document"] == decree
    }
    assert {article.id.article for article in digests() if article.id.document == decree} - asked_for == set()


def test_no_question_repeats_a_way_of_asking_in_the_data() -> None:
    files = _yaml_files(resources.files("knowledge").joinpath("data"))
    known = {
        _same(way)
        for file in files
        for way in _ways_of_asking(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    }
    assert known, "the data has ways of asking to compare with"
    assert [row["id"] for row in _questions() if _same(row["question"]) in known] == []


def test_no_question_repeats_a_development_case(shared: Path) -> None:
    cases = (shared / "cases" / "questions.dev.jsonl").read_text(encoding="utf-8").splitlines()
    known = {_same(json.loads(line)["question"]) for line in cases}
    assert [asked.name for asked in _asked() if _same(asked.question) in known] == []


@pytest.mark.parametrize("name", ["questions.jsonl", "followups.jsonl"])
def test_the_files_end_with_a_line_break_and_hold_no_empty_line(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert "\n\n" not in text
