"""What a flow is to the door: its name, its commands, what it does with presses, words and papers.

It must not know any flow, nor a channel.
Read next: `bot/flows/dispatch.py`, which holds the table of flows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.flows.turn import Paper, Turn
from bot.messages import Reply

Pressed = Callable[[Turn, str, Sequence[str]], list[Reply]]
Commanded = Callable[[Turn, str], list[Reply]]
Written = Callable[[Turn], list[Reply] | None]
Takes = Callable[[Turn, Paper], list[Reply]]


@dataclass(frozen=True, slots=True)
class Flow:
    """One conversation the assistant can have.

    `commands` are given what follows the command; each is described by the text «name.command_<command>».
    `written` is asked about what a person writes while the flow has the floor (`Turn.floor`), and about
    nothing else; None says that it is no business of the flow's, and it is taken for a question. `takes`
    is given a file that the person chose this flow for, offered under the text «name.takes_paper».
    """

    name: str
    pressed: Pressed
    commands: Mapping[str, Commanded] = field(default_factory=dict)
    written: Written | None = None
    takes: Takes | None = None
