"""Labelled questions read from files, and the two errors counted."""

from __future__ import annotations

import json
from pathlib import Path

from index.calibration import errors, read_questions
from index.confidence import FEATURES, Calibration

LINES = (
    {"question": "giấy khen ai ký", "scope": "in", "on": "2026-01-05"},
    {"question": "sổ đỏ", "scope": "out", "on": "2026-01-05"},
    {"question": "gần", "scope": "near", "on": "2026-01-05"},
    {"question": "bằng khen", "scope": "tdkt"},
    {"text": "thuế nhà đất nộp ở đâu"},
    {"text": "tiền thưởng bằng khen"},
)


def _written(folder: Path) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in LINES), encoding="utf-8")
    return path


def test_sides_are_read_and_what_lies_between_is_left_out(tmp_path: Path) -> None:
    found = [(question.text, question.is_ours) for question in read_questions(_written(tmp_path))]
    assert found == [
        ("giấy khen ai ký", True),
        ("sổ đỏ", False),
        ("bằng khen", True),
        ("thuế nhà đất nộp ở đâu", False),
    ]


def test_both_errors_are_counted(tmp_path: Path) -> None:
    questions = list(read_questions(_written(tmp_path)))
    by_first = Calibration("m", (10.0, *(0.0,) * (len(FEATURES) - 1)), -5.0, 0.1, 0.5)
    figures = [(value, *(0.0,) * (len(FEATURES) - 1)) for value in (1.0, 1.0, 0.0, 0.0)]
    counted = errors(by_first, figures, questions)
    assert counted["ours_not_answered"] == 0.5
    assert counted["foreign_answered"] == 0.5
