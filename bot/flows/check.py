"""Kiểm: a draft, as a file or pasted → what is wrong with it, worst first; the draft back with notes.

It must not know a channel, nor find anything itself. Drafts are private to the office and go after its time.
Read next: `bot/proofreading.py` (checking), `bot/storage/checks.py` (keeping), `bot/texts/check.jinja` (wording).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.access import Role, require, unit_of
from bot.findings import kind_name
from bot.flows.flow import Commanded
from bot.flows.last_report import last_report
from bot.flows.turn import Paper, Turn, button, number_in
from bot.messages import Button, Reply
from bot.proofreading import Remark, proofread, with_notes
from bot.storage.checks import CHOICES_OF_DAYS, CheckedDraft, CheckedDrafts, IgnoredKinds, forget_expired
from bot.texts import line, text
from index.documents import Document, DocumentKind
from knowledge.checks.checking import LONGEST_DRAFT
from knowledge.checks.grounds import grounds_of
from knowledge.errors import UserError
from knowledge.reports import read_report
from knowledge.text import normalise

FLOW: Final = "check"
_PAGE: Final = 8
"""Findings in one message: more than that nobody reads on a phone."""
_SHORTEST: Final = 40
"""Characters below which a message is no draft."""
_MOST_KINDS: Final = 40
_ONE_MESSAGE: Final = 3_000
"""Characters from which a pasted text may have been cut into several messages by the app it was pasted into."""
_AT_ONCE: Final = timedelta(seconds=15)
"""Within which the pieces of one paste arrive."""


def takes(turn: Turn, paper: Paper) -> list[Reply]:
    """Checks a file that the person chose this for, keeps it for the office's time, tells what was found."""
    return _check(turn, paper.name, paper.document, paper.content)


def written(turn: Turn) -> list[Reply] | None:
    """What is pasted after a bare /kiem is the draft, and so is what follows it at once; else it is a question."""
    begun = turn.state.pop(FLOW, None)
    if begun:
        turn.floor = ""
        number, since = begun
        first = CheckedDrafts(turn.session, turn.principal.office_id).get(number, turn.now)
        if first is None or turn.event.at - datetime.fromisoformat(since) > _AT_ONCE:
            return None
        replies = _pasted(turn, f"{first.text}\n{turn.event.text}")
        CheckedDrafts(turn.session, turn.principal.office_id).remove(number)
        return replies
    if len(turn.event.text.strip()) < _SHORTEST:
        return None
    turn.floor = ""
    return _pasted(turn, turn.event.text)


def pressed(turn: Turn, action: str, arguments: Sequence[str]) -> list[Reply]:
    """The replies to a button of this flow. Raises UserError «stale_button» for one that it never makes."""
    if turn.event.in_group:
        return [Reply(notice=line("account.private_only"))]
    match [action, *arguments]:
        case ["page", _, _]:
            return [_told(turn, number_in(arguments, 0), number_in(arguments, 1))]
        case ["grounds", _]:
            return [_grounds(turn, number_in(arguments, 0))]
        case ["notes", _]:
            return [_noted(turn, number_in(arguments, 0))]
        case ["mend", _]:
            return [_noted(turn, number_in(arguments, 0), mended=True)]
        case ["kinds", _]:
            return [_kinds(turn, number_in(arguments, 0))]
        case ["ignore", _, kind]:
            return _ignore(turn, number_in(arguments, 0), kind)
        case ["again", kind]:
            return _again(turn, kind)
        case ["days", _]:
            return _keep_for(turn, number_in(arguments, 0))
        case ["forget", _]:
            return _forget(turn, number_in(arguments, 0))
    raise UserError("stale_button")


def _asked(turn: Turn, argument: str) -> list[Reply]:
    """/kiem with a text checks it; alone it explains, and what comes next is the draft."""
    if turn.event.in_group:
        return [Reply(text("account.private_only"))]
    if argument:
        return _pasted(turn, argument)
    turn.floor = FLOW
    drafts = CheckedDrafts(turn.session, turn.principal.office_id)
    ignored = [kind for kind in IgnoredKinds(turn.session, turn.principal.office_id).all() if _is_kind(kind)]
    administers = turn.principal.role is Role.ADMINISTRATOR
    rows: list[tuple[Button, ...]] = [
        (button(line("check.button_again", label=kind_name(kind)), FLOW, "again", kind),) for kind in ignored
    ]
    if administers:
        rows += [(button(line("check.button_days", days=days), FLOW, "days", days),) for days in CHOICES_OF_DAYS]
    labels = [kind_name(kind) for kind in ignored]
    return [Reply(text("check.explained", days=drafts.kept_days, ignored=labels), tuple(rows))]


