"""An office's library in the chat: added after confirmation, searched soon after, listed, replaced, removed.

The same scripts are played on Telegram and at the keyboard.
Read next: `bot/flows/library.py`, `bot/renewal.py`; `tests/conversations/test_library_scope.py` for who sees what.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.access import Role
from bot.storage.library_models import LibraryChangeRow, LibraryProposalRow
from bot.storage.models import LibraryDocumentRow
from tests.conversations.house import House
from tests.conversations.papers import DILIGENCE, REPORT, decision
from tests.conversations.stage import Speaker, Stage, TelegramSpeaker, TelegramStage, on_telegram
from tests.telegram_double import TelegramDouble

ASKED = "mức thưởng chuyên cần của cá nhân"
RAISED = DILIGENCE.replace("200.000", "300.000")


def kept(stage: Stage) -> list[str]:
    return list(stage.house.rows(select(LibraryDocumentRow.name).where(LibraryDocumentRow.removed_at.is_(None))))


def colleague(stage: Stage, name: str, of: Speaker, role: Role) -> Speaker:
    """Another member of the office."""
    office = stage.house.who(of.identity)
    assert office is not None
    speaker = stage.person(name)
    stage.house.enrol(speaker.identity, name, office.office_id, role, of.identity)
    return speaker


async def adds(speaker: Speaker, text: str = DILIGENCE, name: str = "quy-che.txt") -> None:
    await speaker.sends(name, text.encode())
    await speaker.presses("Thêm vào thư viện")
    await speaker.presses("Thêm")


async def test_an_official_text_is_shown_confirmed_and_answers(own_stage: Stage) -> None:
    officer = own_stage.administrator("An")
    await officer.sends("quy-che.txt", DILIGENCE.encode())
    await officer.presses("Thêm vào thư viện")
    officer.sees("777/2025/QĐ-UBND", "2 điều, từ Điều 1 đến Điều 2", "không có trong danh mục", "Chỉ Ủy ban nhân dân")
    assert kept(own_stage) == []
    await officer.presses("Thêm")
    officer.sees_in_order("Đã lưu", "Dữ liệu tra cứu đã cập nhật", "Đã dùng được")
    await officer.writes(ASKED)
    officer.sees("200.000 đồng", "Trích nguyên văn từ văn bản đã nạp")
    assert own_stage.house.rows(select(LibraryProposalRow)) == []


async def test_who_thinks_better_of_it_leaves_the_library_as_it_was(own_stage: Stage) -> None:
    officer = own_stage.administrator("An")
    await officer.sends("quy-che.txt", DILIGENCE.encode())
    await officer.presses("Thêm vào thư viện")
    await officer.presses("Thôi")
    officer.sees("giữ nguyên")
    assert kept(own_stage) == [] and own_stage.house.rows(select(LibraryProposalRow)) == []


async def test_what_is_not_confirmed_within_a_day_is_gone(own_stage: Stage) -> None:
    officer = own_stage.administrator("An")
    await officer.sends("quy-che.txt", DILIGENCE.encode())
    await officer.presses("Thêm vào thư viện")
    own_stage.house.clock.passes(days=1)
    await officer.presses("Thêm")
    officer.sees("không còn chờ nữa")
    assert kept(own_stage) == []


async def test_what_disagrees_with_the_digests_is_shown_before_it_is_confirmed(own_stage: Stage) -> None:
    officer = own_stage.administrator("An")
    text = decision("152/2025/NĐ-CP", "Tên khác hẳn | Nội dung.", "Đối tượng | Khác.").replace("Điều 2.", "Điều 50.")
    await officer.sends("nghi-dinh.txt", text.encode())
    await officer.presses("Thêm vào thư viện")
    officer.sees("thiếu Điều 2, 3", "Còn hiệu lực", "bản tóm tắt của 2 điều")
    officer.sees("Tên các điều 1, 50", "Số liệu trong bản tóm tắt", "Điều 50 (")


async def test_a_report_joins_as_practice(own_stage: Stage) -> None:
    officer = own_stage.administrator("An")
    await officer.sends("bao-cao.txt", REPORT.encode())
    await officer.presses("Thêm vào thư viện")
    officer.sees("xã Tân Bình", "năm 2025", "4 mục", "không bao giờ làm căn cứ pháp lý")
    await officer.presses("Thêm")
    await officer.writes("hạn chế về phát hiện gương điển hình nuôi tằm ở thôn Cây Đa")
    officer.sees("không phải quy định", "nuôi tằm ở thôn Cây Đa còn chậm")


async def test_what_nobody_recognises_is_asked_about(own_stage: Stage) -> None:
    officer = own_stage.administrator("An")
    await officer.sends("ghi-chep.txt", "I. KẾT QUẢ\nNuôi tằm tốt.\nII. HẠN CHẾ\nCòn chậm ở thôn Cây Đa.\n".encode())
    await officer.presses("Thêm vào thư viện")
    if "chưa nhận ra" in officer.said.text.split("Thêm vào", 1)[0]:
        await officer.presses("Văn bản quy định")
        officer.sees("Không tìm thấy Điều nào")
        await officer.presses("Báo cáo")
    officer.sees("không bao giờ làm căn cứ pháp lý")
    await officer.presses("Thêm")
    assert kept(own_stage) == ["ghi-chep.txt"]


async def test_the_same_file_twice_is_said_so(own_stage: Stage) -> None:
    officer = own_stage.administrator("An")
    await adds(officer)
    await officer.sends("ten-khac.txt", DILIGENCE.encode())
    await officer.presses("Thêm vào thư viện")
    officer.sees("đã có trong thư viện", "777/2025")
    officer.may_not_press("Thêm")
    assert kept(own_stage) == ["quy-che.txt"]


async def test_a_newer_copy_of_the_same_text_takes_the_place_of_the_older(own_stage: Stage) -> None:
    officer = own_stage.administrator("An")
    await adds(officer)
    await officer.sends("moi.txt", RAISED.encode())
    await officer.presses("Thêm vào thư viện")
    officer.sees("sẽ thay cho", "777/2025")
    await officer.presses("Thêm")
    officer.sees("Đã lưu", "Không còn dùng", "Đã dùng được")
    await officer.writes(ASKED)
    officer.sees("300.000 đồng")
    officer.sees_nothing_of("200.000")
    assert kept(own_stage) == ["moi.txt"]


async def test_a_document_is_replaced_from_the_list(own_stage: Stage) -> None:
    officer = own_stage.administrator("An")
    await adds(officer, REPORT, "cu.txt")
    await officer.writes("/thu_vien")
    officer.sees("1 tài liệu", "Báo cáo:")
    await officer.presses("BÁO CÁO")
    await officer.presses("Thay bằng bản khác")
    officer.sees("gửi tệp mới")
    await officer.sends("moi.txt", REPORT.replace("còn chậm", "đã nhanh hơn").encode())
    await officer.presses("Thêm vào thư viện")
    officer.sees("sẽ thay cho")
    await officer.presses("Thêm")
    assert kept(own_stage) == ["moi.txt"]


async def test_waiting_for_a_replacement_does_not_swallow_questions(own_stage: Stage) -> None:
    officer = own_stage.administrator("An")
    await adds(officer, REPORT, "cu.txt")
    await officer.writes("/thu_vien")
    await officer.presses("BÁO CÁO")
    await officer.presses("Thay bằng bản khác")
    await officer.writes("Điều 50 Nghị định 152/2025")
    officer.sees("Mức tiền thưởng danh hiệu thi đua")
    await officer.writes("bỏ qua")
    officer.sees("giữ nguyên")
    await officer.sends("moi.txt", REPORT.replace("còn chậm", "đã nhanh hơn").encode())
    await officer.presses("Thêm vào thư viện")
    officer.sees_nothing_of("sẽ thay cho")


async def test_a_document_is_removed_after_asking_once_more(own_stage: Stage) -> None:
    officer = own_stage.administrator("An")
    await adds(officer)
    await officer.writes("/thu_vien")
    await officer.presses("777/2025")
    await officer.presses("Bỏ khỏi thư viện")
    officer.sees("sẽ bị xóa")
    assert kept(own_stage) == ["quy-che.txt"]
    await officer.presses("Bỏ")
    officer.sees("Đã bỏ", "Không còn dùng")
    await officer.writes(ASKED)
    officer.sees_nothing_of("200.000")
    assert kept(own_stage) == []


async def test_an_empty_library_says_how_to_fill_it(own_stage: Stage) -> None:
    officer = own_stage.administrator("An")
    await officer.writes("/thu_vien")
    officer.sees("chưa có tài liệu nào", "gửi tệp vào đây")


# Who may do what.


async def test_a_reader_may_look_but_neither_add_nor_remove(own_stage: Stage) -> None:
    an = own_stage.administrator("An")
    reader = colleague(own_stage, "Đọc", an, Role.READER)
    await adds(an)
    await reader.sends("bao-cao.txt", REPORT.encode())
    await reader.presses("Thêm vào thư viện")
    reader.sees("vai trò")
    await reader.writes("/thu_vien")
    await reader.presses("777/2025")
    reader.may_not_press("Bỏ", "Thay")
    assert kept(own_stage) == ["quy-che.txt"]


async def test_an_officer_removes_what_they_added_and_an_administrator_anything(own_stage: Stage) -> None:
    an = own_stage.administrator("An")
    binh, cuc = (colleague(own_stage, name, an, Role.OFFICER) for name in ("Bình", "Cúc"))
    await adds(binh)
    await cuc.writes("/thu_vien")
    await cuc.presses("777/2025")
    cuc.may_not_press("Bỏ", "Thay")
    await cuc.sends("moi.txt", RAISED.encode())
    await cuc.presses("Thêm vào thư viện")
    await cuc.presses("Thêm")
    cuc.sees("do người khác trong cơ quan thêm")
    assert kept(own_stage) == ["quy-che.txt"]
    await an.writes("/thu_vien")
    await an.presses("777/2025")
    await an.presses("Bỏ khỏi thư viện")
    await an.presses("Bỏ")
    assert kept(own_stage) == []


async def test_what_all_share_is_listed_and_changed_by_nobody_here(own_stage: Stage) -> None:
    an = own_stage.administrator("An")
    own_stage.house.adds(DILIGENCE, "quy-che.txt")
    await an.writes("/thu_vien")
    an.sees("dùng chung")
    await an.presses("777/2025")
    an.sees("dòng lệnh")
    an.may_not_press("Bỏ", "Thay")
    await an.sends("quy-che.txt", DILIGENCE.encode())
    await an.presses("Thêm vào thư viện")
    an.sees("đã có trong thư viện dùng chung")


async def test_neighbours_see_nothing_of_a_library_and_cannot_reach_into_it(
    own_house: House, telegram: TelegramDouble, brisk: None
) -> None:
    async with on_telegram(own_house, telegram) as stage:
        an, binh = stage.administrator("An", "Xã Tân Bình"), stage.administrator("Bình", "Xã Cao Sơn")
        await adds(an)
        await binh.writes("/thu_vien")
        binh.sees("chưa có tài liệu nào")
        (number,) = own_house.rows(select(LibraryDocumentRow.id))
        for action in ("document", "replace", "remove", "removed"):
            await binh.presses_forged(f"library:{action}:{number}")
            binh.sees("Nút này đã cũ")
        await an.sends("bao-cao.txt", REPORT.encode())
        await an.presses("Thêm vào thư viện")
        (proposal,) = own_house.rows(select(LibraryProposalRow.id))
        for data in (f"library:confirm:{proposal}", f"library:kind:{proposal}:report"):
            await binh.presses_forged(data)
            binh.sees("không còn chờ nữa")
        await binh.presses_forged(f"library:cancel:{proposal}")
        await adds(binh, name="cua-binh.txt")
        binh.sees("Đã lưu")
        await an.presses("Thêm")
        an.sees("Đã lưu")
        assert sorted(kept(stage)) == ["bao-cao.txt", "cua-binh.txt", "quy-che.txt"]


async def test_forged_buttons_do_nothing(telegram_stage: TelegramStage) -> None:
    officer = telegram_stage.administrator("An")
    for data in (
        "library:kind:1:law",
        "library:confirm",
        "library:confirm:x",
        "library:list:-1",
        "library::",
        "library",
    ):
        await officer.presses_forged(data)
        officer.sees("Nút này đã cũ")


async def test_a_long_library_is_listed_page_by_page(telegram_stage: TelegramStage) -> None:
    officer: TelegramSpeaker = telegram_stage.administrator("An")
    known = telegram_stage.house.who(officer.identity)
    assert known is not None
    with telegram_stage.house.store.begin() as session:
        rows = [
            LibraryDocumentRow(
                office_id=known.office_id, sha256=str(number), name=f"tep-{number}.txt", kind="report", text="x",
                added_by=known.person_id, added_at=telegram_stage.house.clock(),
            )
            for number in range(45)
        ]  # fmt: skip
        session.add_all(rows)
    await officer.writes("/thu_vien")
    officer.sees("45 tài liệu", "tep-19.txt")
    officer.sees_nothing_of("tep-20.txt")
    await officer.presses("Xem tiếp 25")
    await officer.presses("Xem tiếp 5")
    officer.sees("tep-44.txt")


async def test_in_a_group_the_library_is_nobodys_business(telegram_stage: TelegramStage) -> None:
    officer = telegram_stage.administrator("An")
    group = telegram_stage.telegram.group("Tổ TĐKT")
    await group.adds_the_bot(officer.person)
    in_group = telegram_stage.in_group(group, officer)
    await in_group.writes("/thu_vien")
    in_group.sees("trò chuyện riêng")


# What follows a change.


async def test_whoever_removed_nothing_is_told_nothing(own_stage: Stage) -> None:
    an = own_stage.administrator("An")
    binh = colleague(own_stage, "Bình", an, Role.OFFICER)
    await adds(an)
    await binh.writes("cảm ơn")
    binh.sees_nothing_of("cập nhật")
    assert all(own_stage.house.rows(select(LibraryChangeRow.done_at)))


@pytest.mark.parametrize("times", [1, 2])
async def test_a_change_from_the_command_line_is_followed_too(own_stage: Stage, times: int) -> None:
    an = own_stage.administrator("An")
    for number in range(times):
        own_stage.house.adds(DILIGENCE.replace("777", f"77{number}"), f"{number}.txt")
    await an.writes(ASKED)
    an.sees("200.000 đồng")
    an.sees_nothing_of("đã cập nhật")
    assert all(own_stage.house.rows(select(LibraryChangeRow.done_at)))


async def test_an_administrator_sees_which_official_texts_are_missing(own_stage: Stage) -> None:
    an = own_stage.administrator("An")
    await an.writes("/van_ban_thieu")
    an.sees("Thông tư số 15/2025/TT-BNV", "vbpl.vn mã 180280", "vanban.chinhphu.vn mã 206170", "gửi tệp")
    await adds(an, decision("15/2025/TT-BNV", "Phạm vi | Một.").replace("QUYẾT ĐỊNH", "THÔNG TƯ"), "thong-tu.txt")
    await an.writes("/van_ban_thieu")
    an.sees_nothing_of("180280")
    officer = colleague(own_stage, "Bình", an, Role.OFFICER)
    await officer.writes("/van_ban_thieu")
    officer.sees_nothing_of("mã 206170")
