"""Sums and conditions worked out from what is typed: prize money of a list, votes needed, what can be proposed.

It must not compute; `knowledge/` does, and every figure comes with its provision.
Read next: `knowledge/tallies.py` and `knowledge/careers.py` (reading), `bot/texts/calculate.jinja` (wording).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bot.flows.flow import Commanded
from bot.flows.subject import day_asked
from bot.flows.turn import Turn, button, number_in
from bot.messages import Button, Reply
from bot.texts import line, text
from knowledge.abbreviations import expand
from knowledge.awards import awards
from knowledge.careers import Career, read_career
from knowledge.errors import UserError
from knowledge.field import aspects
from knowledge.ladder import LadderAnswer, ladder
from knowledge.prizes import prize, total
from knowledge.ratios import at_least, quota_for, share, votes_for
from knowledge.tallies import read_tallies
from knowledge.text import plain

FLOW: Final = "calculate"
LONGEST: Final = 2000
"""Characters that are read of a list or a past."""
_FEWEST_RECORDS: Final = 2
"""Records from which a question without a year asked about is one about what can be proposed."""
_MOST_TOLD: Final = 20
"""Messages about one past that are kept."""
_BUTTONS_A_ROW: Final = 2
_SUM: Final = re.compile(
    r"\b(?:tong|tinh|het|thuong|tien|chi) (?:[a-z0-9]+ ){0,12}?(?:bao nhieu|may dong|may trieu)\b|\btinh tien\b"
    r"|\btong (?:tien|so tien)\b"
)
_GROUPS: Final = re.compile(r"\b(\d{1,4}) (?:tap the|don vi)\b")
_PART: Final = re.compile(r"(?<![\d/.,-])(\d{1,6})\s*(?:/|trên|tren)\s*(\d{1,6})(?![\d/-]|\.\d)")
_SHARE: Final = re.compile(r"\b(?:phan tram|ty le|dat)\b|%")
_PERCENT: Final = re.compile(r"(\d{1,3})\s*(?:%|phần trăm|phan tram)")
_MEMBERS: Final = re.compile(r"\b(\d{1,4}) (?:thanh vien|nguoi|uy vien|dong chi)\b")


def answered(turn: Turn, question: str) -> Reply | None:
    """The reply to a question that asks for a calculation and tells enough for one; None for any other."""
    read = question[:LONGEST]
    if _asks_for_ladder(read_career(read)):
        return _ladder(turn, [read])
    if _SUM.search(plain(expand(read))) and read_tallies(read):
        return _prizes(turn, read)
    if "votes" in aspects(expand(read)):
        return _votes(turn, read)
    return _share(read) if _SHARE.search(f"{plain(read)} {read}") else _quota(turn, read)


def written(turn: Turn) -> list[Reply] | None:
    """What is written after a bare command, or more of the past after an answer about it."""
    read = turn.event.text[:LONGEST]
    mode = _state(turn).get("mode")
    if mode == "prizes" and read_tallies(read):
        return [_prizes(turn, read)]
    if mode == "votes":
        reply = _share_or_votes(turn, read)
        return [reply] if reply else None
    if mode == "ladder" and read_career(read).records:
        return [_ladder(turn, [*_told(turn), read][-_MOST_TOLD:])]
    return None


def pressed(turn: Turn, action: str, arguments: Sequence[str]) -> list[Reply]:
    """The conditions of one award, from the past that was told last. Raises UserError «stale_button»."""
    if not _told(turn):
        raise UserError("stale_button")
    answer = _worked_out(turn, _past(_told(turn)))
    if action == "notes":
        return [Reply(text("calculate.ladder_notes", answer=answer))]
    place = number_in(arguments, 0)
    if action != "award" or place >= len(answer.proposals):
        raise UserError("stale_button")
    return [Reply(text("calculate.ladder_award", answer=answer, proposal=answer.proposals[place]))]


def _state(turn: Turn) -> dict[str, Any]:
    state: dict[str, Any] = turn.state.setdefault(FLOW, {})
    return state


def _told(turn: Turn) -> list[str]:
    """What was told of a past, message by message: each is read by itself."""
    return list(_state(turn).get("told", ()))


def _past(told: Sequence[str]) -> Career:
    """All that was told, as one; the year asked about last stands."""
    read = [read_career(each) for each in told]
    records = tuple(record for career in read for record in career.records)
    kind = next((career.kind for career in read if any(record.award for record in career.records)), read[0].kind)
    year = next((career.year for career in reversed(read) if career.year is not None), None)
    return Career(records, kind, year, asks=True)


def _listen(turn: Turn, mode: str) -> None:
    turn.state[FLOW] = {"mode": mode}
    turn.floor = FLOW


def _command(mode: str, of: Callable[[Turn, str], Reply | None]) -> Commanded:
    """A command that works with what follows it; alone, or where that cannot be read, it explains with an example."""

    def commanded(turn: Turn, argument: str) -> list[Reply]:
        _listen(turn, mode)
        reply = of(turn, argument[:LONGEST]) if argument else None
        return [reply or Reply(text(f"calculate.how_{mode}"))]

    return commanded


def _prizes(turn: Turn, read: str) -> Reply:
    decided_on = day_asked(read, turn.today) or turn.today
    items = [
        prize(tally.award.slug, kind=tally.kind, decided_on=decided_on, count=tally.count)
        for tally in read_tallies(read)
    ]
    if len(items) == 1:
        return Reply(text("prizes.prize_card", prize=items[0]))
    return Reply(text("calculate.prize_list", found=total(items), decided_on=decided_on))


def _votes(turn: Turn, read: str) -> Reply | None:
    """The votes needed, where the text names an award that is voted on and how many sit in the council."""
    named, members = awards().mentioned(read), _MEMBERS.search(plain(read))
    if not named or not members:
        return None
    day = day_asked(read, turn.today) or turn.today
    needed = votes_for(named[0], int(members[1]), day)
    if needed is None or needed.provision is None:
        return None
    certainty = awards().document(needed.provision).certainty
    return Reply(text("prizes.votes_needed", award=named[0], threshold=needed, certainty=certainty))


def _share_or_votes(turn: Turn, read: str) -> Reply | None:
    """A share, the votes or the number of proposals; that no vote is asked for; None where too little is told."""
    named = awards().mentioned(read)
    reply = _share(read) or _quota(turn, read) or _votes(turn, read)
    if reply or not named or not _MEMBERS.search(plain(read)):
        return reply
    return Reply(text("calculate.no_vote", award=named[0], on=day_asked(read, turn.today) or turn.today))


def _share(read: str) -> Reply | None:
    """«7/9 người, đủ 70% chưa?»: the share, and whether it reaches the percentage named."""
    found, asked = _PART.search(read), _PERCENT.search(read)
    if found is None:
        return None
    told = share(int(found[1]), int(found[2]))
    return Reply(text("calculate.share", share=told, least=at_least(told.whole, int(asked[1])) if asked else None))


def _quota(turn: Turn, read: str) -> Reply | None:
    """How many of so many may be proposed, where the law sets a limit for the award named."""
    named, of = awards().mentioned(read), _GROUPS.search(plain(read))
    if not named or not of or not re.search(r"\b(?:may|bao nhieu|toi da|nhieu nhat)\b", plain(read)):
        return None
    allowed = quota_for(named[0], int(of[1]), day_asked(read, turn.today) or turn.today)
    return Reply(text("prizes.quota_allowed", award=named[0], threshold=allowed)) if allowed else None


def _asks_for_ladder(career: Career) -> bool:
    return career.asks and bool(career.records) and (len(career.records) >= _FEWEST_RECORDS or career.year is not None)


def _worked_out(turn: Turn, career: Career) -> LadderAnswer:
    return ladder(career.records, career.year or turn.today.year, kind=career.kind)


def _ladder(turn: Turn, told: Sequence[str]) -> Reply:
    """What can be proposed, a line an award; what is written next adds to the past told."""
    career = _past(told)
    answer = _worked_out(turn, career)
    _listen(turn, "ladder")
    _state(turn)["told"] = list(told)
    labels = [
        button(proposal.award.name, FLOW, "award", place)
        for place, proposal in enumerate(answer.proposals)
        if proposal.verdict != "held"
    ]
    rows: list[tuple[Button, ...]] = [
        tuple(labels[start : start + _BUTTONS_A_ROW]) for start in range(0, len(labels), _BUTTONS_A_ROW)
    ]
    rows.append((button(line("calculate.button_notes"), FLOW, "notes"),))
    return Reply(text("calculate.ladder_summary", answer=answer, records=career.records, named=_named), tuple(rows))


def _named(slug: str) -> str:
    return awards().get(slug).name if slug else ""


def _told_of(turn: Turn, argument: str) -> Reply | None:
    return _ladder(turn, [argument]) if read_career(argument).records else None


def _listed(turn: Turn, argument: str) -> Reply | None:
    return _prizes(turn, argument) if read_tallies(argument) else None


COMMANDS: Final[Mapping[str, Commanded]] = {
    "tien_thuong": _command("prizes", _listed),
    "de_nghi": _command("ladder", _told_of),
    "phieu_bau": _command("votes", _share_or_votes),
}
"""Described in calculate.jinja."""
