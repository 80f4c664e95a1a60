"""The index in the bot's service: opened when needed, followed when it changes, built from the library."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.assistant import Assistant
from index.answers import AnswerStatus
from index.encoder import HashingEncoder, Vectors
from index.generations import Generations
from index.retrieval import Scope
from knowledge.errors import IndexCorrupt, IndexMissing, IndexStale
from tests.conversations.house import House, clock, house, own_house, prepared, shipped
from tests.conversations.papers import DILIGENCE
from tests.conversations.quick import DIMENSION, MORNING, quick_assistant, suited_calibration

__all__ = ["clock", "house", "own_house", "prepared", "shipped"]

QUESTION = "mức thưởng chuyên cần của cá nhân"
SCOPE = Scope(MORNING.date(), "1")


class CountingEncoder(HashingEncoder):
    """Counts what it is given."""

    def __init__(self, dimension: int = DIMENSION) -> None:
        super().__init__(dimension)
        self.read: list[str] = []
        self.embedded = 0

    def queries(self, texts: Sequence[str]) -> Vectors:
        self.read += texts
        return super().passages(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        return super().passages(texts)


def test_without_an_index_it_says_so(house: House) -> None:
    assistant = quick_assistant(house.home, house.store)
    for ask in (assistant.answerer, assistant.warm_up):
        with pytest.raises(IndexMissing):
            ask()
    assistant.build(house.clock())
    assert assistant.answerer().ask("Điều 50", SCOPE).status is AnswerStatus.ANSWERED


def test_the_answerer_stays_the_same_while_the_index_does(own_house: House) -> None:
    first = own_house.assistant.answerer()
    assert own_house.assistant.build(own_house.clock()).id == first.ask("x", SCOPE).generation
    assert own_house.assistant.answerer() is first


def test_a_document_added_is_found_from_the_next_question_on(own_house: House) -> None:
    before = own_house.assistant.answerer()
    own_house.adds(DILIGENCE, "quy-che.txt")
    after = own_house.assistant.answerer()
    assert after is not before
    assert after.ask(QUESTION, SCOPE).grounds[0].provision.document == "777/2025/QĐ-UBND"
    assert all(ground.provision.document != "777/2025/QĐ-UBND" for ground in before.ask(QUESTION, SCOPE).grounds)


def test_what_another_process_built_is_followed(own_house: House) -> None:
    own_house.assistant.answerer()
    elsewhere = House(
        own_house.home, own_house.store, quick_assistant(own_house.home, own_house.store), own_house.clock
    )
    elsewhere.adds(DILIGENCE, "quy-che.txt")
    assert own_house.assistant.answerer().ask(QUESTION, SCOPE).grounds[0].provision.document == "777/2025/QĐ-UBND"


def test_a_rollback_is_followed(own_house: House) -> None:
    own_house.adds(DILIGENCE, "quy-che.txt")
    own_house.assistant.answerer()
    own_house.assistant.generations.rollback()
    grounds = own_house.assistant.answerer().ask(QUESTION, SCOPE).grounds
    assert all(ground.provision.document != "777/2025/QĐ-UBND" for ground in grounds)


def test_a_damaged_generation_is_set_aside_and_the_one_before_serves(own_house: House) -> None:
    sound = own_house.assistant.generations.current()
    own_house.adds(DILIGENCE, "quy-che.txt")
    damaged = own_house.assistant.generations.current()
    assert sound and damaged and sound != damaged
    (own_house.settings().index_folder / damaged / "passages.jsonl").write_bytes(b"")
    started = quick_assistant(own_house.home, own_house.store)
    assert started.answerer().ask("Điều 50", SCOPE).generation == sound
    assert (own_house.settings().index_folder / f"damaged-{damaged}").is_dir()


def test_no_sound_generation_is_told(own_house: House) -> None:
    current = own_house.assistant.generations.current()
    assert current
    (own_house.settings().index_folder / current / "passages.jsonl").write_bytes(b"")
    with pytest.raises(IndexCorrupt):
        own_house.assistant.answerer()


def test_an_index_of_another_encoder_is_not_read(own_house: House) -> None:
    assistant = Assistant(own_house.settings(), own_house.store, HashingEncoder(8), suited_calibration())
    with pytest.raises(IndexStale):
        assistant.answerer()


def test_confidence_fitted_for_another_model_is_told_once_and_no_answer_counts_as_sure(
    own_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    foreign = replace(suited_calibration(), encoder="another model")
    asked = "tiền thưởng lao động tiên tiến"
    sure = own_house.assistant.answerer().ask(asked, SCOPE)
    own_house.assistant = Assistant(own_house.settings(), own_house.store, HashingEncoder(DIMENSION), foreign)
    with caplog.at_level(logging.WARNING, "bot.assistant"):
        unsure = own_house.assistant.answerer().ask(asked, SCOPE)
        own_house.adds(DILIGENCE, "quy-che.txt")
        named = own_house.assistant.answerer().ask("Điều 50", SCOPE)
    assert (sure.status, unsure.status) == (AnswerStatus.ANSWERED, AnswerStatus.INSUFFICIENT)
    assert unsure.grounds == sure.grounds
    assert named.status is AnswerStatus.ANSWERED
    assert ["fitted for another model" in record.getMessage() for record in caplog.records] == [True]


def test_confidence_fitted_for_the_model_is_not_spoken_of(own_house: House, caplog: pytest.LogCaptureFixture) -> None:
    own_house.assistant.answerer()
    assert caplog.records == []


def test_nothing_is_embedded_twice(own_house: House) -> None:
    encoder = CountingEncoder()
    own_house.assistant = Assistant(own_house.settings(), own_house.store, encoder, suited_calibration())
    own_house.assistant.build(own_house.clock())
    assert encoder.embedded == 0
    own_house.adds(DILIGENCE, "quy-che.txt")
    assert 0 < encoder.embedded < 10


def test_a_question_is_read_once_and_another_one_anew(own_house: House) -> None:
    encoder = CountingEncoder()
    assistant = Assistant(own_house.settings(), own_house.store, encoder, suited_calibration())
    assistant.warm_up()
    encoder.read.clear()
    first = assistant.answerer().ask("tiền thưởng lao động tiên tiến", SCOPE)
    again = assistant.answerer().ask("tiền thưởng lao động tiên tiến", Scope(date(2025, 8, 1), "2"))
    assert encoder.read == ["tiền thưởng lao động tiên tiến"]
    assert again.confidence > 0 and first.confidence > 0
    assistant.answerer().ask("tiền thưởng chiến sĩ thi đua", SCOPE)
    assert len(encoder.read) == 2


def test_threads_that_ask_at_once_open_the_index_once(own_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str | None] = []
    real = Generations.open
    together = threading.Barrier(4)

    def opening(generations: Generations, fingerprint: str | None = None) -> object:
        opened.append(fingerprint)
        return real(generations, fingerprint)

    def ask(_: int) -> object:
        together.wait()
        return own_house.assistant.answerer()

    monkeypatch.setattr(Generations, "open", opening)
    with ThreadPoolExecutor(4) as threads:
        answerers = set(threads.map(ask, range(4)))
    assert len(answerers) == len(opened) == 1


def test_a_build_that_breaks_off_leaves_the_old_index_serving(
    own_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = own_house.assistant.answerer().ask("Điều 50", SCOPE)

    def full(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(Generations, "_publish", full)
        with pytest.raises(OSError, match="disk full"):
            own_house.adds(DILIGENCE, "quy-che.txt")
    assert own_house.assistant.answerer().ask("Điều 50", SCOPE).generation == before.generation
    assert own_house.assistant.build(own_house.clock()).id != before.generation
    assert leftovers(own_house.settings().index_folder) == []


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("building-*")]
