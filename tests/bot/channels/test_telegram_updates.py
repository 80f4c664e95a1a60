"""What people do in Telegram becomes an Incoming, or nothing where it is not meant for the assistant.

It knows updates as Telegram sends them.
Read next: `bot/channels/telegram_updates.py`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram import Update

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_updates import Myself, chat_id_of, to_incoming
from bot.messages import Incoming, Reply, Sender, Upload
from tests.bot.channels.desk import CHAT, Clock, Receiving
from tests.telegram_double import Person, TelegramDouble


async def test_a_text_comes_in_with_its_writer_chat_and_time(
    telegram: TelegramDouble, receiving: Receiving, officer: Person
) -> None:
    message = await officer.writes("Giấy khen do ai tặng?")
    (event,) = await receiving.all()
    assert event == Incoming(
        key="telegram:1",
        chat=CHAT,
        sender=Sender("telegram:77", "Nguyễn Thị An"),
        at=datetime.fromtimestamp(message["date"], UTC),
        text="Giấy khen do ai tặng?",
    )
    assert event.at.utcoffset() == timedelta(hours=7)


async def test_edits_and_memberships_do_not_come_in(
    telegram: TelegramDouble, receiving: Receiving, officer: Person
) -> None:
    await officer.edits(await officer.writes("một"), "hai")
    await officer.blocks()
    await officer.restarts()
    assert [event.text for event in await receiving.all()] == ["một", "/start"]


async def test_a_file_comes_in_as_an_upload_with_its_caption(receiving: Receiving, officer: Person) -> None:
    message = await officer.uploads(b"PK123", "dự thảo.docx", "kiểm giúp")
    (event,) = await receiving.all()
    assert event.upload == Upload(message["document"]["file_id"], "dự thảo.docx", 5)
    assert event.text == "kiểm giúp"


async def test_of_a_photo_the_largest_size_comes_in(receiving: Receiving, officer: Person) -> None:
    message = await officer.sends_photo()
    (event,) = await receiving.all()
    assert event.upload == Upload(message["photo"][-1]["file_id"], "ảnh.jpg", message["photo"][-1]["file_size"])


async def test_an_album_comes_in_file_by_file(receiving: Receiving, officer: Person) -> None:
    await officer.sends_album(("a.docx", b"a"), ("b.docx", b"b"))
    assert [event.upload.name for event in await receiving.all() if event.upload] == ["a.docx", "b.docx"]


async def test_what_cannot_be_read_comes_in_named_and_without_reference(receiving: Receiving, officer: Person) -> None:
    await officer.sends_sticker()
    await officer.sends_voice()
    await officer.sends_location()
    uploads = [event.upload for event in await receiving.all()]
    assert uploads == [Upload("", "nhãn dán", 0), Upload("", "tin thoại", 0), Upload("", "vị trí", 0)]


async def test_in_a_group_only_what_is_meant_for_the_bot_comes_in(
    telegram: TelegramDouble, receiving: Receiving, channel: TelegramChannel, officer: Person
) -> None:
    telegram.world.reads_all_group_messages = True
    group = telegram.group("Hội đồng TĐKT xã")
    member = group.member(officer)
    await channel.send(f"telegram:{group.chat_id}", Reply(html="Chào cả nhà"))
    greeting = await member.sees("Chào")
    for text in ("chuyện riêng", "/hoi@bot_khac một", "xem /hoi hai", "/hoi@Troly_bot ba", "😀 @troly_bot bốn"):
        await member.writes(text)
    await member.writes("năm", answering=greeting)
    await member.uploads(b"PK", "a.docx", "@troly_bot kiểm giúp")
    await member.sends_sticker()
    events = await receiving.all()
    assert [event.text for event in events] == ["/hoi ba", "😀  bốn", "năm", "kiểm giúp"]
    assert all(event.in_group and event.chat == f"telegram:{group.chat_id}" for event in events)


MYSELF = Myself(7654321, "troly_bot")


def converted(content: dict[str, Any]) -> Incoming | None:
    update = Update.de_json({"update_id": 5, **content}, None)
    return to_incoming(update, MYSELF, Clock())


USER = {"id": 77, "is_bot": False, "first_name": "An"}
GROUP = {"id": -5, "type": "supergroup", "title": "Hội đồng"}
SAID = {"message_id": 1, "date": 0, "text": "/hoi", "entities": [{"type": "bot_command", "offset": 0, "length": 4}]}
NOT_FOR_US: dict[str, dict[str, Any]] = {
    "a channel post": {"channel_post": SAID | {"chat": {"id": -6, "type": "channel", "title": "x"}}},
    "another bot": {"message": SAID | {"chat": GROUP, "from": USER | {"is_bot": True}}},
    "an anonymous administrator": {"message": SAID | {"chat": GROUP, "from": USER, "sender_chat": GROUP}},
    "a service message": {
        "message": {"message_id": 1, "date": 0, "chat": GROUP, "from": USER, "new_chat_title": "Hội đồng xét"}
    },
    "a press under a message of another chat": {
        "callback_query": {"id": "9", "from": USER, "chat_instance": "1", "data": "x", "inline_message_id": "y"}
    },
    "a game": {"callback_query": {"id": "9", "from": USER, "chat_instance": "1", "game_short_name": "y"}},
    "a poll": {"poll_answer": {"poll_id": "1", "option_ids": [0], "user": USER, "option_persistent_ids": ["a"]}},
}


def test_a_command_in_a_group_is_for_the_bot() -> None:
    event = converted({"message": SAID | {"chat": GROUP, "from": USER}})
    assert event and event.text == "/hoi"


def test_a_group_that_moves_is_told_of_whoever_moved_it() -> None:
    moved = {"message_id": 1, "date": 0, "chat": GROUP, "migrate_to_chat_id": -100}
    for said in (moved | {"from": USER}, moved | {"from": USER | {"is_bot": True}, "sender_chat": GROUP}, moved):
        event = converted({"message": said})
        assert event and (event.chat, event.moved_to, event.text) == ("telegram:-5", "telegram:-100", "")


@pytest.mark.parametrize("case", NOT_FOR_US)
def test_what_nobody_said_to_the_bot_is_nothing(case: str) -> None:
    assert converted(NOT_FOR_US[case]) is None


def test_every_kind_of_content_that_cannot_be_read_has_a_name() -> None:
    file = {"file_id": "f", "file_unique_id": "u"}
    moving = file | {"duration": 1, "width": 1, "height": 1}
    kinds: dict[str, Any] = {
        "animation": moving,
        "audio": file | {"duration": 1},
        "contact": {"phone_number": "1", "first_name": "An"},
        "dice": {"emoji": "🎲", "value": 1},
        "game": {"title": "x", "description": "y", "photo": [file | {"width": 1, "height": 1}]},
        "poll": {
            "id": "1",
            "question": "x",
            "options": [],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        },
        "story": {"chat": GROUP, "id": 1},
        "venue": {"location": {"longitude": 1.0, "latitude": 1.0}, "title": "x", "address": "y"},
        "video": moving,
        "video_note": file | {"duration": 1, "length": 1},
    }
    for kind, content in kinds.items():
        private = {"chat": {"id": 77, "type": "private"}, "from": USER, "message_id": 1, "date": 0}
        event = converted({"message": private | {kind: content, "document": file}})
        assert event and event.upload and event.upload.reference == "" and event.upload.name, kind


def test_a_file_without_a_name_gets_one() -> None:
    private = {"chat": {"id": 77, "type": "private"}, "from": USER, "message_id": 1, "date": 0}
    event = converted({"message": private | {"document": {"file_id": "f", "file_unique_id": "u"}}})
    assert event and event.upload == Upload("f", "tệp không tên", 0)


def test_a_chat_of_another_channel_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="terminal"):
        chat_id_of("terminal:local")
