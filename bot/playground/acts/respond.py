"""How people respond to messages: reactions, pressed buttons and answered polls."""

from __future__ import annotations

from bot.playground.acts.model import Press, React, Vote
from bot.playground.acts.who import message_in, person_of, place_of, voice_of
from bot.playground.errors import ActError
from bot.playground.messages import REACTIONS, shown
from bot.playground.standing import administrators, may, standing
from bot.playground.state import JSON, Callback, Chat, Message, Person, Poll
from bot.playground.updates import emit, is_service
from bot.playground.world import World


def react(w: World, act: React) -> JSON:
    """Set one's reactions; administrating bots that asked for it are told, in a private chat the bot."""
    user = person_of(w, act.user)
    chat = place_of(w, act.chat, user)
    message = message_in(chat, act.message)
    asked = [act.emoji] if isinstance(act.emoji, str) else act.emoji
    _check_reaction(w, chat, user, message, asked)
    voice = voice_of(w, chat, user, act.as_channel) if act.as_channel is not None else None
    old = message.reactions.get(user.id, [])
    new: list[JSON] = [{"type": "emoji", "emoji": e} for e in dict.fromkeys(asked)]
    if new:
        message.reactions[user.id] = new
    else:
        message.reactions.pop(user.id, None)
    w.notify("reaction", shown(message, chat))
    if old != new:
        _tell_reaction(w, chat, user, message, old, new, act.anonymous, voice)
    return {"message_id": message.id}


def _check_reaction(w: World, chat: Chat, user: Person, message: Message, asked: list[str]) -> None:
    if is_service(message.body):
        raise ActError("service messages take no reactions")
    if unknown := [e for e in asked if e not in REACTIONS]:
        raise ActError(f"{unknown[0]} is no reaction")
    if len(asked) > (3 if user.is_premium else 1):
        raise ActError("one reaction a person, three with premium")
    if chat.type in ("group", "supergroup") and not may(w, chat, user.id, "can_react_to_messages"):
        raise ActError(f"{user.first_name} may not react in {chat.title}")


def _tell_reaction(
    w: World,
    chat: Chat,
    user: Person,
    message: Message,
    old: list[JSON],
    new: list[JSON],
    anonymous: bool,
    voice: Chat | None,
) -> None:
    start: JSON = {"chat": w.chat_json(chat), "message_id": message.id, "date": max(1, int(w.now))}
    if chat.type == "channel":
        totals: dict[str, int] = {}
        for reaction in (r for rs in message.reactions.values() for r in rs):
            totals[reaction["emoji"]] = totals.get(reaction["emoji"], 0) + 1
        counts = [{"type": {"type": "emoji", "emoji": e}, "total_count": n} for e, n in totals.items()]
        for bot in administrators(w, chat):
            emit(w, bot, "message_reaction_count", start | {"reactions": counts}, chat.id)
        return
    hidden = anonymous or standing(w, chat, user.id).anonymous
    actor = {"actor_chat": w.chat_json(voice or chat)} if voice or hidden else {"user": user.user()}
    payload = start | actor | {"old_reaction": old, "new_reaction": new}
    bots = [w.bots[chat.partner]] if chat.type == "private" else administrators(w, chat)
    for bot in bots:
        emit(w, bot, "message_reaction", payload, chat.id)


def press(w: World, act: Press) -> JSON:
    """Press a button of a bot's message; the answer is asked for with the `callback_id`."""
    user = person_of(w, act.user)
    chat = place_of(w, act.chat, user)
    message = message_in(chat, act.message)
    rows = message.body.get("reply_markup", {}).get("inline_keyboard", [])
    if not act.forged and not any(b.get("callback_data") == act.data for row in rows for b in row):
        raise ActError(f"there is no button '{act.data}'")
    if message.author not in w.bots:
        raise ActError("the message is not a bot's")
    callback = Callback(str(w.random.getrandbits(62)), message.author, user.id, w.now)
    w.callbacks[callback.id] = callback
    payload: JSON = {
        "id": callback.id,
        "from": user.user(),
        "message": message.body,
        "chat_instance": str(abs(chat.id) * 31 + w.seed),
        "data": act.data,
    }
    emit(w, w.bots[message.author], "callback_query", payload, chat.id)
    return {"message_id": message.id, "callback_id": callback.id}


def vote(w: World, act: Vote) -> JSON:
    """Answer a poll, or take the answer back where that is allowed; the bot that sent it is told of it."""
    user = person_of(w, act.user)
    chat = place_of(w, act.chat, user)
    message = message_in(chat, act.message)
    told = message.body.get("poll")
    poll = w.polls.get(told["id"]) if told is not None else None
    if told is None or poll is None:
        raise ActError("the message is no poll of a bot's")
    home = w.chats[poll.chat].messages[poll.message] if poll.chat in w.chats else message
    current: JSON = home.body["poll"]
    chosen = [act.option] if isinstance(act.option, int) else list(act.option)
    if current["is_closed"]:
        raise ActError("the poll is closed")
    if any(not 0 <= n < len(current["options"]) for n in chosen):
        raise ActError("the poll has no such option")
    fixed = current["type"] == "quiz" and not current["allows_revoting"]
    if user.id in poll.votes and (fixed or chosen == poll.votes[user.id]):
        raise ActError(f"{user.first_name} answered before")
    if len(chosen) > 1 and not current["allows_multiple_answers"]:
        raise ActError("the poll takes one answer")
    _count_votes(poll, user.id, chosen, home)
    w.notify("edit", shown(home, w.chats.get(poll.chat, chat)))
    if not current["is_anonymous"]:
        payload: JSON = {
            "poll_id": poll.id,
            "user": user.user(),
            "option_ids": chosen,
            "option_persistent_ids": [str(n) for n in chosen],
        }
        emit(w, w.bots[poll.bot], "poll_answer", payload, poll.chat)
    return {"message_id": message.id}


def _count_votes(poll: Poll, user: int, chosen: list[int], home: Message) -> None:
    if chosen:
        poll.votes[user] = chosen
    else:
        poll.votes.pop(user, None)
    counts = [
        sum(n in vote for vote in poll.votes.values()) for n in range(len(home.body["poll"]["options"]))
    ]
    options = [o | {"voter_count": n} for o, n in zip(home.body["poll"]["options"], counts, strict=True)]
    home.body["poll"] = home.body["poll"] | {"options": options, "total_voter_count": len(poll.votes)}
