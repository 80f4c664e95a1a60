"""Answers over what ships, with a quick encoder: what is quoted, what is refused, what a named place brings."""

from __future__ import annotations

from datetime import date

import pytest

from bot.assistant import Assistant
from index.answering import Answerer
from index.answers import AnswerKind, AnswerStatus
from index.questions import understand
from index.quotes import is_verbatim
from index.restoration import Restorer
from index.retrieval import Scope
from index.syllable_counts import shipped_counts
from knowledge.procedures import procedures
from knowledge.provisions import ProvisionId
from knowledge.regulations import registry
from knowledge.validity import Status

NOW = Scope(date(2026, 7, 20))
EARLIER = Scope(date(2025, 6, 15))

QUESTIONS = (
    "lao động tiên tiến được thưởng bao nhiêu",
    "bộ hồ sơ chiến sĩ thi đua cơ sở nộp cho xã",
    "giấy khen của xã thưởng bao nhiêu tiền",
    "quỹ thi đua, khen thưởng của xã được trích bao nhiêu phần trăm",
    "Điều 50 Nghị định 98/2023/NĐ-CP",
    "khoản 2 Điều 49 Nghị định 152/2025/NĐ-CP",
    "Nghị định 152/2025/NĐ-CP còn hiệu lực không",
)


@pytest.fixture(scope="module")
def answerer(shipped: Assistant) -> Answerer:
    return shipped.answerer()


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("scope", [NOW, EARLIER], ids=["now", "earlier"])
def test_every_quote_stands_in_the_article_letter_by_letter(answerer: Answerer, question: str, scope: Scope) -> None:
    answer = answerer.ask(question, scope)
    assert answer.grounds
    assert all(is_verbatim(ground.fragments, ground.article) for ground in answer.grounds)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("scope", [NOW, EARLIER], ids=["now", "earlier"])
def test_no_answer_rests_on_an_expired_provision_without_naming_what_took_its_place(
    answerer: Answerer, question: str, scope: Scope
) -> None:
    for ground in answerer.ask(question, scope).grounds:
        expired = ground.validity is not None and ground.validity.status is Status.EXPIRED
        assert not expired or ground.successor is not None, str(ground.provision)


def test_a_place_named_with_its_document_is_quoted_as_named(answerer: Answerer) -> None:
    answer = answerer.ask("điểm d khoản 1 Điều 50 Nghị định 152/2025/NĐ-CP", NOW)
    assert str(answer.grounds[0].provision) == "152/2025/NĐ-CP#d50.k1.d"
    assert answer.confidence == 1.0


def test_an_expired_place_is_answered_by_what_stands_for_it_first(answerer: Answerer) -> None:
    answer = answerer.ask("Điều 54 Nghị định 98/2023/NĐ-CP", NOW)
    first = answer.grounds[0]
    assert first.provision.document == "152/2025/NĐ-CP"
    assert first.replaces is not None and first.replaces.document == "98/2023/NĐ-CP"
    assert any(ground.provision.document == "98/2023/NĐ-CP" for ground in answer.grounds)


def test_a_place_without_its_document_is_asked_back(answerer: Answerer) -> None:
    answer = answerer.ask("Điều 5", NOW)
    assert answer.kind is AnswerKind.WHICH_DOCUMENT
    assert len({ground.provision.document for ground in answer.grounds}) > 1


def test_a_document_alone_says_whether_it_is_in_force_and_by_which_provision(answerer: Answerer) -> None:
    answer = answerer.ask("Nghị định 98/2023/NĐ-CP còn hiệu lực không", NOW)
    assert answer.kind is AnswerKind.DOCUMENT
    assert answer.validity is not None and answer.validity.successors
    assert answer.grounds[0].provision.document == "152/2025/NĐ-CP"


def test_an_unknown_number_is_said_to_be_unknown(answerer: Answerer) -> None:
    assert answerer.ask("Nghị định 999/2024/NĐ-CP", NOW).kind is AnswerKind.UNKNOWN_DOCUMENT


