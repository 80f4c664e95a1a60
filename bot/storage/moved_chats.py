"""A chat goes by another name from now on: a Telegram group that became a supergroup.

It knows every table that names a chat, and no channel.
Read next: `bot/flows/dispatch.py` and `bot/cli/serve.py`, which are told of it.
"""

from __future__ import annotations

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session, aliased

from bot.storage.models import ChatRow, ConversationRow, OutboxRow
from bot.storage.reminder_models import ReminderDeliveryRow, ReminderRecipientRow, ReminderSnoozeRow
from bot.storage.reminder_planning import group_route
from bot.storage.statements import serialise


def move_chat(session: Session, old: str, new: str) -> None:
    """Whatever belongs to the old chat belongs to the new one; told again, it changes nothing.

    What both have is kept once, the new one's. A message that is being sent stays where it is: the channel follows.
    """
    serialise(session, "reminders")
    _move_reminders(session, old, new)
    there = aliased(ConversationRow)
    same = (there.person_id == ConversationRow.person_id, there.office_id == ConversationRow.office_id)
    known = exists(select(there.chat).where(there.chat == new, *same))
    session.execute(delete(ConversationRow).where(ConversationRow.chat == old, known))
    session.execute(update(ConversationRow).where(ConversationRow.chat == old).values(chat=new))
    waiting = (OutboxRow.chat == old, OutboxRow.state == "waiting", OutboxRow.finished_at.is_(None))
    session.execute(update(OutboxRow).where(*waiting).values(chat=new))
    session.execute(delete(ChatRow).where(ChatRow.key == old))
    session.expire_all()


def _move_reminders(session: Session, old: str, new: str) -> None:
    there = aliased(ReminderRecipientRow)
    named = exists(select(there.id).where(there.rule_id == ReminderRecipientRow.rule_id, there.group_chat == new))
    session.execute(delete(ReminderRecipientRow).where(ReminderRecipientRow.group_chat == old, named))
    session.execute(update(ReminderRecipientRow).where(ReminderRecipientRow.group_chat == old).values(group_chat=new))
    before, after = group_route(old), group_route(new)
    planned = aliased(ReminderDeliveryRow)
    twice = exists(
        select(planned.id).where(
            planned.occurrence_id == ReminderDeliveryRow.occurrence_id,
            planned.route == after,
            planned.state == "planned",
        )
    )
    session.execute(
        delete(ReminderDeliveryRow).where(
            ReminderDeliveryRow.route == before, ReminderDeliveryRow.state == "planned", twice
        )
    )
    session.execute(update(ReminderDeliveryRow).where(ReminderDeliveryRow.route == before).values(route=after))
    session.execute(update(ReminderSnoozeRow).where(ReminderSnoozeRow.route == before).values(route=after))
