"""/lock /unlock /locks /slow /night /raid: what may be sent, and whether the door is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.core.command import Answer, Ask, Command, Handler, Where, Who
from bot.features.moderation.group_notices import named_kinds
from bot.features.screening import group_acts, locks, raid, slow_mode
from bot.features.screening.door_policy import policy_of
from bot.features.screening.locks import LOCK, NIGHT, SLOW, SLOW_BY_RULE
from bot.features.screening.raid_lookback import RAID
from bot.text import durations
from bot.text.durations import spell
from bot.text.messages import Html
from rules.engine.actions import Action, Lock, Night, Raid, Reopen, Slow, Unlock, Unslow
from rules.engine.durations import LONGEST, SHORTEST
from rules.engine.locks import KINDS
from rules.engine.state import FOREVER
from storage import chat_settings
from storage.chat_settings import Setting

_ALSO = {
    "全部": "all",
    "频道": "channels",
    "联系人": "contacts",
    "文件": "files",
    "转发": "forwards",
    "链接": "links",
    "媒体": "media",
    "提及": "mentions",
    "音乐": "music",
    "图片": "photos",
    "投票": "polls",
    "贴纸": "stickers",
    "视频": "videos",
    "语音": "voice",
}
_ON, _OFF = ("on", "开", "开启"), ("off", "关", "关闭")
_LONGEST_SLOW = 86_400

Spoken = Callable[[str], Html]  # what something is called in a language


def _said(kinds: set[str] | frozenset[str]) -> Spoken:
    return lambda language: named_kinds(kinds, language)


def _time(seconds: int) -> Spoken:
    return lambda language: spell(language, seconds)


def _kinds(ask: Ask) -> tuple[set[str], int | None, str, str]:
    """The kinds that are named, a duration if there is one, a word nobody knows, and behind a duration the
    reason.
    """
    kinds, seconds = set[str](), None
    words = ask.arguments.replace("，", " ").replace(",", " ").split()
    while words:
        name = _ALSO.get(words[0].lower(), words[0].lower())
        if name in KINDS:
            kinds.add(name)
            words = words[1:]
            continue
        found, words = _duration(words)
        if found is None and seconds is not None and durations.parse(words[0]) is None:
            return kinds, seconds, "", " ".join(words)
        if found is None:
            return kinds, seconds, words[0], ""
        seconds = found
    return kinds, seconds, "", ""


def _duration(words: list[str]) -> tuple[int | None, list[str]]:
    """The longest duration that these words begin with, and the words behind it."""
    for end in range(len(words), 0, -1):
        seconds = durations.parse(" ".join(words[:end]))
        if seconds is not None:
            return seconds, words[end:]
    return None, words


def _put(ask: Ask, name: str, value: str, until: int = 0) -> None:
    setting = Setting(value, until, ask.person.id, ask.batch.now)
    chat_settings.put(ask.batch.connection, ask.chat.id, name, setting)


def lock(ask: Ask) -> Answer | None:
    """Lock kinds of messages, for good or for a time."""
    kinds, seconds, strange, why = _kinds(ask)
    if strange:
        return ask.answer("lock-unknown", word=strange, kinds=", ".join(KINDS))
    if not kinds:
        return ask.answer("lock-how", kinds=", ".join(KINDS))
    if seconds is not None and seconds != FOREVER and not SHORTEST <= seconds <= LONGEST:
        return ask.answer("duration-out-of-range")
    until = ask.batch.now + seconds if seconds and seconds != FOREVER else 0

    def change() -> None:
        for kind in kinds:
            _put(ask, f"{LOCK}{kind}", "on", until)

    lasts = seconds if until and seconds else FOREVER
    return _act(ask, Lock(tuple(sorted(kinds)), lasts), change, why)


def unlock(ask: Ask) -> Answer | None:
    """Unlock some, or all when none is named."""
    kinds, _, strange, why = _kinds(ask)
    if strange:
        return ask.answer("lock-unknown", word=strange, kinds=", ".join(KINDS))
    held = {n.removeprefix(LOCK) for n in _settings(ask) if n.startswith(LOCK)}
    goes = held & kinds if kinds else held
    if not goes:
        return ask.answer("unlock-nothing")
    names = [f"{LOCK}{k}" for k in goes]
    return _act(
        ask,
        Unlock(tuple(sorted(goes))),
        lambda: chat_settings.drop(ask.batch.connection, ask.chat.id, names),
        why,
    )


def _act(ask: Ask, action: Action, change: group_acts.Change, why: str) -> Answer | None:
    """Do it as a case; the answer follows from what Telegram makes of it."""
    group_acts.on_group(ask.batch, ask.event, ask.chat, ask.person, action, change, why)
    return None


def _settings(ask: Ask) -> dict[str, Setting]:
    return chat_settings.settings_of(ask.batch.connection, ask.chat.id)


def show_locks(ask: Ask) -> Answer:
    """What is locked now, the night's locks among it."""
    policy = policy_of(ask.batch, ask.chat.id)
    kinds = locks.locked_kinds(policy, ask.batch.now, ask.batch.timezone)
    lines = [ask.say("locks-list", kinds=_said(kinds))] if kinds else []
    apart = locks.seconds_apart(policy, ask.batch.now)
    if apart:
        lines.append(ask.say("locks-slow", time=_time(apart)))
    return Answer(Html("\n".join(lines))) if lines else ask.answer("locks-none")


