"""«Bàn giao»: all that reminds one person reminds their successor from now on, once; or the administrators.

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
from bot.storage.reminder_planning import end_snoozes, person_route, replan


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


def charge_of(session: Session, office_id: int, person_id: int) -> int:
    """How many of the office's rules remind that person and how many open occurrences they took over, together."""
    rules = _named(session, office_id, person_id)
    return len(rules) + len(_taken_by(session, office_id, person_id))


def leave_to_administrators(session: Session, office_id: int, person_id: int, now: datetime) -> int:
    """Somebody leaves who handed nothing over: what reminds nobody else now reminds the administrators.

    Gives how many rules and taken occurrences were theirs; done again it does nothing: 0.
    """
    rules, taken = _named(session, office_id, person_id), _taken_by(session, office_id, person_id)
    session.execute(
        delete(ReminderRecipientRow).where(
            ReminderRecipientRow.rule_id.in_(rules), ReminderRecipientRow.person_id == person_id
        )
    )
    session.execute(update(ReminderOccurrenceRow).where(ReminderOccurrenceRow.id.in_(taken)).values(taken_by=None))
    theirs = select(ReminderOccurrenceRow).where(
        ReminderOccurrenceRow.office_id == office_id, ReminderOccurrenceRow.state == "open"
    )
    concerned = or_(ReminderOccurrenceRow.rule_id.in_(rules), ReminderOccurrenceRow.id.in_(taken))
    for row in session.scalars(theirs.where(concerned).execution_options(populate_existing=True)).all():
        end_snoozes(session, row.id, now, person_route(person_id))
        replan(session, row, now)
    leader = (ReminderEscalationRow.office_id == office_id, ReminderEscalationRow.person_id == person_id)
    session.execute(delete(ReminderEscalationRow).where(*leader))
    session.flush()
    return len(rules) + len(taken)


def _named(session: Session, office_id: int, person_id: int) -> list[int]:
    """The office's rules that are on and name that person."""
    statement = select(ReminderRuleRow.id).join(
        ReminderRecipientRow, ReminderRecipientRow.rule_id == ReminderRuleRow.id
    )
    own = (ReminderRuleRow.office_id == office_id, ReminderRuleRow.ended_at.is_(None))
    return list(session.scalars(statement.where(*own, ReminderRecipientRow.person_id == person_id)))


def _taken_by(session: Session, office_id: int, person_id: int) -> list[int]:
    mine = (
        ReminderOccurrenceRow.office_id == office_id,
        ReminderOccurrenceRow.taken_by == person_id,
        ReminderOccurrenceRow.state == "open",
    )
    return list(session.scalars(select(ReminderOccurrenceRow.id).where(*mine)))


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
    taken = _taken_by(session, office_id, giver)
    session.execute(update(ReminderOccurrenceRow).where(ReminderOccurrenceRow.id.in_(taken)).values(taken_by=successor))
    return taken
