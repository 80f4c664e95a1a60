"""One of several processes that remind from the same database; run by `test_reminders_side_by_side.py`.

It prints a JSON line with the number of messages of each tick.
"""

from __future__ import annotations

import json
import sys
import time

from bot.reminders import ReminderTick
from bot.storage.engine import Store
from knowledge.errors import StorageBusy
from tests.bot.reminding import at


def main(url: str) -> None:
    """Tick until nothing more is due for a while."""
    store = Store(url)
    tick = ReminderTick(store, batch=5)
    # Everybody starts once everybody is ready.
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sent = idle = 0
    while idle < 5:
        try:
            found = tick.tick(at(23))
        except StorageBusy:
            time.sleep(0.01)
            continue
        idle = 0 if found else idle + 1
        sent += found
        time.sleep(0.005)
    store.dispose()
    sys.stdout.write(json.dumps({"sent": sent}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
