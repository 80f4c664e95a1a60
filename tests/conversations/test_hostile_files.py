"""Hostile files in a live chat: a clear word to who sent them, and everybody else is answered meanwhile.

Each is read, or refused, in a child process whose time and memory are bounded; the service itself stays small.
Read next: `tests/hostile.py` (the files), `index/documents.py` (the limits).
"""

from __future__ import annotations

import asyncio
import resource
import sys
from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.storage.check_models import CheckedDraftRow
from bot.storage.models import InboxRow
from bot.storage.paper_models import PaperRow
from knowledge.checks.checking import LONGEST_DRAFT
from tests import hostile
from tests.conversations.stage import TelegramSpeaker, TelegramStage
from tests.hostile import paragraph

MEGABYTE = 1 << 20
MOST_GROWTH = 200 * MEGABYTE
"""By which the service may grow over a file: what Telegram lets a bot fetch, several times over."""

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "bom.docx": (hostile.zip_bomb, "nén bất thường"),
    "60-trieu.docx": (lambda: hostile.long_docx(60_000_000), "nén bất thường"),
    "noi-doi.docx": (hostile.lying_zip, "hỏng"),
    "dtd.docx": (hostile.with_dtd, "khai báo (DTD)"),
    "long-nhau.docx": (
        lambda: hostile.docx(paragraph("x"), extra={"word/media/a.png": hostile.archive({"a": "b"})}),
        "giấu một tệp nén",
    ),
    "goi.zip": (
        lambda: hostile.archive({"trong.zip": hostile.archive({"a.docx": hostile.docx(paragraph("x"))})}),
        "giải nén",
    ),
    "khoa.docx": (hostile.encrypted_office, "mật khẩu"),
    "khoa.pdf": (lambda: hostile.encrypted_pdf("mật khẩu"), "mật khẩu"),
    "macro.docx": (
        lambda: hostile.docx(paragraph("x"), extra={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
        "macro",
    ),
    "bao-cao.docx": (lambda: b"MZ\x90\x00" + bytes(5_000), "chương trình máy tính"),
    "vong.pdf": (hostile.pdf_page_loop, "hỏng"),
    "2000-trang.pdf": (lambda: hostile.blank_pdf(2_000), "trang"),
}
"""Files that cannot be read, and a word that the answer to each must hold."""

RIGHT_TO_LEFT = (
    "Phường tiếp tục \u202eđẩy mạnh\u202c phong trào thi đua yêu nước trong các tầng lớp Nhân dân địa phương."
)
ZERO_WIDTH = (
    "Phường tiếp tục nổ\u200b l\u200bực đẩy\u200d mạnh phong trào thi đua yêu nước trong các tầng lớp Nhân dân."
)


@pytest.fixture
def officer(telegram_stage: TelegramStage) -> TelegramSpeaker:
    return telegram_stage.administrator("An")


@pytest.fixture
def bystander(telegram_stage: TelegramStage) -> TelegramSpeaker:
    return telegram_stage.administrator("Bình", "Ủy ban nhân dân xã Cao Sơn")


def size() -> int:
    """The most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


async def asks(bystander: TelegramSpeaker) -> None:
    """Ask something, and wait for the answer alone: whatever else is under way."""
    await bystander.person.writes("Điều 50 Nghị định 152/2025")
    await bystander.person.sees("Mức tiền thưởng danh hiệu thi đua")


@pytest.mark.parametrize("name", REFUSED)
async def test_a_hostile_file_is_refused_in_words_while_others_are_answered(
    telegram_stage: TelegramStage, officer: TelegramSpeaker, bystander: TelegramSpeaker, name: str
) -> None:
    make, word = REFUSED[name]
    content = make()
    before = size()
    await officer.person.uploads(content, name)
    await asks(bystander)
    await officer.hears_out()
    officer.sees(name, word)
    officer.sees_nothing_of("lỗi ngoài dự kiến", "Traceback")
    officer.may_not_press("Kiểm bản thảo này")
    assert size() - before < MOST_GROWTH
    assert telegram_stage.house.rows(select(PaperRow.name)) == []
    assert telegram_stage.house.rows(select(InboxRow.id).where(InboxRow.state == "failed")) == []


@pytest.mark.parametrize("text", [RIGHT_TO_LEFT, ZERO_WIDTH], ids=["right to left", "zero width"])
async def test_marks_that_hide_letters_are_read_like_any_text(officer: TelegramSpeaker, text: str) -> None:
    await officer.sends("nhap.docx", hostile.docx(paragraph(text)))
    await officer.presses("Kiểm bản thảo này")
    officer.sees("nhap.docx", "kiểm theo ngày")
    if text == ZERO_WIDTH:
        officer.sees("→ Sửa thành «nỗ lực»")


@pytest.mark.parametrize("what", ["quantities", "citations", "open brackets", "one letter", "rows"])
async def test_a_long_hostile_draft_is_checked_while_others_are_answered(
    telegram_stage: TelegramStage, officer: TelegramSpeaker, bystander: TelegramSpeaker, what: str
) -> None:
    await officer.sends("nhap.txt", hostile.texts(LONGEST_DRAFT // 6)[what].encode())
    button = next(row[0] for row in officer.messages[-1]["reply_markup"]["inline_keyboard"] if "Kiểm" in row[0]["text"])
    before = size()
    pressing = asyncio.create_task(officer.person.presses(button["text"]))
    await asks(bystander)
    await pressing
    await officer.hears_out()
    officer.sees("nhap.txt", "kiểm theo ngày")
    assert size() - before < MOST_GROWTH
    assert telegram_stage.house.rows(select(CheckedDraftRow.name)) == ["nhap.txt"]


async def test_a_draft_beyond_the_limit_is_told_how_to_go_on(officer: TelegramSpeaker) -> None:
    await officer.sends("dai.txt", ("Một câu ngắn. " * (LONGEST_DRAFT // 12)).encode())
    await officer.presses("Kiểm bản thảo này")
    officer.sees("dai.txt", "quá dài", "tách thành nhiều tệp")
