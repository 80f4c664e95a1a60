"""A file was sent: what it looks like, and what it may be used for, for the person to choose.

It must not know the flows that take files: it is handed them. A file waits a day at most, and goes once used.
Read next: `bot/flows/flow.py` (`takes`), `bot/storage/papers.py`, `bot/flows/library.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.flows.flow import Takes
from bot.flows.turn import Paper, Turn, button, number_in
from bot.messages import Reply
from bot.storage.papers import Papers
from bot.texts import line, text
from knowledge.errors import UserError
from knowledge.papers import kind_of_paper

FLOW: Final = "papers"


def received(turn: Turn, paper: Paper, takers: Mapping[str, Takes]) -> list[Reply]:
    """Keeps the file and offers what it may be used for, first the flow that has the floor."""
    number = _papers(turn).add(paper.name, paper.content, paper.document, turn.now)
    order = sorted(takers, key=lambda flow: flow != turn.floor)
    choices = [(button(line(f"{flow}.takes_paper"), FLOW, "use", flow, number),) for flow in order]
    choices.append((button(line("papers.button_drop"), FLOW, "drop", number),))
    return [Reply(text("papers.received", paper=paper), tuple(choices))]


def pressed(turn: Turn, action: str, arguments: Sequence[str], takers: Mapping[str, Takes]) -> list[Reply]:
    """The replies to a choice; the file is forgotten with it.

    Raises UserError «paper_gone» for a file that does not wait for this person any more, «stale_button» for
    what is no choice.
    """
    match [action, *arguments]:
        case ["use", flow, _] if flow in takers:
            number = number_in(arguments, 1)
            paper = _waiting(turn, number)
            replies = takers[flow](turn, paper)
            _papers(turn).remove(number)
            return replies
        case ["drop", _]:
            if not _papers(turn).remove(number_in(arguments, 0)):
                raise UserError("paper_gone")
            return [Reply(text("papers.dropped"))]
    raise UserError("stale_button")


def _waiting(turn: Turn, number: int) -> Paper:
    found = _papers(turn).get(number, turn.now)
    if found is None:
        raise UserError("paper_gone")
    name, content, document = found
    return Paper(name, content, document, turn.slowly(kind_of_paper, document.text))


def _papers(turn: Turn) -> Papers:
    return Papers(turn.session, turn.principal.person_id, turn.principal.office_id)
