"""Text with marks becomes what Telegram would keep, or is refused in Telegram's words.

It knows the two parsers, no server.
Read next: `html_markup.py` and `markdown_markup.py`.
"""

from __future__ import annotations

import pytest

from tests.telegram_double.errors import ApiError
from tests.telegram_double.formatting import Formatted, finished
from tests.telegram_double.html_markup import parse_html
from tests.telegram_double.markdown_markup import parse_markdown

Found = list[tuple[str, int, int]]


def kept(formatted: Formatted) -> tuple[str, Found]:
    return formatted.text, [(e["type"], e["offset"], e["length"]) for e in formatted.entities]


HTML: dict[str, tuple[str, Found]] = {
    "Điều <b>8</b>": ("Điều 8", [("bold", 5, 1)]),
    "😀 <i>một <u>hai</u></i>": ("😀 một hai", [("italic", 3, 7), ("underline", 7, 3)]),
    "a &lt; b &amp;&#38;&#x26; &quot;c&quot;": ('a < b &&& "c"', []),
    "&nbsp;&ge;": ("&nbsp;&ge;", []),
    '<a href="https://x.vn/?a=1&amp;b=2">xem</a>': ("xem", [("text_link", 0, 3)]),
    '<a href="không phải địa chỉ">xem</a>': ("xem", []),
    "<blockquote expandable>trích</blockquote>": ("trích", [("expandable_blockquote", 0, 5)]),
    '<pre><code class="language-py">x</code></pre>': ("x", [("pre", 0, 1)]),
    "<b></b>x": ("x", []),
    "  <b> đậm </b>\n": ("đậm", [("bold", 0, 3)]),
    "<span class='tg-spoiler'>ẩn</span>": ("ẩn", [("spoiler", 0, 2)]),
    "/hoi@troly_bot hỏi @ai_do_nao": ("/hoi@troly_bot hỏi @ai_do_nao", [("bot_command", 0, 14), ("mention", 19, 10)]),
}


@pytest.mark.parametrize("html", HTML)
def test_html_becomes_text_and_entities_in_utf16_units(html: str) -> None:
    assert kept(finished(parse_html(html))) == HTML[html]


HTML_REFUSED = {
    "Điều <nguyen van a>": 'Unsupported start tag "nguyen" at byte offset 8',
    "Điều <b>8": 'Can\'t find end tag corresponding to start tag "b"',
    "Điều </b>": "Unexpected end tag at byte offset 8",
    "<b><i>x</b></i>": 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    "1 < 2": 'Unsupported start tag "" at byte offset 2',
    "tin <b": "Unclosed start tag at byte offset 4",
    "<span>x</span>": 'Tag "span" must have class "tg-spoiler" at byte offset 0',
    "<i>x</i ": "Unclosed end tag at byte offset 4",
    "&#xD83D;": "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units",
}


@pytest.mark.parametrize("html", HTML_REFUSED)
def test_html_is_refused_in_telegrams_words(html: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(html)
    assert refused.value.description == f"Bad Request: can't parse entities: {HTML_REFUSED[html]}"


MARKDOWN: dict[str, tuple[str, Found]] = {
    "*đậm _cả nghiêng_*": ("đậm cả nghiêng", [("bold", 0, 14), ("italic", 4, 10)]),
    "__gạch__ ~bỏ~ ||ẩn||": ("gạch bỏ ẩn", [("underline", 0, 4), ("strikethrough", 5, 2), ("spoiler", 8, 2)]),
    "Khoản 1\\. Điều 8\\!": ("Khoản 1. Điều 8!", []),
    "`a.b` ```py\nx.y```": ("a.b x.y", [("code", 0, 3), ("pre", 4, 3)]),
    "[xem](https://x.vn/a\\)b)": ("xem", [("text_link", 0, 3)]),
    ">một\n>hai\nba": ("một\nhai\nba", [("blockquote", 0, 8)]),
    ">một\n>hai||\nba": ("một\nhai\nba", [("expandable_blockquote", 0, 8)]),
}


@pytest.mark.parametrize("source", MARKDOWN)
def test_markdown_becomes_text_and_entities(source: str) -> None:
    assert kept(finished(parse_markdown(source))) == MARKDOWN[source]


MARKDOWN_REFUSED = {
    "Khoản 1. Điều 8": "Character '.' is reserved and must be escaped with the preceding '\\'",
    "a > b": "Character '>' is reserved and must be escaped with the preceding '\\'",
    "đậm *mà": "Can't find end of Bold entity at byte offset 7",
    "[xem](https://x.vn": "Can't find end of a URL at byte offset 6",
    ">một *hai\nba*": "Can't find end of Bold entity at byte offset 7",
    "![x](https://x.vn)": "Custom emoji URL must have an emoji identifier",
}


@pytest.mark.parametrize("source", MARKDOWN_REFUSED)
def test_markdown_is_refused_in_telegrams_words(source: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_markdown(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {MARKDOWN_REFUSED[source]}"
