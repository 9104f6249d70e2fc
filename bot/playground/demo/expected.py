"""What must have been seen when the demonstration is over, and how it shows in the bot's calls."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from bot.playground.demo.client import Json
from bot.playground.demo.people import (
    FLOODER,
    GROUP,
    NEWCOMERS,
    PAID,
    ROOM,
    SPAMMER,
    SUBSCRIBER,
    TRYING,
)
from bot.playground.demo.played import Played

GAIN = re.compile(r"\+[1-9]")
MEDAL, UNDONE = "🥇", "↩️"
INVITED = re.compile(r"https://t\.me/\+\S+")
THANKS = re.compile(r"qa:[\w-]+:t\d+$")
SUGGESTION = re.compile(r"sg:(?:[\w-]+:)?[1-9]\d*:")

Sign = Callable[["PastEvent", Played], bool]


class PastEvent(NamedTuple):
    """A call that succeeded, its parameters as values."""

    method: str
    params: Json
    result: Any

    @property
    def chat(self) -> int:
        """The chat it is about; 0 for none."""
        return int(self.params.get("chat_id", 0))

    @property
    def text(self) -> str:
        """What it wrote, without markup."""
        return str(self.result.get("text", "")) if isinstance(self.result, dict) else ""

    @property
    def answers(self) -> int:
        """The message it answers; 0 for none."""
        return int((self.params.get("reply_parameters") or {}).get("message_id", 0))

    @property
    def messages(self) -> set[int]:
        """The messages it names."""
        return {int(n) for n in [self.params.get("message_id", 0), *self.params.get("message_ids", [])]} - {0}

    @property
    def mentioned(self) -> list[int]:
        """The people it mentions, in order, each once."""
        entities = self.result.get("entities", []) if isinstance(self.result, dict) else []
        return list(dict.fromkeys(e["user"]["id"] for e in entities if "user" in e))

    @property
    def asker(self) -> int:
        """Who wrote the message it answers; 0 for nobody."""
        answered = self.result.get("reply_to_message", {}) if isinstance(self.result, dict) else {}
        return int(answered.get("from", {}).get("id", 0))

    @property
    def buttons(self) -> list[list[str]]:
        """The rows of data behind its buttons, one row a suggestion; the row that stops them all is none."""
        markup = self.result.get("reply_markup", {}) if isinstance(self.result, dict) else {}
        rows = [[b.get("callback_data", "") for b in row] for row in markup.get("inline_keyboard", [])]
        return [row for row in rows if any(SUGGESTION.match(data) for data in row)]

    @property
    def course(self) -> str:
        """The course that it suggests: its first line, up to the price."""
        return self.text.partition("\n")[0].partition("（")[0] if self.buttons else ""

    @property
    def captcha(self) -> str:
        """The data behind its first button, when it asks a newcomer for a sign of life."""
        return next((d for d in self._buttons if d.startswith("captcha:")), "")

    @property
    def goods(self) -> str:
        """The data of the first button of the shop that leads on: to a good, its order, its delivery."""
        found = (d for d in self._buttons if d.startswith(("so:", "sd:")))
        return next((d for d in found if d.split(":")[2] in ("p", "y", "d")), "")

    @property
    def grades(self) -> list[str]:
        """The data of the buttons that grade homework, in the moderators' group."""
        return [d for d in self._buttons if d.startswith("hwg:")] if self.chat == ROOM else []

    @property
    def camp(self) -> str:
        """The data of the button by which one joins a camp."""
        return next((d for d in self._buttons if d.startswith("camp:")), "")

    @property
    def undo(self) -> str:
        """The data of the button that takes a case back, in the moderators' group; empty without one."""
        return next((d for d in self._buttons if d.endswith(":undo")), "") if self.chat == ROOM else ""

    @property
    def thanks(self) -> str:
        """The data of the button that thanks whoever answered; empty without one."""
        return next((d for d in self._buttons if THANKS.match(d)), "")

    @property
    def all_buttons(self) -> list[Json]:
        """All of its buttons."""
        markup = self.result.get("reply_markup", {}) if isinstance(self.result, dict) else {}
        return [b for row in markup.get("inline_keyboard", []) for b in row]

    @property
    def _buttons(self) -> list[str]:
        return [b.get("callback_data", "") for b in self.all_buttons]


def seen_call(call: Mapping[str, Any]) -> PastEvent | None:
    """A call of `/sim/calls`, decoded; None when it failed. Forms carry their lists as JSON."""
    if not call["ok"]:
        return None
    return PastEvent(call["method"], {k: _value(v) for k, v in call["params"].items()}, call["result"])


