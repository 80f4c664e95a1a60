"""Thousands of passages at once on a processor with matrix tiles (AMX): sentence-transformers, in a child process.

It must not be imported for a question. The child alone loads torch, and takes it along when it ends.
Read next: `index/serving/served.py`, which decides when this pays; `index/encoder.py` for what the child runs.

The child reads a JSON list of texts a line, and answers with their vectors as bytes of float32.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from index.encoder import Encoder, SentenceEncoder, Vectors
from index.serving.folder import ModelFolder

_ROOT: Final = Path(__file__).resolve().parents[2]
_PROCESSOR: Final = Path("/proc/cpuinfo")

_logger = logging.getLogger(__name__)


def has_tiles() -> bool:
    """Whether the processor multiplies matrices of bfloat16 in hardware; only Linux tells, and False elsewhere."""
    try:
        flags = next(line for line in _PROCESSOR.read_text().splitlines() if line.startswith("flags"))
    except (OSError, StopIteration):
        return False
    return "amx_bf16" in flags.split()


class BulkEncoder:
    """Passages by a child process, as long as it lives; everything else by the encoder that serves."""

    def __init__(self, serving: Encoder, process: subprocess.Popen[bytes]) -> None:
        self._serving = serving
        self._process = process
        self._is_alive = True

    @property
    def fingerprint(self) -> str:
        """That of the encoder that serves."""
        return self._serving.fingerprint

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return self._serving.dimension

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Those of the encoder that serves."""
        return self._serving.queries(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The child's; should it have ended, those of the encoder that serves."""
        found = self._asked(texts) if self._is_alive else None
        if found is None and self._is_alive:
            self._is_alive = False
            _logger.warning("the process for many passages ended with status %s", self._process.poll())
        return self._serving.passages(texts) if found is None else found

    @contextmanager
    def in_bulk(self, _count: int, /) -> Iterator[Encoder]:
        """Itself."""
        yield self

    def _asked(self, texts: Sequence[str]) -> Vectors | None:
        questions, answers = self._process.stdin, self._process.stdout
        if questions is None or answers is None:
            return None
        wanted = len(texts) * self.dimension * np.dtype(np.float32).itemsize
        try:
            questions.write(json.dumps(list(texts)).encode() + b"\n")
            questions.flush()
            received = answers.read(wanted)
        except OSError:
            return None
        if len(received) != wanted:
            return None
        return np.frombuffer(received, np.float32).reshape(len(texts), self.dimension)


@contextmanager
def bulk_process(model: ModelFolder, serving: Encoder) -> Iterator[Encoder]:
    """An encoder whose passages a child computes, as long as the block lasts."""
    command = [sys.executable, "-m", "index.serving.bulk", str(model.path.resolve())]
    process = subprocess.Popen(  # noqa: S603 - this interpreter, our own module
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        yield BulkEncoder(serving, process)
    finally:
        process.kill()
        process.communicate()


def answer(folder: Path, questions: BinaryIO, answers: BinaryIO) -> None:
    """What the child does: a line of texts in, their vectors out, until there are no more lines."""
    encoder = SentenceEncoder(folder)
    for line in questions:
        answers.write(encoder.passages(json.loads(line)).tobytes())
        answers.flush()


if __name__ == "__main__":
    # Whatever a library prints must not stand among the vectors.
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    answer(Path(sys.argv[1]), sys.stdin.buffer, pipe)
