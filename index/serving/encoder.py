"""The graph at work: text → tokens → vector, with onnxruntime and tokenizers alone.

It must not import torch, nor know how the graph was made.
Read next: `index/serving/graph.py` (what runs), `index/serving/exports.py` (where the file comes from).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from index.encoder import Encoder, Vectors
from index.serving.folder import ModelFolder

CLOSE: Final = 0.995
"""The least cosine between the vectors of a text in the graph and in full precision."""
PROBES: Final = 2
"""Texts that a file carries with their vectors in full precision: a question and a passage."""
_ERRORS_ONLY: Final = 3

_native: Final = onnxruntime.capi.onnxruntime_pybind11_state
_REFUSALS: Final = (
    OSError,
    _native.Fail,
    _native.InvalidArgument,
    _native.InvalidGraph,
    _native.InvalidProtobuf,
    _native.NoSuchFile,
    _native.NotImplemented,
    _native.RuntimeException,
)
"""How onnxruntime says that a file cannot be opened here: it has no class of its own above these."""


class GraphUnfit(Exception):
    """The file is missing, damaged, or gives other vectors on this machine than where it was made."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A text, prompt included, and its vector in full precision."""

    text: str
    vector: tuple[float, ...]


class GraphEncoder:
    """An exported model. Safe to share between threads; each call runs on the caller's thread.

    Raises GraphUnfit when the file cannot serve here. The probes it carries are encoded and compared
    each time it is opened: that takes milliseconds, and shows a damaged file, or one that came with
    the data from another processor.
    """

    def __init__(self, folder: ModelFolder, file: Path) -> None:
        architecture = folder.architecture()
        if architecture is None:
            raise GraphUnfit(folder.name)
        self._folder = folder
        self.dimension = architecture.hidden
        self._tokenizer = Tokenizer.from_file(str(folder.path / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(architecture.longest)
        self._session = _session(file)
        for probe in self._probes():
            if float(self.encode([probe.text])[0] @ np.array(probe.vector, np.float32)) < CLOSE:
                raise GraphUnfit(folder.name)

    @property
    def fingerprint(self) -> str:
        """That of the folder."""
        return self._folder.fingerprint

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, with the model's own query prompt."""
        return self.encode([self._folder.query_prompt + text for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, with the model's own passage prompt."""
        return self.encode([self._folder.passage_prompt + text for text in texts])

    @contextmanager
    def in_bulk(self, _count: int, /) -> Iterator[Encoder]:
        """Itself."""
        yield self

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts as they stand, each computed alone; several at once on as many threads as cores."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        if len(texts) == 1:
            return self._vector(texts[0])
        with ThreadPoolExecutor(cores()) as threads:
            return np.concatenate(list(threads.map(self._vector, texts)))

    def _vector(self, text: str) -> Vectors:
        tokens = np.array(self._tokenizer.encode(text).ids, np.int64)
        return np.asarray(self._session.run(["vector"], {"tokens": tokens})[0], np.float32)

    def _probes(self) -> Iterator[Probe]:
        kept = self._session.get_modelmeta().custom_metadata_map.get("probes", "[]")
        for text, vector in json.loads(kept):
            yield Probe(text, tuple(vector))


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _session(file: Path) -> onnxruntime.InferenceSession:
    """One thread a call: a question is too small to be shared out, and idle threads take nothing from anyone."""
    onnxruntime.disable_telemetry_events()
    onnxruntime.set_default_logger_severity(_ERRORS_ONLY)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = _ERRORS_ONLY
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except _REFUSALS as error:
        raise GraphUnfit(file.name) from error
