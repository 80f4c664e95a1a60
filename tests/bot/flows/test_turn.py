"""What a button carries: written by us, read back without trust."""

from __future__ import annotations

import pytest

from bot.flows.turn import button, number_in, press
from knowledge.errors import UserError


def test_a_button_carries_flow_action_and_arguments() -> None:
    assert button("Xem", "ask", "full", 12, 0).data == press("ask", "full", 12, 0) == "ask:full:12:0"


@pytest.mark.parametrize(
    ("arguments", "place", "number"), [(["12"], 0, 12), (["a", "0"], 1, 0), (["9" * 18], 0, 10**18 - 1)]
)
def test_a_number_is_read_back(arguments: list[str], place: int, number: int) -> None:
    assert number_in(arguments, place) == number


@pytest.mark.parametrize(
    "digits", ["", "-1", "+1", "1.0", "1e3", " 1", "x", "²", "１", "٣", "9" * 19, "9" * 60, "\x00"]
)
def test_what_is_no_number_of_ours_is_stale(digits: str) -> None:
    with pytest.raises(UserError, match="stale_button"):
        number_in([digits], 0)


def test_a_missing_number_is_stale() -> None:
    with pytest.raises(UserError, match="stale_button"):
        number_in(["1"], 1)
