"""What the people's side shows of the world."""

from __future__ import annotations

from bot.playground.clock import Clock
from bot.playground.standing import inside, link_json, member_json, standing
from bot.playground.stars import Checkout, Subscription
from bot.playground.state import JSON, Bot, Chat
from bot.playground.world import World


def world_state(w: World, clock: Clock) -> JSON:
    """Everybody and everything, as it stands now."""
    w.now = max(w.now, clock.now())
    return {
        "now": w.now,
        "clock": clock.spelling,
        "people": [p.user() | ({"deactivated": True} if p.deactivated else {}) for p in w.people.values()],
        "chats": [chat_state(w, c) for c in w.chats.values()],
        "bots": [bot_state(b) for b in w.bots.values()],
        "stars": {str(account): amount for account, amount in w.stars.owned.items()},
        "subscriptions": [subscription_state(s) for s in w.stars.subscriptions.values()],
    }


def subscription_state(subscription: Subscription) -> JSON:
    """What renews by itself, and what may keep it from that."""
    return {
        "charge": subscription.charge,
        "user": subscription.user,
        "bot": subscription.invoice.bot,
        "title": subscription.invoice.title,
        "amount": subscription.invoice.amount,
        "payload": subscription.invoice.payload,
        "until": subscription.until,
        "canceled": subscription.canceled,
        "banned": subscription.banned,
        "failures": subscription.failures,
    }


def checkout_state(w: World, checkout: Checkout) -> JSON:
    """How a payment stands."""
    late = checkout.state == "asked" and w.now - checkout.at > w.checkout_seconds
    return {
        "checkout_id": checkout.id,
        "user": checkout.user,
        "amount": checkout.invoice.amount,
        "state": "late" if late else checkout.state,
        "error": checkout.error,
        "charge": checkout.charge,
    }


def chat_state(w: World, chat: Chat) -> JSON:
    """One chat with its members, as they count now."""
    members = {str(u): member_json(w, chat, standing(w, chat, u)) for u in chat.members}
    return w.chat_json(chat) | {
        "permissions": chat.permissions,
        "members": members,
        "member_count": chat.count,
        "present": [u for u in chat.members if inside(standing(w, chat, u))],
        "pinned": chat.pinned,
        "topics": {str(n): t for n, t in chat.topics.items()},
        "requests": list(chat.requests),
        "links": [link_json(w, link) for link in chat.links.values()],
        "banned_senders": sorted(chat.banned_senders),
        "linked": chat.linked,
        "migrated_to": chat.migrated_to,
        "deleted": chat.deleted,
        "messages": len(chat.messages),
    }


def bot_state(bot: Bot) -> JSON:
    """A bot: its account, what it asked for, its queue."""
    return bot.person.user() | {
        "token": bot.token,
        "privacy": bot.privacy,
        "allowed_updates": sorted(bot.allowed),
        "webhook": bot.webhook.url if bot.webhook else "",
        "pending": len(bot.queue),
        "next_update_id": bot.next_update,
        "started_by": sorted(bot.started),
        "blocked_by": sorted(bot.blocked_by),
        "commands": bot.commands,
        "menu": bot.menu,
    }


def chat_messages(w: World, chat: int, bot: int = 0) -> Chat | None:
    """A chat by number; a person's number means their private chat with a bot, the first if none is named."""
    if chat in w.people and chat not in w.bots:
        return w.dialogs.get((bot or w.main_bot.id, chat))
    return w.chats.get(chat)
