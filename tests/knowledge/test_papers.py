"""What a paper looks like, by its own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.papers import PaperKind, kind_of_paper
from knowledge.text import normalise
from tests.conversations.papers import DILIGENCE, REPORT


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (DILIGENCE, PaperKind.OFFICIAL_TEXT),
        (REPORT, PaperKind.REPORT),
        ("Kính gửi: Ủy ban nhân dân các xã.\nĐề nghị báo cáo trước ngày 15/12/2025.\n", PaperKind.LETTER),
        ("Danh sách dự họp", PaperKind.OTHER),
        ("", PaperKind.OTHER),
    ],
)
def test_a_paper_is_known_by_its_words(text: str, kind: PaperKind) -> None:
    assert kind_of_paper(text) is kind


@pytest.mark.parametrize(
    ("printed", "blank"),
    [
        ("Số: 15/BC-UBND", "Số:      /BC-UBND"),
        ("Số: 15/BC-UBND", "Số: ……/BC-UBND"),
        ("ngày 10 tháng 12 năm 2025", "ngày … tháng 12 năm 2025"),
        ("BÁO CÁO\n", "BÁO CÁO\n(DỰ THẢO LẦN 2)\n"),
    ],
)
def test_what_has_no_number_or_day_yet_is_a_draft(printed: str, blank: str) -> None:
    assert printed in REPORT
    assert kind_of_paper(REPORT.replace(printed, blank)) is PaperKind.DRAFT


def test_a_draft_of_a_decision_is_no_official_text() -> None:
    assert kind_of_paper(DILIGENCE.replace("Số: 777/", "Số: ___/")) is PaperKind.DRAFT


def test_official_texts_and_letters_are_known(shared: Path) -> None:
    texts = shared / "regulations" / "raw"
    kinds = {name: kind_of_paper(normalise((texts / name).read_text(encoding="utf-8"))) for name in (
        "152-2025-ND-CP.txt", "161-2026-ND-CP.txt", "86-2025-QD-UBND-Bac-Ninh.txt", "mau-157-KH-UBND-Can-Tho-2025.txt",
    )}  # fmt: skip
    plan = kinds.pop("mau-157-KH-UBND-Can-Tho-2025.txt")
    assert set(kinds.values()) == {PaperKind.OFFICIAL_TEXT}
    assert plan is PaperKind.LETTER


@pytest.mark.parametrize("text", ["so: " * 50_000, ", ngay . . . " * 20_000, "\n" * 100_000, "dự thảo " * 20_000])
def test_hostile_text_takes_no_longer_than_any_other(text: str) -> None:
    assert kind_of_paper(text) in PaperKind
