from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.storage.engine import Store
from bot.storage.reminder_models import ReminderDeliveryRow
from tests.bot.cli.conftest import Run
from tests.index.serving.models import small_model


def test_without_a_token_run_answers_each_line_and_ends(run: Run) -> None:
    output = run("run", stdin="Điều 50 Nghị định 152\n\ncảm ơn\n").output
    assert "Hỏi: Điều 50 Nghị định 152" in output
    assert "Điều 50 Nghị định số 152/2025/NĐ-CP" in output
    assert "Không có gì." in output


def test_a_number_presses_the_choice_shown_before(run: Run) -> None:
    output = run("chat", stdin="Điều 50 Nghị định 152\n1\n").output
    assert "[1] Xem toàn văn Điều 50" in output
    assert "Chương VII" in output.split("Hỏi: 1", 1)[1]


def test_who_sits_at_the_machine_has_an_office_from_the_start(run: Run) -> None:
    run("chat", stdin="chào\n")
    assert "Cơ quan của tôi (1 thành viên)" in run("office", "list").output


def test_health_tells_of_channels_queues_and_index(run: Run) -> None:
    assert "Dữ liệu tra cứu: chưa có" in run("health").output
    run("index", "build")
    output = run("health").output
    assert "Chưa kết nối kênh nào." in output
    assert "chưa có" not in output


def test_health_tells_which_model_serves_and_whether_confidence_was_fitted_for_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Mô hình ngôn ngữ: đi kèm chương trình" in run("health").output
    assert "CHƯA hiệu chỉnh" not in run("health").output
    monkeypatch.setenv("TDKT_MODEL", str(small_model(tmp_path / "mo-hinh-rieng")))
    assert "Mô hình ngôn ngữ: mo-hinh-rieng, CHƯA hiệu chỉnh độ tin cậy" in run("health").output
    monkeypatch.setenv("TDKT_MODEL", str(tmp_path / "khong-co"))
    assert "không mở được «khong-co»" in run("health").output


@pytest.mark.parametrize("word", ["thoát", "quit"])
def test_ending_words_are_questions_only_in_a_pipe(run: Run, word: str) -> None:
    assert run("chat", stdin=f"{word}\n").exit_code == 0


def test_whoever_sits_at_the_machine_is_reminded_when_they_open_it(run: Run, tmp_path: Path) -> None:
    run("chat", stdin="/nhac nộp hồ sơ ngày mai\n1\n")
    store = Store(f"sqlite:///{tmp_path / 'home' / 'tdkt.sqlite'}")
    with store.begin() as session:
        session.execute(update(ReminderDeliveryRow).values(due_at=datetime(2026, 1, 1, tzinfo=UTC)))
    store.dispose()
    assert "Nhắc việc: Nộp hồ sơ" in run("chat", stdin="chào\n").output
    assert "Nhắc việc" not in run("chat", stdin="chào\n").output
