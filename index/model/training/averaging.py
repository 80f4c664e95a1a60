"""Weights between two models: often better than either, and less forgetful.

It must not know how a model is judged.
Read next: `index/model/training/validation.py`, which chooses between averages.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor

Weights = Mapping[str, Tensor]


def weights_of(model: SentenceTransformer) -> dict[str, Tensor]:
    """A copy of the weights in full precision."""
    return {name: value.detach().float().clone() for name, value in model[0].auto_model.state_dict().items()}


def averaged(parts: Mapping[str, Weights], shares: Mapping[str, float]) -> dict[str, Tensor]:
    """The weighted mean of models of one shape; shares are scaled to sum 1. What is no fraction is the first's."""
    total = sum(shares.values())
    first = next(iter(shares))
    return {
        name: sum((parts[part][name] * (share / total) for part, share in shares.items()), torch.zeros_like(value))
        if value.is_floating_point()
        else value
        for name, value in parts[first].items()
    }


def put(model: SentenceTransformer, weights: Weights) -> None:
    """Gives the model those weights."""
    model[0].auto_model.load_state_dict(dict(weights))
