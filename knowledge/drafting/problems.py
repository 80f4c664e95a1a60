"""Answers held against one another: what is missing, what does not add up, what deserves a second look.

It changes no answer and writes no Vietnamese: a problem is a key with figures, its advice is data.
Read next: `knowledge/drafting/models.py` (agreements), `knowledge/drafting/checking.py` (how each is tested).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """What a problem asks of the officer."""

    MISSING = "missing"
    """The report cannot be made without it."""
    CONFLICT = "conflict"
    """Two answers cannot both be right."""
    LOOK = "look"
    """May be right, but readers will ask."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `kind` names the text that tells it, `fields` the questions concerned («awards.collectives»).

    `record` is the place (from 1) in a list, 0 where it concerns none. `details` are the figures the text
    needs; `advice` says in Vietnamese what to look at, as the data has it.
    """

    kind: str
    severity: Severity
    fields: tuple[str, ...]
    record: int = 0
    advice: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
