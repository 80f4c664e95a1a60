"""Plain text in the encodings that Vietnamese offices have used: UTF-8, UTF-16, windows-1258, TCVN3, VNI.

It must not know files or processes: it turns bytes into a string.
Read next: `index/reading/repair.py`, which converts TCVN3 and VNI once the bytes are characters.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Final

from index.reading.repair import Repair
from knowledge.errors import Unreadable, WrongType

WINDOWS_1258: Final = "windows-1258"
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_VIETNAMESE: Final = frozenset(
    "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
    "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬEÈÉẺẼẸÊỀẾỂỄỆIÌÍỈĨỊOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢUÙÚỦŨỤƯỪỨỬỮỰYỲÝỶỸỴĐ"
)
# Of eight-bit text, even TCVN3 keeps more than half of its bytes plain: below this it is no text.
_PLAIN_SHARE: Final = 0.5
# Unicode text may carry a few control characters that some program left behind.
_STRAY_SHARE: Final = 0.05
_DOCUMENTS: Final = (".docx", ".doc", ".pdf")
_TEXTS: Final = (".txt", "")


def read_text(content: bytes, extension: str, repair: Repair) -> str:
    """The text with «\\n» line ends, otherwise as it stands in the file.

    Raises WrongType for bytes that are no text, Unreadable where `extension` (with its dot) promises
    a document, or where nothing but white space is left.
    """
    text = _decode(content, repair)
    if text is None:
        if extension in _DOCUMENTS:
            raise Unreadable("file_damaged")
        raise WrongType("file_not_text") if extension in _TEXTS else WrongType(kind="unknown")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Unreadable("file_no_text")
    return "\n".join(repair.lines(text.split("\n")))


def _decode(content: bytes, repair: Repair) -> str | None:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if content.startswith(mark):
            return _unicode(content.removeprefix(mark), encoding)
    text = _unicode(content, "utf-8-sig")
    if text is not None or _CONTROL.search(content.decode("latin-1")):
        return text
    plain = sum(byte < 0x80 for byte in content)
    if plain < _PLAIN_SHARE * len(content):
        return None
    text = _windows_1258(content)
    if text is not None:
        repair.done.add(WINDOWS_1258)
        return text
    return _decoded(content, "cp1252") or content.decode("latin-1")


def _unicode(content: bytes, encoding: str) -> str | None:
    text = _decoded(content, encoding)
    if text is None or "\x00" in text or len(_CONTROL.findall(text)) > _STRAY_SHARE * len(text):
        return None
    return text


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _windows_1258(content: bytes) -> str | None:
    """The text in NFC, if every letter it gives is Vietnamese and no mark stands alone.

    The same bytes read as TCVN3 or VNI put marks on consonants or give letters of other languages.
    """
    text = _decoded(content, "cp1258")
    if text is None:
        return None
    text = unicodedata.normalize("NFC", text)
    beyond_ascii = {letter for letter in text if letter > "\x7f"}
    fits = all(
        letter in _VIETNAMESE or not (letter.isalpha() or unicodedata.combining(letter)) for letter in beyond_ascii
    )
    return text if fits and beyond_ascii & _VIETNAMESE else None
