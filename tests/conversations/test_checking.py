"""A draft is checked in the chat: what is wrong, worst first; the list, the kinds ignored, the draft forgotten.

The same scripts are played on Telegram and at the keyboard.
Read next: `bot/flows/check.py`, `bot/storage/checks.py`.
"""

from __future__ import annotations

import textwrap
import threading
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bot.access import Role
from bot.app import SLOW
from bot.flows import check
from bot.proofreading import Remark
from bot.proofreading import proofread as real_proofread
from bot.storage.check_models import CheckedDraftRow, IgnoredKindRow
from bot.storage.models import ReceiptRow
from tests.conversations.stage import Stage, TelegramStage, TerminalStage, until
from tests.hostile import pdf

DRAFT = (
    "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ, xã Tân Bình tiếp tục nổ lực đẩy mạnh "
    "phong trào thi đua; Tăng cường tuyên truyền; số tiền 46.5 triệu đồng."
)
LONG = DRAFT + "".join(f" Trong đợt {number} có công tác CĐS{'ABCDEGHIKL'[number]} tốt." for number in range(10))
CLEAN = "Xã Tân Bình tiếp tục đẩy mạnh phong trào thi đua yêu nước trong các tầng lớp Nhân dân."


def kept(stage: Stage) -> list[str]:
    return list(stage.house.rows(select(CheckedDraftRow.name)))