def _value(given: Any) -> Any:
    if isinstance(given, str) and given[:1] in ("{", "["):
        try:
            return json.loads(given)
        except ValueError:
            return given
    return given


def _welcome(call: PastEvent, played: Played) -> bool:
    named = {p.id for p in NEWCOMERS} & set(call.mentioned) or any(
        p.first_name in call.text for p in NEWCOMERS
    )
    greets = call.method == "sendMessage" and not call.captcha
    return greets and call.chat == GROUP and not call.answers and bool(named)


def _door(call: PastEvent, played: Played) -> bool:
    permitted = (call.params.get("permissions") or {}).get("can_send_messages", False)
    about = call.chat == GROUP and int(call.params.get("user_id", 0)) in {p.id for p in NEWCOMERS}
    return call.method == "restrictChatMember" and about and permitted


def _removed(call: PastEvent, played: Played) -> bool:
    spam = played.said.get("spam")
    deletes = call.method in ("deleteMessage", "deleteMessages")
    return deletes and spam is not None and call.chat == spam.chat and spam.message in call.messages


def _reason(call: PastEvent, played: Played) -> bool:
    about = SPAMMER.id in call.mentioned or SPAMMER.first_name in call.text
    tells = call.method == "sendMessage" and not call.captcha
    return tells and call.chat == GROUP and about and bool(call.text)


def _mute(call: PastEvent, played: Played) -> bool:
    silent = not (call.params.get("permissions") or {}).get("can_send_messages", False)
    about = call.chat == GROUP and int(call.params.get("user_id", 0)) == FLOODER.id
    return call.method == "restrictChatMember" and about and silent


def _answer(*labels: str) -> Sign:
    def sign(call: PastEvent, played: Played) -> bool:
        asked = [played.said[n] for n in labels if n in played.said]
        return call.method == "sendMessage" and any((call.chat, call.answers) == a for a in asked)

    return sign


def _points(call: PastEvent, played: Played) -> bool:
    gain = _answer("why", "why_group")(call, played) and bool(GAIN.search(call.text))
    return gain or (call.method == "sendMessage" and MEDAL in call.text)


def _suggestion(call: PastEvent, played: Played) -> bool:
    posted = call.method == "sendMessage" and call.chat == GROUP and not call.answers
    return posted and bool(call.buttons) and bool(call.mentioned)


def _follows(label: str, *earlier: str) -> Sign:
    """A course is suggested to whoever asked, and none of those that were suggested to them before."""

    def sign(call: PastEvent, played: Played) -> bool:
        before = [played.offers[n].course if n in played.offers else call.course for n in earlier]
        return _answer(label)(call, played) and bool(call.course) and call.course not in before

    return sign


def _button(call: PastEvent, played: Played) -> bool:
    return call.method == "answerCallbackQuery" and str(call.params["callback_query_id"]) in played.callbacks


def _leaderboard(call: PastEvent, played: Played) -> bool:
    return call.method == "sendMessage" and call.chat == GROUP and not call.answers and MEDAL in call.text


def _card(call: PastEvent, played: Played) -> bool:
    return call.method == "sendMessage" and bool(call.undo)


def _tag(call: PastEvent, played: Played) -> bool:
    return call.method == "setChatMemberTag" and bool(call.params.get("tag"))


def _ordered(call: PastEvent, played: Played) -> bool:
    return call.method == "sendMessage" and call.chat == ROOM and "🛍" in call.text


def _delivered(call: PastEvent, played: Played) -> bool:
    return call.method == "editMessageText" and call.chat == ROOM and "🛍" in call.text and "✅" in call.text


def _undone(call: PastEvent, played: Played) -> bool:
    return call.method == "editMessageText" and call.chat == ROOM and f"{UNDONE} " in call.text


def _solved(call: PastEvent, played: Played) -> bool:
    return call.method == "editMessageText" and call.chat == GROUP and bool(call.thanks)


def _thanked(call: PastEvent, played: Played) -> bool:
    return call.method == "answerCallbackQuery" and str(call.params["callback_query_id"]) in played.thanked


def _invited(call: PastEvent, played: Played) -> bool:
    return call.method == "sendMessage" and call.chat > 0 and bool(INVITED.search(call.text))


def _brought(call: PastEvent, played: Played) -> bool:
    """Whoever invited is told that one of theirs is still to be seen."""
    return _answer("invites")(call, played) and bool(re.search(r"\b1\b", call.text))


def _paid_for(person: int, stars: int, times: int) -> Sign:
    """Somebody is thanked for Stars, after they paid so often."""

    def sign(call: PastEvent, played: Played) -> bool:
        thanks = call.method == "sendMessage" and call.chat == person and not call.all_buttons
        return thanks and f"⭐ {stars}" in call.text and played.paid[person] >= times

    return sign


