"""Making people, chats, topics and bots, and what happens to whole accounts and groups."""

from __future__ import annotations

from dataclasses import replace

from bot.playground.acts.model import (
    Block,
    CreateBot,
    CreateChat,
    CreatePerson,
    CreateTopic,
    Deactivate,
    DeleteChat,
    Migrate,
    Profile,
    SetupBot,
    Start,
    Unblock,
)
from bot.playground.acts.who import bot_of, group_of, person_of, require
from bot.playground.errors import ActError
from bot.playground.messages import post, service
from bot.playground.rights import DEFAULT_PERMISSIONS, PERMISSIONS, rights_from
from bot.playground.standing import change, inside, standing
from bot.playground.state import JSON, Bot, Chat, Member, Person
from bot.playground.updates import emit
from bot.playground.world import World

TYPES = ("group", "supergroup", "channel")


def create_person(w: World, act: CreatePerson) -> JSON:
    """A new account."""
    number = act.person if act.person is not None else w.new_person_id()
    if number <= 0 or number in w.people:
        raise ActError(f"the id {number} is not free")
    _check_name(w, act.username)
    w.add_person(
        Person(
            number, act.first_name, act.last_name, act.username, act.language_code, act.is_bot,
            act.is_premium, act.bio, act.hides_forwards,
        )
    )  # fmt: skip
    w.notify("person", {"person": w.people[number].user()})
    return {"user": number}


def _check_name(w: World, username: str) -> None:
    if username and username.lower() in w.usernames:
        raise ActError(f"@{username} is taken")


def create_chat(w: World, act: CreateChat) -> JSON:
    """A new group, supergroup or channel."""
    owner, people = person_of(w, act.owner), [person_of(w, m) for m in act.members]
    if act.type not in TYPES:
        raise ActError(f"a chat is one of {', '.join(TYPES)}")
    number = act.chat if act.chat is not None else w.new_chat_id(act.type)
    if number >= 0 or number in w.chats:
        raise ActError(f"the id {number} is not free")
    _check_name(w, act.username)
    linked = group_of(w, act.linked) if act.linked is not None else None
    chat = Chat(
        number, act.type, act.title, act.username, act.is_forum and act.type == "supergroup", act.description,
        DEFAULT_PERMISSIONS | act.permissions, asks=act.asks, extra=act.extra,
    )  # fmt: skip
    chat.members = {p.id: Member(p.id) for p in [*people, owner]}
    chat.members[owner.id].status = "creator"
    chat.bots = [m for m in chat.members if m in w.bots]
    w.add_chat(chat)
    if linked is not None:
        chat.linked, linked.linked = linked.id, chat.id
    w.notify("chat", {"chat": w.chat_json(chat)})
    if act.bot is not None:
        _seat_bot(w, chat, owner, act)
    return {"chat": number}


def _seat_bot(w: World, chat: Chat, owner: Person, act: CreateChat) -> None:
    bot = w.main_bot
    member = Member(bot.id)
    if act.bot is not False:
        rights = rights_from(act.bot if act.bot is not None else True)
        member = Member(bot.id, "administrator", rights, promoted_by=owner.id)
    change(w, chat, member, owner.id)


def create_topic(w: World, act: CreateTopic) -> JSON:
    """A new topic in a forum; its number is that of its first message."""
    user, chat = person_of(w, act.user), group_of(w, act.chat)
    if not chat.is_forum:
        raise ActError(f"{chat.title} is no forum")
    require(w, chat, user, "can_manage_topics")
    number = chat.next_message
    chat.topics[number] = act.name
    created = {"name": act.name, "icon_color": 7322096}
    post(w, chat, user.id, {"from": user.user(), "forum_topic_created": created}, thread=number)
    return {"thread": number, "message_id": number}


def start(w: World, act: Start) -> JSON:
    """Open the private chat with a bot and send /start."""
    user, bot = person_of(w, act.user), bot_of(w, act.bot)
    if user.id in bot.blocked_by:
        _blocked(w, bot, user, False)
    bot.started.add(user.id)
    text = f"/start {act.payload}".strip()
    entities = [{"type": "bot_command", "offset": 0, "length": 6}]
    body: JSON = {"from": user.user(), "text": text, "entities": entities}
    return {"message_id": post(w, w.dialog(bot.id, user.id), user.id, body).id}


