"""The double as python-telegram-bot, unmodified, meets it.

It knows the library and the double, nothing of this project's bot.
Read next: `server.py` and `person.py`.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from telegram import (
    Bot,
    BotCommand,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    Message,
    ReplyParameters,
    Update,
)
from telegram.constants import ChatAction
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from tests.telegram_double import ANY_METHOD, DOWNLOAD, Fault, TelegramDouble
from tests.telegram_double.limits import PRIVATE_BURST

JPEG = b"\xff\xd8\xff\xe0 photo"


@pytest.fixture(autouse=True)
def _waits_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library warns at every RetryAfter unless it may tell the wait as a timedelta."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest_asyncio.fixture
async def bot(telegram: TelegramDouble) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, telegram.base_url, telegram.base_file_url) as bot:
        yield bot


def seconds_of(error: RetryAfter) -> float:
    assert isinstance(error.retry_after, timedelta)
    return error.retry_after.total_seconds()


async def refused(kind: type[TelegramError], doing: object) -> str:
    with pytest.raises(kind) as raised:
        await doing  # type: ignore[misc]
    assert type(raised.value) is kind
    return str(raised.value)


def callback(update: Update) -> CallbackQuery:
    assert update.callback_query
    return update.callback_query


async def next_update(bot: Bot, offset: int = 0) -> Update:
    (update,) = await bot.get_updates(offset=offset, timeout=5)
    return update


async def next_message(bot: Bot, offset: int = 0) -> Message:
    message = (await next_update(bot, offset)).message
    assert message
    return message


# Long polling


async def test_an_update_comes_again_until_it_is_acknowledged(telegram: TelegramDouble, bot: Bot) -> None:
    await telegram.person(77).writes("một")
    first = await next_update(bot)
    assert (await next_update(bot)).update_id == first.update_id
    assert await bot.get_updates(offset=first.update_id + 1, timeout=0) == ()
    assert await bot.get_updates(timeout=0) == ()


async def test_a_long_poll_ends_with_the_next_update(telegram: TelegramDouble, bot: Bot) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=50))
    await telegram.all_taken()
    await telegram.person(77).writes("đến ngay")
    (update,) = await waiting
    assert update.message and update.message.text == "đến ngay"


async def test_limit_and_a_negative_offset_are_obeyed(telegram: TelegramDouble, bot: Bot) -> None:
    for text in ("một", "hai", "ba"):
        await telegram.person(77).writes(text)
    assert len(await bot.get_updates(limit=2)) == 2
    (last,) = await bot.get_updates(offset=-1)
    assert last.message and last.message.text == "ba"
    assert len(await bot.get_updates()) == 1


async def test_the_older_of_two_pollers_is_thrown_out(telegram: TelegramDouble, bot: Bot) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=50))
    await telegram.all_taken()
    async with Bot(telegram.token, telegram.base_url) as second:
        newer = asyncio.create_task(second.get_updates(timeout=50))
        assert "terminated by other getUpdates request" in await refused(Conflict, older)
        await telegram.person(77).writes("cho bản mới")
        assert len(await newer) == 1


async def test_only_kinds_asked_for_arrive(telegram: TelegramDouble, bot: Bot) -> None:
    await bot.get_updates(timeout=0, allowed_updates=["callback_query"])
    await telegram.person(77).writes("không đến")
    assert await bot.get_updates(timeout=0) == ()


async def test_an_update_can_come_twice_under_the_same_id(telegram: TelegramDouble, bot: Bot) -> None:
    await telegram.person(77).writes("một lần")
    first = await next_update(bot)
    await bot.get_updates(offset=first.update_id + 1, timeout=0)
    await telegram.delivers_again()
    assert (await next_update(bot)).update_id == first.update_id


async def test_all_taken_tells_when_the_bot_does_not_acknowledge(telegram: TelegramDouble) -> None:
    await telegram.person(77).writes("không ai nhận")
    with pytest.raises(AssertionError, match="1 updates not acknowledged"):
        await telegram.all_taken(within_s=0.01)


# Messages


async def test_a_message_arrives_with_its_formatting(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    sent = await bot.send_message(77, "Chào <b>đồng chí</b>", parse_mode="HTML")
    seen = await officer.sees("Chào đồng chí")
    assert seen["message_id"] == sent.message_id
    assert seen["entities"] == [{"type": "bold", "offset": 5, "length": 8}]


async def test_an_edit_shows_the_message_anew(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    sent = await bot.send_message(77, "một")
    await bot.edit_message_text("hai", 77, sent.message_id)
    await officer.sees("một")
    assert "edit_date" in await officer.sees("hai")
    assert [message["text"] for message in officer.screen()] == ["hai"]


async def test_an_edit_that_changes_nothing_is_refused(telegram: TelegramDouble, bot: Bot) -> None:
    telegram.person(77)
    sent = await bot.send_message(77, "<b>một</b>", parse_mode="HTML")
    said = await refused(BadRequest, bot.edit_message_text("<b>một</b>", 77, sent.message_id, parse_mode="HTML"))
    assert said.startswith("Message is not modified")
    await bot.edit_message_text("một", 77, sent.message_id)


async def test_what_is_gone_or_not_the_bots_own_cannot_be_edited(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    theirs = await officer.writes("của tôi")
    ours = await bot.send_message(77, "của bot")
    file = await bot.send_document(77, io.BytesIO(b"x"), filename="a.txt")
    await officer.deletes(telegram.world.rooms[77].messages[ours.message_id])
    edit = bot.edit_message_text
    assert await refused(BadRequest, edit("x", 77, theirs["message_id"])) == "Message can't be edited"
    assert await refused(BadRequest, edit("x", 77, ours.message_id)) == "Message to edit not found"
    assert await refused(BadRequest, edit("x", 77, file.message_id)) == "There is no text in the message to edit"


async def test_a_message_is_deleted_within_two_days(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    first, second = await bot.send_message(77, "một"), await bot.send_message(77, "hai")
    assert await bot.delete_message(77, first.message_id)
    assert await refused(BadRequest, bot.delete_message(77, first.message_id)) == "Message to delete not found"
    telegram.time_passes(49 * 3600)
    assert "can't be deleted" in await refused(BadRequest, bot.delete_message(77, second.message_id))
    assert len(officer.screen()) == 1


REFUSED_TEXTS: dict[str, dict[str, Any]] = {
    "Message text is empty": {"text": " \n"},
    "Message is too long": {"text": "x" * 4097},
    "Can't parse entities: can't find end tag corresponding to start tag \"b\"": {"text": "<b>x", "parse_mode": "HTML"},
    "Can't parse entities: character '.' is reserved": {"text": "a.b", "parse_mode": "MarkdownV2"},
    "Unsupported parse_mode": {"text": "a", "parse_mode": "RTF"},
    "Chat not found": {"text": "x", "chat_id": 99},
    "Message to be replied not found": {"text": "x", "reply_parameters": ReplyParameters(999)},
}


@pytest.mark.parametrize("said", REFUSED_TEXTS)
async def test_a_text_telegram_would_refuse_is_refused(said: str, telegram: TelegramDouble, bot: Bot) -> None:
    telegram.person(77)
    wrong: dict[str, Any] = {"chat_id": 77} | REFUSED_TEXTS[said]
    assert (await refused(BadRequest, bot.send_message(**wrong))).lower().startswith(said.lower())


async def test_the_limit_counts_text_after_entities(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    await bot.send_message(77, f"<b>{'&amp;' * 4096}</b>", parse_mode="HTML")
    assert (await officer.reply())["text"] == "&" * 4096
    assert await refused(BadRequest, bot.send_message(77, "😀" * 2049)) == "Message is too long"


# Buttons


def keyboard(data: str = "d:1") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Soạn", callback_data=data)]])


async def test_a_press_is_answered_once(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    await bot.send_message(77, "Chọn:", reply_markup=keyboard())
    pressing = asyncio.create_task(officer.presses("Soạn"))
    query = callback(await next_update(bot))
    assert query.data == "d:1" and query.message and query.message.chat.id == 77
    await query.answer("Đã nhận", show_alert=True)
    answer = await pressing
    assert (answer.notice, answer.as_alert) == ("Đã nhận", True)
    assert (await refused(BadRequest, query.answer())).startswith("Query is too old")


async def test_a_press_grows_too_old_to_answer(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    await bot.send_message(77, "Chọn:", reply_markup=keyboard())
    await officer.presses("Soạn", waits=False)
    query = callback(await next_update(bot))
    telegram.time_passes(3600)
    assert (await refused(BadRequest, query.answer())).startswith("Query is too old")


async def test_a_press_on_a_stale_message_carries_the_old_data(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    sent = await bot.send_message(77, "Bước 1", reply_markup=keyboard("step:1"))
    old = await officer.reply()
    await bot.edit_message_text("Bước 2", 77, sent.message_id, reply_markup=keyboard("step:2"))
    await officer.presses("Soạn", on=old, waits=False)
    assert callback(await next_update(bot)).data == "step:1"


async def test_a_press_on_a_deleted_message_names_it_as_inaccessible(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    await bot.send_message(77, "Chọn:", reply_markup=keyboard())
    seen = await officer.reply()
    await officer.deletes(seen)
    await officer.presses("Soạn", on=seen, waits=False)
    message = callback(await next_update(bot)).message
    assert message and not message.is_accessible


@pytest.mark.parametrize("data", ["đ" * 33, "x" * 65])
async def test_callback_data_over_64_bytes_is_refused(data: str, telegram: TelegramDouble, bot: Bot) -> None:
    telegram.person(77)
    assert await refused(BadRequest, bot.send_message(77, "x", reply_markup=keyboard(data))) == "Button_data_invalid"


async def test_a_missing_button_fails_the_test_that_presses_it(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    await bot.send_message(77, "Chọn:", reply_markup=keyboard())
    with pytest.raises(AssertionError, match="no button «Hủy»"):
        await officer.presses("Hủy")


# Files


async def test_a_document_goes_there_and_back(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    await officer.uploads(b"PK123", "dự thảo.docx", "kiểm giúp")
    message = await next_message(bot)
    assert message.document and message.document.file_name == "dự thảo.docx" and message.caption == "kiểm giúp"
    file = await message.document.get_file()
    assert await file.download_as_bytearray() == b"PK123"
    await bot.send_document(77, io.BytesIO(b"321KP"), filename="báo cáo.docx", caption="<i>xong</i>", parse_mode="HTML")
    seen = await officer.sees("báo cáo.docx")
    assert officer.opens(seen) == b"321KP" and seen["caption"] == "xong"


async def test_a_photo_comes_in_three_sizes(telegram: TelegramDouble, bot: Bot) -> None:
    await telegram.person(77).sends_photo(caption="quyết định")
    message = await next_message(bot)
    assert [size.width for size in message.photo] == [90, 320, 800]


async def test_an_album_comes_as_messages_of_one_group(telegram: TelegramDouble, bot: Bot) -> None:
    await telegram.person(77).sends_album(("a.docx", b"a"), ("b.docx", b"b"))
    updates = await bot.get_updates()
    assert len({update.message.media_group_id for update in updates if update.message}) == 1
    assert len(updates) == 2


async def test_an_album_is_sent_as_a_whole(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    await bot.send_media_group(
        77, [InputMediaDocument(b"a", filename="a.txt"), InputMediaDocument(b"b", filename="b.txt")]
    )
    first, second = await officer.sees("a.txt"), await officer.sees("b.txt")
    assert first["media_group_id"] == second["media_group_id"]
    mixed: list[InputMediaDocument | InputMediaPhoto] = [
        InputMediaDocument(b"a", filename="a.txt"),
        InputMediaPhoto(JPEG),
    ]
    assert "can't be mixed" in await refused(BadRequest, bot.send_media_group(77, mixed))


async def test_a_sent_file_can_be_sent_again_by_its_id(telegram: TelegramDouble, bot: Bot) -> None:
    telegram.person(77)
    sent = await bot.send_document(77, io.BytesIO(b"x"), filename="a.txt")
    assert sent.document
    again = await bot.send_document(77, sent.document.file_id)
    assert again.document and again.document.file_id == sent.document.file_id
    assert "Wrong file identifier" in await refused(BadRequest, bot.send_document(77, "no such file"))


async def test_files_over_the_limits_are_refused(telegram: TelegramDouble, bot: Bot) -> None:
    await telegram.person(77).uploads(b"x", "lớn.pdf", claimed_size=20_000_001)
    message = await next_message(bot)
    assert message.document
    assert await refused(BadRequest, message.document.get_file()) == "File is too big"
    too_large = bot.send_document(77, bytes(50_000_001), filename="x.bin")
    assert await refused(NetworkError, too_large) == "Request Entity Too Large"
    assert "non-empty" in await refused(BadRequest, bot.send_document(77, io.BytesIO(b""), filename="x.bin"))
    assert await refused(BadRequest, bot.send_photo(77, b"no image")) == "Image_process_failed"


async def test_a_missing_file_is_not_found(telegram: TelegramDouble, bot: Bot) -> None:
    assert "wrong file_id" in (await refused(BadRequest, bot.get_file("no such file"))).lower()
    async with aiohttp.ClientSession() as client, client.get(f"{telegram.base_file_url}{telegram.token}/x") as answer:
        assert answer.status == 404


# Chats


async def test_a_bot_that_is_blocked_is_told_and_refused(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    await officer.blocks()
    change = (await next_update(bot)).my_chat_member
    assert change and (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")
    said = await refused(Forbidden, bot.send_message(77, "x"))
    assert said == "Forbidden: bot was blocked by the user"
    await officer.restarts()
    assert await bot.send_message(77, "lại được")


async def test_a_bot_cannot_begin_a_conversation(telegram: TelegramDouble, bot: Bot) -> None:
    stranger = telegram.person(78, started=False)
    assert "can't initiate conversation" in await refused(Forbidden, bot.send_message(78, "x"))
    await stranger.writes("/start")
    assert await bot.send_message(78, "chào")
    stranger.leaves_telegram()
    assert "user is deactivated" in await refused(Forbidden, bot.send_message(78, "x"))


async def test_in_a_group_the_bot_gets_only_what_is_meant_for_it(telegram: TelegramDouble, bot: Bot) -> None:
    group = telegram.group("Hội đồng TĐKT xã")
    officer = group.member(telegram.person(77))
    sent = await bot.send_message(group.chat_id, "Chào cả nhà")
    for text in ("chuyện riêng", "/hoi một", "/hoi@bot_khac hai", "/hoi@troly_bot ba", "@troly_bot bốn"):
        await officer.writes(text)
    await officer.writes("năm", answering=await officer.sees("Chào"))
    texts = [update.message.text for update in await bot.get_updates() if update.message]
    assert texts == ["/hoi một", "/hoi@troly_bot ba", "@troly_bot bốn", "năm"]
    assert sent.chat.type == "group"


async def test_a_bot_whose_owner_chose_so_reads_the_whole_group(telegram: TelegramDouble, bot: Bot) -> None:
    telegram.world.reads_all_group_messages = True
    await telegram.group("Hội đồng").member(telegram.person(77)).writes("chuyện riêng")
    assert (await next_message(bot)).text == "chuyện riêng"
    assert (await bot.get_me()).can_read_all_group_messages


async def test_a_bot_removed_from_a_group_is_told_and_refused(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    group = telegram.group("Hội đồng", supergroup=True)
    await group.removes_the_bot(officer)
    change = (await next_update(bot)).my_chat_member
    assert change and change.new_chat_member.status == "kicked"
    said = await refused(Forbidden, bot.send_message(group.chat_id, "x"))
    assert said == "Forbidden: bot was kicked from the supergroup chat"
    await group.adds_the_bot(officer)
    assert await bot.send_message(group.chat_id, "x")
    assert await bot.leave_chat(group.chat_id)
    assert "not a member" in await refused(Forbidden, bot.send_message(group.chat_id, "x"))


async def test_a_muted_bot_has_no_right_to_write(telegram: TelegramDouble, bot: Bot) -> None:
    group = telegram.group("Hội đồng")
    group.mutes_the_bot()
    assert "Not enough rights" in await refused(BadRequest, bot.send_message(group.chat_id, "x"))


async def test_a_group_that_became_a_supergroup_tells_its_new_id(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    old = telegram.group("Hội đồng")
    new = await old.becomes_a_supergroup(officer)
    left, joined = await bot.get_updates()
    assert left.message and left.message.migrate_to_chat_id == new.chat_id
    assert joined.message and joined.message.migrate_from_chat_id == old.chat_id
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old.chat_id, "x")
    assert moved.value.new_chat_id == new.chat_id
    assert await bot.send_message(new.chat_id, "x")


async def test_edited_stickers_voices_and_locations_arrive(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    await officer.edits(await officer.writes("một"), "hai")
    await officer.sends_sticker()
    await officer.sends_voice()
    await officer.sends_location()
    _, edited, sticker, voice, location = await bot.get_updates()
    assert edited.edited_message and edited.edited_message.text == "hai"
    assert sticker.message and sticker.message.sticker
    assert voice.message and voice.message.voice
    assert location.message and location.message.location


# The bot itself


async def test_commands_settings_and_actions_are_kept(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    await bot.set_my_commands([BotCommand("hoi", "Hỏi quy định")])
    assert [command.command for command in await bot.get_my_commands()] == ["hoi"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()
    assert "BOT_COMMAND_INVALID".lower() in (await refused(BadRequest, bot.set_my_commands([("Hỏi", "x")]))).lower()
    await bot.set_my_description("Trợ lý")
    assert telegram.world.settings["setMyDescription"] == {"description": "Trợ lý"}
    await bot.send_chat_action(77, ChatAction.TYPING)
    await officer.sees_action("typing")
    assert officer.seen_actions == ["typing"]


async def test_chats_and_members_can_be_asked_for(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77, "Trần Văn Bình")
    await officer.writes("chào")
    assert (await bot.get_chat(77)).first_name == "Trần Văn Bình"
    assert (await bot.get_chat_member(77, 77)).status == "member"
    assert await bot.log_out() and await bot.close()


async def test_another_token_is_unauthorized(telegram: TelegramDouble) -> None:
    bot = Bot("1234567:AAE-another_token_altogether_9876543210", telegram.base_url, telegram.base_file_url)
    with pytest.raises(InvalidToken):
        await bot.initialize()
    await bot.shutdown()


# Limits


async def test_one_chat_takes_a_burst_then_one_a_second(telegram: TelegramDouble, bot: Bot) -> None:
    telegram.person(77)
    telegram.world.limits.enabled = True
    for _ in range(PRIVATE_BURST):
        await bot.send_message(77, "x")
    with pytest.raises(RetryAfter) as raised:
        await bot.send_message(77, "x")
    telegram.time_passes(seconds_of(raised.value))
    await bot.send_message(77, "x")


async def test_a_group_takes_twenty_a_minute(telegram: TelegramDouble, bot: Bot) -> None:
    group = telegram.group("Hội đồng")
    telegram.world.limits.enabled = True
    for _ in range(20):
        await bot.send_message(group.chat_id, "x")
        telegram.time_passes(0.1)
    with pytest.raises(RetryAfter):
        await bot.send_message(group.chat_id, "x")
    telegram.time_passes(60)
    await bot.send_message(group.chat_id, "x")


async def test_all_chats_together_take_thirty_a_second(telegram: TelegramDouble, bot: Bot) -> None:
    telegram.world.limits.enabled = True
    telegram.world.limits._now = lambda: 1_000.0
    for number in range(100, 130):
        telegram.person(number)
        await bot.send_message(number, "x")
    telegram.person(130)
    with pytest.raises(RetryAfter):
        await bot.send_message(130, "x")


# Faults


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault.SERVER_ERROR, NetworkError),
        (Fault.BAD_GATEWAY, NetworkError),
        (Fault.FORBIDDEN, Forbidden),
        (Fault.UNAUTHORIZED, InvalidToken),
        (Fault.CONFLICT, Conflict),
        (Fault.GARBLED, TelegramError),
        (Fault.DROPPED, NetworkError),
    ],
)
async def test_a_fault_fails_the_request_and_nothing_is_done(
    fault: Fault, kind: type[TelegramError], telegram: TelegramDouble, bot: Bot
) -> None:
    officer = telegram.person(77)
    telegram.fails("sendMessage", fault)
    await refused(kind, bot.send_message(77, "một"))
    assert officer.screen() == []
    await bot.send_message(77, "hai")
    assert [message["text"] for message in officer.screen()] == ["hai"]


async def test_a_lost_answer_leaves_the_message_sent(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    telegram.fails("sendMessage", Fault.ANSWER_LOST)
    await refused(NetworkError, bot.send_message(77, "một"))
    assert [message["text"] for message in officer.screen()] == ["một"]


async def test_a_slow_answer_times_out_and_the_message_is_sent(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    telegram.fails("sendMessage", Fault.SLOW, seconds=0.2)
    await refused(TimedOut, bot.send_message(77, "một", read_timeout=0.02))
    telegram.works_again()
    await bot.send_message(77, "hai")
    await officer.sees("hai")


async def test_too_many_requests_tells_how_long_to_wait(telegram: TelegramDouble, bot: Bot) -> None:
    telegram.person(77)
    telegram.fails(ANY_METHOD, Fault.TOO_MANY_REQUESTS, seconds=7)
    with pytest.raises(RetryAfter) as raised:
        await bot.send_message(77, "x")
    assert seconds_of(raised.value) == 7


@pytest.mark.parametrize("fault", [Fault.DROPPED, Fault.ANSWER_LOST, Fault.BAD_GATEWAY])
async def test_a_download_can_fail(fault: Fault, telegram: TelegramDouble, bot: Bot) -> None:
    await telegram.person(77).uploads(b"PK", "a.docx")
    message = await next_message(bot)
    assert message.document
    file = await message.document.get_file()
    telegram.fails(DOWNLOAD, fault)
    await refused(NetworkError, file.download_as_bytearray())
    assert await file.download_as_bytearray() == b"PK"


async def test_an_outage_ends_with_everything_kept(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    await telegram.goes_down()
    await officer.writes("trong lúc mất mạng")
    await refused(NetworkError, bot.get_updates(timeout=0))
    await telegram.comes_up()
    assert (await next_message(bot)).text == "trong lúc mất mạng"


# Strictness


async def test_what_breaks_the_schema_is_refused_and_remembered(telegram: TelegramDouble, bot: Bot) -> None:
    telegram.person(77)
    await refused(BadRequest, bot.send_message(77, "x", api_kwargs={"colour": "red"}))
    await refused(BadRequest, bot.send_dice(77))
    async with aiohttp.ClientSession() as client:
        wrong = {"text": 5, "entities": "none"}
        async with client.post(f"{telegram.base_url}{telegram.token}/sendMessage", json=wrong) as answer:
            assert answer.status == 400
    assert telegram.violations == [
        "sendMessage.colour: unknown parameter",
        "sendDice: not served by the double",
        "sendMessage.chat_id: required, missing",
        "sendMessage.entities: not an array but 'none'",
        "sendMessage.text: 5 is no String",
    ]
    telegram.violations.clear()


async def test_get_and_json_requests_are_taken_too(telegram: TelegramDouble) -> None:
    officer = telegram.person(77)
    async with aiohttp.ClientSession() as client:
        address = f"{telegram.base_url}{telegram.token}"
        async with client.get(f"{address}/sendmessage", params={"chat_id": "77", "text": "một"}) as answer:
            assert (await answer.json())["ok"]
        async with client.post(f"{address}/sendMessage", json={"chat_id": 77, "text": "hai"}) as answer:
            assert (await answer.json())["result"]["text"] == "hai"
        async with client.post(f"{address}/noSuchMethod") as answer:
            assert answer.status == 404
    assert [message["text"] for message in officer.screen()] == ["một", "hai"]


async def test_sees_tells_what_was_read_instead(telegram: TelegramDouble, bot: Bot) -> None:
    officer = telegram.person(77)
    await bot.send_message(77, "khác hẳn", reply_markup=keyboard())
    with pytest.raises(AssertionError, match="never saw «Điều 8», but: \\['khác hẳn | Soạn'\\]".replace("|", "\\|")):
        await officer.sees("Điều 8", patience_s=0.01)
    assert officer.unread() == []


# The whole library


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message
    await update.effective_message.reply_text(f"nghe: {update.effective_message.text}", reply_markup=keyboard())


async def confirm(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = callback(update)
    await query.answer("xong")
    await query.edit_message_text(f"chọn {query.data}")


def application(telegram: TelegramDouble) -> Application:  # type: ignore[type-arg]
    builder = Application.builder().token(telegram.token)
    built = builder.base_url(telegram.base_url).base_file_url(telegram.base_file_url).build()
    built.add_handler(CallbackQueryHandler(confirm))
    built.add_handler(MessageHandler(filters.TEXT, echo))
    return built


async def test_an_application_that_polls_talks_with_a_person(telegram: TelegramDouble) -> None:
    async with application(telegram) as app:
        await app.start()
        assert app.updater
        await app.updater.start_polling(poll_interval=0, timeout=5)
        officer = telegram.person(77)
        await officer.writes("một")
        await officer.sees("nghe: một")
        assert (await officer.presses("Soạn")).notice == "xong"
        await officer.sees("chọn d:1")
        await telegram.all_taken()
        await app.updater.stop()
        await app.stop()


async def test_a_webhook_gets_updates_with_its_secret(telegram: TelegramDouble) -> None:
    async with application(telegram) as app:
        taken: list[dict[str, object]] = []
        secrets: list[str] = []
        refusals = count()

        async def hook(request: aiohttp.web.Request) -> aiohttp.web.Response:
            secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
            if next(refusals) == 0:
                return aiohttp.web.Response(status=503)
            taken.append(await request.json())
            return aiohttp.web.Response()

        server = aiohttp.web.Application()
        server.router.add_post("/hook", hook)
        runner = aiohttp.web.AppRunner(server, access_log=None)
        await runner.setup()
        await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        assert "unallowed" in await refused(BadRequest, app.bot.set_webhook(url, secret_token="có dấu"))
        await app.bot.set_webhook(url, secret_token="s3cret")
        await telegram.person(77).writes("một")
        await telegram.all_taken()
        assert [update["update_id"] for update in taken] == [1]
        assert secrets == ["s3cret", "s3cret"], "pushed again after the refusal"
        assert (
            await app.bot.get_webhook_info()
        ).last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
        assert "can't use getUpdates method while webhook is active" in await refused(Conflict, app.bot.get_updates())
        await app.bot.delete_webhook(drop_pending_updates=True)
        assert await app.bot.get_updates(timeout=0) == ()
        await runner.cleanup()
