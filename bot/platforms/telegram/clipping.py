"""Cut what is far longer than Telegram lets anybody write, so that no update costs more than its share.

Telegram's own limits are 4,096 characters of text, 1,024 of a caption, some hundreds of names and titles
(Bot API, sendMessage and others); what arrives is not trusted to keep them.
"""

from __future__ import annotations

import json
from typing import Any

UNSUSPICIOUS = 16_384  # bytes of an update that is taken as it is
LONGEST_STRING = 8192  # characters
LONGEST_TEXT = 32_768  # characters of all passages of a message together
_MOST_ITEMS = 1024  # of a list


def clipped(body: bytes) -> bytes:
    """The same update, without what goes beyond these limits.

    Raises:
        ValueError: it is no JSON.
        RecursionError: it is nested too deeply.
    """
    return json.dumps(_cut(json.loads(body))).encode()


def _cut(value: Any) -> Any:
    if isinstance(value, str):
        return value[:LONGEST_STRING]
    if isinstance(value, list):
        return [_cut(item) for item in value[:_MOST_ITEMS]]
    if isinstance(value, dict):
        return {key: _cut(item) for key, item in value.items()}
    return value
