"""Files in the conversation: what is said of them, what may be done with them, what is forgotten.

The same scripts are played on Telegram and at the keyboard, where a file is named by its path.
Read next: `bot/flows/papers.py`, `bot/intake.py`.
"""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot import app
from bot.access import Role
from bot.channels.telegram import TelegramChannel
from bot.flows import dispatch
from bot.flows.turn import Paper, Turn
from bot.messages import Reply, Upload
from bot.storage.models import InboxRow
from bot.storage.paper_models import PaperRow
from tests.conversations.house import Clock
from tests.conversations.papers import DILIGENCE, REPORT
from tests.conversations.stage import Stage, TelegramSpeaker, TelegramStage, until
from tests.telegram_double import Fault, TelegramDouble
from tests.telegram_double.faults import DOWNLOAD

LETTER = "SỞ NỘI VỤ\nSố: 12/SNV-TĐKT\nKính gửi: Ủy ban nhân dân các xã.\nĐề nghị báo cáo trước ngày 15/12/2026.\n"
DRAFT = REPORT.replace("Số: 15/BC-UBND", "Số:   /BC-UBND")


def waiting(stage: Stage) -> list[str]:
    return list(stage.house.rows(select(PaperRow.name)))


def is_postponed(stage: Stage) -> bool:
    """An event waits for its file to be fetched later."""
    return bool(stage.house.rows(select(InboxRow.id).where(InboxRow.state == "waiting", InboxRow.reason != "")))


