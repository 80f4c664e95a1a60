"""Thư viện: adding a document with confirmation, and the list of what the office holds, to replace or remove.

It must not build the index: it stores, and what follows is done by `bot/renewal.py`. What every office shares is
changed by the command line alone.
Read next: `bot/additions.py` (recognising), `bot/storage/library.py` (keeping), `bot/flows/missing.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from bot.access import Role, require
from bot.additions import Addition, recognise_text
from bot.flows.flow import Commanded
from bot.flows.missing import missing_html
from bot.flows.small_talk import small_talk
from bot.flows.turn import Paper, Turn, button, number_in
from bot.messages import Button, Reply
from bot.storage.library import Document, Kind, Library
from bot.storage.proposals import Proposal, Proposals
from bot.texts import line, markup, text
from knowledge.errors import AccessDenied, InvalidAnswer, UserError
from knowledge.papers import PaperKind, kind_of_paper
from knowledge.regulations import registry
from knowledge.text import normalise, shorten, squeeze
from knowledge.validity import validity

FLOW: Final = "library"
_PAGE: Final = 20
_LABEL: Final = 50
_KINDS: Final[Mapping[str, Kind]] = {"regulation": "regulation", "report": "report"}


def takes(turn: Turn, paper: Paper) -> list[Reply]:
    """Shows what was recognised in the file, to be confirmed. Raises AccessDenied for readers."""
    require(turn.principal, Role.OFFICER)
    sha256 = hashlib.sha256(paper.content).hexdigest()
    replaces = turn.state.pop(FLOW, None)
    if turn.floor == FLOW:
        turn.floor = ""
    same = next((document for document in _library(turn).documents() if document.sha256 == sha256), None)
    if same is not None:
        return [Reply(text("library.already", document=same))]
    proposal = Proposal(paper.name, sha256, paper.document.text, None, paper.document.scanned, replaces)
    return _proposed(turn, _proposals(turn).add(proposal, turn.now), proposal)


def pressed(turn: Turn, action: str, arguments: Sequence[str]) -> list[Reply]:
    """The replies to a button of this flow. Raises UserError «stale_button» for one that it never makes."""
    if turn.event.in_group:
        return [Reply(notice=line("account.private_only"))]
    match [action, *arguments]:
        case ["kind", _, kind] if kind in _KINDS:
            return _decided(turn, number_in(arguments, 0), _KINDS[kind])
        case ["confirm", _]:
            return _confirmed(turn, number_in(arguments, 0))
        case ["cancel", _]:
            _proposals(turn).remove(number_in(arguments, 0))
            return [Reply(text("library.cancelled"))]
        case ["list", _]:
            return _listed(turn, number_in(arguments, 0))
        case ["document", _]:
            return _document(turn, number_in(arguments, 0))
        case ["replace", _]:
            return _replace(turn, number_in(arguments, 0))
        case ["remove", _]:
            return _remove_asked(turn, number_in(arguments, 0))
        case ["removed", _]:
            return _removed(turn, number_in(arguments, 0))
    raise UserError("stale_button")


def written(turn: Turn) -> list[Reply] | None:
    """What is written while a document is waited for: whoever does not want it any more says so."""
    if small_talk(squeeze(normalise(turn.event.text))) != "skip":
        return None
    turn.floor = ""
    turn.state.pop(FLOW, None)
    return [Reply(text("library.cancelled"))]


def _proposed(turn: Turn, number: int, proposal: Proposal) -> list[Reply]:
    """What was recognised, with the buttons to go on; asks what it is when nobody can tell."""
    cancel = button(line("library.button_cancel"), FLOW, "cancel", number)
    try:
        addition = recognise_text(proposal.text, proposal.name, proposal.sha256, proposal.kind)
    except InvalidAnswer as problem:
        if problem.key != "not_recognised":
            raise
        kinds = (
            (button(line("library.button_regulation"), FLOW, "kind", number, "regulation"),),
            (button(line("library.button_report"), FLOW, "kind", number, "report"),),
        )
        return [Reply(text("library.which_kind", name=proposal.name), (*kinds, (cancel,)))]
    if addition.document.kind == "regulation" and proposal.is_scan:
        return [Reply(text("library.scan_is_no_law", name=proposal.name), ((cancel,),))]
    replaced = _replaced(turn, proposal, addition)
    confirm = button(line("library.button_confirm"), FLOW, "confirm", number)
    return [Reply(_summary(turn, addition, replaced), ((confirm, cancel),))]


def _summary(turn: Turn, addition: Addition, replaced: Document | None) -> str:
    office = turn.principal.office_name
    if addition.document.kind == "report":
        return text("library.confirm_report", addition=addition, replaced=replaced, office=office)
    known = registry().find(addition.document.number)
    holds = validity(registry(), known.number, turn.today) if known else None
    return text(
        "library.confirm_law",
        addition=addition,
        replaced=replaced,
        office=office,
        validity=markup("ask.validity_line", regulation=known, validity=holds),
        is_draft=kind_of_paper(addition.document.text) is PaperKind.DRAFT,
        is_registered=known is not None,
    )


def _decided(turn: Turn, number: int, kind: Kind) -> list[Reply]:
    _proposal(turn, number)
    _proposals(turn).decide(number, kind)
    return _proposed(turn, number, _proposal(turn, number))


def _confirmed(turn: Turn, number: int) -> list[Reply]:
    """The document joins the library in this transaction; the index follows, and then its sender is told."""
    require(turn.principal, Role.OFFICER)
    proposal = _proposal(turn, number)
    addition = recognise_text(proposal.text, proposal.name, proposal.sha256, proposal.kind)
    if addition.document.kind == "regulation" and proposal.is_scan:
        raise UserError("stale_button")
    library, replaced = _library(turn), _replaced(turn, proposal, addition)
    if replaced is not None:
        _require_change(turn, replaced)
        library.remove(replaced.id, turn.now, turn.principal.person_id)
    document, is_new = library.add(addition.document, turn.principal.person_id, turn.now)
    _proposals(turn).remove(number)
    if not is_new:
        return [Reply(text("library.already", document=document))]
    return [Reply(text("library.added", document=document, replaced=replaced))]


def _listed(turn: Turn, start: int = 0) -> list[Reply]:
    documents = _library(turn).documents()
    shown = documents[start : start + _PAGE]
    choices = [(button(_name(document), FLOW, "document", document.id),) for document in shown]
    end = start + len(shown)
    if end < len(documents):
        choices.append((button(line("library.button_more", left=len(documents) - end), FLOW, "list", end),))
    told = text("library.listed", documents=shown, office=turn.principal.office_name, total=len(documents))
    return [Reply(told, tuple(choices))]


def _document(turn: Turn, number: int) -> list[Reply]:
    document = _held(turn, number)
    choices: tuple[tuple[Button, ...], ...] = ()
    if _may_change(turn, document):
        replace = button(line("library.button_replace"), FLOW, "replace", number)
        choices = ((replace, button(line("library.button_remove"), FLOW, "remove", number)),)
    return [Reply(text("library.document", document=document), choices)]


def _replace(turn: Turn, number: int) -> list[Reply]:
    document = _held(turn, number)
    _require_change(turn, document)
    turn.floor, turn.state[FLOW] = FLOW, number
    return [Reply(text("library.send_replacement", document=document))]


def _remove_asked(turn: Turn, number: int) -> list[Reply]:
    document = _held(turn, number)
    _require_change(turn, document)
    confirm = button(line("library.button_remove_it"), FLOW, "removed", number)
    keep = button(line("library.button_keep"), FLOW, "document", number)
    return [Reply(text("library.remove_asked", document=document), ((confirm, keep),))]


def _removed(turn: Turn, number: int) -> list[Reply]:
    document = _held(turn, number)
    _require_change(turn, document)
    _library(turn).remove(number, turn.now, turn.principal.person_id)
    return [Reply(text("library.removed", document=document))]


def _replaced(turn: Turn, proposal: Proposal, addition: Addition) -> Document | None:
    """The office's own document whose place this one takes: the one chosen, else the same official text."""
    own = [document for document in _library(turn).documents() if document.office_id is not None]
    chosen = [document for document in own if document.id == proposal.replaces]
    number = addition.document.number
    return next(iter(chosen or [document for document in own if number and document.number == number]), None)


