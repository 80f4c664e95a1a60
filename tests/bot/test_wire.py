from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Attachment, Button, Incoming, Reply, Sender, Upload
from bot.wire import incoming_from_json, incoming_to_json, reply_from_json, reply_to_json

_instants = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))]))
_uploads = st.none() | st.builds(Upload, reference=st.text(), name=st.text(), size=st.integers(0))
_events = st.builds(
    Incoming,
    key=st.text(),
    chat=st.text(),
    sender=st.builds(Sender, identity=st.text(), name=st.text()),
    at=_instants,
    text=st.text(),
    press=st.text(),
    pressed_on=st.text(),
    upload=_uploads,
    in_group=st.booleans(),
)
_rows = st.lists(st.builds(Button, label=st.text(), data=st.text()), max_size=3).map(tuple)
_replies = st.builds(
    Reply,
    html=st.text(),
    buttons=st.lists(_rows, max_size=3).map(tuple),
    attachment=st.none() | st.builds(Attachment, name=st.text(), content=st.binary(), media_type=st.text()),
    replaces=st.text(),
    notice=st.text(),
)


@given(_events)
def test_an_event_survives_the_inbox(event: Incoming) -> None:
    body = incoming_to_json(event)
    assert incoming_from_json(body) == event
    assert incoming_from_json(body).at.utcoffset() == event.at.utcoffset()
    assert body.isascii()


@given(_replies)
def test_a_reply_survives_the_outbox(reply: Reply) -> None:
    body = reply_to_json(reply)
    assert reply_from_json(body, reply.attachment.content if reply.attachment else None) == reply
    assert body.isascii()


def test_the_content_of_an_attachment_is_not_in_the_json() -> None:
    body = reply_to_json(Reply(attachment=Attachment("a.docx", b"PK-content")))
    assert "PK-content" not in body


def test_an_event_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        incoming_to_json(Incoming("k", "c", Sender("s"), datetime(2026, 1, 1)))  # noqa: DTZ001


def test_a_row_of_another_version_is_still_read() -> None:
    event = Incoming("k", "c", Sender("s"), datetime(2026, 1, 1, tzinfo=UTC), text="hỏi")
    values = json.loads(incoming_to_json(event))
    values["colour"] = "red"
    values["sender"]["shoe_size"] = 38
    del values["in_group"], values["press"]
    assert incoming_from_json(json.dumps(values)) == event
    reply = json.loads(reply_to_json(Reply("x", ((Button("a", "b"),),))))
    reply["effect"] = "confetti"
    del reply["notice"], reply["attachment"]
    assert reply_from_json(json.dumps(reply), None) == Reply("x", ((Button("a", "b"),),))


@pytest.mark.parametrize("body", ["", "null", "[]", "{}", '{"at": "yesterday"}', '{"at": 5, "sender": {}}', "{"])
def test_a_damaged_row_is_reported_by_a_few_known_errors(body: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        incoming_from_json(body)
