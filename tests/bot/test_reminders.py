"""The tick: who is told what and when, what an outage leaves behind, and what happens to whom nobody can reach."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.access import Directory, Role
from bot.reminders import ReminderTick, at_keyboard
from bot.rendering import to_plain
from bot.storage.due_reminders import follow_the_outbox
from bot.storage.engine import Store
from bot.storage.migrate import upgrade
from bot.storage.personal_data import erase
from bot.storage.reminder_models import ReminderDeliveryRow
from bot.storage.reminder_planning import Preferences, group_route
from bot.storage.reminders import Reminders
from knowledge.errors import ChatGone, DeliveryProblem, RetryLater
from tests.bot.reminding import FRIDAYS, MONDAY, Bureau, at, once


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    store = Store(f"sqlite:///{tmp_path / 'tdkt.sqlite'}")
    upgrade(store.engine)
    bureau = Bureau(store).opens()
    bureau.ticks()
    yield bureau
    store.dispose()


def test_the_ladder_reminds_at_eight_of_its_days_and_then_every_working_day(bureau: Bureau) -> None:
    bureau.plans("Báo cáo", once(30))
    said = bureau.passes(at(4, 9, month=8))
    moments = [(f"{when:%d/%m %H:%M}", letter.text.split(":")[0]) for when, letter in said]
    assert moments == [
        ("23/07 08:00", "Nhắc việc"),
        ("28/07 08:00", "Nhắc việc"),
        ("30/07 08:00", "Nhắc việc"),
        ("31/07 08:00", "Việc đã quá hạn"),
        ("03/08 08:00", "Việc đã quá hạn"),
        ("04/08 08:00", "Việc đã quá hạn"),
    ]
    assert [letter.text.count("còn 5 ngày làm việc") for _, letter in said] == [1, 0, 0, 0, 0, 0]
    assert "hôm nay là hạn cuối" in said[2][1].text
    assert said[0][1].labels == ["Đã nộp", "Bỏ lần này", "Nhắc lại sau 1 giờ", "Ngày mai", "Chọn ngày"]


def test_what_is_done_is_not_spoken_of_again(bureau: Bureau) -> None:
    (item,) = bureau.plans("Báo cáo", once(30))
    assert len(bureau.hears(at(23))) == 1
    with bureau.store.begin() as session:
        Reminders(session, item.office_id).done(item.id, bureau.people["An"].person_id, at(23, 9))
    assert bureau.passes(at(4, 9, month=8)) == []


def test_several_in_the_morning_are_one_message(bureau: Bureau) -> None:
    for number in range(25):
        bureau.plans(f"Việc {number}", once(30))
    (letter,) = bureau.hears(at(23))
    assert "Việc cần nhớ hôm nay" in letter.text and "Và 5 việc khác" in letter.text
    assert len(letter.labels) == 20


def test_who_wants_no_digest_gets_each_apart(bureau: Bureau) -> None:
    with bureau.store.begin() as session:
        Reminders(session, 1).prefer(bureau.people["An"].person_id, Preferences(digest=False), MONDAY)
    bureau.plans("Một", once(30))
    bureau.plans("Hai", once(30))
    assert sorted(letter.text.split("\n")[0] for letter in bureau.hears(at(23))) == [
        "Nhắc việc: Hai – một lần",
        "Nhắc việc: Một – một lần",
    ]


def test_after_an_outage_one_honest_digest(bureau: Bureau) -> None:
    for title in ("Một", "Hai", "Ba"):
        bureau.plans(title, once(30))
    bureau.ticks(at(23, 2, 10))
    (letter,) = bureau.hears(at(23, 8, 45))
    assert letter.text.startswith("3 nhắc việc bị lỡ từ 02:10 đến 08:45")
    assert bureau.hears(at(23, 8, 50)) == []


def test_after_an_outage_of_days_each_is_told_once_and_the_days_are_named(bureau: Bureau) -> None:
    bureau.plans("Báo cáo", once(24))
    bureau.ticks(at(21, 12))
    (letter,) = bureau.hears(at(28, 9))
    assert letter.text.startswith("1 nhắc việc bị lỡ từ 12:00 ngày 21/7/2026 đến 09:00")
    assert "quá hạn 2 ngày làm việc" in letter.text
    assert bureau.hears(at(28, 9, 5)) == []
    assert len(bureau.hears(at(29))) == 1


def test_a_short_pause_is_no_outage(bureau: Bureau) -> None:
    bureau.plans("Báo cáo", once(30))
    bureau.ticks(at(23, 7, 55))
    (letter,) = bureau.hears(at(23, 8, 3))
    assert letter.text.startswith("Nhắc việc")


def test_a_clock_that_jumps_back_repeats_nothing_and_one_that_jumps_ahead_loses_nothing(bureau: Bureau) -> None:
    bureau.plans("Báo cáo", once(30))
    assert len(bureau.hears(at(23))) == 1
    assert bureau.hears(at(22)) == [] and bureau.hears(at(23)) == []
    assert len(bureau.hears(at(29))) == 1
    assert bureau.hears(at(24)) == []
    assert len(bureau.hears(at(30))) == 1


def test_nobody_is_woken_at_night(bureau: Bureau) -> None:
    (item,) = bureau.plans("Báo cáo", once(30))
    with bureau.store.begin() as session:
        wishes = Preferences(remind_at=at(1, 22).time())
        Reminders(session, item.office_id).prefer(bureau.people["An"].person_id, wishes, MONDAY)
    assert [f"{when:%d/%m %H:%M}" for when, _ in bureau.passes(at(24, 12))] == ["24/07 06:30"]


def test_a_snooze_comes_when_it_was_wished_for_and_hushes_what_lies_before_it(bureau: Bureau) -> None:
    (item,) = bureau.plans("Báo cáo", once(30))
    with bureau.store.begin() as session:
        reminders = Reminders(session, item.office_id)
        reminders.snooze(item.id, bureau.route("An"), bureau.people["An"].person_id, at(27, 21), at(22))
    said = bureau.passes(at(30, 9))
    assert [f"{when:%d/%m %H:%M}" for when, _ in said] == ["27/07 21:00", "28/07 08:00", "30/07 08:00"]


def test_a_snooze_past_the_due_day_does_not_hush_the_due_day(bureau: Bureau) -> None:
    (item,) = bureau.plans("Báo cáo", once(23))
    with bureau.store.begin() as session:
        reminders = Reminders(session, item.office_id)
        reminders.snooze(item.id, bureau.route("An"), bureau.people["An"].person_id, at(27, 9), at(20))
    assert [f"{when:%d/%m %H:%M}" for when, _ in bureau.passes(at(28, 7))] == ["23/07 08:00", "27/07 09:00"]


def test_a_group_hears_of_it_and_anybody_there_may_take_it(bureau: Bureau) -> None:
    bureau.plans("Báo cáo", once(30), routes=(group_route("telegram:-100"),))
    (letter,) = bureau.hears(at(23))
    assert letter.chat == "telegram:-100" and "Tôi nhận việc này" in letter.labels


def test_somebody_who_blocked_the_bot_is_told_nothing_and_the_administrators_are(bureau: Bureau) -> None:
    bureau.hires("Bình", "telegram:78")
    bureau.plans("Báo cáo", once(30), "Bình")
    bureau.ticks(at(23))
    assert bureau.post({"telegram:78": ChatGone()}) == []
    (letter,) = bureau.hears(at(23, 8, 1))
    assert letter.chat == "telegram:77" and "Báo cáo" in letter.text
    (letter,) = bureau.hears(at(28))
    assert letter.chat == "telegram:77", "from now on at once"


def test_who_left_the_office_hears_nothing_and_the_administrators_do(bureau: Bureau) -> None:
    binh = bureau.hires("Bình", "telegram:78")
    bureau.plans("Báo cáo", once(30), "Bình")
    with bureau.store.begin() as session:
        Directory(session).remove(bureau.people["An"], binh.person_id)
    assert [letter.chat for letter in bureau.hears(at(23))] == ["telegram:77"]
    assert [letter.chat for letter in bureau.hears(at(28))] == ["telegram:77"]


def test_an_administrator_who_also_stands_in_for_somebody_is_told_of_each_thing_once(bureau: Bureau) -> None:
    binh = bureau.hires("Bình", "telegram:78")
    bureau.hires("Chi", "telegram:79", Role.ADMINISTRATOR)
    bureau.plans("Báo cáo", once(30), "Chi", "Bình")
    with bureau.store.begin() as session:
        Directory(session).remove(bureau.people["An"], binh.person_id)
    letters = bureau.hears(at(23))
    assert sorted(letter.chat for letter in letters) == ["telegram:77", "telegram:79"]


def test_of_several_messages_lost_about_one_thing_the_administrators_are_told_once(bureau: Bureau) -> None:
    bureau.hires("Bình", "telegram:78")
    bureau.hires("Chi", "telegram:79")
    bureau.plans("Báo cáo", once(30), "Bình", "Chi")
    bureau.ticks(at(23))
    assert bureau.post({"telegram:78": ChatGone(), "telegram:79": ChatGone()}) == []
    with bureau.store.begin() as session:
        assert follow_the_outbox(session, at(23, 8, 1)) == 2
        told = select(ReminderDeliveryRow).where(ReminderDeliveryRow.route.startswith("office"))
        assert len(session.scalars(told).all()) == 1


def test_who_was_forgotten_leaves_their_reminders_to_the_administrators(bureau: Bureau) -> None:
    binh = bureau.hires("Bình", "telegram:78")
    (item,) = bureau.plans("Báo cáo", once(30), "An")
    bureau.plans("Một mình", once(30), "Bình")
    with bureau.store.begin() as session:
        Reminders(session, item.office_id).take_over(item.id, binh.person_id, MONDAY)
        erase(session, binh.person_id)
    said = bureau.passes(at(31, 9))
    assert {letter.chat for _, letter in said} == {"telegram:77"}
    assert [f"{when:%d/%m}" for when, _ in said] == ["23/07", "28/07", "30/07", "31/07"]
    assert all("Báo cáo" in letter.text and "Một mình" in letter.text for _, letter in said)


def test_while_nobody_can_be_reached_it_is_kept_for_the_next_working_day(bureau: Bureau) -> None:
    bureau.plans("Báo cáo", once(30))
    bureau.ticks(at(23))
    assert bureau.post({"telegram:77": ChatGone()}) == []
    assert bureau.hears(at(23, 9)) == []
    with bureau.store.read() as session:
        planned = select(ReminderDeliveryRow.id).where(ReminderDeliveryRow.state == "planned")
        assert session.scalars(planned).all(), "nothing due is forgotten"


@pytest.mark.parametrize("problem", [RetryLater(after=timedelta(seconds=30)), DeliveryProblem()])
def test_what_telegram_does_not_take_now_is_sent_later_by_the_outbox(bureau: Bureau, problem: DeliveryProblem) -> None:
    bureau.plans("Báo cáo", once(30))
    bureau.ticks(at(23))
    assert bureau.post({"telegram:77": problem}) == []
    bureau.now = at(23, 8, 5)
    (letter,) = bureau.post()
    assert letter.repeated == (not isinstance(problem, RetryLater)), "what may have arrived is labelled"
    assert bureau.hears(at(23, 8, 10)) == []


def test_the_leader_is_told_once_what_is_late(bureau: Bureau) -> None:
    leader = bureau.hires("Lãnh đạo", "telegram:80")
    bureau.plans("Báo cáo", once(23))
    with bureau.store.begin() as session:
        Reminders(session, leader.office_id).escalate_to(leader.person_id, 2)
    said = bureau.passes(at(30, 9))
    told = [(f"{when:%d/%m}", letter.text) for when, letter in said if letter.chat == "telegram:80"]
    assert [day for day, _ in told] == ["27/07"]
    assert told[0][1].startswith("Xã Tân Bình có việc quá hạn 2 ngày làm việc")


def test_many_are_told_in_batches_without_losing_one(bureau: Bureau) -> None:
    for number in range(30):
        bureau.hires(f"Người {number}", f"telegram:{100 + number}")
        bureau.plans(f"Việc {number}", once(30), f"Người {number}")
        bureau.plans(f"Thêm {number}", once(30), f"Người {number}")
    bureau.now = at(23)
    assert ReminderTick(bureau.store, batch=7).tick(bureau.now) == 30
    assert sorted(letter.chat for letter in bureau.post()) == sorted(f"telegram:{100 + number}" for number in range(30))


def test_who_only_sits_at_the_keyboard_is_told_there(bureau: Bureau) -> None:
    binh = bureau.hires("Bình", "terminal:binh")
    bureau.plans("Báo cáo", once(30), "Bình")
    assert bureau.hears(at(23)) == []
    with bureau.store.begin() as session:
        (reply,) = at_keyboard(session, binh, at(23, 9))
        assert at_keyboard(session, binh, at(23, 9)) == []
    assert to_plain(reply.html).startswith("Nhắc việc: Báo cáo")


def test_a_rule_goes_on_for_years(bureau: Bureau) -> None:
    bureau.plans("Báo cáo tuần", FRIDAYS)
    with bureau.store.begin() as session:
        Reminders(session, 1).prefer(bureau.people["An"].person_id, Preferences(ladder=(0,)), MONDAY)
    told = set()
    for week in range(60):
        day = at(24) + timedelta(weeks=week)
        for hours in (-24, 0):
            bureau.ticks(day + timedelta(hours=hours))
            bureau.post()
        with bureau.store.begin() as session:
            reminders = Reminders(session, 1)
            for item in reminders.open_items(day.date()):
                told.add(item.period)
                reminders.done(item.id, bureau.people["An"].person_id, day)
    assert len(told) == 60
