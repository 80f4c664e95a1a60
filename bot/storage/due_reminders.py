"""What is due now, claimed by one tick; what became of it in the outbox; where a route leads.

It writes no message. Every function belongs in the tick's own transaction, after `statements.serialise`.
Read next: `bot/reminders.py`, the tick; `bot/storage/reminder_planning.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Text, and_, cast, exists, literal, not_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.storage.models import ChatRow, IdentityRow, MembershipRow, OutboxRow, Role
from bot.storage.reminder_models import (
    ReminderDeliveryRow,
    ReminderOccurrenceRow,
    ReminderRuleRow,
    ReminderSnoozeRow,
    ReminderTickRow,
)
from bot.storage.reminder_planning import extend, group_of, office_route, person_of
from bot.storage.statements import upsert

_TICK: Final = 1
_LOST: Final = ("gone", "refused", "gave_up")


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that is to go out now. `is_snooze` marks one that a person asked to hear again."""

    delivery: ReminderDeliveryRow
    occurrence: ReminderOccurrenceRow
    is_snooze: bool = False


def is_anything_due(session: Session, now: datetime, channel: str) -> bool:
    """Whether a tick would find anything to do on the channel of that prefix («telegram:»)."""
    searches = (
        select(ReminderDeliveryRow.id).where(_deliveries(now, channel)),
        select(ReminderSnoozeRow.id).where(_snoozes(now, channel)),
        select(ReminderRuleRow.id).where(_to_extend(now)),
        select(ReminderDeliveryRow.id).where(_settled()),
    )
    return any(session.scalar(search.limit(1)) is not None for search in searches)


def claim(session: Session, now: datetime, channel: str, limit: int) -> list[Due]:
    """Claim at most about `limit` of what is due, the longest due first, and whatever else their routes have due.

    Nobody else is given the same: each is claimed in one statement, and rows that another tick holds are left to it.
    """
    due = _deliveries(now, channel)
    claimed = _claim_deliveries(session, due, now, limit)
    routes = {route for _, route in claimed}
    if len(claimed) >= limit:
        claimed += _claim_deliveries(session, and_(due, ReminderDeliveryRow.route.in_(routes)), now, None)
    snoozed = _claim_snoozes(session, _snoozes(now, channel), now, limit)
    return _dues(session, [number for number, _ in claimed], is_snooze=False) + _dues(session, snoozed, is_snooze=True)


def claim_for(session: Session, route: str, now: datetime) -> list[Due]:
    """Claim what is due for one route, whatever its channel."""
    deliveries = and_(_planned(now), ReminderDeliveryRow.route == route)
    snoozes = and_(_waiting(now), ReminderSnoozeRow.route == route)
    claimed = [number for number, _ in _claim_deliveries(session, deliveries, now, None)]
    snoozed = _claim_snoozes(session, snoozes, now, None)
    return _dues(session, claimed, is_snooze=False) + _dues(session, snoozed, is_snooze=True)


def is_put_off(session: Session, due: Due, now: datetime) -> bool:
    """Whether that route asked to hear of the occurrence again only later; the due day itself is never put off."""
    later = exists().where(
        ReminderSnoozeRow.occurrence_id == due.occurrence.id,
        ReminderSnoozeRow.route == due.delivery.route,
        ReminderSnoozeRow.ended_at.is_(None),
        ReminderSnoozeRow.until > now,
    )
    return due.delivery.step != 0 and not due.is_snooze and bool(session.scalar(select(later)))


def chats_of(session: Session, route: str, office_id: int, channel: str) -> list[str]:
    """Where the route leads on that channel now: none when the person left the office or the chat is gone."""
    chat = group_of(route)
    if chat:
        found = [chat]
    else:
        members = select(IdentityRow.key).join(MembershipRow, MembershipRow.person_id == IdentityRow.person_id)
        person = person_of(route)
        whose = MembershipRow.role == Role.ADMINISTRATOR if person is None else MembershipRow.person_id == person
        of_channel = IdentityRow.key.startswith(channel, autoescape=True)
        found = list(session.scalars(members.where(MembershipRow.office_id == office_id, whose, of_channel)))
    gone = set(session.scalars(select(ChatRow.key).where(ChatRow.key.in_(found), ChatRow.gone_at.is_not(None))))
    return [chat for chat in sorted(found) if chat not in gone]


def follow_the_outbox(session: Session, now: datetime) -> int:
    """Note what became of the messages that were settled; what never arrived is planned for the administrators.

    Returns how many got lost.
    """
    rows = session.execute(
        select(ReminderDeliveryRow, OutboxRow.state)
        .outerjoin(OutboxRow, OutboxRow.id == ReminderDeliveryRow.outbox_id)
        .where(_settled())
    ).all()
    lost = 0
    for row, state in rows:
        row.state = "lost" if state in _LOST else "sent"
        occurrence = session.get(ReminderOccurrenceRow, row.occurrence_id)
        if row.state == "sent" or occurrence is None or occurrence.state != "open":
            continue
        lost += 1
        route = office_route(occurrence.office_id)
        # Administrators who cannot be reached either are tried again tomorrow, not at once for ever.
        due_at = now + timedelta(days=1) if row.route == route else now
        if not _is_told_by_then(session, row, route, due_at):
            session.add(ReminderDeliveryRow(occurrence_id=occurrence.id, route=route, step=row.step, due_at=due_at))
            session.flush()
    return lost


