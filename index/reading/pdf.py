"""The text of a PDF, page by page; pages that are pictures go to tesseract where it is installed.

It must not know processes or limits of memory: it counts pages and characters only.
Read next: `index/reading/repair.py`; PDFium does the reading (`pypdfium2`).
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pypdfium2
import pypdfium2.raw

from index.reading.limits import Limits
from index.reading.repair import Repair
from knowledge.errors import Encrypted, TooLarge, Unreadable

_ERROR_NONE, _ERROR_PASSWORD = 0, 4
_FEW_CHARACTERS: Final = 20
_IMAGE_DEPTH: Final = 4
_PAGE_NUMBER: Final = re.compile(r"(?:Trang|trang|-|–)?\s*(\d{1,4})\s*(?:-|–|[/|]\s*\d{1,4})?")
_SCAN_DPI: Final = 200
_LONGEST_SIDE: Final = 4_000
_PAGE_SECONDS: Final = 30
_LANGUAGE: Final = "vie"


@dataclass(frozen=True, slots=True)
class PdfText:
    """What was read. `scanned`: some of it was recognised from pictures. `unread`: page numbers left out."""

    text: str
    pages: int
    scanned: bool
    unread: tuple[int, ...]


def read_pdf(path: Path, limits: Limits, repair: Repair) -> PdfText:
    """The text with a line a printed line, pages following each other, lone page numbers dropped.

    Raises Encrypted, TooLarge (pages or characters) or Unreadable (damaged, no pages, only pictures).
    """
    document = _open(path)
    count = len(document)
    if count > limits.pages:
        raise TooLarge("file_too_many_pages", pages=count, limit=limits.pages)
    pages: list[str] = []
    pictures: list[int] = []
    characters = 0
    for place in range(count):
        text, picture = _page(document, place)
        characters += len(text)
        if characters > limits.characters:
            raise TooLarge("file_too_much_text", limit=limits.characters)
        if picture:
            pictures.append(place)
        pages.append(text)
    recognised = _recognise(document, pictures, all_pictures=len(pictures) == count, limits=limits, folder=path.parent)
    for place, text in recognised.items():
        pages[place] = text
    unread = tuple(place + 1 for place in pictures if not pages[place].strip())
    lines = [page.split("\n") for page in pages]
    _drop_page_numbers(lines)
    printed = ["\n".join(page).strip("\n") for page in lines]
    text = "\n".join(repair.lines("\n".join(filter(None, printed)).split("\n")))
    if not text.strip():
        raise Unreadable("file_scan_unreadable" if recognised else "file_no_text")
    return PdfText(text, count, bool(recognised), unread)


def _open(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _ERROR_NONE:  # loaded well, and then has no page
            raise Unreadable("file_no_pages") from None
        if error.err_code == _ERROR_PASSWORD:
            raise Encrypted("file_encrypted_pdf") from None
        raise Unreadable("file_damaged_pdf") from None


def _page(document: pypdfium2.PdfDocument, place: int) -> tuple[str, bool]:
    """The page's text, and whether the page is a picture: an image, or drawn lines with no letter at all."""
    try:
        page = document[place]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        raise Unreadable("file_damaged_pdf") from None
    text = textpage.get_text_bounded()
    few = len(text.strip()) < _FEW_CHARACTERS
    picture = few and (_has_image(page) or (not text.strip() and pypdfium2.raw.FPDFPage_CountObjects(page) > 0))
    textpage.close()
    page.close()
    # PDFium writes U+FFFE for a hyphen at a line's end and U+0002 for one that it takes for optional.
    text = text.replace("\ufffe", "-").replace("\x02", "-")
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")), picture


def _has_image(page: pypdfium2.PdfPage) -> bool:
    images = page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=_IMAGE_DEPTH)
    return next(iter(images), None) is not None


def _drop_page_numbers(pages: list[list[str]]) -> None:
    """Empties a first or last line that holds only a page number which counts along with the pages."""
    found: list[tuple[int, int, int]] = []
    for place, lines in enumerate(pages):
        filled = [index for index, line in enumerate(lines) if line.strip()]
        for index in dict.fromkeys(filled[:1] + filled[-1:]):
            match = _PAGE_NUMBER.fullmatch(lines[index].strip())
            if match:
                found.append((place, index, int(match[1]) - place))
    shifts = Counter(shift for _, _, shift in found)
    for place, index, shift in reversed(found):
        if shift == 1 or shifts[shift] > 1:
            del pages[place][index]


def _recognise(
    document: pypdfium2.PdfDocument, pictures: list[int], *, all_pictures: bool, limits: Limits, folder: Path
) -> dict[int, str]:
    """Page → text that tesseract recognised; empty where there is nothing to recognise or no tesseract.

    Raises Unreadable or TooLarge when the whole document is a scan and cannot be recognised here.
    """
    if not pictures:
        return {}
    tesseract = shutil.which("tesseract")
    if tesseract is None or not _knows_vietnamese(tesseract):
        if all_pictures:
            raise Unreadable("file_is_scan", pages=len(pictures))
        return {}
    if len(pictures) > limits.scanned_pages:
        if all_pictures:
            raise TooLarge("file_scan_too_long", pages=len(pictures), limit=limits.scanned_pages)
        return {}
    return {place: _recognise_page(tesseract, document, place, folder) for place in pictures}


def _knows_vietnamese(tesseract: str) -> bool:
    listed = _run([tesseract, "--list-langs"])
    return listed is not None and _LANGUAGE in listed.split()


def _recognise_page(tesseract: str, document: pypdfium2.PdfDocument, place: int, folder: Path) -> str:
    page = document[place]
    scale = min(_SCAN_DPI / 72, _LONGEST_SIDE / max(page.get_size()))
    bitmap = page.render(scale=scale, grayscale=True)
    rows = memoryview(bitmap.buffer).cast("B")
    picture = folder / "page.pgm"
    with picture.open("wb") as out:
        out.write(b"P5 %d %d 255\n" % (bitmap.width, bitmap.height))
        for row in range(bitmap.height):
            out.write(rows[row * bitmap.stride : row * bitmap.stride + bitmap.width])
    return _run([tesseract, str(picture), "-", "-l", _LANGUAGE, "--psm", "3"]) or ""


def _run(command: list[str]) -> str | None:
    """What tesseract prints; None if it failed. It inherits the limits of this process."""
    try:
        done = subprocess.run(  # noqa: S603 - a found program and our own file name
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PAGE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").replace("\f", "") if done.returncode == 0 else None
