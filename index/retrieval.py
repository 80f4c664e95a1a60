"""Search: which articles, in force on a day and open to an office, a question is about.

It must not know how an answer is worded; it finds, filters and scores.
Read next: `index/answers.py`, which turns what is found into an answer or a refusal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.corpus import EntryKind, PastSection, visible
from index.encoder import Encoder, Vectors
from index.generations import Generation
from index.leading import Guidance, guidance
from index.lexical import Scores
from index.passages import Level
from index.questions import Question
from index.ranking import DENSE_WEIGHT, Lead, Ranker, Ranking
from index.restoration import Restorer, count
from index.syllable_counts import shipped_counts
from knowledge.articles import Article
from knowledge.field import answered_by_heading, aspects
from knowledge.procedures import Procedure, procedure
from knowledge.provinces import profile
from knowledge.provisions import ProvisionId
from knowledge.regulations import Registry
from knowledge.validity import Status, validity

LAW_LEVELS: Final = (Level.ARTICLE, Level.CLAUSE, Level.ASKED)
PRACTICE_LEVELS: Final = (Level.SECTION,)
_OWN_WORDS: Final = 5
"""How much more a syllable of our own texts counts than one of the law at large."""
PRACTICE_POOL: Final = 12
"""Sections of reports among which the real ones come first."""
PROCEDURES: Final = 5
"""Procedures that a search names."""
ANSWERING: Final = 0.15
"""What the article gains that answers what is asked of the likeliest procedure."""
LATER_ANSWERS: Final = 0.85
"""What each further such article keeps of the gain of the one before."""
PROVINCE_NAMED: Final = 0.3
"""What the articles of a province's decision gain when the question names the province."""
OWN_PROVINCE: Final = 0.1
"""What they gain when it is the province of the asker's office."""
HEADING: Final = 0.3
"""What an article gains whose heading says that it answers what is asked of the document named."""
_VIEWS: Final = 64
"""Combinations of office and day whose view is kept: offices ask mostly about today."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose view of the library: an office's, of a province, on a day."""

    on: date
    office: str | None = None
    province: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that may answer. `clause` is the clause that fits best, "" for the whole article."""

    article: Article
    clause: str
    passage: str
    score: float
    cosine: float
    lexical: float


@dataclass(frozen=True, slots=True)
class PracticeHit:
    """A part of a past report that resembles the question."""

    section: PastSection
    passage: str
    score: float
    cosine: float
    source: str


@dataclass(frozen=True, slots=True)
class ProcedureHit:
    """A procedure that the question may be about."""

    procedure: Procedure
    score: float
    cosine: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought: articles and procedures, each best first.

    `nearest` is the best cosine of anything of ours, `foreign` that of a question of another field,
    whose id is `neighbour`.
    """

    articles: tuple[Hit, ...]
    procedures: tuple[ProcedureHit, ...]
    nearest: float = 0.0
    foreign: float = 0.0
    neighbour: str = ""


