"""Reminders: rules, occurrences, deliveries, snoozes, and what was handed in.

It must not import models: they change, this step does not. Steps only go forward: going back would lose data.
Read next: `bot/storage/migrate.py`.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "reminders"
down_revision = "checks"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply the step."""
    _rules()
    _occurrences()
    _deliveries()
    _submissions()
    _people()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, NUMBER, nullable=nullable)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, INSTANT, nullable=nullable)


def _day(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"{table}_key")


def _reference(table: str, column: str, target: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"{table}_{column}_reference", ondelete=ondelete)


def _by_person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return _reference(table, column, "person", "SET NULL")


def _one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"{table}_{column}_check"))


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"{table}_{column}_index", table, [column])


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)


def _rules() -> None:
    op.create_table(
        "reminder_rule",
        _number("id"),
        _number("office_id"),
        _text("ships_as"),
        _text("title"),
        _json("schedule"),
        _json("details"),
        _number("created_by", nullable=True),
        _instant("created_at"),
        _instant("ended_at", nullable=True),
        _day("planned_until"),
        _day("plan_again_on", nullable=True),
        _key("reminder_rule", "id"),
        _reference("reminder_rule", "office_id", "office"),
        _by_person("reminder_rule", "created_by"),
        sqlite_autoincrement=True,
    )
    _index("reminder_rule", "office_id", "created_by", "plan_again_on")
    op.create_table(
        "reminder_recipient",
        _number("id"),
        _number("rule_id"),
        _number("person_id", nullable=True),
        _text("group_chat"),
        _key("reminder_recipient", "id"),
        _reference("reminder_recipient", "rule_id", "reminder_rule"),
        _reference("reminder_recipient", "person_id", "person"),
        sqlite_autoincrement=True,
    )
    _index("reminder_recipient", "rule_id", "person_id")


def _occurrences() -> None:
    op.create_table(
        "reminder_occurrence",
        _number("id"),
        _number("rule_id"),
        _number("office_id"),
        _text("period"),
        _day("due_on"),
        _day("moved_from", nullable=True),
        _text("state"),
        _instant("closed_at", nullable=True),
        _number("closed_by", nullable=True),
        _number("taken_by", nullable=True),
        _instant("escalated_at", nullable=True),
        _key("reminder_occurrence", "id"),
        sa.UniqueConstraint("rule_id", "period", name="reminder_occurrence_rule_id_period_unique"),
        _one_of("reminder_occurrence", "state", "open", "done", "skipped"),
        _reference("reminder_occurrence", "rule_id", "reminder_rule"),
        _reference("reminder_occurrence", "office_id", "office"),
        _by_person("reminder_occurrence", "closed_by"),
        _by_person("reminder_occurrence", "taken_by"),
        sqlite_autoincrement=True,
    )
    _index("reminder_occurrence", "office_id", "closed_by", "taken_by")
    _partial_index(
        "reminder_occurrence_open_index", "reminder_occurrence", ["office_id", "due_on"], "state = 'open'"
    )  # fmt: skip


def _deliveries() -> None:
    op.create_table(
        "reminder_delivery",
        _number("id"),
        _number("occurrence_id"),
        _text("route"),
        _number("step"),
        _instant("due_at"),
        _text("state"),
        _instant("queued_at", nullable=True),
        _number("outbox_id", nullable=True),
        _key("reminder_delivery", "id"),
        _one_of("reminder_delivery", "state", "planned", "queued", "sent", "lost"),
        _reference("reminder_delivery", "occurrence_id", "reminder_occurrence"),
        sqlite_autoincrement=True,
    )
    _index("reminder_delivery", "occurrence_id", "route")
    _partial_index("reminder_delivery_due_index", "reminder_delivery", ["due_at"], "state = 'planned'")
    _partial_index("reminder_delivery_queued_index", "reminder_delivery", ["outbox_id"], "state = 'queued'")
    op.create_table(
        "reminder_snooze",
        _number("id"),
        _number("occurrence_id"),
        _text("route"),
        _number("person_id"),
        _instant("until"),
        _instant("made_at"),
        _instant("ended_at", nullable=True),
        _key("reminder_snooze", "id"),
        _reference("reminder_snooze", "occurrence_id", "reminder_occurrence"),
        _reference("reminder_snooze", "person_id", "person"),
        sqlite_autoincrement=True,
    )
    _index("reminder_snooze", "occurrence_id", "person_id")
    _partial_index("reminder_snooze_due_index", "reminder_snooze", ["until"], "ended_at IS NULL")
    op.create_table("reminder_tick", _number("id"), _instant("last_at"), _key("reminder_tick", "id"))


def _submissions() -> None:
    op.create_table(
        "reminder_submission",
        _number("occurrence_id"),
        _text("number"),
        _day("submitted_on"),
        _number("recorded_by", nullable=True),
        _instant("recorded_at"),
        _key("reminder_submission", "occurrence_id"),
        _reference("reminder_submission", "occurrence_id", "reminder_occurrence"),
        _by_person("reminder_submission", "recorded_by"),
    )
    _index("reminder_submission", "recorded_by")


def _people() -> None:
    op.create_table(
        "reminder_preference",
        _number("person_id"),
        _number("office_id"),
        _json("ladder"),
        _text("remind_at"),
        _text("quiet_from"),
        _text("quiet_until"),
        sa.Column("digest", sa.Boolean(), nullable=False),
        _key("reminder_preference", "person_id", "office_id"),
        _reference("reminder_preference", "person_id", "person"),
        _reference("reminder_preference", "office_id", "office"),
    )
    _index("reminder_preference", "office_id")
    op.create_table(
        "reminder_escalation",
        _number("office_id"),
        _number("person_id"),
        _number("after_days"),
        _key("reminder_escalation", "office_id"),
        _reference("reminder_escalation", "office_id", "office"),
        _reference("reminder_escalation", "person_id", "person"),
    )
    _index("reminder_escalation", "person_id")
    op.create_table(
        "reminder_hand_over",
        _number("id"),
        _number("office_id"),
        _number("from_person", nullable=True),
        _number("to_person", nullable=True),
        _number("moved"),
        _instant("at"),
        _key("reminder_hand_over", "id"),
        _reference("reminder_hand_over", "office_id", "office"),
        _by_person("reminder_hand_over", "from_person"),
        _by_person("reminder_hand_over", "to_person"),
        sqlite_autoincrement=True,
    )
    _index("reminder_hand_over", "office_id", "from_person", "to_person")
