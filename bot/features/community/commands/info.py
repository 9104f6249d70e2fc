"""/start /rules /language /optin /optout: who the bot is, what holds here, what one chooses for oneself."""

from __future__ import annotations

from dataclasses import replace

from bot.core.command import Answer, Ask, Command, Where
from bot.core.private_access import Gate, admits, invitation
from bot.text.messages import Html, by_operators, language_of, say
from rules.config.membership import Membership
from storage import chats, members, risks
from storage.people import open_private
from storage.preferences import choose

SPELT = {
    "zh": "zh", "中文": "zh", "chinese": "zh", "汉语": "zh", "简体中文": "zh",
    "en": "en", "english": "en", "英文": "en", "英语": "en",
}  # fmt: skip


def start(ask: Ask) -> Answer | None:
    """In private: from now on the bot may write to this person."""
    batch, person = ask.batch, ask.person.id
    batch.writes.append(lambda c: open_private(c, person, batch.now))
    if (
        ask.arguments.startswith(("plan_", "plans_")) or ask.arguments == "plans"
    ):  # from links to what is sold
        from bot.features.membership.offering import plan_named

        return plan_named(ask, ask.arguments.removeprefix("plan_").removeprefix("plans_"))
    if ask.arguments.startswith("redeem_"):  # the link of a gift
        from bot.features.membership.redeeming import redeem

        return redeem(replace(ask, arguments=ask.arguments.removeprefix("redeem_")))
    course = ask.arguments.removeprefix("course_")
    if course != ask.arguments and course in batch.files.file(Membership).closed_courses:
        from bot.features.courses.members_only import opened as course_opened
        from bot.features.membership.offering import plans_to

        return course_opened(ask, course) or plans_to(ask, course)
    if ask.arguments.startswith("family_"):  # a place of somebody's plan
        from bot.features.membership.family import opened as place_opened

        return place_opened(ask, ask.arguments.removeprefix("family_"))
    if not admits(batch, ask.event, Gate.INSIDE):
        said = invitation(batch, ask.event, ask.language)
        return Answer(said) if said is not None else None
    if ask.arguments == "why":  # the link under what /why answers in a group
        from bot.features.points.commands import why

        return why(replace(ask, arguments=""))
    if ask.arguments == "rate":  # the link under what /done answers in a group
        from bot.features.courses.commands.done import rate

        return rate(ask) or ask.answer("rate-none")
    if ask.arguments == "steps":  # the button under a newcomer's welcome
        from bot.features.onboarding.card import opened

        return opened(ask)
    if ask.arguments.startswith("hw_"):  # the button under homework
        from bot.features.homework.handing_in import begin

        return begin(ask, ask.arguments.removeprefix("hw_"))
    return ask.answer("start", name=ask.person.name, community=batch.book.community.name)


def rules(ask: Ask) -> Answer:
    """The rules of this group, in its moderators' words or the operator's; in private of one's own groups."""
    batch = ask.batch
    if not ask.event.chat.private:
        text = _rules_of(ask, ask.chat.id)
        return Answer(by_operators(text)) if text else ask.answer("rules-none")
    found: dict[str, str] = {}
    for number in members.inside(batch.connection, ask.community, ask.person.id):
        if batch.services.own.of(batch.connection, number).rules is not None:
            found[chats.known(batch.connection, number).title] = _rules_of(ask, number)
    if not any(found.values()):
        text = _rules_of(ask, 0)
        return Answer(by_operators(text)) if text else ask.answer("rules-none")
    titled = [
        ask.say("rules-of", chat=title, text=by_operators(text)) for title, text in found.items() if text
    ]
    return Answer(Html("\n\n".join(titled)))


def _rules_of(ask: Ask, chat: int) -> str:
    """The rules in prose that hold in a chat; 0: those of the file."""
    community = ask.batch.book.community
    if chat:
        community = ask.batch.services.own.of(ask.batch.connection, chat).over(community)
    return community.rules.get(ask.language) or community.rules.get(community.language, "")


def language(ask: Ask) -> Answer:
    """In which language somebody is spoken to; alone, which that is."""
    names = {**SPELT, "auto": "", "自动": ""}
    wanted, person = ask.arguments.lower(), ask.event.person
    if wanted not in names or person is None:
        strange = f"{ask.say('language-strange')} " if wanted else ""
        return Answer(Html(f"{strange}{ask.say('language-how')}"))
    known = ask.batch.directory.speak(ask.batch.connection, person.id, names[wanted])
    spoken = language_of(known.language, ask.batch.book.community.language)
    return Answer(say(spoken, "language-now"))


def optout(ask: Ask) -> Answer:
    """Stop suggestions, reminders, greetings, showing on the board, being scored, and what else is told."""
    return _choose(ask, "off")


def optin(ask: Ask) -> Answer:
    """The other way round."""
    return _choose(ask, "on")


def _choose(ask: Ask, value: str) -> Answer:
    names = {
        "suggestions": "suggestions",
        "推荐": "suggestions",
        "reminders": "reminders",
        "提醒": "reminders",
        "leaderboard": "leaderboard",
        "排行": "leaderboard",
        risks.SCORING: risks.SCORING,
        "预测": risks.SCORING,
        "greetings": "greetings",
        "问候": "greetings",
        "questions": "questions",
        "提问": "questions",
        "anniversaries": "anniversaries",
        "周年": "anniversaries",
    }
    name = names.get(ask.arguments.lower())
    if name is None:
        return ask.answer("opt-how", command=ask.name)
    batch, person, community = ask.batch, ask.person.id, ask.community
    batch.writes.append(lambda c: choose(c, community, person, name, value, batch.now))
    if (name, value) == (risks.SCORING, "off"):
        batch.writes.append(lambda c: risks.forget(c, community, person))
    return ask.answer(f"opt-{name}-{value}")


COMMANDS = (
    Command("language", language, examples=("/language en", "/language zh", "/language auto")),
    Command(
        "optin",
        optin,
        examples=("/optin suggestions", "/optin reminders", "/optin leaderboard", "/optin questions"),
        menu=False,
        gate=Gate.ANYBODY,
    ),
    Command(
        "optout",
        optout,
        examples=(
            "/optout suggestions",
            "/optout reminders",
            "/optout leaderboard",
            "/optout scoring",
            "/optout greetings",
        ),
        gate=Gate.ANYBODY,
    ),
    Command("rules", rules, examples=("/rules",), part="rules"),
    Command("start", start, where=Where.PRIVATE, examples=("/start",), menu=False, gate=Gate.ANYBODY),
)
