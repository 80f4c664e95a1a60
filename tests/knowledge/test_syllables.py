from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.syllable_counts import shipped_counts
from knowledge.syllables import is_syllable, keystrokes
from knowledge.text import fold


@pytest.mark.parametrize("word", ["xài", "sếp", "nghiêng", "quyết", "giấy", "ươm", "oái", "khuỷu", "yêu", "huỳnh"])
def test_what_is_built_as_a_syllable_is_one_even_if_the_law_never_uses_it(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["tươg", "thưỏngg", "khne", "kién", "quyét", "đựoc", "cach", "bẹngg", "ngừoi", "", "xyz"]
)
def test_what_no_syllable_is_built_as_is_none(word: str) -> None:
    assert not is_syllable(word)


def test_nearly_all_marked_words_of_the_law_are_syllables() -> None:
    single, _ = shipped_counts()
    marked = {word: times for word, times in single.items() if word.isalpha() and word != fold(word)}
    assert sum(times for word, times in marked.items() if is_syllable(word)) > 0.999 * sum(marked.values())


@pytest.mark.parametrize(
    ("syllable", "typed"),
    [
        ("thưởng", "thuwowngr"), ("thưởng", "thuowngr"), ("thưởng", "thuwowrng"), ("giấy", "giaasy"),
        ("được", "dduwocj"), ("xã", "xax"), ("nhiêu", "nhieeu"), ("đua", "ddua"), ("khen", "khen"),
    ],
)  # fmt: skip
def test_a_syllable_may_be_typed_key_by_key(syllable: str, typed: str) -> None:
    assert typed in keystrokes(syllable)


@given(st.sampled_from(sorted(word for word in shipped_counts()[0] if word.isalpha())))
def test_keys_are_plain_letters_and_no_two_tones(word: str) -> None:
    for keys in keystrokes(word):
        assert fold(keys) == keys
