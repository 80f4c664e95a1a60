"""The keyboard: numbers press buttons, files are saved, what is shown commands nothing, errors end nothing."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.channels.terminal import Terminal, download
from bot.messages import Attachment, Button, Incoming, Reply, Upload
from index.reading.limits import Limits
from knowledge.errors import InvalidAnswer, MigrationNeeded, StorageBusy, TooLarge, Unreadable
from tests.bot.channels.desk import Clock

TWO_ROWS = ((Button("Một", "a:1"), Button("Hai", "a:2")), (Button("Ba", "a:3"),))


class Screen(io.StringIO):
    """What is shown; says whether it is a terminal."""

    def __init__(self, *, is_terminal: bool = False) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


class Assistant:
    """Answers with what a test has laid ready, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Incoming] = []
        self.ready: list[Sequence[Reply] | Exception] = []

    def __call__(self, event: Incoming) -> Sequence[Reply]:
        self.asked.append(event)
        answer = self.ready.pop(0) if self.ready else [Reply(f"đáp: {event.text or event.press}")]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def assistant() -> Assistant:
    return Assistant()


@pytest.fixture
def screen() -> Screen:
    return Screen()


Make = Callable[..., Terminal]


@pytest.fixture
def make(assistant: Assistant, tmp_path: Path, clock: Clock) -> Make:
    def terminal(screen: Screen) -> Terminal:
        return Terminal(assistant, clock, screen, tmp_path / "files", "an")

    return terminal


@pytest.fixture
def terminal(make: Make, screen: Screen) -> Terminal:
    return make(screen)


def test_a_line_is_an_event_of_this_user_now(terminal: Terminal, assistant: Assistant, clock: Clock) -> None:
    terminal.hear("mức thưởng?\n")
    terminal.hear("mức thưởng?\n")
    first, second = assistant.asked
    assert (first.text, first.press, first.chat, first.sender.identity) == (
        "mức thưởng?",
        "",
        "terminal:an",
        "terminal:an",
    )
    assert first.at == clock.now
    assert first.key != second.key
    assert not first.in_group


def test_buttons_are_numbered_through_all_messages(terminal: Terminal, assistant: Assistant, screen: Screen) -> None:
    assistant.ready = [[Reply("đầu", TWO_ROWS), Reply("sau", ((Button("Bốn", "a:4"),),))]]
    terminal.hear("x")
    assert screen.getvalue() == "đầu\n[1] Một  [2] Hai\n[3] Ba\n\nsau\n[4] Bốn\n\n"


@pytest.mark.parametrize(("typed", "data"), [("1", "a:1"), (" 3 ", "a:3"), ("2\n", "a:2")])
def test_a_number_presses_its_button(terminal: Terminal, assistant: Assistant, typed: str, data: str) -> None:
    assistant.ready = [[Reply("chọn", TWO_ROWS)]]
    terminal.hear("x")
    terminal.hear(typed)
    assert (assistant.asked[-1].press, assistant.asked[-1].text) == (data, "")


@pytest.mark.parametrize("typed", ["0", "4", "-1", "01", "1.", "１", "9" * 5000])
def test_any_other_number_is_a_text(terminal: Terminal, assistant: Assistant, typed: str) -> None:
    assistant.ready = [[Reply("chọn", TWO_ROWS)]]
    terminal.hear("x")
    terminal.hear(typed)
    assert (assistant.asked[-1].press, assistant.asked[-1].text) == ("", typed)


def test_the_numbers_hold_while_what_was_pressed_brings_none_of_its_own(
    terminal: Terminal, assistant: Assistant
) -> None:
    assistant.ready = [[Reply("chọn", TWO_ROWS)], [Reply("toàn văn")], [Reply(notice="đã ghi")], []]
    terminal.hear("x")
    for number in ("1", "2", "3", "1"):
        terminal.hear(number)
    assert [event.press for event in assistant.asked] == ["", "a:1", "a:2", "a:3", "a:1"]


def test_other_buttons_take_the_place_of_the_old_ones(terminal: Terminal, assistant: Assistant) -> None:
    assistant.ready = [[Reply("chọn", TWO_ROWS)], [Reply("nữa", ((Button("Khác", "b:1"),),))]]
    for typed in ("x", "1", "1", "2"):
        terminal.hear(typed)
    assert [(event.press, event.text) for event in assistant.asked] == [("", "x"), ("a:1", ""), ("b:1", ""), ("", "2")]


