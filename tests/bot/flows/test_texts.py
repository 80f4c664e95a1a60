"""Every text a user can see: each macro renders with what it is given, each is used, each error has its words.

It reads the `.jinja` files and the source of the project; a text that code asks for under a wrong name, or
without a value, is found here and not by an officer.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from itertools import chain, islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import nodes
from markupsafe import Markup

from bot import texts
from bot.access import Member, Role
from bot.additions import recognise
from bot.assistant import Assistant
from bot.findings import kind_name
from bot.flows import dispatch
from bot.flows.draft_coach_words import offered
from bot.flows.turn import Paper
from bot.linking import KeptOffice, Offer
from bot.proofreading import Remark
from bot.storage.health import Backlog, Contact
from bot.storage.library import Document
from bot.storage.library_changes import Change
from bot.storage.receipts import Receipt
from bot.storage.reminder_planning import Preferences
from bot.storage.reminders import Escalation, Item, ReminderRule
from bot.texts import error_text, line, text
from index import documents as reading
from index.answers import Answer, AnswerKind
from index.cards import PARTS, Card, card
from index.retrieval import Scope
from knowledge import errors
from knowledge.awards import awards
from knowledge.careers import read_career
from knowledge.checks.findings import Finding, Severity
from knowledge.checks.grounds import Ground
from knowledge.deadlines import deadline_rules
from knowledge.drafting.answers import check_answers
from knowledge.drafting.checking import problems
from knowledge.drafting.kinds import kinds as report_kinds
from knowledge.drafting.problems import Problem
from knowledge.drafting.problems import Severity as ProblemSeverity
from knowledge.drafting.shortcomings import shortcoming
from knowledge.drafting.sources import Mistake
from knowledge.drafting.vagueness import find_vague
from knowledge.errors import AssistantError, FileRejected, MigrationNeeded
from knowledge.ladder import ladder
from knowledge.letters import read_letter
from knowledge.missing import Need, missing_texts
from knowledge.neighbours import neighbours
from knowledge.papers import PaperKind
from knowledge.prizes import prize, total
from knowledge.procedures import Aspect, procedure
from knowledge.ratios import at_least, share
from knowledge.regulations import Regulation, registry
from knowledge.schedules import Every, Schedule
from knowledge.validity import Status, Validity, validity
from tests.conversations.papers import DILIGENCE, REPORT, decision
from tests.conversations.quick import MORNING
from tests.telegram_double.html_markup import parse_html

ROOT = Path(__file__).parents[3]
TODAY = MORNING.date()
HOSTILE = '<b>"&{{ x }}'
"""What a user may have written; shown as it stands."""

WAITING = {
    "access.invitation_line": "for the list of open invitations, which no command shows yet",
    "access.invitation_revoked": "for revoking an invitation, which no command does yet",
}
"""Texts that nothing uses, and why they are there."""

HELD_ELSEWHERE = {"prizes": "tests/bot/test_prize_texts.py"}
"""Files whose every text is rendered by another test."""

UNTOLD = {
    "chat_gone": "the outbox drops the chat",
    "chat_moved": "the channel follows the chat",
    "lease_lost": "the inbox leaves the event to whoever took it over",
    "message_refused": "the outbox drops the message",
    "retry_later": "the outbox waits",
}
"""Errors that are handled before anybody could be told of them, and by whom."""


@dataclass(frozen=True)
class Macro:
    """A text: where it stands, what it takes, what of that it needs, which others it calls."""

    file: str
    name: str
    parameters: tuple[str, ...]
    needed: frozenset[str]
    calls: frozenset[str]

    @property
    def key(self) -> str:
        return f"{self.file}.{self.name}"


@dataclass(frozen=True)
class Asked:
    """A place in the source that asks for a text: its key (a beginning of it, if the rest is computed) and values."""

    where: str
    key: str
    is_whole: bool
    values: frozenset[str] | None
    """None when they are not written out."""


@cache
def macros() -> dict[str, Macro]:
    found = {}
    for path in sorted((ROOT / "bot" / "texts").glob("*.jinja")):
        tree = texts._environment().parse(path.read_text(encoding="utf-8"))
        imported = {
            name if isinstance(name, str) else name[1]: statement.template.value.removesuffix(".jinja")
            for statement in tree.find_all(nodes.FromImport)
            if isinstance(statement.template, nodes.Const)
            for name in statement.names
        }
        for node in tree.find_all(nodes.Macro):
            macro = _macro(path.stem, node, imported)
            found[macro.key] = macro
    return found


def _macro(file: str, node: nodes.Macro, imported: Mapping[str, str]) -> Macro:
    parameters = tuple(argument.name for argument in node.args)
    optional = parameters[len(parameters) - len(node.defaults) :] if node.defaults else ()
    loaded = {name.name for inner in node.body for name in _names(inner)}
    calls = {call.node.name for call in node.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}
    needed = (loaded & set(parameters)) - set(optional)
    return Macro(
        file,
        node.name,
        parameters,
        frozenset(needed),
        frozenset(f"{imported.get(name, file)}.{name}" for name in calls),
    )


def _names(node: nodes.Node) -> Iterator[nodes.Name]:
    if isinstance(node, nodes.Name):
        yield node
    yield from (name for name in node.find_all(nodes.Name) if name.ctx == "load")


@cache
def sources() -> dict[str, ast.Module]:
    """Every module of the project by its dotted name."""
    paths = [path for package in ("bot", "index", "knowledge") for path in (ROOT / package).rglob("*.py")]
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            path.read_text(encoding="utf-8")
        )
        for path in paths
    }


@cache
def asked() -> tuple[Asked, ...]:
    return tuple(
        found
        for module, tree in sources().items()
        if module.startswith("bot")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (found := _asked(module, node, _askers(tree)))
    )


def _askers(tree: ast.Module) -> set[str]:
    """The names under which a module knows the functions of `bot.texts`."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "bot.texts"]
    return {name.asname or name.name for node in imports for name in node.names}


