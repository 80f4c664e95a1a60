from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from bot.access import Directory, Principal
from bot.storage.engine import Store
from bot.storage.hand_over import charge_of, hand_over, leave_to_administrators
from bot.storage.reminder_models import (
    ReminderDeliveryRow,
    ReminderHandOverRow,
    ReminderOccurrenceRow,
    ReminderRuleRow,
    ReminderSnoozeRow,
)
from bot.storage.reminder_planning import Preferences, extend, group_route, next_step, person_route
from bot.storage.reminders import Item, Reminders
from knowledge.dates import Op
from knowledge.schedules import Every, Schedule
from tests.bot.reminding import FRIDAYS, MONDAY, Bureau, at, once

QUARTERLY = Schedule(every=Every.QUARTERLY, op=Op.BEFORE, day=20)
YEARLY = Schedule(every=Every.YEARLY, op=Op.BEFORE, month=12, day=10)


@pytest.fixture
def bureau(store: Store) -> Bureau:
    return Bureau(store).opens()


def planned(bureau: Bureau, item: Item) -> list[tuple[str, int, str]]:
    with bureau.store.read() as session:
        rows = session.scalars(
            select(ReminderDeliveryRow)
            .where(ReminderDeliveryRow.occurrence_id == item.id, ReminderDeliveryRow.state == "planned")
            .order_by(ReminderDeliveryRow.route)
        )
        return [(row.route, row.step, f"{row.due_at:%d/%m %H:%M}") for row in rows]


def again(bureau: Bureau, item: Item) -> Item | None:
    with bureau.store.read() as session:
        return Reminders(session, item.office_id).item(item.id)


def test_a_rule_writes_the_occurrences_of_two_months_and_always_the_next(bureau: Bureau) -> None:
    weekly, yearly = bureau.plans("tuần", FRIDAYS), bureau.plans("năm", YEARLY)
    assert [item.due_on for item in weekly] == [date(2026, 7, 24) + timedelta(weeks=week) for week in range(9)]
    assert [(item.period, item.due_on) for item in yearly] == [("2026", date(2026, 12, 9))]


def test_an_open_occurrence_has_one_planned_reminder_for_each_recipient(bureau: Bureau) -> None:
    binh = bureau.hires("Bình", "telegram:78")
    (item,) = bureau.plans("việc", once(31), "An", "Bình", routes=(group_route("telegram:-5"),))
    assert planned(bureau, item) == [
        ("group:telegram:-5", 5, "24/07 08:00"),
        (bureau.route("An"), 5, "24/07 08:00"),
        (person_route(binh.person_id), 5, "24/07 08:00"),
    ]


def test_without_a_recipient_the_administrators_hear_of_it(bureau: Bureau) -> None:
    with bureau.store.begin() as session:
        Reminders(session, 1).add("việc", once(31), [], bureau.people["An"].person_id, MONDAY)
        routes = list(session.scalars(select(ReminderDeliveryRow.route)))
    assert routes == ["office:1"]


def test_the_tick_of_a_later_day_extends_the_rule_without_a_gap_or_a_repeat(bureau: Bureau) -> None:
    bureau.plans("tuần", FRIDAYS)
    for days in (31, 40, 62, 200):
        with bureau.store.begin() as session:
            extend(session, session.scalars(select(ReminderRuleRow)).one(), MONDAY + timedelta(days=days))
    with bureau.store.read() as session:
        days_due = list(session.scalars(select(ReminderOccurrenceRow.due_on).order_by(ReminderOccurrenceRow.due_on)))
    between = {(after - before).days for before, after in pairwise(days_due)}
    # Holidays move a Friday to the day before.
    assert between <= {6, 7, 8}
    assert days_due[-1] > (MONDAY + timedelta(days=255)).date()


def test_done_asks_no_more_and_stands_in_the_register(bureau: Bureau) -> None:
    (item,) = bureau.plans("việc", once(31))
    person = bureau.people["An"].person_id
    with bureau.store.begin() as session:
        reminders = Reminders(session, item.office_id)
        assert reminders.done(item.id, person, at(22))
        assert not reminders.done(item.id, person, at(22)), "once"
        assert reminders.record(item.id, "12/BC-UBND", date(2026, 7, 21), person, at(22))
    assert planned(bureau, item) == []
    kept = again(bureau, item)
    assert kept is not None and (kept.state, kept.number, kept.submitted_on) == (
        "done",
        "12/BC-UBND",
        date(2026, 7, 21),
    )
    with bureau.store.read() as session:
        assert [one.number for one in Reminders(session, item.office_id).submissions(2026)] == ["12/BC-UBND"]


def test_what_was_not_handed_in_after_all_is_reminded_of_again(bureau: Bureau) -> None:
    (item,) = bureau.plans("việc", once(31))
    with bureau.store.begin() as session:
        reminders = Reminders(session, item.office_id)
        assert reminders.skip(item.id, bureau.people["An"].person_id, at(22))
        assert reminders.reopen(item.id, at(23))
        assert not reminders.reopen(item.id, at(23))
    assert planned(bureau, item) == [(bureau.route("An"), 5, "24/07 08:00")]


