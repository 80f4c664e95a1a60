"""What a step of the interview costs: question after question of an annual report, then looking over it and the file.

It is no test: it prints figures. Read next: `bot/flows/draft.py`.

    .venv/bin/python tests/benchmarks/interview.py
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import cast

from bot.access import Directory
from bot.assistant import Assistant
from bot.flows.dispatch import prepare, respond
from bot.messages import Incoming, Reply, Sender
from bot.storage.drafts import Drafts
from bot.storage.engine import Store
from bot.storage.migrate import upgrade
from knowledge.drafting.answers import check_answers
from knowledge.drafting.kinds import kind
from knowledge.errors import IndexMissing
from knowledge.schedules import VIETNAM

MORNING = datetime(2026, 7, 20, 8, 30, tzinfo=VIETNAM)
AN = Sender("telegram:77", "An")


class NoIndex:
    """In the place of the assistant: nothing is looked up."""

    def answerer(self) -> None:
        """Nobody answers."""
        raise IndexMissing


class Bench:
    """One officer and one draft; every act is timed, from the event to what is committed."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.count = 0
        self.milliseconds: dict[str, list[float]] = {}

    def acts(self, name: str, text: str = "", press: str = "") -> list[Reply]:
        """One event, with its preparation timed apart from its transaction."""
        self.count += 1
        assistant = cast(Assistant, NoIndex())
        event = Incoming(str(self.count), AN.identity, AN, MORNING, text=text, press=press)
        begun = time.perf_counter()
        prepare(self.store, event, assistant)
        prepared = time.perf_counter()
        with self.store.begin() as session:
            replies = respond(session, event, assistant, MORNING)
        self.milliseconds.setdefault(name, []).append(1000 * (time.perf_counter() - prepared))
        self.milliseconds.setdefault(f"{name}, prepared", []).append(1000 * (prepared - begun))
        return replies

    def tells(self) -> None:
        """One line a kind of act: how often, the middle, the slowest."""
        for name, found in self.milliseconds.items():
            ordered = sorted(found)
            middle, slow = ordered[len(ordered) // 2], ordered[-1]
            sys.stdout.write(f"{name}: {len(found)} times, median {middle:.0f} ms, slowest {slow:.0f} ms\n")


def main() -> None:
    """Answers, looks over, makes the file."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'interview.sqlite'}")
        upgrade(store.engine)
        with store.begin() as session:
            directory = Directory(session)
            _, code = directory.create_office("Ủy ban nhân dân phường Trúc Đàm", MORNING)
            an = directory.redeem(code, AN.identity, AN.name, MORNING)
        bench = Bench(store)
        bench.acts("first /soan", "/soan")
        bench.acts("begin", press="draft:begin:annual")
        for _ in range(60):
            bench.acts("skip", "bỏ qua")
        with store.begin() as session:
            annual = kind("annual")
            for key, value in check_answers(annual, annual.example()).items():
                Drafts(session, an.office_id).answer(1, {key: value}, an.person_id, MORNING)
        for key in ("population", "news_items", "prize_money", "officers") * 5:
            bench.acts("open a question", press=f"draft:edit:1:{key}")
            bench.acts("answer", "12")
        for _ in range(5):
            bench.acts("review", press="draft:rev:1")
            bench.acts("preview", press="draft:see:1:commendation")
            bench.acts("revisions", press="draft:hist:1:0")
            bench.acts("list of shortcomings", press="draft:begin:annual:shortcomings")
        bench.acts("file", press="draft:out:1")
        bench.tells()
        store.dispose()


if __name__ == "__main__":
    main()
