"""Where links lead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from pydantic import field_validator, model_validator

from rules.conditions.base import Condition, Look, Options, Strings, listed
from rules.engine.addresses import domain_of
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.index import Part
from rules.sentences import say


class Domains(Options):
    """A link leads to one of the domains `any` or of the `lists` (files in lists/), or to a subdomain;
    with `besides`, to any but those. Of an edit, only the links count that it adds."""

    short = "any"
    listable: ClassVar[tuple[str, ...]] = ("any", "besides")
    any: Strings = ()
    lists: Strings = ()
    besides: Strings = ()

    @field_validator("any", "besides")
    @classmethod
    def _are_domains(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return checked(names)

    @model_validator(mode="after")
    def _one_of_both(self) -> Domains:
        if bool(self.any or self.lists) == bool(self.besides):
            raise ValueError(say("give-domains"))
        return self


def checked(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of domains.

    Raises:
        ValueError: one is none.
    """
    for name in names:
        if not name.startswith("$") and ("/" in name or ":" in name or " " in name):
            raise ValueError(say("no-domain", value=name))
    return names


def as_known(names: Iterable[str]) -> frozenset[str]:
    """The names of domains in the spelling in which links have them."""
    return frozenset((domain_of(d) or d.lower()).removeprefix("www.") for d in names)


def within(domain: str, known: frozenset[str]) -> bool:
    """Whether a domain or one of its parents is listed."""
    while domain:
        if domain in known:
            return True
        domain = domain.partition(".")[2]
    return False


def build(options: Domains) -> Look:
    """Look each link's host up, then its parents."""
    names = (*options.any, *options.besides)
    known, wanted = as_known(names), not options.besides
    limit = ("" if wanted else "≠ ") + listed(names)

    def look(facts: Facts) -> Finding:
        for link in facts.links:
            if link.domain and within(link.domain.removeprefix("www."), known) == wanted:
                return Finding(True, {"domain": link.domain, "limit": limit}, matched=link.domain)
        seen = listed(sorted({link.domain for link in facts.links}))
        return Finding(False, {"domain": seen or "–", "limit": limit})

    return look


CONDITION = Condition("domains", Domains, build, "domains: [bit.ly, t.cn]", lambda _: Part.LINKS)
