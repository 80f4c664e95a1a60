"""Turning text into vectors: one small protocol, and sentence-transformers behind it.

It must not know what is encoded or how it is searched.
Read next: `index/serving/served.py`, which serves without torch; `index/model/README.md` for the model that ships.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from index.model import SHIPPED_MODEL
from index.serving.folder import ModelFolder
from knowledge.errors import EncoderUnavailable
from knowledge.text import syllables

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

_BATCH: Final = 8
"""Texts encoded together: on two cores more of them cost more in padding than they save."""


class Encoder(Protocol):
    """What the index needs of an embedding model.

    Vectors are float32, one row a text, of length one, so that an inner product is a cosine.
    """

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text would get another vector."""

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts that are searched."""

    def in_bulk(self, count: int, /) -> AbstractContextManager[Encoder]:
        """The encoder for that many passages, as long as the block lasts; its vectors may stand beside one's own."""


class SentenceEncoder:
    """A sentence-transformers folder on the CPU; loaded at first use, not at construction.

    Bfloat16 where the processor multiplies it in hardware (three times as fast, cosine 0.99998 to
    float32), float32 elsewhere, and always when `full` is asked for. Raises EncoderUnavailable when the
    folder holds no model.
    """

    def __init__(self, folder: Path = SHIPPED_MODEL, *, full: bool = False) -> None:
        self._full = full
        self._folder = ModelFolder(folder)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the files that decide a vector."""
        return self._folder.fingerprint

    @cached_property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, with the model's own query prompt."""
        return self._encode(texts, self._folder.query_prompt)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, with the model's own passage prompt."""
        return self._encode(texts, self._folder.passage_prompt)

    @contextmanager
    def in_bulk(self, _count: int, /) -> Iterator[Encoder]:
        """Itself."""
        yield self

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._model.encode(
            list(texts), prompt=prompt, batch_size=_BATCH, convert_to_tensor=True, show_progress_bar=False
        )
        # Not every folder normalises, and bfloat16 does it only to the third digit.
        rows = np.asarray(vectors.float().numpy(), dtype=np.float32)
        lengths: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.maximum(lengths, np.float32(1e-9)), np.float32)

    @cached_property
    def _model(self) -> SentenceTransformer:
        # Importing torch takes seconds: only what encodes pays for it.
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
        in_hardware = torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()
        dtype = torch.bfloat16 if in_hardware and not self._full else torch.float32
        try:
            return SentenceTransformer(
                str(self._folder.path), device="cpu", local_files_only=True, model_kwargs={"dtype": dtype}
            )
        except (OSError, ValueError) as error:
            raise EncoderUnavailable(model=self._folder.name) from error


class HashingEncoder:
    """A deterministic stand-in for tests: texts that share syllables are near each other."""

    def __init__(self, dimension: int = 64) -> None:
        self._dimension = dimension

    @property
    def fingerprint(self) -> str:
        """Names the scheme and its size."""
        return f"hashing-{self._dimension}"

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return self._dimension

    def queries(self, texts: Sequence[str]) -> Vectors:
        """The same as for passages."""
        return self.passages(texts)

    @contextmanager
    def in_bulk(self, _count: int, /) -> Iterator[Encoder]:
        """Itself."""
        yield self

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The sum of one fixed random direction per syllable, scaled to length one."""
        vectors = np.zeros((len(texts), self._dimension), np.float32)
        for row, text in enumerate(texts):
            for syllable in syllables(text):
                vectors[row] += _direction(syllable, self._dimension)
        lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, np.float32(1e-9)), np.float32)


@cache
def _direction(syllable: str, dimension: int) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(syllable.encode()).digest()[:8])
    return np.random.default_rng(seed).standard_normal(dimension, np.float32)
