from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import IndexMissing
from tests.bot.cli.conftest import Run


def test_building_twice_embeds_nothing_the_second_time(run: Run) -> None:
    assert "0/" in run("index", "build").output
    again = run("index", "build").output
    assert "Đang dựng" not in again
    assert "Dữ liệu tra cứu:" in again


def test_a_sound_index_is_verified(run: Run) -> None:
    run("index", "build")
    assert "nguyên vẹn" in run("index", "verify").output


def test_a_damaged_index_is_named_and_built_anew(run: Run, tmp_path: Path) -> None:
    run("index", "build")
    (damaged,) = (tmp_path / "home" / "index").glob("*/vectors.faiss")
    damaged.write_bytes(b"hong")
    result = run("index", "verify")
    assert result.exit_code == 1
    assert "vectors.faiss" in result.output
    run("index", "build")
    assert run("index", "verify").exit_code == 0


def test_rolling_back_without_a_generation_before_is_refused(run: Run) -> None:
    run("index", "build")
    with pytest.raises(IndexMissing):
        run("index", "rollback")