def _is_told_by_then(session: Session, lost: ReminderDeliveryRow, route: str, due_at: datetime) -> bool:
    """Whether that route hears of the occurrence by that moment anyway: several messages about it may get lost."""
    others = select(ReminderDeliveryRow).where(
        ReminderDeliveryRow.occurrence_id == lost.occurrence_id,
        ReminderDeliveryRow.route == route,
        ReminderDeliveryRow.id != lost.id,
    )
    return any(
        other.due_at == due_at or other.state == "queued" or (other.state == "planned" and other.due_at <= due_at)
        for other in session.scalars(others)
    )


def extend_rules(session: Session, now: datetime, limit: int) -> int:
    """Write further occurrences of the rules whose last ones come near; how many rules those were."""
    statement = select(ReminderRuleRow).where(_to_extend(now)).order_by(ReminderRuleRow.id).limit(limit)
    rules = session.scalars(statement.with_for_update(skip_locked=True)).all()
    for rule in rules:
        extend(session, rule, now)
    return len(rules)


def last_tick(session: Session) -> datetime | None:
    """When the tick last went through; None before the first."""
    row = session.get(ReminderTickRow, _TICK, populate_existing=True)
    return row.last_at if row else None


def note_tick(session: Session, now: datetime) -> None:
    """The tick went through."""
    upsert(session, ReminderTickRow, {"id": _TICK}, {"last_at": now})


def _planned(now: datetime) -> ColumnElement[bool]:
    return and_(ReminderDeliveryRow.state == "planned", ReminderDeliveryRow.due_at <= now)


def _waiting(now: datetime) -> ColumnElement[bool]:
    return and_(ReminderSnoozeRow.ended_at.is_(None), ReminderSnoozeRow.until <= now)


def _deliveries(now: datetime, channel: str) -> ColumnElement[bool]:
    return and_(_planned(now), _reached(ReminderDeliveryRow.route, channel))


def _snoozes(now: datetime, channel: str) -> ColumnElement[bool]:
    return and_(_waiting(now), _reached(ReminderSnoozeRow.route, channel))


def _to_extend(now: datetime) -> ColumnElement[bool]:
    return ReminderRuleRow.plan_again_on <= now.date()


def _settled() -> ColumnElement[bool]:
    unfinished = select(OutboxRow.id).where(
        OutboxRow.id == ReminderDeliveryRow.outbox_id, OutboxRow.finished_at.is_(None)
    )
    return and_(ReminderDeliveryRow.state == "queued", ~unfinished.correlate(ReminderDeliveryRow).exists())


def _reached(route: InstrumentedAttribute[str], channel: str) -> ColumnElement[bool]:
    """Whether the route is the channel's business: all but groups and people that only another channel knows."""
    known_here = select(IdentityRow.person_id).where(IdentityRow.key.startswith(channel, autoescape=True))
    elsewhere = select(literal("person:") + cast(IdentityRow.person_id, Text)).where(
        IdentityRow.person_id.not_in(known_here)
    )
    group_elsewhere = and_(route.startswith("group:"), not_(route.startswith(f"group:{channel}", autoescape=True)))
    return and_(route.not_in(elsewhere), not_(group_elsewhere))


def _claim_deliveries(
    session: Session, due: ColumnElement[bool], now: datetime, limit: int | None
) -> list[tuple[int, str]]:
    wanted = select(ReminderDeliveryRow.id).where(due).order_by(ReminderDeliveryRow.due_at, ReminderDeliveryRow.id)
    claimed = (
        update(ReminderDeliveryRow)
        .where(ReminderDeliveryRow.id.in_(wanted.limit(limit).with_for_update(skip_locked=True)))
        .values(state="queued", queued_at=now)
        .returning(ReminderDeliveryRow.id, ReminderDeliveryRow.route)
        .execution_options(synchronize_session=False)
    )
    return [(number, route) for number, route in session.execute(claimed)]


def _claim_snoozes(session: Session, due: ColumnElement[bool], now: datetime, limit: int | None) -> list[int]:
    """Claim them; each becomes a delivery of its own, whose number is given."""
    wanted = select(ReminderSnoozeRow.id).where(due).order_by(ReminderSnoozeRow.until, ReminderSnoozeRow.id)
    claimed = (
        update(ReminderSnoozeRow)
        .where(ReminderSnoozeRow.id.in_(wanted.limit(limit).with_for_update(skip_locked=True)))
        .values(ended_at=now)
        .returning(ReminderSnoozeRow.occurrence_id, ReminderSnoozeRow.route, ReminderSnoozeRow.until)
        .execution_options(synchronize_session=False)
    )
    numbers = []
    for occurrence_id, route, until in session.execute(claimed).all():
        row = ReminderDeliveryRow(
            occurrence_id=occurrence_id, route=route, step=0, due_at=until, state="queued", queued_at=now
        )
        session.add(row)
        session.flush()
        numbers.append(row.id)
    return numbers


def _dues(session: Session, numbers: Sequence[int], *, is_snooze: bool) -> list[Due]:
    rows = session.execute(
        select(ReminderDeliveryRow, ReminderOccurrenceRow)
        .join(ReminderOccurrenceRow, ReminderOccurrenceRow.id == ReminderDeliveryRow.occurrence_id)
        .where(ReminderDeliveryRow.id.in_(numbers))
        .order_by(ReminderOccurrenceRow.due_on, ReminderOccurrenceRow.id, ReminderDeliveryRow.id)
        .execution_options(populate_existing=True)
    )
    return [Due(delivery, occurrence, is_snooze) for delivery, occurrence in rows]
