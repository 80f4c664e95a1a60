"""Two people turn out to be one: whatever is kept about the one is kept about the other from now on.

It asks nobody and judges nothing: `bot/linking.py` does, before. No office gets anything of another one.
Read next: `bot/storage/hand_over.py` (reminders), `bot/linking.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Column, PrimaryKeyConstraint, Table, UniqueConstraint, delete, exists, func, select, update
from sqlalchemy.orm import Session

from bot.storage import check_models, draft_models, library_models, link_models, paper_models
from bot.storage.hand_over import hand_over
from bot.storage.models import Base, ConversationRow, MembershipRow, OfficeRow, PersonRow, Role
from bot.storage.reminder_models import (
    ReminderDeliveryRow,
    ReminderHandOverRow,
    ReminderPreferenceRow,
    ReminderSnoozeRow,
)
from bot.storage.reminder_planning import person_route
from bot.storage.statements import serialise

TOPICS: Final = (check_models, draft_models, library_models, link_models, paper_models)
"""Modules with tables of their own: imported, so that no table is overlooked."""
_WISHES: Final = ReminderPreferenceRow.__tablename__
_NO_CONTENT: Final = frozenset({MembershipRow.__tablename__, ConversationRow.__tablename__, _WISHES})
"""Tables whose rows say who works for an office and how, not what it has."""


def become_one(session: Session, giver: int, keeper: int, now: datetime) -> None:
    """All that is kept about `giver` is kept about `keeper`, and there is no `giver` any more.

    Offices stay apart: the keeper becomes a member of each office of the giver, and goes on working for the
    office that was their current one. Of two roles in one office the higher one counts; of two settings of
    one thing the keeper's.
    """
    serialise(session, "reminders")
    offices = _memberships(session, giver, keeper)
    references = list(_references())
    # How they want to be reminded comes first: what was planned is planned anew by it.
    _repoint(session, [each for each in references if each[0].name == _WISHES], giver, keeper)
    for office_id in offices:
        hand_over(session, office_id, giver, keeper, now)
    _routes(session, giver, keeper)
    _repoint(session, references, giver, keeper)
    to_oneself = ReminderHandOverRow.from_person == ReminderHandOverRow.to_person
    session.execute(delete(ReminderHandOverRow).where(to_oneself))
    session.execute(delete(PersonRow).where(PersonRow.id == giver))
    session.expire_all()


def has_content(session: Session, office_id: int) -> bool:
    """Whether an office has anything: a draft, a document, a reminder, an answer, a setting, an open invitation."""
    if session.scalar(select(OfficeRow.settings).where(OfficeRow.id == office_id)):
        return True
    for table in Base.metadata.sorted_tables:
        if table.name in _NO_CONTENT:
            continue
        for key in table.foreign_keys:
            kept = key.parent == office_id
            if table.name == "invitation":
                kept &= table.c.used_at.is_(None)
            if key.column.table.name == "office" and session.scalar(select(exists().where(kept))):
                return True
    return False


def _memberships(session: Session, giver: int, keeper: int) -> list[int]:
    """Put the keeper in the giver's place; the offices concerned."""
    mine = {row.office_id: row for row in session.scalars(_of(keeper))}
    first = session.scalar(select(func.min(MembershipRow.chosen_at)).where(MembershipRow.person_id == keeper))
    theirs = session.scalars(_of(giver)).all()
    for row in theirs:
        if (kept := mine.get(row.office_id)) is not None:
            kept.role = min(kept.role, row.role, key=list(Role).index)
            session.delete(row)
            continue
        row.person_id = keeper
        # The office chosen last is the current one, and that stays the keeper's.
        row.chosen_at = min(row.chosen_at, (first or row.chosen_at) - timedelta(seconds=1))
    session.flush()
    return [row.office_id for row in theirs]


def _of(person_id: int) -> Any:
    statement = select(MembershipRow).where(MembershipRow.person_id == person_id)
    return statement.execution_options(populate_existing=True)


def _routes(session: Session, giver: int, keeper: int) -> None:
    """What names the giver as the one to be reminded; what was planned is planned anew by then."""
    before, after = person_route(giver), person_route(keeper)
    delivery = ReminderDeliveryRow
    session.execute(delete(delivery).where(delivery.route == before, delivery.state == "planned"))
    session.execute(update(delivery).where(delivery.route == before).values(route=after))
    session.execute(update(ReminderSnoozeRow).where(ReminderSnoozeRow.route == before).values(route=after))


def _references() -> Iterator[tuple[Table, Column[Any]]]:
    """Every column that names a person."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == "person":
                yield table, key.parent


def _repoint(session: Session, references: Iterable[tuple[Table, Column[Any]]], giver: int, keeper: int) -> None:
    """Name the keeper wherever the giver is named; of two rows that only one person can have, the keeper's stays."""
    for table, column in references:
        unique = [each for each in table.constraints if isinstance(each, UniqueConstraint | PrimaryKeyConstraint)]
        for key in unique:
            if column.name not in key.columns:
                continue
            twin = table.alias()
            same = [twin.c[other.name] == other for other in key.columns if other is not column]
            both = exists().where(twin.c[column.name] == keeper, *same)
            session.execute(delete(table).where(column == giver, both))
        session.execute(update(table).where(column == giver).values({column.name: keeper}))
