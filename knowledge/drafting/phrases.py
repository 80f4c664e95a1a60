"""How reports are worded: what tells the meant word where an answer was typed without tone marks.

Nothing of it is printed or shown.
Read next: `knowledge/data/drafting/phrases.yaml`, `index/restoration.py`.
"""

from __future__ import annotations

from functools import cache

from knowledge.datafiles import data_file, load
from knowledge.drafting.answers import texts_in
from knowledge.drafting.kinds import kinds
from knowledge.drafting.shortcomings import shortcomings
from knowledge.registry.models import Entry


class _Phrases(Entry):
    phrases: tuple[str, ...]
    names: tuple[str, ...]


@cache
def _file() -> _Phrases:
    return load(data_file("drafting/phrases.yaml"), _Phrases)


def usual_names() -> tuple[str, ...]:
    """Names of offices and bodies as they are written. Raises RegistryInvalid."""
    return _file().names


@cache
def usual_wordings() -> tuple[str, ...]:
    """Phrases and names of reports, the typical shortcomings and every text of the examples. Raises RegistryInvalid."""
    typical = [
        text
        for each in shortcomings()
        for text in (each.statement, *(cause.text for cause in each.causes), *each.remedies)
    ]
    examples = [text for kind in kinds() for text in texts_in(kind.example())]
    return (*_file().phrases, *usual_names(), *typical, *examples)
