"""The same DOCX back: comments and corrections at the very places, everything else as it was."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from index.documents import read_document
from index.marking import Note, annotate, read_sheet
from knowledge.errors import ExpandsTooMuch, FileRejected, Unreadable, WrongType
from tests import hostile
from tests.index.drafts import docx_of, with_a_link_and_an_insertion

AT = datetime(2026, 7, 20, 8, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
LINES = [
    "Thực hiện Nghị định số 98/2023/NĐ-CP, phường tiếp tục nổ lực.",
    "",
    "Số tiền 46.5 triệu đồng; nâng cao nâng cao chất lượng  phong trào.",
]
TABLE = [["Đơn vị", "Tập thể"], ["Tổ dân phố 1", "tập thế"]]


def noted(content: bytes, *wanted: tuple[str, str | None]) -> bytes:
    """The document with a note, and perhaps a correction, at each of these words."""
    text = read_document(content, "a.docx").text
    notes = [
        Note(text.index(words), text.index(words) + len(words), f"về «{words}»", replacement)
        for words, replacement in wanted
    ]
    return annotate(content, text, notes, read_sheet(content, text), "Trợ lý TĐKT", AT)


def body(content: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return root.find(qn("w:body"))


def marked(content: bytes) -> dict[str, str]:
    """Each comment with the words it stands on, as a reader of Word sees them."""
    document = Document(io.BytesIO(content))
    spans: dict[str, str] = {}
    for comment in document.comments:
        inside = False
        words = ""
        for element in document.element.body.iter():
            if element.get(qn("w:id")) == str(comment.comment_id):
                inside = element.tag == qn("w:commentRangeStart") or (inside and element.tag != qn("w:commentRangeEnd"))
            elif inside and element.tag in (qn("w:t"), qn("w:delText")):
                words += element.text or ""
        spans[comment.text] = words
    return spans


def without_marks(element: etree._Element) -> str:
    """The body as it would be without comments and with every change refused; runs of one format as one."""
    copy = etree.fromstring(etree.tostring(element))
    for gone in [
        one for one in copy.iter() if one.tag in (qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:ins"))
    ]:
        if gone.get(qn("w:author"), "Trợ lý TĐKT") == "Trợ lý TĐKT":
            gone.getparent().remove(gone)
    for deletion in list(copy.iter(qn("w:del"))):
        for run in list(deletion):
            deletion.addprevious(run)
        deletion.getparent().remove(deletion)
    for run in list(copy.iter(qn("w:r"))):
        if run.find(qn("w:commentReference")) is not None:
            run.getparent().remove(run)
    return "".join(_formats(copy))


def _formats(copy: etree._Element) -> Iterator[str]:
    """Every element in order; of runs each letter with its format, so that where a run was cut does not count."""
    for element in copy.iter():
        if element.tag == qn("w:r"):
            properties = element.find(qn("w:rPr"))
            shown = b"" if properties is None else etree.tostring(properties)
            for child in element:
                if child.tag in (qn("w:t"), qn("w:delText")):
                    yield from (f"{letter}{shown!r}" for letter in child.text or "")
        elif not any(parent.tag == qn("w:r") for parent in element.iterancestors()):
            yield f"<{element.tag} {dict(element.attrib)}>"


def test_each_comment_stands_on_exactly_its_words() -> None:
    content = docx_of(LINES, table=TABLE)
    result = noted(content, ("98/2023/NĐ-CP", None), ("nổ lực", None), ("nâng cao nâng cao", None), ("tập thế", None))
    assert marked(result) == {
        "về «98/2023/NĐ-CP»": "98/2023/NĐ-CP",
        "về «nổ lực»": "nổ lực",
        "về «nâng cao nâng cao»": "nâng cao nâng cao",
        "về «tập thế»": "tập thế",
    }


def test_a_comment_carries_its_author_and_moment() -> None:
    (comment,) = Document(io.BytesIO(noted(docx_of(LINES), ("nổ lực", None)))).comments
    assert (comment.author, comment.initials, comment.timestamp) == ("Trợ lý TĐKT", "TT", AT)


def test_nothing_but_marks_changes_in_the_body() -> None:
    content = docx_of(LINES, table=TABLE)
    result = noted(
        content, ("nổ lực", "nỗ lực"), ("46.5", "46,5"), ("nâng cao nâng cao", "nâng cao"), ("tập thế", None)
    )
    assert without_marks(body(result)) == without_marks(body(content))


def test_every_other_part_is_the_same_byte_for_byte() -> None:
    content = docx_of(LINES)
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(io.BytesIO(noted(content, ("nổ", None)))) as after,
    ):
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        new = set(after.namelist()) - set(before.namelist())
    assert changed <= {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert new == {"word/comments.xml"}


def test_a_correction_is_a_tracked_change_that_can_be_accepted_or_refused() -> None:
    result = body(noted(docx_of(LINES), ("nổ lực", "nỗ lực")))
    assert "".join(one.text for one in result.iter(qn("w:delText"))) == "nổ lực"
    (insertion,) = result.iter(qn("w:ins"))
    assert "".join(one.text for one in insertion.iter(qn("w:t"))) == "nỗ lực"
    assert insertion.get(qn("w:author")) == "Trợ lý TĐKT"


def test_a_correction_to_nothing_only_deletes() -> None:
    result = body(noted(docx_of(LINES), ("nâng cao ", "")))
    assert "".join(one.text for one in result.iter(qn("w:delText"))) == "nâng cao "
    assert list(result.iter(qn("w:ins"))) == []


def test_white_space_alone_can_be_corrected() -> None:
    result = body(noted(docx_of(LINES), ("  ", " ")))
    assert "".join(one.text for one in result.iter(qn("w:delText"))) == "  "


def test_of_two_corrections_of_the_same_words_the_first_is_made() -> None:
    content = docx_of(LINES)
    result = body(noted(content, ("nâng cao nâng cao", "nâng cao"), ("cao chất", "cáo chất")))
    assert "".join(one.text for one in result.iter(qn("w:delText"))) == "nâng cao nâng cao"
    assert without_marks(result) == without_marks(body(content))


def test_words_in_a_link_or_in_somebodys_insertion_are_commented_and_left_as_they_are() -> None:
    content = with_a_link_and_an_insertion("phường ", "nổ lực ", "tập thế")
    result = noted(content, ("nổ lực", "nỗ lực"), ("tập thế", "tập thể"))
    assert marked(result) == {"về «nổ lực»": "nổ lực", "về «tập thế»": "tập thế"}
    assert list(body(result).iter(qn("w:delText"))) == []


def test_a_note_whose_place_is_not_found_stands_at_the_first_paragraph() -> None:
    content = docx_of(["Một dòng đầu.", "Một dòng sau."])
    text = read_document(content, "a.docx").text
    notes = [Note(10_000, 10_001, "không rõ chỗ", "x")]
    result = annotate(content, text, notes, read_sheet(content, text), "Trợ lý", AT)
    assert len(Document(io.BytesIO(result)).comments) == 1
    assert list(body(result).iter(qn("w:del"))) == []


def test_the_sheet_tells_page_and_letters_as_styles_give_them() -> None:
    content = docx_of(["Một dòng chữ."])
    text = read_document(content, "a.docx").text
    (paragraph,) = [one for one in read_sheet(content, text).paragraphs if one.text]
    assert text[paragraph.start : paragraph.end] == "Một dòng chữ."
    assert [one.bold for one in paragraph.letters] == [False, True]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (hostile.zip_bomb(60), ExpandsTooMuch),
        (hostile.with_dtd(), ExpandsTooMuch),
        (hostile.encrypted_office(), FileRejected),
        (b"%PDF-1.7\n", WrongType),
        (b"PK\x03\x04" + b"x" * 50, Unreadable),
        (hostile.deeply_nested(), FileRejected),
    ],
)
def test_a_hostile_file_is_refused_with_a_reason(content: bytes, error: type[FileRejected]) -> None:
    with pytest.raises(error):
        read_sheet(content, "chữ")
    with pytest.raises(error):
        annotate(content, "chữ", [], read_sheet(docx_of(["chữ"]), "chữ"), "Trợ lý", AT)