@pytest.fixture
def reading_aloud(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flow that takes files, in which one sees what it was given; offered under the words of the library."""

    def reads(_turn: Turn, paper: Paper) -> list[Reply]:
        return [Reply(f"{paper.name} ({paper.kind}, {len(paper.content)} byte): {paper.document.text[:40]}")]

    monkeypatch.setattr(dispatch, "_TAKERS", {"library": reads})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DILIGENCE, "văn bản quy định"),
        (REPORT, "một báo cáo"),
        (LETTER, "công văn, kế hoạch"),
        (DRAFT, "bản dự thảo"),
        ("Danh sách dự họp sáng thứ hai", "chưa nhận ra"),
    ],
)
async def test_a_file_is_read_and_told_what_it_looks_like(stage: Stage, text: str, said: str) -> None:
    officer = stage.administrator("An")
    await officer.sends("tai-lieu.txt", text.encode())
    officer.sees("tai-lieu.txt", said, "một ngày")
    officer.may_press("Bỏ tệp này")
    assert waiting(stage) == ["tai-lieu.txt"]


async def test_a_file_is_forgotten_once_it_is_used(stage: Stage, reading_aloud: None) -> None:
    officer = stage.administrator("An")
    await officer.sends("bao-cao.txt", REPORT.encode())
    await officer.presses("Thêm vào thư viện")
    officer.sees(f"bao-cao.txt (report, {len(REPORT.encode())} byte): ỦY BAN NHÂN DÂN")
    assert waiting(stage) == []


async def test_a_file_is_forgotten_when_nobody_wants_it(stage: Stage, reading_aloud: None) -> None:
    officer = stage.administrator("An")
    await officer.sends("bao-cao.txt", REPORT.encode())
    await officer.presses("Bỏ tệp này")
    officer.sees("Đã bỏ tệp")
    assert waiting(stage) == []


async def test_after_a_day_a_file_is_gone(stage: Stage, reading_aloud: None) -> None:
    officer = stage.administrator("An")
    await officer.sends("bao-cao.txt", REPORT.encode())
    stage.house.clock.passes(days=1)
    await officer.presses("Thêm vào thư viện")
    officer.sees("không còn chờ nữa")


async def test_a_file_that_cannot_be_read_is_refused_in_words_and_nothing_is_kept(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.sends("hong.docx", b"PK\x03\x04 hong")
    officer.sees("hong.docx", "gửi lại")
    await officer.sends("<trống>.pdf", b"")
    officer.sees("<trống>.pdf", "rỗng")
    assert waiting(stage) == []


async def test_at_the_keyboard_a_path_may_stand_in_quotes_or_lead_nowhere(terminal_stage: Stage) -> None:
    officer = terminal_stage.administrator("An")
    path = terminal_stage.house.home / "bao cao.txt"
    path.write_text(REPORT, encoding="utf-8")
    await officer.writes(f'/tep "{path}"')
    officer.sees("bao cao.txt", "một báo cáo")
    await officer.writes("/tep /khong/co/tep.docx")
    officer.sees("Không mở được tệp tep.docx")


# On Telegram alone: captions, albums, what goes wrong on the way.


@pytest.fixture
def officer(telegram_stage: TelegramStage) -> TelegramSpeaker:
    return telegram_stage.administrator("An")


async def test_a_question_under_a_file_is_answered_beside_it(officer: TelegramSpeaker) -> None:
    await officer.sends("mau.txt", REPORT.encode(), "Điều 50 Nghị định 152/2025")
    officer.sees_in_order("một báo cáo", "Mức tiền thưởng danh hiệu thi đua")


async def test_a_command_that_is_refused_under_a_file_does_not_lose_the_file(
    telegram_stage: TelegramStage, officer: TelegramSpeaker
) -> None:
    known = telegram_stage.house.who(officer.identity)
    assert known is not None
    reader = telegram_stage.person("Đọc")
    telegram_stage.house.enrol(reader.identity, "Đọc", known.office_id, Role.READER, officer.identity)
    await reader.sends("mau.txt", REPORT.encode(), "/moi")
    reader.sees_in_order("một báo cáo", "quản trị")
    assert waiting(telegram_stage) == ["mau.txt"]


async def test_nobody_elses_choice_reaches_a_file(
    telegram_stage: TelegramStage, officer: TelegramSpeaker, reading_aloud: None
) -> None:
    other = telegram_stage.administrator("Bình", "Xã Cao Sơn")
    await officer.sends("mau.txt", REPORT.encode())
    (number,) = telegram_stage.house.rows(select(PaperRow.id))
    for data in (f"papers:use:library:{number}", f"papers:drop:{number}"):
        await other.presses_forged(data)
        other.sees("không còn chờ nữa")
    assert waiting(telegram_stage) == ["mau.txt"]


async def test_forged_choices_do_nothing(telegram_stage: TelegramStage, officer: TelegramSpeaker) -> None:
    await officer.sends("mau.txt", REPORT.encode())
    for data in ("papers:use:account:1", "papers:use:1", "papers:drop:x", "papers:", "papers:drop:1:2"):
        await officer.presses_forged(data)
        officer.sees("Nút này đã cũ")
    assert waiting(telegram_stage) == ["mau.txt"]


async def test_after_switching_offices_a_file_of_the_old_one_is_out_of_reach(
    telegram_stage: TelegramStage, officer: TelegramSpeaker
) -> None:
    await officer.sends("mau.txt", REPORT.encode())
    other = telegram_stage.administrator("Bình", "Xã Cao Sơn")
    known = telegram_stage.house.who(other.identity)
    assert known is not None
    telegram_stage.house.clock.passes(minutes=1)
    telegram_stage.house.enrol(officer.identity, "An", known.office_id)
    await officer.presses("Bỏ tệp này")
    officer.sees("không còn chờ nữa")


async def test_a_strangers_file_is_not_even_fetched(
    telegram_stage: TelegramStage, officer: TelegramSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []
    real = TelegramChannel.download

    async def download(channel: TelegramChannel, upload: Upload) -> bytes:
        fetched.append(upload.name)
        return await real(channel, upload)

    monkeypatch.setattr(TelegramChannel, "download", download)
    stranger = telegram_stage.person("Lạ")
    await stranger.sends("la.txt", b"noi dung la")
    await officer.sends("quen.txt", b"noi dung quen")
    assert fetched == ["quen.txt"]
    assert "noi dung la" not in telegram_stage.house.contents()


@pytest.mark.parametrize("method", ["getFile", DOWNLOAD])
async def test_a_file_that_cannot_be_fetched_now_is_fetched_later(
    telegram_stage: TelegramStage, telegram: TelegramDouble, officer: TelegramSpeaker, clock: Clock, method: str
) -> None:
    telegram.fails(method, Fault.SERVER_ERROR, times=1)
    await officer.person.uploads(REPORT.encode(), "mau.txt")
    await until(lambda: is_postponed(telegram_stage))
    clock.passes(seconds=10)
    await officer.hears_out()
    officer.sees("một báo cáo")
    assert len(officer.said.texts) == 1


async def test_after_an_hour_of_trying_the_sender_is_asked_for_the_file_again(
    telegram_stage: TelegramStage, telegram: TelegramDouble, officer: TelegramSpeaker, clock: Clock
) -> None:
    telegram.fails("getFile", Fault.SERVER_ERROR, times=2)
    await officer.person.uploads(REPORT.encode(), "mau.txt")
    await until(lambda: is_postponed(telegram_stage))
    clock.passes(hours=1)
    await officer.hears_out()
    officer.sees("không tải được tệp mau.txt", "gửi lại")


async def test_while_files_are_read_questions_are_answered_and_no_more_than_two_are_read_at_once(
    telegram_stage: TelegramStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [telegram_stage.administrator(f"Người {number}", f"Xã {number}") for number in range(6)]
    at_once: list[int] = []
    reading: set[str] = set()
    free = asyncio.Event()
    real, loop = app.read_paper, asyncio.get_running_loop()

    def read(upload: Upload, content: bytes) -> object:
        reading.add(upload.name)
        at_once.append(len(reading))
        asyncio.run_coroutine_threadsafe(free.wait(), loop).result()
        reading.discard(upload.name)
        return real(upload, content)

    monkeypatch.setattr(app, "read_paper", read)
    for number, person in enumerate(people[:5]):
        await person.person.uploads(REPORT.encode(), f"{number}.txt")
    await until(lambda: len(reading) == 2)
    await people[5].person.writes("cảm ơn")
    await people[5].person.sees("Không có gì")
    free.set()
    for person in people[:5]:
        await person.hears_out()
        person.sees("một báo cáo")
    assert max(at_once) == 2


async def test_a_file_in_a_group_is_not_read(telegram_stage: TelegramStage, officer: TelegramSpeaker) -> None:
    group = telegram_stage.telegram.group("Tổ TĐKT")
    await group.adds_the_bot(officer.person)
    in_group = telegram_stage.in_group(group, officer)
    await in_group.sends("mau.txt", REPORT.encode(), "@troly_bot xem giúp")
    in_group.sees("trò chuyện riêng")
    assert waiting(telegram_stage) == []
