"""The one door: who is it, what do they mean; and what a flow that gives up leaves behind."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import func, select

from bot.assistant import Assistant
from bot.flows import ask, dispatch
from bot.flows.dispatch import prepare, respond
from bot.flows.flow import Flow
from bot.flows.turn import Turn
from bot.messages import Incoming, Reply, Sender, Upload
from bot.rendering import to_plain
from bot.storage.models import ConversationRow, ReceiptRow
from index.encoder import HashingEncoder, Vectors
from knowledge.errors import EncoderUnavailable, IndexMissing, InvalidAnswer
from tests.conversations.house import House
from tests.conversations.quick import DIMENSION

AN = "telegram:77"


def event(house: House, text: str = "", press: str = "", upload: Upload | None = None, identity: str = AN) -> Incoming:
    return Incoming("key", identity, Sender(identity, "An"), house.clock(), text=text, press=press, upload=upload)


def replies_to(house: House, incoming: Incoming) -> list[Reply]:
    with house.store.begin() as session:
        return respond(session, incoming, house.assistant, house.clock())


@pytest.fixture
def member(house: House) -> House:
    house.enrol(AN, "An", house.office("Phường Bình An"))
    return house


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", ("start", "")),
        ("/start ABCD", ("start", "ABCD")),
        ("  /tham_gia  ABCD EFGH ", ("tham_gia", "ABCD EFGH")),
        ("/tham_gia\nABCD", ("tham_gia", "ABCD")),
        ("/Thamgia ABCD", ("tham_gia", "ABCD")),
        ("/trợ_giúp", ("tro_giup", "")),
        ("/tro_giup@troly_bot", ("tro_giup", "")),
        ("/baocao", ("baocao", "")),
        ("/", ("", "")),
        ("/ start", ("", "")),
        ("//start", ("", "")),
        ("/<b>", ("", "")),
        ("/" + "a" * 33, ("", "")),
        ("152/2025", ("", "")),
        ("xem /start", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_command_stands_at_the_beginning(text: str, command: tuple[str, str]) -> None:
    assert dispatch._command(text) == command


def test_what_a_flow_stored_before_it_gave_up_is_undone(member: House, monkeypatch: pytest.MonkeyPatch) -> None:
    real = ask.ask

    def gives_up(turn: Turn) -> list[Reply]:
        real(turn)
        raise InvalidAnswer("no_articles", name="<b>tệp</b>.txt")

    monkeypatch.setattr(ask, "ask", gives_up)
    (reply,) = replies_to(member, event(member, "Điều 50"))
    assert "«<b>tệp</b>.txt»" in to_plain(reply.html)
    assert member.rows(select(func.count()).select_from(ReceiptRow)) == [0]
    assert member.rows(select(func.count()).select_from(ConversationRow)) == [0]


@pytest.mark.parametrize("error", [IndexMissing(), IndexMissing("index_no_previous"), EncoderUnavailable(model="mẫu")])
def test_an_index_that_cannot_serve_is_a_reply(
    member: House, monkeypatch: pytest.MonkeyPatch, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def answerer(_: Assistant) -> object:
        raise error

    monkeypatch.setattr(Assistant, "answerer", answerer)
    (reply,) = replies_to(member, event(member, "tiền thưởng lao động tiên tiến"))
    assert reply.html
    assert "the index cannot serve" in caplog.text


def test_a_mistake_of_ours_is_raised_and_not_called_a_stale_button(
    member: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(turn: Turn, action: str, arguments: Sequence[str]) -> list[Reply]:
        raise ValueError("a mistake")

    monkeypatch.setitem(dispatch.FLOWS, "ask", Flow("ask", mistaken))
    with pytest.raises(ValueError, match="a mistake"):
        replies_to(member, event(member, press="ask:full:1:0"))


def test_an_error_at_a_press_is_told_where_it_was_pressed_and_in_the_chat(member: House) -> None:
    (reply,) = replies_to(member, event(member, press="nonsense"))
    assert reply.notice and reply.html
    assert reply.notice == to_plain(reply.html)


def test_a_file_with_a_command_under_it_is_both(member: House) -> None:
    first, second = replies_to(member, event(member, "/tro_giup", upload=Upload("id", "a.docx", 3)))
    assert "a.docx" in first.html
    assert "/tham_gia" in second.html


class CountingEncoder(HashingEncoder):
    """Counts the questions it reads."""

    def __init__(self) -> None:
        super().__init__(DIMENSION)
        self.read: list[str] = []

    def queries(self, texts: Sequence[str]) -> Vectors:
        self.read += texts
        return super().queries(texts)


@pytest.fixture
def counting(own_house: House) -> CountingEncoder:
    encoder = CountingEncoder()
    own_house.assistant = Assistant(own_house.settings(), own_house.store, encoder)
    return encoder


def test_a_question_prepared_is_not_read_again(own_house: House, counting: CountingEncoder) -> None:
    own_house.enrol(AN, "An", own_house.office("Phường Bình An"))
    asked = event(own_house, "tiền thưởng lao động tiên tiến")
    prepare(own_house.store, asked, own_house.assistant)
    assert len(counting.read) == 1
    replies_to(own_house, asked)
    assert len(counting.read) == 1
    assert own_house.rows(select(func.count()).select_from(ReceiptRow)) == [1]


def test_nothing_is_prepared_for_who_is_not_known_or_does_not_ask(own_house: House, counting: CountingEncoder) -> None:
    prepare(own_house.store, event(own_house, "tiền thưởng lao động tiên tiến"), own_house.assistant)
    own_house.enrol(AN, "An", own_house.office("Phường Bình An"))
    for incoming in (
        event(own_house, "/tro_giup"),
        event(own_house, "cảm ơn"),
        event(own_house, "x " * 2000),
        event(own_house, press="ask:full:1:0"),
        event(own_house, upload=Upload("id", "a.docx", 3)),
    ):
        prepare(own_house.store, incoming, own_house.assistant)
    assert counting.read == []
    assert own_house.rows(select(func.count()).select_from(ReceiptRow)) == [0]


def test_preparing_with_an_index_that_cannot_serve_is_no_error(member: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def answerer(_: Assistant) -> object:
        raise IndexMissing

    monkeypatch.setattr(Assistant, "answerer", answerer)
    prepare(member.store, event(member, "tiền thưởng lao động tiên tiến"), member.assistant)
