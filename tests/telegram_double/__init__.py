"""A strict stand-in for the Telegram Bot API, served over real HTTP on this machine.

It knows the official schema and how Telegram behaves; it knows nothing of this project's bot.
Read next: `server.py` (what is served), `person.py` (who talks to the bot), `plugin.py` (fixtures).

A test reads like a script:

    async def test_an_answer(telegram: TelegramDouble) -> None:
        officer = telegram.person(77)
        await officer.writes("Giấy khen do ai tặng?")
        await officer.sees("Điều")
        await officer.presses("Xem toàn văn")

Every request is checked against the official schema (unknown, missing, wrongly typed parameters), and so
is every object sent. Faults come on demand (`telegram.fails("sendMessage", Fault.ANSWER_LOST)`), outages by
`goes_down` and `comes_up`, rate limits by `telegram.world.limits.enabled = True`.
"""

from __future__ import annotations

from tests.telegram_double.faults import ANY_METHOD, DOWNLOAD, Fault
from tests.telegram_double.person import Answer, Group, Person
from tests.telegram_double.process import BotProcess
from tests.telegram_double.server import TelegramDouble
from tests.telegram_double.thread import TelegramThread

__all__ = [
    "ANY_METHOD",
    "DOWNLOAD",
    "Answer",
    "BotProcess",
    "Fault",
    "Group",
    "Person",
    "TelegramDouble",
    "TelegramThread",
]
