"""The installation of the conversations, for the parts of the flows.

It knows only where the fixtures stand.
Read next: `tests/conversations/house.py`.
"""

from __future__ import annotations

from tests.conversations.house import clock, house, own_house, prepared, shipped

__all__ = ["clock", "house", "own_house", "prepared", "shipped"]
