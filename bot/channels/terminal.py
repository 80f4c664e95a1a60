"""The terminal channel: a conversation by keyboard, with history; or one answer a line of standard input.

It must not know a flow or the storage; it is handed a function that answers events.
Read next: `bot/app.py`, which hands it that function; `bot/rendering.py` (html → terminal).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, TextIO

from bot.messages import Attachment, Button, Incoming, Reply, Sender, Upload
from bot.rendering import to_ansi, to_plain
from bot.texts import error_text, line
from index.reading.limits import MEGABYTE, Limits
from knowledge.errors import AssistantError, TooLarge, Unreadable

Answer = Callable[[Incoming], Sequence[Reply]]
Waiting = Callable[[], Sequence[Reply]]
Clock = Callable[[], datetime]

CHANNEL: Final = "terminal"


class Terminal:
    """One person at one keyboard. Buttons are numbered, or lettered where a number may be an answer; typing that
    presses the button, «/tep PATH» sends a file.

    They hold until something else is asked, or other buttons are shown. `waiting` gives what has come up for
    the person; it is asked after everything they do.
    """

    def __init__(
        self, answer: Answer, clock: Clock, output: TextIO, files: Path, user: str, waiting: Waiting = list
    ) -> None:
        self._answer = answer
        self._waiting = waiting
        self._clock = clock
        self._output = output
        self._files = files
        self._sender = Sender(f"{CHANNEL}:{user}", user)
        self._choices: dict[str, Button] = {}

    def converse(self, history: Path) -> None:
        """Asks and answers until the person ends it (Ctrl-D, «thoát»)."""
        # Slow to import and of no use where nobody types.
        from prompt_toolkit import PromptSession
        from prompt_toolkit.history import FileHistory

        history.parent.mkdir(parents=True, exist_ok=True)
        session: PromptSession[str] = PromptSession(history=FileHistory(str(history)))
        self._say(line("terminal.hint"))
        self.catch_up()
        while True:
            try:
                typed = session.prompt(line("terminal.prompt") + " ")
            except KeyboardInterrupt:
                continue
            except EOFError:
                break
            if typed.strip().lower() in _LEAVING:
                break
            if typed.strip():
                self.hear(typed)
        self._say(line("ask.goodbye"))

    def read(self, lines: Iterable[str]) -> None:
        """Answers each line that is not blank, and ends with them."""
        for typed in lines:
            if typed.strip():
                self._say(f"{line('terminal.prompt')} {typed.strip()}")
                self.hear(typed)

    def hear(self, typed: str) -> None:
        """One line from the person: the number or letters of a choice shown last, or a text."""
        chosen = self._choices.get(typed.strip().lower())
        upload = None if chosen else _offered(typed.strip())
        event = Incoming(
            key=f"{CHANNEL}:{uuid.uuid4()}",
            chat=self._sender.identity,
            sender=self._sender,
            at=self._clock(),
            text="" if chosen or upload else typed.strip("\r\n"),
            press=chosen.data if chosen else "",
            upload=upload,
        )
        try:
            replies = self._answer(event)
        except AssistantError as error:
            # Whoever types here can do something about it and go on.
            replies = [Reply(error_text(error))]
        if chosen is None or any(reply.buttons for reply in replies):
            self._choices = {}
        for reply in replies:
            self._show(reply)
        self.catch_up()

    def catch_up(self) -> None:
        """Shows what has come up for the person without their asking."""
        try:
            replies = self._waiting()
        except AssistantError as error:
            replies = [Reply(error_text(error))]
        for reply in replies:
            self._show(reply)

    def _show(self, reply: Reply) -> None:
        shown = to_ansi(reply.html) if self._output.isatty() else to_plain(reply.html)
        if shown or reply.notice:
            self._say(shown or reply.notice)
        if reply.attachment:
            self._say(line("terminal.saved", path=str(self._save(reply.attachment))))
        listed: list[str] = []
        rows: list[list[str]] = []
        for row in reply.buttons:
            rows.append([])
            for choice in row:
                typed = choice.shortcut or str(sum(known.isdecimal() for known in self._choices) + 1)
                self._choices[typed] = choice
                if choice.is_listed:
                    listed.append(typed)
                else:
                    rows[-1].append(f"[{typed}] {choice.label}")
        if listed:
            self._say(line("terminal.listed", first=listed[0], last=listed[-1]))
        for shown_row in filter(None, rows):
            self._say("  ".join(shown_row))
        self._say("")

    def _save(self, attachment: Attachment) -> Path:
        self._files.mkdir(parents=True, exist_ok=True)
        path = self._files / Path(attachment.name).name
        path.write_bytes(attachment.content)
        return path

    def _say(self, text: str) -> None:
        self._output.write(text + "\n")
        self._output.flush()


def download(upload: Upload) -> bytes:
    """The content of a file that the person named. Raises Unreadable and TooLarge."""
    limit = Limits().upload_bytes
    try:
        with Path(upload.reference).expanduser().open("rb") as file:
            content = file.read(limit + 1)
    except (OSError, RuntimeError, ValueError) as error:
        # No such file, nobody's home folder, or a name no file can have.
        raise Unreadable("file_missing", name=upload.name) from error
    if len(content) > limit:
        raise TooLarge(name=upload.name, megabytes=limit // MEGABYTE)
    return content


def _offered(typed: str) -> Upload | None:
    """The file that «/tep PATH» names, in quotes or not; its size is looked at when it is read."""
    command, _, path = typed.partition(" ")
    path = path.strip().strip("\"'")
    return Upload(path, Path(path).name, 0) if command in _FILE and path else None


_FILE: Final = frozenset({"/tep", "/tệp"})
_LEAVING: Final = frozenset({"thoát", "thoat", "/thoat", "exit", "quit"})
