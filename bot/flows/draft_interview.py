"""A draft that is being asked for: its answers, where it stands for this person here, and one number a message.

It must not know words. A button of an earlier message carries that message's number and is refused.
Read next: `knowledge/drafting/plans.py` (what is asked), `bot/storage/drafts.py` (what is kept).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from bot.access import UNIT_KINDS, unit_of
from bot.flows.turn import Turn, number_in
from bot.storage.drafts import Drafts, KeptDraft
from knowledge.drafting.answers import Answers, Value
from knowledge.drafting.plans import BESIDE, CHOSEN, Place, Plan, plan_of, records_of
from knowledge.drafting.suggestions import Suggestion, suggestions
from knowledge.errors import UserError
from knowledge.province_names import province_full_name

FLOW: Final = "draft"
REVIEW: Final = "review"
"""Where to go back to after an answer: the review, instead of another question."""
YEARS: Final = ("year", "last_year")


@dataclass(slots=True)
class Standing:
    """What the conversation remembers: which draft, at which place, under which message.

    `revision` is what the draft was when its question was shown; `then` where to go back to after this answer; `step`
    says what the message asked besides the question itself («conflict», «more»); `typed` is what waits for a choice.
    """

    draft: int = 0
    place: Place = field(default_factory=Place)
    number: int = 0
    revision: int = 0
    then: str = ""
    step: str = ""
    typed: str = ""

    def as_json(self) -> dict[str, Any]:
        """JSON values only."""
        return {name: getattr(self, name) for name in self.__slots__} | {"place": str(self.place)}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Standing:
        """What `as_json` gave; the beginning for anything else."""
        known = {name: kept[name] for name in cls.__slots__ if name in kept}
        return cls(**known | {"place": Place.of(str(kept.get("place", "")))})


def standing(turn: Turn) -> Standing:
    """Where this conversation stands."""
    kept = turn.state.get(FLOW)
    return Standing.of(kept) if isinstance(kept, Mapping) else Standing()


class Interview:
    """One draft and the turn in which something is done with it.

    Raises UserError «report_gone» for a draft that the office does not have.
    """

    def __init__(self, turn: Turn, draft_id: int) -> None:
        self.turn = turn
        self.drafts = Drafts(turn.session, turn.principal.office_id)
        kept = self.drafts.get(draft_id)
        if kept is None:
            raise UserError("report_gone")
        self.kept: KeptDraft = kept
        self.answers: dict[str, Any] = self.drafts.answers(draft_id)
        found = standing(turn)
        own = found.draft == draft_id
        self.standing = found if own else Standing(draft_id, Place.of(kept.question), found.number, kept.revision)

    @cached_property
    def plan(self) -> Plan:
        """What this draft asks."""
        return plan_of(self.kept.kind, self.kept.outline)

    @property
    def given(self) -> dict[str, Any]:
        """The answers to its questions, without what is kept beside them."""
        return {key: self.answers[key] for key in self.plan.questions if key in self.answers}

    @property
    def all_given(self) -> Answers:
        """The answers to every question of its kind, also those that it does not ask by itself."""
        known = {**self.plan.whole.questions, **self.plan.questions}
        return {key: self.answers[key] for key in known if key in self.answers}

    def records(self, key: str) -> list[dict[str, Any]]:
        """The records of a list."""
        return records_of(self.answers, key)

    def begun_record(self, key: str) -> dict[str, Any]:
        """The record that lacks fields yet; empty when none was begun."""
        return dict(self.answers.get(key + BESIDE, {}))

    def chosen(self, key: str) -> list[str]:
        """What was ticked and not confirmed."""
        return list(self.answers.get(key + CHOSEN, []))

    def store(self, **answers: Value | dict[str, Any]) -> None:
        """Keep these answers (checked) as one revision."""
        self.keep(answers)

    def keep(self, answers: Mapping[str, Any]) -> None:
        """The same for names that are no identifiers."""
        person = self.turn.principal.person_id
        self.drafts.answer(self.kept.id, answers, person, self.turn.now)
        self._reload()

    def take_back(self, key: str) -> None:
        """The officer's own wish that a question be unanswered again."""
        self.drafts.take_back(self.kept.id, key, self.turn.principal.person_id, self.turn.now)
        self._reload()

    def revert(self, revision: int) -> None:
        """The answers as they were at that revision."""
        self.drafts.revert(self.kept.id, revision, self.turn.principal.person_id, self.turn.now)
        self._reload()

    def replan(self, outline: Mapping[str, Any]) -> None:
        """Ask for another part of the report, or for all of it."""
        self.drafts.replan(self.kept.id, outline, self.turn.now)
        self._reload()
        self.__dict__.pop("plan", None)

    def stand(self, place: Place, *, then: str = "", step: str = "", typed: str = "") -> int:
        """Ask for that place next: what is written belongs to it. Gives the number that the buttons carry."""
        number = self.standing.number + 1
        self.standing = Standing(self.kept.id, place, number, self.kept.revision, then, step, typed)
        self.turn.state[FLOW] = self.standing.as_json()
        self.turn.floor = FLOW
        if str(place) != self.kept.question:
            self.drafts.stand_at(self.kept.id, str(place), self.turn.now)
        return number

    def rest(self) -> int:
        """Ask for nothing: what is written is no answer. Gives the number that the buttons carry."""
        return self.stand(self.standing.place, step=REVIEW)

    def is_current(self, arguments: Sequence[str]) -> bool:
        """Whether a button (draft, number, …) belongs to the message shown last, and nobody changed the draft since."""
        mine = standing(self.turn)
        fits = mine.draft == self.kept.id and mine.number == number_in(arguments, 1)
        return fits and mine.revision == self.kept.revision

    def changed_since_asked(self) -> bool:
        """Whether somebody, here or elsewhere, answered this very question after it was shown here."""
        asked, key = self.standing.revision, self.standing.place.question
        if asked == self.kept.revision:
            return False
        return self.drafts.answers(self.kept.id, asked).get(key) != self.answers.get(key)

    @cached_property
    def _earlier(self) -> dict[str, Any]:
        return self.drafts.earlier(self.kept.id)

    def earlier(self, key: str) -> tuple[Suggestion, str] | None:
        """What the office's report before says to this question, and its year; else what the office is called."""
        found = suggestions(self.plan.kind, self._earlier).get(key) if self._earlier else None
        if found is None:
            found = self._from_the_office().get(key)
            return (found, "") if found else None
        return found, next((str(self._earlier[name]) for name in YEARS if name in self._earlier), "")

    def _from_the_office(self) -> dict[str, Suggestion]:
        """Kind, name and province of the unit as the office is registered here: «phường», «Trúc Đàm»."""
        unit = unit_of(self.turn.principal.office_name) or ""
        kind = next((kind for kind in UNIT_KINDS if unit.startswith(kind)), "")
        question = self.plan.questions.get("office_kind")
        option = next((each for each in question.options if each.label == kind), None) if question else None
        province = province_full_name(self.turn.scope().province or "")
        name = unit.removeprefix(kind).strip()
        known = {"office_kind": option.key if option else "", "office_name": name, "province": province}
        return {key: Suggestion(value, stale=False) for key, value in known.items() if value}

    def _reload(self) -> None:
        kept = self.drafts.get(self.kept.id)
        if kept is None:
            raise UserError("report_gone")
        self.kept, self.answers = kept, self.drafts.answers(kept.id)
