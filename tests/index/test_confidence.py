"""The calibration: what it computes, how it is fitted, that the shipped one belongs to the shipped model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.confidence import FEATURES, MOST_OUTSIDE_ANSWERED, Calibration, features, fit, shipped_calibration
from index.encoder import SentenceEncoder
from index.retrieval import Found


def _cloud(centre: float, count: int, seed: int) -> list[tuple[float, ...]]:
    rows = np.random.default_rng(seed).normal(centre, 0.1, (count, len(FEATURES)))
    return [tuple(row) for row in rows]


def test_the_shipped_calibration_was_fitted_with_the_shipped_model() -> None:
    shipped = shipped_calibration()
    assert shipped.encoder == SentenceEncoder().fingerprint
    assert len(shipped.weights) == len(FEATURES)
    assert 0 < shipped.refuse < shipped.answer < 1


def test_a_fit_tells_two_clouds_apart_and_keeps_to_the_error_allowed() -> None:
    inside, outside = _cloud(1.0, 200, 1), _cloud(0.6, 200, 2)
    fitted = fit(inside, outside, "some model")
    answered = sum(fitted.probability(row) >= fitted.answer for row in outside) / len(outside)
    kept = sum(fitted.probability(row) >= fitted.answer for row in inside) / len(inside)
    assert answered <= MOST_OUTSIDE_ANSWERED + 1 / len(outside)
    assert kept > 0.95
    assert fitted.refuse <= fitted.answer / 2


def test_a_calibration_is_read_as_it_was_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import index.confidence as confidence

    fitted = fit(_cloud(1.0, 50, 3), _cloud(0.5, 50, 4), "some model")
    fitted.save(tmp_path / "confidence.json")
    monkeypatch.setattr(confidence, "CONFIDENCE_FILE", tmp_path / "confidence.json")
    shipped_calibration.cache_clear()
    try:
        assert shipped_calibration() == fitted
    finally:
        shipped_calibration.cache_clear()


def test_probabilities_stay_between_nothing_and_certainty_however_large_the_figures() -> None:
    steep = Calibration("m", (1e6,) * len(FEATURES), 0.0, 0.1, 0.5)
    assert 0 <= steep.probability((-1.0,) * len(FEATURES)) < 1e-20
    assert steep.probability((1.0,) * len(FEATURES)) == pytest.approx(1.0)


def test_a_search_that_found_nothing_still_has_figures() -> None:
    assert len(features("câu hỏi", Found((), ()), 0.0)) == len(FEATURES)


def test_a_calibration_stays_as_it_is_for_its_own_encoder() -> None:
    fitted = fit(_cloud(1.0, 50, 3), _cloud(0.5, 50, 4), "some model")
    assert fitted.suited_to("some model") is fitted


def test_with_another_encoder_nothing_is_sure_and_nothing_is_turned_away() -> None:
    other = fit(_cloud(1.0, 50, 3), _cloud(0.5, 50, 4), "some model").suited_to("another")
    assert other.encoder == "another"
    for value in (-5.0, 0.0, 0.9, 50.0):
        assert other.refuse <= other.probability((value,) * len(FEATURES)) < other.answer
