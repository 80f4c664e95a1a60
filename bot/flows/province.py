"""The office's province: what the decrees leave to the provinces is answered from its decision.

It must not know what a province has decided.
Read next: `knowledge/provinces.py` (profiles), `bot/texts/province.jinja` (wording).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.access import Role, require
from bot.flows.flow import Commanded
from bot.flows.turn import Turn, button, number_in
from bot.messages import Button, Reply
from bot.storage.offices import OfficeSettings
from bot.texts import line, text
from knowledge.errors import UserError
from knowledge.province_names import province_named, province_names, read_province
from knowledge.provinces import profile

FLOW: Final = "province"
SETTING: Final = "province"
"""Key of the office's settings; a name of `province_names`."""
_BUTTONS_A_ROW: Final = 3


def pressed(turn: Turn, action: str, arguments: Sequence[str]) -> list[Reply]:
    """The replies to a button of this flow. Raises UserError «stale_button» for one that it never makes."""
    names = province_names()
    place = number_in(arguments, 0)
    if action != "set" or place >= len(names):
        raise UserError("stale_button")
    return _set(turn, names[place])


def _asked(turn: Turn, argument: str) -> list[Reply]:
    """/dia_phuong with a name sets it, by its name of today or an earlier one; alone it shows the choice."""
    read = read_province(argument)
    named = province_named(f"tỉnh {read.full_name if read else argument}") or province_named(argument)
    if named:
        return _set(turn, named)
    chosen = OfficeSettings(turn.session, turn.principal.office_id).load().get(SETTING, "")
    shown = text("province.unknown", given=argument) if argument else text("province.which", chosen=chosen)
    labels = [button(name, FLOW, "set", place) for place, name in enumerate(province_names())]
    rows: list[tuple[Button, ...]] = [
        tuple(labels[start : start + _BUTTONS_A_ROW]) for start in range(0, len(labels), _BUTTONS_A_ROW)
    ]
    return [Reply(shown, tuple(rows))]


def _set(turn: Turn, name: str) -> list[Reply]:
    require(turn.principal, Role.OFFICER)
    settings = OfficeSettings(turn.session, turn.principal.office_id)
    settings.save({**settings.load(), SETTING: name})
    known = profile(name)
    decision = known.regulation.full_name if known else ""
    return [
        Reply(
            text("province.chosen", name=name, office=turn.principal.office_name, decision=decision),
            notice=line("province.noted"),
        )
    ]


COMMANDS: Final[Mapping[str, Commanded]] = {"dia_phuong": _asked}
"""Described in province.jinja."""