class Retrieval:
    """Search over one open generation. Safe to share between threads; nothing in it changes."""

    def __init__(self, generation: Generation, encoder: Encoder, registry: Registry) -> None:
        self.generation = generation
        self.registry = registry
        self._encoder = encoder
        self._ranker = Ranker(generation.passages, generation.vectors, generation.lexical, len(generation.entries))
        self._is_procedure = np.array([bool(entry.procedure) for entry in generation.entries], np.bool_)
        entries = generation.entries
        self._is_foreign = np.array([bool(entries[cut.entry].neighbour) for cut in generation.passages], np.bool_)
        self._guidance = lru_cache(maxsize=_VIEWS)(self._make_guidance)
        self._view = lru_cache(maxsize=_VIEWS)(self._make_view)

    @cached_property
    def _headed(self) -> Mapping[str, list[int]]:
        """For each aspect that articles answer by their heading, the positions of those."""
        found: dict[str, list[int]] = {}
        for position, entry in enumerate(self.generation.entries):
            if entry.article is not None:
                found.setdefault(answered_by_heading(entry.article.heading), []).append(position)
        return found

    @cached_property
    def restorer(self) -> Restorer:
        """Knows the syllables of the law at large and, more, those of this library."""
        shipped_single, shipped_pairs = shipped_counts()
        laws = (entry.law for entry in self.generation.entries if entry.kind is EntryKind.LAW)
        asked = (cut.text for cut in self.generation.passages if cut.level is Level.ASKED)
        own_single, own_pairs = count((*("\n".join((law.heading, law.text)) for law in laws), *asked))
        single = shipped_single + Counter({syllable: _OWN_WORDS * times for syllable, times in own_single.items()})
        pairs = shipped_pairs + Counter({pair: _OWN_WORDS * times for pair, times in own_pairs.items()})
        return Restorer(single, pairs)

    def vector(self, text: str) -> Vectors:
        """The vector of a question."""
        vector: Vectors = self._encoder.queries([text])[0]
        return vector

    def law(self, question: Question, scope: Scope, limit: int, documents: Sequence[str] = ()) -> Found:
        """The articles about it that may be applied on the scope's day, and the procedures, best first.

        `documents` narrows the search to documents named in the question, in force or not.
        """
        allowed = self._view(scope, tuple(documents))
        vector = self.vector(question.sought)
        asked = aspects(question.searched)
        held = self._guidance(scope, tuple(documents), asked)
        guided = {source: to for source, to in held.items() if self._may_concern(source, question)}
        leads = [Lead(source, target, order) for source, to in guided.items() for order, target in enumerate(to.all)]
        ranking = self._ranker.rank(
            question.sought, vector, allowed | self._is_procedure, LAW_LEVELS, DENSE_WEIGHT, leads
        )
        ranking = self._favoured(ranking, guided, asked if documents else ())
        ranking = self._of_province(ranking, scope.province, PROVINCE_NAMED if question.province else OWN_PROVINCE)
        entries = self.generation.entries
        found = [entry for entry in ranking.best(2 * limit) if entries[entry].article is not None]
        neighbour, foreign = self._foreign(vector)
        return Found(
            tuple(self._hit(ranking, entry) for entry in found[:limit]),
            self._procedures(ranking, guided),
            float(ranking.passage_cosines.max(initial=0.0)),
            foreign,
            neighbour,
        )

    def _foreign(self, vector: Vectors) -> tuple[str, float]:
        """The field whose questions resemble it most, and how much; nothing when no such field is held."""
        positions, cosines = self.generation.vectors.search(vector, 1, self._is_foreign)
        if not len(positions):
            return "", 0.0
        entry = self.generation.entries[self.generation.passages[int(positions[0])].entry]
        return entry.neighbour, float(cosines[0])

    def _favoured(self, ranking: Ranking, guided: Mapping[int, Guidance], asked_of_document: Sequence[str]) -> Ranking:
        """What answers the question as put gains: by the likeliest procedure, by what is asked of a document named."""
        gained = np.zeros_like(ranking.fused)
        likeliest = max(guided, key=lambda source: float(ranking.fused[source]), default=None)
        for order, position in enumerate(guided[likeliest].answering if likeliest is not None else ()):
            gained[position] = ANSWERING * LATER_ANSWERS**order
        for aspect in asked_of_document:
            gained[self._headed.get(aspect, [])] += HEADING
        return _with_gains(ranking, gained)

    def _of_province(self, ranking: Ranking, province: str | None, gain: float) -> Ranking:
        """The articles of that province's decision gain."""
        gained = np.zeros_like(ranking.fused)
        for position, entry in enumerate(self.generation.entries):
            known = self.registry.find(entry.law.id.document) if province and entry.article else None
            if known is not None and known.province == province:
                gained[position] = gain
        return _with_gains(ranking, gained)

    def _may_concern(self, source: int, question: Question) -> bool:
        """Whether the procedure may be meant: one of another award than those named is not."""
        known = procedure(self.generation.entries[source].procedure)
        named = set(question.awards)
        return known is not None and not (named and known.subjects and named.isdisjoint(known.subjects))

    def _procedures(self, ranking: Ranking, among: Iterable[int]) -> tuple[ProcedureHit, ...]:
        order = sorted(among, key=lambda position: -float(ranking.fused[position]))[:PROCEDURES]
        return tuple(
            ProcedureHit(found, float(ranking.fused[position]), float(ranking.cosine[position]))
            for position in order
            if (found := procedure(self.generation.entries[position].procedure)) is not None
        )

    def practice(self, question: Question, scope: Scope, limit: int) -> list[PracticeHit]:
        """Parts of past reports in the sections asked for that resemble the question, best first."""
        asked_for = [
            entry.section is not None and entry.section.role in question.roles for entry in self.generation.entries
        ]
        allowed = self._visible(scope.office) & np.array(asked_for, np.bool_)
        if not allowed.any():
            return []
        vector = self.vector(question.searched)
        ranking = self._ranker.rank(question.searched, vector, allowed, PRACTICE_LEVELS, DENSE_WEIGHT)
        found = []
        ranked = [(position, self.generation.entries[position]) for position in ranking.best(PRACTICE_POOL)]
        # What a real unit wrote comes before what was written for the project about an invented one.
        ranked.sort(key=lambda item: item[1].section is not None and item[1].section.is_example)
        for position, entry in ranked[:limit]:
            if entry.section is not None:
                passage = self.generation.passages[self._ranker.telling(ranking, position)].text
                score, cosine = float(ranking.fused[position]), float(ranking.cosine[position])
                found.append(PracticeHit(entry.section, passage, score, cosine, entry.source))
        return found

    def article(self, provision: ProvisionId, office: str | None) -> Article | None:
        """The text of the article a provision stands in, as that office sees it; None if it is not held.

        A decision that issues a regulation is meant by its attached articles when it has none of its own.
        """
        wanted = provision.whole_article()
        attached = ProvisionId(wanted.document, wanted.article, attached=True)
        for meant in (wanted, attached):
            for article in self.articles(provision.document, office):
                if article.id == meant:
                    return article
        return None

    def documents(self, scope: Scope) -> list[str]:
        """The documents that may be applied in that scope and of which articles are held, in the library's order."""
        view = self._view(scope, ())
        held = [entry.law.id.document for entry, shown in zip(self.generation.entries, view, strict=True) if shown]
        return list(dict.fromkeys(held))

    def coverage(self, question: Question) -> float:
        """The share of the question's terms that occur in the articles held, 0 to 1."""
        return self.generation.lexical[Level.ARTICLE].coverage(question.searched)

    def articles(self, document: str, office: str | None) -> list[Article]:
        """All articles held of a document, as that office sees them, in the order of the text."""
        seen = self._visible(office)
        found = [
            entry.law
            for entry, shown in zip(self.generation.entries, seen, strict=True)
            if shown and entry.kind is EntryKind.LAW and entry.law.id.document == document
        ]
        return sorted(found, key=lambda article: article.id.order())

    def _hit(self, ranking: Ranking, position: int) -> Hit:
        entry = self.generation.entries[position]
        passage = self.generation.passages[self._ranker.telling(ranking, position)]
        return Hit(
            entry.law,
            passage.clause,
            passage.text,
            float(ranking.fused[position]),
            float(ranking.cosine[position]),
            float(ranking.lexical[position]),
        )

    def _make_view(self, scope: Scope, documents: tuple[str, ...]) -> NDArray[np.bool_]:
        """Which entries a question in that scope is answered from."""
        applicable = {
            document: document in documents if documents else self._applies(document, scope)
            for document in {entry.law.id.document for entry in self.generation.entries if entry.article}
        }
        chosen = [entry.article is not None and applicable[entry.law.id.document] for entry in self.generation.entries]
        return np.array(chosen, np.bool_) & self._visible(scope.office)

    def _make_guidance(
        self, scope: Scope, documents: tuple[str, ...], asked: tuple[str, ...]
    ) -> Mapping[int, Guidance]:
        """For the position of each procedure, where it leads in that view."""
        view = self._view(scope, documents)
        entries = self.generation.entries
        place = {entries[position].law.id: position for position in map(int, np.flatnonzero(view))}
        province = profile(scope.province) if scope.province else None
        return {
            source: guidance(known, place, scope.on, province, asked)
            for source in map(int, np.flatnonzero(self._is_procedure))
            if (known := procedure(entries[source].procedure)) is not None
        }

    def _applies(self, document: str, scope: Scope) -> bool:
        regulation = self.registry.find(document)
        if regulation is None:
            return True
        if regulation.province and regulation.province != scope.province:
            return False
        return validity(self.registry, document, scope.on).status in (Status.IN_FORCE, Status.UNKNOWN)

    @lru_cache(maxsize=_VIEWS)  # noqa: B019 - a Retrieval lives as long as its generation serves
    def _visible(self, office: str | None) -> NDArray[np.bool_]:
        return np.array(visible(self.generation.entries, office), np.bool_)


def _with_gains(ranking: Ranking, gained: Scores) -> Ranking:
    """The ranking with these gains; what was not found at all stays so."""
    return replace(ranking, fused=np.where(ranking.fused > 0, ranking.fused + gained, 0).astype(np.float32))
