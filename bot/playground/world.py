"""The world of the local Telegram: everything that is remembered, found by id or name.

The world reads no clock: whoever changes it sets `now` first. The same changes at the same times give
the same world, ids and queues included; that is what the journal relies on.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator

from bot.playground.floods import Floods
from bot.playground.notices import Notices
from bot.playground.stars import Stars
from bot.playground.state import JSON, Bot, Callback, Chat, File, Listener, Person, Poll

TELEGRAM, ANONYMOUS, CHANNEL_BOT = 777000, 1087968824, 136817688
FIRST_PERSON, FIRST_CHAT, SUPERGROUP_BASE = 100_001, 10_001, -1_000_000_000_000
FILES_KEPT = 5_000


class World:
    """People, chats and bots.

    Args:
        seed: where drawn numbers start: update ids, file ids, invite links.
        token: of the first bot; its part before the colon is the bot's user id.
        username: of the first bot.
        flood: whether bots are held to the sending limits.
        callback_seconds: how long a pressed button waits for its answer.
        checkout_seconds: how long somebody who pays waits for the bot.
    """

    def __init__(
        self,
        seed: int = 1,
        token: str = "1000:LOCAL",  # noqa: S107  # opens nothing but this server
        username: str = "local_bot",
        *,
        flood: bool = True,
        callback_seconds: float = 900,
        checkout_seconds: float = 10,
    ) -> None:
        self.seed = seed
        self.random = random.Random(seed)
        self.now = 0.0
        self.callback_seconds, self.checkout_seconds = callback_seconds, checkout_seconds
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.dialogs: dict[tuple[int, int], Chat] = {}
        self.bots: dict[int, Bot] = {}
        self.tokens: dict[str, Bot] = {}
        self.usernames: dict[str, int] = {}
        self.links: dict[str, int] = {}
        self.files: dict[str, File] = {}
        self.paths: dict[str, File] = {}
        self.callbacks: dict[str, Callback] = {}
        self.polls: dict[str, Poll] = {}
        self.floods = Floods(on=flood)
        self.stars, self.notices = Stars(), Notices()
        self.emitted: list[int] = []
        self.done: dict[str, JSON] = {}
        self.listener: Listener = _nobody
        self._person, self._chat, self._file = FIRST_PERSON, FIRST_CHAT, 0
        self._recent_files: deque[str] = deque()
        self.add_person(Person(TELEGRAM, "Telegram"))
        self.add_person(Person(ANONYMOUS, "Group", username="GroupAnonymousBot", is_bot=True))
        self.add_person(Person(CHANNEL_BOT, "Channel", username="Channel_Bot", is_bot=True))
        self.add_bot(token, username)

    @property
    def main_bot(self) -> Bot:
        """The first bot."""
        return next(iter(self.bots.values()))

    def add_person(self, person: Person) -> Person:
        """Remember somebody."""
        self.people[person.id] = person
        self._person = max(self._person, person.id + 1) if person.id < TELEGRAM else self._person
        self.claim(person.username, person.id)
        return person

    def add_bot(self, token: str, username: str, first_name: str = "") -> Bot:
        """Register a bot.

        Raises:
            ValueError: the token is not `<number>:<secret>`.
        """
        number, colon, secret = token.partition(":")
        if not (number.isdecimal() and colon and secret):
            raise ValueError("a token looks like 1000:LOCAL")
        person = self.add_person(Person(int(number), first_name or username, username=username, is_bot=True))
        bot = Bot(person, token, next_update=self.random.randrange(10_000, 900_000_000))
        self.bots[bot.id] = self.tokens[token] = bot
        return bot

    def add_chat(self, chat: Chat) -> Chat:
        """Remember a group, supergroup or channel."""
        self.chats[chat.id] = chat
        self.claim(chat.username, chat.id)
        return chat

    def claim(self, username: str, owner: int) -> None:
        """Let a @name lead to its owner."""
        if username:
            self.usernames[username.lower()] = owner

    def new_person_id(self) -> int:
        """A user id nobody has."""
        self._person += 1
        return self._person - 1

    def new_chat_id(self, kind: str) -> int:
        """A chat id nobody has, of the form its type has."""
        self._chat += 1
        return -self._chat if kind == "group" else SUPERGROUP_BASE - self._chat

    def dialog(self, bot: int, user: int) -> Chat:
        """The private chat of a bot and a person, opened when there is none yet."""
        if (bot, user) not in self.dialogs:
            self.dialogs[bot, user] = Chat(user, "private", bots=[bot], partner=bot)
        return self.dialogs[bot, user]

    def resolve(self, reference: int | str) -> int:
        """The id behind an id, its digits or a @name; 0 when there is none."""
        if isinstance(reference, int):
            return reference
        text = reference.strip()
        if text.startswith("@"):
            return self.usernames.get(text[1:].lower(), 0)
        return int(text) if text.lstrip("-").isdecimal() else 0

    def chat_json(self, chat: Chat) -> JSON:
        """The `Chat` object."""
        if chat.type == "private":
            user = self.people[chat.id].user()
            names: JSON = {k: user[k] for k in ("first_name", "last_name", "username") if k in user}
            return {"id": chat.id, "type": "private", **names}
        shown: JSON = {"id": chat.id, "type": chat.type, "title": chat.title}
        if chat.username:
            shown["username"] = chat.username
        if chat.is_forum:
            shown["is_forum"] = True
        return shown

    def new_file(self, content: bytes, name: str, kind: str, size: int | None = None) -> File:
        """Keep bytes under a fresh file id; the oldest are forgotten when there are too many."""
        self._file += 1
        unique = f"AQAD{self.seed:x}{self._file:08x}"
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        path = f"{kind}s/file_{self._file}.{suffix}"
        file = File(f"BQACAg{unique}", unique, path, content, len(content) if size is None else size, kind)
        self.files[file.file_id] = self.paths[path] = file
        self._recent_files.append(file.file_id)
        if len(self._recent_files) > FILES_KEPT:
            gone = self.files.pop(self._recent_files.popleft())
            del self.paths[gone.path]
        return file

    def bots_in(self, chat: Chat) -> Iterator[Bot]:
        """The bots that are in a chat."""
        return (self.bots[b] for b in chat.bots)

    def notify(self, kind: str, data: JSON) -> None:
        """Tell the page that something changed."""
        self.listener(kind, data)


def _nobody(kind: str, data: JSON) -> None:
    """Nobody watches."""
