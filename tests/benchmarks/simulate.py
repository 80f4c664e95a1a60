"""How long a year of reminders takes for every commune: 3,321 offices with 30 rules each.

It is no test: it prints figures. Read next: `knowledge/schedules.py`.

    .venv/bin/python tests/benchmarks/simulate.py
"""

from __future__ import annotations

import sys
import time
from datetime import date

from knowledge.dates import Op
from knowledge.schedules import Every, Schedule, occurrences, reminder_times

OFFICES = 3321
RULES = 30
YEAR = (date(2027, 1, 1), date(2027, 12, 31))


def rules_of(office: int) -> list[Schedule]:
    """No two offices have the same days: each makes its own rules."""
    rules = []
    for number in range(RULES):
        spread = office * RULES + number
        day, month, weekday = spread % 31 + 1, spread % 12 + 1, spread % 5
        op = Op.BEFORE if spread % 2 else Op.BY
        match number % 10:
            case 0:
                rules.append(Schedule(every=Every.WEEKLY, weekday=weekday))
            case 1 | 2 | 3:
                rules.append(Schedule(every=Every.MONTHLY, day=day, op=op))
            case 4 | 5:
                rules.append(Schedule(every=Every.QUARTERLY, day=day, op=op))
            case 6:
                rules.append(Schedule(every=Every.HALF_YEARLY, day=day, op=op))
            case _:
                rules.append(Schedule(every=Every.YEARLY, month=month, day=day, op=op))
    return rules


def main() -> None:
    begun = time.perf_counter()
    found = reminders = 0
    for office in range(OFFICES):
        for rule in rules_of(office):
            for occurrence in occurrences(rule, *YEAR):
                found += 1
                reminders += len(reminder_times(occurrence.due_on))
    seconds = time.perf_counter() - begun
    sys.stdout.write(f"offices {OFFICES}\nrules {OFFICES * RULES}\noccurrences {found}\n")
    sys.stdout.write(f"reminders {reminders}\nseconds {seconds:.1f}\n")


if __name__ == "__main__":
    main()
