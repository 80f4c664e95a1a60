"""Hỏi: a question in the chat → an answer with its source, buttons to go on, and a receipt.

It must not know a channel, nor how an answer is found; it asks, sends and remembers.
Read next: `bot/flows/ask_words.py` (wording), `index/answering.py` (finding).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.assistant import Assistant
from bot.flows import calculate
from bot.flows.ask_words import FLOW, answer_html, answer_json, buttons
from bot.flows.small_talk import asks, small_talk
from bot.flows.subject import Subject, remember, subject_of
from bot.flows.turn import Turn, number_in
from bot.messages import Reply
from bot.storage.receipts import Receipt, Receipts
from bot.texts import line, text
from index.answering import LONGEST_QUESTION
from index.answers import Answer, Ground
from index.cards import card
from index.clarifying import chosen
from index.following import several
from knowledge.errors import IndexProblem, UserError
from knowledge.procedures import procedure
from knowledge.province_names import province_named
from knowledge.provisions import ProvisionId
from knowledge.text import normalise, squeeze

__all__ = ["FLOW", "again", "ask", "greet", "prepare", "pressed", "stop_waiting"]

_AWAITING: Final = "expected_of_receipt"
"""Key of the conversation's state: the receipt whose asker is being asked what it should have said, and since when."""
_PATIENCE: Final = timedelta(hours=1)
"""After that, what somebody writes is no longer about an answer they were not content with."""


def ask(turn: Turn) -> list[Reply]:
    """The replies to a text: an answer, or what a thoughtful colleague says to anything else."""
    asked = squeeze(normalise(turn.event.text))
    said = small_talk(asked)
    awaited = _awaited(turn)
    if awaited is not None and asked and (said == "skip" or not (said or asks(asked))):
        return [_expected(turn, awaited, "" if said else asked)]
    problem = _not_a_question(turn, asked, said)
    if problem:
        return [Reply(problem)]
    calculated = calculate.answered(turn, turn.event.text)
    return [calculated] if calculated else [_answered(turn, part) for part in several(turn.event.text)]


def again(turn: Turn, receipt: Receipt) -> Reply:
    """The answer to the question of an earlier receipt, for the same day, from what is held now."""
    return _answer(turn, turn.assistant.answerer().ask(_understood(receipt), turn.scope(receipt.as_of)))


def prepare(text: str, assistant: Assistant) -> None:
    """Has the model read what may be questions: `ask` then takes moments."""
    asked = squeeze(normalise(text))
    if asked and len(asked) <= LONGEST_QUESTION and not small_talk(asked):
        # An index that cannot serve is told of where the answer would be.
        with suppress(IndexProblem):
            for part in several(text):
                assistant.answerer().read(squeeze(normalise(part)))


def greet(turn: Turn) -> list[Reply]:
    """What is said first."""
    return [Reply(text("ask.greeting", name=turn.principal.name, office=turn.principal.office_name))]


def pressed(turn: Turn, action: str, arguments: Sequence[str]) -> list[Reply]:
    """The replies to a button under an answer.

    Raises UserError «stale_button» when the answer is not the person's own, or nothing of it is left.
    """
    receipt = _receipts(turn).get(number_in(arguments, 0))
    if receipt is not None and action == "full":
        return _full(turn, receipt, number_in(arguments, 1))
    if receipt is not None and action == "related":
        return _related(turn, receipt)
    if receipt is not None and action == "card":
        return _card(turn, receipt)
    if receipt is not None and action == "about" and len(arguments) > 1:
        return _chosen(turn, receipt, arguments[1])
    if receipt is not None and action == "helpful":
        stop_waiting(turn)
        _receipts(turn).judge(receipt.id, "helpful", turn.now)
        return [Reply(notice=line("ask.thanks_for_helpful"))]
    if receipt is not None and action == "wrong":
        _receipts(turn).judge(receipt.id, "wrong", turn.now)
        turn.state[_AWAITING] = [receipt.id, turn.now.isoformat()]
        return [Reply(text("ask.what_was_expected"))]
    raise UserError("stale_button")


def stop_waiting(turn: Turn) -> None:
    """What is written next is a question again, not what an answer should have been."""
    turn.state.pop(_AWAITING, None)


