"""Reading of uploaded files: what is read, in what order, and how every bad file ends.

Nothing is stored: the files are made by `tests/hostile.py`, or by python-docx where a real one is wanted.
Read next: `index/documents.py`.
"""

from __future__ import annotations

import io
import os
import re
import select
import shutil
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import jinja2
import pypdfium2
import pytest

from index.documents import Document, DocumentKind, read_document, read_document_file, shown_name
from index.reading.limits import MEGABYTE, Limits
from index.reading.numbering import format_number
from knowledge.errors import (
    Encrypted,
    ExpandsTooMuch,
    FileRejected,
    HasMacros,
    TooLarge,
    Unreadable,
    WrongType,
)
from knowledge.text import normalise
from tests import hostile
from tests.hostile import in_list, paragraph, table

ROOT = Path(__file__).resolve().parents[2]
REPORT = (
    "BÁO CÁO\nTổng kết công tác thi đua, khen thưởng năm 2025\n"
    "Thực hiện Kế hoạch số 15/KH-UBND, Ủy ban nhân dân xã báo cáo kết quả như sau:\n"
    "I. Kết quả đạt được\nSố: 12\n(Đã ký)\nToàn xã có 45 tập thể và 120 cá nhân được khen thưởng, "
    "khẳng định kết quả chung."
)