def _may_change(turn: Turn, document: Document) -> bool:
    """Administrators may, and officers what they added; nobody here may change what all offices share."""
    if document.office_id is None:
        return False
    mine = document.added_by == turn.principal.person_id and turn.principal.role is not Role.READER
    return mine or turn.principal.role is Role.ADMINISTRATOR


def _require_change(turn: Turn, document: Document) -> None:
    if document.office_id is None:
        raise AccessDenied("document_is_shared")
    if not _may_change(turn, document):
        raise AccessDenied("document_of_another", title=document.title or document.name)


def _held(turn: Turn, number: int) -> Document:
    document = _library(turn).get(number)
    if document is None:
        raise UserError("stale_button")
    return document


def _proposal(turn: Turn, number: int) -> Proposal:
    proposal = _proposals(turn).get(number, turn.now)
    if proposal is None:
        raise UserError("paper_gone")
    return proposal


def _name(document: Document) -> str:
    return shorten(document.title or document.name, _LABEL)


def _library(turn: Turn) -> Library:
    return Library(turn.session, turn.principal.office_id)


def _proposals(turn: Turn) -> Proposals:
    return Proposals(turn.session, turn.principal.person_id, turn.principal.office_id)


def _list(turn: Turn, _argument: str) -> list[Reply]:
    return [Reply(text("account.private_only"))] if turn.event.in_group else _listed(turn)


def _missing(turn: Turn, _argument: str) -> list[Reply]:
    if turn.event.in_group:
        return [Reply(text("account.private_only"))]
    require(turn.principal, Role.ADMINISTRATOR)
    loaded = [document.number for document in _library(turn).documents("regulation")]
    return [Reply(missing_html(turn.today, loaded, turn.scope().province))]


COMMANDS: Final[Mapping[str, Commanded]] = {"thu_vien": _list, "van_ban_thieu": _missing}
"""In the order of the menu; each is described in library.jinja."""
