"""Units that are no more: what an official text says is asserted, what is only commonly known is a hint to look.

Read next: `knowledge/data/checks/units.yaml`, `knowledge/data/province_names.yaml`.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from bot.findings import said
from knowledge.checks.checking import check_text
from knowledge.checks.findings import Finding
from knowledge.province_names import mergers
from knowledge.text import normalise

ON = date(2026, 3, 1)
RESOLUTION = "202/2025/QH15"


def only(sentence: str) -> Finding:
    (finding,) = check_text(sentence, ON)
    return finding


@pytest.mark.parametrize("former", sorted(mergers()))
def test_a_merged_province_is_asserted_only_with_its_clause(former: str) -> None:
    finding = only(f"Xã Tân Bình phối hợp với các xã của tỉnh {former} tuyên truyền.")
    merger = mergers()[former]
    if merger.is_confirmed:
        assert (finding.kind, finding.severity.value) == ("unit_abolished", "warning")
        assert "khoản" in said(finding).message
    else:
        assert (finding.kind, finding.severity.value) == ("unit_doubted", "note")
        assert "Cần kiểm tra" in said(finding).suggestion


def test_mergers_that_are_asserted_stand_in_the_resolution(shared: Path) -> None:
    articles = []
    for line in (shared / "retrieval" / "dev" / "tnt-qa" / "corpus.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if RESOLUTION in entry["title"] + entry["text"]:
            articles.append(normalise(entry["text"]))
    resolution = "\n".join(articles)
    for former, merger in mergers().items():
        clause = re.search(r"khoản (\d+) Điều 1", merger.provision)
        assert merger.is_confirmed == bool(clause)
        if clause:
            said_there = re.search(rf"^{clause[1]}\. Sắp xếp toàn bộ[^.]*", resolution, re.MULTILINE)
            assert said_there, merger
            assert f"tỉnh {former}" in said_there[0]
            assert said_there[0].endswith(f"thành {merger.successor.split()[0]} mới có tên gọi là {merger.successor}")


@pytest.mark.parametrize(
    "office", ["Phòng Nội vụ", "Phòng Lao động - Thương binh và Xã hội", "Phòng Tài chính - Kế hoạch"]
)
def test_an_office_of_districts_is_a_hint(office: str) -> None:
    finding = only(f"Hồ sơ được gửi {office} thẩm định.")
    assert (finding.kind, finding.severity.value, finding.text) == ("unit_doubted", "note", office)
    assert "Cần kiểm tra" in said(finding).suggestion


@pytest.mark.parametrize(
    "sentence",
    [
        "Từ năm 2019 đến tháng 6/2025: Phòng Nội vụ huyện tham mưu.",
        "Từ năm 2019, ông là công chức Văn hóa - Xã hội của phường.",
        "Sau khi sáp nhập tỉnh Bình Định và tỉnh Gia Lai, khối lượng công việc tăng.",
    ],
)
def test_what_is_told_of_the_time_before_is_left_alone(sentence: str) -> None:
    assert check_text(sentence, ON) == []
