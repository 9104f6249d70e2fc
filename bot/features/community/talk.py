"""Plain words in private, and commands that nobody knows: greeted, searched for, explained."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from difflib import get_close_matches

from bot.core.command import Answer, Ask, Where, Who
from bot.core.feature import Registry
from bot.features.community.senses import (
    asked_about,
    command_meant,
    is_checkin,
    is_for_people,
    is_thanks,
)
from bot.features.courses.advisor import waits_for_model
from bot.features.courses.catalogue import PAGE, page, stars_of
from bot.features.courses.interests_view import note_wish
from bot.features.moderation.appeals import object_to
from bot.text.messages import Html
from rules.config.courses import Course
from rules.engine.normalize import normalize
from storage import casework, chats

_PATIENCE = 3600  # seconds after an objection in which plain words are its reason
_LONGEST = 500  # characters that are looked at
_GREETING = re.compile(
    r"(?:你好|您好|大家好|嗨|哈[喽啰罗囉]|在[吗嗎么]|早上好|下午好|晚上好|早安|晚安|早|hello|hi|hey|hiya"
    r"|good (?:morning|afternoon|evening|day)|greetings)"
    r"(?:[呀啊哇哦]| there| bot| everybody)*(?![a-z])[\s,.!?。~、;:]*"
)
_ABILITIES = re.compile(
    r"[能会會可以](?:帮我)?[做干幹](?:些|点)?(?:什么|什麼|啥)|^你?[能会會](?:些)?(?:什么|什麼|啥)|^(?:怎么|怎麼|如何)(?:用|使用)"
    r"|(?:什么|哪些)(?:功能|命令)|^(?:功能|帮助|幫助|帮我|命令|菜单|菜單|help|commands|menu)$"
    r"|你是谁|你是誰|你是.{0,4}(?:真人|机器人|機器人|ai|人工)"
    r"|what (?:can|do) you (?:do|know|offer)|what(?: are|'s) you|who are you"
    r"|are you (?:a |an )?(?:human|real|bot|robot|person|ai)\b"
    r"|how (?:do|does) (?:you|this|it|the bot) work|how (?:do i|to|can i) use (?:you|this|the bot)"
)
_WISH = re.compile(
    r"推荐|推薦|课程|課程|想学|想學|学什么|學什麼|的[课課]|[课課][吗嗎嘛]?$|\bcourses?\b|\brecommend|\bsuggest|\blearn\b|\bstudy\b"
)
_FREE = re.compile(r"免费|免費|不要钱|不花钱|白嫖|\bfree\b|\bno cost\b")
_SUBJECT = re.compile(
    r"(?:想学|想學|学一?点|學一?點|关于|關於|有没有|有沒有)\s*(?:习|習)?(?P<zh>[^\s,.!?，。！？]{2,})"
    r"|\b(?:learn|study|courses? (?:on|about|in|for)|about)\s+"
    r"(?P<en>(?!any|some|more|new|what|from|with|here|it\b|a course)\w{3,})"
)
_NO_SUBJECT = re.compile(
    r"^(?:什么|什麼|啥|点|點|些|一门|一門|新手?|东西|東西|推荐|推薦|课程?|課程?|适合|適合|合适|我|好|入门|零基础|初学者"
    r"|的|了|呢|吗|嗎|吧)+$"
)
# What is said around a subject, beside the stop words of everyday talk.
_AROUND_WORDS = """
推荐 想学 想要 有没有 适合 请问 介绍 哪些 哪门 学点 学习 想找 求推荐
recommend recommended recommendation suggest suggestion looking look interested best teach study start help
need please hello hi
"""
_AROUND = frozenset(_AROUND_WORDS.split())
_FITS = ("courses", "suggest", "me", "why", "rules", "help")
_FITS_STAFF = ("cases", "info", "settings")


def talk(ask: Ask) -> Answer | None:
    """Answer somebody's plain words in private, and commands that nobody knows."""
    if ask.name:
        return unknown(ask)
    said = normalize(ask.arguments[:_LONGEST])
    rest = _GREETING.sub("", said, count=1) if _GREETING.match(said) else said
    if not rest:
        return greet(ask)
    reason = _reason(ask)
    if reason is not None:
        return reason
    if _ABILITIES.search(rest):
        return greet(ask)
    plain = _plainly(ask, rest)
    if plain is not None:
        return plain
    if waits_for_model(ask):
        return None
    note_wish(ask.batch, ask.community, ask.person.id, rest)
    found = fitting(ask.batch.book.courses, rest)
    if found:
        return _courses(ask, found)
    if is_for_people(rest):
        return ask.answer("talk-staff")
    if _FREE.search(rest):
        from bot.features.courses.commands.courses import courses

        return courses(replace(ask, name="courses", arguments="free"))
    if _WISH.search(rest):
        from bot.features.courses.commands.courses import suggest

        if _names_a_subject(rest):
            return ask.answer("talk-nothing")
        return suggest(replace(ask, name="suggest", arguments=""))
    return Answer(Html(f"{ask.say('talk-unclear')}\n{_list(ask)}"))


