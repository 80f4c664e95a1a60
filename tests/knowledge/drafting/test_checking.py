"""Answers held against one another."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.drafting.answers import check_answers
from knowledge.drafting.checking import conflicts, problems
from knowledge.drafting.kinds import kind
from knowledge.drafting.problems import Severity
from tests.knowledge.drafting.answering import typical

ANNUAL = kind("annual")
DAY = date(2025, 12, 15)


def found(changes: dict[str, object], on: date | None = None) -> list[tuple[str, tuple[str, ...]]]:
    answers = check_answers(ANNUAL, {**typical(ANNUAL), **changes})
    return [(problem.kind, problem.fields) for problem in problems(ANNUAL, answers, on)]


def test_answers_that_agree_raise_no_problem() -> None:
    assert found({}, DAY) == []


@pytest.mark.parametrize(
    ("changes", "kind_of", "first"),
    [
        ({"population": 20_788}, "total", "population"),
        ({"fund_total": "325.460.001"}, "total", "fund_total"),
        ({"awards_individuals": 99}, "column", "awards_individuals"),
        ({"awards": [{"award": "letter_merit", "individuals": 5, "workers": 6}], "awards_collectives": 0,
          "awards_individuals": 5}, "row_at_most", "awards.workers"),
        ({"registered": 200}, "at_most", "registered"),
        ({"champions": 44, "advanced_workers": 75}, "share_below", "champions"),
        ({"figures_to": "01/11/2024"}, "not_before", "figures_to"),
        ({"documents_count": 2}, "counted", "documents_count"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_told_with_its_fields(changes: dict[str, object], kind_of: str, first: str) -> None:
    assert (kind_of, first) in [(problem, fields[0]) for problem, fields in found(changes)]


def test_a_sum_that_is_wrong_says_by_how_much() -> None:
    answers = check_answers(
        ANNUAL, {"population": 20_800, "population_permanent": 18_825, "population_temporary": 1_963}
    )
    (problem,) = [each for each in problems(ANNUAL, answers) if each.kind == "total"]
    assert (problem.details["summed"], problem.details["missed"]) == (20_788, 12)
    assert problem.details["label1"] == "Dân số"
    assert problem.advice


def test_a_sum_is_not_judged_while_a_part_is_absent() -> None:
    assert "total" not in [kind_of for kind_of, _ in found({"population": 5, "population_temporary": None})]


def test_what_is_missing_comes_first() -> None:
    severities = [problem.severity for problem in problems(ANNUAL, {"registered": 5, "units_total": 3})]
    assert severities[0] is Severity.MISSING
    assert severities[-1] is Severity.CONFLICT


def test_conflicts_of_one_question_are_those_that_concern_it() -> None:
    answers = check_answers(ANNUAL, {"registered": 5, "units_total": 3, "documents_count": 2})
    assert [problem.kind for problem in conflicts(ANNUAL, answers, "units_total")] == ["at_most"]
    assert conflicts(ANNUAL, answers, "documents_count") == []


def test_a_shortcoming_without_evidence_or_remedy_is_told() -> None:
    changes = {"shortcomings": [{"statement": "Việc kiểm tra chưa thường xuyên"}]}
    told = found(changes)
    assert ("vague", ("shortcomings.statement",)) in told
    lacking = {fields[0] for kind_of, fields in told if kind_of == "shortcoming_lacks"}
    assert lacking >= {"shortcomings.evidence", "shortcomings.cause", "shortcomings.remedy", "shortcomings.by_when"}


def test_an_expired_document_in_an_answer_is_told_with_what_took_its_place() -> None:
    changes = {"superior_documents": "Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ"}
    answers = check_answers(ANNUAL, {**typical(ANNUAL), **changes})
    (problem,) = problems(ANNUAL, answers, DAY)
    assert problem.kind == "expired_citation"
    assert problem.details["successor"] == "152/2025/NĐ-CP"
    assert problems(ANNUAL, answers, date(2025, 6, 30)) == []
