"""What an answer is: provisions with their quotes and validity, or a refusal with the nearest ones.

It must not know how an answer is found, a channel, or a Vietnamese sentence: plain values only.
Read next: `index/answering.py`, which makes them, and `bot/flows/ask.py`, which shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from index.cards import Card
from index.corpus import PastSection
from knowledge.articles import Article
from knowledge.awards import Award
from knowledge.correspondence import Correspondence
from knowledge.frame import Governing
from knowledge.prizes import Prize
from knowledge.procedures import Procedure
from knowledge.provisions import ProvisionId
from knowledge.regulations import Confusion, Regulation
from knowledge.validity import Status, Validity


class AnswerStatus(StrEnum):
    """What the asker gets."""

    ANSWERED = "answered"
    INSUFFICIENT = "insufficient"
    """In the field, but nothing we hold answers it: the nearest provisions are shown."""
    OUT_OF_SCOPE = "out_of_scope"


class AnswerKind(StrEnum):
    """What the answer consists of."""

    PROVISIONS = "provisions"
    PRACTICE = "practice"
    """What others wrote in their reports is asked for; no provision need be found."""
    DOCUMENT = "document"
    """Only a document was named: what it is, whether it is in force, what it holds."""
    WHICH_DOCUMENT = "which_document"
    """Only a place was named («Điều 50»): in which document?"""
    NOT_HELD = "not_held"
    """A place was named that the library does not hold."""
    UNKNOWN_DOCUMENT = "unknown_document"
    """A document was named that is not in the registry."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Ground:
    """A provision that an answer rests on.

    `fragments` are quoted verbatim from `article`. `validity` and `regulation` are None for a document
    that is not registered. `successors` tell where the rule of an expired provision stands on the day
    asked about; `replaces` is the expired provision that was asked for and that this one stands for.
    """

    provision: ProvisionId
    article: Article
    fragments: tuple[str, ...]
    regulation: Regulation | None
    validity: Validity | None
    successors: tuple[Correspondence, ...] = ()
    replaces: ProvisionId | None = None
    later: tuple[Correspondence, ...] = ()
    """Where the rule stands once a provision in force that day has ended; empty when no end is known."""
    score: float = 0.0

    @property
    def in_force(self) -> bool | None:
        """On the day asked about; None when nobody can say."""
        if self.validity is None or self.validity.status is Status.UNKNOWN:
            return None
        return self.validity.status is Status.IN_FORCE

    @property
    def successor(self) -> ProvisionId | None:
        """Where the rule stands now: the nearest provision known, else the document; None when in force."""
        if self.in_force is not False or self.validity is None:
            return None
        if self.successors:
            return self.successors[0].new[0]
        return ProvisionId(self.validity.successors[-1]) if self.validity.successors else None


@dataclass(frozen=True, slots=True)
class Practice:
    """What another unit wrote: never law."""

    section: PastSection
    passage: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as of a day, from one generation of the index.

    `understood` is the question as it was read, abbreviations and marks put right. `regulation`,
    `validity` and `contents` describe the document of a DOCUMENT or NOT_HELD answer; `named` is the
    number or place as typed. `confusions` set right numbers that are easily mixed up.
    """

    question: str
    understood: str
    as_of: date
    status: AnswerStatus
    kind: AnswerKind
    confidence: float
    generation: str
    grounds: tuple[Ground, ...] = ()
    practice: tuple[Practice, ...] = ()
    regulation: Regulation | None = None
    validity: Validity | None = None
    contents: tuple[Article, ...] = ()
    named: str = ""
    confusions: tuple[Confusion, ...] = ()
    frame: tuple[Governing, ...] = ()
    """The law of that day, when the question asks for it and for nothing in it; the highest first."""
    card: Card | None = None
    """The procedure that the question is about, if it is about one."""
    alike: tuple[Procedure, ...] = ()
    """Other procedures that it may as well be about."""
    prizes: tuple[Prize, ...] = ()
    """What the awards named bring, when money is asked for and the decision is taken on that day."""
    choices: tuple[Award, ...] = ()
    """The awards it may be about, when it names a family of them and not which."""
    neighbour: str = ""
    """The other field that the question resembles more than ours; empty for most."""
