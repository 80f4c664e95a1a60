from __future__ import annotations

from pathlib import Path

from index.model.training.texts import read_material, sentences


def test_every_public_question_stands_with_its_passage(public: Path) -> None:
    material = read_material(public)
    assert material.public == 40
    for pair in (*material.pairs, *material.validation):
        if pair.source < material.public:
            subject = pair.question.removeprefix("Thời hạn trả kết quả ").removesuffix(" là bao lâu?")
            assert subject in material.sources[pair.source].text


def test_no_article_set_aside_is_trained_on(shared: Path) -> None:
    material = read_material(shared / "retrieval" / "train")
    trained = {material.sources[pair.source].article for pair in material.pairs}
    aside = {material.sources[pair.source].article for pair in material.validation}
    assert len(material.validation) > 200
    assert not trained & aside


def test_no_question_of_an_evaluation_set_is_trained_on(shared: Path) -> None:
    material = read_material(shared / "retrieval" / "train")
    learned = {pair.question for pair in (*material.pairs, *material.validation) if pair.source < material.public}
    for folder in (shared / "retrieval" / "dev").iterdir():
        if folder.is_dir():
            asked = (folder / "queries.jsonl").read_text(encoding="utf-8")
            assert not [question for question in learned if f'"{question}"' in asked]


def test_our_own_articles_clauses_and_procedures_come_with_the_ways_of_asking_for_them(public: Path) -> None:
    material = read_material(public)
    own = {pair.question: material.sources[pair.source] for pair in material.pairs if pair.source >= material.public}
    assert own["phân biệt danh hiệu thi đua với khen thưởng"].title.startswith("Điều 3 Luật Thi đua, khen thưởng 2022")
    assert own["thi đua nghĩa là sao"].text.startswith("1. ")


def test_a_source_is_never_a_way_of_asking(public: Path) -> None:
    material = read_material(public)
    asked = {pair.question for pair in material.pairs}
    assert not [source for source in material.sources if source.text in asked]


def test_sentences_lose_their_labels_and_are_neither_short_nor_long() -> None:
    text = "Hồ sơ\n1. Người dân nộp hồ sơ tại bộ phận một cửa.\na) Có;\n- Nộp trực tiếp hoặc gửi qua bưu điện công ích;"
    assert sentences(text) == [
        "Người dân nộp hồ sơ tại bộ phận một cửa.",
        "Nộp trực tiếp hoặc gửi qua bưu điện công ích;",
    ]


def test_statements_and_keywords_come_from_passages_each_once(public: Path) -> None:
    material = read_material(public)
    assert len(set(material.statements())) == len(material.statements()) > 40
    assert "Quy định về đăng ký tạm trú loại 0" in material.keywords()