def _let_in(call: PastEvent, played: Played) -> bool:
    return call.method == "approveChatJoinRequest" and call.chat == PAID


def _put_out(call: PastEvent, played: Played) -> bool:
    about = call.chat == PAID and int(call.params.get("user_id", 0)) == TRYING.id
    return call.method == "unbanChatMember" and about


def _cancelled(call: PastEvent, played: Played) -> bool:
    whose = int(call.params.get("user_id", 0)) == SUBSCRIBER.id
    return call.method == "editUserStarSubscription" and whose


def _checked_in(call: PastEvent, played: Played) -> bool:
    day = played.said.get("camp_day")
    reacts = call.method == "setMessageReaction" and bool(call.params.get("reaction"))
    return reacts and day is not None and call.chat == day.chat and day.message in call.messages


def _handed_in(call: PastEvent, played: Played) -> bool:
    return call.method == "sendMessage" and bool(call.grades)


def _graded(call: PastEvent, played: Played) -> bool:
    return call.method == "editMessageText" and call.chat == ROOM and "📝" in call.text and "✅" in call.text


def _stayed(call: PastEvent, played: Played) -> bool:
    """Whoever invited is told that one of theirs stayed."""
    return _answer("invites_later")(call, played) and bool(re.search(r"\b1 stayed\b", call.text))


def _asked(call: PastEvent, played: Played) -> bool:
    return call.method == "sendPoll" and call.chat == GROUP


def _closed(call: PastEvent, played: Played) -> bool:
    return call.method == "stopPoll" and call.chat == GROUP


# The main job: each name with its parts, all of which must come true.
EXPECTED: dict[str, dict[str, Sign]] = {
    "door": {"a newcomer who pressed the button may write": _door},
    "welcome": {"a newcomer is greeted in the group": _welcome},
    "removal": {"the advertisement is deleted": _removed, "the reason is told in the group": _reason},
    "mute": {"the flooder is muted": _mute},
    "answers": {
        f"/{name} is answered": _answer(*labels)
        for name, labels in {
            "me": ("me",),
            "top": ("top",),
            "why": ("why", "why_group"),
            "rules": ("rules",),
            "courses": ("courses",),
        }.items()
    },
    "points": {"somebody is shown points they earned": _points},
    "suggestion": {"a post suggests courses to members, with buttons": _suggestion},
    "newcomer": {
        "who only chats is suggested a course": _follows("ask_chatting"),
        "who took it is suggested what comes next": _follows("ask_taken", "ask_chatting"),
        "who dismissed that is suggested something else": _follows(
            "ask_dismissed", "ask_chatting", "ask_taken"
        ),
    },
    "button": {"a pressed suggestion button is answered": _button},
    "case": {
        "a warning is shown to the moderators as a case": _card,
        "the case is taken back, and says so": _undone,
    },
    "answer": {
        "an accepted answer is shown under its question": _solved,
        "thanks by the button are answered": _thanked,
    },
    "referral": {
        "a member is given a link of their own": _invited,
        "a newcomer who came by it is noted": _brought,
        "the newcomer stayed, and counts": _stayed,
    },
    "level": {"a level stands beside a member's name": _tag},
    "shop": {
        "an order for coins is shown to the moderators": _ordered,
        "the order is delivered, and says so": _delivered,
    },
    "membership": {
        "whoever has a plan is let in": _let_in,
        "whose trial is over is put out": _put_out,
        "whoever pays has the plan": _paid_for(TRYING.id, 30, 1),
        "whoever pays once more has it longer": _paid_for(TRYING.id, 30, 2),
        "what renews itself is bought": _paid_for(SUBSCRIBER.id, 300, 1),
        "what renews itself is ended by its member": _cancelled,
    },
    "camp": {"a check-in for a camp is acknowledged": _checked_in},
    "homework": {
        "what is handed in is shown to the moderators": _handed_in,
        "it is graded, and says so": _graded,
    },
    "quiz": {"a question is asked": _asked, "it is closed when its time is over": _closed},
    "leaderboard": {"the leaderboard is posted": _leaderboard},
}


def observe(call: Mapping[str, Any], played: Played) -> None:
    """Enter what one call shows."""
    seen = seen_call(call)
    if seen is None:
        return
    for name, parts in EXPECTED.items():
        for part, sign in parts.items():
            if (name, part) not in played.seen and sign(seen, played):
                played.seen.add((name, part))


def missing(played: Played) -> list[str]:
    """What did not happen, in words: `mute: the flooder is muted`. Empty when all did."""
    return [
        f"{name}: {part}"
        for name, parts in EXPECTED.items()
        for part in parts
        if (name, part) not in played.seen
    ]
