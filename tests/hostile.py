"""Makers of files as officers and attackers send them: nothing is stored, every file is built here.

They must not read anything: each returns the bytes of one file.
Read next: `tests/index/test_documents.py`, which says how each of them must end.
"""

from __future__ import annotations

import io
import random
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape

import pypdf

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_WORD: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES: Final = (
    f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


# --- Word -----------------------------------------------------------------------------------------


def paragraph(text: str, properties: str = "", run_properties: str = "") -> str:
    """A paragraph of one run; the properties are raw XML."""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run_properties}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def in_list(instance: int, level: int = 0) -> str:
    """The paragraph property that puts a paragraph into a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{instance}"/></w:numPr>'


def table(*rows: Iterable[str]) -> str:
    """A table; each cell is the raw XML inside a w:tc."""
    cells = [list(row) for row in rows]
    grid = '<w:gridCol w:w="2000"/>' * max(map(len, cells))
    filled = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in cells)
    inner = "".join(f"<w:tr>{row}</w:tr>" for row in filled)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{inner}</w:tbl>"


def part(root: str, inner: str) -> str:
    """One XML part with the namespaces that Word declares."""
    return f"{_DECLARATION}<w:{root} {_SPACES}>{inner}</w:{root}>"


def docx(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    footnotes: str = "",
    extra: dict[str, bytes | str] | None = None,
    main_type: str = f"{_MAIN}.document.main+xml",
    document: str | bytes | None = None,
) -> bytes:
    """A Word package around the raw XML of a body. `extra` adds members; `document` replaces the main part."""
    types = [("/word/document.xml", main_type)]
    members: dict[str, bytes | str] = {"word/document.xml": document or part("document", f"<w:body>{body}</w:body>")}
    for name, inner in (("styles", styles), ("numbering", numbering), ("footnotes", footnotes)):
        if inner:
            types.append((f"/word/{name}.xml", f"{_MAIN}.{name}+xml"))
            members[f"word/{name}.xml"] = part(name, inner)
    members["_rels/.rels"] = _relationships({"officeDocument": "word/document.xml"})
    members["word/_rels/document.xml.rels"] = _relationships({_name(path): path[6:] for path, _ in types[1:]})
    related = "application/vnd.openxmlformats-package.relationships+xml"
    listed = (
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="{related}"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types)
    )
    spaces = "http://schemas.openxmlformats.org/package/2006/content-types"
    members["[Content_Types].xml"] = f'{_DECLARATION}<Types xmlns="{spaces}">{listed}</Types>'
    return archive({**members, **(extra or {})})


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".xml")


def _relationships(targets: dict[str, str]) -> str:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = "".join(
        f'<Relationship Id="r{place}" Type="{kinds}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets.items())
    )
    spaces = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_DECLARATION}<Relationships xmlns="{spaces}">{listed}</Relationships>'


def archive(members: dict[str, bytes | str]) -> bytes:
    """A ZIP of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def zip_bomb(megabytes: int = 300) -> bytes:
    """A package whose body is hundreds of megabytes of one letter, in well under one megabyte."""
    letters = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed, crc, chunk = [], 0, b"A" * (1 << 20)
    for _ in range(megabytes):
        packed.append(letters.compress(chunk))
        crc = zlib.crc32(chunk, crc)
    packed.append(letters.flush())
    data, size = b"".join(packed), megabytes << 20
    name = b"word/document.xml"
    common = (20).to_bytes(2, "little") + b"\0\0" + (8).to_bytes(2, "little") + b"\0" * 4
    common += crc.to_bytes(4, "little") + len(data).to_bytes(4, "little") + size.to_bytes(4, "little")
    local = b"PK\x03\x04" + common + len(name).to_bytes(2, "little") + b"\0\0" + name + data
    central = b"PK\x01\x02" + (20).to_bytes(2, "little") + common + len(name).to_bytes(2, "little") + b"\0" * 16 + name
    end = b"PK\x05\x06" + b"\0" * 4 + (1).to_bytes(2, "little") * 2
    return local + central + end + len(central).to_bytes(4, "little") + len(local).to_bytes(4, "little") + b"\0\0"


