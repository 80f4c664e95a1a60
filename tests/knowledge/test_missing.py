"""Official texts that are still missing, and where the official portals have them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from knowledge.missing import Need, missing_texts
from knowledge.regulations import registry
from knowledge.text import fold

DAY = date(2026, 11, 21)


def numbers(need: Need, *loaded: str, province: str | None = None) -> list[str]:
    return [regulation.number for regulation in missing_texts(registry(), DAY, loaded, province)[need]]


def test_what_is_in_force_and_known_in_part_only_is_needed_most() -> None:
    unread = missing_texts(registry(), DAY, [])[Need.UNREAD]
    assert {"06/2022/QH15", "06/2026/QH16", "15/2025/TT-BNV", "129/2025/NĐ-CP"} <= {
        regulation.number for regulation in unread
    }
    with_portal = [bool(regulation.portals) for regulation in unread]
    assert with_portal == sorted(with_portal, reverse=True)


def test_what_was_digested_from_the_whole_text_is_wanted_for_quoting() -> None:
    assert {"152/2025/NĐ-CP", "30/2020/NĐ-CP", "161/2026/NĐ-CP"} <= set(numbers(Need.DIGESTED))


def test_what_has_ended_is_wanted_for_cases_of_its_time() -> None:
    assert {"98/2023/NĐ-CP", "01/2024/TT-BNV"} <= set(numbers(Need.FORMER))
    assert "152/2025/NĐ-CP" in [
        regulation.number for regulation in missing_texts(registry(), date(2027, 3, 1), [])[Need.FORMER]
    ]


def test_what_is_loaded_is_not_missing_however_its_number_is_typed() -> None:
    assert "152/2025/NĐ-CP" not in numbers(Need.DIGESTED, "152/2025/ND-CP")


def test_another_provinces_decision_is_not_asked_for() -> None:
    assert "86/2025/QĐ-UBND" not in numbers(Need.DIGESTED)
    assert "86/2025/QĐ-UBND" in numbers(Need.DIGESTED, province="Bắc Ninh")


def test_directives_and_letters_are_no_texts_to_load() -> None:
    listed = {regulation.number for found in missing_texts(registry(), DAY, []).values() for regulation in found}
    assert "34-CT/TW" not in listed and "2437/QĐ-TTg" not in listed


def test_every_portal_id_of_the_sources_is_in_the_registry(shared: Path) -> None:
    """«vbpl.vn id 178327 (NĐ 152), 180280 (TT 15)»: each id with the document that the sources give it."""
    sources = (shared / "regulations" / "raw" / "SOURCES.md").read_text(encoding="utf-8")
    known = {(portal, number): regulation for regulation in registry() for portal, number in regulation.portals.items()}
    wanted = next(line for line in sources.splitlines() if "Cần người có mạng tải" in line)
    found = 0
    for part in re.findall(
        r"(vbpl\.vn|vanban\.chinhphu\.vn|luatvietnam\.vn)((?: (?:id |docid )?\d{6} \([^)]*\),?)+)", wanted
    ):
        for number, name in re.findall(r"(\d{6}) \(([^)]*)\)", part[1]):
            regulation = known[part[0], number]
            digits = re.search(r"\d+", name)
            assert digits and (digits[0].lstrip("0") == regulation.digits or digits[0] == str(regulation.of_year)), name
            found += 1
    assert found == 9


def test_every_document_the_sources_could_not_be_had_of_is_asked_for(shared: Path) -> None:
    """The numbers under «Không lấy được», as far as they are normative, are missing until somebody loads them."""
    sources = (shared / "regulations" / "raw" / "SOURCES.md").read_text(encoding="utf-8")
    section = sources.split("## Không lấy được", 1)[1].split("\n## ", 1)[0]
    listed = {regulation.number for found in missing_texts(registry(), DAY, []).values() for regulation in found}
    named = {
        number
        for number in re.findall(r"\d+/\d{4}/(?:QH|TT-|QĐ-)[A-ZĐ\d]+", section)
        if "bịa" not in fold(number) and registry().find(number)
    }
    assert len(named) >= 6
    assert named <= listed
