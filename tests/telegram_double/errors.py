"""How the Bot API says no: a code, a description, and sometimes what to do about it.

It knows the wording only; when something is refused is decided in the method that refuses.
Read next: `methods.py`, where the errors are raised.
"""

from __future__ import annotations

from tests.telegram_double.schema import Json

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"

_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
}


class ApiError(Exception):
    """An answer with `ok: false`; `parameters` are the official ResponseParameters."""

    def __init__(self, code: int, reason: str = "", **parameters: int) -> None:
        self.code = code
        self.description = f"{_TITLES[code]}: {reason}" if reason else _TITLES[code]
        self.parameters = parameters
        super().__init__(self.description)

    def body(self) -> Json:
        """The answer as the Bot API writes it."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return answer | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(reason: str, **parameters: int) -> ApiError:
    return ApiError(400, reason, **parameters)


def forbidden(reason: str) -> ApiError:
    return ApiError(403, reason)


def too_many_requests(seconds: int) -> ApiError:
    return ApiError(429, f"retry after {seconds}", retry_after=seconds)