def lying_zip() -> bytes:
    """A package whose directory says 1,000 bytes where 40 million characters are packed."""
    content = docx("<w:p><w:r><w:t>" + "A" * 40_000_000 + "</w:t></w:r></w:p>")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        size = package.getinfo("word/document.xml").file_size
    return content.replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))


def long_docx(characters: int) -> bytes:
    """A Word document of so many characters that do not pack well."""
    letters = random.Random(7)
    line = "".join(letters.choices("ab ", k=200_000))  # longer than the packer looks back
    body: list[str] = []
    while characters > 0:
        start = len(body) * 997 % len(line)
        body.append(paragraph((line[start:] + line[:start])[:characters]))
        characters -= len(line)
    return docx("".join(body))


def two_bodies() -> bytes:
    """A package that holds its main part twice: which of them is read would depend on the reader."""
    out = io.BytesIO(docx(paragraph("một")))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        with zipfile.ZipFile(out, "a") as package:
            package.writestr("word/document.xml", part("document", f"<w:body>{paragraph('hai')}</w:body>"))
    return out.getvalue()


def many_members(count: int = 2_100) -> bytes:
    """A package of more parts than any document has."""
    return docx(paragraph("x"), extra={f"word/part{number}.xml": "<x/>" for number in range(count)})


def with_dtd(*, encoding: str = "utf-8", hidden_behind: str = "") -> bytes:
    """A document whose main part declares entities, one of them a file on the server."""
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>{hidden_behind}'
        '<!DOCTYPE w:document [<!ENTITY file SYSTEM "file:///etc/hostname"><!ENTITY quoted \'"a]>"\'>]>'
        f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>[&file;][&quoted;]</w:t></w:r></w:p></w:body>'
        "</w:document>"
    )
    return docx("", document=text.encode(encoding))


def deeply_nested(levels: int = 5_000) -> bytes:
    """A document of content controls inside each other."""
    opening, closing = "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"
    return docx(opening * levels + paragraph("đáy") + closing * levels)


def tiny_elements(count: int) -> bytes:
    """A document of empty paragraphs only: little to unpack, much to hold in memory."""
    letters = random.Random(11)
    runs = "".join(f"<w:p><w:r><w:t>{letters.randrange(10**9)}</w:t></w:r></w:p>" for _ in range(1_000))
    return docx(runs * (count // 1_000))


# --- OLE containers -------------------------------------------------------------------------------


def ole(*names: str, fib_flags: int = 0) -> bytes:
    """A container with these streams in its directory; a WordDocument stream begins with its flags."""
    header = bytearray(b"\xff" * 512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[24:34] = b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00"
    entries = bytearray()
    for name in ("Root Entry", *names):
        stored = (name + "\0").encode("utf-16-le")
        entry = bytearray(128)
        entry[: len(stored)] = stored
        entry[64:66] = len(stored).to_bytes(2, "little")
        entry[66] = 5 if name == "Root Entry" else 2
        entry[116:120] = (1).to_bytes(4, "little")  # the sector after the next
        entries += entry
    directory = entries[:512].ljust(512, b"\0")
    stream = (b"\xec\xa5\xc1\x00" + b"\0" * 6 + fib_flags.to_bytes(2, "little")).ljust(4096, b"\0")
    return bytes(header) + bytes(directory) + stream + bytes(entries[512:])


def encrypted_office() -> bytes:
    """What Word writes for a document with a password: an OLE container, not a ZIP."""
    return ole("EncryptionInfo", "EncryptedPackage")


# --- PDF ------------------------------------------------------------------------------------------


def _pdf_objects(objects: dict[int, bytes], root: int = 1) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number]
    return bytes(out + b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, start))


def _stream(content: bytes, keys: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), keys, content)


