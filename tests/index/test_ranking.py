from __future__ import annotations

import numpy as np

from index.corpus import Entry
from index.encoder import HashingEncoder
from index.lexical import LexicalIndex
from index.passages import Level, passages
from index.ranking import Ranker, Ranking
from index.vectors import VectorIndex

LEVELS = (Level.ARTICLE, Level.CLAUSE, Level.ASKED)


def rank(
    entries: list[Entry], encoder: HashingEncoder, question: str, forbidden: tuple[int, ...] = (), dense: float = 0.5
) -> tuple[Ranking, list[str]]:
    cut = passages(entries, str)
    lexical = {
        level: LexicalIndex.build([p.title for p in cut if p.level is level], [p.text for p in cut if p.level is level])
        for level in (Level.ARTICLE, Level.CLAUSE, Level.ASKED)
    }
    ranker = Ranker(cut, VectorIndex.build(encoder.passages([p.embedded for p in cut])), lexical, len(entries))
    allowed = np.ones(len(entries), np.bool_)
    allowed[list(forbidden)] = False
    ranking = ranker.rank(question, encoder.queries([question])[0], allowed, LEVELS, dense)
    return ranking, [cut[ranker.telling(ranking, entry)].clause for entry in range(len(entries))]


def test_the_article_about_it_comes_first(entries: list[Entry], encoder: HashingEncoder) -> None:
    ranking, _ = rank(entries, encoder, "quỹ thi đua lập từ đâu")
    assert ranking.best(1) == [1]


def test_the_telling_passage_is_the_clause_that_answers(entries: list[Entry], encoder: HashingEncoder) -> None:
    ranking, clauses = rank(entries, encoder, "tập thể lao động xuất sắc được thưởng bao nhiêu")
    assert ranking.best(1) == [0]
    assert clauses[0] == "2"


def test_an_entry_that_is_not_allowed_has_no_score(entries: list[Entry], encoder: HashingEncoder) -> None:
    ranking, _ = rank(entries, encoder, "quỹ thi đua lập từ đâu", forbidden=(1,))
    assert ranking.fused[1] == 0
    assert 1 not in ranking.best(10)


def test_words_alone_and_vectors_alone_both_find_it(entries: list[Entry], encoder: HashingEncoder) -> None:
    for dense in (0.0, 1.0):
        ranking, _ = rank(entries, encoder, "thu hồi hiện vật và tiền thưởng", dense=dense)
        assert ranking.best(1) == [3]


def test_fused_scores_run_from_zero_to_one(entries: list[Entry], encoder: HashingEncoder) -> None:
    ranking, _ = rank(entries, encoder, "công khai trước khi họp hội đồng")
    assert 0 <= ranking.fused.min() <= ranking.fused.max() <= 1


def test_a_question_without_known_words_is_ranked_by_vectors_only(
    entries: list[Entry], encoder: HashingEncoder
) -> None:
    ranking, _ = rank(entries, encoder, "zzz")
    assert not ranking.lexical.any()
