"""Small corpora for the index: enough to rank, quick to embed with the deterministic encoder."""

from __future__ import annotations

import pytest

from index.corpus import Entry, EntryKind, PastSection, law_entries
from index.encoder import HashingEncoder
from tests.conversations.house import prepared, shipped
from tests.index.samples import article

__all__ = ["encoder", "entries", "prepared", "shipped"]


@pytest.fixture
def encoder() -> HashingEncoder:
    return HashingEncoder()


@pytest.fixture
def entries() -> list[Entry]:
    """Four articles of law and one section of a past report."""
    law = law_entries(
        [
            article(
                "50",
                "Mức tiền thưởng danh hiệu thi đua",
                "1. Cá nhân: lao động tiên tiến được thưởng 0,3 lần mức lương cơ sở.",
                "2. Tập thể: tập thể lao động xuất sắc được thưởng 1,5 lần mức lương cơ sở.",
                asked_as=("thưởng lao động tiên tiến bao nhiêu",),
            ),
            article("46", "Thành lập quỹ thi đua, khen thưởng", "Quỹ lập từ ngân sách nhà nước và nguồn đóng góp."),
            article("44", "Công khai cá nhân, tập thể được đề nghị", "Công khai trước khi họp hội đồng."),
            article("58", "Thu hồi hiện vật khen thưởng và tiền thưởng", "Nộp lại hiện vật và tiền thưởng."),
        ]
    )
    section = PastSection("Báo cáo năm 2025", "phường An Hòa", "2025", "shortcomings", ("III. Hạn chế",), "Còn ít.")
    return [*law, Entry(EntryKind.PRACTICE, section=section)]