def test_a_snooze_leaves_the_rule_and_the_occurrence_untouched(bureau: Bureau) -> None:
    (item,) = bureau.plans("việc", once(31))
    before = (planned(bureau, item), again(bureau, item))
    with bureau.store.begin() as session:
        reminders = Reminders(session, item.office_id)
        for hour in (9, 10):
            assert reminders.snooze(item.id, bureau.route("An"), bureau.people["An"].person_id, at(21, hour), at(20))
        waiting = select(func.count()).select_from(ReminderSnoozeRow).where(ReminderSnoozeRow.ended_at.is_(None))
        assert session.scalar(waiting) == 1, "the later wish counts"
    assert (planned(bureau, item), again(bureau, item)) == before


def test_whoever_takes_one_over_is_the_only_one_to_hear_of_it(bureau: Bureau) -> None:
    binh = bureau.hires("Bình", "telegram:78")
    first, second, *_ = bureau.plans("tuần", FRIDAYS, "An")
    with bureau.store.begin() as session:
        reminders = Reminders(session, first.office_id)
        assert reminders.take_over(first.id, binh.person_id, at(20))
        assert not reminders.take_over(first.id, binh.person_id, at(20))
    assert [route for route, *_ in planned(bureau, first)] == [bureau.route("Bình")]
    assert [route for route, *_ in planned(bureau, second)] == [bureau.route("An")], "the rule stays whose it was"


def test_changing_the_day_moves_what_is_ahead_and_keeps_what_is_done(bureau: Bureau) -> None:
    (item,) = bureau.plans("quý", QUARTERLY)
    with bureau.store.begin() as session:
        reminders = Reminders(session, item.office_id)
        assert reminders.reschedule(item.rule_id, QUARTERLY.model_copy(update={"day": 10}), at(21))
        (moved,) = reminders.items(date(2026, 1, 1), date(2026, 12, 31))
        assert (moved.period, moved.due_on) == ("2026-Q3", date(2026, 9, 9))
        assert reminders.done(moved.id, bureau.people["An"].person_id, at(22))
        assert reminders.reschedule(item.rule_id, QUARTERLY, at(23))
        periods = [(one.period, one.state) for one in reminders.items(date(2026, 1, 1), date(2026, 12, 31))]
        assert periods == [("2026-Q3", "done")], "nobody is asked for it a second time"
        extend(session, session.scalars(select(ReminderRuleRow)).one(), at(25, month=9))
        assert [one.state for one in reminders.items(date(2026, 10, 1), date(2026, 12, 31))] == ["open"]


def test_a_rule_that_is_turned_off_leaves_only_what_was_handed_in(bureau: Bureau) -> None:
    first, *_ = bureau.plans("tuần", FRIDAYS)
    with bureau.store.begin() as session:
        reminders = Reminders(session, first.office_id)
        reminders.done(first.id, bureau.people["An"].person_id, at(21))
        assert reminders.end(first.rule_id, at(22))
        assert not reminders.end(first.rule_id, at(22))
        assert [item.id for item in reminders.items(date(2026, 1, 1), date(2027, 12, 31))] == [first.id]
        assert reminders.rules() == []


def test_another_office_reaches_nothing(bureau: Bureau) -> None:
    (item,) = bureau.plans("việc", once(31))
    person = bureau.people["An"].person_id
    with bureau.store.begin() as session:
        other, _ = Directory(session).create_office("Xã khác", MONDAY)
        strange = Reminders(session, other)
        assert (strange.item(item.id), strange.rule(item.rule_id), strange.rules()) == (None, None, [])
        assert strange.items(date.min, date.max) == []
        assert not any(
            (
                strange.done(item.id, person, at(21)),
                strange.skip(item.id, person, at(21)),
                strange.snooze(item.id, "person:1", person, at(22), at(21)),
                strange.take_over(item.id, person, at(21)),
                strange.end(item.rule_id, at(21)),
                strange.reschedule(item.rule_id, FRIDAYS, at(21)),
                strange.remind(item.rule_id, ["person:1"], at(21)),
                strange.record(item.id, "1", date(2026, 7, 1), person, at(21)),
                strange.reopen(item.id, at(21)),
            )
        )


