"""Wishes in plain words, and the questions that look like them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.flows.wishes import wish

GOLD = Path(__file__).parents[2] / "gold"


@pytest.mark.parametrize(
    ("typed", "command", "argument"),
    [
        ("soan bao cao tong ket nam", "soan", "soan bao cao tong ket nam"),
        ("Em cần làm bc 6 tháng đầu năm.", "soan", "Em cần làm bc 6 tháng đầu năm"),
        ("viết giúp tôi phần tồn tại, hạn chế", "soan", "viết giúp tôi phần tồn tại, hạn chế"),
        ("Nhắc tôi: nộp báo cáo quý trước ngày 20/12", "nhac", "nộp báo cáo quý trước ngày 20/12"),
        ("nho em nhac giup viec nop ho so hang thang", "nhac", "nop ho so hang thang"),
        ("đặt lịch nhắc họp hội đồng 8h ngày 5/1", "nhac", "họp hội đồng 8h ngày 5/1"),
        ("kiểm tra giúp em báo cáo này", "kiem", ""),
        ("soat loi van ban", "kiem", ""),
        ("Tiếp tục", "soan", ""),
        ("lam tiep.", "soan", ""),
    ],
)
def test_a_wish_is_the_command_it_stands_for(typed: str, command: str, argument: str) -> None:
    assert wish(typed) == (command, argument)


@pytest.mark.parametrize(
    "typed",
    [
        "làm báo cáo thành tích cần những gì",
        "lập báo cáo gửi ai",
        "làm báo cáo tổng kết trước ngày 15/12",
        "soạn báo cáo tổng kết như thế nào",
        "nhắc lại câu trên",
        "nhắc nhở là hình thức gì",
        "nhắc trước 3 ngày",
        "kiểm tra việc chấp hành pháp luật thi đua khen thưởng",
        "báo cáo tổng kết năm",
        "soạn tờ trình khen thưởng",
        "",
        "...",
        "lập báo cáo " + "và ghi thêm " * 40,
    ],
)
def test_what_asks_or_tells_is_no_wish(typed: str) -> None:
    assert wish(typed) is None


def test_no_question_of_the_gold_set_is_a_wish() -> None:
    rows = (GOLD / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(rows) > 300
    assert [row for row in rows if wish(json.loads(row)["question"])] == []
