"""The tables of reminders: rule, occurrence, delivery and snooze are four things, and what was handed in a fifth.

They hold no behaviour. A route names who is reminded: «person:7», «group:telegram:-100…», «office:3» (its
administrators). Read next: `bot/storage/reminders.py` (an office's rules), `bot/storage/due_reminders.py` (the tick).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models import Base

_NUMBERED: Final = {"sqlite_autoincrement": True}
"""A row number is never used twice: an old button must not reach somebody's newer row."""
_OPEN: Final = text("state = 'open'")
_PLANNED: Final = text("state = 'planned'")
_QUEUED: Final = text("state = 'queued'")
_WAITING: Final = text("ended_at IS NULL")


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _with(table: str) -> ForeignKey:
    """The row goes when that one goes."""
    return ForeignKey(f"{table}.id", ondelete="CASCADE")


def _by_person() -> ForeignKey:
    """The row stays when the person goes, and names nobody any more."""
    return ForeignKey("person.id", ondelete="SET NULL")


class ReminderRuleRow(Base):
    """What an office hands in again and again, or once. `ships_as` is the id of a rule that ships, or empty.

    `details` say in JSON where it comes from (basis, to, the letter and its line). `plan_again_on` is the day on
    which further occurrences must be written; empty when there will be none.
    """

    __tablename__ = "reminder_rule"
    __table_args__ = (_NUMBERED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(_with("office"), index=True)
    ships_as: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    schedule: Mapped[dict[str, Any]]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_by: Mapped[int | None] = mapped_column(_by_person(), index=True)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    planned_until: Mapped[date]
    plan_again_on: Mapped[date | None] = mapped_column(index=True)


class ReminderRecipientRow(Base):
    """Whom a rule reminds: a person in private, or a group."""

    __tablename__ = "reminder_recipient"
    __table_args__ = (_NUMBERED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_id: Mapped[int] = mapped_column(_with("reminder_rule"), index=True)
    person_id: Mapped[int | None] = mapped_column(_with("person"), index=True)
    group_chat: Mapped[str] = mapped_column(default="")


class ReminderOccurrenceRow(Base):
    """One time that a rule falls due. `taken_by` is the colleague who took this one over."""

    __tablename__ = "reminder_occurrence"
    __table_args__ = (
        UniqueConstraint("rule_id", "period"),
        Index(
            "reminder_occurrence_open_index", "office_id", "due_on", sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        _one_of("state", "open", "done", "skipped"),
        _NUMBERED,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_id: Mapped[int] = mapped_column(_with("reminder_rule"))
    office_id: Mapped[int] = mapped_column(_with("office"), index=True)
    period: Mapped[str]
    due_on: Mapped[date]
    moved_from: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="open")
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(_by_person(), index=True)
    taken_by: Mapped[int | None] = mapped_column(_by_person(), index=True)
    escalated_at: Mapped[datetime | None]


class ReminderDeliveryRow(Base):
    """One reminder to one route: planned, in the outbox, sent, or lost on the way (then somebody else is told).

    `step` is how many working days before the due day it stands on the ladder; -1 and below count the follow-ups
    after it. An open occurrence always has one planned delivery for each of its routes.
    """

    __tablename__ = "reminder_delivery"
    __table_args__ = (
        Index("reminder_delivery_due_index", "due_at", sqlite_where=_PLANNED, postgresql_where=_PLANNED),
        Index("reminder_delivery_queued_index", "outbox_id", sqlite_where=_QUEUED, postgresql_where=_QUEUED),
        _one_of("state", "planned", "queued", "sent", "lost"),
        _NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(_with("reminder_occurrence"), index=True)
    route: Mapped[str] = mapped_column(index=True)
    step: Mapped[int]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="planned")
    queued_at: Mapped[datetime | None]
    outbox_id: Mapped[int | None]


class ReminderSnoozeRow(Base):
    """«Nhắc lại …»: remind this route again then. It changes neither the rule nor the occurrence."""

    __tablename__ = "reminder_snooze"
    __table_args__ = (
        Index("reminder_snooze_due_index", "until", sqlite_where=_WAITING, postgresql_where=_WAITING),
        _NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(_with("reminder_occurrence"), index=True)
    route: Mapped[str]
    person_id: Mapped[int] = mapped_column(_with("person"), index=True)
    until: Mapped[datetime]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ReminderSubmissionRow(Base):
    """What was handed in: the number and the date of the document, for the register of the year."""

    __tablename__ = "reminder_submission"

    occurrence_id: Mapped[int] = mapped_column(_with("reminder_occurrence"), primary_key=True)
    number: Mapped[str] = mapped_column(default="")
    submitted_on: Mapped[date]
    recorded_by: Mapped[int | None] = mapped_column(_by_person(), index=True)
    recorded_at: Mapped[datetime]


class ReminderPreferenceRow(Base):
    """How a person wants to be reminded in an office; times of day as «08:00», empty for no quiet hours."""

    __tablename__ = "reminder_preference"

    person_id: Mapped[int] = mapped_column(_with("person"), primary_key=True)
    office_id: Mapped[int] = mapped_column(_with("office"), primary_key=True, index=True)
    ladder: Mapped[list[int]] = mapped_column(JSON)
    remind_at: Mapped[str]
    quiet_from: Mapped[str]
    quiet_until: Mapped[str]
    digest: Mapped[bool]


class ReminderEscalationRow(Base):
    """The leader who is told what an office left undone, and after how many working days."""

    __tablename__ = "reminder_escalation"

    office_id: Mapped[int] = mapped_column(_with("office"), primary_key=True)
    person_id: Mapped[int] = mapped_column(_with("person"), index=True)
    after_days: Mapped[int]


class ReminderHandOverRow(Base):
    """«Bàn giao»: who handed how many rules and occurrences to whom."""

    __tablename__ = "reminder_hand_over"
    __table_args__ = (_NUMBERED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(_with("office"), index=True)
    from_person: Mapped[int | None] = mapped_column(_by_person(), index=True)
    to_person: Mapped[int | None] = mapped_column(_by_person(), index=True)
    moved: Mapped[int]
    at: Mapped[datetime]


class ReminderTickRow(Base):
    """When the tick last went through: a gap is an outage, which is told of. There is one row."""

    __tablename__ = "reminder_tick"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_at: Mapped[datetime]