def test_a_question_of_another_field_is_refused_with_the_name_of_the_field(answerer: Answerer) -> None:
    answer = answerer.ask("cách nấu phở bò ngon", NOW)
    assert answer.status is AnswerStatus.OUT_OF_SCOPE
    assert answer.neighbour
    assert not answer.grounds


def test_the_law_of_the_day_is_found_and_no_later_one(answerer: Answerer) -> None:
    answer = answerer.ask("chiến sĩ thi đua cơ sở được thưởng mấy lần lương cơ sở", EARLIER)
    assert answer.grounds[0].provision.document == "98/2023/NĐ-CP"
    assert all(ground.provision.document != "152/2025/NĐ-CP" for ground in answer.grounds)


def test_a_province_named_opens_its_decision_and_no_other_question_does(answerer: Answerer) -> None:
    named = answerer.ask("ở Bắc Ninh tập thể lao động tiên tiến cần bao nhiêu phần trăm lao động tiên tiến", NOW)
    unnamed = answerer.ask("tập thể lao động tiên tiến cần bao nhiêu phần trăm lao động tiên tiến", NOW)
    assert named.grounds[0].provision.document == "86/2025/QĐ-UBND"
    assert all(ground.provision.document != "86/2025/QĐ-UBND" for ground in unnamed.grounds)


def test_the_money_of_every_award_named_is_computed_for_the_day(answerer: Answerer) -> None:
    answer = answerer.ask("LĐTT và CSTĐCS thưởng bao nhiêu tiền", NOW)
    assert [(prize.award.slug, prize.total) for prize in answer.prizes] == [
        ("advanced_worker", 760_000),
        ("grassroots_champion", 2_530_000),
    ]


def test_a_family_of_awards_offers_its_members(answerer: Answerer) -> None:
    answer = answerer.ask("chiến sĩ thi đua được thưởng bao nhiêu", NOW)
    assert {award.slug for award in answer.choices} == {
        "national_champion",
        "provincial_champion",
        "grassroots_champion",
    }


def test_figures_are_one_number_a_feature(answerer: Answerer) -> None:
    from index.confidence import FEATURES

    assert len(answerer.figures("giấy khen của xã thưởng bao nhiêu", NOW)) == len(FEATURES)


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("thưởng tập thể lao động tiên tiến bao nhiêu tiền", "152/2025/NĐ-CP#d50.k2.b"),
        ("lao động tiên tiến được thưởng bao nhiêu", "152/2025/NĐ-CP#d50.k1"),
    ],
)
def test_the_figure_of_the_award_named_is_quoted(answerer: Answerer, question: str, place: str) -> None:
    assert ProvisionId.parse(place).contains(answerer.ask(question, NOW).grounds[0].provision)


def test_procedures_that_fit_equally_are_all_offered(answerer: Answerer, monkeypatch: pytest.MonkeyPatch) -> None:
    # The quick encoder's cosines lie lower than the model's.
    monkeypatch.setattr("index.answering.LIKE_A_PROCEDURE", 0.3)
    monkeypatch.setattr("index.answering.ALIKE", 0.1)
    answers = [answerer.ask(f"{way} gồm những giấy tờ gì", NOW) for entry in procedures() for way in entry.asked_as[:1]]
    offered = [answer for answer in answers if answer.alike]
    assert offered
    for answer in offered:
        assert answer.card is not None
        assert answer.card.procedure not in answer.alike


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("mức thưởng lao động tiên tiến năm 2025 là bao nhiêu", "mức thưởng lao động tiên tiến là bao nhiêu"),
        ("năm 2024 quy định thế nào", "quy định thế nào"),
        ("năm 2024", "năm 2024"),
        ("luật số 06/2022/QH15 năm 2022 điều 24", "luật số 06/2022/QH15 điều 24"),
    ],
)
def test_a_bare_year_says_when_and_is_not_searched_for(typed: str, sought: str) -> None:
    assert understand(typed, Restorer(*shipped_counts()), registry(), NOW.on).sought == sought