def _asked(module: str, call: ast.Call, askers: set[str]) -> Asked | None:
    """What a call such as `text("ask.answer", answer=answer)` asks for."""
    if not (isinstance(call.func, ast.Name) and call.func.id in askers and call.args):
        return None
    spread = any(keyword.arg is None for keyword in call.keywords)
    values = None if spread else frozenset(keyword.arg or "" for keyword in call.keywords)
    keys = list(_literal_keys(call.args[0]))
    for key, is_whole in keys:
        return Asked(f"{module}:{call.lineno}", key, is_whole, values) if len(keys) == 1 else None
    return None


def _literal_keys(node: ast.expr) -> Iterator[tuple[str, bool]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value, True
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        yield str(node.values[0].value), False
    elif isinstance(node, ast.IfExp):
        yield from _literal_keys(node.body)
        yield from _literal_keys(node.orelse)


@cache
def mentioned() -> set[str]:
    """Every string of the source that is the key of a text, wherever it stands, and the keys that f-strings begin."""
    strings = {
        node.value
        for tree in sources().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    begun = tuple(one.key for one in asked() if not one.is_whole)
    return {key for key in macros() if key in strings or key.startswith(begun or ("\0",))}


# Errors in the source.


@dataclass(frozen=True)
class Raised:
    """A place that makes an error of ours."""

    where: str
    kind: type[AssistantError]
    key: str
    details: frozenset[str]


def kinds() -> dict[str, type[AssistantError]]:
    found = vars(errors).items()
    return {name: kind for name, kind in found if inspect.isclass(kind) and issubclass(kind, AssistantError)}


@cache
def reached() -> frozenset[str]:
    """The modules that the bot is made of: its own, those of the index, and whatever they import."""
    waiting = [module for module in sources() if module.partition(".")[0] in ("bot", "index")]
    found: set[str] = set()
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += [name for name in _imports(sources()[module]) if name in sources()]
    return frozenset(found)


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


@cache
def raised() -> tuple[Raised, ...]:
    return tuple(
        found
        for module in sorted(reached())
        for node in ast.walk(sources()[module])
        if (found := _raised(module, node)) is not None
    )


def _raised(module: str, node: ast.AST) -> Raised | None:
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name) and node.exc.id in kinds():
        kind = kinds()[node.exc.id]
        return Raised(f"{module}:{node.lineno}", kind, kind.key, frozenset(_added_by_whoever_reads(kind)))
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds()):
        return None
    kind = kinds()[node.func.id]
    key = node.args[0] if node.args else ast.Constant(kind.key)
    if not isinstance(key, ast.Constant):
        return None
    details = {keyword.arg for keyword in node.keywords if keyword.arg} | _added_by_whoever_reads(kind)
    return Raised(f"{module}:{node.lineno}", kind, str(key.value), frozenset(details))


def _added_by_whoever_reads(kind: type[AssistantError]) -> set[str]:
    """An error of a file is given the name under which the file came."""
    return {"name"} if issubclass(kind, FileRejected) else set()


@cache
def told() -> set[str]:
    """The texts of the errors that the bot can meet."""
    keys = {one.key for one in raised()} | {kind.key for kind in kinds().values()}
    return {f"{file}.{key}" for file in texts._ERROR_FILES for key in keys} & macros().keys()


@cache
def in_use() -> set[str]:
    """The files of which anything at all is asked for: one that is being written is not in use yet."""
    return {key.partition(".")[0] for key in mentioned() | told()}


# Values to render with.

_NUMBERS = (
    "charge",
    "count",
    "done",
    "entries",
    "first",
    "last",
    "left",
    "length",
    "limit",
    "megabytes",
    "number",
    "pages",
)


_DAYS_OF_FINDINGS = (
    "citation_expired.expired_on",
    "citation_expired_then.expired_on",
    "citation_not_yet.from_day",
    "citation_date.given_on",
    "citation_date.issued_on",
    "citation_future.given_on",
    "citation_future.on",
    "result_too_early.on",
    "unit_abolished.ended_on",
    "unit_doubted.changed_on",
)


