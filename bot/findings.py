"""A finding in words: what is wrong, what to do, what its kind is called; and as JSON for the command line.

It must not know how findings are found, nor a channel.
Read next: `bot/texts/checks.jinja` (wording), `knowledge/checks/findings.py`.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

from bot.texts import line, text
from knowledge.checks.findings import Finding


@dataclass(frozen=True, slots=True)
class Said:
    """A finding as a person reads it, in plain text."""

    message: str
    suggestion: str

    @property
    def whole(self) -> str:
        """Both, as one paragraph."""
        return f"{self.message} {self.suggestion}".strip()


def said(finding: Finding) -> Said:
    """What is wrong there and why, with its source, and what should be done."""
    message, _, suggestion = html.unescape(text(f"checks.{finding.kind}", **finding.details)).partition("\n")
    return Said(message.strip(), suggestion.strip())


def kind_name(kind: str) -> str:
    """What a kind of finding is called («Chính tả»); empty for a kind that no check gives."""
    return line("checks.kind_name", kind=kind)


def finding_json(finding: Finding) -> dict[str, Any]:
    """The shape that `tdkt check --json` promises; `page` only for a finding of form whose page is known."""
    words = said(finding)
    paged = {"page": finding.page} if finding.page else {}
    return paged | {
        "kind": finding.kind,
        "severity": finding.severity.value,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "message": words.message,
        "suggestion": words.suggestion,
    }
