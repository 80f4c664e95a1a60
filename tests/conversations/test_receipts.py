"""Phiếu tra cứu: shown again as it was given; its asker is told, once, when its grounds have changed.

The same scripts are played on Telegram and at the keyboard.
Read next: `bot/flows/receipts.py`, `bot/outdated.py`, `bot/renewal.py`.
"""

from __future__ import annotations

import re

from sqlalchemy import delete, select, update

from bot.storage.library_models import OutdatedReceiptRow
from bot.storage.models import MembershipRow, ReceiptRow
from tests.conversations.papers import REPORT, decision
from tests.conversations.stage import Speaker, Stage, TelegramStage
from tests.conversations.test_library import ASKED, RAISED, adds, colleague

QUESTION = "Điều 50 Nghị định 152/2025"
NOTICE = "Căn cứ của một số câu trả lời trước đây đã thay đổi"
OFFICIAL = decision("152/2025/NĐ-CP", "Mức tiền thưởng danh hiệu thi đua | 1. Nguyên văn mới nạp.").replace(
    "Điều 1.", "Điều 50."
)


def number_of(speaker: Speaker) -> int:
    """The number of the receipt under the last answer."""
    found = re.search(r"Phiếu tra cứu số (\d+)", speaker.said.text)
    assert found, speaker.said.text
    return int(found[1])


async def test_every_answer_says_its_number_and_is_shown_again_as_it_was(stage: Stage) -> None:
    officer = stage.administrator("An")
    for asked in (QUESTION, "Ai ký giấy khen cấp xã?", "cách nấu phở bò ngon", "Nghị định 999/2024/NĐ-CP"):
        await officer.writes(asked)
        number = number_of(officer)
        (stored,) = stage.house.rows(select(ReceiptRow).where(ReceiptRow.id == number))
        stage.house.clock.passes(days=40)
        await officer.writes(f"/phieu {number}")
        officer.sees(f"Phiếu tra cứu số {number}", f"Câu hỏi: {asked}", stored.generation, "xét theo pháp luật ngày")
        told = officer.said.text.split("Nguyên văn câu trả lời:", 1)[1]
        assert " ".join(told.split()) == " ".join(stored.answer["text"].split())


