"""People in conversation with the assistant, on Telegram or at a keyboard, in words that read like a script.

It knows the channels and what a person can do in each; it knows no flow.
Read next: `tests/conversations/test_asking.py` for what a script looks like, `house.py` for what stands behind.

    await officer.writes("thuong LDTT bao nhieu")
    officer.sees("Điều 50")
    await officer.presses("Hữu ích")
    officer.is_told("Cảm ơn")

What an officer `sees` is everything the assistant said to what they did last, and it had finished.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot import app
from bot.app import Service
from bot.channels.telegram import TelegramChannel, TelegramConnection
from bot.channels.terminal import Terminal, download
from bot.desk import Desk
from bot.storage.health import backlog
from bot.storage.library_changes import count_waiting
from tests.conversations.house import House
from tests.telegram_double import Group, Person, TelegramDouble

PATIENCE_S = 15.0
WORKER = "test"

_TYPED = r"\d+|[a-z][a-z0-9]{1,2}"
_CHOICE = re.compile(rf"(?<![^ \n])\[({_TYPED})\] (.+?)(?=  \[(?:{_TYPED})\] |$)", re.MULTILINE)
_LISTED = re.compile(r"^\[(\d+)–(\d+)\] .+$", re.MULTILINE)
_SAVED = re.compile(r"^Đã lưu tệp: (.+)$", re.MULTILINE)


@dataclass
class Said:
    """What the assistant said to one act."""

    texts: list[str] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    """Labels, in order, of all messages."""
    notice: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    pictures: list[bytes] = field(default_factory=list)
    """What is shown in the conversation instead of being opened, where a channel can."""

    @property
    def text(self) -> str:
        return "\n\n".join(self.texts)


class Speaker(ABC):
    """Somebody who talks with the assistant."""

    def __init__(self, name: str, identity: str) -> None:
        self.name = name
        self.identity = identity
        self.said = Said()

    @abstractmethod
    async def writes(self, text: str) -> None:
        """Write this, and wait for all the assistant has to say to it."""

    @abstractmethod
    async def presses(self, label: str) -> None:
        """Press the button (or choose the number) whose label holds `label`, last one shown first."""

    @abstractmethod
    async def sends(self, name: str, content: bytes) -> None:
        """Send a file, and wait for all the assistant has to say to it."""

    def sees(self, *fragments: str) -> None:
        """The assistant said all of this."""
        for fragment in fragments:
            assert fragment in self.said.text, f"never said «{fragment}», but: {self.said.text}"

    def sees_nothing_of(self, *fragments: str) -> None:
        for fragment in fragments:
            assert fragment not in self.said.text, f"said «{fragment}»: {self.said.text}"

    def sees_in_order(self, *fragments: str) -> None:
        """The assistant said all of this, one after the other."""
        self.sees(*fragments)
        places = [self.said.text.index(fragment) for fragment in fragments]
        assert places == sorted(places), f"in another order: {self.said.text}"

    def is_left_alone(self) -> None:
        """The assistant said nothing."""
        assert self.said.texts == [] and self.said.notice == "", self.said

    def may_press(self, *labels: str) -> None:
        """Each of these is part of a label among the buttons."""
        for label in labels:
            assert any(label in button for button in self.said.buttons), f"no «{label}» among {self.said.buttons}"

    def may_not_press(self, *labels: str) -> None:
        for label in labels:
            assert not any(label in button for button in self.said.buttons), f"«{label}» among {self.said.buttons}"

    def is_told(self, fragment: str) -> None:
        """The short line that is shown where a button was pressed holds this."""
        assert fragment in self.said.notice, f"told «{self.said.notice}» and: {self.said.text}"

    def gets(self, name: str) -> bytes:
        """The content of a file the assistant sent."""
        assert name in self.said.files, f"no {name} among {list(self.said.files)}"
        return self.said.files[name]


class Stage(ABC):
    """A channel and the people on it."""

    def __init__(self, house: House) -> None:
        self.house = house

    @abstractmethod
    def person(self, name: str) -> Speaker:
        """Somebody nobody has let in."""

    @abstractmethod
    async def ends(self) -> None:
        """The assistant stops; nothing can be said any more."""

    def administrator(self, name: str, office: str | int = "Ủy ban nhân dân xã Tân Bình") -> Speaker:
        """Somebody who administers an office: a new one, or the one of that number."""
        speaker = self.person(name)
        number = self.house.office(office) if isinstance(office, str) else office
        self.house.enrol(speaker.identity, name, number)
        return speaker


class TerminalSpeaker(Speaker):
    """Somebody at a keyboard, who types the numbers of choices."""

    def __init__(self, name: str, house: House, files: Path) -> None:
        super().__init__(name, f"terminal:{name}")
        self._files = files
        self._output = io.StringIO()
        self._choices: dict[str, str] = {}

        desk = Desk(house.store, house.assistant, house.clock, download, self.identity)
        self.terminal = Terminal(desk.answer, house.clock, self._output, files, name, desk.waiting)

    async def writes(self, text: str) -> None:
        shown = self._type(text)
        if shown.strip():
            self._choices = {}
        self._read(shown)

    async def sends(self, name: str, content: bytes) -> None:
        path = self._files / "sent" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        await self.writes(f"/tep {path}")

    async def presses(self, label: str) -> None:
        number = next((number for number, shown in self._choices.items() if label in shown), None)
        assert number is not None, f"no choice «{label}» among {self._choices}"
        self._read(self._type(number))
        # There is no other place for it at a keyboard.
        self.said.notice = self.said.text

    def _type(self, text: str) -> str:
        self._output.seek(0)
        self._output.truncate()
        self.terminal.hear(text)
        return self._output.getvalue()

    def _read(self, shown: str) -> None:
        listed = [str(each) for first, last in _LISTED.findall(shown) for each in range(int(first), int(last) + 1)]
        choices = {number: number for number in listed} | dict(_CHOICE.findall(shown))
        self._choices = choices or self._choices
        paths = [Path(path) for path in _SAVED.findall(shown)]
        text = _CHOICE.sub("", shown).strip()
        self.said = Said(
            texts=[text] if text else [],
            buttons=list(choices.values()),
            files={path.name: path.read_bytes() for path in paths},
            pictures=[path.read_bytes() for path in paths if path.suffix == ".png"],
        )


class TerminalStage(Stage):
    def person(self, name: str) -> TerminalSpeaker:
        return TerminalSpeaker(name, self.house, self.house.home / "files")

    async def ends(self) -> None:
        self.house.store.dispose()


class TelegramSpeaker(Speaker):
    """Somebody in one chat with the bot; `person` can do everything a Telegram app can."""

    def __init__(self, name: str, person: Person, stage: TelegramStage) -> None:
        super().__init__(name, f"telegram:{person.number}")
        self.person = person
        self.messages: list[dict[str, Any]] = []
        """What the assistant said last, as Telegram keeps it."""
        self._stage = stage
        self._heard = 0

    async def writes(self, text: str) -> None:
        await self.person.writes(text)
        await self.hears_out()

    async def sends(self, name: str, content: bytes, caption: str = "") -> None:
        await self.person.uploads(content, name, caption)
        await self.hears_out()

    async def presses(self, label: str, on: dict[str, Any] | None = None) -> None:
        answer = await self.person.presses(label, on)
        await self.hears_out()
        self.said.notice = answer.notice

    async def presses_forged(self, data: str) -> None:
        """Press a button the bot never made, on its last message or on one that is gone."""
        forged = {"message_id": 1, "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}}
        await self.presses("x", forged)

    async def hears_out(self) -> None:
        """Wait until nothing is under way any more, and take what was said since."""
        await self._stage.quiet()
        shown = self.person.unread()[self._heard :]
        self._heard += len(shown)
        self.messages = shown
        buttons = [row for message in shown for row in message.get("reply_markup", {}).get("inline_keyboard", [])]
        documents = [message for message in shown if "document" in message]
        self.said = Said(
            texts=[message.get("text") or message.get("caption") or "" for message in shown],
            buttons=[button["text"] for row in buttons for button in row],
            files={message["document"]["file_name"]: self.person.opens(message) for message in documents},
            pictures=[self.person.looks_at(message) for message in shown if "photo" in message],
        )


class TelegramStage(Stage):
    """The whole service behind the stand-in for Telegram."""

    def __init__(self, house: House, telegram: TelegramDouble, end: Callable[[], Awaitable[None]]) -> None:
        super().__init__(house)
        self.telegram = telegram
        self._numbers = iter(range(77, 1000))
        self._end = end

    def person(self, name: str) -> TelegramSpeaker:
        return TelegramSpeaker(name, self.telegram.person(next(self._numbers), name), self)

    def administrator(self, name: str, office: str | int = "Ủy ban nhân dân xã Tân Bình") -> TelegramSpeaker:
        speaker = super().administrator(name, office)
        assert isinstance(speaker, TelegramSpeaker)
        return speaker

    def in_group(self, group: Group, speaker: TelegramSpeaker) -> TelegramSpeaker:
        """The same person, now in this group."""
        return TelegramSpeaker(speaker.name, group.member(speaker.person), self)

    async def ends(self) -> None:
        await self._end()
        self.house.store.dispose()

    async def quiet(self) -> None:
        """Wait until every update was handled and every message settled."""
        await self.telegram.all_taken(PATIENCE_S)
        await until(self._is_quiet)

    def _is_quiet(self) -> bool:
        with self.house.store.read() as session:
            waiting, changes = backlog(session), count_waiting(session)
        return waiting.events_waiting == waiting.messages_waiting == changes == 0


async def until(met: Callable[[], bool]) -> None:
    """Wait until that is so. Raises TimeoutError if it never is."""
    async with asyncio.timeout(PATIENCE_S):
        while not met():  # noqa: ASYNC110 - the database tells nobody of a change
            await asyncio.sleep(0.002)


@contextlib.asynccontextmanager
async def serving(house: House, telegram: TelegramDouble) -> AsyncIterator[asyncio.Task[None]]:
    """The service, receiving and sending until the block ends or it fails by itself; gives its task."""
    channel = TelegramChannel(
        TelegramConnection(telegram.token, api=telegram.address),
        house.clock,
        poll_for=timedelta(seconds=20),
        first_pause=timedelta(milliseconds=1),
    )
    stop = asyncio.Event()
    service = Service(house.store, house.assistant, channel, house.clock, WORKER)
    running = asyncio.create_task(service.run(stop))
    try:
        yield running
    finally:
        stop.set()
        try:
            await asyncio.wait_for(running, PATIENCE_S)
        finally:
            await channel.close()


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Workers look for what nobody woke them for more often than in earnest, and no certificates are read."""
    monkeypatch.setattr(app, "IDLE", timedelta(milliseconds=10))
    monkeypatch.setattr(app, "REMIND_EVERY", timedelta(milliseconds=200))
    monkeypatch.setattr(app, "RENEW_EVERY", timedelta(milliseconds=10))
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path_factory.getbasetemp()))


