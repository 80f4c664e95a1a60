"""kill -9 while a code is being typed: joined once or not at all, and both channels are told once.

It knows the bot from outside: what people see, what rows are left.
Read next: `tests/crash/test_kill.py`, whose bot this is; `bot/linking.py`.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.linking import Linking
from bot.storage.link_models import LinkCodeRow
from bot.storage.models import IdentityRow
from tests.conversations.house import House
from tests.crash.test_kill import PATIENCE_S, bot, officer, seen, settled, unfinished
from tests.telegram_double import TelegramThread


@pytest.mark.parametrize("moment", ["fetched", "handled", "committed"])
def test_killed_while_a_code_is_typed_it_is_joined_once_and_both_channels_are_told_once(
    telegram_thread: TelegramThread, own_house: House, moment: str
) -> None:
    an = officer(telegram_thread, own_house)
    other = telegram_thread.telegram.person(91, "Máy khác")
    with own_house.store.begin() as session:
        code = Linking(session).new_code(own_house.person("telegram:77"), own_house.clock())
    with bot(telegram_thread, own_house, moment) as halting:
        telegram_thread.run(other.writes(f"/lien_ket {code}"))
        halting.prints(f"halted: {moment}", PATIENCE_S)
        halting.kill()
    assert seen(an) == seen(other) == []
    is_joined = moment == "committed"
    assert len(own_house.rows(select(IdentityRow.key))) == 1 + is_joined
    with bot(telegram_thread, own_house) as sound:
        telegram_thread.run(other.sees("Đã liên kết", PATIENCE_S))
        telegram_thread.run(an.sees("Kênh mới vừa được liên kết", PATIENCE_S))
        settled(telegram_thread, own_house, officer(telegram_thread, own_house, 78))
        assert sound.asked_to_stop() == 0
    assert own_house.person("telegram:91") == own_house.person("telegram:77")
    assert len(own_house.rows(select(LinkCodeRow.id).where(LinkCodeRow.used_at.is_not(None)))) == 1
    assert seen(an) == seen(other) == []
    assert unfinished(own_house) == (0, 0)
