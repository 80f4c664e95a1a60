"""The interview under any order of answering, skipping, going back, undoing, pausing, dying and pressing old buttons.

The machine plays two colleagues and death, and knows what every answer must be.
Read next: `bot/flows/draft.py`, `bot/storage/drafts.py`.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import event

from bot.access import Directory, Role
from bot.assistant import Assistant
from bot.flows.dispatch import respond
from bot.flows.draft_interview import FLOW, Standing
from bot.messages import Button, Incoming, Reply, Sender
from bot.storage.conversations import Conversations
from bot.storage.drafts import Drafts
from bot.storage.engine import Store
from bot.storage.migrate import upgrade
from knowledge.drafting.kinds import kind
from knowledge.drafting.models import NUMERIC
from knowledge.errors import IndexMissing
from tests.conversations.quick import MORNING

WHO = st.sampled_from(["telegram:77", "telegram:78"])
QUESTIONS = kind("annual").questions
ANSWERING = frozenset({"opt", "use", "skip", "back", "leave", "replace", "clear", "done"})
"""Actions that belong to one message: an old one must change nothing."""

HOW = settings(
    max_examples=10,
    stateful_step_count=25,
    deadline=None,
    # What fails is told at once: a shorter story takes minutes to find.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class NoIndex:
    """In the place of the assistant: there is nothing to look up."""

    def answerer(self) -> None:
        raise IndexMissing


class Talk(RuleBasedStateMachine):
    """Two colleagues at one draft of «Đặc điểm tình hình»."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="tdkt-draft-"))
        shutil.copy(self.template, self.folder / "tdkt.sqlite")
        self.now, self.events = MORNING, 0
        self.open()
        self.buttons: dict[str, list[Button]] = {"telegram:77": [], "telegram:78": []}
        self.old: dict[str, list[Button]] = {"telegram:77": [], "telegram:78": []}
        self.expected: dict[str, Any] = {}
        self.history: list[dict[str, Any]] = [{}]
        for name in self.buttons:
            self.says(name, press="draft:begin:annual:situation" if name.endswith("77") else "draft:open:1")

    def open(self) -> None:
        self.store = Store(f"sqlite:///{self.folder / 'tdkt.sqlite'}")
        event.listen(self.store.engine, "connect", _without_waiting_for_the_disk)

    def teardown(self) -> None:
        self.store.dispose()
        shutil.rmtree(self.folder)

    def says(self, who: str, text: str = "", press: str = "", *, dies: bool = False) -> list[Reply]:
        """One event, wholly handled or not at all."""
        self.events += 1
        self.now += timedelta(minutes=1)
        act = Incoming(str(self.events), who, Sender(who), self.now, text=text, press=press)
        replies: list[Reply] = []
        try:
            with self.store.begin() as session:
                replies = respond(session, act, cast(Assistant, NoIndex()), self.now)
                if dies:
                    session.rollback()
                    replies = []
        finally:
            if dies:
                self.store.dispose()
                self.open()
        shown = [button for reply in replies for row in reply.buttons for button in row]
        if shown:
            self.old[who] = [*self.old[who], *self.buttons[who]][-60:]
            self.buttons[who] = shown
        return replies

    def standing(self, who: str) -> Standing:
        with self.store.read() as session:
            principal = Directory(session).who(who)
            assert principal is not None
            return Standing.of(Conversations(session, principal.person_id, principal.office_id).load(who)[FLOW])

    def stored(self) -> tuple[int, dict[str, Any]]:
        with self.store.read() as session:
            drafts = Drafts(session, 1)
            kept = drafts.get(1)
            assert kept is not None
            return kept.revision, drafts.answers(1)

    def changed(self) -> None:
        """The officers' own doing changed something: remember what every revision was."""
        revision, answers = self.stored()
        if revision == len(self.history):
            self.history.append(answers)
        assert revision == len(self.history) - 1, "one act makes one revision at most"
        self.expected = answers

    @rule(who=WHO, number=st.integers(0, 30000), dies=st.booleans())
    def somebody_answers(self, who: str, number: int, dies: bool) -> None:
        at = self.standing(who)
        question = QUESTIONS.get(at.place.question)
        if dies:
            self.says(who, str(number), dies=True)
            assert self.stored()[1] == self.expected, "what was not acknowledged left nothing"
        if at.step == "review" or question is None:
            return
        before = self.expected.get(question.key)
        replies = self.says(who, str(number))
        after = self.stored()[1]
        changed = {key for key in {*after, *self.expected} if after.get(key) != self.expected.get(key)}
        assert changed <= {question.key}, "an answer changes its own question alone"
        if after.get(question.key) == before:
            assert replies, "whoever is not believed is told why"
        elif question.type in NUMERIC:
            assert after[question.key] == number
        self.changed()

    @rule(who=WHO, words=st.sampled_from(["bỏ qua", "quay lai", "xem lại", "để sau", "/soan", "tiếp tục"]))
    def somebody_looks_around(self, who: str, words: str) -> None:
        if words == "tiếp tục" and self.standing(who).step != "review":
            return
        if words in ("bỏ qua", "quay lai") and self.standing(who).step == "review":
            return
        with_floor = words.startswith("/") or self.has_floor(who)
        if with_floor:
            assert self.says(who, words)

    def has_floor(self, who: str) -> bool:
        with self.store.read() as session:
            principal = Directory(session).who(who)
            assert principal is not None
            state = Conversations(session, principal.person_id, principal.office_id).load(who)
            return state.get("floor") == FLOW

    @rule(who=WHO)
    def somebody_comes_back(self, who: str) -> None:
        assert self.says(who, press="draft:open:1")

    @rule(who=WHO, place=st.integers(0, 100))
    def somebody_presses_what_is_shown(self, who: str, place: int) -> None:
        harmless = [each for each in self.buttons[who] if each.data.split(":")[1] in {*ANSWERING, "rev", "sec", "edit"}]
        if harmless:
            assert self.says(who, press=harmless[place % len(harmless)].data)
            self.changed()

    @rule(who=WHO, place=st.integers(0, 100))
    def somebody_presses_an_old_button(self, who: str, place: int) -> None:
        number = str(self.standing(who).number)
        stale = [each for each in self.old[who] if is_stale(each, number)]
        if stale:
            replies = self.says(who, press=stale[place % len(stale)].data)
            assert any("cũ" in reply.notice for reply in replies)

    @precondition(lambda self: len(self.history) > 2)
    @rule(who=WHO, place=st.integers(0, 100))
    def somebody_undoes(self, who: str, place: int) -> None:
        revision = place % len(self.history)
        self.says(who, press=f"draft:undo:1:{revision}")
        assert self.stored()[1] == self.history[revision]
        self.changed()

    @rule()
    def everything_stops_and_starts_again(self) -> None:
        self.store.dispose()
        self.open()

    @invariant()
    def every_answer_is_what_the_officers_made_it(self) -> None:
        assert self.stored()[1] == self.expected


def is_stale(button: Button, number: str) -> bool:
    """Whether the button belongs to another message than the one of that number."""
    _, action, *arguments = button.data.split(":")
    return action in ANSWERING and arguments[1] != number


def _without_waiting_for_the_disk(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def test_no_order_of_talking_loses_or_invents_an_answer(tmp_path: Path) -> None:
    Talk.template = tmp_path / "template.sqlite"
    store = Store(f"sqlite:///{Talk.template}")
    upgrade(store.engine)
    with store.begin() as session:
        directory = Directory(session)
        _, code = directory.create_office("Xã Tân Bình", MORNING)
        an = directory.redeem(code, "telegram:77", "An", MORNING)
        directory.redeem(directory.invite(an, Role.OFFICER, MORNING), "telegram:78", "Bình", MORNING)
    store.dispose()
    run_state_machine_as_test(Talk, settings=HOW)