def _links() -> dict[str, Sequence[Any]]:
    """Values of the texts of /lien_ket."""
    shared = KeptOffice(1, HOSTILE, True, True, False, 0, 0, 0)
    own = replace(shared, is_shared=False, has_others=False, drafts=2)
    offices = [shared, own, replace(own, drafts=0), replace(own, is_empty=True)]
    return {
        "channel.name": ["telegram", "terminal", HOSTILE],
        "channel.who": ["", "…0077"],
        "code.channels": [[("Telegram", None, True), (HOSTILE, MORNING, False)]],
        "joined.channels": [[], ["Telegram", HOSTILE]],
        "asked.offer": [Offer(1, 2, "", HOSTILE, 3, tuple(offices), 5), Offer(1, 2, HOSTILE, HOSTILE)],
        "asked.others": [[], [HOSTILE]],
        "content.office": offices,
        "joined.kept": [[], [HOSTILE]],
        "joined.dropped": [[], [HOSTILE]],
        "told.at": [MORNING],
        "not_in_group.is_seen": [True, False],
    }


@pytest.fixture(scope="session")
def samples(shipped: Assistant) -> dict[str, Sequence[Any]]:
    """Values a parameter of that name may have, or one of that macro: «file.macro.parameter» comes first."""
    answers = _answers(shipped)
    grounds = [ground for answer in answers for ground in answer.grounds]
    cards = _cards()
    members = [Member(1, HOSTILE, Role.READER), Member(2, "", Role.OFFICER)]
    contacts = [
        Contact("telegram", MORNING, None, ""),
        Contact("telegram", None, MORNING, "unreachable"),
        Contact("telegram", MORNING, MORNING.replace(hour=9), "conflict"),
    ]
    additions = [recognise(DILIGENCE, HOSTILE, b""), recognise(GAPS, "a.txt", b""), recognise(REPORT, HOSTILE, b"")]
    documents = [
        Document(1, office, kind, HOSTILE, "", title, unit, "năm 2025", "0", None, MORNING)
        for office, kind, title, unit in ((None, "regulation", HOSTILE, ""), (3, "report", "", "xã Tân Bình"))
    ]
    receipt = Receipt(12, MORNING, HOSTILE, TODAY, "0123", {"text": HOSTILE}, "answered")
    return {
        "answer": answers,
        "answers": [answers],
        "article": [ground.article for ground in grounds],
        "backlog": [Backlog(0, None, 0, 0, None, 0, 0)],
        "certainty": ["verified", "secondary"],
        "commands": [[("tro_giup", "cách dùng")]],
        "contacts": [[], contacts],
        "existing": [True, False],
        "expires_at": [MORNING],
        "files": [["entries.jsonl"]],
        "generation": ["", "0123"],
        "ground": grounds,
        "grounds": [[], grounds],
        "link": ["", "https://t.me/troly_bot?start=ABCD"],
        "members": [[], members],
        "offices": [["Phường Bình An", HOSTILE]],
        "addition": additions,
        "library.confirm_law.addition": additions[:2],
        "library.confirm_report.addition": additions[2:],
        "changes": [{}, {"152/2025/NĐ-CP#d50": "words", "98/2023/NĐ-CP": "removed"}],
        "receipts.changed.changes": [
            {"152/2025/NĐ-CP#d50.k1": change} for change in ("removed", "official", "words", "validity")
        ],
        "terminal.health.changes": [0, 2],
        "library.ready.changes": [[Change("added", 1, HOSTILE, ""), Change("removed", None, "a.txt", HOSTILE)]],
        **{f"library.{name}.document": documents for name in _SHOWING_A_DOCUMENT},
        "documents": [[], documents],
        "replaced": [None, *documents],
        "figures": [{"50": ["1,5", "30"]}],
        "is_draft": [True, False],
        "is_registered": [True, False],
        "library.confirm_law.validity": [Markup("Còn hiệu lực")],
        "receipt": [receipt],
        "receipts": [[], [receipt]],
        "receipts.outdated.answers": [[(receipt, {"152/2025/NĐ-CP#d50": "words"})]],
        "further": [0, 3],
        "day": [TODAY],
        "until": [MORNING],
        **{f"linking.{name}": values for name, values in _links().items()},
        "missing": _missing(),
        "regulations": [[], list(registry())],
        "missing.places.regulation": [registry().find("152/2025/NĐ-CP")],
        "paper": _papers(),
        "papers.looks_like.kind": list(PaperKind),
        "problems": [[], ["entries.jsonl"]],
        "regulation": [None, *islice(registry(), 5)],
        "role": [role.value for role in Role],
        "account.help.role": ["cán bộ"],
        "account.button_make.role": ["cán bộ"],
        "account.member_asked.role": ["cán bộ"],
        "sections": [[], [practice for answer in answers for practice in answer.practice]],
        "terminal.added_report.sections": [7],
        "terminal.added_law.articles": [61],
        "terminal.disagrees.articles": [["5", "50"]],
        "terminal.library_line.kind": ["regulation", "report"],
        "terminal.library_line.office": [None, 3],
        "files.file_wrong_type.kind": ["excel", "image", "unheard of"],
        "files.file_name_lies.kind": ["excel", "image", "unheard of"],
        "telegram.unreadable.kind": ["voice", "sticker", "location"],
        "aspect": [aspect.value for aspect in Aspect],
        "part": list(PARTS),
        "card": cards,
        "procedure.button_alike.procedure": [card.procedure for card in cards],
        "said": [said for card in cards for _, statements in card.parts(whole=True) for said in statements],
        "provisions": [card.variant.governing for card in cards],
        "neighbour": [None, neighbours()[0]],
        "as_of": [TODAY],
        "whole": [True, False],
        "today": [TODAY, date(2026, 1, 31)],
        "least": [1, Decimal("0.5")],
        "most": [200, Decimal("100")],
        "longest": [500],
        "line": [0, 7],
        "free": [[], [HOSTILE]],
        "drafting.draft_incomplete.missing": [["Năm báo cáo", HOSTILE]],
        "problem": _problems(),
        "drafting.kind_line.kind": list(report_kinds()),
        "drafting.mistake.mistake": [Mistake("fund.yaml", 7, "questions.0.type", HOSTILE)],
        "validity": [None, *_validities()],
        "warnings.validity": _validities(),
        "ask.warnings.validity": _validities(),
        "ask.circumstances.validity": _validities(),
        **{f"checks.{key}": [TODAY] for key in _DAYS_OF_FINDINGS},
        "checks.section_name.role": ["lessons"],
        "checks.section_missing.role": ["lessons", "next_tasks"],
        "checks.kind_name.kind": ["misspelt", "number_sum"],
        "checks.citation_unknown.number": ["78/2002/NĐ-CP"],
        "checks.citation_confused.number": ["152/2026/NĐ-CP"],
        "checks.page_number.number": ["2"],
        **_remarks(),
        "welcome": [Markup("<b>Chào mừng</b>")],
        **{name: [0, 1, 1234567] for name in (*_NUMBERS, "passages", "total")},
        "ask.document.number": ["152/2025/NĐ-CP"],
        "ask.only_number.number": ["50"],
        "ask.answer.answer": [answer for answer in answers if answer.kind is AnswerKind.PROVISIONS],
        "ask.document_card.answer": [answer for answer in answers if answer.regulation],
        "ask.not_held.answer": [answer for answer in answers if answer.regulation],
        "terminal.office_line.members": [0, 3],
        "terminal.library_line.number": [1],
        **_of_dates(),
        **_of_reminders(),
        **_of_drafts(),
        **_of_calculations(),
    }


