"""What a check finds: a place in the draft, what is wrong there, and what it should become.

It must not know any check nor any wording: `kind` names a text, `details` fill it.
Read next: `knowledge/checks/checking.py` (who finds), `bot/texts/checks.jinja` (how it is said).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

FORM: Final = "form_"
"""How the kinds begin that judge the look of a document."""


class Severity(StrEnum):
    """How much it matters; the order is the one in which findings are told."""

    ERROR = "error"
    """Wrong: nobody should sign this."""
    WARNING = "warning"
    """Very likely wrong, or against the form; the officer decides."""
    NOTE = "note"
    """Nothing is said to be wrong: something to look at."""

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `start` and `end` are offsets into the draft as given; `text` stands there.

    `kind` names the wording and is what an office may ignore; kinds that judge arithmetic begin with
    «number». `details` are values for the wording: strings, or dates. `replacement` is what the place
    should become, word for word, where that is known; `safe` says that putting it in changes no meaning
    (a doubled word, a tone mark), so that it may be offered as a correction to accept in one go. `page` is the
    page of the file on which a finding of form stands, counted from 1; 0 where that is not known.
    """

    kind: str
    severity: Severity
    start: int
    end: int
    text: str
    details: Mapping[str, object] = field(default_factory=dict)
    replacement: str | None = None
    safe: bool = False
    page: int = 0

    @property
    def is_form(self) -> bool:
        """Whether it is about the look of the document: these are told together, page by page."""
        return self.kind.startswith(FORM)
