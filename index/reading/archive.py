"""The guard in front of a ZIP package: sizes, members, macros, nested archives, DTDs.

It must not know what the parts of a Word document mean; it hands them out checked and bounded.
Read next: `index/reading/docx_text.py`, which reads the parts.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import Final

from lxml import etree

from index.reading.limits import MEGABYTE, Limits
from knowledge.errors import Encrypted, ExpandsTooMuch, HasMacros, TooLarge, Unreadable, WrongType

_ENCRYPTED_FLAG: Final = 0x1
# Small parts of real documents (empty themes, repeated table rows) may pack better than the ratio.
_RATIO_COUNTS_FROM: Final = MEGABYTE
_NESTED: Final = (b"PK\x03\x04", b"Rar!\x1a", b"7z\xbc\xaf", b"\x1f\x8b\x08")
# Word keeps the tables behind its charts here as .xlsx; they are never opened.
_EMBEDDED: Final = "word/embeddings/"
_DTD: Final = tuple(
    mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
)
_XML_ENDINGS: Final = (".xml", ".rels", ".vml")
# libxml2's XML_ERR_NO_MEMORY, and XML_ERR_RESOURCE_LIMIT: nesting, a text or a name beyond its own bounds.
_NO_MEMORY, _RESOURCE_LIMIT = 2, 114
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, ValueError, OSError)


class Package:
    """An opened Word package that has passed every check. Parts are read one at a time."""

    def __init__(self, path: Path, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except _DAMAGED:
            raise Unreadable("file_damaged_docx") from None
        self._members = {member.filename: member for member in self._zip.infolist()}
        self._check_sizes(path.stat().st_size, limits)
        self._check_kind()
        self._check_members()

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def names(self) -> list[str]:
        """The members' names, as stored."""
        return list(self._members)

    def read(self, name: str) -> bytes:
        """One part, unpacked; its size was checked before. Raises Unreadable where it is damaged."""
        try:
            with self._zip.open(self._members[name]) as part:
                return part.read()
        except (*_DAMAGED, RuntimeError):
            raise Unreadable("file_damaged_docx") from None

    def _check_sizes(self, archive_bytes: int, limits: Limits) -> None:
        members = self._zip.infolist()
        if len(members) > limits.members:
            raise ExpandsTooMuch("file_too_many_parts", limit=limits.members)
        unpacked = sum(member.file_size for member in members)
        sizes = [(unpacked, archive_bytes), *((member.file_size, member.compress_size) for member in members)]
        swollen = any(size > max(_RATIO_COUNTS_FROM, limits.ratio * packed) for size, packed in sizes)
        if unpacked > limits.unpacked_bytes or swollen:
            raise ExpandsTooMuch(megabytes=limits.unpacked_bytes // MEGABYTE)

    def _check_kind(self) -> None:
        names = set(self._members)
        if any(name.startswith("word/") for name in names) and "[Content_Types].xml" in names:
            return
        if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
            raise WrongType(kind="excel")
        if "ppt/presentation.xml" in names:
            raise WrongType(kind="powerpoint")
        if "mimetype" in names and "content.xml" in names:
            raise WrongType(kind="opendocument")
        raise WrongType(kind="archive")

    def _check_members(self) -> None:
        if any(count > 1 for count in Counter(m.filename for m in self._zip.infolist()).values()):
            raise Unreadable("file_damaged_docx")
        for name, member in self._members.items():
            if member.flag_bits & _ENCRYPTED_FLAG:
                raise Encrypted("file_encrypted_office")
            if name.lower().rsplit("/", 1)[-1] in ("vbaproject.bin", "vbadata.xml"):
                raise HasMacros
        if b"macroEnabled" in self.read("[Content_Types].xml"):
            raise HasMacros
        for name in self._members:
            self._check_content(name)

    def _check_content(self, name: str) -> None:
        if name.lower().endswith(_XML_ENDINGS):
            content = self.read(name)
            if any(mark in content for mark in _DTD):
                raise ExpandsTooMuch("file_declares_entities")
        elif not name.startswith(_EMBEDDED):
            try:
                with self._zip.open(self._members[name]) as part:
                    start = part.read(8)
            except (*_DAMAGED, RuntimeError):
                raise Unreadable("file_damaged_docx") from None
            if start.startswith(_NESTED):
                raise ExpandsTooMuch("file_nested_archive")


def parse_xml(content: bytes) -> etree._Element:
    """The root element; a DTD, nesting beyond 256 levels or damaged markup is refused.

    Raises ExpandsTooMuch, TooLarge, Unreadable; MemoryError where the tree does not fit.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if error.code == _NO_MEMORY:
            raise MemoryError from None
        if error.code == _RESOURCE_LIMIT:
            raise TooLarge("file_too_complex") from None
        raise Unreadable("file_damaged_docx") from None
    if root.getroottree().docinfo.doctype:
        raise ExpandsTooMuch("file_declares_entities")
    return root
