"""Refusals, in the words of the real server.

Sources of the words: tdlib/telegram-bot-api `Client.cpp` and tdlib/td, whose errors it passes on.
"""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A Bot API call that fails: `code`, `description`, and `parameters` for the machine."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON the server answers."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class ActError(Exception):
    """An act that a person's client would refuse; the message says why."""


def bad(text: str, **parameters: int) -> ApiError:
    """A 400."""
    return ApiError(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> ApiError:
    """A 403."""
    return ApiError(403, f"Forbidden: {text}")


def flood(seconds: int) -> ApiError:
    """A 429 that asks to wait `seconds`."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def conflict(text: str) -> ApiError:
    """A 409."""
    return ApiError(409, f"Conflict: {text}")


UNAUTHORIZED = (401, "Unauthorized")
BAD_TOKEN = (401, "Unauthorized: invalid token specified")
NO_METHOD = (404, "Not Found: method not found")
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
UPGRADED = "group chat was upgraded to a supergroup chat"