def _font_objects(first: int) -> dict[int, bytes]:
    """A font without glyphs whose codes are Unicode: enough for text, nothing to draw."""
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        b"100 beginbfrange\n"
        + b"".join(b"<%02X00> <%02XFF> <%02X00>\n" % (high, high, high) for high in range(100))
        + b"endbfrange endcmap end end"
    )
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /None /DW 500 /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %d 0 R >>" % (first + 3)
    )
    return {
        first: b"<< /Type /Font /Subtype /Type0 /BaseFont /None /Encoding /Identity-H "
        b"/DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>" % (first + 1, first + 2),
        first + 1: descendant,
        first + 2: _stream(to_unicode),
        first + 3: b"<< /Type /FontDescriptor /FontName /None /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 "
        b"/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
    }


def pdf(*pages: Iterable[str], helvetica: bool = False) -> bytes:
    """A PDF with these lines on these pages; `helvetica` uses a font that can be drawn (ASCII only)."""
    first = 3 + 2 * len(pages)
    kids = b" ".join(b"%d 0 R" % (3 + 2 * place) for place in range(len(pages)))
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), kids),
    }
    for place, lines in enumerate(pages):
        shown = b""
        for row, line in enumerate(lines):
            text = b"(%s)" % line.encode() if helvetica else b"<%s>" % line.encode("utf-16-be").hex().encode()
            shown += b"BT /F 14 Tf 72 %d Td %s Tj ET\n" % (780 - 20 * row, text)
        objects[3 + 2 * place] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F %d 0 R >> >> >>" % (4 + 2 * place, first)
        )
        objects[4 + 2 * place] = _stream(shown)
    objects |= {first: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"} if helvetica else _font_objects(first)
    return _pdf_objects(dict(sorted(objects.items())))


def pdf_of_picture(gray: bytes, width: int, height: int, copies: int = 1) -> bytes:
    """A scan: pages that hold one grey picture each and no text."""
    kids = b" ".join(b"%d 0 R" % (5 + place) for place in range(copies))
    keys = b"/Type /XObject /Subtype /Image /Width %d /Height %d " % (width, height)
    keys += b"/ColorSpace /DeviceGray /BitsPerComponent 8"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (copies, kids),
        3: _stream(zlib.compress(gray), keys + b" /Filter /FlateDecode"),
        4: _stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
    }
    picture = b"/Resources << /XObject << /I 3 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % picture
    return _pdf_objects({**objects, **{5 + place: page for place in range(copies)}})


def pdf_page_loop() -> bytes:
    """A page tree whose node is its own child."""
    return _pdf_objects(
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Count 1 /Kids [2 0 R 2 0 R] /Parent 2 0 R >>"}
    )


