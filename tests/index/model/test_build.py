from __future__ import annotations

import numpy as np

from index.model.build import BASE_DIGEST, digest


def test_a_model_is_known_by_its_tensors_in_whatever_order_they_come() -> None:
    first, second = np.ones((2, 2), np.float16), np.zeros(2, np.float16)
    assert digest({"a": first, "b": second}) == digest({"b": second, "a": first})


def test_one_changed_number_makes_another_model() -> None:
    weights = np.ones((2, 2), np.float16)
    changed = weights.copy()
    changed[1, 1] = 2
    assert len({digest({"a": weights}), digest({"a": changed}), digest({"b": weights}), BASE_DIGEST}) == 4
