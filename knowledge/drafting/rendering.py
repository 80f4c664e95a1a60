"""Answers → a report: each section's template filled in a sandbox, headings numbered, the head put together.

It judges no answer and writes no file. Templates write small XML, so that officers' text can never be markup:
<p>, <item>, <h depth="1"> and <table caption="" total="yes"> of one <head> and many <row>, each of cells <c>.
Read next: `knowledge/drafting/wording.py` (what templates may use), `knowledge/data/drafting/templates/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from knowledge.drafting.answers import Answers, check_answers
from knowledge.drafting.blocks import Block, Column, Draft, Head, Heading, Paragraph, Table
from knowledge.drafting.checking import problems
from knowledge.drafting.form import official_form
from knowledge.drafting.kinds import ReportKind
from knowledge.drafting.legal_bases import legal_bases
from knowledge.drafting.models import Part, Section
from knowledge.drafting.numbering import numbered
from knowledge.drafting.wording import values, workshop
from knowledge.errors import TemplateInvalid
from knowledge.text import squeeze

_LIKE_A_NUMBER: Final = re.compile(
    r"(?:[IVX]+\s*\.|[A-HK]\s*[.\-)]|\d{1,2}\s*\.(?!\d{3})|[a-zđ]\)|Điều\s+\d|(?:Phần|PHẦN|Chương|CHƯƠNG)\s)"
)
_ALIGNS: Final = frozenset({"left", "center", "right"})


def render(
    kind: ReportKind, answers: Mapping[str, object], on: date, environment: ImmutableSandboxedEnvironment | None = None
) -> Draft:
    """The whole report as far as it is answered; `on` is the day it is signed where the answers give none.

    Raises InvalidAnswer for an answer that does not fit its question, TemplateInvalid for a broken template. What
    is missing or contradicts itself is in `problems`; a section of which nothing is known is left out.
    """
    given = check_answers(kind, answers)
    writer = _Writer(kind, given, on, environment)
    blocks = tuple(numbered(writer.parts(kind.data.outline, 0), kind.data.style))
    return Draft(
        kind=kind.name,
        head=_head(kind, given, writer),
        title=official_form().title,
        subject=writer.line("subject"),
        bases=legal_bases(kind, writer.on),
        opening=tuple(_paragraphs(writer.parsed("opening", writer.said("opening")))),
        blocks=blocks,
        closing=writer.line("closing").rstrip(" .;:,") + official_form().end_of_text,
        problems=tuple(problems(kind, given, writer.on)),
    )


def render_section(
    kind: ReportKind,
    name: str,
    answers: Mapping[str, object],
    on: date,
    environment: ImmutableSandboxedEnvironment | None = None,
) -> tuple[Block, ...]:
    """One section as it would stand in the report, without its heading: the live preview. Raises as `render`."""
    writer = _Writer(kind, check_answers(kind, answers), on, environment)
    return tuple(writer.section(kind.section(name), 0))


def render_matrix(
    kind: ReportKind,
    answers: Mapping[str, object],
    on: date,
    environment: ImmutableSandboxedEnvironment | None = None,
) -> Table | None:
    """Table shortcoming - cause - remedy of answers that name shortcomings; None without any. Raises as `render`."""
    given = check_answers(kind, answers)
    if not given.get("shortcomings"):
        return None
    writer = _Writer(kind, given, on, environment)
    file = "matrix.jinja"
    try:
        text = writer.environment.get_template(file).render(writer.context)
    except TemplateError as error:
        raise _broken(file, error) from error
    return next((block for block in _blocks(writer.parsed(file, text), 0, file) if isinstance(block, Table)), None)


class _Writer:
    """Fills the templates of one report."""

    def __init__(
        self, kind: ReportKind, answers: Answers, on: date, environment: ImmutableSandboxedEnvironment | None
    ) -> None:
        self.kind = kind
        self.answers = answers
        signed = answers.get("signed_on")
        self.on = date.fromisoformat(signed) if isinstance(signed, str) else on
        self.environment = environment or workshop()
        known = values(kind.questions, answers)
        self.context: dict[str, Any] = {**known, **_office(known), "on": self.on}
        for word in ("period", "period_next", "period_before", "within"):
            self.context[word] = self.line(word)

    def said(self, macro: str) -> str:
        """What a macro of the kind's own template says, as markup."""
        file = f"kind_{self.kind.data.name}.jinja"
        try:
            module = self.environment.get_template(file).make_module(self.context)
            if not hasattr(module, macro):
                raise TemplateInvalid(file=file, line=0, field="", problem=f"no macro {macro}")
            return str(getattr(module, macro)())
        except TemplateError as error:
            raise _broken(file, error) from error

    def line(self, macro: str) -> str:
        """The same as one plain line."""
        element = self.parsed(macro, self.said(macro))
        return squeeze("".join(element.itertext()))

    def section(self, section: Section, level: int) -> list[Block]:
        """The blocks of a section whose heading stands at `level` - 1."""
        if not section.template:
            return list(_plain(section, self.answers))
        file = f"{section.name}.jinja"
        try:
            text = self.environment.get_template(file).render(self.context)
        except TemplateError as error:
            raise _broken(file, error) from error
        return list(_blocks(self.parsed(file, text), level, file))

    def parsed(self, file: str, text: str) -> etree._Element:
        """The rendered text as XML. Raises TemplateInvalid where the template broke it."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            return etree.fromstring(f"<section>{text}</section>", parser)
        except etree.XMLSyntaxError as error:
            raise TemplateInvalid(file=file, line=error.lineno or 0, field="", problem=error.msg) from error

    def parts(self, parts: Sequence[Part], level: int) -> Iterator[Block]:
        """The headings and blocks of parts of the outline; a part of which nothing is known is left out."""
        for part in parts:
            inner = self.section(self.kind.section(part.section), level + 1) if part.section else []
            inner += self.parts(part.parts, level + 1)
            if any(not isinstance(block, Heading) for block in inner):
                yield Heading(self._heading(part.heading), level)
                yield from inner

    def _heading(self, text: str) -> str:
        """The words of a heading; «{period}», «{period_next}» and «{unit}» stand for the report's own."""
        for word in ("period_next", "period", "unit"):
            text = text.replace(f"{{{word}}}", str(self.context[word]))
        return text


