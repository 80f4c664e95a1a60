from __future__ import annotations

import json
from datetime import date
from typing import Any

from tests.bot.cli.conftest import Run

FIELDS = {"question", "as_of", "status", "confidence", "provisions", "procedure", "text"}
PROVISION = {
    "id", "document", "article", "clause", "heading", "in_force", "effective_on", "expires_on", "successor", "quote",
    "content",
}  # fmt: skip


def answers(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def test_an_answer_in_json_has_the_fields_of_the_contract(run: Run) -> None:
    result = run("ask", "--json", "--on", "2026-03-01", "Điều 50 Nghị định 152/2025/NĐ-CP")
    (answer,) = answers(result.output)
    assert set(answer) == FIELDS
    assert answer["as_of"] == "2026-03-01"
    assert answer["status"] == "answered"
    provision = answer["provisions"][0]
    assert set(provision) == PROVISION
    assert provision["id"] == "152/2025/NĐ-CP#d50"
    assert (provision["document"], provision["article"], provision["clause"]) == ("152/2025/NĐ-CP", 50, None)
    assert provision["in_force"] is True
    assert provision["effective_on"] == "2025-07-01"
    assert provision["content"] == "digest"
    assert provision["quote"] in answer["text"]


def test_each_line_is_a_question_and_a_line_of_json_brings_its_own_day(run: Run) -> None:
    lines = [
        "Điều 49 Nghị định 152",
        "",
        json.dumps({"question": "Điều 54 Nghị định 98/2023/NĐ-CP", "on": "2025-01-10"}, ensure_ascii=False),
    ]
    first, second = answers(run("ask", "--json", "--on", "2026-01-05", "-", stdin="\n".join(lines) + "\n").output)
    assert first["as_of"] == "2026-01-05"
    assert second["as_of"] == "2025-01-10"
    assert second["provisions"][0]["in_force"] is True


def test_an_expired_provision_comes_after_what_took_its_place(run: Run) -> None:
    (answer,) = answers(run("ask", "--json", "--on", "2026-01-05", "Điều 54 Nghị định 98/2023/NĐ-CP").output)
    assert answer["provisions"][0]["document"] == "152/2025/NĐ-CP"
    old = next(found for found in answer["provisions"] if found["document"] == "98/2023/NĐ-CP")
    assert old["in_force"] is False
    assert date.fromisoformat(old["expires_on"]) == date(2025, 7, 1)
    assert old["successor"].startswith("152/2025/NĐ-CP")


def test_without_json_the_answer_is_text_for_a_person(run: Run) -> None:
    output = run("ask", "--on", "2026-01-05", "Điều 50 Nghị định 152").output
    assert "Điều 50 Nghị định số 152/2025/NĐ-CP" in output
    assert "Xét theo pháp luật ngày 05/01/2026" in output
    assert "<b>" not in output


def test_a_wrong_day_is_refused_with_an_example(run: Run) -> None:
    result = run("ask", "--on", "05/01/2026", "Điều 50")
    assert result.exit_code != 0
    assert "2026-11-21" in result.output


def test_a_line_that_is_no_question_is_named_by_its_number(run: Run) -> None:
    result = run("ask", "--json", "-", stdin='Điều 50 Nghị định 152\n{"question"\n')
    assert result.exit_code != 0
    assert "Dòng 2" in result.output