def _plainly(ask: Ask, said: str) -> Answer | None:
    """The answer to thanks, and to words that stand for a command."""
    if is_thanks(said):
        return ask.answer("talk-thanks")
    if is_checkin(said):
        return ask.answer("talk-checkin")
    about = asked_about(said)
    if about:
        return ask.answer(f"talk-{about}")
    meant = command_meant(said)
    if not meant:
        return None
    command = ask.batch.services.of(Registry).commands[meant]
    return command.handler(replace(ask, name=meant, arguments=""))


def _names_a_subject(said: str) -> bool:
    """Whether a wish says what to learn: the catalogue was looked through for it, and has nothing."""
    found = _SUBJECT.search(said)
    subject = (found["zh"] or found["en"] or "") if found is not None else ""
    return bool(subject) and _NO_SUBJECT.match(subject) is None


def greet(ask: Ask) -> Answer:
    """Greet, and list what fits."""
    hello = ask.say("talk-hello", name=ask.person.name, community=ask.batch.book.community.name)
    return Answer(Html(f"{hello}\n{_list(ask)}"))


def unknown(ask: Ask) -> Answer:
    """Say that there is no such command, and which one may be meant."""
    staff = bool(chats.moderated(ask.batch.connection, ask.community, ask.person.id))
    known = ask.batch.services.of(Registry).commands.values()
    names = [c.name for c in known if c.where is not Where.GROUP and (c.who is Who.MEMBER or staff)]
    near = get_close_matches(ask.name.lower(), names, n=1, cutoff=0.6)
    if near:
        return ask.answer("talk-meant", command=ask.name, meant=Html(f"/{near[0]}"))
    return ask.answer("talk-unknown", command=ask.name)


def _reason(ask: Ask) -> Answer | None:
    """Take plain words for the reason of an objection that was filed just now without one."""
    case = casework.speechless_appeal(ask.batch.connection, ask.person.id, ask.batch.now - _PATIENCE)
    if case is None:
        return None
    key = object_to(ask.batch, ask.event, case, ask.person, ask.arguments.strip())
    return ask.answer(key, case=case)


def _list(ask: Ask) -> Html:
    """A few commands for whoever asks."""
    staff = bool(chats.moderated(ask.batch.connection, ask.community, ask.person.id))
    names = (*_FITS, *(_FITS_STAFF if staff else ()))
    return Html("\n".join(ask.say("help-line", name=n, does=ask.say(f"command-{n}")) for n in names))


def _courses(ask: Ask, found: tuple[Course, ...]) -> Answer:
    sign = ask.batch.services.buttons.signer(ask.chat.id, ask.person.id, ask.batch.now)
    stars = stars_of(ask.batch.connection, ask.community)
    text, _ = page(found, "", 0, ask.language, sign, stars)
    return Answer(Html(f"{text}\n\n{ask.say('talk-more')}"))


def fitting(courses: tuple[Course, ...], said: str) -> tuple[Course, ...]:
    """The visible courses that are about what somebody says, the best first; a rare word tells more."""
    from bot.features.courses.text_features import course_text, words

    seen = [c for c in courses if not c.hidden]
    texts = {c.id: normalize(course_text(c)) for c in seen}
    wanted = [w for w in dict.fromkeys(words(said)) if w not in _AROUND]
    weights: dict[str, float] = {}
    for word in wanted:
        holds = _holding(word)
        hits = [c for c in seen if holds.search(texts[c.id])]
        for course in hits:
            titled = any(holds.search(normalize(title)) for title in course.title.values())
            worth = math.log(1 + len(seen) / len(hits)) * (1.5 if titled else 1.0)
            weights[course.id] = weights.get(course.id, 0.0) + worth
    best = max(weights.values(), default=0.0)
    ranked = sorted((c for c in seen if weights.get(c.id, 0.0) > best / 2), key=lambda c: -weights[c.id])
    return tuple(ranked[:PAGE])


def _holding(word: str) -> re.Pattern[str]:
    """What finds a word in a text: a Latin one as a whole, so that `art` is not in `start`."""
    spelt = re.escape(word)
    return re.compile(rf"(?<![a-z0-9]){spelt}(?:s|es)?(?![a-z0-9])" if word.isascii() else spelt)