@pytest.fixture(autouse=True)
def no_converters(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder that is the whole search path, so that no converter of this machine is found."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def text_of(content: bytes, name: str = "tep.docx") -> str:
    return read_document(content, name).text


def rejection_of(content: bytes, name: str, limits: Limits | None = None) -> FileRejected:
    with pytest.raises(FileRejected) as caught:
        read_document(content, name, limits or Limits())
    return caught.value


# --- Every bad file ends with its own key -----------------------------------------------------------

GOOD_DOCX = hostile.docx("".join(paragraph(line) for line in REPORT.split("\n")))
GOOD_PDF = hostile.pdf(REPORT.split("\n"))
NOISE = bytes((position * 197 + 31 * (position // 7)) % 256 for position in range(5_000))
SMALL_MEMORY = Limits(memory_bytes=256 * MEGABYTE)

BAD_FILES: list[tuple[str, Callable[[], bytes], type[FileRejected], str]] = [
    ("rong.docx", lambda: b"", Unreadable, "file_empty"),
    ("lon.txt", lambda: b"a" * (20 * MEGABYTE + 1), TooLarge, "file_too_large"),
    ("bom.docx", hostile.zip_bomb, ExpandsTooMuch, "file_expands"),
    ("dai.docx", lambda: hostile.long_docx(60_000_000), ExpandsTooMuch, "file_expands"),
    ("nhieu-chu.docx", lambda: hostile.long_docx(3_200_000), TooLarge, "file_too_much_text"),
    ("noi-doi.docx", hostile.lying_zip, Unreadable, "file_damaged_docx"),
    ("nhieu-phan.docx", hostile.many_members, ExpandsTooMuch, "file_too_many_parts"),
    ("dtd.docx", hostile.with_dtd, ExpandsTooMuch, "file_declares_entities"),
    ("dtd16.docx", lambda: hostile.with_dtd(encoding="utf-16"), ExpandsTooMuch, "file_declares_entities"),
    (
        "dtd-sau.docx",
        lambda: hostile.with_dtd(hidden_behind=f"<!-- {'x' * 20_000} --><?a b?>"),
        ExpandsTooMuch,
        "file_declares_entities",
    ),
    (
        "dtd-phu.docx",
        lambda: hostile.docx(paragraph("x"), extra={"word/theme/theme1.xml": "<!DOCTYPE a []><a/>"}),
        ExpandsTooMuch,
        "file_declares_entities",
    ),
    (
        "long.docx",
        lambda: hostile.docx(paragraph("x"), extra={"word/media/a.png": hostile.archive({"a": "b"})}),
        ExpandsTooMuch,
        "file_nested_archive",
    ),
    ("sau.docx", hostile.deeply_nested, TooLarge, "file_too_complex"),
    (
        "macro.docx",
        lambda: hostile.docx(paragraph("x"), extra={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
        HasMacros,
        "file_has_macros",
    ),
    (
        "macro.docm",
        lambda: hostile.docx(paragraph("x"), main_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        HasMacros,
        "file_has_macros",
    ),
    ("macro.doc", lambda: hostile.ole("WordDocument", "Macros"), HasMacros, "file_has_macros"),
    ("khoa.docx", hostile.encrypted_office, Encrypted, "file_encrypted_office"),
    ("khoa.doc", lambda: hostile.ole("WordDocument", fib_flags=0x0100), Encrypted, "file_encrypted_office"),
    ("khoa.pdf", lambda: hostile.encrypted_pdf("mật khẩu"), Encrypted, "file_encrypted_pdf"),
    ("cu.doc", lambda: hostile.ole("WordDocument"), WrongType, "file_old_word"),
    ("cut.docx", lambda: GOOD_DOCX[: len(GOOD_DOCX) // 2], Unreadable, "file_damaged_docx"),
    ("rac.docx", lambda: b"PK\x03\x04" + NOISE, Unreadable, "file_damaged_docx"),
    ("khong-than.docx", lambda: hostile.docx("", document="<a/>"), Unreadable, "file_damaged_docx"),
    ("hai-than.docx", hostile.two_bodies, Unreadable, "file_damaged_docx"),
    ("rac.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, Unreadable, "file_damaged_doc"),
    ("rac-ten-word.docx", lambda: NOISE, Unreadable, "file_damaged"),
    ("rac.txt", lambda: NOISE, WrongType, "file_not_text"),
    ("rac.bin", lambda: NOISE, WrongType, "file_wrong_type"),
    ("rac.pdf", lambda: b"%PDF-1.7\n" + NOISE, Unreadable, "file_damaged_pdf"),
    ("cut.pdf", lambda: GOOD_PDF[:500], Unreadable, "file_damaged_pdf"),
    ("vong.pdf", hostile.pdf_page_loop, Unreadable, "file_damaged_pdf"),
    ("khong-trang.pdf", lambda: hostile.blank_pdf(0), Unreadable, "file_no_pages"),
    ("trang-trong.pdf", lambda: hostile.blank_pdf(1), Unreadable, "file_no_text"),
    ("2000.pdf", lambda: hostile.blank_pdf(2_000), TooLarge, "file_too_many_pages"),
    ("quet.pdf", lambda: hostile.pdf_of_picture(bytes(10_000), 100, 100, 3), Unreadable, "file_is_scan"),
    ("trong.docx", lambda: hostile.docx(paragraph(" ")), Unreadable, "file_no_text"),
    (
        "anh.docx",
        lambda: hostile.docx(paragraph(""), extra={"word/media/image1.png": b"\x89PNG"}),
        Unreadable,
        "file_only_pictures",
    ),
    ("cach.txt", lambda: b" \r\n\t", Unreadable, "file_no_text"),
    ("bang.xlsx", lambda: hostile.archive({"xl/workbook.xml": "<a/>"}), WrongType, "file_wrong_type"),
    ("bang.xls", lambda: hostile.ole("Workbook"), WrongType, "file_wrong_type"),
    ("chieu.pptx", lambda: hostile.archive({"ppt/presentation.xml": "<a/>"}), WrongType, "file_wrong_type"),
    (
        "van.odt",
        lambda: hostile.archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        WrongType,
        "file_wrong_type",
    ),
    ("goi.zip", lambda: hostile.archive({"bao-cao.docx": GOOD_DOCX}), WrongType, "file_wrong_type"),
    ("anh.jpg", lambda: b"\xff\xd8\xff\xe0" + NOISE, WrongType, "file_wrong_type"),
    ("van.rtf", lambda: b"{\\rtf1 x}", WrongType, "file_wrong_type"),
    ("cai-dat.exe", lambda: b"MZ\x90\x00\x03\x00" + NOISE, WrongType, "file_wrong_type"),
    ("bao-cao.docx", lambda: b"MZ\x90\x00\x03\x00" + NOISE, WrongType, "file_name_lies"),
    ("web.doc", lambda: b"<!DOCTYPE html><html></html>", WrongType, "file_name_lies"),
    ("bang.docx", lambda: hostile.archive({"xl/workbook.xml": "<a/>"}), WrongType, "file_name_lies"),
]


@pytest.fixture(scope="module")
def texts() -> jinja2.environment.TemplateModule:
    """The Vietnamese sentences of the rejections, strict about a detail that is missing."""
    loader = jinja2.FileSystemLoader(ROOT / "bot" / "texts")
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.get_template("files.jinja").module


@pytest.mark.parametrize(("name", "make", "kind", "key"), BAD_FILES, ids=[name for name, *_ in BAD_FILES])
def test_a_bad_file_ends_with_its_own_key_and_a_sentence(
    texts: jinja2.environment.TemplateModule,
    name: str,
    make: Callable[[], bytes],
    kind: type[FileRejected],
    key: str,
) -> None:
    rejection = rejection_of(make(), name)
    assert (type(rejection), rejection.key) == (kind, key)
    sentence = str(getattr(texts, key)(**rejection.details))
    assert f"<b>{name}</b>" in sentence
    assert not re.sub("</?b>", "", sentence).count("<")


def test_every_key_that_can_be_raised_has_a_text_and_no_text_is_idle(
    texts: jinja2.environment.TemplateModule,
) -> None:
    sources = [
        ROOT / "knowledge" / "errors.py",
        ROOT / "index" / "documents.py",
        ROOT / "bot" / "app.py",
        *(ROOT / "index" / "reading").glob("*.py"),
    ]
    raised = {key for source in sources for key in re.findall(r'"(file_[a-z_]+)"', source.read_text(encoding="utf-8"))}
    assert raised == {name for name in dir(texts) if name.startswith("file_")}


def test_the_texts_say_how_much_is_allowed(texts: jinja2.environment.TemplateModule) -> None:
    rejection = rejection_of(hostile.blank_pdf(2_000), "luat.pdf")
    sentence = str(getattr(texts, rejection.key)(**rejection.details))
    assert "2.000 trang" in sentence
    assert "500 trang" in sentence


def test_a_name_is_shown_without_folders_directions_or_markup(texts: jinja2.environment.TemplateModule) -> None:
    rejection = rejection_of(b"", "C:\\ho so\\<i>\u202ecod.exe")
    assert rejection.details["name"] == "<i>cod.exe"
    assert "&lt;i&gt;cod.exe" in str(texts.file_empty(**rejection.details))  # type: ignore[attr-defined]
    assert len(shown_name("đ" * 5_000 + ".docx")) <= 80


@pytest.mark.parametrize("content", [GOOD_DOCX, GOOD_PDF, hostile.docx("<w:p/>" * 500 + paragraph("x"))])
def test_a_file_cut_anywhere_is_read_or_rejected(content: bytes) -> None:
    for cut in range(1, len(content), len(content) // 5):
        try:
            assert read_document(content[:cut], "cat").text
        except FileRejected as rejection:
            assert rejection.key.startswith("file_")
            assert rejection.key != "file_reader_died"


# --- The child and its limits -----------------------------------------------------------------------


def test_a_pdf_that_outgrows_the_memory_takes_only_the_child_with_it() -> None:
    assert rejection_of(hostile.pdf_bomb(300), "bom.pdf", SMALL_MEMORY).key == "file_reader_died"
    assert text_of(GOOD_DOCX) == REPORT


def test_a_document_that_outgrows_the_memory_says_so() -> None:
    rejection = rejection_of(hostile.tiny_elements(400_000), "day.docx", Limits(memory_bytes=128 * MEGABYTE))
    assert (type(rejection), rejection.key) == (TooLarge, "file_needs_memory")


def test_a_file_that_burns_the_processor_is_stopped() -> None:
    rejection = rejection_of(hostile.tiny_elements(200_000), "cham.docx", Limits(cpu_seconds=1))
    assert (type(rejection), rejection.key) == (TooLarge, "file_takes_too_long")


def test_a_converter_that_never_ends_is_killed_with_the_child(no_converters: Path, tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    # The fifo reads as ended only once no process holds its other end.
    program(no_converters, "antiword", f"exec 9> {alive}\nwhile :; do :; done")
    reading = os.open(alive, os.O_RDONLY | os.O_NONBLOCK)
    try:
        rejection = rejection_of(hostile.ole("WordDocument"), "cu.doc", Limits(wall_seconds=1.5))
        assert rejection.key == "file_takes_too_long"
        assert select.select([reading], [], [], 10)[0]
        assert os.read(reading, 1) == b""
    finally:
        os.close(reading)


def test_files_are_read_side_by_side_from_threads() -> None:
    contents = [hostile.docx(paragraph(f"Văn bản {number}")) for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        read = list(pool.map(lambda content: text_of(content), contents))
    assert read == [f"Văn bản {number}" for number in range(8)]
    assert threading.active_count() < 20


def test_nothing_stays_on_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(tmp_path.iterdir())
    assert text_of(GOOD_DOCX) == REPORT
    rejection_of(GOOD_DOCX[:300], "cut.docx")
    assert set(tmp_path.iterdir()) == before


def test_the_child_imports_only_what_the_kind_needs() -> None:
    script = (
        "import sys; sys.path.append(sys.argv[1])\n"
        "import index.reading.child, index.reading.plain_text\n"
        "print(sorted(m for m in ('lxml', 'docx', 'pypdfium2', 'numpy', 'torch', 'jinja2') if m in sys.modules))\n"
        "import index.reading.docx_text\n"
        "print(sorted(m for m in ('docx', 'pypdfium2', 'numpy', 'torch', 'jinja2') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", script, str(ROOT)], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n") == ["[]", "[]", ""]


def test_a_huge_file_on_disk_is_rejected_before_it_is_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "lon.pdf"
    with path.open("wb") as file:
        file.truncate(100 * MEGABYTE)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the file was opened")

    monkeypatch.setattr(Path, "open", never)
    with pytest.raises(TooLarge) as caught:
        read_document_file(path)
    assert caught.value.details == {"megabytes": 20, "name": "lon.pdf"}


def test_a_file_that_is_not_there_or_no_file_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ong")
    for path in (tmp_path / "khong-co.docx", tmp_path, tmp_path / "ong"):
        with pytest.raises(Unreadable) as caught:
            read_document_file(path)
        assert caught.value.key == "file_missing"


def test_a_file_on_disk_is_read(tmp_path: Path) -> None:
    path = tmp_path / "báo cáo.docx"
    path.write_bytes(GOOD_DOCX)
    assert read_document_file(path) == Document(DocumentKind.DOCX, REPORT, None, (), scanned=False)


# --- Word ---------------------------------------------------------------------------------------------


def test_the_content_decides_and_not_the_name() -> None:
    assert read_document(GOOD_PDF, "bao-cao.docx").kind is DocumentKind.PDF
    assert read_document(GOOD_DOCX, "bao-cao.txt").kind is DocumentKind.DOCX
    assert read_document(b"Xin ch\xc3\xa0o", "bao-cao.docx").kind is DocumentKind.TEXT


def test_paragraphs_and_tables_come_in_document_order() -> None:
    body = paragraph("trước") + table(
        [paragraph("STT"), paragraph("Tên") + paragraph("đơn vị")], [paragraph("1"), paragraph("Thôn\tA")]
    )
    assert text_of(hostile.docx(body + paragraph("sau"))) == "trước\nSTT\tTên đơn vị\n1\tThôn A\nsau"


def test_merged_cells_are_read_once() -> None:
    first = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + paragraph("gộp dọc")
    below = "<w:tcPr><w:vMerge/></w:tcPr>" + paragraph("gộp dọc")
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("gộp ngang")
    body = table([wide], [first, paragraph("a")], [below, paragraph("b")])
    assert text_of(hostile.docx(body)) == "gộp ngang\ngộp dọc\ta\n\tb"


def test_a_table_inside_a_cell_and_a_frame_of_one_cell_keep_their_text() -> None:
    inner = table([paragraph("x"), paragraph("y")])
    framed = table([paragraph("dòng một") + paragraph("dòng hai")])
    assert text_of(hostile.docx(table([paragraph("a"), inner]) + framed)) == "a\tx y\ndòng một\ndòng hai"


def test_insertions_are_read_and_deletions_are_not() -> None:
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    kept = run.format("Khen thưởng ") + f"<w:ins>{run.format('năm 2026')}</w:ins>"
    gone = f"<w:del>{run.format('bỏ').replace('w:t', 'w:delText')}</w:del><w:moveFrom>{run.format('dời')}</w:moveFrom>"
    removed = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p>"
    row = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('hàng bỏ')}</w:tc></w:tr></w:tbl>"
    assert text_of(hostile.docx(f"<w:p>{kept}{gone}</w:p>{removed}{row}{paragraph('hết')}")) == (
        "Khen thưởng năm 2026\nhết"
    )


def test_hidden_text_stays_out_and_capitals_are_written_out() -> None:
    body = paragraph("ẩn", run_properties="<w:vanish/>") + paragraph("điều khoản", run_properties="<w:caps/>")
    styled = paragraph("theo kiểu", '<w:pStyle w:val="Hoa"/>')
    styles = '<w:style w:type="paragraph" w:styleId="Hoa"><w:rPr><w:caps/></w:rPr></w:style>'
    assert text_of(hostile.docx(body + styled, styles=styles)).split() == ["ĐIỀU", "KHOẢN", "THEO", "KIỂU"]


def test_text_boxes_are_read_once_and_footnotes_come_last() -> None:
    box = f"<w:txbxContent>{paragraph('trong khung')}</w:txbxContent>"
    drawn = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    cited = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = f"<w:p><w:r><w:t>chính</w:t>{drawn}</w:r>{cited}</w:p>" + paragraph("tiếp")
    footnotes = f'<w:footnote w:id="2">{paragraph("chú thích")}</w:footnote>'
    assert text_of(hostile.docx(body, footnotes=footnotes)) == "chính[1]\ntrong khung\ntiếp\n[1] chú thích"


def test_links_fields_controls_and_breaks_keep_their_text() -> None:
    body = (
        '<w:p><w:r><w:br w:type="page"/></w:r><w:hyperlink><w:r><w:t>liên kết</w:t></w:r></w:hyperlink>'
        "<w:r><w:br/><w:t>dòng hai</w:t><w:tab/><w:noBreakHyphen/><w:instrText>PAGE</w:instrText></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph('điền')}</w:sdtContent></w:sdt>"
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('Bấm vào')}</w:sdtContent></w:sdt>"
    )
    assert text_of(hostile.docx(body)) == "liên kết\ndòng hai\t-\nđiền"


def test_a_strict_document_is_read_like_any_other() -> None:
    document = hostile.part("document", f"<w:body>{paragraph('chuẩn nghiêm ngặt')}</w:body>")
    assert text_of(hostile.docx("", document=document.replace(hostile.WORD, hostile.STRICT_WORD))) == (
        "chuẩn nghiêm ngặt"
    )


def test_a_document_of_python_docx_is_read_without_its_header() -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "tiêu đề trang"
    made.add_heading("Tiêu đề", 1)
    made.add_paragraph("mục một", style="List Number")
    made.add_paragraph("mục hai", style="List Number")
    made.add_paragraph("chấm", style="List Bullet")
    out = io.BytesIO()
    made.save(out)
    assert text_of(out.getvalue()) == "Tiêu đề\n1. mục một\n2. mục hai\n- chấm"


def test_escaped_markup_and_an_embedded_spreadsheet_are_no_danger() -> None:
    content = hostile.docx(
        paragraph("<!DOCTYPE a> & <!ENTITY b>"), extra={"word/embeddings/sheet.xlsx": hostile.archive({"a": "b"})}
    )
    assert text_of(content) == "<!DOCTYPE a> & <!ENTITY b>"


# --- Numbers that Word writes -------------------------------------------------------------------------


def level(index: int, form: str, pattern: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def numbering(*levels: str, instances: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{instances}'


def test_articles_clauses_and_points_get_their_automatic_numbers() -> None:
    lists = numbering(
        level(0, "upperRoman", "Chương %1"),
        level(1, "decimal", "Điều %2.", '<w:lvlRestart w:val="0"/>'),
        level(2, "decimal", "%3."),
        level(3, "lowerLetter", "%4)"),
    )
    levels = [0, 1, 2, 3, 3, 2, 3, 0, 1, 2]
    body = "".join(paragraph(f"m{place}", in_list(1, at)) for place, at in enumerate(levels))
    assert text_of(hostile.docx(body, numbering=lists)).split("\n") == [
        "Chương I m0",
        "Điều 1. m1",
        "1. m2",
        "a) m3",
        "b) m4",
        "2. m5",
        "a) m6",
        "Chương II m7",
        "Điều 2. m8",
        "1. m9",
    ]


def test_lists_of_one_definition_count_together_until_one_starts_over() -> None:
    instances = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    lists = numbering(level(0, "decimal", "%1."), instances=instances)
    body = "".join(paragraph("x", in_list(instance)) for instance in (1, 2, 3, 3, 1))
    assert text_of(hostile.docx(body, numbering=lists)) == "1. x\n2. x\n5. x\n6. x\n7. x"


def test_a_style_may_carry_the_number_and_zero_takes_it_away() -> None:
    lists = numbering(
        level(0, "decimal", "Điều %1.", '<w:pStyle w:val="Dieu"/>'), level(1, "decimal", "%1.%2", "<w:isLgl/>")
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="Goc"><w:basedOn w:val="Dieu"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Dieu"><w:basedOn w:val="Goc"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = (
        paragraph("a", '<w:pStyle w:val="Dieu"/>')
        + paragraph("b", '<w:pStyle w:val="Goc"/>')
        + paragraph("c", in_list(1, 1))
        + paragraph("d", '<w:pStyle w:val="Dieu"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    assert text_of(hostile.docx(body, styles=styles, numbering=lists)) == "Điều 1. a\nĐiều 2. b\n2.1 c\nd"


def test_a_list_through_a_numbering_style_and_numbers_in_cells_are_written() -> None:
    lists = (
        f'<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="S"/>{level(0, "decimal", "%1")}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="S"/></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
    )
    rows = [[paragraph("", in_list(7)), paragraph(name)] for name in ("Thôn A", "Thôn B")]
    assert text_of(hostile.docx(table(*rows), numbering=lists)) == "1\tThôn A\n2\tThôn B"


@pytest.mark.parametrize(
    ("count", "form", "shown"),
    [
        (4, "lowerLetter", "d"),
        (28, "upperLetter", "BB"),
        (1994, "upperRoman", "MCMXCIV"),
        (9, "lowerRoman", "ix"),
        (7, "decimalZero", "07"),
        (10, "decimalZero", "10"),
        (3, "ordinal", "3"),
        (900_000_000, "lowerLetter", "900000000"),
        (900_000_000, "upperRoman", "900000000"),
        (0, "lowerRoman", "0"),
    ],
)
def test_list_numbers_follow_their_format(count: int, form: str, shown: str) -> None:
    assert format_number(count, form) == shown


def test_a_number_that_points_nowhere_leaves_the_text_alone() -> None:
    body = paragraph("a", in_list(99)) + paragraph("b", in_list(1, 8)) + paragraph("c", '<w:pStyle w:val="khong"/>')
    assert text_of(hostile.docx(body, numbering=numbering(level(0, "decimal", "%1.")))) == "a\nb\nc"


# --- Old encodings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "repaired"),
    [
        (REPORT.encode(), ()),
        (b"\xef\xbb\xbf" + REPORT.encode(), ()),
        (b"\xff\xfe" + REPORT.encode("utf-16-le"), ()),
        (b"\xfe\xff" + REPORT.encode("utf-16-be"), ()),
        (REPORT.replace("\n", "\r\n").encode(), ()),
        (unicodedata.normalize("NFD", REPORT).encode(), ("nfd",)),
        (hostile.windows_1258(REPORT), ("windows-1258",)),
        (hostile.vni(REPORT), ("vni",)),
    ],
    ids=["utf-8", "bom", "utf-16-le", "utf-16-be", "crlf", "nfd", "windows-1258", "vni"],
)
def test_text_in_every_encoding_of_an_office_is_read(content: bytes, repaired: tuple[str, ...]) -> None:
    document = read_document(content, "bao-cao.txt")
    assert document == Document(DocumentKind.TEXT, REPORT, None, repaired, scanned=False)


def test_tcvn3_bytes_are_read_though_their_capitals_carry_no_tones() -> None:
    document = read_document(hostile.tcvn3(REPORT), "bao-cao.txt")
    assert document.repaired == ("tcvn3",)
    assert document.text == REPORT.replace("Ủy", "ủy")


def test_a_document_of_mixed_encodings_is_repaired_line_by_line() -> None:
    old = "Căn cứ Luật Thi đua, khen thưởng; xét đề nghị của Hội đồng thi đua xã"
    lines = ["Ủy ban nhân dân xã", old, "Sè 15 «nguyên văn» và 20 m²", "CÔNG TY TNHH"]
    mixed = "\n".join([lines[0], hostile.tcvn3(old).decode("latin-1"), *lines[2:]])
    document = read_document(mixed.encode(), "tron.txt")
    assert (document.text.split("\n"), document.repaired) == (lines, ("tcvn3",))


def test_text_of_other_languages_stays_as_it_is() -> None:
    text = "Señor García pidió café en el jardín con la niña pequeña y su corazón\nÜbergröße für Fußgänger"
    assert read_document(text.encode(), "a.txt").text == text
    assert read_document(text.encode("cp1252"), "a.txt").text == text


def test_runs_in_old_fonts_are_converted_by_their_font() -> None:
    def run(text: str, font: str) -> str:
        old = hostile.tcvn3(text).decode("latin-1") if font.startswith(".Vn") else text
        return f'<w:r><w:rPr><w:rFonts w:ascii="{font}"/></w:rPr><w:t xml:space="preserve">{old}</w:t></w:r>'

    body = (
        f"<w:p>{run('bộ nội vụ ', '.VnTimeH')}{run('số ', '.VnTime')}{run('Số gốc', 'Times New Roman')}</w:p>"
        '<w:p><w:r><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr><w:t>đã là Unicode</w:t></w:r></w:p>'
    )
    document = read_document(hostile.docx(body), "cu.docx")
    assert document.text == "BỘ NỘI VỤ số Số gốc\nđã là Unicode"
    assert document.repaired == ("tcvn3",)


def test_the_font_may_stand_in_a_style_and_in_the_number() -> None:
    font = '<w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr>'
    old = hostile.tcvn3("Điều %1.").decode("latin-1")
    styles = f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal">{font}</w:style>'
    body = paragraph(hostile.tcvn3("Số: 5").decode("latin-1"), in_list(1))
    lists = numbering(level(0, "decimal", old, font))
    assert text_of(hostile.docx(body, styles=styles, numbering=lists)) == "Điều 1. Số: 5"


def test_unseen_characters_and_directions_are_taken_out() -> None:
    body = paragraph("thi\u200b đua\u202e khen\u2069 thưởng\u00ad\ufeff") + paragraph("עברית مرحبا")
    assert text_of(hostile.docx(body)) == "thi đua khen thưởng\nעברית مرحبا"
    document = read_document("\u202eđảo\u202c \x7fngược\u200f mọi hướng chữ".encode(), "a.txt")
    assert document.text == "đảo ngược mọi hướng chữ"


def test_the_texts_beside_the_checkout_are_read_as_they_stand(shared: Path) -> None:
    paths = sorted((shared / "reports").glob("*.txt"))[:2] + sorted((shared / "regulations" / "raw").glob("152*.txt"))
    assert paths
    for path in paths:
        document = read_document_file(path)
        assert document.text == normalise(path.read_text(encoding="utf-8"))
        assert not set(document.repaired) - {"nfd"}


# --- PDF ----------------------------------------------------------------------------------------------


def test_pages_follow_each_other_and_their_lone_numbers_are_dropped() -> None:
    content = hostile.pdf(
        ["Điều 1. Phạm vi điều chỉnh", "của Nghị định"],
        ["2", "Điều 2. Đối tượng áp dụng", "2025"],
        ["- 3 -", "12", "Điều 3. Nguyên tắc khen thưởng"],
        ["Trang 4/4", "Điều 4. Hiệu lực thi hành"],
    )
    document = read_document(content, "nghi-dinh.pdf")
    assert (document.kind, document.pages, document.scanned) == (DocumentKind.PDF, 4, False)
    assert document.text.split("\n") == [
        "Điều 1. Phạm vi điều chỉnh",
        "của Nghị định",
        "Điều 2. Đối tượng áp dụng",
        "2025",
        "12",
        "Điều 3. Nguyên tắc khen thưởng",
        "Điều 4. Hiệu lực thi hành",
    ]


def test_a_number_that_does_not_count_along_is_text() -> None:
    assert read_document(hostile.pdf(["45", "tập thể được khen thưởng năm nay"]), "a.pdf").text.startswith("45\n")


def test_pdf_text_is_composed_repaired_and_keeps_its_hyphens() -> None:
    old = hostile.tcvn3("Căn cứ Luật Tổ chức chính quyền địa phương").decode("latin-1")
    lines = [unicodedata.normalize("NFD", "Điều 5. Tổ chức thực hiện"), "Nghị định số 152/2025/NĐ-", "CP", old]
    document = read_document(hostile.pdf(lines), "a.pdf")
    assert document.repaired == ("nfd", "tcvn3")
    assert "Điều 5. Tổ chức thực hiện" in document.text
    assert "152/2025/NĐ-CP" in document.text
    assert "Căn cứ Luật Tổ chức chính quyền địa phương" in document.text


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    assert read_document(hostile.encrypted_pdf(""), "a.pdf").text == "Mật"


def scan_of(line: str, copies: int = 1) -> bytes:
    """A scanned page that shows this line of ASCII."""
    page = pypdfium2.PdfDocument(hostile.pdf([line], helvetica=True))[0]
    bitmap = page.render(scale=2, grayscale=True)
    raw = bytes(bitmap.buffer)
    gray = b"".join(raw[row * bitmap.stride :][: bitmap.width] for row in range(bitmap.height))
    return hostile.pdf_of_picture(gray, bitmap.width, bitmap.height, copies)


FAKE_TESSERACT = 'case "$1" in --list-langs) echo vie;; *) read magic < "$1"; echo "nhan ra $magic $4";; esac'


def test_a_scan_is_recognised_and_marked(no_converters: Path) -> None:
    program(no_converters, "tesseract", FAKE_TESSERACT)
    document = read_document(scan_of("BAO CAO"), "quet.pdf")
    assert (document.scanned, document.pages, document.unread_pages) == (True, 1, ())
    assert document.text == "nhan ra P5 1653 2339 255 vie"


def test_a_scan_without_vietnamese_or_with_too_many_pages_says_what_to_do(no_converters: Path) -> None:
    program(no_converters, "tesseract", "echo eng")
    assert rejection_of(scan_of("A"), "quet.pdf").key == "file_is_scan"
    program(no_converters, "tesseract", FAKE_TESSERACT)
    rejection = rejection_of(scan_of("A", 21), "quet.pdf")
    assert (rejection.key, rejection.details["pages"], rejection.details["limit"]) == ("file_scan_too_long", 21, 20)
    program(no_converters, "tesseract", 'case "$1" in --list-langs) echo vie;; esac')
    assert rejection_of(scan_of("A"), "quet.pdf").key == "file_scan_unreadable"


def test_pages_that_are_pictures_among_text_are_named() -> None:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(hostile.pdf(["Báo cáo kết quả công tác khen thưởng"])))
    writer.append(io.BytesIO(scan_of("A")))
    out = io.BytesIO()
    writer.write(out)
    document = read_document(out.getvalue(), "a.pdf")
    assert (document.text, document.unread_pages, document.scanned) == (
        "Báo cáo kết quả công tác khen thưởng",
        (2,),
        False,
    )


# --- Old Word and real converters ---------------------------------------------------------------------


def test_an_old_word_file_is_read_by_a_converter(no_converters: Path) -> None:
    old = hostile.tcvn3("Hội đồng xã đề nghị khen thưởng").decode("latin-1")
    program(no_converters, "antiword", f"[ $# = 5 ] && printf '\\n\\n\\n{old}\\n|a  |b |\\n'")
    document = read_document(hostile.ole("WordDocument"), "cu.doc")
    assert (document.kind, document.repaired) == (DocumentKind.DOC, ("tcvn3",))
    assert document.text == "Hội đồng xã đề nghị khen thưởng\na\tb"


def test_a_converter_that_fails_leaves_a_damaged_file(no_converters: Path) -> None:
    program(no_converters, "antiword", "exit 1")
    assert rejection_of(hostile.ole("WordDocument"), "cu.doc").key == "file_damaged_doc"
    program(no_converters, "antiword", "echo")
    assert rejection_of(hostile.ole("WordDocument"), "cu.doc").key == "file_no_text"


INSTALLED = os.environ.get("PATH", "")


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice (soffice), which is not installed")
def test_libreoffice_reads_an_old_word_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", INSTALLED)
    lists = numbering(level(0, "decimal", "Điều %1."))
    body = paragraph("Phạm vi", in_list(1)) + table([paragraph("a"), paragraph("b")]) + paragraph("hết")
    (tmp_path / "moi.docx").write_bytes(hostile.docx(body, numbering=lists))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "doc", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "moi.docx")], check=True, capture_output=True)
    document = read_document_file(tmp_path / "moi.doc")
    assert document.kind is DocumentKind.DOC
    assert document.text.replace("\t", " ").split() == ["Điều", "1.", "Phạm", "vi", "a", "b", "hết"]


@pytest.mark.skipif(not shutil.which("tesseract"), reason="needs tesseract with Vietnamese, which is not installed")
def test_tesseract_recognises_a_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", INSTALLED)
    document = read_document(scan_of("BAO CAO KET QUA"), "quet.pdf")
    assert document.scanned
    assert "BAO CAO" in document.text
