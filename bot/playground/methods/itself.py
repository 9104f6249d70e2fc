"""The bot itself: who it is, its commands, its updates' way, its leave."""

from __future__ import annotations

import orjson

from bot.playground.errors import bad
from bot.playground.methods.access import chat_of
from bot.playground.state import JSON, Bot, Webhook
from bot.playground.updates import DEFAULT, allowed_from
from bot.playground.world import World

MAX_COMMANDS, DESCRIPTION = 100, 256
SECRET = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
COMMAND = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")


def get_me(w: World, bot: Bot, p: JSON) -> JSON:
    """getMe."""
    return bot.person.user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not bot.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _scope(w: World, bot: Bot, p: JSON) -> str:
    scope = dict(p.get("scope") or {"type": "default"})
    if "chat_id" in scope:
        scope["chat_id"] = chat_of(w, bot, scope["chat_id"]).id
    return orjson.dumps([scope, p.get("language_code", "")], option=orjson.OPT_SORT_KEYS).decode()


def set_my_commands(w: World, bot: Bot, p: JSON) -> bool:
    """setMyCommands."""
    commands = p["commands"]
    if len(commands) > MAX_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name = command["command"].removeprefix("/")
        if not 1 <= len(name) <= 32 or not COMMAND.issuperset(name):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= DESCRIPTION:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    bot.commands[_scope(w, bot, p)] = commands
    w.notify("commands", {"bot": bot.id})
    return True


def get_my_commands(w: World, bot: Bot, p: JSON) -> list[JSON]:
    """getMyCommands."""
    return bot.commands.get(_scope(w, bot, p), [])


def delete_my_commands(w: World, bot: Bot, p: JSON) -> bool:
    """deleteMyCommands."""
    bot.commands.pop(_scope(w, bot, p), None)
    return True


def set_chat_menu_button(w: World, bot: Bot, p: JSON) -> bool:
    """setChatMenuButton: one for all chats here."""
    if "chat_id" in p:
        chat_of(w, bot, p["chat_id"])
    bot.menu = p.get("menu_button", {"type": "default"})
    return True


def set_webhook(w: World, bot: Bot, p: JSON) -> bool:
    """setWebhook; plain http is fine here, because the receiver is on this machine."""
    url, secret, connections = p["url"], p.get("secret_token", ""), p.get("max_connections", 40)
    if url and not url.startswith(("http://", "https://")):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if not 1 <= connections <= 100:
        raise bad("bad webhook: max_connections must be between 1 and 100")
    if len(secret) > 256 or not SECRET.issuperset(secret):
        raise bad("secret token contains unallowed characters")
    if "allowed_updates" in p:
        bot.allowed = allowed_from(p["allowed_updates"])
    if p.get("drop_pending_updates"):
        drop(bot)
    bot.webhook = Webhook(url, secret, connections, p.get("ip_address", "")) if url else None
    return True


def drop(bot: Bot) -> None:
    """Forget all that waits."""
    bot.confirmed += len(bot.queue)
    bot.queue.clear()


def delete_webhook(w: World, bot: Bot, p: JSON) -> bool:
    """deleteWebhook."""
    bot.webhook = None
    if p.get("drop_pending_updates"):
        drop(bot)
    return True


def get_webhook_info(w: World, bot: Bot, p: JSON) -> JSON:
    """getWebhookInfo."""
    hook = bot.webhook
    info: JSON = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(bot.queue),
    }
    if bot.allowed and bot.allowed != DEFAULT:
        info["allowed_updates"] = sorted(bot.allowed)
    if hook is not None:
        info["max_connections"] = hook.max_connections
        if hook.ip:
            info["ip_address"] = hook.ip
        if hook.last_error:
            info |= {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
    return info


def log_out(w: World, bot: Bot, p: JSON) -> bool:
    """logOut: there is no other server to move to, so nothing changes."""
    return True


def close(w: World, bot: Bot, p: JSON) -> bool:
    """close: this server keeps the bot's state, so nothing changes."""
    return True
