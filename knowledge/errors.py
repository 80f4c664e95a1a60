"""The project's one error tree: what went wrong and who can act.

It knows no Vietnamese and no channel: `key` names a text in `bot/texts`, `details` fill it.
Read next: `bot/texts/`, where each key becomes a sentence that says what to do.

    AssistantError                 carries a text key and safe details
    ├─ UserError                   the officer can act
    │  ├─ InvalidAnswer(field)
    │  ├─ DraftIncomplete
    │  ├─ AccessDenied
    │  └─ FileRejected
    │     ├─ TooLarge  WrongType  Encrypted  ExpandsTooMuch  Unreadable  HasMacros
    ├─ NotEnoughEvidence           a refusal, with the nearest provisions
    ├─ KnowledgeError              the maintainer must act
    │  ├─ RegistryInvalid  UnknownRegulation  TemplateInvalid
    ├─ IndexProblem
    │  ├─ IndexMissing  IndexCorrupt  IndexStale  EncoderUnavailable
    ├─ StorageProblem
    │  ├─ StorageBusy  MigrationNeeded
    ├─ ExportProblem
    └─ DeliveryProblem
       ├─ RetryLater(after)  ChatGone  MessageRefused
"""

from __future__ import annotations

from datetime import timedelta


class AssistantError(Exception):
    """Base of every error the project raises on purpose.

    `key` names the text shown to a user (`error.<key>`); `details` are safe to show: never a
    path on this machine, a token, or another office's data.
    """

    key = "unexpected"

    def __init__(self, key: str | None = None, **details: object) -> None:
        self.key = key or type(self).key
        self.details = details
        shown = ", ".join(f"{name}={value!r}" for name, value in details.items())
        super().__init__(f"{self.key}({shown})")

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.key, self.details)


def _rebuild(kind: type[AssistantError], key: str, details: dict[str, object]) -> AssistantError:
    return kind(key, **details)


class UserError(AssistantError):
    """The officer can put it right."""


class InvalidAnswer(UserError):
    """An answer that does not fit its question; `details["field"]` names the question."""

    key = "invalid_answer"


class DraftIncomplete(UserError):
    """A draft that cannot be exported yet."""

    key = "draft_incomplete"


class AccessDenied(UserError):
    """This person may not do this in this office."""

    key = "access_denied"


class FileRejected(UserError):
    """A file that was not read; nothing of it was kept."""

    key = "file_rejected"


class TooLarge(FileRejected):
    """More bytes, pages or text than the assistant reads."""

    key = "file_too_large"


class WrongType(FileRejected):
    """A kind of file that the assistant does not read, or a name that lies about the content."""

    key = "file_wrong_type"


class Encrypted(FileRejected):
    """Protected by a password."""

    key = "file_encrypted"


class ExpandsTooMuch(FileRejected):
    """A small file that unpacks into a huge one, or that declares entities."""

    key = "file_expands"


class Unreadable(FileRejected):
    """Damaged, empty, or without any text."""

    key = "file_unreadable"


class HasMacros(FileRejected):
    """Carries macros."""

    key = "file_has_macros"


class NotEnoughEvidence(AssistantError):
    """No provision answers the question; `details["nearest"]` lists the nearest ones."""

    key = "not_enough_evidence"


class KnowledgeError(AssistantError):
    """The shipped or imported knowledge is wrong; a maintainer must act."""


class RegistryInvalid(KnowledgeError):
    """A data file breaks its schema or contradicts another one."""

    key = "registry_invalid"


class UnknownRegulation(KnowledgeError):
    """No document of that number in the registry."""

    key = "unknown_regulation"


class TemplateInvalid(KnowledgeError):
    """A template or a report kind that cannot be used."""

    key = "template_invalid"


class IndexProblem(AssistantError):
    """The index cannot serve."""


class IndexMissing(IndexProblem):
    """No generation has been built yet."""

    key = "index_missing"


class IndexCorrupt(IndexProblem):
    """A file of the generation does not match its manifest."""

    key = "index_corrupt"


class IndexStale(IndexProblem):
    """Built by another encoder or an older layout: must be rebuilt."""

    key = "index_stale"


class EncoderUnavailable(IndexProblem):
    """The embedding model could not be loaded."""

    key = "encoder_unavailable"


class StorageProblem(AssistantError):
    """The database cannot serve."""


class StorageBusy(StorageProblem):
    """Another process holds the database; trying again helps."""

    key = "storage_busy"


class MigrationNeeded(StorageProblem):
    """The database has another layout than this version expects."""

    key = "migration_needed"


class ExportProblem(AssistantError):
    """A finished file that does not say what its draft says; it was not handed out."""

    key = "export_differs"


class DeliveryProblem(AssistantError):
    """A message did not reach the person."""


class RetryLater(DeliveryProblem):
    """The channel asks to wait; `after` is how long."""

    key = "retry_later"

    def __init__(self, key: str | None = None, *, after: timedelta, **details: object) -> None:
        super().__init__(key, after=after, **details)
        self.after = after


class ChatGone(DeliveryProblem):
    """Blocked, deleted or left: nothing more can be sent to this chat."""

    key = "chat_gone"


class MessageRefused(DeliveryProblem):
    """The channel refuses this very message; sending it again will not help."""

    key = "message_refused"