def _not_a_question(turn: Turn, asked: str, said: str) -> str:
    """What is replied to a message that cannot be a question; empty when it can."""
    if not asked or said == "skip":
        return text("ask.empty")
    if said == "greeting":
        return text("ask.greeting", name=turn.principal.name, office=turn.principal.office_name)
    if said in ("thanks", "goodbye"):
        return text(f"ask.{said}")
    if not any(character.isalnum() for character in asked):
        return text("ask.no_words")
    if len(asked) > LONGEST_QUESTION:
        return text("ask.too_long", length=len(asked), limit=LONGEST_QUESTION)
    answerer = turn.assistant.answerer()
    if asked.isdecimal():
        return text("ask.only_number", number=asked, grounds=answerer.articles_numbered(asked, turn.scope()))
    return "" if answerer.is_vietnamese(asked) else text("ask.not_vietnamese")


def _answered(turn: Turn, asked: str) -> Reply:
    """The answer to one question, completed with what was talked about before it, for the day it names."""
    question = squeeze(normalise(asked))
    about = subject_of(turn, question)
    answer = turn.assistant.answerer().ask(about.text, turn.scope(about.day))
    remember(turn, about, answer)
    return _answer(turn, replace(answer, question=question))


def _chosen(turn: Turn, receipt: Receipt, award: str) -> list[Reply]:
    """The answer to the question about the one award that was chosen."""
    about = Subject(chosen(_understood(receipt), award), receipt.as_of, "")
    answer = turn.assistant.answerer().ask(about.text, turn.scope(about.day))
    remember(turn, about, answer)
    return [_answer(turn, answer)]


def _answer(turn: Turn, answer: Answer) -> Reply:
    """The answer as one message; its receipt is kept, so that its buttons go on working."""
    number = _receipts(turn).add(
        answer.question,
        {**answer_json(answer, turn.today), "understood": answer.understood},
        status=answer.status.value,
        as_of=answer.as_of,
        generation=answer.generation,
        now=turn.now,
    )
    html = f"{answer_html(answer, turn.today)}\n{text('receipts.number_line', number=number)}"
    return Reply(html, buttons(answer, number))


def _full(turn: Turn, receipt: Receipt, place: int) -> list[Reply]:
    provisions = _provisions(receipt)
    ground = _held(turn, receipt, provisions[place].whole_article()) if place < len(provisions) else None
    if ground is None:
        raise UserError("stale_button")
    return [Reply(text("ask.full_article", ground=ground))]


def _related(turn: Turn, receipt: Receipt) -> list[Reply]:
    by_document: dict[str, Ground] = {}
    for provision in _provisions(receipt):
        ground = _held(turn, receipt, provision)
        if ground is not None:
            by_document.setdefault(provision.document, ground)
    if not by_document:
        raise UserError("stale_button")
    return [Reply(text("ask.related", grounds=list(by_document.values())))]


def _card(turn: Turn, receipt: Receipt) -> list[Reply]:
    """The whole card of the procedure, as of the day and for the province of the answer."""
    subject = procedure(str(receipt.answer.get("procedure")))
    province = province_named(_understood(receipt)) or turn.scope().province
    whole = card(subject, receipt.as_of, province) if subject else None
    if whole is None:
        raise UserError("stale_button")
    return [Reply(text("procedure.whole", card=whole, as_of=receipt.as_of, today=turn.today))]


def _understood(receipt: Receipt) -> str:
    """The question as it was answered: completed, where it left its subject out."""
    return str(receipt.answer.get("understood") or receipt.question)


def _provisions(receipt: Receipt) -> list[ProvisionId]:
    """The provisions of an earlier answer, in its order, whether they are still held or not."""
    return [ProvisionId.parse(row["id"]) for row in receipt.answer["provisions"]]


def _held(turn: Turn, receipt: Receipt, provision: ProvisionId) -> Ground | None:
    """The provision as it is held now, for the day the answer was given for; None if it was removed."""
    return turn.assistant.answerer().article(provision, turn.scope(receipt.as_of))


def _awaited(turn: Turn) -> int | None:
    """The receipt whose asker may be about to say what it should have been; asked for once."""
    receipt, since = turn.state.pop(_AWAITING, (None, ""))
    return receipt if receipt and turn.now - datetime.fromisoformat(since) <= _PATIENCE else None


def _expected(turn: Turn, receipt: int, comment: str) -> Reply:
    """What the person says an answer should have been, if anything."""
    if comment:
        _receipts(turn).judge(receipt, "wrong", turn.now, comment)
    return Reply(text("ask.feedback_kept"))


def _receipts(turn: Turn) -> Receipts:
    return Receipts(turn.session, turn.principal.person_id, turn.principal.office_id)
