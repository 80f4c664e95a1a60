"""A question as typed → what is searched: abbreviations spelled out, marks put back, citations read.

It must not know any article, nor who asks; it only reads the words.
Read next: `index/retrieval.py`, which searches for what is found here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from index.restoration import Restorer
from knowledge.abbreviations import expand
from knowledge.awards import awards
from knowledge.citations import Citation, parse_citations
from knowledge.province_names import province_named
from knowledge.provisions import ProvisionId
from knowledge.regulations import Registry, Regulation
from knowledge.reports import Role
from knowledge.text import fold, is_folded, normalise, squeeze, syllables

_ABOUT_THE_DOCUMENT: Final = frozenset(
    fold(
        "còn hết đã đang sẽ có chưa không bị được nào gì sao hiệu lực thi hành áp dụng bỏ thay thế bằng bởi cho "
        "sửa đổi bổ sung mới cũ văn bản khi từ ngày bao giờ lúc đến nay hiện hành hiện tại thì là và hay hoặc vẫn nữa "
        "dùng xài hẳn rồi giờ đây ạ à nhỉ vậy thế hỏi xem tìm nội dung toàn văn gồm những ban hành"
    ).split()
)
"""Words of a question that is about a document itself, not about anything in it."""

_BARE_YEAR: Final = re.compile(
    r"(?<![\w/])(?:(?:trong|vào|của|cuối|đầu|cho) )?năm (?:19|20)\d\d(?![\w/])", re.IGNORECASE
)
_FEWEST_LEFT: Final = 3
"""Syllables that a question must keep to be searched without its year."""

_IN_REPORTS: Final = {
    "ton tai han che": (Role.SHORTCOMINGS, Role.SHORTCOMINGS_AND_CAUSES),
    "ton tai, han che": (Role.SHORTCOMINGS, Role.SHORTCOMINGS_AND_CAUSES),
    "han che": (Role.SHORTCOMINGS, Role.SHORTCOMINGS_AND_CAUSES),
    "khuyet diem": (Role.SHORTCOMINGS, Role.SHORTCOMINGS_AND_CAUSES),
    "nguyen nhan": (Role.CAUSES, Role.SHORTCOMINGS_AND_CAUSES),
    "bai hoc kinh nghiem": (Role.LESSONS,),
    "phuong huong": (Role.NEXT_TASKS,),
    "nhiem vu trong tam": (Role.NEXT_TASKS,),
    "uu diem": (Role.STRENGTHS,),
    "dac diem tinh hinh": (Role.SITUATION,),
}
"""Sections of a report that no provision is about: naming one asks how others wrote it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A document or a place that the question names.

    `regulations` are the documents it may mean, likeliest first: none when the number is in no
    registry, and none for a place without a document («Điều 50»), whose `number` is "".
    """

    number: str
    regulations: tuple[Regulation, ...]
    articles: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    points: tuple[str, ...] = ()

    def provisions(self) -> tuple[ProvisionId, ...]:
        """The places meant, in the likeliest document; the document itself when no article is named."""
        if not self.regulations:
            return ()
        document = self.regulations[0].number
        if not self.articles:
            return (ProvisionId(document),)
        clause = self.clauses[0] if len(self.clauses) == 1 else ""
        point = self.points[0] if len(self.points) == 1 else ""
        return tuple(ProvisionId(document, article, clause, point) for article in self.articles)


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood word by word.

    `asked` is what was typed, in one line; `searched` what was meant; `mentions` what it cites;
    `subject` the words that remain without the citations and without those that only ask about a
    document itself («còn hiệu lực không»): empty when nothing else was asked.
    """

    asked: str
    searched: str
    mentions: tuple[Mention, ...]
    subject: str
    roles: tuple[Role, ...] = ()
    """Sections of past reports that are asked for."""
    province: str | None = None
    """The province that is named, by its name of today."""
    awards: tuple[str, ...] = ()
    """Slugs of the titles and award forms that are named (`knowledge/awards.py`)."""

    @property
    def sought(self) -> str:
        """What is searched for: the question without a bare year («năm 2025»), which says when, not what."""
        left = squeeze(_BARE_YEAR.sub(" ", self.searched))
        return left if len(syllables(left)) >= _FEWEST_LEFT else self.searched


def understand(text: str, restorer: Restorer, registry: Registry, on: date) -> Question:
    """The question in the words of the law; `on` decides which of two documents of one number is meant."""
    asked = squeeze(normalise(text))
    searched = restorer.restore(expand(asked), unmarked=is_folded(asked))
    citations = parse_citations(asked, bare_places=True)
    mentions = tuple(_mention(citation, registry, on) for citation in citations)
    return Question(
        asked,
        searched,
        mentions,
        _subject(searched),
        _roles(searched),
        province_named(searched),
        tuple(award.slug for award in awards().mentioned(searched)),
    )


def _mention(citation: Citation, registry: Registry, on: date) -> Mention:
    found: tuple[Regulation, ...] = ()
    if citation.number or citation.name:
        found = registry.resolve(
            kind=citation.kind,
            number=citation.number,
            year=citation.year,
            name=citation.name,
            issued_on=citation.issued_on,
            on=on,
        )
    return Mention(citation.number or citation.name or "", found, citation.articles, citation.clauses, citation.points)


def _roles(searched: str) -> tuple[Role, ...]:
    folded = fold(searched).lower()
    found = (role for words, roles in _IN_REPORTS.items() if words in folded for role in roles)
    return tuple(dict.fromkeys(found))


def _subject(searched: str) -> str:
    kept, position = [], 0
    for citation in parse_citations(searched, bare_places=True):
        kept.append(searched[position : citation.start])
        position = citation.end
    kept.append(searched[position:])
    words = syllables(" ".join(kept))
    about_it = all(fold(word) in _ABOUT_THE_DOCUMENT for word in words)
    return "" if about_it else " ".join(words)
