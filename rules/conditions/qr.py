"""QR codes in pictures."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal

from pydantic import field_validator

from rules.conditions.base import ONE_OR_SEVERAL, Condition, Look, Options, Strings, listed
from rules.conditions.domains import as_known, checked, within
from rules.engine.addresses import address_of
from rules.engine.decision import Finding
from rules.engine.events import Event, Link
from rules.engine.facts import Facts

Kinds = Annotated[tuple[Literal["any", "telegram", "wechat"], ...], ONE_OR_SEVERAL]

# People and groups; articles (mp.weixin.qq.com) are pages like others.
_WECHAT_HOSTS = frozenset(("weixin.qq.com", "u.wechat.com", "work.weixin.qq.com", "wechat.com"))
_WECHAT_SCHEME = re.compile("(weixin|wechat|wxp|wxwork)://", re.IGNORECASE)


class Qr(Options):
    """A picture has a QR code: any; telegram: one that leads into Telegram; wechat: to a person, a group or a
    payment there; or one that leads to one of the `domains`; with `besides`, to any but those. For rules on:
    picture."""

    short = "kind"
    listable: ClassVar[tuple[str, ...]] = ("domains", "besides")
    kind: Kinds = ()
    domains: Strings = ()
    besides: Strings = ()

    @field_validator("domains", "besides")
    @classmethod
    def _are_domains(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return checked(names)


def _on_wechat(event: Event, links: tuple[Link, ...]) -> str:
    """The first code that opens WeChat."""
    for link in links:
        if link.domain.removeprefix("www.") in _WECHAT_HOSTS:
            return link.url
    return next((code for code in event.codes if _WECHAT_SCHEME.match(code)), "")


def build(options: Qr) -> Look:
    """Look where the codes lead."""
    among, besides = as_known(options.domains), as_known(options.besides)
    anything = "any" in options.kind or not (options.kind or among or besides)
    named = (*options.kind, *options.domains, *(f"≠ {name}" for name in options.besides))
    limit = listed(named) or "any"

    def find(facts: Facts) -> str:
        codes, links = facts.event.codes, facts.content.links
        if anything or not codes:
            return codes[0] if codes else ""
        if "wechat" in options.kind and (found := _on_wechat(facts.event, links)):
            return found
        for link in links:
            domain = link.domain.removeprefix("www.")
            if "telegram" in options.kind and address_of(link.url).telegram:
                return link.url
            if domain and (within(domain, among) or (besides and not within(domain, besides))):
                return link.url
        return ""

    def look(facts: Facts) -> Finding:
        found = find(facts)
        seen = listed(code[:60] for code in facts.event.codes)
        return Finding(bool(found), {"codes": seen or "–", "limit": limit}, matched=found[:100])

    return look


CONDITION = Condition("qr", Qr, build, "qr: [telegram, wechat]")
