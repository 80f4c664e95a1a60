"""What a tick costs with few and with many occurrences in the database: it must grow with what is due alone.

It is no test: it prints figures. Read next: `bot/reminders.py`.

    .venv/bin/python tests/benchmarks/tick.py
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date, datetime, timedelta

from sqlalchemy import insert

from bot.access import Directory
from bot.reminders import ReminderTick
from bot.storage.engine import Store
from bot.storage.migrate import upgrade
from bot.storage.reminder_models import (
    ReminderDeliveryRow,
    ReminderOccurrenceRow,
    ReminderRecipientRow,
    ReminderRuleRow,
)
from knowledge.schedules import VIETNAM, Every, Schedule

NOW = datetime(2026, 7, 20, 8, 0, tzinfo=VIETNAM)
DUE = (0, 10, 100)


def fill(store: Store, count: int) -> None:
    """That many open occurrences of one rule, each with a reminder planned for later."""
    with store.begin() as session:
        directory = Directory(session)
        _, code = directory.create_office("Xã Tân Bình", NOW)
        person = directory.redeem(code, "telegram:77", "An", NOW)
        schedule = Schedule(every=Every.WEEKLY, weekday=4).as_json()
        rule = ReminderRuleRow(
            office_id=person.office_id, title="Báo cáo", schedule=schedule, created_at=NOW, planned_until=date.max
        )
        session.add(rule)
        session.flush()
        session.add(ReminderRecipientRow(rule_id=rule.id, person_id=person.person_id))
        days = [NOW.date() + timedelta(days=30 + number % 300) for number in range(count)]
        rows = [
            {"rule_id": rule.id, "office_id": person.office_id, "period": str(number), "due_on": day}
            for number, day in enumerate(days)
        ]
        session.execute(insert(ReminderOccurrenceRow), rows)
        planned = [
            {"occurrence_id": number + 1, "route": f"person:{person.person_id}", "step": 0,
             "due_at": NOW + timedelta(minutes=number + 1 if number < sum(DUE) else 60 * 24 * 30)}
            for number in range(count)
        ]  # fmt: skip
        session.execute(insert(ReminderDeliveryRow), planned)


def main() -> None:
    for count in (1_000, 100_000):
        with tempfile.TemporaryDirectory() as folder:
            store = Store(f"sqlite:///{folder}/tick.sqlite")
            upgrade(store.engine)
            fill(store, count)
            tick, now = ReminderTick(store), NOW
            tick.tick(now)
            for due in DUE:
                now += timedelta(minutes=due)
                begun = time.perf_counter()
                tick.tick(now)
                milliseconds = 1000 * (time.perf_counter() - begun)
                sys.stdout.write(f"occurrences {count} due {due} milliseconds {milliseconds:.1f}\n")
            store.dispose()


if __name__ == "__main__":
    main()
