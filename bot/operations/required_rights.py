"""List which administrator rights the bot needs, and what for: by the rules in force and by the door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.features.moderation.action_handler import handler_of
from bot.features.screening.door_policy import CHOICES
from bot.platforms.telegram.permissions import DELETE, INVITE, PIN, RESTRICT, TAG
from rules.config.book import RuleBook
from rules.config.membership import Membership
from rules.config.screening import Screening
from rules.engine.events import Chat
from rules.engine.locks import permitted, removed
from rules.engine.rule import Rule
from storage.chat_settings import Setting

# Moderators' commands, and notes that remove themselves, need these whatever the files say.
_COMMANDS = {DELETE: "/purge /warn /slow", RESTRICT: "/mute /kick /ban /lock /raid /night", PIN: "/pin"}


def needs_of(
    book: RuleBook, chat: Chat, settings: Mapping[str, Setting], now: int
) -> dict[str, tuple[str, ...]]:
    """By each right, what needs it in a group: rules by id, parts of screening.yaml, plans, commands."""
    found: dict[str, dict[str, None]] = {}
    for right, what in _all(book, chat, settings, now):
        found.setdefault(right, {})[what] = None
    return {right: tuple(whats) for right, whats in found.items()}


def _all(book: RuleBook, chat: Chat, settings: Mapping[str, Setting], now: int) -> Iterator[tuple[str, str]]:
    for rule in book.rules:
        if rule.mode.acts and _looks_there(rule, chat):
            yield from ((right, rule.id) for a in rule.actions for right in handler_of(a).rights)
    for step in book.escalation.steps:
        yield from ((right, "escalation") for right in handler_of(step.action).rights)
    screening = book.screening
    for name, choice in CHOICES.items():
        if name in settings and settings[name].value in choice.values:
            screening = choice.over(screening, settings[name].value)
    yield from _screening(screening)
    held = {name for name, setting in settings.items() if setting.holds(now)}
    kinds = {name.removeprefix("lock:") for name in held if name.startswith("lock:")}
    yield from _locks(kinds, "/lock")
    if held & {"slow", "slow-rule"}:
        yield DELETE, "/slow"
    if book.incentives.tags and book.incentives.levels:
        yield TAG, "levels"
    for plan in book.file(Membership).plans:
        if any(topic.group == chat.id for topic in plan.topics):
            yield DELETE, f"membership: {plan.id}"
        if plan.everywhere or chat.id in plan.groups:
            yield INVITE, f"membership: {plan.id}"
            yield RESTRICT, f"membership: {plan.id}"
    yield from _COMMANDS.items()


def _looks_there(rule: Rule, chat: Chat) -> bool:
    scope = rule.scope
    names = {chat.title.lower(), chat.username.lower(), str(chat.id)}
    return not (scope.chats and not names & scope.chats) and not names & scope.besides


def _screening(screening: Screening) -> Iterator[tuple[str, str]]:
    if screening.captcha.kind != "off":
        yield RESTRICT, "screening: captcha"
        yield DELETE, "screening: captcha"
    if screening.requests.mode != "off":
        yield INVITE, "screening: requests"
    if screening.raid.joins:
        yield RESTRICT, "screening: raid"
        if screening.raid.requests == "decline":
            yield INVITE, "screening: raid"
    if screening.door.names or screening.door.bios:
        yield RESTRICT, "screening: door"
        yield INVITE, "screening: door"
    if screening.bans.source:
        yield RESTRICT, "screening: bans"
        yield INVITE, "screening: bans"
    if screening.night.start is not None:
        yield from _locks(set(screening.night.lock), "screening: night")


def _locks(kinds: set[str], what: str) -> Iterator[tuple[str, str]]:
    if permitted(kinds):
        yield RESTRICT, what
    if removed(kinds):
        yield DELETE, what
