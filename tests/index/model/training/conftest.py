"""A small set of public pairs, as training reads them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("sentence_transformers", reason="training needs the extra `training`")

TITLES = ("Điều {n} Nghị định 10/2024/NĐ-CP", "Điều {n} Luật Cư trú 2020")
SUBJECTS = ("đăng ký tạm trú", "cấp giấy phép lái xe", "nộp thuế thu nhập", "thuê nhà công vụ", "khai hải quan")


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """Forty passages of forty articles and a question for each."""
    folder = tmp_path / "train"
    folder.mkdir()
    passages, pairs = [], []
    for number in range(40):
        subject = f"{SUBJECTS[number % 5]} loại {number}"
        text = (
            f"Quy định về {subject}\n1. Người dân nộp hồ sơ {subject} tại cơ quan nhà nước có thẩm quyền.\n"
            f"2. Cơ quan trả kết quả {subject} trong thời hạn mười ngày làm việc; trường hợp từ chối thì nêu lý do."
        )
        passages.append({"_id": f"p{number}", "title": TITLES[number % 2].format(n=number), "text": text})
        pairs.append({"question": f"Thời hạn trả kết quả {subject} là bao lâu?", "passage": f"p{number}"})
    for name, rows in (("passages", passages), ("pairs", pairs)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return folder
