"""The end of a draft: what is missing, what the check of the finished file finds, and the file; the table beside it.

It must not make the file itself; what is slow is left to `Turn.slowly`.
Read next: `bot/drafted.py` (files), `bot/proofreading.py` (the check), `bot/flows/draft_review.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.access import unit_of
from bot.drafted import Finished, finished, matrix, matrix_csv, matrix_docx, pictured, printed
from bot.flows.draft_asking import interview_in, not_current, writing
from bot.flows.draft_interview import FLOW, YEARS, Interview
from bot.flows.draft_overview import draft_name
from bot.flows.draft_words import LONGEST_LABEL, Rows, nav, problem_line
from bot.flows.last_report import last_report
from bot.flows.turn import Turn, number_in, press
from bot.messages import Button, Reply
from bot.proofreading import Remark
from bot.texts import line, text
from knowledge.drafting.answers import missing, texts_in
from knowledge.drafting.checking import SHORTCOMINGS
from knowledge.drafting.models import QuestionType
from knowledge.drafting.problems import Problem, Severity
from knowledge.errors import UserError
from knowledge.schedules import VIETNAM
from knowledge.text import fold, shorten

_MOST_BUTTONS: Final = 8
_LACKS: Final = "shortcoming_lacks"
_MOST_PAGES: Final = 10
"""Pictures sent at once: as many as one album of a messenger holds."""
_SHORTEST: Final = 3
"""Letters below which the words of a remark stand in too many answers to say which one is meant."""


def _exported(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """The file, or what should be put right before; errors can be left standing, answers that are needed cannot."""
    interview = writing(turn, arguments)
    lacking = missing(interview.plan.kind, interview.given)
    if lacking:
        rows = [(Button(shorten(each.label, LONGEST_LABEL), press(FLOW, "edit", interview.kept.id, each.key)),)
                for each in lacking[:_MOST_BUTTONS]]  # fmt: skip
        rows.append((nav("review", "rev", interview.kept.id),))
        interview.rest()
        return [Reply(text("draft.lacking", labels=[each.label for each in lacking]), tuple(rows))]
    result = _made(interview)
    wrong = [problem for problem in result.draft.problems if problem.severity is Severity.CONFLICT]
    if not (result.errors or wrong):
        return [_sent(interview, result)]
    return [_doubted(interview, result, wrong)]


def _made(interview: Interview) -> Finished:
    """The finished report of the draft as it stands. Raises as `bot.drafted.finished`."""
    turn, kept = interview.turn, interview.kept
    changed_at = kept.changed_at.astimezone(VIETNAM)
    office = unit_of(turn.principal.office_name)
    year = next((int(interview.answers[key]) for key in YEARS if key in interview.answers), turn.today.year)
    before = last_report(turn, year)
    return turn.slowly(finished, kept.kind, kept.outline, interview.answers, turn.today, changed_at, office, before)


def _doubted(interview: Interview, result: Finished, wrong: Sequence[Problem]) -> Reply:
    """What is wrong, each with a way to its answer where one is known; and the way out with it."""
    draft = interview.kept.id
    rows: Rows = []
    for problem in wrong:
        key = problem.fields[0].partition(".")[0]
        rows.append((_correct(interview, key),))
    for remark in result.errors:
        found = answer_behind(interview, remark)
        if found:
            rows.append((_correct(interview, found),))
    rows = list(dict.fromkeys(rows))[:_MOST_BUTTONS]
    rows.append((nav("anyway", "anyway", draft, interview.kept.revision), nav("review", "rev", draft)))
    interview.rest()
    told = text("draft.doubted", name=draft_name(interview), problems=[problem_line(each) for each in wrong],
                remarks=result.errors)  # fmt: skip
    return Reply(told, tuple(rows))


def _correct(interview: Interview, key: str) -> Button:
    label = line("draft.button_correct", label=interview.plan.questions[key].label)
    return Button(shorten(label, LONGEST_LABEL), press(FLOW, "edit", interview.kept.id, key))


def answer_behind(interview: Interview, remark: Remark) -> str:
    """The question whose answer put those words into the report; empty where that cannot be told."""
    wanted, around = fold(remark.text).lower().strip(), set(fold(remark.around).lower().split())
    if len(wanted) < _SHORTEST:
        return ""
    best, key = 0, ""
    for question in interview.plan.questions.values():
        if question.key not in interview.given or question.type is QuestionType.CHOICE:
            continue
        for said in texts_in(interview.given[question.key]):
            folded = fold(said).lower()
            if wanted in folded and (shared := len(around & set(folded.split()))) >= max(best, 1):
                best, key = shared + 1, question.key
    return key


def _anyway(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """The file with what is wrong in it, at the officer's word."""
    interview = writing(turn, arguments)
    if number_in(arguments, 1) != interview.kept.revision or missing(interview.plan.kind, interview.given):
        return not_current(interview)
    return [_sent(interview, _made(interview))]


