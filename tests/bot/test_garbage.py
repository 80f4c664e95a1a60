"""How often Python looks for garbage, and that it goes back to what is usual."""

from __future__ import annotations

import gc

import pytest

from bot.garbage import all_loaded, collected_seldom

USUAL = gc.get_threshold()


def test_a_process_that_starts_looks_seldom_and_one_that_ends_leaves_nothing_changed() -> None:
    with pytest.raises(KeyError), collected_seldom():
        assert gc.get_threshold()[0] > 10 * USUAL[0]
        raise KeyError
    assert gc.get_threshold() == USUAL


def test_a_process_that_is_ready_collects_as_usual() -> None:
    with collected_seldom():
        all_loaded()
        assert gc.get_threshold() == USUAL
