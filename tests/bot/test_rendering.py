"""Parts under the limit, valid by themselves, that together say what the whole said.

It knows the html of a Reply and the standard library's parser, nothing of Telegram.
Read next: `bot/rendering.py`, which it checks.
"""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rendering import TAGS, escape, split_html, to_ansi, to_plain, width

WORDS = st.text(alphabet=st.sampled_from("aăđệ \n&<>\"'.;😀\u0301\u200d"), max_size=30)


def nested(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.sampled_from(["b", "i", "u", "s", "code", "pre", "blockquote", 'a href="https://x.vn/?a=1&amp;b=2"'])
    wrapped = st.tuples(tags, children).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>")
    return st.lists(st.one_of(children, wrapped), max_size=6).map("".join)


WELL_FORMED = st.recursive(WORDS.map(escape), nested, max_leaves=25)
PIECES = [
    *(f"<{tag}>" for tag in TAGS),
    *(f"</{tag}>" for tag in TAGS),
    "<b",
    "</",
    "&amp",
    "&#55357;",
    "x y",
    "😀",
    "\n",
]
EVERY_CHARACTER = st.characters(exclude_categories=())
"""Halves of surrogate pairs among them."""
ANYTHING = st.one_of(
    st.text(EVERY_CHARACTER, max_size=200), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
)


class Balance(HTMLParser):
    """Fails on a tag that closes another than the innermost, and tells what is left open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def assert_valid(part: str) -> None:
    balance = Balance()
    balance.feed(part)
    balance.close()
    assert balance.open == []
    without_markup = re.sub(r"</?[a-z]+[^<>]*>|&(?:amp|lt|gt);", "", part)
    assert not set(without_markup) & set("&<>"), "a bare sign or half an entity"


def letters(text: str) -> str:
    return "".join(text.split())


@settings(deadline=None)
@given(html=WELL_FORMED, limit=st.integers(2, 40))
def test_parts_keep_to_the_limit_and_say_what_the_whole_says(html: str, limit: int) -> None:
    parts = split_html(html, limit)
    for part in parts:
        assert_valid(part)
        assert 0 < width(to_plain(part)) <= limit
        assert to_plain(part) == to_plain(part).strip()
    assert letters("".join(to_plain(part) for part in parts)) == letters(to_plain(html))


@settings(deadline=None)
@given(html=ANYTHING, limit=st.integers(2, 40))
def test_whatever_comes_in_every_part_is_valid(html: str, limit: int) -> None:
    for part in split_html(html, limit):
        assert_valid(part)
        assert 0 < width(to_plain(part)) <= limit
        part.encode()  # no half of a surrogate pair


@settings(deadline=None)
@given(text=st.text(EVERY_CHARACTER, max_size=300), limit=st.integers(2, 60))
def test_escaped_text_comes_back_letter_by_letter(text: str, limit: int) -> None:
    shown = re.sub(r"[\ud800-\udfff]", "\ufffd", text)
    assert to_plain(escape(text)) == shown
    assert letters("".join(to_plain(part) for part in split_html(escape(text), limit))) == letters(shown)


@settings(deadline=None)
@given(html=ANYTHING)
def test_a_terminal_gets_no_command_from_the_text(html: str) -> None:
    shown = re.sub(r"\x1b\[[0-9]+m", "", to_ansi(html))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", shown)


@settings(deadline=None)
@given(html=WELL_FORMED)
def test_a_part_within_the_limit_is_the_whole(html: str) -> None:
    whole = split_html(html, 10_000)
    assert [to_plain(part) for part in whole] == [to_plain(html).strip()] * bool(to_plain(html).strip())


def test_tags_open_at_a_cut_are_closed_and_opened_again() -> None:
    parts = split_html("<b>một <i>hai ba</i></b>", 7)
    assert parts == ["<b>một <i>hai</i></b>", "<b><i>ba</i></b>"]


def test_a_link_keeps_its_address_in_every_part() -> None:
    parts = split_html('<a href="https://x.vn/?a=1&amp;b=2">một hai</a>', 4)
    assert parts == ['<a href="https://x.vn/?a=1&amp;b=2">một</a>', '<a href="https://x.vn/?a=1&amp;b=2">hai</a>']


def test_an_empty_line_is_the_best_place_to_cut() -> None:
    assert split_html("Câu một.\nCâu hai.\n\nCâu ba.\nBốn", 25) == ["Câu một.\nCâu hai.", "Câu ba.\nBốn"]


def test_without_a_line_end_the_cut_falls_behind_a_sentence() -> None:
    assert split_html("Một hai ba. Bốn năm sáu bảy", 20) == ["Một hai ba.", "Bốn năm sáu bảy"]


def test_a_long_word_is_cut_hard_but_never_inside_an_astral_character() -> None:
    parts = split_html("😀" * 10, 5)
    assert parts == ["😀😀"] * 5


def test_a_letter_keeps_its_tone_mark() -> None:
    parts = split_html("e\u0302\u0301" * 4, 4)
    assert all(not to_plain(part).startswith(("\u0302", "\u0301")) for part in parts)


def test_an_entity_counts_as_one_and_is_never_cut() -> None:
    assert split_html("&amp;" * 5, 2) == ["&amp;&amp;", "&amp;&amp;", "&amp;"]


def test_a_tag_that_a_reply_may_not_carry_is_shown_as_it_stands() -> None:
    assert split_html("<script>x</script> a < b & c", 100) == ["&lt;script&gt;x&lt;/script&gt; a &lt; b &amp; c"]


def test_badly_nested_tags_are_put_right() -> None:
    assert split_html("<b>một <i>hai</b> ba</i></u>", 100) == ["<b>một <i>hai</i></b><i> ba</i>"]


def test_half_a_surrogate_pair_is_shown_as_a_replacement() -> None:
    assert split_html("a\ud83d", 10) == ["a\ufffd"]


def test_two_quotes_side_by_side_stay_two() -> None:
    html = "<blockquote>một</blockquote><blockquote expandable>hai</blockquote>"
    assert split_html(html, 100) == [html]


def test_white_space_alone_gives_no_part() -> None:
    assert split_html(" \n <b> \n</b>", 10) == []


def test_a_limit_no_character_fits_is_refused() -> None:
    with pytest.raises(ValueError, match="limit"):
        split_html("x", 1)


HOSTILE = {
    "one word": "a" * 1_000_000,
    "never closed": "<b>x" * 250_000,
    "only closed": "</b>" * 250_000,
    "half a tag": "<b " * 330_000,
    "entities": "&amp;" * 200_000,
    "only line ends": "\n" * 1_000_000,
    "marks": "e" + "\u0301" * 500_000,
}


def operations(html: str) -> int:
    """How many lines of Python ran: a measure of the work that no busy machine changes."""
    lines = 0

    def count(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal lines
        lines += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        split_html(html, 4096)
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize("name", HOSTILE)
def test_work_grows_no_faster_than_the_text(name: str) -> None:
    html = HOSTILE[name]
    small, large = operations(html[: len(html) // 100]), operations(html[: len(html) // 10])
    assert large <= 15 * small


@pytest.mark.parametrize("name", HOSTILE)
def test_a_megabyte_is_cut_within_the_limit(name: str) -> None:
    assert all(width(to_plain(part)) <= 4096 for part in split_html(HOSTILE[name], 4096))


def test_a_terminal_shows_bold_quotes_and_addresses() -> None:
    html = 'Theo <b>Điều 8</b>:<blockquote>một\n<i>hai</i></blockquote>Xem <a href="https://x.vn">tại đây</a>.'
    assert to_ansi(html) == ("Theo \x1b[1mĐiều 8\x1b[0m:\n│ một\n│ \x1b[3mhai\x1b[0m\nXem tại đây (https://x.vn).")


def test_a_terminal_shows_an_address_once() -> None:
    assert to_ansi('<a href="https://x.vn">https://x.vn</a>') == "https://x.vn"
