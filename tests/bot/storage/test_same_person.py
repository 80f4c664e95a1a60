"""Two people become one: nothing is lost, nothing passes between offices, whatever table it lies in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.access import Directory, Role
from bot.storage.engine import Store
from bot.storage.models import Base, IdentityRow, MembershipRow
from bot.storage.reminder_models import ReminderDeliveryRow, ReminderRecipientRow
from bot.storage.reminder_planning import Preferences, person_route
from bot.storage.reminders import Reminders
from bot.storage.same_person import become_one, has_content
from knowledge.schedules import Every, Schedule
from tests.bot.storage.test_personal_data import _exported, _settle_in

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
PLANNED_ANEW = {"reminder_delivery", "reminder_hand_over"}


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    with store.begin() as session:
        yield session


def _counts(session: Session) -> dict[str, int]:
    tables = [table for table in Base.metadata.sorted_tables if table.name not in PLANNED_ANEW]
    return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def _offices(session: Session) -> dict[str, list[int]]:
    """The offices that the rows of each table belong to."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if "office_id" in table.c and table.name not in PLANNED_ANEW:
            found[table.name] = sorted(session.scalars(select(table.c.office_id).where(table.c.office_id.is_not(None))))
    return found


def test_every_row_of_one_is_the_others_and_stays_in_its_office(session: Session) -> None:
    lan = _settle_in(session, 1, "Lan", "Phường A")
    minh = _settle_in(session, 2, "Minh", "Xã B")
    counts, offices = _counts(session), _offices(session)
    become_one(session, minh.person_id, lan.person_id, NOW)
    assert _counts(session) == counts | {"person": counts["person"] - 1}
    assert _offices(session) == offices
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == "person":
                assert set(session.scalars(select(key.parent))) <= {lan.person_id, None}, table.name
    data = _exported(session, lan.person_id)
    assert {row["question"] for row in data["receipts"]} == {"Lan hỏi", "Minh hỏi"}
    assert sorted(data["identities"]) == ["telegram:1", "telegram:2"]


def test_the_current_office_stays_that_of_whoever_had_the_code_made(session: Session) -> None:
    lan = _settle_in(session, 1, "Lan", "Phường A")
    minh = _settle_in(session, 2, "Minh", "Xã B")
    become_one(session, minh.person_id, lan.person_id, NOW)
    for identity in ("telegram:1", "telegram:2"):
        known = Directory(session).who(identity)
        assert known is not None
        assert (known.person_id, known.office_id) == (lan.person_id, lan.office_id)
        assert {office.office_id for office in known.offices} == {lan.office_id, minh.office_id}


def test_reminders_of_both_reach_the_one_who_is_left_once(session: Session) -> None:
    lan = _settle_in(session, 1, "Lan", "Phường A")
    directory = Directory(session)
    twin = directory.redeem(directory.invite(lan, Role.OFFICER, NOW), "telegram:3", "Lan ở nhà", NOW)
    reminders = Reminders(session, lan.office_id)
    both = [person_route(lan.person_id), person_route(twin.person_id)]
    reminders.add("Việc của cả hai", Schedule(every=Every.WEEKLY, weekday=4), both, lan.person_id, NOW)
    reminders.add("Việc của một", Schedule(every=Every.WEEKLY, weekday=3), both[1:], lan.person_id, NOW)
    reminders.prefer(twin.person_id, Preferences(), NOW)
    become_one(session, twin.person_id, lan.person_id, NOW)
    named = session.execute(select(ReminderRecipientRow.rule_id, ReminderRecipientRow.person_id)).all()
    assert len(named) == len(set(named)) and {person for _, person in named} == {lan.person_id}
    planned = select(ReminderDeliveryRow.occurrence_id, ReminderDeliveryRow.route).where(
        ReminderDeliveryRow.state == "planned"
    )
    found = session.execute(planned).all()
    assert len(found) == len(set(found)) and both[1] not in {route for _, route in found}


def test_of_two_roles_in_one_office_the_higher_one_stays(session: Session) -> None:
    lan = _settle_in(session, 1, "Lan", "Phường A")
    directory = Directory(session)
    twin = directory.redeem(directory.invite(lan, Role.READER, NOW), "telegram:3", "Lan ở nhà", NOW)
    become_one(session, lan.person_id, twin.person_id, NOW)
    assert session.execute(select(MembershipRow.person_id, MembershipRow.role)).all() == [
        (twin.person_id, Role.ADMINISTRATOR)
    ]
    assert set(session.scalars(select(IdentityRow.person_id))) == {twin.person_id}


def test_an_office_has_content_as_soon_as_anything_lies_in_it(session: Session) -> None:
    directory = Directory(session)
    office, code = directory.create_office("Xã B", NOW)
    assert has_content(session, office)
    minh = directory.redeem(code, "telegram:2", "Minh", NOW)
    assert not has_content(session, office)
    Reminders(session, office).prefer(minh.person_id, Preferences(), NOW)
    assert not has_content(session, office)
    Reminders(session, office).add("Việc", Schedule(every=Every.WEEKLY, weekday=4), [], minh.person_id, NOW)
    assert has_content(session, office)
