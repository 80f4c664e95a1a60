"""kill -9 around a document that joins the library: nothing is lost, nothing is told twice without a label.

It knows the bot from outside: what people see, what rows are left.
Read next: `tests/crash/halting_bot.py`, `bot/renewal.py`.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.storage.library_models import LibraryChangeRow, OutdatedReceiptRow
from bot.storage.models import LibraryDocumentRow
from tests.conversations.house import House
from tests.conversations.papers import DILIGENCE
from tests.crash.test_kill import PATIENCE_S, bot, officer, settled, unfinished
from tests.telegram_double import Person, TelegramThread

READY = "Dữ liệu tra cứu đã cập nhật"
ASKED = "mức thưởng chuyên cần của cá nhân"


def confirms(thread: TelegramThread, person: Person) -> None:
    """Send the document, and press what adds it."""
    thread.run(person.uploads(DILIGENCE.encode(), "quy-che.txt"))
    thread.run(person.sees("văn bản quy định", PATIENCE_S))
    thread.run(person.presses("Thêm vào thư viện"))
    thread.run(person.sees("777/2025/QĐ-UBND", PATIENCE_S))
    thread.run(person.presses("Thêm", waits=False))


def times_told(person: Person, fragment: str) -> int:
    return sum(fragment in message.get("text", "") for message in person.screen())


@pytest.mark.parametrize("moment", ["to build", "built", "to tell"])
def test_killed_between_the_document_and_the_index_the_next_start_builds_and_tells_once(
    telegram_thread: TelegramThread, own_house: House, moment: str
) -> None:
    an = officer(telegram_thread, own_house)
    with bot(telegram_thread, own_house, moment) as halting:
        confirms(telegram_thread, an)
        halting.prints(f"halted: {moment}", PATIENCE_S)
        halting.kill()
    assert own_house.rows(select(LibraryDocumentRow.name)) == ["quy-che.txt"]
    assert own_house.rows(select(LibraryChangeRow.done_at)) == [None]
    assert times_told(an, READY) == 0
    with bot(telegram_thread, own_house) as sound:
        telegram_thread.run(an.sees(READY, PATIENCE_S))
        telegram_thread.run(an.writes(ASKED))
        telegram_thread.run(an.sees("200.000 đồng", PATIENCE_S))
        settled(telegram_thread, own_house, officer(telegram_thread, own_house, 78))
        assert sound.asked_to_stop() == 0
    assert times_told(an, READY) == 1
    assert all(own_house.rows(select(LibraryChangeRow.done_at)))
    assert unfinished(own_house) == (0, 0)


def test_killed_while_the_file_is_read_it_is_read_again(telegram_thread: TelegramThread, own_house: House) -> None:
    an = officer(telegram_thread, own_house)
    with bot(telegram_thread, own_house, "read") as halting:
        telegram_thread.run(an.uploads(DILIGENCE.encode(), "quy-che.txt"))
        halting.prints("halted: read", PATIENCE_S)
        halting.kill()
    with bot(telegram_thread, own_house) as sound:
        telegram_thread.run(an.sees("văn bản quy định", PATIENCE_S))
        settled(telegram_thread, own_house, officer(telegram_thread, own_house, 78))
        assert sound.asked_to_stop() == 0
    assert times_told(an, "văn bản quy định") == 1


def test_killed_before_askers_are_told_they_are_told_once_afterwards(
    telegram_thread: TelegramThread, own_house: House
) -> None:
    an = officer(telegram_thread, own_house)
    person = own_house.who("telegram:77")
    assert person is not None
    own_house.adds(DILIGENCE, "quy-che.txt", person.office_id, "telegram:77")
    with bot(telegram_thread, own_house) as sound:
        telegram_thread.run(an.writes(ASKED))
        telegram_thread.run(an.sees("200.000 đồng", PATIENCE_S))
        assert sound.asked_to_stop() == 0
    own_house.removes("quy-che.txt")
    with bot(telegram_thread, own_house, "to tell") as halting:
        halting.prints("halted: to tell", PATIENCE_S)
        halting.kill()
    assert own_house.rows(select(OutdatedReceiptRow)) == []
    with bot(telegram_thread, own_house) as sound:
        telegram_thread.run(an.sees("đã bỏ khỏi thư viện", PATIENCE_S))
        settled(telegram_thread, own_house, officer(telegram_thread, own_house, 78))
        assert sound.asked_to_stop() == 0
    assert times_told(an, "đã bỏ khỏi thư viện") == 1
    assert len(own_house.rows(select(OutdatedReceiptRow))) == 1
