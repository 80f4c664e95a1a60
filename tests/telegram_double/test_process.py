"""A bot in another process, served by the double in a thread, killed and started again.

It knows the double's own tools, nothing of this project's bot.
Read next: `thread.py` and `process.py`.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.telegram_double import BotProcess, TelegramThread

ECHO = """
import sys
from telegram.ext import Application, MessageHandler, filters

async def echo(update, context):
    await update.message.reply_text("nghe: " + update.message.text)

token, base_url = sys.argv[1:]
application = Application.builder().token(token).base_url(base_url).build()
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_polling(timeout=5)
"""


@pytest.fixture
def command(telegram_thread: TelegramThread, tmp_path: Path) -> Iterator[list[str]]:
    script = tmp_path / "echo.py"
    script.write_text(ECHO, encoding="utf-8")
    yield [sys.executable, str(script), telegram_thread.telegram.token, telegram_thread.telegram.base_url]


def test_a_bot_killed_hard_answers_again_after_it_was_started_again(
    telegram_thread: TelegramThread, command: list[str], tmp_path: Path
) -> None:
    officer = telegram_thread.telegram.person(77)
    with BotProcess(command, tmp_path / "log") as bot:
        telegram_thread.run(officer.writes("một"))
        telegram_thread.run(officer.sees("nghe: một", patience_s=60))
        bot.kill()
        telegram_thread.run(officer.writes("hai"))
    with BotProcess(command, tmp_path / "log") as bot:
        telegram_thread.run(officer.sees("nghe: hai", patience_s=60))
        telegram_thread.run(telegram_thread.telegram.all_taken())
        assert bot.asked_to_stop() == 0


def test_a_process_never_outlives_its_block(tmp_path: Path) -> None:
    sleeper = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(1, flush=True); input()'])"
    with BotProcess([sys.executable, "-c", "import time; time.sleep(3600)"], tmp_path / "one") as bot:
        pass
    assert bot.ends() < 0
    with BotProcess([sys.executable, "-c", f"{sleeper}; sys.exit(3)"], tmp_path / "two") as bot:
        assert bot.ends() == 3
    assert bot.printed().startswith("1\n")


DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(3600)
"""


def test_a_bot_that_will_not_stop_is_killed(tmp_path: Path) -> None:
    with BotProcess([sys.executable, "-c", DEAF], tmp_path / "log") as bot:
        bot.prints("deaf")
        with pytest.raises(subprocess.TimeoutExpired):
            bot.asked_to_stop(within_s=0.05)
    assert bot.ends() == -signal.SIGKILL


def test_a_process_that_ends_without_a_word_fails_the_test_that_waits_for_one(tmp_path: Path) -> None:
    silent = BotProcess([sys.executable, "-c", "print('other')"], tmp_path / "log")
    with silent, pytest.raises(AssertionError, match="never printed «word», but: other"):
        silent.prints("word")
