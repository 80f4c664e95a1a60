from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Run


def test_a_deadline_of_a_line_is_printed_with_its_rule(run: Run) -> None:
    line = json.dumps("Báo cáo gửi trước ngày 20 tháng cuối quý.", ensure_ascii=False)
    (deadline,) = json.loads(run("deadlines", "read", "--lines", stdin=line + "\n").output)["deadlines"]
    assert (deadline["type"], deadline["op"], deadline["freq"]) == ("recurring", "before", "quarterly")
    assert (deadline["month"], deadline["day"]) == ("last_of_period", 20)


def test_a_cited_document_gives_an_empty_list(run: Run) -> None:
    line = json.dumps("Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023", ensure_ascii=False)
    assert json.loads(run("deadlines", "read", "--lines", stdin=line + "\n").output) == {"deadlines": []}


def simulated(run: Run, *arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run("reminders", "simulate", "--json", *arguments).output.splitlines()]


def test_simulating_tells_each_occurrence_with_its_times(run: Run) -> None:
    lines = simulated(run, "--from", "2026-12-01", "--to", "2026-12-31", "--province", "Bắc Ninh")
    yearly = next(line for line in lines if line["rule"] == "province:bac_ninh:kt.d6.k2")
    assert (yearly["period"], yearly["due_on"], yearly["moved_from"], yearly["why"]) == (
        "2026",
        "2026-12-09",
        None,
        None,
    )
    assert yearly["remind_at"] == [
        "2026-11-25T08:00:00+07:00",
        "2026-12-02T08:00:00+07:00",
        "2026-12-07T08:00:00+07:00",
        "2026-12-09T08:00:00+07:00",
    ]
    assert not [line for line in lines if str(line["rule"]).startswith("practice:")]


def test_a_moved_day_says_why_in_vietnamese(run: Run, tmp_path: Path) -> None:
    rule = {"rule": "báo cáo tháng", "schedule": {"every": "monthly", "day": 31}}
    (tmp_path / "rules.jsonl").write_text(json.dumps(rule) + "\n", encoding="utf-8")
    lines = simulated(run, "--from", "2027-02-01", "--to", "2027-02-28", "--rules", "rules.jsonl")
    (line,) = lines
    assert (line["due_on"], line["moved_from"]) == ("2027-02-26", "2027-02-28")
    assert line["why"] == "28/02/2027 là Chủ nhật. 27/02/2027 là thứ Bảy."


@pytest.mark.parametrize(
    "arguments",
    [
        ("--from", "2026-12-31", "--to", "2026-01-01"),
        ("--from", "hôm nay", "--to", "2026-01-01"),
        ("--from", "2026-01-01", "--to", "2026-12-31", "--province", "Không Đâu"),
    ],
)
def test_what_cannot_be_simulated_is_refused_with_a_reason(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("reminders", "simulate", "--json", *arguments).exit_code != 0


def test_a_line_that_is_no_rule_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rules.jsonl").write_text('{"rule": "x", "schedule": {"every": "daily"}}\n', encoding="utf-8")
    done = run("reminders", "simulate", "--from", "2026-01-01", "--to", "2026-12-31", "--rules", "rules.jsonl")
    assert done.exit_code != 0