def test_handing_over_moves_everything_once(bureau: Bureau) -> None:
    binh, chi = bureau.hires("Bình", "telegram:78"), bureau.hires("Chi", "telegram:79")
    (alone,) = bureau.plans("của An", once(31), "An")
    (both,) = bureau.plans("của An và Bình", once(30), "An", "Bình")
    (other,) = bureau.plans("của Chi", once(29), "Chi")
    with bureau.store.begin() as session:
        reminders = Reminders(session, alone.office_id)
        reminders.take_over(other.id, bureau.people["An"].person_id, at(20))
        reminders.snooze(alone.id, bureau.route("An"), bureau.people["An"].person_id, at(22, 9), at(20))
        reminders.escalate_to(bureau.people["An"].person_id, 2)

        def hands(giver: Principal, successor: Principal) -> int | None:
            return hand_over(session, alone.office_id, giver.person_id, successor.person_id, at(21))

        assert hands(bureau.people["An"], binh) == 3
        assert hands(bureau.people["An"], binh) == 0, "once"
        assert hands(binh, binh) is None
        leader = reminders.escalation()
        assert leader is not None and leader.person_id == binh.person_id
        assert list(session.scalars(select(ReminderSnoozeRow.route))) == [bureau.route("Bình")]
        assert session.scalar(select(func.count()).select_from(ReminderHandOverRow)) == 1
    for item in (alone, both, other):
        assert [route for route, *_ in planned(bureau, item)] == [bureau.route("Bình")]
    assert chi.person_id != binh.person_id


def test_nothing_is_handed_to_somebody_outside(bureau: Bureau) -> None:
    (item,) = bureau.plans("việc", once(31))
    with bureau.store.begin() as session:
        directory = Directory(session)
        _, code = directory.create_office("Xã khác", MONDAY)
        stranger = directory.redeem(code, "telegram:99", "Lạ", MONDAY)
        assert hand_over(session, item.office_id, 1, stranger.person_id, at(21)) is None
    assert [route for route, *_ in planned(bureau, item)] == [bureau.route("An")]


def test_somebody_else_s_ladder_changes_what_is_planned_for_them_alone(bureau: Bureau) -> None:
    binh = bureau.hires("Bình", "telegram:78")
    (item,) = bureau.plans("việc", once(31), "An", "Bình")
    with bureau.store.begin() as session:
        reminders = Reminders(session, item.office_id)
        reminders.prefer(binh.person_id, Preferences(ladder=(3, 0), remind_at=at(1, 14, 30).time()), MONDAY)
        assert reminders.preferences(binh.person_id).ladder == (3, 0)
        assert reminders.preferences(bureau.people["An"].person_id) == Preferences()
    assert planned(bureau, item) == [
        (bureau.route("An"), 5, "24/07 08:00"),
        (bureau.route("Bình"), 3, "28/07 14:30"),
    ]


def test_what_is_late_is_followed_up_every_working_day() -> None:
    due, wishes = date(2026, 7, 23), Preferences()
    steps = []
    after = at(23)
    for _ in range(4):
        step, after = next_step(due, wishes, after)
        steps.append((step, after))
    assert steps == [(-1, at(24)), (-2, at(27)), (-3, at(28)), (-4, at(29))]
    late = next_step(due, wishes, at(25, month=12))
    assert late == (-60, at(28, month=12))


def test_quiet_hours_reach_over_midnight() -> None:
    wishes = Preferences()
    assert wishes.quiet_ends(at(20, 21)) == at(21, 6, 30)
    assert wishes.quiet_ends(at(21, 5)) == at(21, 6, 30)
    assert wishes.quiet_ends(at(21, 6, 30)) is None
    assert Preferences(quiet_from=None).quiet_ends(at(21, 3)) is None
    noon = Preferences(quiet_from=at(1, 11, 30).time(), quiet_until=at(1, 13, 30).time())
    assert (noon.quiet_ends(at(21, 12)), noon.quiet_ends(at(21, 14))) == (at(21, 13, 30), None)


def test_a_wish_for_today_on_a_day_off_is_due_today(bureau: Bureau) -> None:
    bureau.now = at(25)
    (item,) = bureau.plans("việc", once(25))
    assert (item.due_on, item.moved_from) == (date(2026, 7, 25), None)


def test_who_leaves_without_handing_over_leaves_their_reminders_to_the_administrators(bureau: Bureau) -> None:
    binh = bureau.hires("Bình", "telegram:78")
    (alone,) = bureau.plans("của Bình", once(31), "Bình")
    (both,) = bureau.plans("của cả hai", once(30), "An", "Bình")
    (other,) = bureau.plans("của An", once(29), "An")
    with bureau.store.begin() as session:
        reminders = Reminders(session, alone.office_id)
        reminders.take_over(other.id, binh.person_id, at(20))
        reminders.snooze(alone.id, bureau.route("Bình"), binh.person_id, at(22, 9), at(20))
        reminders.escalate_to(binh.person_id, 2)
        assert charge_of(session, alone.office_id, binh.person_id) == 3
        assert leave_to_administrators(session, alone.office_id, binh.person_id, at(21)) == 3
        assert leave_to_administrators(session, alone.office_id, binh.person_id, at(21)) == 0
        assert reminders.escalation() is None
        assert all(row.ended_at for row in session.scalars(select(ReminderSnoozeRow)))
    assert [route for route, *_ in planned(bureau, alone)] == ["office:1"]
    assert [route for route, *_ in planned(bureau, both)] == [bureau.route("An")]
    assert [route for route, *_ in planned(bureau, other)] == [bureau.route("An")]
