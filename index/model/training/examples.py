"""Rows for the trainer, batch after batch: each batch of like lengths, all chances drawn from one seed.

It must not know the losses; a row is the texts that belong together, with their prompts.
Read next: `index/model/training/trainer.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from random import Random
from typing import Final, TypeVar

from index.evaluation import read_article
from index.model.training.texts import Material, Source, sentences
from index.noise import as_typed, telegraphic
from knowledge.text import syllables

QUERY: Final = "query: "
PASSAGE: Final = "passage: "

Row = tuple[str, ...]

_Item = TypeVar("_Item")

_POOL: Final = 16
"""Batches whose rows are put in order of length together: padding costs as much as words do."""
_STYLES: Final = {"question": 0.4, "statement": 0.45, "keywords": 0.15}
_AS_PASSAGE: Final = 0.12
"""The share of texts that are learned as passages too, mostly clean: what is indexed must stay where it is."""

_OWN: Final = 0.25
"""The share of pairs from our own texts among questions with their passages."""
_STATED: Final = 0.12
"""The share of them where a sentence of the passage stands for the question."""
_CITED: Final = 0.05
"""The share where the question names the article it means."""
_NOISY: Final = 0.45
_PARTS: Final = 0.5
"""The share where the passage is the part of it that answers, as clauses are indexed beside articles."""
_NEAR: Final = 4
"""How many hard negatives of a question are looked at for its neighbour in the batch."""


def batches(draw: Callable[[Random], Iterator[Row]], count: int, size: int, seed: int) -> list[Row]:
    """`count` batches of `size` rows one behind the other; what `draw` yields is put in order of length by pools."""
    random = Random(seed)
    rows = draw(random)
    found: list[list[Row]] = []
    while len(found) < count:
        pool = sorted(islice(rows, size * _POOL), key=lambda row: sum(map(len, row)))
        cut = [pool[start : start + size] for start in range(0, len(pool), size)]
        random.shuffle(cut)
        found += cut
    return [row for batch in found[:count] for row in batch]


def noisy_and_clean(material: Material) -> Callable[[Random], Iterator[Row]]:
    """Rows (noisy, clean) without end, in several styles, so that none is forgotten."""
    texts = {
        "question": [pair.question for pair in material.pairs],
        "statement": material.statements(),
        "keywords": material.keywords(),
    }

    def draw(random: Random) -> Iterator[Row]:
        # Each style goes through all of its texts before one comes again.
        endless = {style: _endless(found, random) for style, found in texts.items()}
        while True:
            style = random.choices(list(_STYLES), list(_STYLES.values()))[0]
            text = next(endless[style])
            if style == "keywords" and random.random() < 0.3:
                text = telegraphic(next(endless["question"]))
            if random.random() < _AS_PASSAGE:
                yield PASSAGE + (text if random.random() < 0.7 else as_typed(text, random)), PASSAGE + text
            else:
                yield QUERY + as_typed(text, random), QUERY + text

    return draw


def answered(
    material: Material, negatives: Sequence[Sequence[int]], columns: int
) -> Callable[[int, int, int], list[Row]]:
    """Rows (query, passage, as many hard negatives), so many batches of such a size under a seed.

    Half of a batch are the neighbours of the other half: pairs whose passages are hard negatives of each
    other's questions. No batch has two passages of one article.
    """
    of_source: dict[int, list[int]] = {}
    for number, pair in enumerate(material.pairs):
        of_source.setdefault(pair.source, []).append(number)

    def rows(count: int, size: int, seed: int) -> list[Row]:
        random = Random(seed)
        order = _in_shares(material, random)
        found: list[Row] = []
        for _ in range(count):
            batch: dict[str, int] = {}
            while len(batch) < size:
                number = next(order)
                batch.setdefault(_article(material, number), number)
                near = [other for place in negatives[number][:_NEAR] for other in of_source.get(place, ())]
                if near and len(batch) < size:
                    number = random.choice(near)
                    batch.setdefault(_article(material, number), number)
            made = [_answered_row(material, number, negatives[number], columns, random) for number in batch.values()]
            # Passages of like length lie together: the loss goes through a batch in smaller ones.
            found += sorted(made, key=lambda row: len(row[1]))
        return found

    return rows


def _in_shares(material: Material, random: Random) -> Iterator[int]:
    """Numbers of pairs without end: the public ones, and our own as rarely as `_OWN` says."""
    numbers = range(len(material.pairs))
    own = _endless([number for number in numbers if material.pairs[number].source >= material.public], random)
    public = _endless([number for number in numbers if material.pairs[number].source < material.public], random)
    while True:
        yield next(own if random.random() < _OWN else public)


def _article(material: Material, number: int) -> str:
    return material.sources[material.pairs[number].source].article


def _answered_row(material: Material, number: int, negatives: Sequence[int], columns: int, random: Random) -> Row:
    pair = material.pairs[number]
    source = material.sources[pair.source]
    question, chance = pair.question, random.random()
    if chance < _STATED and (stated := sentences(source.text)):
        question = random.choice(stated)
    elif chance < _STATED + _CITED and source.title:
        question = f"{source.title} {telegraphic(question)}"
    asked = as_typed(question, random) if random.random() < _NOISY else question
    window = nearest_part(source, question) if random.random() < _PARTS else source.text
    wrong = [material.sources[place] for place in random.sample(list(negatives), min(columns, len(negatives)))]
    wrong += [random.choice(material.sources) for _ in range(columns - len(wrong))]
    return (QUERY + asked, _passage(source, window), *(_passage(other, other.text) for other in wrong))


def _passage(source: Source, text: str) -> str:
    return f"{PASSAGE}{source.title}. {text}" if source.title else PASSAGE + text


def nearest_part(source: Source, question: str) -> str:
    """The clause of the passage that shares most words with the question, under the passage's first line."""
    article = read_article(source.text)
    if len(article.clauses) < 2:
        return source.text
    asked = set(syllables(question))
    best = max(article.clauses, key=lambda clause: len(asked & set(syllables(clause.text))))
    return f"{article.lead[:200]}. {best.text}" if article.lead else best.text


def _endless(items: Sequence[_Item], random: Random) -> Iterator[_Item]:
    while True:
        yield from random.sample(items, len(items))
