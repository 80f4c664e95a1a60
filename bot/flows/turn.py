"""One turn of a conversation: what happened, who did it, and what a flow may use to answer.

It must not know any flow; flows read it and return Replies.
Read next: `bot/flows/dispatch.py`, which makes turns and chooses the flow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeVar

from sqlalchemy.orm import Session

from bot.access import Principal
from bot.assistant import Assistant
from bot.flows.slow_work import SlowWork
from bot.messages import Button, Incoming
from bot.storage.offices import OfficeSettings
from index.documents import Document
from index.retrieval import Scope
from knowledge.errors import UserError
from knowledge.papers import PaperKind

T = TypeVar("T")

_MOST_DIGITS: Final = 18
"""Every number of so many digits fits the 64 bits that a database has for it."""

FLOOR: Final = "floor"
"""Key of a conversation's state: the flow that what is written is meant for."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that a person sent, and what was read in it."""

    name: str
    content: bytes
    document: Document
    kind: PaperKind = PaperKind.OTHER
    """What it looks like."""


@dataclass(slots=True)
class Turn:
    """What a flow is given. `state` is the conversation's own JSON object: change it, it is saved with the turn.

    `now` is aware, in Asia/Ho_Chi_Minh. Everything a flow stores goes through `session`: it is committed
    together with the replies, or not at all.
    """

    event: Incoming
    now: datetime
    principal: Principal
    session: Session
    assistant: Assistant
    state: dict[str, Any] = field(default_factory=dict)
    is_forgotten: bool = False
    """Set when the person asked to be forgotten: nothing more of theirs is stored."""
    slow_work: SlowWork | None = None

    def slowly(self, work: Callable[..., T], *arguments: Any) -> T:
        """What `work(*arguments)` gives; it is done while no transaction is open, so that nobody waits for it.

        For what takes more than a few hundredths of a second: checking a draft, writing a DOCX. The flow is
        begun again when the outcome is there, so what it did before this call in the transaction is undone and
        done anew: call it before anything is stored outside `session`. `work` must not touch the session; its
        arguments are plain values that compare equal the second time. Raises the AssistantError that `work` raises.
        """
        return self.slow_work.outcome(work, *arguments) if self.slow_work else work(*arguments)

    @property
    def floor(self) -> str:
        """The name of the flow that what the person writes is meant for; empty when it is a question."""
        return str(self.state.get(FLOOR, ""))

    @floor.setter
    def floor(self, flow: str) -> None:
        """Gives the floor to that flow; to none when it is empty."""
        self.state.pop(FLOOR, None)
        if flow:
            self.state[FLOOR] = flow

    @property
    def today(self) -> date:
        """The asker's day."""
        return self.now.date()

    def scope(self, on: date | None = None) -> Scope:
        """The view of the library of the person's office, on that day (today if none is given)."""
        settings = OfficeSettings(self.session, self.principal.office_id).load()
        return Scope(on or self.today, str(self.principal.office_id), settings.get("province"))


def press(flow: str, action: str, *arguments: object) -> str:
    """The data of a button: «ask:full:12:0». At most 64 bytes, so arguments are numbers or short words."""
    return ":".join((flow, action, *map(str, arguments)))


def number_in(arguments: Sequence[str], place: int) -> int:
    """The number at that place of what a button carries.

    Raises UserError «stale_button» for what no button of ours carries there: it is forged, or older than
    this version.
    """
    digits = arguments[place] if place < len(arguments) else ""
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS):
        raise UserError("stale_button")
    return int(digits)


def button(label: str, flow: str, action: str, *arguments: object) -> Button:
    """A button of a flow."""
    return Button(label, press(flow, action, *arguments))
