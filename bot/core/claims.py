"""Mint and spend one-time codes with which chats join a community."""

from __future__ import annotations

import re
import secrets

from storage import chats
from storage.store import Store

HOURS = 48
ROLES = ("members", "moderators")
# The rights the bot needs where it works, as Telegram's add-to-group link spells them.
RIGHTS = "delete_messages+restrict_members+invite_users+pin_messages"


CODE_BEGINS = b"zq"  # in a message as bytes: hardly any holds even that
_CODE = re.compile(r"zq(?:-|%2[dD])([0-9A-Za-z]{12})")


def codes_in(text: str) -> list[str]:
    """What looks like a claim code in a text, in links to the start of the bot too."""
    return sorted({f"zq-{found}" for found in _CODE.findall(text)})


def mint(store: Store, community: int, role: str, now: int, hours: int = HOURS) -> str:
    """A new code, good once and for `hours`."""
    code = "zq-" + secrets.token_urlsafe(9).replace("-", "x").replace("_", "y")
    with store.write() as connection:
        chats.add_code(connection, code, community, role, now + hours * 3600)
    return code


def start_link(username: str, code: str) -> str:
    """The link that adds the bot to a group with the rights it needs, and claims the group."""
    return f"https://t.me/{username}?startgroup={code}&admin={RIGHTS}"
