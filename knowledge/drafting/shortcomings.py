"""The shortcomings officers meet most, to pick from: each with what proves it, its causes and remedies.

It claims nothing of any office: an officer confirms each, with evidence of their own.
Read next: `knowledge/data/drafting/shortcomings.yaml`, `knowledge/drafting/vagueness.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from pydantic import Field

from knowledge.datafiles import data_file, load
from knowledge.drafting.answers import Record
from knowledge.drafting.models import Key
from knowledge.registry.models import Entry


class Cause(Entry):
    """Why it happens: by one's own doing, or by circumstances."""

    kind: Literal["subjective", "objective"]
    text: str


class Shortcoming(Entry):
    """A typical shortcoming. `evidence` is the question that asks for its proof; all texts are Vietnamese."""

    key: Key
    topic: Key
    statement: str
    evidence: str
    causes: tuple[Cause, ...] = Field(min_length=1)
    remedies: tuple[str, ...] = Field(min_length=1)

    def record(self, cause: int = 0, remedy: int = 0) -> Record:
        """The beginning of an answer to «shortcomings»: statement, cause and remedy; evidence, who and by when are
        the officer's to give."""
        chosen = self.causes[cause]
        return {
            "statement": self.statement,
            "cause_kind": chosen.kind,
            "cause": chosen.text,
            "remedy": self.remedies[remedy],
        }


class _File(Entry):
    shortcomings: tuple[Shortcoming, ...]
    topics: dict[Key, str]


@cache
def _file() -> _File:
    return load(data_file("drafting/shortcomings.yaml"), _File)


def shortcomings(topic: str | None = None) -> tuple[Shortcoming, ...]:
    """The typical shortcomings, of one topic or all, in the order to offer them."""
    return tuple(each for each in _file().shortcomings if topic in (None, each.topic))


def shortcoming(key: str) -> Shortcoming | None:
    """The one of that key."""
    return next((each for each in _file().shortcomings if each.key == key), None)


def topics() -> Mapping[str, str]:
    """The topics with their Vietnamese names, in the order to offer them."""
    return _file().topics