def test_after_another_question_the_old_numbers_are_texts(terminal: Terminal, assistant: Assistant) -> None:
    assistant.ready = [[Reply("chọn", TWO_ROWS)]]
    for typed in ("x", "y", "1"):
        terminal.hear(typed)
    assert assistant.asked[-1].text == "1"


def test_a_notice_is_shown_where_there_is_nothing_else(
    terminal: Terminal, assistant: Assistant, screen: Screen
) -> None:
    assistant.ready = [[Reply(notice="đã ghi")], [Reply("Nút cũ.", notice="Nút cũ.")]]
    terminal.hear("x")
    terminal.hear("y")
    assert screen.getvalue() == "đã ghi\n\nNút cũ.\n\n"


def test_a_file_is_saved_and_its_place_told(
    terminal: Terminal, assistant: Assistant, screen: Screen, tmp_path: Path
) -> None:
    assistant.ready = [[Reply("của bạn", attachment=Attachment("du-lieu.zip", b"PK\x00"))]]
    terminal.hear("x")
    saved = tmp_path / "files" / "du-lieu.zip"
    assert saved.read_bytes() == b"PK\x00"
    assert f"Đã lưu tệp: {saved}" in screen.getvalue()


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/b.zip"])
def test_a_file_never_leaves_its_folder(terminal: Terminal, assistant: Assistant, tmp_path: Path, name: str) -> None:
    assistant.ready = [[Reply("", attachment=Attachment(name, b"x"))]]
    terminal.hear("x")
    assert [path.name for path in (tmp_path / "files").iterdir()] == [Path(name).name]


def test_markup_is_plain_where_nobody_sees_colours(terminal: Terminal, assistant: Assistant, screen: Screen) -> None:
    assistant.ready = [[Reply('<b>đậm</b> &lt;i&gt; <a href="https://a.vn">đây</a>')]]
    terminal.hear("x")
    assert screen.getvalue() == "đậm <i> đây\n\n"


def test_a_terminal_shows_bold_and_obeys_nothing_in_a_text(make: Make, assistant: Assistant) -> None:
    screen = Screen(is_terminal=True)
    assistant.ready = [[Reply("<b>đậm</b> \x1b[2J\x07")]]
    make(screen).hear("x")
    assert screen.getvalue() == "\x1b[1mđậm\x1b[0m [2J\n\n"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (StorageBusy(), "đang bận"),
        (MigrationNeeded(found="2", expected="1"), "phiên bản khác"),
        (InvalidAnswer("not_recognised", name="<b>"), "«<b>»"),
    ],
)
def test_an_error_is_told_and_the_conversation_goes_on(
    terminal: Terminal, assistant: Assistant, screen: Screen, error: Exception, told: str
) -> None:
    assistant.ready = [error]
    terminal.hear("x")
    terminal.hear("y")
    assert told in screen.getvalue()
    assert "đáp: y" in screen.getvalue()


def test_a_mistake_of_ours_is_not_hidden(terminal: Terminal, assistant: Assistant) -> None:
    assistant.ready = [ValueError("a mistake")]
    with pytest.raises(ValueError, match="a mistake"):
        terminal.hear("x")


def test_standard_input_is_answered_line_by_line(terminal: Terminal, assistant: Assistant, screen: Screen) -> None:
    terminal.read(["một\n", "\n", "   \n", "hai"])
    assert [event.text for event in assistant.asked] == ["một", "hai"]
    assert screen.getvalue() == "Hỏi: một\nđáp: một\n\nHỏi: hai\nđáp: hai\n\n"


@pytest.mark.parametrize("leaving", ["thoát\r", "THOAT\r", "/thoat\r", "exit\r", "\x04"])
def test_a_conversation_ends_with_a_word_or_ctrl_d(
    terminal: Terminal, assistant: Assistant, screen: Screen, tmp_path: Path, leaving: str
) -> None:
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("  \rmức thưởng\r\x03" + leaving)
        terminal.converse(tmp_path / "home" / "history")
    assert [event.text for event in assistant.asked] == ["mức thưởng"]
    shown = screen.getvalue()
    assert "Ctrl-D" in shown and "đáp: mức thưởng" in shown and shown.endswith("Chào anh/chị. Hẹn gặp lại.\n")
    assert "mức thưởng" in (tmp_path / "home" / "history").read_text(encoding="utf-8")


