"""What the encoder learns from: public questions with the passage that answers them, and our own texts.

It must not know how a loss uses them; nothing of an evaluation set is read here.
Read next: `index/model/training/examples.py`, which makes rows of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from index.library import called
from index.passages import article_passages
from knowledge.articles import Article
from knowledge.digests import digests
from knowledge.procedures import procedures
from knowledge.regulations import registry
from knowledge.text import normalise, squeeze

VALIDATION_SHARE: Final = 0.06
"""Of the public pairs: whole articles are set aside, so that none of them is trained on."""

_SENTENCE_END: Final = re.compile(r"(?<=[.;:])\s+|\n+")
_LABEL: Final = re.compile(r"^(?:\d+[a-z]?\.|[a-zđ]\)|[-–+*]|\(\d+\))\s*")
_WORDS: Final = range(6, 27)
"""Words of a sentence that is learned as a statement."""


@dataclass(frozen=True, slots=True)
class Source:
    """A passage: `article` is equal for passages of one article, which never count as wrong for each other."""

    title: str
    text: str
    article: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and the position of the passage that answers it."""

    question: str
    source: int


@dataclass(frozen=True, slots=True)
class Material:
    """All passages, the first `public` of them public; the pairs to train on, and those set aside to choose by."""

    public: int
    sources: tuple[Source, ...]
    pairs: tuple[Pair, ...]
    validation: tuple[Pair, ...]

    def statements(self) -> list[str]:
        """The sentences of the passages, without their labels, each once."""
        found = (sentence for source in self.sources for sentence in sentences(source.text))
        return list(dict.fromkeys(found))

    def keywords(self) -> list[str]:
        """Headings: what a passage is about in a few words."""
        heads = (squeeze(source.text.splitlines()[0]) for source in self.sources if source.text)
        return list(dict.fromkeys(head for head in heads if 2 < len(head.split()) < _WORDS.stop))


def sentences(text: str) -> list[str]:
    """The sentences of a text that are long enough to say something and short enough to be typed."""
    pieces = (_LABEL.sub("", squeeze(piece)) for piece in _SENTENCE_END.split(text))
    return [piece for piece in pieces if len(piece.split()) in _WORDS]


def read_material(folder: Path) -> Material:
    """The public pairs of a folder (pairs.jsonl, passages.jsonl) and our own texts behind them."""
    rows = list(_rows(folder / "passages.jsonl"))
    position = {row["_id"]: number for number, row in enumerate(rows)}
    sources = [Source(row["title"], normalise(row["text"]), row["title"]) for row in rows]
    public = [Pair(normalise(row["question"]), position[row["passage"]]) for row in _rows(folder / "pairs.jsonl")]
    validation = [pair for pair in public if _set_aside(sources[pair.source].article)]
    pairs = [pair for pair in public if not _set_aside(sources[pair.source].article)]
    for source, questions in _own_texts():
        pairs += [Pair(question, len(sources)) for question in questions]
        sources.append(source)
    return Material(len(rows), tuple(sources), tuple(pairs), tuple(validation))


def _set_aside(article: str) -> bool:
    return int.from_bytes(sha256(article.encode()).digest()[:4]) < VALIDATION_SHARE * 2**32


def _own_texts() -> Iterator[tuple[Source, tuple[str, ...]]]:
    """Articles and clauses of the digests with their ways of being asked; the procedures' names with theirs."""
    for article in digests():
        named = called(registry(), article.id.document)
        yield from _of_article(article, f"Điều {article.id.article} {named}. {article.heading}")
    for procedure in procedures():
        name, *asked = procedure.search_texts
        yield Source("", name, procedure.id), tuple(asked)


def _of_article(article: Article, title: str) -> Iterator[tuple[Source, tuple[str, ...]]]:
    identity = f"{article.id.document} {article.id.article} {article.id.attached}"
    asked = {"": article.asked_as, **{clause.label: clause.asked_as for clause in article.clauses}}
    for passage in article_passages(0, title, article):
        questions = asked.pop(passage.clause, ()) if passage.title else ()
        if passage.title:
            yield Source(passage.title, passage.text, identity), questions


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