def _pasted(turn: Turn, draft: str) -> list[Reply]:
    if len(draft.strip()) < _SHORTEST:
        return [Reply(text("check.too_short"))]
    document = Document(DocumentKind.TEXT, normalise(draft), None, (), False)
    replies = _check(turn, line("check.pasted_name") + ".txt", document, draft.encode())
    number = CheckedDrafts(turn.session, turn.principal.office_id).latest(turn.principal.person_id)
    if len(turn.event.text) >= _ONE_MESSAGE and number is not None:
        # A long paste comes in several messages; the next one goes on with this draft.
        turn.floor = FLOW
        turn.state[FLOW] = [number, turn.event.at.isoformat()]
    return replies


def _check(turn: Turn, name: str, document: Document, content: bytes) -> list[Reply]:
    if len(document.text) > LONGEST_DRAFT:
        return [Reply(text("check.too_long", name=name, limit=LONGEST_DRAFT))]
    before = last_report(turn, turn.slowly(_year, document.text))
    as_of, remarks = turn.slowly(_proofread, document, content, turn.today, before, unit_of(turn.principal.office_name))
    forget_expired(turn.session, turn.now)
    number = CheckedDrafts(turn.session, turn.principal.office_id).add(
        turn.principal.person_id,
        name,
        document.kind.value,
        as_of,
        document.text,
        content,
        [remark.as_json() for remark in remarks],
        turn.now,
    )
    return [_told(turn, number, 0)]


def _year(draft: str) -> int:
    """The year that a report is about; 0 for none."""
    return int(read_report(draft).year or 0)


def _proofread(
    document: Document, content: bytes, today: date, previous: str, office: str | None
) -> tuple[date, list[Remark]]:
    return proofread(document, content, today, previous=previous, office=office)


@dataclass(frozen=True, slots=True)
class _Group:
    """Remarks that say the same, told once; `pages` are those that are known, in order."""

    severity: str
    label: str
    around: str
    message: str
    suggestion: str
    times: int
    pages: tuple[int, ...]


def _draft(turn: Turn, number: int) -> CheckedDraft:
    found = CheckedDrafts(turn.session, turn.principal.office_id).get(number, turn.now)
    if found is None:
        raise UserError("draft_gone")
    return found


def _remarks(turn: Turn, draft: CheckedDraft) -> tuple[list[Remark], int]:
    """What is to be told, and how many remarks are of kinds that the office ignores."""
    ignored = set(IgnoredKinds(turn.session, turn.principal.office_id).all())
    every = [Remark.from_json(kept) for kept in draft.remarks]
    told = [one for one in every if one.kind not in ignored]
    return told, len(every) - len(told)


def _groups(remarks: Sequence[Remark]) -> list[_Group]:
    alike: dict[tuple[str, str], list[Remark]] = {}
    for one in remarks:
        alike.setdefault((one.kind, one.message), []).append(one)
    return [_group(those) for those in alike.values()]


def _group(those: Sequence[Remark]) -> _Group:
    first = those[0]
    pages = tuple(sorted({one.page for one in those if one.page}))
    label = kind_name(first.kind)
    return _Group(first.severity, label, first.around, first.message, first.suggestion, len(those), pages)


def _told(turn: Turn, number: int, start: int) -> Reply:
    """One page of what was found, with what can be done next."""
    draft = _draft(turn, number)
    remarks, hidden = _remarks(turn, draft)
    if not remarks:
        clean = text("check.clean", name=draft.name, on=draft.judged_for, hidden=hidden)
        return Reply(clean, (_grounds_row(number), (button(line("check.button_forget"), FLOW, "forget", number),)))
    groups = _groups(remarks)
    start = min(start, len(groups) - 1)
    shown = groups[start : start + _PAGE]
    counted = Counter(one.severity for one in remarks)
    told = text(
        "check.found",
        name=draft.name,
        on=draft.judged_for,
        errors=counted["error"],
        warnings=counted["warning"],
        notes=counted["note"],
        hidden=hidden,
        groups=shown,
        first=start + 1,
        total=len(groups),
    )
    return Reply(told, _choices(draft, remarks, start + len(shown), len(groups)))


