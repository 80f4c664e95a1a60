"""Somebody who knows all answers sits through a whole interview, message by message.

It knows the questions of a kind of report, and nothing of how they are asked but their words.
Read next: `tests/conversations/test_drafting_whole.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from knowledge.drafting.kinds import ReportKind
from knowledge.drafting.models import Question, QuestionType
from tests.conversations.stage import Speaker

MOST_MESSAGES: Final = 600
SKIP: Final = "bỏ qua"
_COACHED: Final = {
    "Xảy ra khi nào, ở đâu?": ("evidence", "period", "place"),
    "Vì sao có hạn chế này?": ("cause_kind", "cause"),
    "Sẽ làm gì để khắc phục?": ("remedy",),
    "Ai chủ trì, bao giờ xong?": ("who", "by_when"),
}

_KINDS: Final = {"subjective": "chủ quan", "objective": "khách quan"}


class Candidate:
    """Answers every question with what a file of answers says, and skips the rest."""

    def __init__(self, speaker: Speaker, report: ReportKind, answers: Mapping[str, Any]) -> None:
        self.speaker = speaker
        self.report = report
        self.answers = answers
        self.messages = 0
        self.kept: list[str] = []
        """What was said not to agree, and was left as it was."""

    async def sits_through(self) -> None:
        """Answer until the review is shown."""
        while "Xem lại:" not in self.speaker.said.text:
            assert self.messages < MOST_MESSAGES, self.speaker.said.text
            if "chưa khớp" in self.speaker.said.text:
                self.kept.append(self.speaker.said.text)
                await self.presses("Giữ nguyên")
                continue
            await self.answers_one(self.asked())

    def asked(self) -> Question:
        """The question that stands in the message."""
        shown = self.speaker.said.text
        found = [each for each in self.report.questions.values() if f"\n{each.ask}" in f"\n{shown}"]
        assert found, shown
        return max(found, key=lambda each: len(each.ask))

    async def answers_one(self, question: Question) -> None:
        given = self.answers.get(question.key)
        if given is None:
            await self.writes(SKIP)
        elif question.catalogue and isinstance(given, list):
            await self.writes("\n".join(row["statement"] for row in given))
            await self.coached(given)
        elif isinstance(given, list) and question.type is QuestionType.RECORDS:
            await self.tells(question, given)
        else:
            await self.writes(str(given).strip())

    async def tells(self, question: Question, records: list[dict[str, Any]]) -> None:
        """A list, record by record, field by field."""
        for record in records:
            first, *others = question.fields
            await self.writes(str(record[first.key]))
            for field in others:
                if question.ask in self.speaker.said.text or field.ask not in self.speaker.said.text:
                    continue
                await self.writes(str(record.get(field.key, SKIP)).strip())
            assert question.ask in self.speaker.said.text, self.speaker.said.text
        await self.presses("Xong")

    async def coached(self, records: list[dict[str, Any]]) -> None:
        """What is asked of each shortcoming."""
        for record in records:
            for words, fields in _COACHED.items():
                self.speaker.sees(words, record["statement"])
                parts = [_KINDS.get(str(record[field]), str(record[field])) for field in fields if field in record]
                await self.writes((": " if words.startswith("Vì sao") else "; ").join(parts) or SKIP)

    async def writes(self, words: str) -> None:
        self.messages += 1
        await self.speaker.writes(words)

    async def presses(self, label: str) -> None:
        self.messages += 1
        await self.speaker.presses(label)
