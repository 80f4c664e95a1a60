"""Word comments and tracked changes at given places of a Word document; everything else stays as it was.

It must not find anything, nor choose wording: it is told paragraph, characters, comment and correction.
Read next: `index/reading/docx_paragraphs.py` (the order both sides count in), `index/marking.py` (who asks).
"""

from __future__ import annotations

import copy
import io
import itertools
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

from index.reading.docx_paragraphs import paragraphs_of, runs_of, shown
from index.reading.wordml import W
from knowledge.errors import Unreadable

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_FIRST_ID: Final = 900_000
_LONGEST_ID: Final = 9


def write_notes(path: Path, out: Path, notes: Sequence[Mapping[str, Any]], author: str, at: str) -> int:
    """Writes the document with its notes to `out`; how many were placed.

    A note is {paragraph, start, end, comment, replacement}; `replacement` is None for a comment alone; `at`
    an ISO moment. Places that are no text any more are left out. Raises Unreadable for a damaged document.
    """
    try:
        document = Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile):
        raise Unreadable("file_damaged_docx") from None
    paragraphs = list(paragraphs_of(document.element.body))
    known = [note for note in notes if note["paragraph"] < len(paragraphs)]
    placed = sum(_comment(document, paragraphs[note["paragraph"]], note, author, at) for note in known)
    numbers = itertools.count(_highest_id(document.element.body) + 1)
    # From the end of each paragraph to its beginning: a correction never moves what is still to be corrected.
    for note in sorted(known, key=lambda one: (one["paragraph"], -one["start"])):
        if note["replacement"] is not None:
            _correct(paragraphs[note["paragraph"]], note, author, at, numbers)
    saved = io.BytesIO()
    document.save(saved)
    _keep_the_rest(path, saved, out, _changed_parts(document))
    return placed


def _comment(document: Any, paragraph: etree._Element, note: Mapping[str, Any], author: str, at: str) -> bool:
    runs = _cut_out(paragraph, note["start"], note["end"])
    if not runs:
        return False
    holder = Paragraph(paragraph, document._body)
    ends = [Run(runs[0], holder), Run(runs[-1], holder)]
    comment = document.add_comment(ends, text=note["comment"], author=author, initials=_initials(author))
    comment._comment_elm.set(W + "date", at)
    return True


def _correct(paragraph: etree._Element, note: Mapping[str, Any], author: str, at: str, numbers: Iterator[int]) -> None:
    """The correction as a tracked change, where plain runs of the paragraph itself are all it touches."""
    runs = _cut_out(paragraph, note["start"], note["end"])
    is_own = bool(runs) and {run.getparent() for run in runs} == {paragraph}
    if is_own and all(child.tag in (W + "rPr", W + "t") for run in runs for child in run):
        _change(runs, note["replacement"], author, at, numbers)


def _initials(author: str) -> str:
    return "".join(word[0] for word in author.split() if word[:1].isupper())[:4]


def _cut_out(paragraph: etree._Element, start: int, end: int) -> list[etree._Element]:
    """The runs that show exactly those characters, after cutting the ones at the edges in two."""
    for edge in (end, start):
        offset = 0
        for run in list(runs_of(paragraph)):
            length = len(shown(run))
            if offset < edge < offset + length:
                _split(run, edge - offset)
                break
            offset += length
    found, offset = [], 0
    for run in runs_of(paragraph):
        length = len(shown(run))
        if length and start <= offset and offset + length <= end:
            found.append(run)
        offset += length
    return found


def _split(run: etree._Element, at: int) -> None:
    """Cuts a run in two of the same format; what shows nothing stays in the first."""
    second = etree.Element(run.tag, run.attrib)
    properties = run.find(W + "rPr")
    if properties is not None:
        second.append(copy.deepcopy(properties))
    offset = 0
    for child in list(run):
        if child.tag == W + "rPr":
            continue
        length = len(child.text or "") if child.tag == W + "t" else len(_shown_alone(child))
        if offset >= at:
            second.append(child)
        elif offset + length > at and child.tag == W + "t":
            text = child.text or ""
            tail = copy.deepcopy(child)
            _write(child, text[: at - offset])
            _write(tail, text[at - offset :])
            second.append(tail)
        offset += length
    run.addnext(second)


def _shown_alone(child: etree._Element) -> str:
    """What one child of a run shows."""
    holder = etree.Element(W + "r")
    holder.append(copy.deepcopy(child))
    return shown(holder)


def _write(element: etree._Element, text: str) -> None:
    element.text = text
    if text != text.strip():
        element.set(_SPACE, "preserve")


def _change(runs: Sequence[etree._Element], replacement: str, author: str, at: str, numbers: Iterator[int]) -> None:
    """The runs as a tracked deletion, and the replacement as a tracked insertion behind it."""
    told = {W + "author": author, W + "date": at}
    deletion = etree.Element(W + "del", {W + "id": str(next(numbers)), **told})
    runs[0].addprevious(deletion)
    kept = copy.deepcopy(runs[0].find(W + "rPr"))
    for run in runs:
        deletion.append(run)
        for text in run.iter(W + "t"):
            text.tag = W + "delText"
            text.set(_SPACE, "preserve")
    if not replacement:
        return
    insertion = etree.Element(W + "ins", {W + "id": str(next(numbers)), **told})
    run = etree.SubElement(insertion, W + "r")
    if kept is not None:
        run.append(kept)
    _write(etree.SubElement(run, W + "t"), replacement)
    deletion.addnext(insertion)


def _highest_id(body: etree._Element) -> int:
    used = [one.get(W + "id") or "" for kind in ("ins", "del") for one in body.iter(W + kind)]
    return max((int(one) for one in used if one.isdigit() and len(one) < _LONGEST_ID), default=_FIRST_ID)


def _changed_parts(document: Any) -> set[str]:
    """The names of the parts that comments and corrections touch."""
    names = [str(part.partname).lstrip("/") for part in (document.part, document.part._comments_part)]
    folder, _, name = names[0].rpartition("/")
    return {"[Content_Types].xml", f"{folder}/_rels/{name}.rels".lstrip("/"), *names}


def _keep_the_rest(path: Path, saved: io.BytesIO, out: Path, changed: set[str]) -> None:
    """The saved document with every part that had no reason to change as it was, byte for byte."""
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(saved) as after:
        names, written = before.namelist(), set(after.namelist())
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name in names:
                package.writestr(name, after.read(name) if name in changed & written else before.read(name))
            for name in sorted((changed & written) - set(names)):
                package.writestr(name, after.read(name))
