"""`tdkt prize` and `tdkt ladder`, run as an officer's administrator runs them."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from bot.cli import app

RUN = CliRunner()


def test_the_prize_of_an_award_is_printed_with_its_provisions() -> None:
    done = RUN.invoke(app, ["prize", "--award", "CSTĐCS", "--on", "2026-12-18", "--json"])
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert (found["total"], found["base_salary"]) == (2_530_000, 2_530_000)
    assert found["coefficient_provision"].startswith("152/2025/NĐ-CP#d50")


def test_the_ladder_names_what_is_missing() -> None:
    done = RUN.invoke(app, ["ladder", "LĐTT 2024, 2025, CSTĐCS 2025, năm 2026 đề nghị được gì"])
    assert done.exit_code == 0
    assert "mới thấy 1/3 (năm 2025)" in done.stdout
    told = RUN.invoke(app, ["ladder", "CSTĐCS 2023, 2024, 2025", "--json"])
    verdicts = {row["award"]: row["verdict"] for row in json.loads(told.stdout)["proposals"]}
    assert verdicts["provincial_champion"] in ("ask", "possible")