def pdf_bomb(megabytes: int = 1_500) -> bytes:
    """One page whose content unpacks into far more than the memory of a reader."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"q Q " * (1 << 18)) for _ in range(megabytes)) + packer.flush()
    return _pdf_objects(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            4: _stream(packed, b"/Filter /FlateDecode"),
        }
    )


def blank_pdf(pages: int) -> bytes:
    """A PDF of empty pages; of none, if so asked."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted_pdf(user_password: str) -> bytes:
    """A PDF protected by RC4; with an empty user password it only forbids printing and opens as it is."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(["Mật"])))
    writer.encrypt(user_password, owner_password="chủ", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# --- Text in old encodings ------------------------------------------------------------------------

_LETTERS_TCVN3: Final = dict(
    zip(
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        bytes.fromhex(
            "a1a2a3a4a5a6a7a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedfe1e2e3e4"
            "e5e6e7e8e9eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
        ),
        strict=True,
    )
)
_MARKS_1258: Final = {"\u0300": 0xCC, "\u0309": 0xD2, "\u0303": 0xDE, "\u0301": 0xEC, "\u0323": 0xF2}


def tcvn3(text: str) -> bytes:
    """NFC text as the fonts .VnTime hold it: capital letters with tones share the bytes of the small ones."""
    return bytes(
        ord(letter) if letter < "\x80" else _LETTERS_TCVN3.get(letter) or _LETTERS_TCVN3[letter.lower()]
        for letter in text
    )


def windows_1258(text: str) -> bytes:
    """NFC text in windows-1258: a letter that the code page lacks is followed by its tone mark."""
    out = bytearray()
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in parts if mark in _MARKS_1258)
            out += unicodedata.normalize("NFC", parts.replace(tone, "")).encode("cp1258")
            out.append(_MARKS_1258[tone])
    return bytes(out)


_VNI_SINGLE: Final = {"đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}
_VNI_HORN: Final = {"o": "ô", "u": "ö"}
# Tone marks in the order none, grave, acute, hook, tilde, dot; by the quality mark they stand with.
_VNI_TONES: Final = {"": " øùûõï", "\u0302": "âàáåãä", "\u0306": "êèéúüë", "\u031b": " øùûõï"}
_TONES: Final = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")


def vni(text: str) -> bytes:
    """NFC text as the fonts VNI-Times hold it: a letter, then the mark for its quality and tone."""
    return "".join(map(_vni_letter, text)).encode("latin-1")


def _vni_letter(letter: str) -> str:
    small = letter.lower()
    if small in _VNI_SINGLE:
        shown = _VNI_SINGLE[small]
    else:
        base, marks = unicodedata.normalize("NFD", small)[0], unicodedata.normalize("NFD", small)[1:]
        tone = next((mark for mark in marks if mark in _TONES), "")
        quality = next((mark for mark in marks if mark not in _TONES), "")
        base = _VNI_HORN[base] if quality == "\u031b" else base
        shown = (base + _VNI_TONES[quality][_TONES.index(tone)]).rstrip() if marks else base
    return shown.upper() if letter != small else shown


# --- Text that makes a careless reader slow or blind ----------------------------------------------


def texts(length: int) -> dict[str, str]:
    """Drafts of about `length` characters that no officer writes, each by what is hostile in it."""

    def repeated(piece: str) -> str:
        return piece * (length // len(piece))

    return {
        "one letter": repeated("a"),
        "spaces": repeated(" "),
        "empty lines": repeated("\n"),
        "open quotes": repeated("“"),
        "open brackets": repeated("("),
        "dots": repeated("."),
        "digits": repeated("1"),
        "fractions": repeated("1/"),
        "commas between digits": repeated("1,"),
        "tone marks": "a" + repeated("\u0323"),
        "zero width": repeated("th\u200bi đ\u200dua "),
        "right to left": repeated("\u202eשלום تقرير\u202c thi đua "),
        "headings": repeated("1. A\n"),
        "rows": repeated("1\t2\n"),
        "citations": repeated("Nghị định số 152/2025/NĐ-CP "),
        "totals": repeated("12 hộ, trong đó: "),
        "percentages": repeated("12/15 đạt "),
        "pairs": repeated("an an "),
        "placeholders": repeated("[a"),
        "movements": "".join(f"phong trào “một hai ba bốn năm sáu {place}” " for place in range(length // 40)),
        "articles": repeated("Điều "),
        "lists": repeated("gồm: 12 hộ, "),
        "capitals": repeated("UBND TỈNH "),
        "councils": repeated("HỘI ĐỒNG "),
        "two spaces": "\t" + repeated("a  b "),
        "straight quotes": repeated('"a '),
        "brackets in brackets": repeated("(a (b "),
        "one word": repeated("thamgia"),
        "semicolons": repeated("; Thực hiện "),
        "letters and marks apart": repeated("tho\u0302\u0301ng "),
        "from and to": repeated("từ 12 hộ "),
        "years": repeated("năm 2025 "),
        "endings": repeated("Nơi nhận: \n\tTM. "),
        "levels": repeated("I. A\n1. B\n1.1. C\na) D\n"),
        "quantities": "".join(f"diện tích lúa vụ hè thu {place} ha. " for place in range(length // 30)),
    }
