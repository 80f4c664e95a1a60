"""`tdkt feedback export`: what was said of answers, and nobody's name."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.access import Directory
from bot.settings import Settings
from bot.storage.engine import Store
from bot.storage.migrate import upgrade
from bot.storage.receipts import Receipts
from tests.bot.cli.conftest import Run

NOW = datetime(2026, 7, 20, 1, 30, tzinfo=UTC)
NAMES = ("Nguyễn Thị Lan", "Tân Bình", "tan binh", "telegram", "0912", "Ủy ban")


@pytest.fixture
def judged(run: Run) -> None:
    """Three answers: one judged with names in its words, one helpful, one nobody judged."""
    settings = Settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    store = Store(settings.database)
    upgrade(store.engine)
    with store.begin() as session:
        directory = Directory(session)
        _, code = directory.create_office("Ủy ban nhân dân xã Tân Bình", NOW)
        lan = directory.redeem(code, "telegram:77", "Nguyễn Thị Lan", NOW)
        receipts = Receipts(session, lan.person_id, lan.office_id)
        answer = {"provisions": [{"id": "152/2025/NĐ-CP#d50.k1"}], "text": "Ủy ban nhân dân xã Tân Bình"}
        asked = ("Xã Tân Bình thưởng Nguyễn Thị Lan bao nhiêu, gọi 0912 345 678", "xa tan binh ai ky", "Điều 50")
        numbers = [
            receipts.add(question, answer, status="answered", as_of=date(2026, 7, 20), generation="g", now=NOW)
            for question in asked
        ]
        receipts.judge(numbers[0], "wrong", NOW, "nguyen thi lan thấy sai: Điều 49")
        receipts.judge(numbers[1], "helpful", NOW)
    store.dispose()


def test_each_judged_answer_is_a_line_without_names(run: Run, judged: None, tmp_path: Path) -> None:
    file = tmp_path / "y-kien.jsonl"
    assert "2 ý kiến" in run("feedback", "export", str(file)).output
    written = file.read_text(encoding="utf-8")
    first, second = map(json.loads, written.splitlines())
    assert first == {
        "question": "[…] thưởng […] bao nhiêu, gọi […]",
        "as_of": "2026-07-20",
        "generation": "g",
        "provisions": ["152/2025/NĐ-CP#d50.k1"],
        "status": "answered",
        "verdict": "wrong",
        "comment": "[…] thấy sai: Điều 49",
    }
    assert (second["question"], second["verdict"], second["comment"]) == ("[…] ai ky", "helpful", "")
    assert not [name for name in NAMES if name in written]


def test_with_nothing_judged_the_file_is_empty(run: Run, tmp_path: Path) -> None:
    run("feedback", "export", str(tmp_path / "y-kien.jsonl"))
    assert (tmp_path / "y-kien.jsonl").read_text(encoding="utf-8") == ""


def test_a_place_that_cannot_be_written_is_said_so(run: Run, tmp_path: Path) -> None:
    assert "không ghi được" in run("feedback", "export", str(tmp_path / "khong" / "co.jsonl")).output
