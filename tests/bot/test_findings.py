"""Every kind that a check gives has words, a name, and the values its words need."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from bot.findings import finding_json, kind_name, said
from knowledge.checks.checking import check_text
from knowledge.checks.findings import Finding, Severity
from knowledge.datafiles import data_file
from tests.bot.flows.test_texts import macros

ROOT = Path(__file__).parents[2]
RULES = re.findall(r"name: (form_\w+)", data_file("checks/form.yaml").read_text(encoding="utf-8"))


def kinds() -> set[str]:
    """The kinds that the source of the checks names."""
    found = set()
    for path in (ROOT / "knowledge" / "checks").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and called in ("finding", "Finding") and node.args:
                written = node.args[0]
                choices = [written.body, written.orelse] if isinstance(written, ast.IfExp) else [written]
                found |= {str(one.value) for one in choices if isinstance(one, ast.Constant)}
    return found | set(RULES)


def test_the_kinds_are_found_in_the_source() -> None:
    assert {
        "citation_expired",
        "citation_expired_then",
        "number_sum",
        "letters_apart",
        "form_font",
        "not_read",
    } <= kinds()


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_has_words_and_a_name(kind: str) -> None:
    assert f"checks.{kind}" in macros()
    assert kind_name(kind)


def test_a_finding_says_what_is_wrong_and_what_to_do() -> None:
    (finding,) = check_text("Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ.", date(2025, 8, 28))
    words = said(finding)
    assert "hết hiệu lực từ ngày 01/7/2025" in words.message
    assert "khoản 2 Điều 59" in words.message
    assert "152/2025/NĐ-CP" in words.suggestion
    assert finding_json(finding)["severity"] == "error"


def test_what_stands_in_a_draft_is_shown_as_it_stands() -> None:
    finding = Finding("gap", Severity.ERROR, 0, 3, "<b>", {"words": '<b>&"'})
    assert '<b>&"' in said(finding).message
