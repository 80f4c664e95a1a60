"""The official form of a commune's report: fixed wording, sizes and margins, from one data file.

It draws nothing; `bot/export.py` does.
Read next: `knowledge/data/drafting/form.yaml`, where each value names its rule in Nghị định 30/2020/NĐ-CP.
"""

from __future__ import annotations

from functools import cache

from pydantic import Field

from knowledge.datafiles import data_file, load
from knowledge.registry.models import Entry


class Page(Entry):
    """The sheet and its margins, in millimetres."""

    width: float
    height: float
    top: float = Field(ge=20, le=25)
    bottom: float = Field(ge=20, le=25)
    left: float = Field(ge=30, le=35)
    right: float = Field(ge=15, le=20)


class Sizes(Entry):
    """Letter sizes in points."""

    country: float = Field(ge=12, le=13)
    motto: float = Field(ge=13, le=14)
    issuer: float = Field(ge=12, le=13)
    number: float = Field(ge=13, le=13)
    place: float = Field(ge=13, le=14)
    title: float = Field(ge=13, le=14)
    body: float = Field(ge=13, le=14)
    table: float = Field(ge=11, le=14)
    recipients_word: float = Field(ge=12, le=12)
    recipients: float = Field(ge=11, le=11)
    page_number: float = Field(ge=13, le=14)


class OfficialForm(Entry):
    """Wording and measures; see the data file for the rule behind each."""

    document: str
    country: str
    motto: str
    title: str
    symbol: str
    addressed: str
    recipients: str
    same_as_above: str
    end_of_text: str
    issuer: str
    office: str
    office_short: str
    unknown_unit: str
    author: str
    confirmed: str
    authority: dict[str, tuple[str, ...]]
    page: Page
    font: str
    sizes: Sizes
    first_line: float
    after_paragraph: float = Field(ge=6)
    line_spacing: float = Field(ge=1, le=1.5)


@cache
def official_form() -> OfficialForm:
    """The form that ships."""
    return load(data_file("drafting/form.yaml"), OfficialForm)
