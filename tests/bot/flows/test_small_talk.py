"""Whole messages that are no question, and what sounds like one."""

from __future__ import annotations

from importlib import resources

import pytest
import yaml

from bot.flows.small_talk import asks, small_talk
from knowledge.text import fold, syllables


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Xin chào!", "greeting"),
        ("CHÀO EM", "greeting"),
        ("  chào   bạn . ", "greeting"),
        ("chao tro ly", "greeting"),
        ("Cảm ơn bạn nhiều", ""),
        ("cảm ơn nhé", "thanks"),
        ("OK", "thanks"),
        ("tạm biệt!!!", "goodbye"),
        ("Bỏ qua", "skip"),
        ("thôi", "skip"),
        ("", ""),
        ("chào mừng ngày truyền thống thi đua", ""),
        ("Không có hồ sơ thì sao", ""),
    ],
)
def test_only_a_whole_message_is_small_talk(said: str, kind: str) -> None:
    assert small_talk(said) == kind


def test_every_phrase_is_written_as_it_is_looked_up_and_stands_once() -> None:
    content = resources.files("bot.texts").joinpath("understood.yaml").read_text(encoding="utf-8")
    kinds: dict[str, list[str]] = yaml.safe_load(content)
    phrases = [phrase for kind in kinds.values() for phrase in kind]
    assert phrases == [fold(" ".join(syllables(phrase))) for phrase in phrases]
    assert len(phrases) == len(set(phrases))
    for kind, spoken in kinds.items():
        assert all(small_talk(phrase) == kind for phrase in spoken)


@pytest.mark.parametrize(
    "said",
    [
        "Mức thưởng?",
        "tiền thưởng lao động tiên tiến bao nhiêu",
        "tien thuong bao nhieu vay",
        "hồ sơ gồm những gì ạ",
        "Ai ký giấy khen",
        "nghị định 98 còn hiệu lực không",
        "đã có văn bản mới chưa",
        "khi nào nộp báo cáo",
        "nộp ở đâu",
        "có phải nộp biên bản họp không ạ",
    ],
)
def test_a_question_is_heard_without_its_mark(said: str) -> None:
    assert asks(said)


@pytest.mark.parametrize(
    "said",
    [
        "phải là 0,3 lần mức lương cơ sở",
        "Đúng ra là Điều 50 Nghị định 152/2025",
        "không nêu mức tiền, chưa nói tập thể được bao lần",
        "sai rồi",
        "không",
        "chưa",
        "Hải ai cũng biết là khoản 2",
        "",
    ],
)
def test_a_remark_is_not_taken_for_a_question(said: str) -> None:
    assert not asks(said)
