"""Incoming and Reply as ASCII JSON, as they lie in the inbox and in the outbox.

It knows no table. A row written by an older version is still read: unknown fields are ignored, new ones default.
Read next: `bot/inbox.py`, `bot/outbox.py`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from bot.messages import Attachment, Button, Incoming, Reply, Sender, Upload


def incoming_to_json(event: Incoming) -> str:
    """The event as one JSON object. Raises ValueError when `at` is naive."""
    if event.at.tzinfo is None:
        raise ValueError("an event needs the time zone of its instant")
    return json.dumps(asdict(event) | {"at": event.at.isoformat()})


def incoming_from_json(body: str) -> Incoming:
    """What `incoming_to_json` was given; `at` keeps its instant and its offset.

    Raises ValueError, KeyError or TypeError for anything else.
    """
    values = json.loads(body)
    values["sender"] = Sender(**_known(Sender, values["sender"]))
    values["at"] = datetime.fromisoformat(values["at"])
    if values.get("upload"):
        values["upload"] = Upload(**_known(Upload, values["upload"]))
    return Incoming(**_known(Incoming, values))


def reply_to_json(reply: Reply) -> str:
    """The reply as one JSON object, without the content of its attachment."""
    bare = replace(reply, attachment=None)
    file = reply.attachment
    named = None if file is None else {"name": file.name, "media_type": file.media_type}
    return json.dumps(asdict(bare) | {"attachment": named})


def reply_from_json(body: str, content: bytes | None) -> Reply:
    """What `reply_to_json` was given, with the attachment's `content` put back.

    Raises ValueError, KeyError or TypeError for anything else.
    """
    values = json.loads(body)
    if values.get("attachment"):
        values["attachment"] = Attachment(content=content or b"", **_known(Attachment, values["attachment"]))
    rows = values.get("buttons", ())
    values["buttons"] = tuple(tuple(Button(**_known(Button, button)) for button in row) for row in rows)
    return Reply(**_known(Reply, values))


def _known(kind: type[Any], values: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in values.items() if name in names}
