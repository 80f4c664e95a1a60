"""A small bot over the real channel, to be run in a process of its own, killed, and started again.

It knows the channel and a file to keep events in, no flow and no database.
Read next: `tests/bot/channels/test_telegram_process.py`, which runs it.

    python small_bot.py ADDRESS FILE        the token comes in TELEGRAM_BOT_TOKEN

Every event is one line of FILE before it is acknowledged; each is answered «đã giữ: …».
"/hong" ends the process by an error that quotes the token.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.channels.telegram import TelegramChannel, TelegramConnection
from bot.logs import configure
from bot.messages import Incoming, Reply
from bot.rendering import escape
from knowledge.errors import DeliveryProblem


class TokenQuotedError(Exception):
    """An error as careless as errors of libraries are."""


async def main(address: str, file: Path, token: str) -> None:
    connection = TelegramConnection(token, api=address)
    channel = TelegramChannel(
        connection, lambda: datetime.now(UTC), poll_for=timedelta(seconds=5), first_pause=timedelta(milliseconds=10)
    )
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    answers: asyncio.Queue[Incoming] = asyncio.Queue()

    def keep(events: Sequence[Incoming]) -> None:
        with file.open("a", encoding="utf-8") as kept:
            for event in events:
                kept.write(json.dumps([event.key, event.text]) + "\n")
                answers.put_nowait(event)
            kept.flush()
            os.fsync(kept.fileno())

    async def answer() -> None:
        while True:
            event = await answers.get()
            if event.text == "/hong":
                raise TokenQuotedError(f"the token {token} in a text")
            try:
                await channel.send(event.chat, Reply(html=f"đã giữ: {escape(event.text)}"))
            except DeliveryProblem:
                logging.getLogger("small bot").exception("not sent by %r with %s", channel, connection)

    try:
        async with asyncio.TaskGroup() as tasks:
            answering = tasks.create_task(answer())
            await channel.poll(keep, stop)
            answering.cancel()
    finally:
        await channel.close()


if __name__ == "__main__":
    secret = os.environ["TELEGRAM_BOT_TOKEN"]
    configure("DEBUG", [secret])
    # Even what is kept quiet in service speaks here: the redaction alone must do.
    for talkative in ("httpx", "httpcore", "telegram"):
        logging.getLogger(talkative).setLevel(logging.DEBUG)
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), secret))