@pytest.mark.parametrize("typed", ["/tep {path}", '/tep "{path}"', "/tệp  '{path}' "])
def test_a_path_offers_a_file(terminal: Terminal, assistant: Assistant, tmp_path: Path, typed: str) -> None:
    path = tmp_path / "báo cáo 2025.txt"
    path.write_bytes(b"noi dung")
    terminal.hear(typed.format(path=path))
    (event,) = assistant.asked
    assert event.upload is not None
    assert (event.upload.name, event.text, event.press) == (path.name, "", "")
    assert download(event.upload) == b"noi dung"


@pytest.mark.parametrize("typed", ["/tep", "/tep ", "/tepp a.txt", "tep a.txt"])
def test_without_a_path_it_is_a_text(terminal: Terminal, assistant: Assistant, typed: str) -> None:
    terminal.hear(typed)
    (event,) = assistant.asked
    assert event.upload is None and event.text.strip() == typed.strip()


@pytest.mark.parametrize("path", ["khong/co.txt", ".", "~nobody-here/a", "a" * 5000, "\0"])
def test_a_path_that_leads_nowhere_is_refused_in_words(path: str) -> None:
    with pytest.raises(Unreadable) as refused:
        download(Upload(path, "a.txt", 0))
    assert refused.value.key == "file_missing"


def test_a_file_of_more_than_the_limit_is_not_taken(tmp_path: Path) -> None:
    with (tmp_path / "lon.pdf").open("wb") as file:
        file.truncate(Limits().upload_bytes + 1)
    with pytest.raises(TooLarge):
        download(Upload(str(tmp_path / "lon.pdf"), "lon.pdf", 0))


def test_what_came_up_meanwhile_is_shown_after_what_was_asked(
    assistant: Assistant, screen: Screen, tmp_path: Path, clock: Clock
) -> None:
    news = [[Reply("tin mới", ((Button("Xem", "n:1"),),))], []]
    terminal = Terminal(assistant, clock, screen, tmp_path, "an", lambda: news.pop(0))
    assistant.ready = [[Reply("đáp", TWO_ROWS)]]
    terminal.hear("x")
    assert screen.getvalue() == "đáp\n[1] Một  [2] Hai\n[3] Ba\n\ntin mới\n[4] Xem\n\n"
    terminal.hear("4")
    assert assistant.asked[-1].press == "n:1"


def test_what_goes_wrong_meanwhile_is_told_and_ends_nothing(
    assistant: Assistant, screen: Screen, tmp_path: Path, clock: Clock
) -> None:
    def fails() -> list[Reply]:
        raise StorageBusy

    Terminal(assistant, clock, screen, tmp_path, "an", fails).hear("x")
    assert "đáp: x" in screen.getvalue() and "đang bận" in screen.getvalue()


def test_a_button_with_letters_leaves_the_numbers_to_answers_and_to_the_other_buttons(
    terminal: Terminal, assistant: Assistant, screen: Screen
) -> None:
    rows = ((Button("Bỏ qua", "s", "bq"), Button("Một", "a:1")), (Button("Hai", "a:2"),))
    assistant.ready = [[Reply("?", rows)]]
    terminal.hear("hỏi")
    assert "[bq] Bỏ qua  [1] Một\n[2] Hai" in screen.getvalue()
    for typed in ("BQ", "2", "3"):
        assistant.ready = [[Reply("?", rows)]]
        terminal.hear(typed)
    assert [(event.press, event.text) for event in assistant.asked[1:]] == [("s", ""), ("a:2", ""), ("", "3")]


def test_choices_that_the_message_lists_by_their_numbers_are_one_line_and_can_be_typed(
    terminal: Terminal, assistant: Assistant, screen: Screen
) -> None:
    grid = tuple(tuple(Button(str(number), f"a:{number}", is_listed=True) for number in row) for row in ((1, 2), (3,)))
    assistant.ready = [[Reply("1. Một 2. Hai 3. Ba", (*grid, (Button("Xong", "a:done", "xg"), Button("Khác", "a:4"))))]]
    terminal.hear("chọn")
    assert screen.getvalue().splitlines()[1:] == [
        "[1–3] gõ số trong danh sách trên để chọn hoặc bỏ; nhiều số một lượt thì gõ cả dãy, ví dụ: 1 4 9",
        "[xg] Xong  [4] Khác",
        "",
    ]
    for typed in ("2", "xg"):
        terminal.hear(typed)
    assert [event.press for event in assistant.asked] == ["", "a:2", "a:done"]
