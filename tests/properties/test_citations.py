"""What holds for every citation: it prints and parses back, and no text breaks the reader."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from knowledge.citations import Citation, normalise_number, parse_citations, print_citation
from knowledge.citing.forms import forms

SIGNED_KINDS = [kind for kind in forms().kinds if kind.symbols and not kind.generic and kind.name != "Pháp lệnh"]
LAWS = [(kind, name) for kind, names in forms().names.items() for name in names]
serials = st.integers(1, 99_999).map(str)
years = st.integers(1946, 2098)
days = st.dates(date(1946, 1, 1), date(2098, 12, 31))
article_labels = st.from_regex(r"[1-9][0-9]{0,2}[a-dđ]?", fullmatch=True)
point_labels = st.sampled_from("abcdđeghiklmnopqrstuvxy")


@st.composite
def numbers(draw: st.DrawFn, symbol: str) -> str:
    """A whole số hiệu of a kind."""
    year = draw(st.none() | years)
    issuer = draw(st.sampled_from(list(forms().issuers)))
    if issuer.endswith("TW"):
        return f"{draw(serials)}-{symbol}/{issuer}"
    return f"{draw(serials)}/{f'{year}/' if year else ''}{symbol}-{issuer}"


@st.composite
def documents(draw: st.DrawFn) -> Citation:
    """A document: signed, or a law by name, by number, or by both."""
    issued_on = draw(st.none() | days)
    if draw(st.booleans()):
        kind = draw(st.sampled_from(SIGNED_KINDS))
        number = draw(numbers(draw(st.sampled_from(kind.symbols))))
        return Citation(kind=kind.name, number=number, issued_on=issued_on)
    law, name = draw(st.sampled_from(LAWS))
    number = draw(st.none() | st.builds("{}/{}/QH15".format, serials, years))
    year = None if number or issued_on else draw(st.none() | years)
    return Citation(kind=law, name=f"{law} {name}", number=number, issued_on=issued_on, year=year)


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    """A document with a place in it."""

    def labels(of: st.SearchStrategy[str]) -> tuple[str, ...]:
        return tuple(draw(st.lists(of, max_size=3, unique=True)))

    return replace(
        draw(documents()),
        articles=labels(article_labels),
        clauses=labels(article_labels),
        points=labels(point_labels),
        annex=draw(st.none() | st.sampled_from(["Phụ lục", "Phụ lục III", "Mẫu số 01", "Quy chế", "Quy định"])),
    )


def same(citation: Citation) -> Citation:
    """What must survive printing: all but where it stood and who issued it."""
    return replace(citation, text="", start=0, end=0, issuer=None)


@given(citations())
def test_a_printed_citation_parses_back_into_the_same_fields(citation: Citation) -> None:
    printed = print_citation(citation)
    (found,) = parse_citations(printed)
    assert same(found) == citation
    assert found.text == printed


@given(citations(), st.sampled_from(["NFC", "NFD"]), st.sampled_from([" ", "\n", "\u00a0", "  "]))
def test_form_and_white_space_change_nothing_that_is_read(citation: Citation, form: str, space: str) -> None:
    printed = print_citation(citation)
    text = unicodedata.normalize(form, printed).replace(" ", space)  # type: ignore[arg-type]
    (found,) = parse_citations(f"Căn cứ {text};")
    assert same(found) == citation
    assert found.text == text


FRAGMENTS = [
    *(
        "Điều ",
        "khoản ",
        "điểm ",
        "các ",
        "Luật ",
        "Thi đua",
        "Nghị định ",
        "NĐ-CP",
        "số ",
        "ngày ",
        "năm ",
        "của ",
        "này",
    ),
    *("Phụ lục ", "kèm theo ", "Quyết định ", "QĐ", "TT", "đ", "k", "và ", "đến ", "sửa đổi, bổ sung ", "Quy chế "),
    *(
        "152",
        "2025",
        "1",
        "I",
        "a",
        "/",
        "-",
        "–",
        ",",
        ";",
        ".",
        "(",
        ")",
        " ",
        "\n",
        "\n\n",
        "\u0301",
        "\u200b",
        "%",
        "İ",
        "ß",
    ),
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join) | st.text(max_size=80), st.booleans())
def test_any_text_is_read_into_ranges_in_order_that_never_overlap(text: str, bare_places: bool) -> None:
    end = 0
    for citation in parse_citations(text, bare_places=bare_places):
        assert end <= citation.start < citation.end <= len(text)
        assert citation.text == text[citation.start : citation.end]
        assert citation.number or citation.name or citation.year or (bare_places and citation.articles)
        end = citation.end


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
def test_a_normalised_number_stays_as_it_is(text: str) -> None:
    once = normalise_number(text)
    assert normalise_number(once) == once
