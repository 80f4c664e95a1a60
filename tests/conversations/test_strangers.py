"""Whoever nobody let in: told politely how to come in, and nothing of theirs is kept.

The same scripts are played on Telegram and at the keyboard.
Read next: `bot/flows/dispatch.py`, `bot/inbox.py`.
"""

from __future__ import annotations

import pytest

from tests.conversations.house import bytes_of
from tests.conversations.stage import Stage, TelegramStage

NAME = "Kẻ Lạ Mặt Đặc Biệt"
SECRET = "câu hỏi riêng tư chẳng ai được đọc 918273"


async def test_a_stranger_is_told_how_to_come_in(stage: Stage) -> None:
    stage.administrator("An")
    stranger = stage.person(NAME)
    for said in (SECRET, "/start", "/moi", "/xoa_du_lieu", "chào", "x" * 4000):
        await stranger.writes(said)
        stranger.sees("chỉ phục vụ những người được cơ quan mời", "/tham_gia", "không được lưu lại")
        assert stranger.said.buttons == []


async def test_nothing_of_a_stranger_is_kept(stage: Stage) -> None:
    stage.administrator("An")
    stranger = stage.person(NAME)
    for said in (SECRET, f"/start {SECRET}", f"/tham_gia {SECRET}", f"/moi {SECRET}"):
        await stranger.writes(said)
    contents = stage.house.contents()
    await stage.ends()
    raw = stage.house.raw()
    for trace in (SECRET, NAME, stranger.identity):
        assert trace not in contents
        for written in bytes_of(trace):
            assert written not in raw


async def test_nothing_of_a_stranger_is_kept_whatever_they_send(telegram_stage: TelegramStage) -> None:
    telegram_stage.administrator("An")
    stranger = telegram_stage.person(NAME)
    await stranger.person.uploads(SECRET.encode(), f"{SECRET}.docx", caption=SECRET)
    await stranger.hears_out()
    stranger.sees("chỉ phục vụ những người được cơ quan mời")
    await stranger.person.sends_voice()
    await stranger.hears_out()
    stranger.sees("chỉ phục vụ")
    await stranger.presses_forged("ask:full:1:0")
    stranger.is_told("chỉ phục vụ những người được cơ quan mời")
    await telegram_stage.ends()
    raw = telegram_stage.house.raw()
    for trace in (SECRET, NAME, stranger.identity):
        for written in bytes_of(trace):
            assert written not in raw


async def test_a_stranger_whose_event_fails_leaves_nothing_either(telegram_stage: TelegramStage) -> None:
    telegram_stage.administrator("An")
    stranger = telegram_stage.person(NAME)
    await stranger.person.blocks()
    await stranger.writes(SECRET)
    contents = telegram_stage.house.contents()
    assert stranger.identity not in contents and SECRET not in contents


async def test_the_log_does_not_tell_what_anybody_wrote(
    telegram_stage: TelegramStage, caplog: pytest.LogCaptureFixture
) -> None:
    officer = telegram_stage.administrator("An")
    with caplog.at_level("INFO"):
        await officer.writes(SECRET)
        await telegram_stage.person(NAME).writes(SECRET)
    assert SECRET not in caplog.text and NAME not in caplog.text
