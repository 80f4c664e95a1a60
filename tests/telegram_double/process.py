"""A bot in a process of its own, which no test can leave running.

It knows processes and signals, nothing of bots.
Read next: `thread.py`, which serves Telegram to it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self


class BotProcess:
    """Runs `command` in a process group of its own; when the block ends, the whole group is killed.

    What it prints goes to the file `log`, both streams in one.
    """

    def __init__(self, command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> None:
        self._command = list(command)
        self._environment = os.environ | (environment or {})
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.kill()

    def kill(self) -> None:
        """Kill -9 the whole group; nothing if it has ended."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def asked_to_stop(self, within_s: float = 30.0) -> int:
        """Send SIGTERM to the bot and wait; its exit status.

        Raises subprocess.TimeoutExpired if it does not stop in time; the end of the block kills it.
        """
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(within_s)

    def ends(self, within_s: float = 30.0) -> int:
        """Wait until it ends by itself; its exit status."""
        assert self._process is not None
        return self._process.wait(within_s)

    def prints(self, fragment: str, within_s: float = 30.0) -> None:
        """Wait until it has printed `fragment`.

        Raises AssertionError with what it printed if it ends before, or does not in time.
        """
        assert self._process is not None
        deadline = time.monotonic() + within_s
        while fragment not in self.printed():
            over = self._process.poll() is not None or time.monotonic() > deadline
            if over and fragment not in self.printed():
                raise AssertionError(f"never printed «{fragment}», but: {self.printed()}")
            time.sleep(0.01)

    def printed(self) -> str:
        """All it has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")
