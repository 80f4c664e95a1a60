"""The name of a place in a regulation: «152/2025/NĐ-CP#d50.k1.a» and its Vietnamese reading.

It knows nothing of what stands there, nor whether it is in force.
Read next: `knowledge/articles.py` for the text, `knowledge/regulations.py` for the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Self

_PART: Final = re.compile(
    r"(?P<attached>kt)|pl(?P<appendix>\w+)|m(?P<form>\d+\w*)"
    r"|d(?P<article>\d+[a-zđ]?)|k(?P<clause>\d+[a-zđ]?)|(?P<point>[a-zđ]\d?)"
)
_LABEL: Final = re.compile(r"(\d+)(.*)")


def label_order(label: str) -> tuple[int, str]:
    """Sort key of an article or clause label: «5» < «5a» < «10»; an empty label comes first."""
    match = _LABEL.fullmatch(label)
    return (int(match[1]), match[2]) if match else (0, label)


@dataclass(frozen=True, slots=True)
class ProvisionId:
    """A document, or an article, clause or point in it.

    `document` is the số hiệu. Labels are the text's own («50», «5a», «đ»); an empty label means
    «not narrowed down». `attached` marks a regulation issued with a decision («Quy định ban hành
    kèm theo …»), which numbers its articles anew; `appendix` and `form` name annexes.
    """

    document: str
    article: str = ""
    clause: str = ""
    point: str = ""
    attached: bool = False
    appendix: str = ""
    form: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The id written as `str()` writes it. Raises ValueError on anything else."""
        document, _, place = text.partition("#")
        fields: dict[str, str] = {}
        for part in place.split(".") if place else ():
            match = _PART.fullmatch(part)
            name = match.lastgroup if match else None
            if match is None or name is None or name in fields:
                raise ValueError(f"not a provision id: {text!r}")
            fields[name] = match[name]
        attached = bool(fields.pop("attached", ""))
        found = cls(document, attached=attached, **fields)
        if not document or str(found) != text:
            raise ValueError(f"not a provision id: {text!r}")
        return found

    def __str__(self) -> str:
        parts = ["kt"] if self.attached else []
        for prefix, label in (
            ("pl", self.appendix), ("m", self.form), ("d", self.article), ("k", self.clause), ("", self.point),
        ):  # fmt: skip
            if label:
                parts.append(prefix + label)
        return f"{self.document}#{'.'.join(parts)}" if parts else self.document

    @property
    def article_number(self) -> int | None:
        """The article as a number («5a» gives 5), None for a whole document or an annex."""
        return label_order(self.article)[0] if self.article else None

    def whole_article(self) -> Self:
        """The article this provision stands in."""
        return replace(self, clause="", point="")

    def whole_document(self) -> Self:
        """The document this provision stands in."""
        return type(self)(self.document)

    def contains(self, other: ProvisionId) -> bool:
        """Whether `other` is this provision or stands inside it."""
        if self.document != other.document or (self.attached and not other.attached):
            return False
        mine = (self.appendix, self.form, self.article, self.clause, self.point)
        theirs = (other.appendix, other.form, other.article, other.clause, other.point)
        return all(m in ("", t) for m, t in zip(mine, theirs, strict=True))

    def order(self) -> tuple[object, ...]:
        """Sort key: document, then the order of the text."""
        return (
            self.document, self.attached, bool(self.appendix or self.form), self.appendix,
            label_order(self.form), label_order(self.article), label_order(self.clause), self.point_order(),
        )  # fmt: skip

    def point_order(self) -> int:
        """Where the point stands in the Vietnamese alphabet of points (a, b, c, d, đ, e, …)."""
        return "abcdđeghiklmnopqrstuvxy".find(self.point[:1]) if self.point else -1

    def place(self) -> str:
        """The place inside its document in words: «điểm a khoản 2 Điều 8»; empty for a whole document."""
        words = [f"điểm {self.point}"] if self.point else []
        words += [f"khoản {self.clause}"] if self.clause else []
        words += [f"Điều {self.article}"] if self.article else []
        words += [f"Mẫu số {self.form.zfill(2)}"] if self.form else []
        words += ["Phụ lục" + ("" if self.appendix == "0" else f" {self.appendix}")] if self.appendix else []
        words += ["Quy định ban hành kèm theo"] if self.attached else []
        return " ".join(words)
