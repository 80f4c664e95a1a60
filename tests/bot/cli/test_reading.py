from __future__ import annotations

import json
from pathlib import Path

from tests.bot.cli.conftest import Run

REPORT = "I. KẾT QUẢ\nĐã làm.\nII. TỒN TẠI, HẠN CHẾ\nCòn ít.\n"


def test_a_citation_is_printed_with_what_became_of_its_document(run: Run) -> None:
    line = json.dumps("Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023", ensure_ascii=False)
    (citation,) = json.loads(run("cite", "--lines", "--on", "2026-01-01", stdin=line + "\n").output)["citations"]
    assert citation["number"] == "98/2023/NĐ-CP"
    assert citation["issued_on"] == "2023-12-31"
    assert citation["status"] == "expired"
    assert citation["successor"] == "152/2025/NĐ-CP"


def test_a_law_cited_by_name_is_given_its_number(run: Run) -> None:
    line = json.dumps("Luật Thi đua, khen thưởng năm 2022", ensure_ascii=False)
    (citation,) = json.loads(run("cite", "--lines", stdin=line + "\n").output)["citations"]
    assert citation["number"] == "06/2022/QH15"
    assert citation["name"] == "Luật Thi đua, khen thưởng"


def test_sections_are_ranges_in_the_text_that_is_printed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bc.txt").write_text(REPORT, encoding="utf-8")
    text = run("sections", "--text", "bc.txt").output
    found = json.loads(run("sections", "--json", "bc.txt").output)
    bodies = {section["role"]: text[section["start"] : section["end"]].strip() for section in found["sections"]}
    assert bodies == {"results": "Đã làm.", "shortcomings": "Còn ít."}
    assert [heading["text"] for heading in found["headings"]] == ["I. KẾT QUẢ", "II. TỒN TẠI, HẠN CHẾ"]
