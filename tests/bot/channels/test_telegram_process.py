"""The channel in a process of its own: killed at any moment it loses nothing, and no token leaves it.

It knows the small bot and the stand-in for Telegram.
Read next: `bot/channels/telegram_polling.py` and `bot/logs.py`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.telegram_double import ANY_METHOD, BotProcess, Fault, TelegramThread

PATIENCE_S = 60.0


def small_bot(thread: TelegramThread, folder: Path) -> BotProcess:
    script = Path(__file__).with_name("small_bot.py")
    command = [sys.executable, str(script), thread.telegram.address, str(folder / "kept")]
    environment = {"TELEGRAM_BOT_TOKEN": thread.telegram.token, "PYTHONPATH": str(script.parents[3])}
    return BotProcess(command, folder / "log", environment)


def kept(folder: Path) -> list[tuple[str, str]]:
    lines = (folder / "kept").read_text(encoding="utf-8").splitlines()
    return [tuple(json.loads(line)) for line in lines]


def test_killed_hard_again_and_again_the_bot_keeps_every_message(
    telegram_thread: TelegramThread, tmp_path: Path
) -> None:
    officer = telegram_thread.telegram.person(77)
    written = []
    for round_number in range(3):
        with small_bot(telegram_thread, tmp_path) as bot:
            for number in range(5):
                written.append(f"tin {round_number}.{number}")
                telegram_thread.run(officer.writes(written[-1]))
            telegram_thread.run(officer.sees(f"đã giữ: tin {round_number}.0", patience_s=PATIENCE_S))
            bot.kill()
    with small_bot(telegram_thread, tmp_path) as bot:
        written.append("tin cuối")
        telegram_thread.run(officer.writes(written[-1]))
        telegram_thread.run(officer.sees("đã giữ: tin cuối", patience_s=PATIENCE_S))
        telegram_thread.run(telegram_thread.telegram.all_taken(PATIENCE_S))
        assert bot.asked_to_stop() == 0
    assert list(dict.fromkeys(text for _, text in kept(tmp_path))) == written, "all of them, in order"
    assert len(set(kept(tmp_path))) == len(written), "a message that came twice came under the same key"


def test_no_line_of_a_whole_session_with_errors_shows_the_token(
    telegram_thread: TelegramThread, tmp_path: Path
) -> None:
    telegram = telegram_thread.telegram
    officer = telegram.person(77)
    with small_bot(telegram_thread, tmp_path) as bot:
        telegram_thread.run(officer.writes("bình thường"))
        telegram_thread.run(officer.sees("đã giữ: bình thường", patience_s=PATIENCE_S))
        for fault in (Fault.BAD_GATEWAY, Fault.DROPPED, Fault.GARBLED, Fault.UNAUTHORIZED, Fault.CONFLICT):
            telegram.fails("getUpdates", fault)
            telegram.fails("sendMessage", fault)
            telegram_thread.run(officer.writes(f"lỗi {fault.name}"))
            telegram_thread.run(officer.writes(f"sau {fault.name}"))
            telegram_thread.run(officer.sees(f"đã giữ: sau {fault.name}", patience_s=PATIENCE_S))
        telegram_thread.run(officer.writes("/hong"))
        assert bot.ends(PATIENCE_S) == 1
    printed = bot.printed()
    assert "TokenQuotedError: the token [hidden] in a text" in printed
    assert "DEBUG httpcore" in printed and "DEBUG telegram" in printed and "INFO httpx" in printed
    secret = telegram.token.partition(":")[2]
    assert telegram.token not in printed and secret not in printed


def test_a_token_telegram_refuses_ends_the_start_and_is_not_shown(
    telegram_thread: TelegramThread, tmp_path: Path
) -> None:
    telegram_thread.telegram.fails(ANY_METHOD, Fault.UNAUTHORIZED)
    with small_bot(telegram_thread, tmp_path) as bot:
        assert bot.ends(PATIENCE_S) == 1
    assert "token_refused" in bot.printed()
    assert telegram_thread.telegram.token.partition(":")[2] not in bot.printed()
