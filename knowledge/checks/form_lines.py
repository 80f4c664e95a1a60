"""The lines that the decree wants under motto, issuer and subject, however they are drawn.

It must not measure them: a file does not tell how long a drawn line is on paper.
Read next: `knowledge/checks/form.py`, which asks; `index/reading/docx_edges.py`, which reads the lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from knowledge.checks.findings import Finding
from knowledge.checks.form_rules import KINDS, LETTERHEAD_LINES, LONG_LINE, Judge
from knowledge.checks.sheet import SheetParagraph
from knowledge.text import fold

_MOTTO: Final = re.compile(r"doc lap.{0,3}tu do.{0,3}hanh phuc")
_ISSUER: Final = re.compile(r"(?:ỦY|UỶ) BAN NHÂN DÂN|UBND|HỘI ĐỒNG|PHÒNG ")
_NO_NAME: Final = re.compile(r"CỘNG H(?:ÒA|OÀ)|Số|ĐỘC LẬP|Độc lập")
_TYPED: Final = re.compile(r"[\s_\-\u2010-\u2015\u2500\u2501\u203e=\u00af*]{3,}")
_BELOW: Final = 2
"""Paragraphs under the words within which their line is looked for."""


def check_lines(judge: Judge) -> Iterator[Finding]:
    """Lines that are missing; nothing where one that was drawn hangs elsewhere in the head and may be it."""
    every = judge.sheet.paragraphs
    stop = next((place for place, one in enumerate(every) if len(one.text) > 3 * LONG_LINE), len(every))
    head = every[: min(stop, 4 * LETTERHEAD_LINES)]
    wanted = {
        "form_motto_line": _last_of_motto(head),
        "form_issuer_line": _last_of_issuer(head),
        "form_subject_line": _last_of_subject(head),
    }
    missing = {name: place for name, place in wanted.items() if place is not None and not _ruled(head, place)}
    drawn = sum(one.drawings for one in head)
    used = sum(place is not None and _drawn(head, place) for place in wanted.values())
    if drawn > used:
        return
    for name, place in missing.items():
        yield from judge.finding(name, head[place], "underlined" if head[place].underlined else "")


def _last_of_motto(head: tuple[SheetParagraph, ...]) -> int | None:
    found = (place for place, one in enumerate(head) if _MOTTO.search(fold(one.text.lower())) and _alone(one))
    return next(found, None)


def _alone(paragraph: SheetParagraph) -> bool:
    """Whether no second column stands beside it on the same line: such a head is set with tabs."""
    return "\t" not in paragraph.text.strip()


def _last_of_issuer(head: tuple[SheetParagraph, ...]) -> int | None:
    """The last line of the name, «PHƯỜNG …» under «ỦY BAN NHÂN DÂN»."""
    stop = next((place for place, one in enumerate(head) if KINDS.match(one.shown.strip())), len(head))
    named = [place for place, one in enumerate(head[:stop]) if _ISSUER.match(one.shown.strip()) and _alone(one)]
    if not named:
        return None
    last = named[-1]
    for place in range(last + 1, stop):
        one = head[place]
        text = one.shown.strip()
        if one.cell != head[last].cell or not text.isupper() or _NO_NAME.match(text) or not _alone(one):
            break
        last = place
    return last


def _last_of_subject(head: tuple[SheetParagraph, ...]) -> int | None:
    """The last centred bold line under the kind of document."""
    title = next((place for place, one in enumerate(head) if KINDS.fullmatch(one.shown.strip())), None)
    last: int | None = None
    for place in range(title + 1, len(head)) if title is not None else ():
        one = head[place]
        if not one.text.strip() and last is None:
            continue
        if not one.text.strip() or one.align != "center" or not one.bold or _TYPED.fullmatch(one.text):
            break
        last = place
    return last


def _ruled(head: tuple[SheetParagraph, ...], place: int) -> bool:
    """Whether a line stands under the paragraph: an edge, a drawing, or signs typed in a row."""
    own = head[place]
    if own.ruled_below or own.drawings or _TYPED.fullmatch(own.text.rpartition("\n")[2] or own.text):
        return True
    for one in _under(head, place):
        if one.ruled_above or one.drawings or (one.ruled_below and not one.text.strip()):
            return True
        if one.text.strip():
            return bool(_TYPED.fullmatch(one.text))
    return False


def _drawn(head: tuple[SheetParagraph, ...], place: int) -> bool:
    """Whether the line of that paragraph is a drawing, so that this drawing is no other's line."""
    return any(one.drawings for one in (head[place], *_under(head, place)))


def _under(head: tuple[SheetParagraph, ...], place: int) -> Iterator[SheetParagraph]:
    return (one for one in head[place + 1 : place + 1 + _BELOW] if one.cell == head[place].cell)
