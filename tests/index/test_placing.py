"""From the text that was read to the paragraphs it was read from: letters in order, white space aside."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from index.placing import Placing, Spot

PARAGRAPHS = ["I. Kết quả", "  Một\tdòng  chữ ", "", "a\u0323 b", "Hết"]
TEXT = "1. I. Kết quả\nMột dòng chữ\nạ b\nHết"


def shown(spot: Spot | None, paragraphs: list[str] | None = None) -> str:
    assert spot is not None
    return (paragraphs or PARAGRAPHS)[spot.paragraph][spot.start : spot.end]


def test_a_word_is_found_in_its_paragraph_whatever_stands_around_it() -> None:
    placing = Placing(TEXT, PARAGRAPHS)
    assert shown(placing.spot(TEXT.index("Kết quả"), TEXT.index("Kết quả") + 7)) == "Kết quả"
    assert shown(placing.spot(TEXT.index("chữ"), TEXT.index("chữ") + 3)) == "chữ"


def test_letters_typed_apart_are_taken_whole() -> None:
    placing = Placing(TEXT, PARAGRAPHS)
    assert shown(placing.spot(TEXT.index("ạ"), TEXT.index("ạ") + 1)) == "a\u0323"


def test_a_paragraph_knows_its_range_in_the_text() -> None:
    start, end = Placing(TEXT, PARAGRAPHS).range_of(1)
    assert TEXT[start:end] == "Một dòng chữ"
    assert Placing(TEXT, PARAGRAPHS).range_of(2) == (0, 0)


def test_what_the_reader_added_lies_in_no_paragraph() -> None:
    assert Placing(TEXT, PARAGRAPHS).spot(0, 2) is None


@given(st.lists(st.text("ab ựé", min_size=1, max_size=12), min_size=1, max_size=5), st.data())
def test_every_range_of_letters_comes_back_as_the_same_letters(paragraphs: list[str], data: st.DataObject) -> None:
    text = "\n".join(paragraphs)
    number = data.draw(st.integers(0, len(paragraphs) - 1))
    letters = [place for place, letter in enumerate(paragraphs[number]) if letter != " "]
    if not letters:
        return
    first, last = sorted(data.draw(st.tuples(st.sampled_from(letters), st.sampled_from(letters))))
    offset = sum(len(one) + 1 for one in paragraphs[:number])
    apart = [unicodedata.normalize("NFD", one) for one in paragraphs]
    spot = Placing(text, apart).spot(offset + first, offset + last + 1)
    assert unicodedata.normalize("NFC", shown(spot, apart)) == paragraphs[number][first : last + 1]
