"""/xoa_du_lieu: the person's data come as a file, go for good when confirmed, stay when not.

The same scripts are played on Telegram and at the keyboard.
Read next: `bot/flows/account.py`, `bot/storage/personal_data.py`.
"""

from __future__ import annotations

from sqlalchemy import func, select

from bot.access import Role
from bot.storage.models import FeedbackRow, PersonRow, ReceiptRow
from tests.conversations.house import bytes_of, exported
from tests.conversations.stage import Speaker, Stage

NAME = "Trần Văn Khác Biệt"
QUESTION = "Tiền thưởng lao động tiên tiến bao nhiêu 445566?"
COMMENT = "ý kiến riêng tư 778899"
FILE = "du-lieu-cua-toi.zip"


async def settled(stage: Stage, office: str = "Phường Bình An") -> Speaker:
    """Somebody who asked, judged and commented."""
    officer = stage.administrator(NAME, office)
    await officer.writes(QUESTION)
    await officer.presses("Chưa đúng")
    await officer.writes(COMMENT)
    return officer


async def test_the_data_come_as_a_file_before_anything_is_asked(stage: Stage) -> None:
    officer = await settled(stage)
    await officer.writes("/xoa_du_lieu")
    officer.sees_in_order("toàn bộ dữ liệu", "vĩnh viễn", "Phường Bình An", "tải tệp dữ liệu ở trên")
    officer.may_press("Xóa vĩnh viễn", "Giữ lại")
    data = exported(officer.gets(FILE))
    assert data["person"][0]["name"] == NAME
    assert data["receipts"][0]["question"] == QUESTION
    assert data["feedback"][0]["comment"] == COMMENT
    assert data["identities"] == [officer.identity]


async def test_cancelled_everything_is_kept(stage: Stage) -> None:
    officer = await settled(stage)
    await officer.writes("/xoa_du_lieu")
    await officer.presses("Giữ lại")
    officer.sees("Chưa xóa gì cả")
    assert stage.house.rows(select(func.count()).select_from(ReceiptRow)) == [1]
    await officer.writes("Điều 50")
    officer.sees("Nghị định số 152/2025/NĐ-CP")


async def test_confirmed_everything_goes_also_from_the_bytes_of_the_database(stage: Stage) -> None:
    officer = await settled(stage)
    await officer.writes("/xoa_du_lieu")
    await officer.presses("Xóa vĩnh viễn")
    officer.sees("Đã xóa mọi dữ liệu", "mã mời mới")
    assert stage.house.rows(select(PersonRow)) == stage.house.rows(select(FeedbackRow)) == []
    await stage.ends()
    raw = stage.house.raw()
    for trace in (NAME, QUESTION, COMMENT, officer.identity):
        for written in bytes_of(trace):
            assert written not in raw, trace


async def test_who_was_forgotten_is_a_stranger(stage: Stage) -> None:
    officer = await settled(stage)
    await officer.writes("/xoa_du_lieu")
    await officer.presses("Xóa vĩnh viễn")
    await officer.writes("Điều 50")
    officer.sees("chỉ phục vụ những người được cơ quan mời")


async def test_who_was_forgotten_may_come_back_as_a_new_person(stage: Stage) -> None:
    officer = await settled(stage)
    known = stage.house.who(officer.identity)
    assert known is not None
    await officer.writes("/xoa_du_lieu")
    await officer.presses("Xóa vĩnh viễn")
    await officer.writes(f"/tham_gia {stage.house.code(known.office_id)}")
    officer.sees("Chào mừng")
    await officer.writes("/xoa_du_lieu")
    assert exported(officer.gets(FILE))["receipts"] == []


async def test_the_last_administrator_of_others_names_another_one_first(stage: Stage) -> None:
    officer = await settled(stage)
    known = stage.house.who(officer.identity)
    assert known is not None
    stage.house.enrol("telegram:5000", "Bình", known.office_id, Role.OFFICER, officer.identity)
    await officer.writes("/xoa_du_lieu")
    await officer.presses("Xóa vĩnh viễn")
    officer.sees("chỉ còn một quản trị viên")
    assert stage.house.rows(select(func.count()).select_from(ReceiptRow)) == [1]
    await officer.writes("Điều 50")
    officer.sees("Nghị định số 152/2025/NĐ-CP")


async def test_others_keep_what_is_theirs(stage: Stage) -> None:
    officer = await settled(stage)
    other = stage.administrator("Bình", "Xã Cao Sơn")
    await other.writes("Điều 50")
    await officer.writes("/xoa_du_lieu")
    await officer.presses("Xóa vĩnh viễn")
    await other.presses("Xem toàn văn Điều 50")
    other.sees("1. Cá nhân được nhận")


async def test_who_has_left_every_office_may_still_take_their_data_away(stage: Stage) -> None:
    officer = await settled(stage)
    known = stage.house.who(officer.identity)
    assert known is not None
    stage.house.enrol("telegram:5000", "Bình", known.office_id)
    await officer.writes("/roi_co_quan")
    await officer.presses("Rời cơ quan")
    officer.sees("đã rời")
    await officer.writes("/xoa_du_lieu")
    assert exported(officer.gets(FILE))["receipts"][0]["question"] == QUESTION
    await officer.presses("Xóa vĩnh viễn")
    officer.sees("Đã xóa mọi dữ liệu")
    assert stage.house.rows(select(PersonRow.name)) == ["Bình"]
