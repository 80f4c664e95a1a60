"""What an office adds to the library answers its own people and nobody else's.

It adds documents of invented communes, on an index of its own.
Read next: `index/retrieval.py` for the filter, `bot/storage/library.py` for whose document is whose.
"""

from __future__ import annotations

from tests.conversations.papers import DILIGENCE, REPORT, decision
from tests.conversations.stage import Speaker, Stage


def neighbours(stage: Stage) -> tuple[Speaker, Speaker]:
    return stage.administrator("An", "Xã Tân Bình"), stage.administrator("Bình", "Xã Cao Sơn")


def adds(stage: Stage, speaker: Speaker, text: str, name: str) -> None:
    known = stage.house.who(speaker.identity)
    assert known is not None
    stage.house.adds(text, name, known.office_id, speaker.identity)


async def test_an_office_is_answered_from_its_own_decision(own_stage: Stage) -> None:
    an, binh = neighbours(own_stage)
    adds(own_stage, an, DILIGENCE, "quy-che.txt")
    await an.writes("mức thưởng chuyên cần của cá nhân")
    an.sees("chuyên cần được thưởng 200.000 đồng", "Trích nguyên văn từ văn bản đã nạp")
    await binh.writes("mức thưởng chuyên cần của cá nhân")
    binh.sees_nothing_of("chuyên cần được thưởng", "200.000 đồng")
    binh.may_not_press("777/2025")


async def test_a_decision_nobody_registered_is_found_by_its_number_in_its_own_office(own_stage: Stage) -> None:
    an, binh = neighbours(own_stage)
    adds(own_stage, an, DILIGENCE, "quy-che.txt")
    for asked in ("Điều 2 Quyết định 777/2025/QĐ-UBND", "khoản 2 Điều 2 QĐ 777/2025/QĐ-UBND", "777/2025/QĐ-UBND"):
        await an.writes(asked)
        an.sees("Mức thưởng chuyên cần", "không có trong danh mục")
        await binh.writes(asked)
        binh.sees_nothing_of("Mức thưởng chuyên cần", "200.000")


async def test_a_document_nobody_registered_is_not_said_to_be_in_force(own_stage: Stage) -> None:
    an, _ = neighbours(own_stage)
    adds(own_stage, an, DILIGENCE, "quy-che.txt")
    await an.writes("mức thưởng chuyên cần của cá nhân")
    an.sees("không có trong danh mục", "cần kiểm tra trước khi dùng")


async def test_neither_number_nor_article_betrays_another_offices_decision(own_stage: Stage) -> None:
    an, binh = neighbours(own_stage)
    adds(own_stage, an, DILIGENCE, "quy-che.txt")
    for asked in ("777/2025/QĐ-UBND", "Điều 2", "2", "chuyên cần"):
        await binh.writes(asked)
        binh.sees_nothing_of(
            "Quy chế khen thưởng chuyên cần", "Mức thưởng chuyên cần", "Quyết định 777/2025/QĐ-UBND Ban hành"
        )


async def test_each_office_sees_its_own_text_of_the_same_article(own_stage: Stage) -> None:
    an, binh = neighbours(own_stage)
    adds(own_stage, an, decision("888/2025/QĐ-UBND", "Mức thưởng sáng kiến | Thưởng sáng kiến 111.000 đồng."), "a.txt")
    adds(
        own_stage, binh, decision("888/2025/QĐ-UBND", "Mức thưởng sáng kiến | Thưởng sáng kiến 222.000 đồng."), "b.txt"
    )
    for speaker, theirs, others in ((an, "111.000", "222.000"), (binh, "222.000", "111.000")):
        await speaker.writes("mức thưởng sáng kiến")
        speaker.sees(theirs)
        speaker.sees_nothing_of(others)


async def test_a_report_is_practice_for_its_own_office_alone(own_stage: Stage) -> None:
    an, binh = neighbours(own_stage)
    adds(own_stage, an, REPORT, "bao-cao.txt")
    asked = "hạn chế về phát hiện gương điển hình nuôi tằm ở thôn Cây Đa"
    await an.writes(asked)
    an.sees("nuôi tằm ở thôn Cây Đa còn chậm")
    await binh.writes(asked)
    binh.sees_nothing_of("Cây Đa còn chậm", "xã Tân Bình")


async def test_what_is_shared_answers_every_office(own_stage: Stage) -> None:
    an, binh = neighbours(own_stage)
    own_stage.house.adds(DILIGENCE, "quy-che.txt")
    for speaker in (an, binh):
        await speaker.writes("mức thưởng chuyên cần của cá nhân")
        speaker.sees("200.000 đồng")


async def test_a_button_of_the_old_office_shows_nothing_after_switching(own_stage: Stage) -> None:
    an, binh = neighbours(own_stage)
    adds(own_stage, an, DILIGENCE, "quy-che.txt")
    await an.writes("mức thưởng chuyên cần của cá nhân")
    known = own_stage.house.who(binh.identity)
    assert known is not None
    own_stage.house.clock.passes(minutes=1)
    own_stage.house.enrol(an.identity, "An", known.office_id)
    await an.presses("Xem toàn văn")
    an.sees("đã cũ hoặc thuộc về")
    await an.writes("mức thưởng chuyên cần của cá nhân")
    an.sees_nothing_of("200.000 đồng")


async def test_an_answer_whose_document_was_removed_is_called_stale(own_stage: Stage) -> None:
    an, _ = neighbours(own_stage)
    adds(own_stage, an, DILIGENCE, "quy-che.txt")
    await an.writes("mức thưởng chuyên cần của cá nhân")
    an.sees("200.000 đồng")
    own_stage.house.removes("quy-che.txt")
    await an.presses("Xem toàn văn Điều 2")
    an.sees("đã cũ hoặc thuộc về")


async def test_a_removed_document_does_not_shift_the_buttons_of_an_answer(own_stage: Stage) -> None:
    an, _ = neighbours(own_stage)
    adds(own_stage, an, decision("889/2025/QĐ-UBND", "Thưởng tiến sĩ | Thưởng người có bằng tiến sĩ 10 đồng."), "a.txt")
    adds(
        own_stage,
        an,
        decision("890/2025/QĐ-UBND", "Thưởng tiến sĩ xã | Thưởng người có bằng tiến sĩ 20 đồng."),
        "b.txt",
    )
    await an.writes("thưởng người có bằng tiến sĩ")
    first, second = an.said.text.find("889/2025"), an.said.text.find("890/2025")
    assert first >= 0 and second >= 0
    gone, kept, name = ("889", "20 đồng", "a.txt") if first < second else ("890", "10 đồng", "b.txt")
    own_stage.house.removes(name)
    await an.presses("890/2025/QĐ-UBND" if gone == "889" else "889/2025/QĐ-UBND")
    an.sees(kept)
