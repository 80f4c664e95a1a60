"""How often Python looks for garbage: seldom while what stays is being loaded, as usual from then on.

It must not know what is loaded.
Read next: `bot/cli/__init__.py`, where a process begins; `bot/app.py`, where it is ready.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_SELDOM: Final = 50_000
"""Starting makes a million objects that live as long as the process; by default Python looks through them so often
that it takes a seventh of the time to a first answer."""
_USUAL: Final = gc.get_threshold()


@contextmanager
def collected_seldom() -> Iterator[None]:
    """For the beginning of a process, or all of a short one."""
    gc.set_threshold(_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*_USUAL)


def all_loaded() -> None:
    """What stays is there: what comes and goes from now on is collected as usual."""
    gc.set_threshold(*_USUAL)
