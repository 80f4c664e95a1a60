"""What is typed that is no question but a wish: write a report, remind of something, read a draft.

It must not carry a wish out; it says which command the words stand for, and with what behind it.
Read next: `bot/flows/dispatch.py`, which asks here before a text is looked up in the law.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.flows.small_talk import asks
from knowledge.text import fold, squeeze

_LONGEST: Final = 60
"""Words of a wish; who types more tells something instead."""
_POLITE: Final = (
    r"(?:(?:xin|lam on|nho|cho|giup|ho|hay|toi|em|minh|tui|anh|chi|ban|bot|tro ly|oi|a|muon|can|phai|dang|bay gio|gio|"
    r"bat dau|vui long|voi) )*"
)
_FILLED: Final = (
    r"(?:(?:ho|giup|cho|toi|em|minh|tui|mot|1|cac|ban|cai|phan|muc|tiep|luon|ngay|mau|nhanh|dum|xem|lai|va|chinh ta|"
    r"loi|du thao) )*"
)
_WISHES: Final = (
    ("soan", re.compile(rf"{_POLITE}(?:soan thao|soan|viet|lap|lam|du thao|khoi thao|xay dung) {_FILLED}"
                        r"(?:bao cao|bc|ton tai|han che)\b")),
    ("kiem", re.compile(rf"{_POLITE}(?:kiem tra|kiem|ra soat|soat|doc soat|sua loi|bat loi|check) {_FILLED}"
                        r"(?:bao cao|bc|van ban|du thao|ban thao|to trinh|file|tep|ban)\b(?: (?:nay|do|day|sau|tren|"
                        r"cua (?:toi|em|minh)|giup (?:toi|em|minh)|ho|voi|nhe|a|di|tong ket|so ket|nam|20\d\d))*\s*$")),
    ("nhac", re.compile(rf"{_POLITE}(?:nhac nho|nhac|dat lich nhac|dat nhac|hen nhac|len lich nhac) (?!truoc \d)"
                        r"(?:(?:giup|cho|ho|toi|em|minh|tui|co quan|phong|viec|la|rang|nhe) )*")),
)  # fmt: skip
"""The command, and how a wish for it begins, without tone marks."""
_GOES_ON: Final = frozenset({"tiep tuc", "lam tiep", "soan tiep", "viet tiep", "tiep tuc soan", "soan bao cao tiep"})
"""Said to a draft that was left: where none is, its menu begins one."""
_ASKS: Final = re.compile(r"\b(?:ai|gi|nao|may|bao lau|sao)\b")
_SAYS_AGAIN: Final = re.compile(rf"{_POLITE}nhac (?:lai|den|toi (?:la|viec|dieu))\b")
_DUE: Final = re.compile(r"\b(?:truoc|han|den) (?:ngay )?\d")


def wish(text: str) -> tuple[str, str] | None:
    """The command that the words stand for, and what follows it; None for a question and for anything else."""
    words = squeeze(text).strip(" .!").split(" ")
    folded = " ".join(fold(word).lower().strip(",:;") or "-" for word in words)
    if folded in _GOES_ON:
        return "soan", ""
    if len(words) > _LONGEST or asks(text) or _ASKS.search(folded) or _SAYS_AGAIN.match(folded):
        return None
    for command, begins in _WISHES:
        found = begins.match(f"{folded} ")
        if found and not (command == "soan" and _DUE.search(folded)):
            return command, _behind(command, words, found[0])
    return None


def _behind(command: str, words: Sequence[str], begun: str) -> str:
    if command == "kiem":
        # The draft itself comes next: these words are not it.
        return ""
    return " ".join(words if command == "soan" else words[len(begun.split()) :])
