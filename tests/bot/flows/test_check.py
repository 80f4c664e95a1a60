"""A file chosen to be checked: findings, notes, corrections; the report of last year; other offices see nothing."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from docx import Document as WordDocument
from docx.oxml.ns import qn
from sqlalchemy import select

from bot.flows import check
from bot.flows.turn import Paper, Turn
from bot.messages import Incoming, Reply, Sender
from bot.proofreading import Remark, as_list
from bot.storage.check_models import CheckedDraftRow
from bot.storage.checks import forget_expired
from bot.storage.library import Library, NewDocument
from index.documents import read_document
from knowledge.errors import UserError
from tests.conversations.house import House
from tests.hostile import docx as raw_docx
from tests.hostile import paragraph, part, pdf
from tests.index.drafts import docx_of, official, paged

TurnOf = Callable[..., Turn]
LINES = ["Phường Bình An tiếp tục nổ lực đẩy mạnh phong trào thi đua.", "Số tiền 46.5 triệu đồng."]
COPIED = "Trong năm đã tổ chức 14 buổi sinh hoạt chuyên đề tại các tổ dân phố với 1.250 lượt người tham gia."


@pytest.fixture
def turn_of(house: House) -> Iterator[TurnOf]:
    """Turns of people of offices, each office made at its first mention."""
    offices: dict[str, int] = {}
    with house.store.begin() as session:

        def turn(name: str = "An", office: str = "Ủy ban nhân dân phường Bình An", now: datetime | None = None) -> Turn:
            from bot.access import Directory

            directory = Directory(session)
            identity = f"terminal:{name}"
            principal = directory.who(identity)
            if principal is None:
                if office in offices:
                    code = directory.administrator_code(offices[office], house.clock())
                else:
                    offices[office], code = directory.create_office(office, house.clock())
                principal = directory.redeem(code, identity, name, house.clock())
            moment = now or house.clock()
            event = Incoming("1", "terminal:1", Sender(identity, name), moment)
            return Turn(event, moment, principal, session, house.assistant)

        yield turn


def paper(content: bytes, name: str = "bao-cao.docx") -> Paper:
    return Paper(name, content, read_document(content, name))


def number_of(replies: list[Reply]) -> int:
    return int(replies[-1].buttons[-1][-1].data.rsplit(":", 1)[1])


def test_a_word_file_is_judged_for_words_and_form_and_may_come_back_with_notes(turn_of: TurnOf) -> None:
    turn = turn_of()
    replies = check.takes(turn, paper(docx_of(LINES)))
    assert "Chính tả" in replies[0].html and "Khổ giấy" in replies[0].html
    labels = [one.label for row in replies[0].buttons for one in row]
    assert "Gửi lại bản có ghi chú" in labels and any(label.startswith("Sửa giúp lỗi an toàn") for label in labels)
    (noted,) = check.pressed(turn, "notes", [str(number_of(replies))])
    assert noted.attachment is not None and noted.attachment.name == "bao-cao (co ghi chu).docx"
    comments = WordDocument(io.BytesIO(noted.attachment.content)).comments
    assert any("«nổ lực» sai chính tả" in comment.text for comment in comments)


def test_safe_corrections_come_as_tracked_changes(turn_of: TurnOf) -> None:
    turn = turn_of()
    number = number_of(check.takes(turn, paper(docx_of(LINES))))
    (mended,) = check.pressed(turn, "mend", [str(number)])
    assert mended.attachment is not None
    body = WordDocument(io.BytesIO(mended.attachment.content)).element.body
    deleted = {"".join(text.text for text in one.iter(qn("w:delText"))) for one in body.iter(qn("w:del"))}
    assert deleted == {"nổ lực", "46.5"}


def test_a_report_in_good_order_is_told_so(turn_of: TurnOf) -> None:
    (reply,) = check.takes(turn_of(), paper(official()))
    assert "lỗi" in reply.html or "không thấy điều gì" in reply.html


def test_what_is_wrong_with_the_form_is_told_page_by_page_after_what_is_wrong_with_the_words(turn_of: TurnOf) -> None:
    word = WordDocument(io.BytesIO(official(body_size=12)))
    for one in word.paragraphs:
        if one.text.startswith(("Số:", "CHỦ TỊCH")):
            one.runs[0].bold = not one.runs[0].bold
        if one.text.startswith("I. "):
            one.runs[0].text = "I. KẾT QUẢ ĐẠT ĐƯỢC ; TỒN TẠI"
    out = io.BytesIO()
    word.save(out)
    turn = turn_of()
    replies = check.takes(turn, paper(paged(out.getvalue(), ["I. KẾT QUẢ", "Nơi nhận"], 3)))
    (noted,) = replies
    told = ["Thừa dấu cách", "Số, ký hiệu</b>, trang 1", "Cỡ chữ nội dung</b>, trang 2", "Kiểu chữ chữ ký</b>, trang 3"]
    places = [noted.html.find(words) for words in told]
    assert places == sorted(places) and -1 not in places
    listed = as_list(
        "a.docx", [Remark.from_json(one) for one in turn.session.scalars(select(CheckedDraftRow.remarks)).one()]
    )
    assert "Cần xem – Cỡ chữ nội dung, trang 2\n" in listed


def test_a_pdf_comes_back_as_a_list(turn_of: TurnOf) -> None:
    turn = turn_of()
    replies = check.takes(turn, paper(pdf(LINES), "bao-cao.pdf"))
    (listed,) = check.pressed(turn, "notes", [str(number_of(replies))])
    assert listed.attachment is not None and listed.attachment.media_type == "text/plain"
    assert "«nổ lực» sai chính tả" in listed.attachment.content.decode()


def test_a_word_file_that_cannot_be_written_to_comes_back_as_a_list(turn_of: TurnOf) -> None:
    strict = part("document", f"<w:body>{paragraph(LINES[0])}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    turn = turn_of()
    replies = check.takes(turn, paper(raw_docx("", document=strict)))
    (listed,) = check.pressed(turn, "notes", [str(number_of(replies))])
    assert listed.attachment is not None and "nổ lực" in listed.attachment.content.decode()


def test_sentences_of_the_office_s_last_report_are_marked_and_of_no_other_office(turn_of: TurnOf) -> None:
    draft = f"BÁO CÁO\nTổng kết công tác thi đua, khen thưởng năm 2026\n\nI. KẾT QUẢ\n\n{COPIED}\n".encode()
    before = NewDocument("report", "nam-truoc.docx", "0" * 64, f"Năm 2025.\n{COPIED}\n", period="năm 2025")
    turn, other = turn_of(), turn_of("Bình", "Ủy ban nhân dân xã Tân Bình")
    Library(turn.session, turn.principal.office_id).add(before, turn.principal.person_id, turn.now)
    assert "giống hệt báo cáo năm trước, cả số liệu" in check.takes(turn, paper(draft, "a.txt"))[0].html
    assert "giống hệt" not in check.takes(other, paper(draft, "a.txt"))[0].html


def test_another_office_can_neither_read_nor_delete_a_draft(turn_of: TurnOf) -> None:
    number = str(number_of(check.takes(turn_of(), paper(docx_of(LINES)))))
    stranger = turn_of("Bình", "Ủy ban nhân dân xã Tân Bình")
    for action, arguments in (("page", [number, "0"]), ("notes", [number]), ("mend", [number]), ("forget", [number])):
        with pytest.raises(UserError, match="draft_gone"):
            check.pressed(stranger, action, arguments)


def test_a_draft_that_is_too_long_is_refused_and_not_kept(turn_of: TurnOf) -> None:
    turn = turn_of()
    (reply,) = check.takes(turn, paper(("Một câu dài. " * 30_000).encode(), "dai.txt"))
    assert "quá dài" in reply.html
    assert turn.session.query(CheckedDraftRow).count() == 0


def test_drafts_whose_time_is_over_are_deleted_with_their_content(turn_of: TurnOf, house: House) -> None:
    turn = turn_of()
    check.takes(turn, paper(docx_of(LINES)))
    house.clock.passes(days=8)
    forget_expired(turn.session, house.clock())
    assert turn.session.query(CheckedDraftRow).count() == 0


@pytest.mark.parametrize(
    ("action", "arguments"),
    [("page", ["x", "0"]), ("ignore", ["1", "no such kind"]), ("again", ["{{ x }}"]), ("days", ["999"]), ("steal", [])],
)
def test_a_forged_button_is_stale(turn_of: TurnOf, action: str, arguments: list[str]) -> None:
    with pytest.raises(UserError, match=r"stale_button|draft_gone"):
        check.pressed(turn_of(), action, arguments)
