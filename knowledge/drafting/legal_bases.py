"""The legal bases of a report: in order, for its kind and the day it is signed, and only what is in force then.

It invents no document: the candidates are data, the registry says which of them holds on a day.
Read next: `knowledge/validity.py`, `knowledge/data/drafting/templates/bases.jinja` (how one is cited).
"""

from __future__ import annotations

from datetime import date

from knowledge.articles import Certainty
from knowledge.drafting.blocks import LegalBasis
from knowledge.drafting.kinds import ReportKind
from knowledge.drafting.wording import workshop
from knowledge.regulations import Regulation, registry
from knowledge.text import squeeze
from knowledge.validity import Status, validity


def legal_bases(kind: ReportKind, on: date) -> tuple[LegalBasis, ...]:
    """The documents a report of this kind signed on that day rests on, laws first, as the data orders them.

    A document is named only when the registry says it is in force on that day; of a title that was not read in
    the document itself only kind, number, day and issuer are given.
    """
    found = []
    for number in kind.data.bases:
        regulation = registry().find(number)
        if regulation and regulation.normative and validity(registry(), number, on).status is Status.IN_FORCE:
            found.append(LegalBasis(regulation.number, _cited(regulation, on)))
    return tuple(found)


def _cited(regulation: Regulation, on: date) -> str:
    template = workshop().get_template("bases.jinja")
    amended = [registry().get(each.number) for each in validity(registry(), regulation.number, on).amended_by]
    sure = regulation.title_certainty is Certainty.VERIFIED
    title = regulation.title[:1].lower() + regulation.title[1:] if sure else ""
    text = getattr(template.module, "basis")(  # noqa: B009 - a macro is no attribute a type checker knows
        kind=regulation.kind,
        number=regulation.number,
        name=regulation.title,
        title=title,
        issuer=regulation.issuer,
        day=regulation.issued.day if regulation.issued else None,
        amended=[each.full_name for each in amended],
    )
    return squeeze(str(text.striptags()))
