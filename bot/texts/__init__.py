"""Every Vietnamese sentence a user can see: one Jinja file a subject, one macro a text.

It must not know a flow or a channel; it turns a key and values into escaped HTML with the tags of
`bot/messages.py` (b, i, u, s, code, pre, a, blockquote), or into one plain line.
Read next: the `.jinja` files beside this one.
"""

from __future__ import annotations

import html
from datetime import date, datetime
from functools import cache
from typing import Final

from jinja2 import PackageLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from knowledge.errors import AssistantError
from knowledge.provisions import ProvisionId
from knowledge.quantities import print_figure

_ERROR_FILES: Final = ("errors", "files", "access", "prizes", "drafting")


def _day(value: date) -> str:
    """A date as officers write it: 01/7/2025 (a leading zero for days below 10 and months 1 and 2)."""
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"{value.day:02d}/{month}/{value.year}"


def _moment(value: datetime) -> str:
    return f"{value:%H:%M} ngày {_day(value)}"


def _count(value: int) -> str:
    """A number with the Vietnamese thousands dot."""
    return f"{value:,}".replace(",", ".")


def _place(value: str) -> str:
    """A provision's id as officers read it: «Điều 50 152/2025/NĐ-CP»."""
    provision = ProvisionId.parse(value)
    return f"{provision.place()} {provision.document}".strip()


def _sentence(value: str) -> Markup:
    """The text with a capital first letter, already escaped as its macro left it."""
    return Markup(value[:1].upper() + value[1:])  # noqa: S704 - a macro's result is markup already


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=PackageLoader("bot", "texts"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        quantity=print_figure, day=_day, moment=_moment, count=_count, place=_place, sentence=_sentence
    )
    return environment


def text(key: str, **values: object) -> str:
    """The text «file.macro» as HTML; every value is escaped unless it is Markup already.

    Raises LookupError for a key that no file defines: a mistake of ours, never of a user.
    """
    file, _, macro = key.partition(".")
    module = _environment().get_template(f"{file}.jinja").module
    if not hasattr(module, macro):
        raise LookupError(key)
    return str(getattr(module, macro)(**values)).strip()


def markup(key: str, **values: object) -> Markup:
    """The same, ready to stand inside another text."""
    return Markup(text(key, **values))  # noqa: S704 - the text is escaped by its own template


def line(key: str, **values: object) -> str:
    """The text as one plain line without tags: for buttons, help and logs."""
    return html.unescape(Markup(text(key, **values)).striptags())  # noqa: S704


def error_text(error: AssistantError) -> str:
    """What a user is told about an error: the text of its key, with its details."""
    for file in _ERROR_FILES:
        module = _environment().get_template(f"{file}.jinja").module
        if hasattr(module, error.key):
            return str(getattr(module, error.key)(**error.details)).strip()
    raise LookupError(error.key)
