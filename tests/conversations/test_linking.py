"""One person on a phone and at a keyboard: a code shown here and typed there, and what it opens and never opens.

Scripts that need both channels at once begin on Telegram, with a keyboard in the same installation.
Read next: `bot/flows/linking.py`, `bot/linking.py`.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.access import Directory, Role
from bot.linking import Linking
from bot.storage.draft_models import DraftRow
from bot.storage.link_models import LinkAttemptRow, LinkCodeRow
from bot.storage.models import IdentityRow, MembershipRow, OfficeRow, PersonRow
from bot.storage.reminder_models import ReminderDeliveryRow, ReminderRecipientRow
from bot.storage.reminder_planning import person_route
from bot.storage.reminders import Reminders
from knowledge.errors import AccessDenied
from knowledge.schedules import Every, Schedule
from tests.conversations.house import House, exported
from tests.conversations.stage import Speaker, Stage, TelegramSpeaker, TelegramStage, TerminalSpeaker, until
from tests.conversations.test_drafting import LATE, ONLY, begins, says
from tests.telegram_double import TelegramDouble

OFFICE = "Ủy ban nhân dân xã Tân Bình"
OWN = "Cơ quan của tôi"
CODE = re.compile(r"\b\d{4} \d{4}\b")


def keyboard(stage: Stage, name: str = "An") -> TerminalSpeaker:
    """Somebody at a keyboard of the same installation."""
    return TerminalSpeaker(name, stage.house, stage.house.home / "files")


def at_own_machine(house: House, speaker: Speaker, name: str = OWN) -> int:
    """The office that whoever sits at the machine has from the start."""
    with house.store.begin() as session:
        office, code = Directory(session).create_office(name, house.clock())
    house.enrol_with(code, speaker.identity, speaker.name)
    return office


async def code_of(speaker: Speaker) -> str:
    await speaker.writes("/lien_ket")
    found = CODE.search(speaker.said.text)
    assert found is not None, speaker.said.text
    return found[0]


def person_of(house: House, speaker: Speaker) -> int | None:
    known = house.who(speaker.identity)
    return known.person_id if known else None


async def test_a_draft_begun_on_the_phone_goes_on_at_the_keyboard_in_the_middle_of_the_shortcomings(
    telegram_stage: TelegramStage,
) -> None:
    phone, desk = telegram_stage.administrator("An"), keyboard(telegram_stage)
    await begins(phone, ONLY)
    await says(phone, "25.", "9/58 bộ; quý IV/2026; 04 thôn")
    phone.sees("Vì sao có hạn chế này?", LATE)
    telegram_stage.house.clock.passes(days=3)
    await desk.writes(f"/lien_ket {await code_of(phone)}")
    desk.sees("Đã liên kết", "An", OFFICE, "Telegram (…77)")
    await desk.writes("/soan")
    await desk.presses("Tiếp tục")
    desk.sees("Vì sao có hạn chế này?", LATE)
    await desk.writes("1")
    desk.sees("Sẽ làm gì để khắc phục?")
    await phone.writes("/soan")
    await phone.presses("Tiếp tục")
    phone.sees("Sẽ làm gì để khắc phục?", LATE)
    assert telegram_stage.house.rows(select(func.count()).select_from(DraftRow)) == [1]


async def test_both_channels_are_told_and_the_old_one_may_undo_it(telegram_stage: TelegramStage) -> None:
    phone, desk = telegram_stage.administrator("An"), keyboard(telegram_stage)
    await desk.writes(await code_of(phone))
    desk.sees("Đã liên kết")
    await phone.hears_out()
    phone.sees("Kênh mới vừa được liên kết", "cửa sổ dòng lệnh (An)", "Nếu không phải anh/chị, gõ /lien_ket")
    await phone.person.presses("Gỡ cửa sổ dòng lệnh (An)")
    await until(lambda: person_of(telegram_stage.house, desk) is None)
    await desk.writes("Điều 50")
    desk.sees("chỉ phục vụ những người được cơ quan mời", "vừa được gỡ")
    await phone.hears_out()
    phone.sees("Đã gỡ cửa sổ dòng lệnh (An)", "/lien_ket")
    assert telegram_stage.house.rows(select(IdentityRow.key)) == [phone.identity]


async def test_the_code_is_shown_with_the_channels_and_kept_only_as_its_hash(telegram_stage: TelegramStage) -> None:
    phone = telegram_stage.administrator("An")
    code = await code_of(phone)
    phone.sees("hết hạn lúc 08:45 ngày 20/7/2026", f"/lien_ket {code}", "Telegram (…77), kênh này")
    contents = telegram_stage.house.contents()
    assert code not in contents and code.replace(" ", "") not in contents


@pytest.mark.parametrize("typed", ["/lien_ket {}", "/lienket {}", "{}", "  {}\n", "/lien_ket@troly_bot {}"])
@pytest.mark.parametrize("parted", [" ", "", "-"])
async def test_a_code_is_taken_as_people_type_it(stage: Stage, typed: str, parted: str) -> None:
    an, other = stage.administrator("An"), stage.person("Máy khác")
    code = await code_of(an)
    await other.writes(typed.format(code.replace(" ", parted)))
    other.sees("Đã liên kết")
    assert person_of(stage.house, other) == person_of(stage.house, an)


async def test_a_bare_code_may_be_typed_where_a_code_was_asked_for(stage: Stage) -> None:
    an, other = stage.administrator("An"), stage.person("Máy khác")
    at_own_machine(stage.house, other)
    code = await code_of(an)
    await other.writes("/lien_ket")
    other.sees("Nếu anh/chị đã lấy mã ở kênh kia, gõ mã đó vào đây")
    await other.writes(code)
    other.sees("Đã liên kết")


async def test_what_is_no_code_goes_to_the_interview_that_was_under_way(stage: Stage) -> None:
    an = stage.administrator("An")
    await begins(an, "Chỉ một mục khác", "Đặc điểm tình hình")
    await an.writes("/lien_ket")
    await an.writes("19,8")
    an.sees("✓ Diện tích: 19,8 km².")
    await an.writes("23264000")
    an.sees("✓ Dân số: 23.264.000 người.")


async def test_a_code_works_once(stage: Stage) -> None:
    an, first, second = stage.administrator("An"), stage.person("Máy một"), stage.person("Máy hai")
    code = await code_of(an)
    await first.writes(f"/lien_ket {code}")
    await second.writes(f"/lien_ket {code}")
    second.sees("đã được dùng", "/lien_ket")
    assert person_of(stage.house, second) is None


async def test_a_code_ends_after_a_quarter_of_an_hour_and_a_new_one_ends_it_too(stage: Stage) -> None:
    an, other = stage.administrator("An"), stage.person("Máy khác")
    before = await code_of(an)
    code = await code_of(an)
    await other.writes(f"/lien_ket {before}")
    other.sees("Không có mã liên kết nào như vậy")
    stage.house.clock.passes(minutes=15)
    await other.writes(f"/lien_ket {code}")
    other.sees("quá 15 phút")
    assert person_of(stage.house, other) is None


async def test_wrong_codes_are_counted_and_slowed_in_that_chat_alone(stage: Stage) -> None:
    an, guesser, other = stage.administrator("An"), stage.person("Người dò"), stage.person("Máy khác")
    code = await code_of(an)
    wrong = "0000 0001" if code != "0000 0001" else "0000 0002"
    for _ in range(3):
        await guesser.writes(f"/lien_ket {wrong}")
        guesser.sees("Không có mã liên kết nào như vậy")
    await guesser.writes(f"/lien_ket {code}")
    guesser.sees("Đã có nhiều mã sai liên tiếp", "08:31")
    assert person_of(stage.house, guesser) is None
    await guesser.writes("Điều 50")
    guesser.sees("chỉ phục vụ những người được cơ quan mời")
    stage.house.clock.passes(minutes=1)
    await guesser.writes(f"/lien_ket {wrong}")
    guesser.sees("Không có mã liên kết nào như vậy")
    await guesser.writes(f"/lien_ket {wrong}")
    guesser.sees("Đã có nhiều mã sai liên tiếp", "08:33")
    assert guesser.identity not in stage.house.contents()
    await other.writes(f"/lien_ket {code}")
    other.sees("Đã liên kết")


async def test_wrong_codes_are_forgotten_in_the_end(stage: Stage) -> None:
    stage.administrator("An")
    first, second = stage.person("Người dò"), stage.person("Người sau")
    await first.writes("/lien_ket 0000 0001")
    stage.house.clock.passes(days=3)
    await second.writes("/lien_ket 0000 0002")
    assert len(stage.house.rows(select(LinkAttemptRow.wrong))) == 1


async def test_without_a_code_a_stranger_is_told_where_to_get_one(stage: Stage) -> None:
    stage.administrator("An")
    other = stage.person("Máy khác")
    await other.writes("/lien_ket")
    other.sees("8 chữ số", "/lien_ket 1234 5678")
    await other.writes("/lien_ket abc")
    other.sees("8 chữ số")
    assert stage.house.rows(select(LinkAttemptRow.wrong)) == []


async def test_ones_own_code_is_for_another_channel(stage: Stage) -> None:
    an, other = stage.administrator("An"), stage.person("Máy khác")
    code = await code_of(an)
    await an.writes(code)
    an.sees("Mã này là của chính anh/chị")
    await other.writes(code)
    other.sees("Đã liên kết")


async def test_in_a_group_nothing_is_linked_and_a_code_that_was_seen_is_spoiled(
    telegram_stage: TelegramStage, telegram: TelegramDouble
) -> None:
    phone, other = telegram_stage.administrator("An"), telegram_stage.person("Máy khác")
    code = await code_of(phone)
    group = telegram.group("Nhóm")
    here = telegram_stage.in_group(group, phone)
    await here.writes("/lien_ket@troly_bot")
    here.sees("chỉ làm được trong cuộc trò chuyện riêng")
    here.sees_nothing_of("Mã vừa gõ")
    await here.writes(f"/lien_ket@troly_bot {code}")
    here.sees("đã có người khác nhìn thấy nên không dùng được nữa")
    stranger = telegram_stage.in_group(group, other)
    await stranger.writes(f"/lien_ket@troly_bot {code}")
    stranger.is_left_alone()
    await other.writes(f"/lien_ket {code}")
    other.sees("Không có mã liên kết nào như vậy")


# What the other channel had before.


async def test_an_office_without_anything_in_it_is_left_without_a_question(stage: Stage) -> None:
    an, desk = stage.administrator("An"), stage.person("Máy khác")
    at_own_machine(stage.house, desk)
    await desk.writes(f"/lien_ket {await code_of(an)}")
    desk.sees("Đã liên kết", "Cơ quan của tôi ở kênh này chưa có gì nên không giữ lại")
    assert stage.house.rows(select(OfficeRow.name)) == [OFFICE]
    await desk.writes("/co_quan")
    desk.sees(f"Anh/chị chỉ thuộc một cơ quan: {OFFICE}")


async def test_what_an_own_office_has_is_told_first_and_stays_where_it_is(stage: Stage) -> None:
    an, desk = stage.administrator("An"), stage.person("Máy khác")
    own = at_own_machine(stage.house, desk)
    await begins(desk, ONLY)
    await says(desk, "25.", "9/58 bộ; quý IV/2026; 04 thôn")
    await desk.writes(f"/lien_ket {await code_of(an)}")
    desk.sees("của An", "Cơ quan của tôi: 1 bản thảo, 0 tài liệu, 0 việc nhắc", f"không chuyển sang {OFFICE}")
    assert person_of(stage.house, desk) != person_of(stage.house, an)
    await desk.presses("Liên kết")
    desk.sees("Đã liên kết", "Cơ quan của tôi vẫn còn nguyên: gõ /co_quan")
    known = stage.house.who(desk.identity)
    assert known is not None
    assert (known.office_name, {office.name for office in known.offices}) == (OFFICE, {OFFICE, OWN})
    assert stage.house.rows(select(DraftRow.office_id)) == [own]
    await an.writes("/co_quan")
    await an.presses(OWN)
    await an.writes("/soan")
    await an.presses("Tiếp tục")
    an.sees("Vì sao có hạn chế này?", LATE)


async def test_whoever_thinks_better_of_it_keeps_everything_apart(stage: Stage) -> None:
    an, desk = stage.administrator("An"), stage.person("Máy khác")
    at_own_machine(stage.house, desk)
    await begins(desk, ONLY)
    code = await code_of(an)
    await desk.writes(f"/lien_ket {code}")
    await desk.presses("Thôi, giữ riêng")
    desk.sees("Chưa liên kết gì")
    assert person_of(stage.house, desk) != person_of(stage.house, an)
    await desk.writes(f"/lien_ket {code}")
    desk.sees("Không có mã liên kết nào như vậy")


async def test_consent_that_comes_too_late_joins_nothing(stage: Stage) -> None:
    an, desk = stage.administrator("An"), stage.person("Máy khác")
    at_own_machine(stage.house, desk)
    await begins(desk, ONLY)
    await desk.writes(f"/lien_ket {await code_of(an)}")
    stage.house.clock.passes(minutes=16)
    await desk.presses("Liên kết")
    desk.sees("quá 15 phút")
    assert person_of(stage.house, desk) != person_of(stage.house, an)


async def test_an_office_with_other_people_lets_nobody_in_by_a_code(stage: Stage) -> None:
    an, binh = stage.administrator("An"), stage.administrator("Bình", "Ủy ban nhân dân phường Mỹ Lộc")
    chi = stage.person("Chi")
    known = stage.house.who(binh.identity)
    assert known is not None
    stage.house.enrol(chi.identity, "Chi", known.office_id, Role.OFFICER, binh.identity)
    await binh.writes(f"/lien_ket {await code_of(an)}")
    binh.sees("Ủy ban nhân dân phường Mỹ Lộc, nơi An chưa là thành viên", "/moi", "/roi_co_quan")
    assert [office.name for office in (stage.house.who(an.identity) or known).offices] == [OFFICE]


async def test_two_memberships_of_one_office_become_one_with_its_reminders(stage: Stage) -> None:
    an, desk = stage.administrator("An"), stage.person("An ở máy tính")
    known = stage.house.who(an.identity)
    assert known is not None
    stage.house.enrol(desk.identity, "An ở máy tính", known.office_id, Role.OFFICER, an.identity)
    with stage.house.store.begin() as session:
        weekly, by = Schedule(every=Every.WEEKLY, weekday=4), stage.house.person(desk.identity)
        rules = Reminders(session, known.office_id)
        rules.add("Nộp báo cáo tuần", weekly, [person_route(by)], by, stage.house.clock())
    await desk.writes("Điều 50")
    await desk.writes(f"/lien_ket {await code_of(an)}")
    desk.sees(f"tư cách thành viên {OFFICE}: nhập làm một")
    await desk.presses("Liên kết")
    desk.sees("Đã liên kết")
    assert stage.house.rows(select(PersonRow.name)) == ["An"]
    assert stage.house.rows(select(MembershipRow.role)) == ["administrator"]
    assert stage.house.rows(select(ReminderRecipientRow.person_id)) == [known.person_id]
    planned = select(ReminderDeliveryRow.route).where(ReminderDeliveryRow.state == "planned").distinct()
    assert stage.house.rows(planned) == [person_route(known.person_id)]
    await an.writes("/phieu 1")
    an.sees("Điều 50")


async def test_whoever_has_left_every_office_is_told_of_the_answers_that_are_kept(stage: Stage) -> None:
    an, desk = stage.administrator("An"), stage.person("Máy khác")
    known = stage.house.who(an.identity)
    assert known is not None
    stage.house.enrol(desk.identity, "An", known.office_id, Role.OFFICER, an.identity)
    await desk.writes("Điều 50")
    await says(desk, "/roi_co_quan", "Rời cơ quan")
    await desk.writes(f"/lien_ket {await code_of(an)}")
    desk.sees("1 câu đã hỏi ở cơ quan cũ")
    await desk.presses("Liên kết")
    desk.sees("Đã liên kết")


# Taking a channel away.


async def test_the_channels_are_shown_and_one_that_is_not_used_here_is_taken_away(stage: Stage) -> None:
    an, other = stage.administrator("An"), stage.person("Máy khác")
    await other.writes(f"/lien_ket {await code_of(an)}")
    await an.writes("/lien_ket")
    an.sees("kênh này", "liên kết lúc 08:30 ngày 20/7/2026")
    await an.presses("Gỡ")
    an.sees("Đã gỡ")
    assert person_of(stage.house, other) is None
    await other.writes(f"/lien_ket {await code_of(an)}")
    other.sees("Đã liên kết")


async def test_a_new_channel_cannot_take_away_the_old_one_before_its_owner_can_act(stage: Stage) -> None:
    an, other = stage.administrator("An"), stage.person("Máy khác")
    await other.writes(f"/lien_ket {await code_of(an)}")
    await other.writes("/lien_ket")
    await other.presses("Gỡ")
    other.sees("Kênh này mới được liên kết", "08:30 ngày 21/7/2026")
    stage.house.clock.passes(days=1)
    await other.writes("/lien_ket")
    await other.presses("Gỡ")
    other.sees("Đã gỡ")
    assert person_of(stage.house, an) is None


async def test_a_code_that_was_had_on_a_channel_goes_with_it(stage: Stage) -> None:
    an, thief = stage.administrator("An"), stage.person("Kẻ lấy mã")
    await thief.writes(f"/lien_ket {await code_of(an)}")
    await an.writes("/lien_ket")
    code = await code_of(thief)
    await an.presses("Gỡ")
    await thief.writes(f"/lien_ket {code}")
    thief.sees("Không có mã liên kết nào như vậy")
    assert person_of(stage.house, thief) is None


async def test_a_forged_button_takes_nothing_away(telegram_stage: TelegramStage) -> None:
    phone = telegram_stage.administrator("An")
    await phone.writes("/lien_ket")
    for data in ("linking:cut:0123456789abcdef", "linking:cut", "linking:agree:999", "linking:decline:x", "linking:x"):
        await phone.presses_forged(data)
    assert telegram_stage.house.rows(select(IdentityRow.key)) == [phone.identity]


# Personal data.


async def test_ones_data_tells_of_the_channels_and_goes_with_them(stage: Stage) -> None:
    an, other = stage.administrator("An"), stage.person("Máy khác")
    await other.writes(f"/lien_ket {await code_of(an)}")
    await other.writes("/xoa_du_lieu")
    data = exported(other.gets("du-lieu-cua-toi.zip"))
    assert sorted(data["identities"]) == sorted([an.identity, other.identity])
    (linked,) = data["channels_linked"]
    assert (linked["identity"], linked["used_at"]) == (other.identity, "2026-07-20T08:30:00+07:00")
    assert "code_hash" not in linked
    await other.presses("Xóa vĩnh viễn")
    assert stage.house.rows(select(LinkCodeRow.id)) == stage.house.rows(select(IdentityRow.key)) == []


# At the same moment.


def test_of_two_who_type_a_code_at_once_one_is_let_in(house: House) -> None:
    office = house.office(OFFICE)
    house.enrol("telegram:1", "An", office)
    with house.store.begin() as session:
        code = Linking(session).new_code(house.person("telegram:1"), house.clock())
    joined = []
    for identity in ("telegram:2", "telegram:3"):
        with house.store.begin() as session:
            linking = Linking(session)
            try:
                offer = linking.offer(code, identity, house.clock())
            except AccessDenied as refused:
                assert refused.key == "link_code_used"
            else:
                linking.join(offer, identity, house.clock() + timedelta(seconds=1))
                joined.append(identity)
    assert joined == ["telegram:2"]


async def test_two_people_type_one_code_at_the_same_moment(telegram_stage: TelegramStage) -> None:
    phone = telegram_stage.administrator("An")
    first, second = telegram_stage.person("Máy một"), telegram_stage.person("Máy hai")
    code = await code_of(phone)
    await first.person.writes(f"/lien_ket {code}")
    await second.person.writes(f"/lien_ket {code}")
    for speaker in (first, second):
        assert isinstance(speaker, TelegramSpeaker)
        await speaker.hears_out()
    told = [speaker.said.text for speaker in (first, second)]
    assert sorted("Đã liên kết" in each for each in told) == [False, True]
    assert sum("đã được dùng" in each for each in told) == 1
