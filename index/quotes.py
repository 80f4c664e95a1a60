"""What is quoted of an article: the clause that answers, cut to what a person reads, always verbatim.

It must not know the question; it is told which clause and which passage of it answered.
Read next: `index/answers.py`, which refuses to send a quote that `is_verbatim` does not confirm.
"""

from __future__ import annotations

import re
from typing import Final

from index.passages import POINT_START
from knowledge.articles import Article

QUOTE_LIMIT: Final = 1000
"""Characters of a quote: what fits on a phone's screen beside the validity line."""

_SENTENCE_END: Final = re.compile(r"(?<!\n\d)(?<!\n\d\d)[.;](?=\s|$)|\n")


def quote(article: Article, label: str, passage: str, point: str = "") -> tuple[str, ...]:
    """The fragments of the article that answer, in its order; between two of them something is left out.

    `label` is the clause ("" for an article without clauses). Of a clause with points, the first line
    is kept with the `point` that was asked for, or, where it is too long to quote whole, with those that
    stand in `passage`, the text that was found.
    """
    clause = article.clause(label)
    text = clause.text if clause else article.lead or article.text
    first, *points = POINT_START.split(text)
    found = [piece for piece in points if point and _is_point(piece, point)]
    if not found and len(text) <= QUOTE_LIMIT:
        return (text,)
    found = found or [piece for piece in points if piece in passage]
    if not found:
        return (_beginning(text, QUOTE_LIMIT),)
    fragments = [_beginning(first.rstrip(), QUOTE_LIMIT // 2)]
    left = QUOTE_LIMIT - len(fragments[0])
    for piece in found:
        if len(piece) > left and len(fragments) > 1:
            break
        fragments.append(_beginning(piece.rstrip(), left))
        left -= len(fragments[-1])
    return tuple(fragments)


def _is_point(piece: str, label: str) -> bool:
    """Whether the piece is the point of that label, as law («a) …») or digest («Điểm a: …») marks it."""
    mark = re.match(r"(?:[Đđ]iểm )?([a-zđ](?:, [a-zđ])*)[):]", piece)
    return mark is not None and label in mark[1].split(", ")


def is_verbatim(fragments: tuple[str, ...], article: Article) -> bool:
    """Whether every fragment stands in the article letter by letter, one after the other."""
    position = 0
    for fragment in fragments:
        position = article.text.find(fragment, position)
        if position < 0 or not fragment:
            return False
        position += len(fragment)
    return True


def _beginning(text: str, limit: int) -> str:
    """The text up to the last end of a sentence, point or line within the limit."""
    if len(text) <= limit:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, limit)]
    return text[: ends[-1]].rstrip() if ends else text[:limit].rsplit(" ", 1)[0]
