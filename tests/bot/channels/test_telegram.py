"""The Telegram channel against the stand-in: replies, presses, files, the connection.

It knows the channel and the stand-in, no flow.
Read next: `bot/channels/telegram.py` and `tests/telegram_double/__init__.py`.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.channels.telegram import TelegramChannel, TelegramConnection
from bot.channels.telegram_text import parts_of, short_notice
from bot.messages import PICTURE_TYPE, Attachment, Reply, Upload
from bot.rendering import to_plain
from knowledge.errors import (
    DeliveryProblem,
    MessageRefused,
    RetryLater,
    StorageBusy,
    TooLarge,
    Unreadable,
    WrongType,
)
from tests.bot.channels.desk import BUTTONS, CHAT, Clock, Contacts, Receiving, channel_to
from tests.telegram_double import DOWNLOAD, Fault, Person, TelegramDouble


async def test_a_press_comes_in_with_the_message_it_was_made_on(
    channel: TelegramChannel, receiving: Receiving, officer: Person, clock: Clock
) -> None:
    sent = await channel.send(CHAT, Reply(html="Chọn:", buttons=BUTTONS))
    pressing = asyncio.create_task(officer.presses("Xem toàn văn"))
    (event,) = await receiving.some()
    assert (event.press, event.pressed_on, event.chat, event.text) == ("full:1", sent, CHAT, "")
    assert event.at == clock.now
    assert await channel.acknowledge_press(event.key, "Đang mở…")
    assert (await pressing).notice == "Đang mở…"
    assert not await channel.acknowledge_press(event.key, "lần nữa")


async def test_a_press_can_be_acknowledged_after_a_restart(
    telegram: TelegramDouble,
    channel: TelegramChannel,
    receiving: Receiving,
    officer: Person,
    clock: Clock,
) -> None:
    await channel.send(CHAT, Reply(html="Chọn:", buttons=BUTTONS))
    pressing = asyncio.create_task(officer.presses("Thôi"))
    (event,) = await receiving.some()
    restarted = channel_to(telegram, clock, Contacts())
    assert await restarted.acknowledge_press(event.key)
    assert (await pressing).notice == ""
    await restarted.close()


async def test_a_press_too_old_to_acknowledge_harms_nobody(
    telegram: TelegramDouble, channel: TelegramChannel, receiving: Receiving, officer: Person
) -> None:
    await channel.send(CHAT, Reply(html="Chọn:", buttons=BUTTONS))
    await officer.presses("Thôi", waits=False)
    (event,) = await receiving.all()
    telegram.time_passes(3600)
    assert not await channel.acknowledge_press(event.key)


@pytest.mark.parametrize("fault", [Fault.TOO_MANY_REQUESTS, Fault.DROPPED, Fault.UNAUTHORIZED, Fault.GARBLED])
async def test_courtesies_never_fail(
    fault: Fault, telegram: TelegramDouble, channel: TelegramChannel, officer: Person
) -> None:
    telegram.fails("answerCallbackQuery", fault)
    telegram.fails("sendChatAction", fault)
    assert not await channel.acknowledge_press("telegram:5:9")
    assert not await channel.typing(CHAT)


async def test_only_a_press_can_be_acknowledged(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    assert not await channel.acknowledge_press("telegram:5")
    assert not await channel.acknowledge_press("terminal:5:9")
    assert telegram.calls_of("answerCallbackQuery") == []


def test_a_long_notice_is_shortened_at_a_word() -> None:
    assert short_notice("a" * 200) == "a" * 200
    words = [f"chữ{number}" for number in range(100)]
    shortened = short_notice(" ".join(words))
    assert 190 < len(shortened) <= 200 and shortened.endswith("…")
    assert shortened[:-1].split() == words[: len(shortened.split())]


# What goes out


async def test_a_reply_arrives_with_formatting_buttons_and_no_preview(
    telegram: TelegramDouble, channel: TelegramChannel, officer: Person
) -> None:
    name = await channel.send(CHAT, Reply(html='<b>Điều 8</b> <a href="https://x.vn">xem</a>', buttons=BUTTONS))
    seen = await officer.sees("Điều 8")
    assert str(seen["message_id"]) == name
    assert [entity["type"] for entity in seen["entities"]] == ["bold", "text_link"]
    assert [button["text"] for button in seen["reply_markup"]["inline_keyboard"][0]] == ["Xem toàn văn", "Thôi"]
    assert telegram.calls_of("sendMessage")[0]["link_preview_options"] == {"is_disabled": True}


async def test_a_long_reply_arrives_in_parts_with_the_buttons_under_the_last(
    channel: TelegramChannel, officer: Person
) -> None:
    html = "".join(f"<blockquote><b>Điều {n}.</b> {'Nội dung &amp; 😀. ' * 60}</blockquote>\n\n" for n in range(20))
    name = await channel.send(CHAT, Reply(html=html, buttons=BUTTONS))
    shown = officer.unread()
    assert len(shown) > 3
    assert ["reply_markup" in message for message in shown] == [False] * (len(shown) - 1) + [True]
    assert str(shown[-1]["message_id"]) == name
    assert "".join("".join(message["text"] for message in shown).split()) == "".join(to_plain(html).split())


async def test_an_edit_takes_the_place_of_the_message(channel: TelegramChannel, officer: Person) -> None:
    name = await channel.send(CHAT, Reply(html="một", buttons=BUTTONS))
    assert await channel.send(CHAT, Reply(html="hai", replaces=name)) == name
    (message,) = officer.screen()
    assert message["text"] == "hai" and "reply_markup" not in message


async def test_an_edit_that_changes_nothing_is_a_success(channel: TelegramChannel, officer: Person) -> None:
    name = await channel.send(CHAT, Reply(html="<b>một</b>", buttons=BUTTONS))
    assert await channel.send(CHAT, Reply(html="<b>một</b>", buttons=BUTTONS, replaces=name)) == name
    assert len(officer.screen()) == 1


async def test_where_the_message_is_gone_a_new_one_comes(channel: TelegramChannel, officer: Person) -> None:
    name = await channel.send(CHAT, Reply(html="một"))
    await officer.deletes(await officer.reply())
    new = await channel.send(CHAT, Reply(html="hai", replaces=name, buttons=BUTTONS))
    assert new != name
    assert (await officer.sees("hai"))["message_id"] == int(new)


async def test_where_a_file_stands_a_new_message_comes(channel: TelegramChannel, officer: Person) -> None:
    name = await channel.send(CHAT, Reply(attachment=Attachment("a.txt", b"x")))
    await channel.send(CHAT, Reply(html="hai", replaces=name))
    assert len(officer.screen()) == 2


async def test_a_long_text_in_the_place_of_a_message_goes_on_below_it(
    channel: TelegramChannel, officer: Person
) -> None:
    name = await channel.send(CHAT, Reply(html="một", buttons=BUTTONS))
    await channel.send(CHAT, Reply(html="hai " * 2000, buttons=BUTTONS, replaces=name))
    first, *more = officer.screen()
    assert str(first["message_id"]) == name and first["text"].startswith("hai") and "reply_markup" not in first
    assert "reply_markup" in more[-1]


async def test_buttons_alone_can_change(channel: TelegramChannel, officer: Person) -> None:
    name = await channel.send(CHAT, Reply(html="một", buttons=BUTTONS))
    assert await channel.send(CHAT, Reply(replaces=name)) == name
    (message,) = officer.screen()
    assert message["text"] == "một" and "reply_markup" not in message
    await officer.deletes(message)
    assert await channel.send(CHAT, Reply(replaces=name)) == name
    assert officer.screen() == []


async def test_a_file_carries_a_short_text_as_its_caption(channel: TelegramChannel, officer: Person) -> None:
    attachment = Attachment("báo cáo.docx", b"PK123")
    await channel.send(CHAT, Reply(html="<i>Dự thảo</i>", attachment=attachment, buttons=BUTTONS))
    seen = await officer.sees("báo cáo.docx")
    assert (seen["caption"], officer.opens(seen), "reply_markup" in seen) == ("Dự thảo", b"PK123", True)


async def test_a_text_too_long_for_a_caption_goes_before_the_file(channel: TelegramChannel, officer: Person) -> None:
    await channel.send(CHAT, Reply(html="dài " * 500, attachment=Attachment("a.docx", b"PK"), buttons=BUTTONS))
    text, file = officer.screen()
    assert text["text"].startswith("dài") and "reply_markup" not in text
    assert "caption" not in file and "reply_markup" in file


async def test_a_picture_is_shown_in_the_conversation(channel: TelegramChannel, officer: Person) -> None:
    picture = Attachment("trang-1.png", b"\x89PNG\r\n\x1a\n...", PICTURE_TYPE)
    await channel.send(CHAT, Reply(html="trang 1/2", attachment=picture, buttons=BUTTONS))
    (message,) = officer.screen()
    assert officer.looks_at(message) == picture.content
    assert message["caption"] == "trang 1/2" and "reply_markup" in message


@pytest.mark.parametrize("content", [b"no picture at all", b"\x89PNG\r\n\x1a\n" + bytes(10_000_001)])
async def test_a_picture_that_telegram_will_not_show_goes_as_a_document(
    channel: TelegramChannel, officer: Person, content: bytes
) -> None:
    await channel.send(CHAT, Reply(attachment=Attachment("trang-1.png", content, PICTURE_TYPE)))
    (message,) = officer.screen()
    assert message["document"]["file_name"] == "trang-1.png" and officer.opens(message) == content


async def test_a_file_larger_than_telegram_carries_is_refused_unsent(
    telegram: TelegramDouble, channel: TelegramChannel, officer: Person
) -> None:
    with pytest.raises(MessageRefused):
        await channel.send(CHAT, Reply(attachment=Attachment("a.bin", bytes(50_000_001))))
    assert telegram.calls == []


async def test_a_notice_alone_sends_nothing(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    assert await channel.send(CHAT, Reply(notice="Đã lưu")) == ""
    assert telegram.calls == []


async def test_a_repeated_message_is_labelled(channel: TelegramChannel, officer: Person) -> None:
    name = await channel.send(CHAT, Reply(html="<b>Nhắc:</b> nộp báo cáo"), repeated=True)
    assert (await officer.reply())["text"] == "(gửi lại) Nhắc: nộp báo cáo"
    await channel.send(CHAT, Reply(attachment=Attachment("a.txt", b"x")), repeated=True)
    assert (await officer.reply())["caption"] == "(gửi lại)"
    await channel.send(CHAT, Reply(html="hai", replaces=name), repeated=True)
    assert (await officer.reply())["text"] == "hai"


async def test_a_labelled_part_still_fits(channel: TelegramChannel, officer: Person) -> None:
    whole, labelled = Reply(html="a" * 9000), "(gửi lại) "
    await channel.send(CHAT, whole)
    await channel.send(CHAT, whole, repeated=True)
    shown = [message["text"] for message in officer.unread()]
    assert [labelled + shown[0], *shown[1 : len(shown) // 2]] == shown[len(shown) // 2 :]


async def test_sending_goes_on_behind_the_parts_that_arrived(
    telegram: TelegramDouble, channel: TelegramChannel, officer: Person
) -> None:
    reply = Reply(html=" ".join(f"câu {n}." for n in range(2000)), buttons=BUTTONS)
    telegram.world.limits.enabled = True
    telegram.fails("sendMessage", Fault.SLOW, times=2, seconds=0)
    telegram.fails("sendMessage", Fault.TOO_MANY_REQUESTS, seconds=9)
    with pytest.raises(RetryLater) as raised:
        await channel.send(CHAT, reply)
    assert (raised.value.after, raised.value.details["parts_sent"]) == (timedelta(seconds=9), 2)
    await channel.send(CHAT, reply, parts_sent=2)
    together = "".join("".join(message["text"].split()) for message in officer.unread())
    assert together == "".join(to_plain(reply.html).split())
    assert await channel.send(CHAT, reply, parts_sent=len(officer.unread())) == ""


def test_the_same_reply_always_gives_the_same_parts() -> None:
    reply = Reply(html="một hai " * 3000, buttons=BUTTONS)
    assert parts_of(reply) == parts_of(reply)


async def test_a_group_that_became_a_supergroup_is_followed(
    telegram: TelegramDouble, channel: TelegramChannel, officer: Person
) -> None:
    old = telegram.group("Hội đồng")
    sent = await channel.send(f"telegram:{old.chat_id}", Reply(html="một"))
    new = await old.becomes_a_supergroup(officer)
    there = new.member(officer)
    await channel.send(f"telegram:{old.chat_id}", Reply(html="hai"))
    await channel.send(f"telegram:{old.chat_id}", Reply(html="ba", replaces=sent))
    await channel.typing(f"telegram:{old.chat_id}")
    assert [message["text"] for message in there.unread()] == ["hai", "ba"]
    assert there.seen_actions == ["typing"]


async def test_whoever_keeps_the_names_of_groups_is_told_of_a_move(telegram: TelegramDouble, officer: Person) -> None:
    told: list[tuple[str, str]] = []

    def on_moved(old: str, new: str) -> None:
        told.append((old, new))
        raise StorageBusy

    connection = TelegramConnection(telegram.token, api=telegram.address)
    channel = TelegramChannel(connection, Clock(), on_moved=on_moved)
    old = telegram.group("Hội đồng")
    new = await old.becomes_a_supergroup(officer)
    there = new.member(officer)
    for words in ("một", "hai"):
        await channel.send(f"telegram:{old.chat_id}", Reply(html=words))
    await channel.close()
    assert told == [(f"telegram:{old.chat_id}", f"telegram:{new.chat_id}")]
    assert [message["text"] for message in there.unread()] == ["một", "hai"]


async def test_typing_is_shown(channel: TelegramChannel, officer: Person) -> None:
    assert await channel.typing(CHAT)
    await officer.sees_action("typing")


async def test_commands_are_offered_or_the_error_is_told(telegram: TelegramDouble, channel: TelegramChannel) -> None:
    await channel.offer_commands([("hoi", "Hỏi quy định"), ("nhac", "Nhắc việc")])
    assert [command["command"] for command in next(iter(telegram.world.commands.values()))] == ["hoi", "nhac"]
    with pytest.raises(MessageRefused):
        await channel.offer_commands([("Hỏi", "x")])


# Files of people


async def received_file(receiving: Receiving) -> Upload:
    (event,) = await receiving.all()
    assert event.upload
    return event.upload


async def test_a_file_is_downloaded(channel: TelegramChannel, receiving: Receiving, officer: Person) -> None:
    await officer.uploads(b"PK" * 50_000, "dự thảo.docx")
    assert await channel.download(await received_file(receiving), 100_000) == b"PK" * 50_000


async def test_a_file_known_to_be_too_large_is_not_even_asked_for(
    telegram: TelegramDouble, channel: TelegramChannel, receiving: Receiving, officer: Person
) -> None:
    await officer.uploads(b"x", "lớn.pdf", claimed_size=20_000_001)
    with pytest.raises(TooLarge) as raised:
        await channel.download(await received_file(receiving))
    assert raised.value.details == {"name": "lớn.pdf", "megabytes": 20}
    assert telegram.calls_of("getFile") == []


async def test_a_file_larger_than_it_claims_is_left_in_the_middle(
    channel: TelegramChannel, receiving: Receiving, officer: Person
) -> None:
    await officer.uploads(bytes(3_000_000), "lớn.pdf", claimed_size=10)
    upload = await received_file(receiving)
    with pytest.raises(TooLarge):
        await channel.download(upload, 1_000_000)
    with pytest.raises(TooLarge):
        await channel.download(Upload(upload.reference, upload.name, 0), 5)


async def test_telegrams_own_limit_holds_when_the_size_is_unknown(
    channel: TelegramChannel, receiving: Receiving, officer: Person
) -> None:
    await officer.uploads(b"x", "lớn.pdf", claimed_size=20_000_001)
    upload = await received_file(receiving)
    with pytest.raises(TooLarge):
        await channel.download(Upload(upload.reference, upload.name, 0))


async def test_a_size_learnt_late_still_saves_the_fetching(
    telegram: TelegramDouble, channel: TelegramChannel, receiving: Receiving, officer: Person
) -> None:
    await officer.uploads(bytes(2_000), "lớn.pdf")
    upload = await received_file(receiving)
    telegram.world.files[upload.reference].content_gone = True
    with pytest.raises(TooLarge):
        await channel.download(Upload(upload.reference, upload.name, 0), 1_000)


async def test_a_file_telegram_no_longer_has_is_unreadable(
    telegram: TelegramDouble, channel: TelegramChannel, receiving: Receiving, officer: Person
) -> None:
    await officer.uploads(b"x", "a.docx")
    upload = await received_file(receiving)
    telegram.world.files.clear()
    with pytest.raises(Unreadable):
        await channel.download(upload)


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("getFile", Fault.BAD_GATEWAY),
        (DOWNLOAD, Fault.BAD_GATEWAY),
        (DOWNLOAD, Fault.DROPPED),
        (DOWNLOAD, Fault.ANSWER_LOST),
    ],
)
async def test_a_file_that_cannot_be_fetched_now_can_be_fetched_later(
    method: str, fault: Fault, telegram: TelegramDouble, channel: TelegramChannel, receiving: Receiving, officer: Person
) -> None:
    await officer.uploads(b"PK", "a.docx")
    upload = await received_file(receiving)
    telegram.fails(method, fault)
    with pytest.raises(DeliveryProblem):
        await channel.download(upload)
    assert await channel.download(upload) == b"PK"


async def test_a_file_whose_content_is_gone_is_unreadable(
    telegram: TelegramDouble, channel: TelegramChannel, receiving: Receiving, officer: Person
) -> None:
    await officer.uploads(b"x", "a.docx")
    upload = await received_file(receiving)
    telegram.world.files[upload.reference].content_gone = True
    with pytest.raises(Unreadable):
        await channel.download(upload)


async def test_what_the_assistant_cannot_read_is_not_downloaded(channel: TelegramChannel) -> None:
    with pytest.raises(WrongType) as raised:
        await channel.download(Upload("", "tin thoại", 0))
    assert raised.value.details == {"name": "tin thoại", "kind": "media"}


# The connection


def test_secrets_stand_in_no_repr() -> None:
    connection = TelegramConnection("1:secret", "socks5://user:secret@host:1080")
    assert "secret" not in repr(connection)
    assert connection.secrets == ("1:secret", "socks5://user:secret@host:1080")
    assert TelegramConnection("1:secret").secrets == ("1:secret",)


async def test_all_goes_through_the_proxy(telegram: TelegramDouble, clock: Clock) -> None:
    seen: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readline())
        writer.close()

    server = await asyncio.start_server(proxy, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    connection = TelegramConnection(telegram.token, proxy=f"http://127.0.0.1:{port}", api="http://telegram.invalid")
    through = TelegramChannel(connection, clock)
    with pytest.raises(DeliveryProblem):
        await through.send(CHAT, Reply(html="x"))
    await through.close()
    server.close()
    assert seen[0].startswith(b"POST http://telegram.invalid/bot")