def _of_calculations() -> dict[str, Sequence[Any]]:
    past = read_career("2024 LĐTT, HTXSNV, 2 sáng kiến cấp tỉnh; 2025 CSTĐCS").records
    answers = [ladder(past, year) for year in (2025, 2026)]
    prizes = [prize("LĐTT", decided_on=TODAY, count=20), prize("TTLĐTT", decided_on=TODAY)]
    return {
        "award": list(awards())[:2],
        "on": [TODAY],
        "decided_on": [TODAY],
        "calculate.share.share": [share(7, 9)],
        "calculate.share.least": [None, at_least(9, 70), at_least(9, 80)],
        "calculate.found": [total(prizes), total(prizes[:1])],
        "calculate.answer": answers,
        "calculate.records": [past],
        "calculate.record": past,
        "calculate.proposal": [proposal for answer in answers for proposal in answer.proposals],
        "calculate.named": [lambda slug: awards().get(slug).name if slug else ""],
    }


def _of_dates() -> dict[str, Sequence[Any]]:
    days = ("day", "named", "anchor_on", "off", "working", "moved_from", "first", "last", "today", "reasons")
    values: dict[str, Sequence[Any]] = {name: [TODAY] for name in days}
    values |= {
        "time": [None, time(17, 0)],
        "opens_on": [None, TODAY],
        "year": [None, 2026],
        "month": [12],
        "quarter": [4],
        "period": ["2026", "2026-Q4", "2026-11", "2026-W47", "2026-P06"],
        "n": [10],
        "unit": ["day", "working_day", "month", "hour"],
        "direction": ["before", "after"],
        "anchor": ["", "ngày nhận hồ sơ"],
        "document": ["", "Thông báo 1/TB"],
        "secondary": [True, False],
        "number": [4],
        "lunar_day": [3, 12],
        "lunar_month": [1, 12, 5],
        "reasons": [[Markup("25/11/2026 là thứ Tư.")]],
        "clock.time": [time(8, 0)],
        "open_year.year": [2026],
        "before_time.time": [time(16, 0)],
        "by_document.document": ["Thông báo 1/TB"],
        "by_secondary_source.secondary": [True],
        **{f"{macro}.year": [2026] for macro in ("before_month", "within_month", "before_quarter", "within_quarter")},
    }
    return {f"dates.{name}": sample for name, sample in values.items()}


def _of_reminders() -> dict[str, Sequence[Any]]:
    details = {"to": HOSTILE, "letter": HOSTILE, "line": HOSTILE}
    plain = Item(1, 1, 1, HOSTILE, "2026-Q4", TODAY, None, "open", {})
    items = [
        plain,
        replace(plain, period="2026-12-01", details=details, taken_by=HOSTILE),
        replace(plain, state="done", number="12/BC-UBND", submitted_on=TODAY),
        replace(plain, state="skipped"),
    ]
    left = Markup("<b>hôm nay là hạn cuối</b>")
    values: dict[str, Sequence[Any]] = {
        "item": items,
        "left": [left],
        "left.days": [3, 0, -2, 0],
        "left.is_today": [False, True, False, False],
        "left.is_late": [False, False, True, False],
        "why": [None, Markup("Chuyển từ 25/11/2026.")],
        "basis": [[], ["khoản 1 Điều 35"]],
        "ended_on": [None, TODAY],
        "card": [Markup("<b>Báo cáo</b>")],
        "items": [[(item, left) for item in items]],
        "more": [0, 5],
        "missed": [0, 3],
        "at": [MORNING],
        "is_today": [True, False],
        "days": [2],
        "number": [1],
        **_of_rules(items),
    }
    return {f"remind.{name}": sample for name, sample in values.items()}