def _blocked(w: World, bot: Bot, user: Person, blocked: bool) -> None:
    (bot.blocked_by.add if blocked else bot.blocked_by.discard)(user.id)
    me = bot.person.user()
    states: list[JSON] = [{"status": "kicked", "user": me, "until_date": 0}, {"status": "member", "user": me}]
    payload: JSON = {
        "chat": w.chat_json(w.dialog(bot.id, user.id)),
        "from": user.user(),
        "date": max(1, int(w.now)),
        "old_chat_member": states[blocked],
        "new_chat_member": states[not blocked],
    }
    emit(w, bot, "my_chat_member", payload, user.id)


def block(w: World, act: Block) -> JSON:
    """Block a bot."""
    user, bot = person_of(w, act.user), bot_of(w, act.bot)
    if user.id in bot.blocked_by:
        raise ActError("the bot is blocked already")
    _blocked(w, bot, user, True)
    return {}


def unblock(w: World, act: Unblock) -> JSON:
    """Let a bot write again."""
    user, bot = person_of(w, act.user), bot_of(w, act.bot)
    if user.id not in bot.blocked_by:
        raise ActError("the bot is not blocked")
    _blocked(w, bot, user, False)
    return {}


def deactivate(w: World, act: Deactivate) -> JSON:
    """Delete an account; it stays a member, under the name Telegram gives such accounts."""
    user = person_of(w, act.user)
    if user.username:
        w.usernames.pop(user.username.lower(), None)
    user.deactivated, user.first_name, user.last_name, user.username = True, "Deleted Account", "", ""
    w.notify("person", {"person": user.user()})
    return {}


def profile(w: World, act: Profile) -> JSON:
    """Change what others see of a person."""
    user = person_of(w, act.user)
    if act.username is not None and act.username.lower() != user.username.lower():
        _check_name(w, act.username)
        w.usernames.pop(user.username.lower(), None)
        w.claim(act.username, user.id)
    names = ("first_name", "last_name", "username", "language_code", "bio", "hides_forwards")
    changed = {n: getattr(act, n) for n in names if getattr(act, n) is not None}
    w.people[user.id] = replace(user, **changed)
    if user.id in w.bots:
        w.bots[user.id].person = w.people[user.id]
    w.notify("person", {"person": w.people[user.id].user()})
    return {}


def migrate(w: World, act: Migrate) -> JSON:
    """Turn a basic group into a supergroup: two service messages, numbers from 1 again."""
    old = group_of(w, act.chat)
    if old.type != "group":
        raise ActError(f"{old.title} is no basic group")
    number = act.to if act.to is not None else w.new_chat_id("supergroup")
    if number >= 0 or number in w.chats:
        raise ActError(f"the id {number} is not free")
    owner = next(m.user for m in old.members.values() if m.status == "creator")
    new = Chat(number, "supergroup", old.title, permissions={p: old.permissions[p] for p in PERMISSIONS})
    new.members = {u: replace(m) for u, m in old.members.items() if inside(standing(w, old, u))}
    new.bots, new.extra, new.migrated_from = list(old.bots), old.extra, old.id
    w.add_chat(new)
    service(w, old, owner, {"migrate_to_chat_id": new.id})
    service(w, new, owner, {"migrate_from_chat_id": old.id})
    old.migrated_to = new.id
    w.notify("migrate", {"chat": old.id, "to": new.id})
    return {"chat": new.id}


def create_bot(w: World, act: CreateBot) -> JSON:
    """Register another bot."""
    _check_name(w, act.username)
    number = act.token.partition(":")[0]
    if number.isdecimal() and int(number) in w.people:
        raise ActError(f"the id {number} is not free")
    try:
        return {"user": w.add_bot(act.token, act.username, act.first_name).id}
    except ValueError as error:
        raise ActError(str(error)) from None


def setup_bot(w: World, act: SetupBot) -> JSON:
    """Privacy mode, and where update ids go on."""
    bot = bot_of(w, act.bot)
    if act.privacy is not None:
        bot.privacy = act.privacy
    if act.next_update_id is not None:
        bot.next_update = act.next_update_id
    return {}


def delete_chat(w: World, act: DeleteChat) -> JSON:
    """Delete a group for everyone; its owner may."""
    user, chat = person_of(w, act.user), group_of(w, act.chat)
    if standing(w, chat, user.id).status != "creator":
        raise ActError("only the owner deletes a group")
    chat.deleted = True
    w.notify("deleted_chat", {"chat": chat.id})
    return {}
