"""Each document that a draft cites stands once in the list, with how it stands on the draft's day."""

from __future__ import annotations

from datetime import date

from knowledge.checks.grounds import Ground, grounds_of
from knowledge.regulations import Status

TEXT = (
    "Căn cứ Nghị định số 98/2023/NĐ-CP; NĐ 152/2025/NĐ-CP và Nghị định số 152/2025/NĐ CP; Kế hoạch số 15/KH-UBND;\n"
    "Nghị định số 951/2024/NĐ-CP; Thông tư số 13/2026/TT-BNV."
)


def test_documents_stand_once_as_they_are_on_the_day() -> None:
    decree = "Nghị định số 152/2025/NĐ-CP"
    assert grounds_of(TEXT, date(2025, 12, 1)) == [
        Ground("Nghị định số 98/2023/NĐ-CP", Status.EXPIRED, date(2025, 7, 1), decree),
        Ground(decree, Status.IN_FORCE, None, "", times=2),
        Ground("Nghị định số 951/2024/NĐ-CP", None, None, ""),
        Ground("Thông tư số 13/2026/TT-BNV", Status.NOT_YET, date(2026, 7, 1), ""),
    ]


def test_before_its_successor_a_document_is_in_force() -> None:
    first = grounds_of(TEXT, date(2024, 12, 1))[0]
    assert (first.status, first.since, first.successor) == (Status.IN_FORCE, None, "")


def test_documents_of_the_office_itself_are_no_grounds() -> None:
    assert grounds_of("Theo Kế hoạch số 15/KH-UBND ngày 10/01/2025 của UBND xã.", date(2025, 12, 1)) == []
