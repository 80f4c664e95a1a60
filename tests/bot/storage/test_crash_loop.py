"""kill -9 at any statement: every event handled once, every message sent, none twice without a label."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import func, select

from bot.storage.engine import Store
from bot.storage.models import InboxRow, OutboxRow, PersonRow

WORKER = Path(__file__).with_name("crash_worker.py")
ROUNDS = 30
CHATS, EVENTS = 4, 12


def test_thirty_deaths_lose_nothing_and_double_nothing(url: str, store: Store, tmp_path: Path) -> None:
    channel = tmp_path / "channel"
    run = subprocess.run(
        [sys.executable, str(WORKER), url, str(channel), str(ROUNDS)],
        capture_output=True,
        text=True,
        check=True,
        cwd=WORKER.parents[3],
    )
    deaths = run.stdout.split()
    assert len(deaths) == ROUNDS
    assert deaths.count("killed") == ROUNDS

    keys = [f"{place:03}" for place in range(CHATS * EVENTS)]
    with store.read() as session:
        assert sorted(session.scalars(select(PersonRow.name))) == keys
        assert sorted(session.scalars(select(InboxRow.key))) == keys
        assert set(session.scalars(select(InboxRow.state))) == {"done"}
        assert session.scalar(select(func.count()).select_from(OutboxRow)) == 2 * len(keys)
        assert set(session.scalars(select(OutboxRow.state))) == {"sent"}

    lines = [line.split("|") for line in channel.read_text(encoding="utf-8").splitlines()]
    assert {text for _, text, _ in lines} == {f"{key}{half}" for key in keys for half in "ab"}
    unlabelled = Counter(text for _, text, label in lines if label == "first")
    assert max(unlabelled.values()) == 1
    assert len(lines) > len({text for _, text, _ in lines}), "no sender died after sending: nothing was tried"
    for number in range(CHATS):
        texts = list(dict.fromkeys(text for chat, text, _ in lines if chat == f"chat {number}"))
        assert texts == sorted(texts)
