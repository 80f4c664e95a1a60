"""A Reply as the messages Telegram will carry: cut to its limits, with buttons under the last one.

It must not send anything; where a text may be cut is decided in `bot/rendering.py`.
Read next: `bot/channels/telegram.py`, which sends the parts in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import CallbackQueryLimit, FileSizeLimit, MessageLimit

from bot.messages import PICTURE_TYPE, Attachment, Button, Reply
from bot.rendering import split_html, to_plain, width
from bot.texts import text

_ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True)
class Part:
    """One message: a text, or a file with `html` as its caption. `edits` is the message it takes the place of."""

    html: str
    keyboard: InlineKeyboardMarkup | None = None
    attachment: Attachment | None = None
    edits: int | None = None

    @property
    def text_length(self) -> int:
        """UTF-16 code units as Telegram counts them."""
        return width(to_plain(self.html))


def repeated_label() -> str:
    """What stands before a message that may have arrived already, with the space behind it."""
    return f"{text('telegram.repeated')} "


def parts_of(reply: Reply) -> list[Part]:
    """The messages that carry `reply`, in order; [] when it is only a notice.

    The same reply always gives the same parts, so that sending can go on after any of them; each leaves
    room for the label of a repeated message. A file carries the text as its caption where it fits.
    """
    keyboard = _keyboard(reply.buttons)
    room = width(to_plain(repeated_label()))
    edits = int(reply.replaces) if reply.replaces else None
    if reply.attachment and edits is None:
        captions = split_html(reply.html, MessageLimit.CAPTION_LENGTH - room)
        if len(captions) <= 1:
            return [Part("".join(captions), keyboard, reply.attachment)]
    texts = split_html(reply.html, MessageLimit.MAX_TEXT_LENGTH - room)
    parts = [Part(html, edits=edits if place == 0 else None) for place, html in enumerate(texts)]
    if reply.attachment:
        return [*parts, Part("", keyboard, reply.attachment)]
    if parts:
        return [*parts[:-1], Part(parts[-1].html, keyboard, edits=parts[-1].edits)]
    # Without a text the buttons alone change, under a message that is already there.
    return [Part("", keyboard, edits=edits)] if edits is not None else []


def is_photo(file: Attachment) -> bool:
    """Whether Telegram shows the file in the conversation; what is larger than it takes goes as a document."""
    return file.media_type == PICTURE_TYPE and len(file.content) <= int(FileSizeLimit.PHOTOSIZE_UPLOAD)


def short_notice(notice: str) -> str:
    """`notice` within the length Telegram shows where a button was pressed."""
    limit = CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
    if len(notice) <= limit:
        return notice
    return notice[: limit - 1].rsplit(" ", 1)[0] + _ELLIPSIS


def _keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    buttons = [[InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in rows if row]
    return InlineKeyboardMarkup(buttons) if buttons else None