def _of_rules(items: Sequence[Item]) -> dict[str, Sequence[Any]]:
    schedules = [
        Schedule(every=Every.ONCE, on=TODAY, until=time(17, 0)),
        Schedule(every=Every.WEEKLY, weekday=4),
        *(Schedule(every=every, day=day) for every in ("monthly", "quarterly", "half_yearly") for day in (None, 20)),
        Schedule(every=Every.YEARLY, month=12, day=31, year_offset=1),
        Schedule(every=Every.YEARLY, month=2),
    ]
    days = [(TODAY, None), (TODAY, Markup("Chuyển từ 25/11/2026."))]
    counted = {"n": 10, "unit": "working_day", "direction": "after", "anchor": HOSTILE}
    letter = read_letter("SỞ NỘI VỤ\nSố: 12/SNV-TĐKT\nV/v báo cáo\nKính gửi: Các xã\n")
    bare = replace(letter, kind=None, sender=None, number=None, subject=None)
    rule = ReminderRule(1, HOSTILE, schedules[1], {}, "", MORNING, ())
    late = [(items[0], Markup("<b>quá hạn</b>"))]
    return {
        "schedule": schedules,
        "before": [False, True],
        "title_asked.schedule": ["thứ Sáu hằng tuần"],
        "period": ["2026", "2026-12-01"],
        "when": ["thứ Sáu hằng tuần", "ngày 5 hằng tháng"],
        "draft.when": ["thứ Sáu hằng tuần", ""],
        "shipped.when": ["", "ngày 10/12, hằng năm"],
        "draft.days": [days, []],
        "just_past": [None, TODAY],
        "steps": [(10, 5, 2, 0), (7, 3), (0,)],
        "details": [{}, {"line": HOSTILE}],
        "counted": [counted],
        "anchor_asked.counted": [counted, {"anchor": HOSTILE}],
        "head": ["", Markup("Trợ lý đọc được công văn.")],
        "letter_without_deadline.head": [Markup("Trợ lý đọc được công văn.")],
        "drafts": [[Markup("<b>Báo cáo</b>")], [Markup("<b>Một</b>"), Markup("<b>Hai</b>")]],
        "understood.late": [0, 2],
        "letter_without_deadline.late": [[], [Markup("<b>Báo cáo</b>")]],
        "month.late": [[], late],
        "month.items": [[], [(item, Markup("còn 2 ngày")) for item in items]],
        "register.items": [items],
        "choice": [False, True],
        "reminders": [[(HOSTILE, "thứ Sáu hằng tuần", TODAY), (HOSTILE, "thứ Sáu hằng tuần", None)]],
        "letter": [letter, bare],
        "day": [TODAY],
        "day_line.why": [None, Markup("vì nghỉ lễ")],
        "count": [2],
        "chosen": [True, False],
        "is_bare": [True, False],
        "shipped.rule": list(deadline_rules()),
        "every": [every.value for every in Every],
        "rules": [[], [(rule, "thứ Sáu hằng tuần")]],
        "rule.days": [days],
        "new_day.days": [days],
        "routes": [[], [HOSTILE]],
        "due_on": [TODAY],
        "until": [MORNING],
        "is_past_due": [False, True],
        "month": [TODAY],
        "state": ["open", "late", "done", "skipped"],
        "year": [2026],
        "wishes": [Preferences(), Preferences(quiet_from=None, digest=False)],
        "leader": [None, Escalation(1, HOSTILE, 2)],
        "changed": [False, True],
        "digest": [True, False],
        "quiet": [True, False],
        "name": ["", HOSTILE],
        "giver": ["", HOSTILE],
        "successor": ["", HOSTILE],
    }


