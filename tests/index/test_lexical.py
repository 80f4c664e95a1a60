from __future__ import annotations

from pathlib import Path

import numpy as np

from index.lexical import LexicalIndex, terms

TITLES = ["Điều 50. Mức tiền thưởng", "Điều 46. Thành lập quỹ", "Điều 2. Đối tượng"]
BODIES = ["Lao động tiên tiến được thưởng.", "Quỹ chi tiền thưởng.", "Cơ quan, tổ chức."]


def test_terms_are_syllables_and_neighbouring_pairs() -> None:
    assert terms("Mức tiền thưởng") == ["mức", "tiền", "thưởng", "mức_tiền", "tiền_thưởng"]


def test_a_document_number_stays_one_term() -> None:
    assert "152/2025/nđ-cp" in terms("Nghị định 152/2025/NĐ-CP")


def test_the_title_outweighs_the_body() -> None:
    scores = LexicalIndex.build(TITLES, BODIES).scores("mức tiền thưởng")
    assert scores[0] > scores[1] > scores[2] == 0


def test_a_question_without_any_known_word_scores_nothing() -> None:
    assert not LexicalIndex.build(TITLES, BODIES).scores("xyz").any()


def test_coverage_is_the_share_of_terms_that_occur_somewhere() -> None:
    index = LexicalIndex.build(TITLES, BODIES)
    assert index.coverage("tiền thưởng") == 1
    assert index.coverage("") == 0
    assert 0 < index.coverage("tiền xăng") < 1


def test_what_is_saved_scores_the_same_when_loaded(tmp_path: Path) -> None:
    index = LexicalIndex.build(TITLES, BODIES)
    index.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical")
    assert np.array_equal(loaded.scores("quỹ tiền thưởng"), index.scores("quỹ tiền thưởng"))
