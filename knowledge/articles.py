"""The text of an article as the assistant holds it: official words, or our digest of them.

It does not know where the text came from on disk, nor how it is searched.
Read next: `knowledge/structure.py` (official text → articles), `knowledge/digests.py` (our own words).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.provisions import ProvisionId


class Content(StrEnum):
    """Whose words a text is."""

    OFFICIAL = "official"
    """Imported official text: may be quoted as law."""
    DIGEST = "digest"
    """Written by us, always labelled «tóm tắt»."""


class Certainty(StrEnum):
    """How a fact is known."""

    VERIFIED = "verified"
    """Read in the official text itself."""
    SECONDARY = "secondary"
    """Seen in a newspaper, a look-up site or another body's document: said so in the answer."""
    UNVERIFIED = "unverified"
    """Remembered only: kept for maintainers, never asserted to a user."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A khoản: its label and its own text, points included. An unnumbered article has none."""

    label: str
    text: str
    asked_as: tuple[str, ...] = ()
    """Ways officers ask for what this very clause says; searched, never shown as law."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a regulation.

    `text` is the whole of it below the heading, verbatim as stored; every clause's text is a
    substring of it, and so is `lead`, what stands before the first clause. `path` names the
    divisions it stands in, outermost first («Chương VII. …», «Mục 2. …»).
    """

    id: ProvisionId
    heading: str
    text: str
    content: Content
    certainty: Certainty = Certainty.VERIFIED
    path: tuple[str, ...] = ()
    lead: str = ""
    clauses: tuple[Clause, ...] = ()
    note: str = ""
    """Why the text is less than sure, in Vietnamese, shown with it; empty when there is nothing to say."""
    asked_as: tuple[str, ...] = ()
    """Ways officers ask for the article as a whole; searched, never shown as law."""

    def clause(self, label: str) -> Clause | None:
        """The clause of that label, None if the article has no such clause."""
        return next((clause for clause in self.clauses if clause.label == label), None)
