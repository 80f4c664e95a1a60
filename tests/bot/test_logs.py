"""Nothing secret stands in the log, wherever in a record it came from.

It knows the standard logging and no channel.
Read next: `bot/logs.py`; a whole session is searched in `tests/bot/channels/test_telegram_process.py`.
"""

from __future__ import annotations

import io
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.logs import HIDDEN, Redactor, configure

TOKEN = "7654321:AAE-a_token_of_the_tests_0123456789abc"
SECRET = TOKEN.partition(":")[2]
PROXY = "socks5://officer:p%40ssw0rd@10.0.0.1:1080"


@pytest.fixture
def printed() -> Iterator[Callable[[], str]]:
    """The log as configured for service, and the process as it was before when the test ends."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, sys.excepthook, threading.excepthook
    names = ("httpx", "httpcore", "telegram")
    levels = {name: logging.getLogger(name).level for name in names}
    stream = io.StringIO()
    configure("DEBUG", [TOKEN, PROXY], stream)
    yield stream.getvalue
    logging.captureWarnings(False)
    root.handlers[:], root.level, sys.excepthook, threading.excepthook = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def failing(text: str) -> None:
    raise ValueError(text)


log = logging.getLogger("test")


def in_message() -> None:
    log.info("asking %s%s/getMe", "https://api.telegram.org/bot", TOKEN)


def in_template() -> None:
    log.info(f"asking bot{TOKEN}")


def in_arguments_that_do_not_fit() -> None:
    log.info("no place for it", TOKEN)


def in_exception() -> None:
    try:
        failing(f"rejected {TOKEN}")
    except ValueError:
        log.exception("failed")


def in_chain_of_exceptions() -> None:
    try:
        try:
            failing(f"rejected {TOKEN}")
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError:
        log.exception("failed")


def in_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"deprecated: {TOKEN}", stacklevel=1)


def in_end_of_process() -> None:
    try:
        failing(TOKEN)
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)


def in_end_of_thread() -> None:
    thread = threading.Thread(target=failing, args=(TOKEN,))
    thread.start()
    thread.join()


WAYS = [
    in_message,
    in_template,
    in_arguments_that_do_not_fit,
    in_exception,
    in_chain_of_exceptions,
    in_warning,
    in_end_of_process,
    in_end_of_thread,
]


@pytest.mark.parametrize("way", WAYS)
def test_a_secret_reaches_neither_log_nor_stderr(
    way: Callable[[], None], printed: Callable[[], str], capfd: pytest.CaptureFixture[str]
) -> None:
    way()
    captured = capfd.readouterr()
    everything = printed() + captured.out + captured.err
    assert SECRET not in everything
    assert printed().strip(), "something was logged"


def test_extra_values_are_cleaned_however_deep() -> None:
    record = logging.makeLogRecord(
        {
            "msg": "x",
            "stack_info": f"Stack: {TOKEN}",
            "url": f"bot{TOKEN}",
            "deep": {"list": [1, None, ("a", TOKEN)], TOKEN: True},
            "error": ValueError(TOKEN),
            "count": 3,
        }
    )
    assert Redactor([TOKEN]).filter(record)
    assert SECRET not in repr(vars(record))
    assert vars(record)["count"] == 3
    assert vars(record)["deep"]["list"] == [1, None, ["a", HIDDEN]]


def test_a_token_nobody_told_of_is_hidden_too() -> None:
    unknown = "123456789:ABCdefGHIjklMNOpqrSTUvwxYZ_0123456789"
    address = f"https://api.telegram.org/bot{unknown}/getMe"
    assert Redactor().clean(address) == f"https://api.telegram.org/bot{HIDDEN}/getMe"
    assert Redactor().clean(unknown.replace(":", "%3A")) == HIDDEN


def test_passwords_of_addresses_are_hidden_and_their_hosts_are_not() -> None:
    redactor = Redactor([PROXY])
    assert redactor.clean(f"through {PROXY}") == f"through socks5://officer:{HIDDEN}@10.0.0.1:1080"
    assert redactor.clean("postgresql://tdkt:x1@db/tdkt?a=b") == f"postgresql://tdkt:{HIDDEN}@db/tdkt?a=b"
    assert redactor.clean("http://127.0.0.1:8081/@x") == "http://127.0.0.1:8081/@x"


def test_each_half_and_each_spelling_of_a_token_is_hidden() -> None:
    redactor = Redactor([TOKEN])
    assert redactor.clean(f"{TOKEN} {SECRET} {TOKEN.replace(':', '%3A')}") == f"{HIDDEN} {HIDDEN} {HIDDEN}"


def test_what_is_too_short_to_be_a_secret_tears_no_line_apart() -> None:
    redactor = Redactor(["", "abc"])
    assert redactor.clean("abc abcdef") == "abc abcdef"


def test_a_secret_told_later_is_hidden_from_then_on() -> None:
    redactor = Redactor()
    assert redactor.clean("mã: hoa-sen-1975") == "mã: hoa-sen-1975"
    redactor.hide("hoa-sen-1975")
    assert redactor.clean("mã: hoa-sen-1975") == f"mã: {HIDDEN}"


@settings(deadline=None)
@given(before=st.text(max_size=50), after=st.text(max_size=50), secret=st.text(min_size=6, max_size=40))
def test_no_surroundings_bring_a_secret_through(before: str, after: str, secret: str) -> None:
    if secret in HIDDEN or secret in before + HIDDEN + after:
        return
    assert secret not in Redactor([secret]).clean(f"{before}{secret}{after}")


def test_libraries_that_log_addresses_are_kept_quiet(printed: Callable[[], str]) -> None:
    for name in ("httpx", "httpcore.http11", "telegram.Bot"):
        logging.getLogger(name).info("a request")
    assert printed() == ""


def test_an_interrupt_from_the_keyboard_is_no_error(printed: Callable[[], str]) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert printed() == ""
