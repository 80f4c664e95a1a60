"""`tdkt cite`, `tdkt sections` and `tdkt check`: what is read out of texts, as JSON.

It must not know the library: a text is read for itself.
Read next: `knowledge/citations.py`, `knowledge/reports.py`, `knowledge/checks/checking.py`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.common import day, now, print_json
from bot.texts import line as words

if TYPE_CHECKING:
    from index.documents import Document
    from knowledge.citations import Citation


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command(help=words("cli.cite"))(cite)
    app.command(help=words("cli.sections"))(sections)
    app.command(help=words("cli.check"))(check)


def cite(
    lines: Annotated[bool, typer.Option("--lines", help=words("cli.cite_lines"))] = True,  # noqa: ARG001
    on: Annotated[str | None, typer.Option(help=words("cli.ask_on"))] = None,
) -> None:
    """Finds the citations of each line, a JSON string, and what became of each document by that day."""
    from knowledge.citations import parse_citations

    as_of = day(on) or now().date()
    for row in sys.stdin:
        if row.strip():
            found = parse_citations(json.loads(row))
            print_json({"citations": [_citation_json(citation, as_of) for citation in found]})


def _text_of(file: Path) -> str:
    """The text that ranges point into: of plain text in UTF-8 the file as it is, else what was read out of it."""
    # Reading files starts a child process; citing does not need that code.
    from index.documents import read_document_file

    return _as_written(file, read_document_file(file))


def _as_written(file: Path, document: Document) -> str:
    from index.documents import DocumentKind

    if document.kind is DocumentKind.TEXT:
        try:
            return file.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            pass
    return document.text


def _citation_json(citation: Citation, as_of: Any) -> dict[str, Any]:
    from knowledge.regulations import registry
    from knowledge.validity import validity

    fields = asdict(citation)
    fields["issued_on"] = citation.issued_on.isoformat() if citation.issued_on else None
    known = registry().resolve(
        kind=citation.kind,
        number=citation.number,
        year=citation.year,
        name=citation.name,
        issued_on=citation.issued_on,
        on=as_of,
    )
    valid = validity(registry(), known[0].number, as_of) if known else None
    return {
        **fields,
        "number": citation.number or (known[0].number if known else None),
        "status": valid.status.value if valid else None,
        "successor": valid.successors[-1] if valid and valid.successors else None,
    }


def sections(
    file: Annotated[Path, typer.Argument(help=words("cli.sections_file"))],
    as_json: Annotated[bool, typer.Option("--json", help=words("cli.as_json"))] = False,  # noqa: ARG001
    as_text: Annotated[bool, typer.Option("--text", help=words("cli.sections_text"))] = False,
) -> None:
    """Prints the outline and the canonical sections of a report, with ranges into what `--text` prints."""
    from knowledge.reports import read_report

    text = _text_of(file)
    if as_text:
        sys.stdout.write(text)
        return
    report = read_report(text)
    print_json(
        {
            "headings": [asdict(heading) for heading in report.headings],
            "sections": [
                {"role": section.role.value, "start": section.start, "end": section.end} for section in report.sections
            ],
        }
    )


def check(
    file: Annotated[Path, typer.Argument(help=words("cli.check_file"))],
    on: Annotated[str | None, typer.Option(help=words("cli.check_on"))] = None,
    previous: Annotated[Path | None, typer.Option(help=words("cli.check_previous"))] = None,
    out: Annotated[Path | None, typer.Option(help=words("cli.check_out"))] = None,
    mend: Annotated[bool, typer.Option("--mend", help=words("cli.check_mend"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=words("cli.as_json"))] = False,
) -> None:
    """Prints what is wrong with a draft, with ranges into what `sections --text` prints; or writes it beside."""
    from bot.findings import finding_json
    from bot.proofreading import as_list, findings_of, remarks_of, with_notes
    from index.documents import read_document_file

    document = read_document_file(file)
    text = _as_written(file, document)
    before = _text_of(previous) if previous else ""
    found = findings_of(replace(document, text=text), file.read_bytes(), now().date(), on=day(on), previous=before)[1]
    remarks = remarks_of(found, text)
    if out:
        out.write_bytes(with_notes(file.name, document.kind, file.read_bytes(), text, remarks, now(), mend).content)
    if as_json:
        print_json({"findings": [finding_json(finding) for finding in found]})
    elif not out:
        sys.stdout.write(as_list(file.name, remarks))
