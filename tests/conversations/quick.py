"""The assistant over all that ships, without its model: quick to start, the same answer every time.

It knows no fixture, so that a bot in a process of its own can use it too.
Read next: `tests/conversations/house.py`.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.assistant import Assistant
from bot.settings import Settings
from bot.storage.engine import Store
from index.confidence import FEATURES, Calibration
from index.encoder import HashingEncoder

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING: Final = datetime(2026, 7, 20, 8, 30, tzinfo=VIETNAM)
"""When every test begins: the decree of 2025 is in force, that of 2023 is not."""
DATABASE: Final = "tdkt.sqlite"
DIMENSION: Final = 256


def quick_encoder() -> HashingEncoder:
    """The stand-in for the model: texts that share syllables are near each other."""
    return HashingEncoder(DIMENSION)


def suited_calibration() -> Calibration:
    """By the cosine alone: refuses below about 0.54, is sure from about 0.7."""
    weights = tuple(20.0 if name == "cosine" else 0.0 for name in FEATURES)
    return Calibration(quick_encoder().fingerprint, weights, bias=-13.0, refuse=0.1, answer=0.7)


def quick_assistant(home: Path, store: Store) -> Assistant:
    """The assistant of that folder, with the encoder and the calibration of the tests."""
    return Assistant(Settings(home=home), store, quick_encoder(), suited_calibration())
