"""A file on its way in: fetched from its channel, read in a limited child process, or refused in words.

It must not know what becomes of the file, nor hold a transaction: reading takes seconds.
Read next: `bot/flows/papers.py` (what becomes of it), `index/documents.py` (reading).
"""

from __future__ import annotations

from collections.abc import Callable

from bot.access import Directory
from bot.flows.turn import Paper
from bot.messages import Incoming, Upload
from bot.storage.engine import Store
from index.documents import read_document
from knowledge.errors import FileRejected
from knowledge.papers import kind_of_paper


def is_to_fetch(store: Store, event: Incoming) -> bool:
    """Whether a file came with the event that can be fetched, from somebody with an office: no stranger's is.

    Nor is one from a group: what may be done with it is nobody else's business.
    """
    if event.upload is None or not event.upload.reference or event.in_group:
        return False
    with store.read() as session:
        return Directory(session).who(event.sender.identity) is not None


def read_paper(upload: Upload, content: bytes) -> Paper | FileRejected:
    """The file with what was read in it, or why it was not read; blocks while a child process reads."""
    try:
        document = read_document(content, upload.name)
    except FileRejected as rejection:
        return rejection
    return Paper(upload.name, content, document, kind_of_paper(document.text))


def paper_at_hand(store: Store, event: Incoming, fetch: Callable[[Upload], bytes]) -> Paper | FileRejected | None:
    """The file of the event, where fetching it takes no time; None without one."""
    if event.upload is None or not is_to_fetch(store, event):
        return None
    try:
        content = fetch(event.upload)
    except FileRejected as rejection:
        return rejection
    return read_paper(event.upload, content)
