"""What an officer types, brought into its stored form or refused with what to do."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.drafting.answers import check_answer, check_answers, check_record, is_asked, missing, questions_left
from knowledge.drafting.kinds import kind, kinds
from knowledge.drafting.models import Question, QuestionType
from knowledge.errors import InvalidAnswer
from tests.knowledge.drafting.answering import largest, typical

ANNUAL = kind("annual")


def question(key: str) -> Question:
    return ANNUAL.questions[key]


def refused(asked: Question, raw: object) -> InvalidAnswer:
    with pytest.raises(InvalidAnswer) as caught:
        check_answer(asked, raw)
    return caught.value


@pytest.mark.parametrize(
    ("key", "typed", "stored"),
    [
        ("population", "20.788 người", 20788),
        ("area", "70,48 km²", 70.48),
        ("fund_budget", "46,5 triệu", 46_500_000),
        ("meetings", "02", 2),
        ("complaints", "không", 0),
        ("figures_to", "30/11/2025", "2025-11-30"),
        ("figures_to", "ngày 30 tháng 11 năm 2025", "2025-11-30"),
        ("figures_to", date(2025, 11, 30), "2025-11-30"),
        ("office_kind", "Phường", "ward"),
        ("office_kind", "dac khu", "special_zone"),
        ("office_kind", "1", "commune"),
        ("strengths", "- Việc một\n- Việc hai", ["Việc một", "Việc hai"]),
        ("recommendations", "Không có.", []),
        ("awards_pending", "không có", []),
        ("office_name", "  Trúc   Đàm ", "Trúc Đàm"),
    ],
)
def test_an_answer_is_stored_as_plain_json(key: str, typed: object, stored: object) -> None:
    assert check_answer(question(key), typed) == stored


@pytest.mark.parametrize(
    ("key", "typed", "error"),
    [
        ("office_name", "  ", "answer_empty"),
        ("office_name", "ă" * 41, "answer_too_long"),
        ("documents_count", "trên 35 văn bản", "number_is_inexact"),
        ("documents_count", "1,234", "number_is_ambiguous"),
        ("documents_count", "-3", "number_not_understood"),
        ("documents_count", -3, "number_too_small"),
        ("documents_count", float("nan"), "number_is_not_whole"),
        ("documents_count", True, "answer_of_other_type"),
        ("year", "20255", "number_too_large"),
        ("fund_budget", "46,5", "money_needs_scale"),
        ("figures_to", "31/02/2025", "date_not_understood"),
        ("figures_to", "hôm qua", "date_not_understood"),
        ("office_kind", "huyện", "choice_unknown"),
        ("signer", "TS. Trần Văn Bình", "name_not_a_person"),
        ("signer", "trần văn bình", "name_not_a_person"),
        ("place", "& Trúc Đàm", "name_not_a_place"),
        ("office_name", "<b>", "name_not_a_place"),
        ("direction", "Tiếp tục …… theo", "answer_unfinished"),
        ("direction", "TODO", "answer_unfinished"),
        ("strengths", "-\n*", "answer_empty"),
        ("awards", 5, "answer_of_other_type"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_question(key: str, typed: object, error: str) -> None:
    caught = refused(question(key), typed)
    assert caught.key == error
    assert caught.details["field"] == key
    assert caught.details["label"] == question(key).label


def test_a_record_is_typed_on_one_line_or_given_as_fields() -> None:
    models = question("models")
    assert check_answer(models, "Camera góp gạo; Thôn 6; 11 tổ dân phố áp dụng") == [
        {"name": "Camera góp gạo", "where": "Thôn 6", "effect": "11 tổ dân phố áp dụng"}
    ]
    assert check_answer(models, "- Camera góp gạo; ; 11 tổ; hai nơi") == [
        {"name": "Camera góp gạo", "effect": "11 tổ; hai nơi"}
    ]
    with pytest.raises(InvalidAnswer, match="record_field_missing") as caught:
        check_answer(models, [{"where": "Thôn 6"}])
    assert caught.value.details["field"] == "models.name"
    assert check_record(models, {"where": "Thôn 6"}, complete=False) == {"where": "Thôn 6"}


def test_an_error_inside_a_record_names_the_field() -> None:
    caught = refused(question("awards"), [{"award": "advanced_worker", "individuals": "vài chục"}])
    assert (caught.key, caught.details["field"]) == ("number_not_understood", "awards.individuals")


def test_more_records_than_anybody_reads_are_refused() -> None:
    assert refused(question("models"), "\n".join(f"Mô hình {n}" for n in range(201))).key == "too_many_records"


def test_an_unknown_key_of_a_file_is_named() -> None:
    with pytest.raises(InvalidAnswer, match="answer_unknown") as caught:
        check_answers(ANNUAL, {"documents_cuont": 5})
    assert caught.value.details["field"] == "documents_cuont"


@pytest.mark.parametrize("report", kinds(), ids=lambda each: each.name)
def test_a_stored_answer_checked_again_stays_what_it_is(report: object) -> None:
    for answers in (typical(report), largest(report, records=3)):  # type: ignore[arg-type]
        assert check_answers(report, answers) == answers  # type: ignore[arg-type]


@given(st.text(max_size=80))
def test_no_text_makes_an_answer_that_changes_when_checked_again(raw: str) -> None:
    asked = Question(key="x", label="x", ask="x", type=QuestionType.LONG_TEXT)
    try:
        stored = check_answer(asked, raw)
    except InvalidAnswer:
        return
    assert check_answer(asked, stored) == stored


def test_a_question_is_asked_when_its_condition_holds() -> None:
    assert not is_asked(question("units_total"), {})
    assert is_asked(question("units_total"), {"registered": 64})
    assert not is_asked(question("meeting_people"), {"meetings": 0})
    assert is_asked(question("meeting_people"), {"meetings": 2})


def test_absent_is_not_empty() -> None:
    assert "recommendations" in {each.key for each in questions_left(ANNUAL, {})}
    assert "recommendations" not in {each.key for each in questions_left(ANNUAL, {"recommendations": []})}
    assert {each.key for each in missing(ANNUAL, {})} >= {"office_name", "year", "awards", "shortcomings"}
    assert missing(ANNUAL, typical(ANNUAL)) == []
