"""An answer in words, as JSON and with its buttons.

It must not store anything nor know who asks; it shows one answer.
Read next: `bot/texts/ask.jinja`; `bot/flows/ask.py`, which sends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from bot.flows.turn import button
from bot.messages import Button
from bot.rendering import to_plain
from bot.texts import line, text
from index.answers import Answer, AnswerKind, AnswerStatus, Ground
from knowledge.neighbours import neighbour
from knowledge.provisions import ProvisionId

FLOW: Final = "ask"
LEFT_OUT: Final = "\n[…]\n"
"""Stands between the fragments of a quote."""
_MOST_CHOICES: Final = 6


def answer_html(answer: Answer, today: date) -> str:
    """The answer for a person; `today` is the asker's, so that another day is pointed out."""
    if answer.kind is AnswerKind.DOCUMENT:
        return text("ask.document_card", answer=answer, today=today)
    if answer.kind is AnswerKind.NOT_HELD:
        place = ProvisionId.parse(answer.named).place()
        return text("ask.not_held", answer=answer, place=place, today=today)
    if answer.kind is AnswerKind.WHICH_DOCUMENT:
        return text("ask.which_document", answer=answer)
    if answer.kind is AnswerKind.UNKNOWN_DOCUMENT:
        return text("ask.unknown_document", answer=answer)
    if answer.kind is AnswerKind.PRACTICE:
        return text("ask.practice_answer", answer=answer, today=today)
    if answer.status is AnswerStatus.OUT_OF_SCOPE:
        return text("ask.out_of_scope", neighbour=neighbour(answer.neighbour))
    if answer.status is AnswerStatus.INSUFFICIENT:
        return text("ask.insufficient", answer=answer, today=today)
    return text("ask.answer", answer=answer, today=today)


def answer_json(answer: Answer, today: date) -> dict[str, Any]:
    """The answer as `tdkt ask --json` prints it and a receipt keeps it: JSON values only."""
    return {
        "question": answer.question,
        "as_of": answer.as_of.isoformat(),
        "status": answer.status.value,
        "confidence": round(answer.confidence, 4),
        "provisions": [_provision_json(ground) for ground in answer.grounds],
        "procedure": answer.card.procedure.id if answer.card else None,
        "text": to_plain(answer_html(answer, today)),
    }


def buttons(answer: Answer, receipt: int) -> tuple[tuple[Button, ...], ...]:
    """What can be pressed under the answer whose receipt has that number."""
    verdicts = (
        button(line("ask.button_helpful"), FLOW, "helpful", receipt),
        button(line("ask.button_wrong"), FLOW, "wrong", receipt),
    )
    if answer.kind is AnswerKind.WHICH_DOCUMENT or answer.status is AnswerStatus.INSUFFICIENT:
        return (*_choices(answer.grounds, receipt, 0), verdicts)
    if not answer.grounds:
        return (verdicts,)
    offered = tuple((button(award.name, FLOW, "about", receipt, award.slug),) for award in answer.choices)
    first = button(line("ask.button_full", ground=answer.grounds[0]), FLOW, "full", receipt, 0)
    related = button(line("ask.button_related"), FLOW, "related", receipt)
    if answer.card:
        whole = button(line("procedure.button_card"), FLOW, "card", receipt)
        others = tuple(
            (button(line("procedure.button_alike", procedure=other), FLOW, "procedure", receipt, other.id),)
            for other in answer.alike
        )
        return (*offered, (first, related), (whole,), *others, *_choices(answer.grounds[1:], receipt, 1), verdicts)
    return (*offered, (first, related), *_choices(answer.grounds[1:], receipt, 1), verdicts)


def _choices(grounds: Sequence[Ground], receipt: int, start: int) -> list[tuple[Button, ...]]:
    shown = enumerate(grounds[:_MOST_CHOICES], start)
    return [(button(line("ask.button_place", ground=ground), FLOW, "full", receipt, place),) for place, ground in shown]


def validity_json(ground: Ground) -> dict[str, Any]:
    """What an answer's JSON says of whether a provision holds."""
    valid = ground.validity
    return {
        "in_force": ground.in_force,
        "effective_on": valid.effective_on.isoformat() if valid and valid.effective_on else None,
        "expires_on": valid.expires_on.isoformat() if valid and valid.expires_on else None,
        "successor": str(ground.successor) if ground.successor else None,
    }


def _provision_json(ground: Ground) -> dict[str, Any]:
    return {
        "id": str(ground.provision),
        "document": ground.provision.document,
        "article": ground.provision.article_number,
        "clause": ground.provision.clause or None,
        "heading": ground.article.heading,
        **validity_json(ground),
        "quote": LEFT_OUT.join(ground.fragments),
        "content": ground.article.content.value,
    }
