"""Fixtures for the whole suite. What a single area needs stands in that area's own conftest."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of official texts, reports and cases beside the checkout; the test skips without it."""
    folder = ROOT.parent / "shared"
    if not (folder / "DESIGN.md").is_file():
        pytest.skip("needs ../shared (official texts and cases), which is not beside this checkout")
    return folder