@contextlib.asynccontextmanager
async def on_telegram(house: House, telegram: TelegramDouble) -> AsyncIterator[TelegramStage]:
    """The service on Telegram, and people to talk with it."""
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(serving(house, telegram))
        yield TelegramStage(house, telegram, stack.aclose)


@pytest_asyncio.fixture
async def telegram_stage(house: House, telegram: TelegramDouble, brisk: None) -> AsyncIterator[TelegramStage]:
    async with on_telegram(house, telegram) as stage:
        yield stage


@pytest.fixture
def terminal_stage(house: House) -> TerminalStage:
    return TerminalStage(house)


@pytest_asyncio.fixture(params=["telegram", "terminal"])
async def stage(
    request: pytest.FixtureRequest, house: House, telegram: TelegramDouble, brisk: None
) -> AsyncIterator[Stage]:
    """Each channel in turn: the same script is played on both."""
    if request.param == "terminal":
        yield TerminalStage(house)
        return
    async with on_telegram(house, telegram) as stage:
        yield stage


@pytest_asyncio.fixture(params=["telegram", "terminal"])
async def own_stage(
    request: pytest.FixtureRequest, own_house: House, telegram: TelegramDouble, brisk: None
) -> AsyncIterator[Stage]:
    """The same, in an installation to whose library documents may be added."""
    if request.param == "terminal":
        yield TerminalStage(own_house)
        return
    async with on_telegram(own_house, telegram) as stage:
        yield stage