def _sent(interview: Interview, result: Finished) -> Reply:
    """The file, with a short summary of what still needs the officer's eye."""
    plan, draft = interview.plan, interview.kept.id
    if not plan.only:
        interview.drafts.finish(draft, interview.turn.now)
    looks = told_problems(result.draft.problems)
    form = plan.kind.data.form
    told = text(
        "draft.finished", name=draft_name(interview), looks=looks, remarks=result.remarks,
        bases=[] if plan.only else [basis.number for basis in result.draft.bases],
        undated=not plan.only and result.draft.head.signed_on is None,
        unnumbered=not plan.only and not result.draft.head.number, form=form.note if form else "",
    )  # fmt: skip
    rows: Rows = [(nav("pages", "png", draft), nav("printed", "pdf", draft)), (nav("review", "rev", draft),)]
    if interview.records(SHORTCOMINGS):
        rows.append((nav("matrix", "mat", draft),))
    interview.rest()
    return Reply(told, tuple(rows), attachment=result.file)


def told_problems(problems: Sequence[Problem]) -> list[str]:
    """The problems in words, what a shortcoming lacks on one line for each shortcoming."""
    lacking: dict[str, list[str]] = {}
    for problem in problems:
        if problem.kind == _LACKS:
            lacking.setdefault(str(problem.details["statement"]), []).append(str(problem.details["label"]).lower())
    told = [problem_line(problem) for problem in problems if problem.kind != _LACKS]
    return told + [line("draft.shortcoming_lacks", statement=name, labels=labels) for name, labels in lacking.items()]


def _printed(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """The report as it will be printed."""
    interview = interview_in(turn, arguments)
    if missing(interview.plan.kind, interview.given):
        return not_current(interview)
    file = turn.slowly(printed, _made(interview).file)
    if file is None:
        return [Reply(text("draft.no_print"))]
    return [Reply(text("draft.printed", name=draft_name(interview)), attachment=file)]


def _pages(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """The pages as pictures in the conversation, which a phone shows without another program."""
    interview = interview_in(turn, arguments)
    if missing(interview.plan.kind, interview.given):
        return not_current(interview)
    pages = turn.slowly(pictured, _made(interview).file)
    if not pages:
        return [Reply(text("draft.no_print"))]
    named = draft_name(interview)
    return [
        Reply(text("draft.page", name=named, number=number, count=len(pages), most=_MOST_PAGES), attachment=page)
        for number, page in enumerate(pages[:_MOST_PAGES], start=1)
    ]


# The table of shortcomings.


def _matrix(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    interview = interview_in(turn, arguments)
    table = matrix(interview.plan, interview.given, turn.today)
    if table is None:
        raise UserError("stale_button")
    draft = interview.kept.id
    rows = ((nav("matrix_docx", "matdoc", draft), nav("matrix_csv", "matcsv", draft)), (nav("review", "rev", draft),))
    titles = [column.title for column in table.columns]
    return [Reply(text("draft.matrix", titles=titles, rows=table.rows), rows)]


def _matrix_docx(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    return _matrix_file(turn, arguments, is_csv=False)


def _matrix_csv(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    return _matrix_file(turn, arguments, is_csv=True)


def _matrix_file(turn: Turn, arguments: Sequence[str], *, is_csv: bool) -> list[Reply]:
    interview = interview_in(turn, arguments)
    table = matrix(interview.plan, interview.given, turn.today)
    if table is None:
        raise UserError("stale_button")
    file = matrix_csv(table) if is_csv else matrix_docx(table, turn.now)
    return [Reply(text("draft.matrix_sent"), attachment=file)]


PRESSED: Final[Mapping[str, Callable[[Turn, Sequence[str]], list[Reply]]]] = {
    "out": _exported,
    "anyway": _anyway,
    "pdf": _printed,
    "png": _pages,
    "mat": _matrix,
    "matdoc": _matrix_docx,
    "matcsv": _matrix_csv,
}
