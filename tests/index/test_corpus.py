from __future__ import annotations

from dataclasses import replace

from index.corpus import Entry, EntryKind, law_entries, merge_law, visible
from knowledge.articles import Content
from tests.index.samples import article

DIGEST = article("50", "Mức tiền thưởng", "Tóm tắt.", asked_as=("thưởng bao nhiêu",))
OFFICIAL = replace(article("50", "Mức tiền thưởng", "Nguyên văn."), content=Content.OFFICIAL)


def shown(entries: list[Entry], office: str | None) -> list[str]:
    return [entry.law.text for entry, seen in zip(entries, visible(entries, office), strict=True) if seen]


def test_an_official_text_for_everybody_takes_the_digests_place() -> None:
    entries = merge_law(law_entries([DIGEST]), law_entries([OFFICIAL], source="7"))
    assert shown(entries, None) == ["Nguyên văn."]
    assert len(entries) == 1


def test_the_ways_of_asking_outlive_the_digest() -> None:
    entries = merge_law(law_entries([DIGEST]), law_entries([OFFICIAL], source="7"))
    assert entries[0].law.asked_as == ("thưởng bao nhiêu",)


def test_an_offices_own_official_text_is_for_that_office_only() -> None:
    entries = merge_law(law_entries([DIGEST]), law_entries([OFFICIAL], office="a", source="7"))
    assert shown(entries, "a") == ["Nguyên văn."]
    assert shown(entries, "b") == ["Tóm tắt."]
    assert shown(entries, None) == ["Tóm tắt."]


def test_an_offices_own_text_comes_before_everybodys() -> None:
    own = replace(OFFICIAL, text="Bản của đơn vị.")
    imported = law_entries([OFFICIAL], source="7") + law_entries([own], office="a", source="8")
    entries = merge_law(law_entries([DIGEST]), imported)
    assert shown(entries, "a") == ["Bản của đơn vị."]
    assert shown(entries, "b") == ["Nguyên văn."]


def test_articles_without_an_official_text_keep_their_digest() -> None:
    other = article("46", "Quỹ", "Tóm tắt quỹ.")
    entries = merge_law(law_entries([DIGEST, other]), law_entries([OFFICIAL], source="7"))
    assert shown(entries, None) == ["Tóm tắt quỹ.", "Nguyên văn."]


def test_a_report_of_another_office_is_not_visible(entries: list[Entry]) -> None:
    report = replace(entries[-1], office="a")
    assert report.kind is EntryKind.PRACTICE
    assert visible([report], "a") == [True]
    assert visible([report], "b") == visible([report], None) == [False]
