from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from bot.messages import Reply
from bot.outbox import put_out
from bot.storage.conversations import Conversations
from bot.storage.engine import Store
from bot.storage.models import OutboxRow
from bot.storage.moved_chats import move_chat
from bot.storage.reminder_models import ReminderDeliveryRow
from bot.storage.reminder_planning import group_route
from bot.storage.reminders import Reminders
from tests.bot.reminding import MONDAY, Bureau, at, once

OLD, NEW = "telegram:-4001", "telegram:-1004001"


@pytest.fixture
def bureau(store: Store) -> Bureau:
    return Bureau(store).opens()


def moved(bureau: Bureau) -> None:
    with bureau.store.begin() as session:
        move_chat(session, OLD, NEW)


def test_a_group_takes_its_reminders_along(bureau: Bureau) -> None:
    bureau.plans("Báo cáo", once(30), routes=(group_route(OLD),))
    for _ in range(2):
        moved(bureau)
    assert [letter.chat for letter in bureau.hears(at(23))] == [NEW]
    assert [(f"{when:%d/%m}", letter.chat) for when, letter in bureau.passes(at(28, 9))] == [("28/07", NEW)]


def test_what_was_put_off_in_the_old_group_is_put_off_in_the_new_one(bureau: Bureau) -> None:
    (item,) = bureau.plans("Báo cáo", once(30), routes=(group_route(OLD),))
    with bureau.store.begin() as session:
        person = bureau.people["An"].person_id
        Reminders(session, item.office_id).snooze(item.id, group_route(OLD), person, at(24, 9), MONDAY)
    moved(bureau)
    assert [(f"{when:%d/%m %H:%M}", letter.chat) for when, letter in bureau.passes(at(24, 10))] == [
        ("24/07 09:00", NEW)
    ]


def test_a_rule_that_names_both_reminds_once(bureau: Bureau) -> None:
    bureau.plans("Báo cáo", once(30), routes=(group_route(OLD), group_route(NEW)))
    moved(bureau)
    with bureau.store.read() as session:
        (rule,) = Reminders(session, 1).rules()
        planned = list(session.scalars(select(ReminderDeliveryRow.route)))
    assert rule.routes == (group_route(NEW),) and planned == [group_route(NEW)]
    assert [letter.chat for letter in bureau.hears(at(23))] == [NEW]


def test_a_message_that_waits_goes_to_the_new_group(bureau: Bureau) -> None:
    with bureau.store.begin() as session:
        put_out(session, OLD, Reply(html="Xin chào"), MONDAY)
    moved(bureau)
    with bureau.store.read() as session:
        assert list(session.scalars(select(OutboxRow.chat))) == [NEW]


def test_a_conversation_goes_on_in_the_new_group_unless_one_has_begun_there(bureau: Bureau) -> None:
    an, binh = bureau.people["An"], bureau.hires("Bình", "telegram:78")
    with bureau.store.begin() as session:
        Conversations(session, an.person_id, 1).save(OLD, {"x": 1}, MONDAY)
        Conversations(session, binh.person_id, 1).save(OLD, {"x": 2}, MONDAY)
        Conversations(session, binh.person_id, 1).save(NEW, {"x": 3}, MONDAY)
    moved(bureau)
    with bureau.store.read() as session:
        for person, state in ((an, {"x": 1}), (binh, {"x": 3})):
            assert Conversations(session, person.person_id, 1).load(NEW) == state
            assert Conversations(session, person.person_id, 1).load(OLD) == {}


def test_other_groups_stay_where_they_are(bureau: Bureau) -> None:
    other = "telegram:-77"
    bureau.plans("Báo cáo", once(30), routes=(group_route(other),))
    moved(bureau)
    with bureau.store.read() as session:
        assert [item.due_on for item in Reminders(session, 1).open_items(date(2026, 8, 1))] == [date(2026, 7, 30)]
    assert [letter.chat for letter in bureau.hears(at(23))] == [other]
