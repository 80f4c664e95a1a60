"""What the grammar has to say to a user: the key of a text and what fills it, never the sentence itself.

It knows no Vietnamese and no channel.
Read next: `bot/texts/dates.jinja`, where each key becomes a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Wording:
    """A text key («dates.before_day») and the values of that text: dates, numbers, words of the document."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


def say(key: str, **values: object) -> Wording:
    """The wording of a key of `bot/texts/dates.jinja`."""
    return Wording(f"dates.{key}", values)