def _broken(file: str, error: TemplateError) -> TemplateInvalid:
    place = getattr(error, "name", None) or file
    return TemplateInvalid(file=place, line=getattr(error, "lineno", 0) or 0, field="", problem=str(error))


def _office(known: Mapping[str, object]) -> dict[str, str]:
    """How the report speaks of its own office, as far as it is known."""
    form = official_form()
    word = getattr(known.get("office_kind"), "label", form.unknown_unit)
    unit = f"{word} {known.get('office_name', '')}".strip()
    return {
        "unit": unit, "unit_word": word,
        "office": f"{form.office} {unit}", "office_short": f"{form.office_short} {word}",
    }  # fmt: skip


# From XML to blocks.


def _blocks(root: etree._Element, level: int, file: str) -> Iterator[Block]:
    for element in root:
        text = squeeze("".join(element.itertext()))
        if element.tag == "table":
            table = _table(element, file)
            if table.rows:
                yield table
        elif not text:
            continue
        elif element.tag == "h":
            yield Heading(text.rstrip(" .;:"), level + int(element.get("depth", "1")) - 1)
        elif element.tag in ("p", "item"):
            yield _paragraph(text, item=element.tag == "item")
        else:
            raise TemplateInvalid(file=file, line=element.sourceline or 0, field=element.tag, problem="unknown element")
    if root.text and root.text.strip():
        raise TemplateInvalid(file=file, line=0, field="", problem=f"text outside an element: {root.text.strip()[:40]}")


def _paragraph(text: str, *, item: bool) -> Paragraph:
    """The paragraph; one that would read as a numbered heading of the report is made a point of a list."""
    return Paragraph(text.lstrip("-+*– "), item=item or bool(_LIKE_A_NUMBER.match(text)) or text[0] in "-+*–")


def _paragraphs(root: etree._Element) -> Iterator[Paragraph]:
    return (block for block in _blocks(root, 0, "opening") if isinstance(block, Paragraph))


def _table(element: etree._Element, file: str) -> Table:
    head = element.find("head")
    if head is None:
        raise TemplateInvalid(file=file, line=element.sourceline or 0, field="table", problem="a table needs a head")
    columns = tuple(
        Column(_cell(cell), int(cell.get("width", "1")), cast("Any", _align(cell.get("align", "left"))))
        for cell in head
    )
    rows = tuple(tuple(_cell(cell) for cell in row) for row in element.findall("row"))
    if any(len(row) != len(columns) for row in rows):
        raise TemplateInvalid(file=file, line=element.sourceline or 0, field="row", problem="cells and columns differ")
    return Table(squeeze(element.get("caption", "")), columns, rows, element.get("total") == "yes" and len(rows) > 1)


def _cell(cell: etree._Element) -> str:
    return squeeze("".join(cell.itertext()))


def _align(written: str) -> str:
    return written if written in _ALIGNS else "left"


def _plain(section: Section, answers: Answers) -> Iterator[Block]:
    """A section of the upper level's outline that we have no template for: what was written, as written."""
    for question in section.questions:
        written = answers.get(question.key)
        for line in str(written).split("\n") if isinstance(written, str) else []:
            yield _paragraph(line, item=False)


# The head.


@dataclass(frozen=True, slots=True)
class _Named:
    """The short texts of the head, empty where they were not answered."""

    answers: Answers

    def text(self, key: str) -> str:
        value = self.answers.get(key)
        return value if isinstance(value, str) else ""

    def lines(self, key: str) -> list[str]:
        value = self.answers.get(key)
        return [str(line).strip(" -;.") for line in value] if isinstance(value, list) else []


def _place(name: str, word: str) -> str:
    """Where it is signed: a unit named by a number is named whole, «Phường 1 Bảo Lộc» (Phụ lục II, Mục III.1)."""
    return f"{word[:1].upper()}{word[1:]} {name}" if name[:1].isdigit() else name


def _head(kind: ReportKind, answers: Answers, writer: _Writer) -> Head:
    form, named = official_form(), _Named(answers)
    number = answers.get("number")
    signed = isinstance(answers.get("signed_on"), str)
    addressees = named.lines("addressees")
    recipients = [*([form.same_as_above] if addressees else []), *named.lines("recipients")]
    recipients.append(f"Lưu: VT, {named.text('drafting_unit') or 'VHXH'}".rstrip(". "))
    return Head(
        issuer=(form.issuer, str(writer.context["unit"]).upper()),
        symbol=form.symbol,
        place=_place(named.text("place") or named.text("office_name"), str(writer.context["unit_word"])),
        year=writer.on.year,
        number=f"{number:02d}" if isinstance(number, int) else "",
        signed_on=writer.on if signed else None,
        addressees=tuple(addressees),
        recipients=tuple(dict.fromkeys(recipients)),
        authority=form.authority.get(named.text("signing"), form.authority["chairman"]),
        signer=named.text("signer"),
        author=named.text("author") if kind.data.signed_by_author else "",
    )