def _of_drafts() -> dict[str, Sequence[Any]]:
    annual = report_kinds()[0]
    questions = list(annual.questions.values())
    shortcomings = annual.questions["shortcomings"]
    typical = shortcoming("dossiers_late") or offered()[0]
    finding = Finding("misspelt", Severity.ERROR, 0, 6, HOSTILE, {"wrong": HOSTILE, "right": "nỗ lực"})
    remark = Remark.of(finding, f"{HOSTILE} đẩy mạnh")
    values: dict[str, Sequence[Any]] = {
        "told": ["", Markup("✓ <b>Dân số</b>.")],
        "question": questions,
        "list.question": [question for question in questions if question.fields],
        "first": [field for question in questions for field in question.fields[:1]],
        "pick.question": [shortcomings],
        "head": ["", Markup("Dòng 1")],
        "known": ["", HOSTILE],
        "pick.known": [[], [HOSTILE]],
        "earlier": ["", HOSTILE],
        "earlier.year": ["", "2025"],
        "name.year": ["", 2025],
        "name.section": ["", HOSTILE],
        "stale": [True, False],
        "beside": [True, False],
        "bare": [True, False],
        "words": ["", "một trăm"],
        "records": [[], [HOSTILE]],
        "answered": [False, True],
        "begun": ["", HOSTILE],
        "fields": [[(HOSTILE, HOSTILE), ("Nơi xảy ra", "")]],
        "section": [1, 2],
        "place.sections": [1, 12],
        "place.number": [0, 2],
        "place.count": [0, 5],
        "count": [0, 1, 3],
        "most": [32],
        "drafts": [[], [(HOSTILE, 2, 90, MORNING, True), (HOSTILE, 0, 1, MORNING, False)]],
        "form": ["", HOSTILE],
        "groups": [[("Hồ sơ", [(1, HOSTILE, True), (2, HOSTILE, False)])]],
        "is_new": [True, False],
        "field": list(shortcomings.fields),
        "step": ["evidence", "evidence", "cause", "cause", "remedy", "remedy", "who"],
        "evidence": ["", HOSTILE],
        "vague": [None, find_vague("Công tác kiểm tra chưa thường xuyên")[0]],
        "lacking": [(), (), (), ("period", "place"), ("period",), ("place",)],
        "button_usual.told": [["cả năm", HOSTILE]],
        "button_open.at": [None, MORNING],
        "all_the_time.kind": [each.name for each in report_kinds()],
        "everywhere.kind": ["", "phường"],
        "coach.year": [2026],
        "causes": [typical.causes, ()],
        "cause": list(typical.causes),
        "remedies": [typical.remedies, ()],
        "titles": [["STT", "Hạn chế", "Nguyên nhân", "Việc khắc phục", "Chủ trì", "Thời hạn"]],
        "rows": [[["1", HOSTILE, "", HOSTILE, "", "quý I"]]],
        "sections": [[(HOSTILE, 0, 3, [HOSTILE]), ("Quỹ", 1, 3, []), ("Sáng kiến", 3, 3, [])]],
        "left": [0, 5],
        "questions": [[(HOSTILE, HOSTILE, False), ("Năm", "", True), ("Tên", "", False)]],
        "lines": [[], [(True, HOSTILE), (False, HOSTILE)]],
        "examples": [[], [(HOSTILE, "năm 2025", HOSTILE, HOSTILE, True), ("", "", "", HOSTILE, False)]],
        "revisions": [[], [(2, MORNING, [(HOSTILE, HOSTILE), ("Tên", "")], 3, True), (1, MORNING, [], 0, False)]],
        "now": [0, 2],
        "clash.now": ["", HOSTILE],
        "labels": [[HOSTILE, "thời hạn"]],
        "problems": [[], [HOSTILE]],
        "remarks": [[], [remark], [remark] * 8],
        "looks": [[], [HOSTILE]],
        "bases": [[], ["152/2025/NĐ-CP"]],
        "undated": [True, False],
        "unnumbered": [True, True, False],
        "matched": [[], [HOSTILE]],
        "free": [[], [HOSTILE]],
        "button_more.label": ["", HOSTILE],
        "record_head.record": ["", HOSTILE],
        "listed.last": ["", HOSTILE],
        "by_when": ["", HOSTILE],
        "number": [0, 1],
    }
    values["which_place.former"] = ["", HOSTILE]
    values["which_place.changed_on"] = values["place_merged.merged_on"] = [TODAY]
    values["which_kind.known"] = values["which_kind.typed"] = ["", HOSTILE]
    values["ticked_so_far.rows"] = [[], [(8, HOSTILE), (25, "x")]]
    return {f"draft.{name}": sample for name, sample in values.items()}


_SHOWING_A_DOCUMENT = ("added", "already", "document", "remove_asked", "removed", "send_replacement")
GAPS = decision("152/2025/NĐ-CP", "Phạm vi | Một.", "Khác hẳn | Hai 77.").replace("Điều 2.", "Điều 5.")
"""An official text with a gap, whose articles our digests tell otherwise."""


def _missing() -> list[dict[str, list[Regulation]]]:
    """Nothing, and everything."""
    everything = missing_texts(registry(), TODAY, [])
    return [{need.value: [] for need in Need}, {need.value: found for need, found in everything.items()}]


def _papers() -> list[Paper]:
    """A file of each kind, with everything there may be to say of it."""
    plain = reading.Document(reading.DocumentKind.TEXT, "", None, (), False)
    scan = reading.Document(reading.DocumentKind.PDF, "", 3, ("tcvn3",), True, (2, 3))
    return [*(Paper(HOSTILE, b"", plain, kind) for kind in PaperKind), Paper(HOSTILE, b"", scan)]


def _problems() -> list[Problem]:
    """Every problem that answers to an annual report can have, and the one that only a percentage has."""
    annual = report_kinds()[0]
    wrong = {
        "population": 5, "population_permanent": 4, "population_temporary": 2, "registered": 5, "units_total": 3,
        "documents_count": 1, "main_documents": [HOSTILE, "b"], "champions": 44, "advanced_workers": 75,
        "awards": [{"award": "letter_merit", "individuals": 5, "workers": 6}], "awards_individuals": 7,
        "figures_from": "2025-12-01", "figures_to": "2025-11-01", "shortcomings": [{"statement": "Còn hạn chế"}],
        "direction": "Theo Nghị định số 98/2023/NĐ-CP",
    }  # fmt: skip
    found = problems(annual, check_answers(annual, wrong), TODAY)
    shown = dict.fromkeys(("label1", "label2", "label3"), HOSTILE)
    figures = {"stated": Decimal(50), "part": Decimal(1), "whole": Decimal(4), "exact": Decimal(25)}
    return [*found, Problem("percent", ProblemSeverity.CONFLICT, ("a",), 0, HOSTILE, {**shown, **figures})]


