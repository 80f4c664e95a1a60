"""The JSON of an answer is a contract; its words and buttons fit every kind of answer."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.assistant import Assistant
from bot.flows.ask_words import answer_html, answer_json, buttons
from index.answers import Answer, AnswerKind, AnswerStatus
from index.retrieval import Scope
from tests.telegram_double.html_markup import parse_html

TODAY = date(2026, 7, 20)
QUESTIONS = {
    AnswerKind.PROVISIONS: "Điều 3 Nghị định 73/2024",
    AnswerKind.PRACTICE: "tồn tại, hạn chế trong phong trào thi đua viết thế nào",
    AnswerKind.DOCUMENT: "152/2025",
    AnswerKind.WHICH_DOCUMENT: "Điều 5",
    AnswerKind.NOT_HELD: "Điều 500 Nghị định 152/2025",
    AnswerKind.UNKNOWN_DOCUMENT: "Nghị định 999/2024/NĐ-CP",
    AnswerKind.NOTHING: "cách nấu phở bò ngon",
}
MORE = ("Ai ký giấy khen cấp xã?", "thuong LĐTT <b>&</b> {{ 7*7 }}", "khoản 2 Điều 50 NĐ 152/2025")
KEYS: dict[str, type | tuple[type, ...]] = {
    "question": str,
    "as_of": str,
    "status": str,
    "confidence": float,
    "provisions": list,
    "procedure": (str, type(None)),
    "text": str,
}
PROVISION_KEYS: dict[str, tuple[type, ...]] = {
    "id": (str,),
    "document": (str,),
    "article": (int, type(None)),
    "clause": (str, type(None)),
    "heading": (str,),
    "in_force": (bool, type(None)),
    "effective_on": (str, type(None)),
    "expires_on": (str, type(None)),
    "successor": (str, type(None)),
    "quote": (str,),
    "content": (str,),
}


@pytest.fixture(params=[*QUESTIONS.values(), *MORE])
def answer(request: pytest.FixtureRequest, shipped: Assistant) -> Answer:
    return shipped.answerer().ask(request.param, Scope(TODAY))


@pytest.mark.parametrize("kind", QUESTIONS)
def test_every_kind_of_answer_is_among_those_tried_here(kind: AnswerKind, shipped: Assistant) -> None:
    assert shipped.answerer().ask(QUESTIONS[kind], Scope(TODAY)).kind is kind
    assert set(QUESTIONS) == set(AnswerKind)


def test_the_json_has_the_keys_and_types_that_others_rely_on(answer: Answer) -> None:
    found = answer_json(answer, TODAY)
    assert list(found) == list(KEYS)
    for key, value in found.items():
        assert isinstance(value, KEYS[key]), key
    assert json.loads(json.dumps(found)) == found
    assert found["status"] in {status.value for status in AnswerStatus}
    assert 0 <= found["confidence"] <= 1
    assert date.fromisoformat(found["as_of"]) == TODAY
    for provision in found["provisions"]:
        assert list(provision) == list(PROVISION_KEYS)
        for key, value in provision.items():
            assert isinstance(value, PROVISION_KEYS[key]), key
        assert provision["content"] in ("official", "digest")
        assert provision["id"].startswith(provision["document"])
        for day in ("effective_on", "expires_on"):
            assert provision[day] is None or date.fromisoformat(provision[day])


def test_the_json_of_an_expired_provision_names_its_successor(shipped: Assistant) -> None:
    found = answer_json(shipped.answerer().ask("Điều 3 Nghị định 73/2024", Scope(TODAY)), TODAY)
    now, before = found["provisions"][0], found["provisions"][-1]
    assert (now["document"], now["article"], now["in_force"], now["successor"]) == ("161/2026/NĐ-CP", 3, True, None)
    assert (before["document"], before["article"], before["in_force"]) == ("73/2024/NĐ-CP", 3, False)
    assert before["successor"].startswith("161/2026/NĐ-CP#d3")
    assert (before["effective_on"], before["expires_on"]) == ("2024-07-01", "2026-07-01")


def test_a_quote_stands_in_its_article_letter_by_letter(answer: Answer) -> None:
    for provision, ground in zip(answer_json(answer, TODAY)["provisions"], answer.grounds, strict=True):
        assert provision["quote"]
        for fragment in provision["quote"].split("\n[…]\n"):
            assert fragment in ground.article.text


def test_the_text_is_html_that_telegram_takes_and_ends_with_the_day(answer: Answer) -> None:
    html = answer_html(answer, TODAY)
    plain: str = parse_html(html).text
    assert plain.strip()
    assert answer_json(answer, TODAY)["text"].strip() == plain.strip()
    if answer.kind not in (AnswerKind.WHICH_DOCUMENT, AnswerKind.UNKNOWN_DOCUMENT, AnswerKind.NOTHING):
        assert "Xét theo pháp luật ngày 20/7/2026." in plain
    assert "None" not in plain and "Undefined" not in plain


def test_another_day_than_today_is_pointed_out(shipped: Assistant) -> None:
    answer = shipped.answerer().ask("Điều 50 Nghị định 152/2025", Scope(date(2025, 8, 1)))
    assert "ngày 01/8/2025 như anh/chị yêu cầu" in answer_html(answer, TODAY)


def test_buttons_fit_and_always_end_with_the_verdicts(answer: Answer) -> None:
    rows = buttons(answer, 10**18 - 1)
    assert [button.data.split(":")[1] for button in rows[-1]] == ["helpful", "wrong"]
    for button in (button for row in rows for button in row):
        assert 1 <= len(button.data.encode()) <= 64
        assert button.label.strip() == button.label != ""
        assert not any(sign in button.label for sign in "<>\n")


def test_each_button_opens_the_provision_it_names(shipped: Assistant) -> None:
    answer = shipped.answerer().ask("Điều 5", Scope(TODAY))
    rows = buttons(answer, 7)[:-1]
    assert len(rows) == len(answer.grounds)
    for (button,), (place, ground) in zip(rows, enumerate(answer.grounds), strict=True):
        assert button.data == f"ask:full:7:{place}"
        assert ground.provision.document in button.label


def test_nothing_can_be_opened_where_nothing_was_found(shipped: Assistant) -> None:
    answer = shipped.answerer().ask(QUESTIONS[AnswerKind.NOTHING], Scope(TODAY))
    assert len(buttons(answer, 1)) == 1


def test_the_same_question_on_the_same_day_gets_the_same_json(shipped: Assistant) -> None:
    first, second = (answer_json(shipped.answerer().ask("Điều 50", Scope(TODAY)), day) for day in (TODAY, TODAY))
    assert first == second
