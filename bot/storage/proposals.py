"""Documents that an officer is about to add to the library, until they confirm; a day at most.

It does not recognise documents. Another person's or another office's proposals are out of reach.
Read next: `bot/flows/library.py`, which shows them; `bot/storage/library.py`, where they go.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.storage.library import Kind
from bot.storage.library_models import LibraryProposalRow

KEPT_FOR: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A document's text and what is known of it. `replaces` is the number of the document whose place it is to take."""

    name: str
    sha256: str
    text: str
    kind: Kind | None = None
    is_scan: bool = False
    replaces: int | None = None


class Proposals:
    """The proposals of one person in one office."""

    def __init__(self, session: Session, person_id: int, office_id: int) -> None:
        self._session = session
        self._person_id = person_id
        self._office_id = office_id
        self._own = (LibraryProposalRow.person_id == person_id, LibraryProposalRow.office_id == office_id)

    def add(self, proposal: Proposal, now: datetime) -> int:
        """Keep it; returns its number."""
        values = {**asdict(proposal), "kind": proposal.kind or ""}
        row = LibraryProposalRow(office_id=self._office_id, person_id=self._person_id, proposed_at=now, **values)
        self._session.add(row)
        self._session.flush()
        return row.id

    def get(self, number: int, now: datetime) -> Proposal | None:
        """One that waits; None for anything else, whoever's it is."""
        fresh = LibraryProposalRow.proposed_at > now - KEPT_FOR
        statement = select(LibraryProposalRow).where(LibraryProposalRow.id == number, fresh, *self._own)
        row = self._session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
        if row is None:
            return None
        kind: Kind | None = "regulation" if row.kind == "regulation" else "report" if row.kind == "report" else None
        return Proposal(row.name, row.sha256, row.text, kind, row.is_scan, row.replaces)

    def decide(self, number: int, kind: Kind) -> None:
        """The person says what it is."""
        own = update(LibraryProposalRow).where(LibraryProposalRow.id == number, *self._own)
        self._session.execute(own.values(kind=kind))

    def remove(self, number: int) -> bool:
        """Forget one; False for anything but one of the person's own."""
        gone = delete(LibraryProposalRow).where(LibraryProposalRow.id == number, *self._own)
        return self._session.scalar(gone.returning(LibraryProposalRow.id)) is not None


def forget_old_proposals(session: Session, now: datetime) -> None:
    """Administrative: forget every proposal that nobody confirmed within a day."""
    session.execute(delete(LibraryProposalRow).where(LibraryProposalRow.proposed_at <= now - KEPT_FOR))