async def test_without_a_number_the_latest_are_listed_for_pressing(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("/phieu")
    officer.sees("chưa có phiếu")
    await officer.writes(QUESTION)
    number = number_of(officer)
    await officer.writes("/phieu")
    officer.sees(f"{number}. {QUESTION}")
    await officer.presses(f"{number}. Điều 50")
    officer.sees(f"Phiếu tra cứu số {number}", "Nguyên văn câu trả lời")


async def test_what_is_no_number_is_said_so(stage: Stage) -> None:
    officer = stage.administrator("An")
    for typed in ("mười hai", "1 2", "9" * 30, "-3"):
        await officer.writes(f"/phieu {typed}")
        officer.sees("không phải số phiếu")
    await officer.writes("/phieu 404")
    officer.sees("không có phiếu tra cứu số 404")


async def test_nobody_elses_receipt_is_within_reach_not_even_a_colleagues(telegram_stage: TelegramStage) -> None:
    an = telegram_stage.administrator("An")
    others = (
        telegram_stage.administrator("Bình", "Xã Cao Sơn"),
        colleague(telegram_stage, "Cúc", an, telegram_stage.house.who(an.identity).role),  # type: ignore[union-attr]
    )
    await an.writes(QUESTION)
    number = number_of(an)
    for other in others:
        await other.writes(f"/phieu {number}")
        other.sees(f"không có phiếu tra cứu số {number}")
        for action in ("show", "again"):
            await other.presses_forged(f"receipts:{action}:{number}")  # type: ignore[attr-defined]
            other.sees("Nút này đã cũ")
    for data in ("receipts:show:x", "receipts:burn:1", "receipts:show"):
        await an.presses_forged(data)
        an.sees("Nút này đã cũ")


# Answers whose grounds have changed.


async def test_an_asker_is_told_once_and_sees_the_new_answer(own_stage: Stage) -> None:
    an = own_stage.administrator("An")
    binh = colleague(own_stage, "Bình", an, own_stage.house.who(an.identity).role)  # type: ignore[union-attr]
    await adds(an)
    await binh.writes(ASKED)
    binh.sees("200.000 đồng")
    old = number_of(binh)
    await adds(an, RAISED, "moi.txt")
    an.sees_nothing_of(NOTICE)
    await binh.writes("cảm ơn")
    binh.sees(NOTICE, ASKED, f"phiếu số {old}", "Điều 2 777/2025/QĐ-UBND: nội dung đang lưu đã khác")
    await binh.presses("Xem câu trả lời mới")
    binh.sees("300.000 đồng")
    binh.sees_nothing_of("200.000")
    assert number_of(binh) != old
    await binh.writes(f"/phieu {old}")
    binh.sees("căn cứ đã thay đổi", "200.000 đồng")
    binh.may_press("Xem câu trả lời mới")
    own_stage.house.adds(REPORT, "bao-cao.txt")
    await binh.writes("cảm ơn")
    binh.sees_nothing_of(NOTICE)


async def test_an_official_text_that_takes_the_digests_place_is_told_to_its_own_office_alone(own_stage: Stage) -> None:
    an, binh = own_stage.administrator("An", "Xã Tân Bình"), own_stage.administrator("Bình", "Xã Cao Sơn")
    for officer in (an, binh):
        await officer.writes(QUESTION)
    await adds(an, OFFICIAL, "nghi-dinh.txt")
    an.sees(NOTICE, "Xã Tân Bình", "nay có nguyên văn thay cho bản tóm tắt")
    await binh.writes("cảm ơn")
    binh.sees_nothing_of(NOTICE)


async def test_an_official_text_for_all_is_told_to_every_office(own_stage: Stage) -> None:
    an, binh = own_stage.administrator("An", "Xã Tân Bình"), own_stage.administrator("Bình", "Xã Cao Sơn")
    for officer in (an, binh):
        await officer.writes(QUESTION)
    own_stage.house.adds(OFFICIAL, "nghi-dinh.txt")
    for officer in (an, binh):
        await officer.writes("cảm ơn")
        officer.sees(NOTICE, "nay có nguyên văn")


async def test_a_removed_text_is_told_and_an_untouched_one_is_not(own_stage: Stage) -> None:
    an = own_stage.administrator("An")
    await adds(an)
    await an.writes(ASKED)
    gone = number_of(an)
    await an.writes(QUESTION)
    untouched = number_of(an)
    own_stage.house.removes("quy-che.txt")
    await an.writes("cảm ơn")
    an.sees(NOTICE, f"phiếu số {gone}", "đã bỏ khỏi thư viện")
    an.sees_nothing_of(f"phiếu số {untouched}")


async def test_the_same_question_asked_often_is_told_once_and_many_are_counted(own_stage: Stage) -> None:
    an = own_stage.administrator("An")
    articles = [f"Mức thưởng loại {number} | Thưởng loại {number} là 1{number}.000 đồng." for number in range(1, 9)]
    await adds(an, decision("778/2025/QĐ-UBND", *articles), "nhieu.txt")
    for number in (1, 2, 3, 4, 5, 6, 7, 8, 8, 8):
        await an.writes(f"Mức thưởng loại {number}")
    found = own_stage.house.rows(select(ReceiptRow.id).where(ReceiptRow.status == "answered"))
    assert len(found) == 10
    own_stage.house.removes("nhieu.txt")
    await an.writes("cảm ơn")
    an.sees("Và 3 câu hỏi khác")
    assert an.said.text.count("«Mức thưởng loại 8»") == 1
    assert an.said.text.count(NOTICE) == 1
    assert sorted(own_stage.house.rows(select(OutdatedReceiptRow.receipt_id))) == sorted(found)


async def test_a_date_that_is_known_otherwise_now_is_told(own_stage: Stage) -> None:
    an = own_stage.administrator("An")
    await an.writes(QUESTION)
    number = number_of(an)
    (receipt,) = own_stage.house.rows(select(ReceiptRow).where(ReceiptRow.id == number))
    answer = {**receipt.answer}
    answer["provisions"] = [{**row, "expires_on": "2026-12-31"} for row in answer["provisions"]]
    with own_stage.house.store.begin() as session:
        session.execute(update(ReceiptRow).where(ReceiptRow.id == number).values(answer=answer))
    own_stage.house.adds(REPORT, "bao-cao.txt")
    await an.writes("cảm ơn")
    an.sees(NOTICE, "thông tin hiệu lực đã khác")


async def test_a_day_on_which_a_provision_ends_as_was_known_is_no_change(own_stage: Stage) -> None:
    an = own_stage.administrator("An")
    await an.writes(QUESTION)
    own_stage.house.clock.passes(days=300)
    own_stage.house.adds(REPORT, "bao-cao.txt")
    await an.writes("cảm ơn")
    an.sees_nothing_of(NOTICE)


async def test_whoever_left_the_office_is_not_told_of_its_answers(own_stage: Stage) -> None:
    an = own_stage.administrator("An")
    await adds(an)
    await an.writes(ASKED)
    with own_stage.house.store.begin() as session:
        session.execute(delete(MembershipRow))
    own_stage.house.removes("quy-che.txt")
    await an.writes("cảm ơn")
    an.sees_nothing_of(NOTICE)
