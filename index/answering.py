"""Questions → answers: what is asked for by number is looked up, everything else is searched.

It must not know a channel, a conversation or a Vietnamese sentence; it returns plain values.
Read next: `index/answers.py` for those values, `index/retrieval.py` for the search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from index.answers import Answer, AnswerKind, AnswerStatus, Ground, Practice
from index.cards import Card, card, fitting
from index.clarifying import choices
from index.confidence import Calibration, features
from index.prizing import prizes_asked
from index.questions import Mention, Question, understand
from index.quotes import is_verbatim, quote
from index.retrieval import Found, Hit, Retrieval, Scope
from knowledge.abbreviations import expand
from knowledge.articles import Article
from knowledge.correspondence import successors_of
from knowledge.errors import KnowledgeError
from knowledge.field import asks_which_law
from knowledge.frame import governing
from knowledge.procedures import Procedure
from knowledge.provisions import ProvisionId
from knowledge.regulations import Confusion, Regulation
from knowledge.reports import Role
from knowledge.text import syllables
from knowledge.validity import Status, Validity, validity

SHOWN: Final = 3
"""Provisions of an answer: the one that answers and the nearest others."""
SEARCHED: Final = 10
"""Articles found before the best are taken; the rest tells how sure the first is."""
LIKE_A_PROCEDURE: Final = 0.72
"""Cosine from which a question is about a procedure."""
AS_LIKELY: Final = 0.085
"""Cosine within which another procedure is as likely as the first."""
ALIKE: Final = 0.03
"""Cosine within which two procedures fit equally, and both are offered."""
MOST_ALIKE: Final = 2
LONGEST_QUESTION: Final = 1000
"""Characters of a question; a longer text is a document, not a question."""


_FEW_WORDS: Final = 4
"""Words below which a message may be all names and abbreviations."""
_VIETNAMESE_SHARE: Final = 0.6


class Answerer:
    """Answers questions from one open generation. Safe to share between threads."""

    def __init__(self, retrieval: Retrieval, calibration: Calibration) -> None:
        self._retrieval = retrieval
        self._calibration = calibration
        self._registry = retrieval.registry

    def ask(self, text: str, scope: Scope) -> Answer:
        """The answer to one question as of the scope's day."""
        question, scope = self._understood(text, scope)
        answer = self._looked_up(question, scope) if question.mentions else None
        answer = answer or self._law_of_the_day(question, scope) or self._searched(question, scope)
        return replace(answer, confusions=self._confusions(question))

    def read(self, text: str) -> None:
        """Has the model read a question that will be asked: what takes longest of an answer."""
        self._retrieval.vector(self._understood(text, Scope(date.min))[0].sought)

    def examples(self, text: str, role: Role, scope: Scope, limit: int) -> list[Practice]:
        """Sections of that kind in past reports that are nearest to the text: the office's own, the library's."""
        alike = tuple(each for each in Role if role.value in each.value.split("_and_"))
        question = replace(self._understood(text, scope)[0], roles=alike)
        return [Practice(hit.section, hit.passage) for hit in self._retrieval.practice(question, scope, limit)]

    def spelled(self, text: str) -> str:
        """The question with its abbreviations spelled out and its marks put back."""
        return self._understood(text, Scope(date.min))[0].searched

    def figures(self, text: str, scope: Scope) -> tuple[float, ...]:
        """What confidence is computed from (`index/confidence.py`), for a calibration to be fitted."""
        question, scope = self._understood(text, scope)
        return self._figures(question, self._found(question, scope))

    def article(self, provision: ProvisionId, scope: Scope) -> Ground | None:
        """The article a provision stands in, with its validity; None if it is not held."""
        article = self._retrieval.article(provision, scope.office)
        return self._ground(article, provision, "", scope) if article else None

    def articles_numbered(self, label: str, scope: Scope) -> list[Ground]:
        """The articles of that number in the documents that may be applied."""
        found = (self.article(ProvisionId(document, label), scope) for document in self._retrieval.documents(scope))
        return [ground for ground in found if ground is not None]

    def is_vietnamese(self, text: str) -> bool:
        """Whether enough of the words are Vietnamese syllables, abbreviations of the field spelled out."""
        words = [word for word in syllables(expand(text)) if word.isalpha()]
        known = sum(map(self._retrieval.restorer.knows, words))
        return len(words) < _FEW_WORDS or known >= _VIETNAMESE_SHARE * len(words)

    def _looked_up(self, question: Question, scope: Scope) -> Answer | None:
        """The answer to a question that is nothing but a number or a place; None when there is more to it."""
        mention = question.mentions[0]
        if mention.number and not mention.regulations:
            own = self._unregistered(mention, scope)
            if own and (mention.articles or not question.subject):
                return self._answered(question, scope, own, 1.0)
            kind = AnswerKind.UNKNOWN_DOCUMENT
            return None if question.subject else self._empty(question, scope, kind, named=mention.number)
        if not mention.regulations:
            return None if question.subject else self._which_document(question, mention, scope)
        if mention.articles:
            return self._places(question, mention, scope)
        return None if question.subject else self._document(question, mention, scope)

    def _unregistered(self, mention: Mention, scope: Scope) -> list[Ground]:
        """The places named in a document that only the library knows; its first articles when none is named."""
        clause, point = ("".join(labels) if len(labels) == 1 else "" for labels in (mention.clauses, mention.points))
        named = [ProvisionId(mention.number, article, clause, point) for article in mention.articles]
        held = [article.id for article in self._retrieval.articles(mention.number, scope.office)]
        return [ground for place in named or held[:SHOWN] if (ground := self.article(place, scope)) is not None]

    def _document(self, question: Question, mention: Mention, scope: Scope) -> Answer:
        regulation = mention.regulations[0]
        answer = self._empty(question, scope, AnswerKind.DOCUMENT, named=mention.number)
        return replace(
            answer,
            status=AnswerStatus.ANSWERED,
            confidence=1.0,
            regulation=regulation,
            validity=validity(self._registry, regulation.number, scope.on),
            contents=tuple(self._retrieval.articles(regulation.number, scope.office)),
            grounds=tuple(self._grounds_of_validity(regulation, scope)),
        )

    def _grounds_of_validity(self, regulation: Regulation, scope: Scope) -> Iterator[Ground]:
        """The provisions that say when the document ends and since when it has been in force, as far as held."""
        for fact in (regulation.expires, regulation.effective):
            if fact is not None and fact.provision is not None:
                ground = self.article(fact.provision, scope)
                if ground is not None:
                    yield ground

    def _places(self, question: Question, mention: Mention, scope: Scope) -> Answer:
        """The provisions named; for expired ones, first what took their place."""
        grounds: list[Ground] = []
        for provision in mention.provisions():
            article = self._retrieval.article(provision, scope.office)
            if article is None:
                continue
            old = self._ground(article, provision, "", scope)
            grounds += [*self._in_place_of(old, scope), old]
        if not grounds:
            answer = self._document(question, mention, scope)
            named = mention.provisions()[0]
            return replace(answer, status=AnswerStatus.INSUFFICIENT, kind=AnswerKind.NOT_HELD, named=str(named))
        return self._answered(question, scope, grounds, 1.0)

    def _which_document(self, question: Question, mention: Mention, scope: Scope) -> Answer:
        """The documents in force that have such an article."""
        label, clause = mention.articles[0], mention.clauses[0] if mention.clauses else ""
        places = (ProvisionId(document, label, clause) for document in self._retrieval.documents(scope))
        found = [ground for place in places if (ground := self.article(place, scope)) is not None]
        if len(found) == 1:
            return self._answered(question, scope, found, 1.0)
        answer = self._empty(question, scope, AnswerKind.WHICH_DOCUMENT, named=question.asked)
        return replace(answer, status=AnswerStatus.INSUFFICIENT, grounds=tuple(found))

    def _searched(self, question: Question, scope: Scope) -> Answer:
        found = self._found(question, scope)
        sure = self._calibration.probability(self._figures(question, found))
        if self._named_and_held(question, scope):
            # Whoever names a document of ours asks about our field, however they put it.
            sure = max(sure, self._calibration.answer)
        practice = tuple(Practice(hit.section, hit.passage) for hit in self._retrieval.practice(question, scope, SHOWN))
        if sure < self._calibration.refuse:
            answer = self._empty(question, scope, AnswerKind.NOTHING, named="")
            answer = replace(answer, status=AnswerStatus.OUT_OF_SCOPE, confidence=sure)
        else:
            near = self._near(found)
            subject = fitting(near, found.articles[0].article.id) if found.articles else None
            about = card(subject, scope.on, scope.province, question.searched) if subject else None
            grounds = [
                ground
                for hit in found.articles[:SHOWN]
                for ground in self._with_successors(hit, about, scope, question.awards)
            ]
            prizes = prizes_asked(question.searched, question.awards, scope.on)
            answer = replace(self._answered(question, scope, grounds, sure), card=about, prizes=prizes)
            if about:
                answer = replace(answer, alike=self._alike(found, about, scope))
            if about is None or about.procedure.subjects:
                answer = replace(answer, choices=choices(question.searched, question.awards))
        answer = replace(answer, neighbour=found.neighbour if found.foreign > found.nearest else "")
        if practice:
            kept = answer.grounds if sure >= self._calibration.answer else ()
            kind, status = AnswerKind.PRACTICE, AnswerStatus.ANSWERED
            return replace(answer, kind=kind, status=status, grounds=kept, practice=practice)
        if self._calibration.refuse <= sure < self._calibration.answer:
            return replace(answer, status=AnswerStatus.INSUFFICIENT)
        return answer

    def _understood(self, text: str, scope: Scope) -> tuple[Question, Scope]:
        question = understand(text[:LONGEST_QUESTION], self._retrieval.restorer, self._registry, scope.on)
        return question, replace(scope, province=question.province) if question.province else scope

    def _found(self, question: Question, scope: Scope) -> Found:
        return self._retrieval.law(question, scope, SEARCHED, self._named_and_held(question, scope))

    def _named_and_held(self, question: Question, scope: Scope) -> list[str]:
        """The documents that the question names and of which articles are held."""
        named = (
            mention.regulations[0].number if mention.regulations else mention.number for mention in question.mentions
        )
        return [number for number in named if number and self._retrieval.articles(number, scope.office)]

    def _law_of_the_day(self, question: Question, scope: Scope) -> Answer | None:
        """The documents that governed the field that day, with what of them is nearest; None for another question."""
        if question.mentions or not asks_which_law(question.searched):
            return None
        frame = governing(self._registry, scope.on, scope.province)
        numbers = [item.regulation.number for item in frame]
        held = [number for number in numbers if self._retrieval.articles(number, scope.office)]
        found = self._retrieval.law(question, scope, SHOWN, held) if held else None
        hits = found.articles if found else ()
        grounds = [ground for hit in hits for ground in self._with_successors(hit, None, scope, ())]
        return replace(self._answered(question, scope, grounds, 1.0), frame=frame) if frame else None

    def _figures(self, question: Question, found: Found) -> tuple[float, ...]:
        return features(question.sought, found, self._retrieval.coverage(question))

    @staticmethod
    def _near(found: Found) -> list[Procedure]:
        """The procedures that the question resembles, likeliest first."""
        best = max((hit.cosine for hit in found.procedures), default=0.0)
        return [hit.procedure for hit in found.procedures if hit.cosine >= max(LIKE_A_PROCEDURE, best - AS_LIKELY)]

    @staticmethod
    def _alike(found: Found, about: Card, scope: Scope) -> tuple[Procedure, ...]:
        """Other procedures that the question resembles as much as the one of its card, or more."""
        least = max(hit.cosine for hit in found.procedures if hit.procedure == about.procedure) - ALIKE
        others = (hit for hit in found.procedures if hit.procedure != about.procedure and hit.cosine >= least)
        return tuple(hit.procedure for hit in others if hit.procedure.on(scope.on))[:MOST_ALIKE]

    def _with_successors(
        self, hit: Hit, about: Card | None, scope: Scope, awards_named: Sequence[str]
    ) -> Iterable[Ground]:
        """The article found, quoted where the procedure's card finds the answer, else where it reads most like it."""
        place = replace(hit.article.id, clause=hit.clause)
        if about:
            # The figures of all awards stand side by side: which is meant, the name decides better than likeness.
            within = hit.article.id if about.prices(awards_named) else place
            answering = about.answers_in(within)
            place = answering if answering.clause else about.answers_in(place)
        found = self._ground(hit.article, place, hit.passage, scope)
        return [*self._in_place_of(replace(found, score=hit.score), scope), replace(found, score=hit.score)]

    def _in_place_of(self, old: Ground, scope: Scope) -> list[Ground]:
        """What stands on the scope's day for an expired provision, as far as it is held."""
        if old.in_force is not False:
            return []
        found = []
        for place in dict.fromkeys(place for pair in old.successors for place in pair.new):
            article = self._retrieval.article(place, scope.office) if place.article else None
            if article is not None:
                ground = self._ground(article, place, "", scope)
                found.append(replace(ground, replaces=old.provision, score=old.score))
        return [ground for ground in found if ground.in_force is not False]

    def _ground(self, article: Article, asked: ProvisionId, passage: str, scope: Scope) -> Ground:
        """The article quoted where it was asked for; a clause it does not have counts as the whole of it."""
        has_clause = article.clause(asked.clause) is not None
        provision = replace(article.id, clause=asked.clause, point=asked.point) if has_clause else article.id
        fragments = quote(article, provision.clause, passage, provision.point)
        if not is_verbatim(fragments, article):
            raise KnowledgeError("quote_differs", provision=str(article.id))
        valid = self._validity(provision, scope)
        expired = valid is not None and valid.status is Status.EXPIRED
        ends = valid is not None and not expired and valid.expires_on is not None
        return Ground(
            provision,
            article,
            fragments,
            self._registry.find(article.id.document),
            valid,
            successors_of(provision) if expired else (),
            later=successors_of(provision) if ends else (),
        )

    def _validity(self, provision: ProvisionId, scope: Scope) -> Validity | None:
        known = self._registry.find(provision.document)
        return validity(self._registry, provision, scope.on) if known else None

    def _answered(self, question: Question, scope: Scope, grounds: Sequence[Ground], sure: float) -> Answer:
        unique = {ground.provision: ground for ground in reversed(grounds)}
        kept = [ground for ground in grounds if unique[ground.provision] is ground]
        answer = self._empty(question, scope, AnswerKind.PROVISIONS, named="")
        return replace(answer, status=AnswerStatus.ANSWERED, confidence=sure, grounds=tuple(kept))

    def _empty(self, question: Question, scope: Scope, kind: AnswerKind, named: str) -> Answer:
        return Answer(
            question=question.asked,
            understood=question.searched,
            as_of=scope.on,
            status=AnswerStatus.INSUFFICIENT,
            kind=kind,
            confidence=0.0,
            generation=self._retrieval.generation.manifest.id,
            named=named,
        )

    def _confusions(self, question: Question) -> tuple[Confusion, ...]:
        return tuple(
            confusion for mention in question.mentions for confusion in self._registry.confusions(mention.number)
        )
