"""«Hữu ích» and «Chưa đúng»: what the officer says of an answer is kept, and never stands in the way.

The same scripts are played on Telegram and at the keyboard.
Read next: `bot/flows/ask.py`, `bot/storage/receipts.py`.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.storage.models import FeedbackRow, ReceiptRow
from tests.conversations.stage import Speaker, Stage

QUESTION = "Tiền thưởng lao động tiên tiến bao nhiêu?"


def verdicts(stage: Stage) -> list[tuple[str, str]]:
    return [(row.verdict, row.comment) for row in stage.house.rows(select(FeedbackRow))]


def questions(stage: Stage) -> list[str]:
    return list(stage.house.rows(select(ReceiptRow.question).order_by(ReceiptRow.id)))


async def dissatisfied(stage: Stage) -> Speaker:
    officer = stage.administrator("An")
    await officer.writes(QUESTION)
    await officer.presses("Chưa đúng")
    officer.sees("Tôi xin lỗi", "bỏ qua")
    return officer


async def test_a_helpful_answer_is_noted_without_another_message(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes(QUESTION)
    await officer.presses("Hữu ích")
    officer.is_told("Cảm ơn anh/chị")
    assert verdicts(stage) == [("helpful", "")]


async def test_a_comment_is_kept_with_the_verdict(stage: Stage) -> None:
    officer = await dissatisfied(stage)
    await officer.writes("Đúng ra phải nêu mức tiền ở Điều 50 Nghị định 152")
    officer.sees("Đã ghi lại ý kiến")
    assert verdicts(stage) == [("wrong", "Đúng ra phải nêu mức tiền ở Điều 50 Nghị định 152")]
    await officer.writes("Điều 50 Nghị định 152/2025")
    officer.sees("Mức tiền thưởng danh hiệu thi đua")


@pytest.mark.parametrize("said", ["bỏ qua", "Thôi.", "không"])
async def test_nobody_has_to_comment(stage: Stage, said: str) -> None:
    officer = await dissatisfied(stage)
    await officer.writes(said)
    officer.sees("Cảm ơn")
    assert verdicts(stage) == [("wrong", "")]
    assert questions(stage) == [QUESTION]


@pytest.mark.parametrize(
    "asked",
    [
        "Hồ sơ chiến sĩ thi đua cơ sở gồm những gì?",
        "ho so chien si thi dua co so gom nhung gi",
        "mức thưởng giấy khen là bao nhiêu",
        "Nghị định 98 còn hiệu lực không",
    ],
)
async def test_a_new_question_instead_of_a_comment_is_answered(stage: Stage, asked: str) -> None:
    officer = await dissatisfied(stage)
    await officer.writes(asked)
    officer.sees("Xét theo pháp luật")
    assert questions(stage) == [QUESTION, asked]
    assert verdicts(stage) == [("wrong", "")]


async def test_who_changes_their_mind_is_not_asked_for_a_comment_any_more(stage: Stage) -> None:
    officer = await dissatisfied(stage)
    await officer.presses("Hữu ích")
    await officer.writes("tiền thưởng lao động tiên tiến")
    officer.sees("Xét theo pháp luật")
    assert verdicts(stage) == [("helpful", "")]


async def test_a_comment_is_not_waited_for_for_ever(stage: Stage) -> None:
    officer = await dissatisfied(stage)
    stage.house.clock.passes(days=1)
    await officer.writes("tiền thưởng lao động tiên tiến")
    officer.sees("Xét theo pháp luật")
    assert verdicts(stage) == [("wrong", "")]


@pytest.mark.parametrize("command", ["/start", "/tro_giup"])
async def test_a_command_ends_the_wait_for_a_comment(stage: Stage, command: str) -> None:
    officer = await dissatisfied(stage)
    await officer.writes(command)
    await officer.writes("tiền thưởng lao động tiên tiến")
    officer.sees("Xét theo pháp luật")


async def test_a_greeting_is_not_a_comment(stage: Stage) -> None:
    officer = await dissatisfied(stage)
    await officer.writes("xin chào")
    officer.sees("Chào An")
    assert verdicts(stage) == [("wrong", "")]


async def test_a_refusal_may_be_judged_too(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("cách nấu phở bò ngon")
    await officer.presses("Chưa đúng")
    await officer.writes("Đây là câu hỏi thử")
    officer.sees("Đã ghi lại ý kiến")
    assert verdicts(stage) == [("wrong", "Đây là câu hỏi thử")]
