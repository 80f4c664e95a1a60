"""Coming in by a code, inviting others, roles, several offices, leaving: who may do what, and what they are told.

The same scripts are played on Telegram and at the keyboard.
Read next: `bot/flows/account.py`, `bot/access.py`.
"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from bot.access import Role
from bot.storage.models import InvitationRow, MembershipRow
from tests.conversations.stage import Speaker, Stage

CODE = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}")
OFFICE = "Phường Bình An"


async def invited(stage: Stage, administrator: Speaker, name: str, role: str = "cán bộ") -> Speaker:
    """Somebody who came in with a code that the administrator had made for them."""
    await administrator.writes("/moi")
    await administrator.presses(role)
    found = CODE.search(administrator.said.text)
    assert found is not None
    newcomer = stage.person(name)
    await newcomer.writes(f"/tham_gia {found[0]}")
    newcomer.sees("Chào mừng", role)
    return newcomer


def role_of(stage: Stage, speaker: Speaker) -> Role | None:
    known = stage.house.who(speaker.identity)
    return known.role if known else None


async def test_the_first_code_makes_an_administrator(stage: Stage) -> None:
    an = stage.person("An")
    code = stage.house.code(stage.house.office(OFFICE))
    await an.writes(f"/tham_gia {code}")
    an.sees("Chào mừng anh/chị đến với Phường Bình An", "quản trị viên", "/tro_giup")
    await an.writes("Điều 50")
    an.sees("Nghị định số 152/2025/NĐ-CP")


@pytest.mark.parametrize(
    "typed",
    [
        "/start {}",
        "/tham_gia {}",
        "/tham_gia   {} ",
        "/tham_gia\n{}",
        "/thamgia {}",
        "/Tham_gía {}",
        "{}",
        " {}\n",
    ],
)
async def test_a_code_is_taken_as_people_type_it(stage: Stage, typed: str) -> None:
    an = stage.person("An")
    code = stage.house.code(stage.house.office(OFFICE))
    await an.writes(typed.format(code.lower().replace("-", " ")))
    an.sees("Chào mừng")


async def test_without_a_code_the_code_is_asked_for(stage: Stage) -> None:
    an = stage.person("An")
    await an.writes("/tham_gia")
    an.sees("gửi mã mời ngay sau lệnh", "/tham_gia ABCD")


async def test_a_wrong_code_opens_nothing(stage: Stage) -> None:
    stage.administrator("An", OFFICE)
    stranger = stage.person("Lạ")
    await stranger.writes("/tham_gia 2222-3333-4444-5555")
    stranger.sees("Không có mã mời nào như vậy")
    await stranger.writes("Điều 50")
    stranger.sees("chỉ phục vụ những người được cơ quan mời")


async def test_a_code_works_once(stage: Stage) -> None:
    code = stage.house.code(stage.house.office(OFFICE))
    first, second = stage.person("An"), stage.person("Bình")
    await first.writes(f"/tham_gia {code}")
    await second.writes(f"/tham_gia {code}")
    second.sees("đã được dùng")
    assert role_of(stage, second) is None


async def test_a_code_ends_after_a_week(stage: Stage) -> None:
    code = stage.house.code(stage.house.office(OFFICE))
    stage.house.clock.passes(days=7)
    an = stage.person("An")
    await an.writes(f"/tham_gia {code}")
    an.sees("đã hết hạn lúc 08:30 ngày 27/7/2026")


@pytest.mark.parametrize(
    ("label", "role"), [("người xem", Role.READER), ("cán bộ", Role.OFFICER), ("quản trị viên", Role.ADMINISTRATOR)]
)
async def test_an_invitation_says_office_role_and_end_and_gives_the_role(stage: Stage, label: str, role: Role) -> None:
    an = stage.administrator("An", OFFICE)
    await an.writes("/moi")
    an.sees("Mời người mới vào Phường Bình An")
    an.may_press("người xem", "cán bộ", "quản trị viên")
    await an.presses(label)
    an.sees("Phường Bình An", label, "08:30 ngày 27/7/2026", "/tham_gia")
    newcomer = stage.person("Bình")
    found = CODE.search(an.said.text)
    assert found is not None
    await newcomer.writes(f"/tham_gia {found[0]}")
    assert role_of(stage, newcomer) is role


async def test_a_member_who_uses_a_code_again_leaves_it_for_whom_it_was_made(stage: Stage) -> None:
    an = stage.administrator("An", OFFICE)
    binh = await invited(stage, an, "Bình")
    await an.writes("/moi")
    await an.presses("người xem")
    found = CODE.search(an.said.text)
    assert found is not None
    await binh.writes(f"/tham_gia {found[0]}")
    binh.sees("đã là thành viên", "vẫn còn hiệu lực")
    chi = stage.person("Chi")
    await chi.writes(f"/tham_gia {found[0]}")
    assert role_of(stage, chi) is Role.READER


@pytest.mark.parametrize("command", ["/moi", "/thanh_vien"])
async def test_who_is_no_administrator_is_told_whom_to_ask(stage: Stage, command: str) -> None:
    an = stage.administrator("An", OFFICE)
    binh = await invited(stage, an, "Bình")
    await binh.writes(command)
    binh.sees("cần vai trò quản trị viên tại Phường Bình An", "nhờ một quản trị viên")


async def test_everybody_may_ask_whatever_their_role(stage: Stage) -> None:
    an = stage.administrator("An", OFFICE)
    chi = await invited(stage, an, "Chi", "người xem")
    await chi.writes("Điều 50")
    chi.sees("Nghị định số 152/2025/NĐ-CP")


async def test_an_administrator_changes_roles_and_shows_people_out(stage: Stage) -> None:
    an = stage.administrator("An", OFFICE)
    binh = await invited(stage, an, "Bình")
    await an.writes("/thanh_vien")
    an.sees("Thành viên của Phường Bình An", "1. An – quản trị viên", "2. Bình – cán bộ")
    await an.presses("Bình")
    an.sees("Bình đang là cán bộ")
    an.may_press("Đổi thành quản trị viên", "Đổi thành người xem", "Đưa ra khỏi cơ quan")
    an.may_not_press("Đổi thành cán bộ")
    await an.presses("Đổi thành người xem")
    an.sees("Bình từ nay có vai trò người xem")
    assert role_of(stage, binh) is Role.READER
    await an.writes("/thanh_vien")
    await an.presses("Bình")
    await an.presses("Đưa ra khỏi cơ quan")
    an.sees("Bình không còn là thành viên của Phường Bình An")
    await binh.writes("Điều 50")
    binh.sees("chỉ phục vụ những người được cơ quan mời")


async def test_a_list_that_grew_old_does_no_harm(stage: Stage) -> None:
    an = stage.administrator("An", OFFICE)
    binh = await invited(stage, an, "Bình")
    await an.writes("/thanh_vien")
    await binh.writes("/roi_co_quan")
    await binh.presses("Rời cơ quan")
    await an.presses("Bình")
    an.sees("Không tìm thấy người này trong Phường Bình An")


async def test_who_was_demoted_meanwhile_invites_nobody(stage: Stage) -> None:
    an = stage.administrator("An", OFFICE)
    binh = await invited(stage, an, "Bình", "quản trị viên")
    await binh.writes("/moi")
    await an.writes("/thanh_vien")
    await an.presses("Bình")
    await an.presses("Đổi thành cán bộ")
    before = stage.house.rows(select(func.count()).select_from(InvitationRow))
    await binh.presses("người xem")
    binh.sees("cần vai trò quản trị viên")
    assert stage.house.rows(select(func.count()).select_from(InvitationRow)) == before


async def test_the_last_administrator_can_neither_leave_nor_step_down(stage: Stage) -> None:
    an = stage.administrator("An", OFFICE)
    await invited(stage, an, "Bình")
    await an.writes("/roi_co_quan")
    await an.presses("Rời cơ quan")
    an.sees("chỉ còn một quản trị viên", "giao vai trò quản trị viên cho một thành viên khác")
    await an.writes("/thanh_vien")
    await an.presses("An")
    await an.presses("Đổi thành cán bộ")
    an.sees("chỉ còn một quản trị viên")
    assert role_of(stage, an) is Role.ADMINISTRATOR


async def test_after_handing_over_the_administrator_may_leave(stage: Stage) -> None:
    an = stage.administrator("An", OFFICE)
    binh = await invited(stage, an, "Bình")
    await an.writes("/thanh_vien")
    await an.presses("Bình")
    await an.presses("Đổi thành quản trị viên")
    await an.writes("/roi_co_quan")
    an.sees("chắc chắn rời Phường Bình An")
    await an.presses("Rời cơ quan")
    an.sees("đã rời Phường Bình An")
    await an.writes("Điều 50")
    an.sees("chỉ phục vụ những người được cơ quan mời")
    assert role_of(stage, binh) is Role.ADMINISTRATOR


async def test_who_thinks_better_of_leaving_is_told_that_nothing_changed(stage: Stage) -> None:
    an = stage.administrator("An", OFFICE)
    await an.writes("/roi_co_quan")
    await an.presses("Ở lại")
    an.sees("Phường Bình An")
    assert stage.house.rows(select(func.count()).select_from(MembershipRow)) == [1]


async def test_somebody_with_two_offices_switches_between_them(stage: Stage) -> None:
    an = stage.administrator("An", OFFICE)
    other = stage.house.code(stage.house.office("Xã Cao Sơn"))
    stage.house.clock.passes(minutes=1)
    await an.writes(f"/tham_gia {other}")
    an.sees("Xã Cao Sơn")
    await an.writes("/start")
    an.sees("Xã Cao Sơn")
    stage.house.clock.passes(minutes=1)
    await an.writes("/co_quan")
    an.sees("làm việc cho cơ quan nào")
    await an.presses("Phường Bình An")
    an.sees("làm việc cho Phường Bình An với vai trò quản trị viên")
    await an.writes("/tro_giup")
    an.sees("đang làm việc cho Phường Bình An")


async def test_with_one_office_there_is_nothing_to_switch(stage: Stage) -> None:
    an = stage.administrator("An", OFFICE)
    await an.writes("/co_quan")
    an.sees("chỉ thuộc một cơ quan: Phường Bình An")
    assert an.said.buttons == []


async def test_an_answer_given_for_one_office_is_not_opened_for_another(stage: Stage) -> None:
    an = stage.administrator("An", OFFICE)
    other = stage.house.code(stage.house.office("Xã Cao Sơn"))
    await an.writes("Điều 50")
    stage.house.clock.passes(minutes=1)
    stage.house.enrol_with(other, an.identity, "An")
    await an.presses("Xem toàn văn Điều 50")
    an.sees("đã cũ hoặc thuộc về")


async def test_a_name_with_signs_of_markup_is_a_name(stage: Stage) -> None:
    an = stage.administrator("An", 'Xã <b>A</b> & "B" {{ 7*7 }}')
    binh = await invited(stage, an, "B<i>ình & {{ 7*7 }}")
    await an.writes("/thanh_vien")
    an.sees('Xã <b>A</b> & "B" {{ 7*7 }}', "2. B<i>ình & {{ 7*7 }} – cán bộ")
    await an.presses("B<i>ình & {{ 7*7 }}")
    an.sees("B<i>ình & {{ 7*7 }} đang là cán bộ")
    await binh.writes("/start")
    binh.sees("Chào B<i>ình & {{ 7*7 }}")