def _choices(draft: CheckedDraft, remarks: Sequence[Remark], end: int, total: int) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    if end < total:
        rows.append((button(line("check.button_more", left=total - end), FLOW, "page", draft.id, end),))
    is_docx = draft.kind == DocumentKind.DOCX.value
    rows.append((button(line("check.button_notes" if is_docx else "check.button_list"), FLOW, "notes", draft.id),))
    safe = sum(one.safe and one.replacement is not None for one in remarks)
    if is_docx and safe:
        rows.append((button(line("check.button_mend", count=safe), FLOW, "mend", draft.id),))
    rows.append(_grounds_row(draft.id))
    rows.append(
        (
            button(line("check.button_ignore"), FLOW, "kinds", draft.id),
            button(line("check.button_forget"), FLOW, "forget", draft.id),
        )
    )
    return tuple(rows)


def _grounds_row(number: int) -> tuple[Button, ...]:
    return (button(line("check.button_grounds"), FLOW, "grounds", number),)


def _noted(turn: Turn, number: int, mended: bool = False) -> Reply:
    """The draft back: with notes, with its safe corrections, or as a list where it cannot be written to."""
    draft = _draft(turn, number)
    remarks, _ = _remarks(turn, draft)
    file = turn.slowly(
        with_notes, draft.name, DocumentKind(draft.kind), draft.content, draft.text, remarks, turn.now, mended
    )
    if file.media_type == "text/plain":
        return Reply(text("check.list_sent"), attachment=file)
    safe = sum(one.safe and one.replacement is not None for one in remarks)
    told = text("check.mended_sent", count=safe) if mended else text("check.notes_sent", count=len(remarks))
    return Reply(told, attachment=file)


def _grounds(turn: Turn, number: int) -> Reply:
    """Every document that the draft cites, with how it stands on the draft's day."""
    draft = _draft(turn, number)
    found = turn.slowly(grounds_of, draft.text, draft.judged_for)
    told = text("check.grounds", name=draft.name, on=draft.judged_for, grounds=found)
    return Reply(told, ((button(line("check.button_back"), FLOW, "page", number, 0),),))


def _kinds(turn: Turn, number: int) -> Reply:
    draft = _draft(turn, number)
    remarks, _ = _remarks(turn, draft)
    counted = Counter(one.kind for one in remarks).most_common(_MOST_KINDS)
    rows = [
        (button(line("check.button_kind", label=kind_name(kind), times=times), FLOW, "ignore", number, kind),)
        for kind, times in counted
    ]
    rows.append((button(line("check.button_back"), FLOW, "page", number, 0),))
    return Reply(text("check.kinds_asked", name=draft.name), tuple(rows))


def _ignore(turn: Turn, number: int, kind: str) -> list[Reply]:
    require(turn.principal, Role.OFFICER)
    if not _is_kind(kind):
        raise UserError("stale_button")
    IgnoredKinds(turn.session, turn.principal.office_id).add(kind, turn.principal.person_id, turn.now)
    return [Reply(text("check.ignored", label=kind_name(kind))), _told(turn, number, 0)]


def _again(turn: Turn, kind: str) -> list[Reply]:
    require(turn.principal, Role.OFFICER)
    if not _is_kind(kind):
        raise UserError("stale_button")
    IgnoredKinds(turn.session, turn.principal.office_id).remove(kind)
    return [Reply(text("check.heard_again", label=kind_name(kind)))]


def _is_kind(kind: str) -> bool:
    """Whether a check gives findings of that kind: a forged button, or one of another version, names others."""
    return bool(kind_name(kind))


def _keep_for(turn: Turn, days: int) -> list[Reply]:
    require(turn.principal, Role.ADMINISTRATOR)
    if days not in CHOICES_OF_DAYS:
        raise UserError("stale_button")
    CheckedDrafts(turn.session, turn.principal.office_id).keep_for(days)
    return [Reply(text("check.days_set", days=days))]


def _forget(turn: Turn, number: int) -> list[Reply]:
    if not CheckedDrafts(turn.session, turn.principal.office_id).remove(number):
        raise UserError("draft_gone")
    return [Reply(text("check.forgotten"))]


COMMANDS: Final[Mapping[str, Commanded]] = {"kiem": _asked}
"""Described in check.jinja."""