async def test_a_pasted_draft_is_judged_worst_first_with_source_and_suggestion(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes(f"/kiem {DRAFT}")
    officer.sees_in_order(
        "3 lỗi, 1 chỗ cần xem, 0 lưu ý",
        "1. Lỗi – Căn cứ hết hiệu lực",
        "hết hiệu lực từ ngày 01/7/2025 (khoản 2 Điều 59 Nghị định số 152/2025/NĐ-CP)",
        "→ Dẫn Nghị định số 152/2025/NĐ-CP",
        "2. Lỗi – Chính tả",
        "→ Sửa thành «nỗ lực»",
        "3. Lỗi – Dấu thập phân",
        "4. Cần xem – Viết hoa sau chấm phẩy",
    )
    officer.may_press("Gửi danh sách ghi chú", "Bỏ qua một loại", "Xóa bản thảo ngay")
    officer.may_not_press("Sửa giúp lỗi an toàn", "Xem tiếp")


async def test_the_next_message_after_a_bare_command_is_the_draft_and_the_one_after_it_a_question(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("/kiem")
    officer.sees("dán nội dung", "tự xóa sau 7 ngày", "không dùng làm căn cứ hay ví dụ")
    await officer.writes(DRAFT)
    officer.sees("Căn cứ hết hiệu lực")
    await officer.writes("Điều 50 Nghị định 152/2025")
    officer.sees("Mức tiền thưởng danh hiệu thi đua")


async def test_a_question_asked_instead_of_a_draft_is_answered(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("/kiem")
    await officer.writes("Điều 50 Nghị định 152/2025")
    officer.sees("Mức tiền thưởng danh hiệu thi đua")


async def test_a_clean_draft_is_said_to_be_clean_and_that_a_person_still_reads(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes(f"/kiem {CLEAN}")
    officer.sees("không thấy điều gì cần sửa", "không thay được người đọc")


async def test_something_too_short_is_no_draft(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("/kiem báo cáo")
    officer.sees("quá ngắn để kiểm")
    assert kept(stage) == []


async def test_a_long_list_is_read_page_by_page(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes(f"/kiem {LONG}")
    officer.sees("8. Lưu ý", "Còn 6 điều nữa")
    await officer.presses("Xem tiếp (6)")
    officer.sees_in_order("9. Lưu ý", "14. Lưu ý – Viết tắt chưa giải thích")
    officer.may_not_press("Xem tiếp")


async def test_a_paste_that_comes_in_several_messages_is_one_draft(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("/kiem")
    # Telegram cuts a long text into messages of at most 4096 characters.
    await officer.writes(f"{CLEAN} " * 40)
    await officer.writes(DRAFT)
    officer.sees("Căn cứ hết hiệu lực", "van-ban-dan.txt")
    (text,) = stage.house.rows(select(CheckedDraftRow.text))
    assert text.startswith(CLEAN)
    assert text.endswith(DRAFT)
    await officer.writes("Điều 50 Nghị định 152/2025")
    officer.sees("Mức tiền thưởng danh hiệu thi đua")


async def test_what_is_written_a_while_after_a_long_paste_is_a_question(terminal_stage: TerminalStage) -> None:
    officer = terminal_stage.administrator("An")
    await officer.writes(f"/kiem {f'{CLEAN} ' * 40}")
    terminal_stage.house.clock.passes(minutes=1)
    await officer.writes("Điều 50 Nghị định số 152/2025/NĐ-CP quy định những gì")
    officer.sees("Mức tiền thưởng danh hiệu thi đua")


async def test_the_grounds_of_a_draft_are_listed_with_how_they_stand(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes(f"/kiem {DRAFT} Theo Nghị định số 152/2025/NĐ-CP và Nghị định số 951/2024/NĐ-CP.")
    await officer.presses("Căn cứ đã dẫn")
    officer.sees_in_order(
        "✗ Nghị định số 98/2023/NĐ-CP: hết hiệu lực từ ngày 01/7/2025, nay là Nghị định số 152/2025/NĐ-CP",
        "✓ Nghị định số 152/2025/NĐ-CP: còn hiệu lực",
        "? Nghị định số 951/2024/NĐ-CP: không có trong danh mục",
    )
    await officer.presses("Quay lại danh sách")
    officer.sees("Căn cứ hết hiệu lực")


async def test_the_list_of_notes_comes_as_a_file(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes(f"/kiem {DRAFT}")
    await officer.presses("Gửi danh sách ghi chú")
    listed = officer.gets("van-ban-dan (ghi chu).txt").decode()
    assert listed.startswith("Ghi chú cho van-ban-dan.txt\n\n1. Lỗi – Căn cứ hết hiệu lực\n")
    assert "«nổ lực» sai chính tả" in listed


async def test_a_pdf_is_judged_by_its_words_and_comes_back_as_a_list_worst_first(stage: Stage) -> None:
    officer = stage.administrator("An")
    lines = textwrap.wrap(DRAFT, 80)
    await officer.sends("bao-cao.pdf", pdf(["BÁO CÁO", "Kết quả công tác thi đua, khen thưởng năm 2025", *lines]))
    await officer.presses("Kiểm bản thảo này")
    officer.sees_in_order("bao-cao.pdf", "1. Lỗi – Căn cứ hết hiệu lực", "Lỗi – Chính tả", "→ Sửa thành «nỗ lực»")
    officer.may_not_press("Gửi lại bản có ghi chú", "Sửa giúp lỗi an toàn")
    await officer.presses("Gửi danh sách ghi chú")
    officer.sees("Danh sách ghi chú")
    listed = officer.gets("bao-cao (ghi chu).txt").decode()
    places = [listed.find(words) for words in ("Ghi chú cho bao-cao.pdf", "1. Lỗi – Căn cứ hết hiệu lực", "«nổ lực»")]
    assert places == sorted(places) and -1 not in places
    assert "Chỗ: " in listed and "→ Dẫn Nghị định số 152/2025/NĐ-CP" in listed


async def test_a_kind_is_ignored_for_the_whole_office_until_it_is_heard_again(stage: Stage) -> None:
    officer = stage.administrator("An")
    principal = stage.house.who(officer.identity)
    assert principal is not None
    other = stage.person("Bình")
    stage.house.enrol(other.identity, "Bình", principal.office_id, Role.OFFICER, by=officer.identity)
    await officer.writes(f"/kiem {DRAFT}")
    await officer.presses("Bỏ qua một loại")
    await officer.presses("Chính tả")
    officer.sees("không báo «Chính tả»", "Không kể 1 điều")
    officer.sees_nothing_of("nỗ lực")
    await other.writes(f"/kiem {DRAFT}")
    other.sees_nothing_of("nỗ lực")
    await officer.writes("/kiem")
    officer.sees("Đang bỏ qua: Chính tả")
    await officer.presses("Báo lại: Chính tả")
    await other.writes(f"/kiem {DRAFT}")
    other.sees("nỗ lực")
    assert stage.house.rows(select(IgnoredKindRow.kind)) == []


async def test_a_reader_sees_findings_but_does_not_decide_for_the_office(stage: Stage) -> None:
    officer = stage.administrator("An")
    principal = stage.house.who(officer.identity)
    assert principal is not None
    reader = stage.person("Bình")
    stage.house.enrol(reader.identity, "Bình", principal.office_id, Role.READER, by=officer.identity)
    await reader.writes(f"/kiem {DRAFT}")
    await reader.presses("Bỏ qua một loại")
    await reader.presses("Chính tả")
    assert stage.house.rows(select(IgnoredKindRow.kind)) == []


async def test_a_draft_is_deleted_at_once_when_asked(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes(f"/kiem {DRAFT}")
    assert kept(stage) == ["van-ban-dan.txt"]
    await officer.presses("Xóa bản thảo ngay")
    officer.sees("Đã xóa bản thảo")
    assert kept(stage) == []
    assert DRAFT[:30] not in "\n".join(map(str, stage.house.rows(select(CheckedDraftRow))))


async def test_a_draft_goes_after_the_days_its_office_sets(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("/kiem")
    await officer.presses("Giữ bản thảo 1 ngày")
    officer.sees("được giữ 1 ngày")
    await officer.writes(f"/kiem {DRAFT}")
    stage.house.clock.passes(days=1, minutes=1)
    await officer.presses("Gửi danh sách ghi chú")
    officer.sees("Bản thảo này không còn")
    await officer.writes(f"/kiem {CLEAN}")
    assert len(kept(stage)) == 1


async def test_what_is_hostile_in_a_draft_is_shown_as_it_stands(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes(f"/kiem {CLEAN} Phần <b>đậm</b> & {{{{ 7*7 }}}} cần điền thêm cho đủ.")
    officer.sees("{{ 7*7 }}")
    officer.sees_nothing_of("49", "&amp;")


async def test_while_drafts_are_checked_others_are_answered_and_what_they_store_is_stored(
    telegram_stage: TelegramStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [telegram_stage.administrator(f"Người {number}", f"Xã {number}") for number in range(7)]
    checking: list[str] = []
    free = threading.Event()

    def proofread(*arguments: Any, **options: Any) -> tuple[date, list[Remark]]:
        checking.append("")
        assert free.wait(60)
        return real_proofread(*arguments, **options)

    monkeypatch.setattr(check, "proofread", proofread)
    try:
        for person in people[:6]:
            await person.person.writes(f"/kiem {DRAFT}")
        await until(lambda: len(checking) == SLOW)
        await people[6].person.writes("Điều 50 Nghị định 152/2025")
        await people[6].person.sees("Mức tiền thưởng danh hiệu thi đua")
        assert kept(telegram_stage) == []
        assert len(telegram_stage.house.rows(select(ReceiptRow.id))) == 1
    finally:
        free.set()
    for person in people[:6]:
        await person.hears_out()
        person.sees("Căn cứ hết hiệu lực")
    assert len(kept(telegram_stage)) == len(checking) == 6
