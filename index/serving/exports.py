"""Exported models on the disk: made once a machine and model in a child process, and found again by name.

It must not import what building a graph needs; the child does.
Read next: `index/serving/export.py` (the child), `index/serving/encoder.py` (what is opened).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from index.serving.encoder import GraphEncoder, GraphUnfit
from index.serving.folder import ExportFailed, ModelFolder

RECIPE: Final = 1
"""Raised when the same weights would give another graph: older files are then made anew."""
_ROOT: Final = Path(__file__).resolve().parents[2]
_SECONDS: Final = 900
"""How long a child may build, and how long others wait for it: the largest models take minutes."""


class Exports:
    """The exported models in one folder. Safe from any thread and process; one of them exports at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, model: ModelFolder) -> Path:
        """Where the export of this model lies or will lie; another model, or another recipe, gets another file."""
        return self._folder / f"{model.fingerprint}-{RECIPE}.onnx"

    def open(self, model: ModelFolder) -> GraphEncoder:
        """The encoder of this model, exported now if it was not, or if the file does not serve here.

        Raises ExportFailed when the model is of an unknown kind, or there is no room, or no right to write.
        """
        if model.architecture() is None:
            raise ExportFailed("its kind is not known")
        file = self.path(model)
        with suppress(GraphUnfit):
            return GraphEncoder(model, file)
        with self._alone():
            # Somebody else may have made it while this one waited.
            with suppress(GraphUnfit):
                return GraphEncoder(model, file)
            self._export(model, file)
            try:
                return GraphEncoder(model, file)
            except GraphUnfit as unfit:
                raise ExportFailed("the new file does not serve") from unfit

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / "EXPORTING", timeout=_SECONDS, thread_local=False, is_singleton=False):
                yield
        except (OSError, Timeout) as error:
            raise ExportFailed(str(error)) from error

    def _export(self, model: ModelFolder, file: Path) -> None:
        """Makes the file aside and renames it; what was left by killed children or older models goes."""
        aside = file.with_suffix(".new")
        aside.unlink(missing_ok=True)
        command = [sys.executable, "-m", "index.serving.export", str(model.path.resolve()), str(aside.resolve())]
        try:
            subprocess.run(command, cwd=_ROOT, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603
            with aside.open("rb+") as written:
                os.fsync(written.fileno())
            aside.replace(file)
        except subprocess.CalledProcessError as error:
            raise ExportFailed(_last_line(error.stderr) or f"exit status {error.returncode}") from error
        except subprocess.TimeoutExpired as error:
            raise ExportFailed(f"not done after {_SECONDS} seconds") from error
        finally:
            aside.unlink(missing_ok=True)
        for other in self._folder.glob("*.onnx"):
            if other != file:
                with suppress(OSError):
                    other.unlink()


def _last_line(output: bytes) -> str:
    """What a child said last: the name of its error."""
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""