def slow(ask: Ask) -> Answer | None:
    """One message of each member in this time; with nothing said, how it stands."""
    connection, chat = ask.batch.connection, ask.chat.id
    word, _, why = ask.arguments.partition(" ")
    apart = locks.seconds_apart(policy_of(ask.batch, chat), ask.batch.now)
    if not word:
        return ask.answer("slow-is-on", time=_time(apart)) if apart else ask.answer("slow-was-off")
    if word.lower() in _OFF:
        if not apart:
            return ask.answer("slow-was-off")

        def end() -> None:
            chat_settings.drop(connection, chat, [SLOW])
            slow_mode.forbid(ask.batch, chat, ask.person.id)

        return _act(ask, Unslow(), end, why.strip())
    try:
        found = durations.read(ask.arguments)
    except durations.Unreadable:
        found = None
    if found is None or not 1 <= found.seconds <= _LONGEST_SLOW:
        return ask.answer("slow-how")
    seconds = found.seconds

    def begin() -> None:
        _put(ask, SLOW, str(seconds))
        chat_settings.drop(connection, chat, [SLOW_BY_RULE])

    return _act(ask, Slow(seconds, FOREVER), begin, found.rest)


def night(ask: Ask) -> Answer | None:
    """On or off until the schedule's next change; with nothing said, how it stands."""
    batch = ask.batch
    word, _, why = ask.arguments.partition(" ")
    chosen = "on" if word.lower() in _ON else "off" if word.lower() in _OFF else None
    policy = policy_of(batch, ask.chat.id)
    hours = policy.screening.night
    kinds = tuple(sorted(hours.lock))
    if not word:
        key = "night-is-on" if locks.night_is_on(policy, batch.now, batch.timezone) else "night-is-off"
        said = ask.say(key, kinds=_said(set(kinds))) if key == "night-is-on" else ask.say(key)
        if hours.start is not None and hours.end is not None:
            said = Html(f"{said}\n{ask.say('night-hours', start=_clock(hours.start), end=_clock(hours.end))}")
        return Answer(said)
    if chosen is None:
        return ask.answer("night-how")
    if chosen == "off" and not locks.night_is_on(policy, batch.now, batch.timezone):
        return ask.answer("night-is-off")
    until = locks.boundary(hours, batch.now, batch.timezone)
    action = Night(True, kinds) if chosen == "on" else Night(False)
    return _act(ask, action, lambda: _put(ask, NIGHT, chosen, until), why.strip())


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def raid_(ask: Ask) -> Answer | None:
    """Close the door for a while, or open it; with nothing said, how it stands."""
    batch = ask.batch
    first, _, rest = ask.arguments.partition(" ")
    opens = first.lower() in _ON
    policy = policy_of(batch, ask.chat.id)
    if not ask.arguments:
        held = policy.held(RAID, batch.now)
        if held is None or held.value != "on":
            return ask.answer("raid-is-off")
        return ask.answer("raid-is-on", time=_time(max(60, held.until - batch.now)))
    if first.lower() in _OFF:
        quiet, held = policy.screening.raid.within, policy.held(RAID, batch.now)
        if held is None or held.value != "on":
            raid.reopen(batch, ask.chat, quiet, ask.person.id)
            return ask.answer("raid-is-off")
        reopen = partial(raid.reopen, batch, ask.chat, quiet, ask.person.id)
        return _act(ask, Reopen(), reopen, rest.strip())
    said = rest.strip() if opens else ask.arguments
    try:
        found = durations.read(said)
    except durations.Unreadable:
        return ask.answer("raid-how")
    if found is None and not opens:
        return ask.answer("raid-how")
    seconds, why = (found.seconds, found.rest) if found else (policy.screening.raid.lasts, said)
    if not SHORTEST <= seconds <= LONGEST:
        return ask.answer("duration-out-of-range")
    close = partial(raid.close, batch, ask.chat, batch.now + seconds, ask.person.id)
    return _act(ask, Raid(seconds), close, why)


def _to_all(name: str, handler: Handler, *examples: str) -> Command:
    return Command(name, handler, Who.MODERATOR, Where.GROUP, examples, to_all=True)


COMMANDS = (
    _to_all("lock", lock, "/lock links", "/lock media stickers 2h", "/lock links 2h advertising"),
    Command("locks", show_locks, where=Where.GROUP, examples=("/locks",), menu=False),
    _to_all("night", night, "/night", "/night on", "/night on exam week", "/night off"),
    _to_all("raid", raid_, "/raid", "/raid on", "/raid for 1h", "/raid 1h bots come", "/raid off"),
    _to_all("slow", slow, "/slow 30s", "/slow 30s too hot", "/slow off"),
    _to_all("unlock", unlock, "/unlock links", "/unlock"),
)