def _remarks() -> dict[str, Sequence[Any]]:
    finding = Finding("misspelt", Severity.ERROR, 0, 6, HOSTILE, {"wrong": HOSTILE, "right": "nỗ lực"}, "nỗ lực", True)
    remark = Remark.of(finding, f"{HOSTILE} đẩy mạnh")
    group = SimpleNamespace(
        severity="error", label="Chính tả", around=HOSTILE, message=HOSTILE, suggestion="Sửa", times=2, pages=(1, 2)
    )
    return {
        "check.severity.rank": [one.value for one in Severity],
        "check.found.groups": [[group], [group, group]],
        "check.found.first": [1],
        "check.found.total": [2],
        "check.explained.days": [7],
        "check.explained.ignored": [[], ["Chính tả"]],
        "check.listed.remarks": [[remark]],
        "check.listed.named": [kind_name],
        "check.on_pages.pages": [[], (1, 2)],
        **{f"check.{name}": [TODAY] for name in ("clean.on", "found.on", "grounds.on")},
        "check.grounds.grounds": [[], [Ground(HOSTILE, status, TODAY, HOSTILE, 2) for status in (None, *Status)]],
        **{f"check.found.{name}": [0, 1, 1234] for name in ("errors", "warnings", "notes", "hidden")},
        "check.clean.hidden": [0, 3],
        **{f"check.{name}.days": [7] for name in ("button_days", "days_set")},
        "check.button_kind.times": [3],
        "checks.not_read.limit": ["300.000"],
    }


def _answers(shipped: Assistant) -> list[Answer]:
    asked_for = (
        "Điều 3 Nghị định 73/2024",
        "khoản 2 Điều 50 NĐ 152/2025",
        "tồn tại, hạn chế trong phong trào thi đua viết thế nào",
        "152/2025",
        "NĐ 98 còn hiệu lực không",
        "công tác thi đua, khen thưởng theo văn bản nào",
        "Điều 5",
        "Điều 500 Nghị định 152/2025",
        "Nghị định 999/2024/NĐ-CP",
        "Nghị định 28/2024/NĐ-CP",
        "Chỉ thị 34-CT/TW",
        "Ai ký giấy khen cấp xã?",
        "thuong LĐTT <b>&</b> {{ 7*7 }}",
        "cách nấu phở bò ngon",
    )
    answerer = shipped.answerer()
    found = [answerer.ask(question, Scope(TODAY)) for question in asked_for]
    unknown = [
        replace(answer, grounds=tuple(replace(ground, regulation=None, validity=None) for ground in answer.grounds))
        for answer in found[:1]
    ]
    earlier = answerer.ask("chiến sĩ thi đua cơ sở được thưởng bao nhiêu", Scope(date(2024, 12, 1)))
    then = answerer.ask("hồ sơ nộp theo văn bản nào", Scope(date(2025, 5, 31)))
    return [*found, *unknown, earlier, then]


def _cards() -> list[Card]:
    """Cards of titles, councils and money, without a province and with one that has decided."""
    names = ("grassroots_champion", "commune_council", "commendation_letter", "advanced_collective", "fund_setting")
    found = [
        card(subject, TODAY, province, question)
        for name in names
        if (subject := procedure(name))
        for province in (None, "Bắc Ninh")
        for question in ("", "hồ sơ gồm gì, ai quyết định, điều kiện, thời hạn, tiền thưởng")
    ]
    return [one for one in found if one is not None]


def _validities() -> list[Validity]:
    """At least one of each status, and whatever notes, conditions and transitional rules there are."""
    found = [
        validity(registry(), regulation.number, day) for regulation in registry() for day in (TODAY, date(2027, 6, 1))
    ]
    by_status = [
        next(one for one in found if one.status is status)
        for status in Status
        if any(o.status is status for o in found)
    ]
    rich = [one for one in found if one.transitional or one.notes or one.ended_parts or one.upcoming or one.read_with]
    return by_status + rich[:8]


