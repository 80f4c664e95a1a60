"""«Bàn giao»: all that reminds one person reminds their successor from now on, once.

It knows one office at a time and asks nobody; the flow asks before.
Read next: `bot/storage/reminders.py`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from bot.storage.models import MembershipRow
from bot.storage.reminder_models import (
    ReminderEscalationRow,
    ReminderHandOverRow,
    ReminderOccurrenceRow,
    ReminderRecipientRow,
    ReminderRuleRow,
    ReminderSnoozeRow,
)
from bot.storage.reminder_planning import person_route, replan


def hand_over(session: Session, office_id: int, giver: int, successor: int, now: datetime) -> int | None:
    """Move the office's rules and taken occurrences of one member to another; how many were moved.

    None, and nothing is done, when the successor is no member or is the giver. Done again it moves nothing: 0.
    """
    members = set(session.scalars(select(MembershipRow.person_id).where(MembershipRow.office_id == office_id)))
    if successor not in members or giver == successor:
        return None
    rules = select(ReminderRuleRow.id).where(ReminderRuleRow.office_id == office_id)
    moved = _rules(session, list(session.scalars(rules)), giver, successor)
    taken = _taken(session, office_id, giver, successor)
    concerned = or_(ReminderOccurrenceRow.rule_id.in_(moved), ReminderOccurrenceRow.id.in_(taken))
    opened = select(ReminderOccurrenceRow).where(concerned, ReminderOccurrenceRow.state == "open")
    rows = session.scalars(opened.execution_options(populate_existing=True)).all()
    for row in rows:
        replan(session, row, now)
    # What the giver put off comes back to the successor then.
    session.execute(
        update(ReminderSnoozeRow)
        .where(
            ReminderSnoozeRow.route == person_route(giver),
            ReminderSnoozeRow.ended_at.is_(None),
            ReminderSnoozeRow.occurrence_id.in_([row.id for row in rows]),
        )
        .values(route=person_route(successor))
    )
    leader = (ReminderEscalationRow.office_id == office_id, ReminderEscalationRow.person_id == giver)
    session.execute(update(ReminderEscalationRow).where(*leader).values(person_id=successor))
    count = len(moved) + len(taken)
    if count:
        session.add(
            ReminderHandOverRow(office_id=office_id, from_person=giver, to_person=successor, moved=count, at=now)
        )
    session.flush()
    return count


def _rules(session: Session, rules: list[int], giver: int, successor: int) -> list[int]:
    """Name the successor wherever the giver is named, once."""
    mine = (ReminderRecipientRow.rule_id.in_(rules), ReminderRecipientRow.person_id == giver)
    moved = list(session.scalars(select(ReminderRecipientRow.rule_id).where(*mine)))
    already = select(ReminderRecipientRow.rule_id).where(
        ReminderRecipientRow.rule_id.in_(moved), ReminderRecipientRow.person_id == successor
    )
    both = list(session.scalars(already))
    session.execute(delete(ReminderRecipientRow).where(*mine, ReminderRecipientRow.rule_id.in_(both)))
    session.execute(update(ReminderRecipientRow).where(*mine).values(person_id=successor))
    return moved


def _taken(session: Session, office_id: int, giver: int, successor: int) -> list[int]:
    mine = (
        ReminderOccurrenceRow.office_id == office_id,
        ReminderOccurrenceRow.taken_by == giver,
        ReminderOccurrenceRow.state == "open",
    )
    taken = list(session.scalars(select(ReminderOccurrenceRow.id).where(*mine)))
    session.execute(update(ReminderOccurrenceRow).where(ReminderOccurrenceRow.id.in_(taken)).values(taken_by=successor))
    return taken
