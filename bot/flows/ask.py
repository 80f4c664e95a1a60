"""Hỏi: a question in the chat → an answer with its source, buttons to go on, and a receipt.

It must not know a channel, nor how an answer is found; it asks, sends and remembers.
Read next: `bot/flows/ask_words.py` (wording), `index/answering.py` (finding).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.flows.ask_words import FLOW, answer_html, answer_json, buttons
from bot.flows.small_talk import small_talk
from bot.flows.turn import Turn
from bot.messages import Reply
from bot.storage.receipts import Receipt, Receipts
from bot.texts import line, text
from index.answering import LONGEST_QUESTION
from index.answers import Answer, Ground
from knowledge.provisions import ProvisionId
from knowledge.text import normalise, squeeze

__all__ = ["FLOW", "ask", "greet", "pressed"]

_AWAITING: Final = "expected_of_receipt"
"""Key of the conversation's state: the receipt whose asker is being asked what it should have said."""


def ask(turn: Turn) -> list[Reply]:
    """The replies to a text: an answer, or what a thoughtful colleague says to anything else."""
    asked = squeeze(normalise(turn.event.text))
    said = small_talk(asked)
    if _AWAITING in turn.state and not asked.endswith("?"):
        return [_expected(turn, asked, said)]
    turn.state.pop(_AWAITING, None)
    problem = _not_a_question(turn, asked, said)
    if problem:
        return [Reply(problem)]
    return [_answer(turn, turn.assistant.answerer().ask(asked, turn.scope()))]


def greet(turn: Turn) -> list[Reply]:
    """What is said first."""
    return [Reply(text("ask.greeting", name=turn.principal.name, office=turn.principal.office_name))]


def pressed(turn: Turn, action: str, arguments: Sequence[str]) -> list[Reply]:
    """The replies to a button under an answer; one that is not the person's own, or gone, says so."""
    numbers = [int(argument) for argument in arguments if argument.isdecimal()]
    receipt = _receipts(turn).get(numbers[0]) if numbers else None
    if receipt is not None and action == "full":
        return _full(turn, receipt, numbers[1] if len(numbers) > 1 else 0)
    if receipt is not None and action == "related":
        return _related(turn, receipt)
    if receipt is not None and action == "helpful":
        _receipts(turn).judge(receipt.id, "helpful", turn.now)
        return [Reply(notice=line("ask.thanks_for_helpful"))]
    if receipt is not None and action == "wrong":
        _receipts(turn).judge(receipt.id, "wrong", turn.now)
        turn.state[_AWAITING] = receipt.id
        return [Reply(text("ask.what_was_expected"))]
    return _stale()


def _not_a_question(turn: Turn, asked: str, said: str) -> str:
    """What is replied to a message that cannot be a question; empty when it can."""
    if not asked:
        return text("ask.empty")
    if said == "greeting":
        return text("ask.greeting", name=turn.principal.name, office=turn.principal.office_name)
    if said in ("thanks", "goodbye"):
        return text(f"ask.{said}")
    if said or not any(character.isalnum() for character in asked):
        return text("ask.no_words")
    if len(asked) > LONGEST_QUESTION:
        return text("ask.too_long", length=len(asked), limit=LONGEST_QUESTION)
    answerer = turn.assistant.answerer()
    if asked.isdecimal():
        return text("ask.only_number", number=asked, grounds=answerer.articles_numbered(asked, turn.scope()))
    return "" if answerer.is_vietnamese(asked) else text("ask.not_vietnamese")


def _answer(turn: Turn, answer: Answer) -> Reply:
    """The answer as one message; its receipt is kept, so that its buttons go on working."""
    number = _receipts(turn).add(
        answer.question,
        answer_json(answer, turn.today),
        status=answer.status.value,
        as_of=answer.as_of,
        generation=answer.generation,
        now=turn.now,
    )
    return Reply(answer_html(answer, turn.today), buttons(answer, number))


def _full(turn: Turn, receipt: Receipt, place: int) -> list[Reply]:
    grounds = _grounds(turn, receipt)
    if not 0 <= place < len(grounds):
        return _stale()
    return [Reply(text("ask.full_article", ground=grounds[place]))]


def _related(turn: Turn, receipt: Receipt) -> list[Reply]:
    by_document = {ground.provision.document: ground for ground in reversed(_grounds(turn, receipt))}
    if not by_document:
        return _stale()
    return [Reply(text("ask.related", grounds=list(reversed(by_document.values()))))]


def _grounds(turn: Turn, receipt: Receipt) -> list[Ground]:
    """The provisions of an earlier answer as they are held now, for the day it was given for."""
    answerer, scope = turn.assistant.answerer(), turn.scope(receipt.as_of)
    found = (answerer.article(ProvisionId.parse(row["id"]), scope) for row in receipt.answer["provisions"])
    return [ground for ground in found if ground is not None]


def _expected(turn: Turn, asked: str, said: str) -> Reply:
    """What the person says an answer should have been; nothing is asked twice."""
    receipt = turn.state.pop(_AWAITING)
    if said != "skip":
        _receipts(turn).judge(receipt, "wrong", turn.now, asked[:LONGEST_QUESTION])
    return Reply(text("ask.feedback_kept"))


def _stale() -> list[Reply]:
    return [Reply(text("ask.stale_button"), notice=line("ask.stale_button"))]


def _receipts(turn: Turn) -> Receipts:
    return Receipts(turn.session, turn.principal.person_id, turn.principal.office_id)
