"""Which official texts are still missing: documents the registry knows and nobody has loaded, the most needed first.

It must not know where loaded texts are kept; it is told their numbers.
Read next: `knowledge/regulations.py`; `knowledge/data/registry.yaml`, whose `portals` say where each is found.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from knowledge.registry.models import Held, Status, number_key
from knowledge.regulations import Registry, Regulation


class Need(StrEnum):
    """Why a text is wanted, in the order of urgency."""

    UNREAD = "unread"
    """In force or about to be, and known to us in part or at second hand only."""
    DIGESTED = "digested"
    """In force; our digests were written from the whole text, which itself is not here to be quoted."""
    UNCLEAR = "unclear"
    """Nobody can say from what we have whether it is in force."""
    FORMER = "former"
    """No longer in force: wanted for cases of its time."""


def missing_texts(
    registry: Registry, day: date, loaded: Iterable[str], province: str | None = None
) -> dict[Need, list[Regulation]]:
    """The normative documents whose official text is not among those of the numbers `loaded`, by need on that day.

    Every need is there, perhaps with nothing; documents come in the order of the registry, those with an id on a
    portal first. Documents of another province than the one given are left out.
    """
    known = {number_key(number) for number in loaded}
    found: dict[Need, list[Regulation]] = {need: [] for need in Need}
    for regulation in registry:
        if (
            regulation.normative
            and regulation.province in ("", province)
            and number_key(regulation.number) not in known
        ):
            found[_need(regulation, day)].append(regulation)
    for regulations in found.values():
        regulations.sort(key=lambda regulation: not regulation.portals)
    return found


def _need(regulation: Regulation, day: date) -> Need:
    status = regulation.status_on(day)
    if status is Status.EXPIRED:
        return Need.FORMER
    if status is Status.UNKNOWN:
        return Need.UNCLEAR
    return Need.DIGESTED if regulation.held is Held.FULL else Need.UNREAD
