"""Two processes that remind from one database, on each kind of server: everybody is told, nobody twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from bot.storage.engine import Store
from bot.storage.models import OutboxRow
from bot.storage.reminder_models import ReminderDeliveryRow
from tests.bot.reminding import Bureau, once

WORKER = Path(__file__).with_name("tick_worker.py")
ROOT = Path(__file__).parents[3]
PEOPLE, PROCESSES = 16, 2


def test_two_processes_remind_everybody_and_nobody_twice(url: str, store: Store) -> None:
    bureau = Bureau(store).opens()
    for number in range(PEOPLE):
        bureau.hires(f"Người {number}", f"telegram:{1000 + number}")
        bureau.plans(f"Việc {number}", once(30), f"Người {number}")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    workers = [
        subprocess.Popen(
            [sys.executable, str(WORKER), url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        for _ in range(PROCESSES)
    ]
    for worker in workers:
        assert worker.stdout is not None and worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    sent = [json.loads(worker.communicate()[0])["sent"] for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * PROCESSES
    assert sum(sent) == PEOPLE
    with store.read() as session:
        chats = Counter(session.scalars(select(OutboxRow.chat)))
        planned = Counter(
            session.scalars(select(ReminderDeliveryRow.route).where(ReminderDeliveryRow.state == "planned"))
        )
    assert chats == Counter(f"telegram:{1000 + number}" for number in range(PEOPLE))
    assert set(planned.values()) == {1} and len(planned) == PEOPLE, "each has its next reminder, once"
