"""Where the log goes and what must never stand in it: tokens, proxy passwords, database passwords.

It knows no channel and no setting: whoever holds a secret hands it over before anything is logged.
Read next: `bot/settings.py`, where the secrets come from.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import TextIO
from urllib.parse import quote, urlsplit

HIDDEN = "[hidden]"
"""What stands in the log in the place of a secret."""

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

# A bot token wherever it comes from: also one that nobody has told us of.
_BOT_TOKEN = re.compile(r"(?<!\d)\d{6,12}(?::|%3[aA])[A-Za-z0-9_-]{30,64}")
# The password of any address: «scheme://user:password@host».
_URL_PASSWORD = re.compile(r"(?<=://)([^\s:/@]{0,256}):[^\s/@]{1,256}@")
_SHORTEST_SECRET = 6

# These log addresses with the token in them, whole answers, every wait; their errors reach us as exceptions.
_QUIET = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "telegram": logging.CRITICAL}

_PLAIN_ATTRIBUTES = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class Redactor(logging.Filter):
    """Takes every secret out of a record: its message, its exception and stack, and what came in `extra`."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets: list[str] = []
        for secret in secrets:
            self.hide(secret)

    def hide(self, secret: str) -> None:
        """From now on take out `secret` too, as it stands, as part of an address, and inside a repr.

        Of a bot token its second half is a secret by itself; of an address only the password is. Fewer
        than six characters are no secret: to hide them would tear every line apart.
        """
        password = urlsplit(secret).password if "://" in secret else None
        whole = password if "://" in secret else secret
        forms = {whole, whole.partition(":")[2]} if whole else set()
        forms |= {quote(form, safe="") for form in forms} | {repr(form)[1:-1] for form in forms}
        known = {form for form in forms if len(form) >= _SHORTEST_SECRET} | set(self._secrets)
        # The longest first: a part must not be taken out of a whole that then no longer matches.
        self._secrets = sorted(known, key=len, reverse=True)

    def clean(self, text: str) -> str:
        """`text` without any secret."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return _URL_PASSWORD.sub(rf"\1:{HIDDEN}@", _BOT_TOKEN.sub(HIDDEN, text))

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean `record` in place; it always passes."""
        record.msg, record.args = self.clean(_message(record)), ()
        if record.exc_info:
            record.exc_text = record.exc_text or logging.Formatter().formatException(record.exc_info)
            record.exc_info = None
        if record.exc_text:
            record.exc_text = self.clean(record.exc_text)
        if record.stack_info:
            record.stack_info = self.clean(record.stack_info)
        for name in vars(record).keys() - _PLAIN_ATTRIBUTES:
            setattr(record, name, self._clean_value(getattr(record, name)))
        return True

    def _clean_value(self, value: object) -> object:
        if isinstance(value, bool | int | float | None):
            return value
        if isinstance(value, str):
            return self.clean(value)
        if isinstance(value, Mapping):
            return {self._clean_value(key): self._clean_value(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._clean_value(inner) for inner in value]
        # An object is kept only as what it would print: any attribute of it could hold the secret.
        return self.clean(repr(value))


def configure(level: int | str = logging.INFO, secrets: Iterable[str] = (), stream: TextIO | None = None) -> Redactor:
    """Send every log line of the process to `stream` (stderr by default) through one redacting handler.

    Replaces the handlers of the root logger, takes in Python's warnings, and logs what would end the
    process or a thread with a traceback, so that no traceback passes by the redaction. Returns the
    redactor, to which further secrets can be told.
    """
    redactor = Redactor(secrets)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(logging.Formatter(FORMAT))
    handler.addFilter(redactor)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name, quiet_level in _QUIET.items():
        logging.getLogger(name).setLevel(quiet_level)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread
    return redactor


def _message(record: logging.LogRecord) -> str:
    # A record whose arguments do not fit would make logging print them raw on stderr.
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError, IndexError):
        return f"{record.msg} {record.args!r}"


def _log_uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("bot").critical("stopped by an error nobody handled", exc_info=(kind, error, traceback))


def _log_uncaught_in_thread(failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value is not None and not issubclass(failure.exc_type, SystemExit):
        _log_uncaught(failure.exc_type, failure.exc_value, failure.exc_traceback)
