from __future__ import annotations

import torch

from index.model.training.averaging import averaged


def weights(value: float) -> dict[str, torch.Tensor]:
    return {"layer": torch.full((2, 2), value), "position": torch.arange(3)}


def test_an_average_lies_between_its_parts_by_their_shares() -> None:
    mean = averaged({"base": weights(0.0), "trained": weights(4.0)}, {"base": 1, "trained": 3})
    assert torch.equal(mean["layer"], torch.full((2, 2), 3.0))


def test_a_part_without_a_share_counts_nothing() -> None:
    mean = averaged({"base": weights(0.0), "trained": weights(4.0)}, {"trained": 2})
    assert torch.equal(mean["layer"], weights(4.0)["layer"])


def test_what_is_no_fraction_is_kept() -> None:
    mean = averaged({"base": weights(0.0), "trained": weights(1.0)}, {"base": 1, "trained": 1})
    assert torch.equal(mean["position"], torch.arange(3))