def values_of(macro: Macro, samples: Mapping[str, Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """Enough sets of values that each sample of each parameter is used once."""
    columns = []
    for name in macro.parameters:
        of_file = samples.get(f"{macro.file}.{name}", samples.get(name))
        known = samples.get(f"{macro.key}.{name}", of_file)
        columns.append(known if known is not None else [HOSTILE])
    most = max(map(len, columns), default=1)
    for place in range(most):
        yield {name: column[place % len(column)] for name, column in zip(macro.parameters, columns, strict=True)}


@pytest.mark.parametrize("file", sorted(in_use() - HELD_ELSEWHERE.keys()))
def test_every_text_renders_as_markup_that_telegram_takes(file: str, samples: Mapping[str, Sequence[Any]]) -> None:
    for macro in (macro for macro in macros().values() if macro.file == file):
        shown = ""
        for values in values_of(macro, samples):
            plain: str = parse_html(text(macro.key, **values)).text
            assert "None" not in plain and "Undefined" not in plain, (macro.key, values, plain)
            assert "&lt;" not in plain and "&amp;" not in plain, f"{macro.key} escapes twice: {plain}"
            shown += plain
        assert shown.strip(), f"{macro.key} never says anything"


def test_a_value_a_text_needs_cannot_be_forgotten() -> None:
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        text("account.stayed")
    with pytest.raises(TypeError):
        text("account.stayed", office="A", offices="B")


def test_every_text_the_code_asks_for_is_there_and_gets_its_values() -> None:
    wrong = []
    for one in asked():
        macro = macros().get(one.key)
        if one.is_whole and macro is None:
            wrong.append(f"{one.where}: there is no text {one.key}")
        elif one.is_whole and macro is not None and one.values is not None:
            missing, unknown = macro.needed - one.values, one.values - set(macro.parameters)
            wrong += [f"{one.where}: {one.key} lacks {sorted(missing)}"] if missing else []
            wrong += [f"{one.where}: {one.key} does not take {sorted(unknown)}"] if unknown else []
        elif not one.is_whole and not any(key.startswith(one.key) for key in macros()):
            wrong.append(f"{one.where}: no text begins with {one.key}")
    assert wrong == []


def test_every_text_is_used_by_the_code_by_an_error_or_by_another_text() -> None:
    called = set(chain.from_iterable(macro.calls for macro in macros().values()))
    concerned = {key for key, macro in macros().items() if macro.file in in_use() - HELD_ELSEWHERE.keys()}
    assert concerned - mentioned() - told() - called - _codes() - _of_flows() - _worded() == set(WAITING)


def _worded() -> set[str]:
    """What the grammar of dates and the working days say by the bare name of a text."""
    speakers = [
        tree for module, tree in sources().items() if module.startswith(("knowledge.dating", "knowledge.workd"))
    ]
    strings = {
        node.value
        for tree in speakers
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    begun = tuple(f"dates.{string}" for string in strings if string.endswith("_"))
    return {key for key in macros() if key.removeprefix("dates.") in strings or key.startswith(begun)}


def _of_flows() -> set[str]:
    """What the table of flows is described by in the menu."""
    flows = {f"{flow.name}.command_{command}" for flow in dispatch.FLOWS.values() for command in flow.commands}
    flows |= {f"{flow.name}.takes_paper" for flow in dispatch.FLOWS.values() if flow.takes}
    return flows | {f"account.command_{dispatch.HELP}"}
    offered = {f"{flow.name}.takes_paper" for flow in dispatch.FLOWS.values() if flow.takes}
    return flows | offered | {f"account.command_{dispatch.HELP}"}


def _codes() -> set[str]:
    """The keys of files' errors are codes that the reader of files gives from its tables."""
    strings = {
        node.value
        for module in reached()
        if module.startswith("index")
        for node in ast.walk(sources()[module])
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {key for key, macro in macros().items() if macro.file == "files" and macro.name in strings}


def test_every_error_of_the_bot_has_words_that_take_its_details() -> None:
    wrong = []
    for one in raised():
        found = [macros()[f"{file}.{one.key}"] for file in texts._ERROR_FILES if f"{file}.{one.key}" in macros()]
        if one.key in UNTOLD:
            wrong += [f"{one.where}: {one.key} has words, though nobody is told"] if found else []
        elif len(found) != 1:
            wrong.append(f"{one.where}: {one.key} has {len(found)} texts")
        else:
            missing, unknown = found[0].needed - one.details, one.details - set(found[0].parameters)
            wrong += [f"{one.where}: {one.key} lacks {sorted(missing)}"] if missing else []
            wrong += [f"{one.where}: {one.key} does not take {sorted(unknown)}"] if unknown else []
    assert wrong == []


def test_what_is_looked_for_in_the_source_is_found() -> None:
    """The checks above would pass if they found nothing."""
    assert {"ask.answer", "account.help", "cli.run", "telegram.repeated"} <= {one.key for one in asked()}
    assert {"invitation_used", "stale_button", "index_missing", "migration_needed", "file_too_large"} <= {
        one.key for one in raised()
    }
    assert macros()["access.invitation_made"].needed == {"office", "role", "code", "expires_at"}
    assert set(UNTOLD) <= {one.key for one in raised()}


def test_an_error_of_a_newer_database_is_told_in_words() -> None:
    assert "Cơ sở dữ liệu" in error_text(MigrationNeeded(found="0002", expected="0001"))


def test_a_line_shows_a_value_as_it_is() -> None:
    for name in ("An & Bình", "<b>An</b>", "{{ An }}", 'An "Tí"'):
        assert line("access.member_line", name=name, role="officer") == f"{name} – cán bộ"


def test_a_moment_and_a_day_are_written_as_officers_write_them() -> None:
    moment = datetime(2026, 7, 5, 8, 3, tzinfo=MORNING.tzinfo)
    assert "08:03 ngày 05/7/2026" in text("access.invitation_expired", expires_at=moment)
    assert "08:03 ngày 05/02/2026" in text("access.invitation_expired", expires_at=moment.replace(month=2))
    assert "09/12/2026" in text("access.invitation_expired", expires_at=moment.replace(month=12, day=9))
