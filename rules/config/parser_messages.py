"""Translate what the YAML parsers complain about into plain sentences that say what to do.

libyaml and PyYAML use other words for the same; both are known here. Words nobody foresaw are not repeated:
they are in English and name things of the parser, so the sentence says where to look instead.
"""

from __future__ import annotations

import re

from rules.sentences import KEYS, Said, say

# The first that is found in the parser's words; those of quotes and tags stand before more general ones.
_WORDS = (
    (r"mapping values are not allowed", "minded-colon"),
    (r"could not find expected ':'", "minded-no-colon"),
    (r"(block )?sequence entries are not allowed", "minded-dash-here"),
    (r"mapping keys are not allowed", "minded-question"),
    (r"'\\t'|found a tab character", "slip-tab"),
    (r"that cannot start any token", "minded-begin"),
    (r"expected '-' indicator|while parsing a block collection", "minded-dash"),
    (r"<block end>|did not find expected key", "minded-key"),
    (r"(expected|got) ',' or '\]'", "minded-list"),
    (r"(expected|got) ',' or '\}'", "minded-mapping"),
    (r"expected (the )?node content", "minded-content"),
    (r"<document start>|another document|document (indicator|separator)", "minded-document"),
    (r"unknown escape|hexd?a?decimal num|escape (character|sequence of|code)", "minded-escape"),
    (r"undefined alias|scanning an alias", "minded-alias"),
    (r"duplicate anchor|scanning an anchor|second occurrence", "minded-anchor"),
    (r"while (scanning|parsing) a (tag|%TAG)\b|tag handle|tag URI|URI", "minded-tag"),
    (r"scanning a block scalar|indentation indicator", "minded-block"),
    (r"directive|%YAML|%TAG|YAML document|version number", "minded-directive"),
    (r"comment or (a )?line break|whitespace or line break", "minded-behind"),
    (r"unexpected ':'", "minded-inner-colon"),
    (r"unexpected end of stream", "yaml-quote-open"),
    (r"scalar", "minded-quotes"),
)
_UNSEEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ufffd\U00010000-\U0010ffff]|[\ud800-\udfff]")


def minded(problem: object, context: object, char: str) -> Said:
    """The sentence for a parser's words, and for the character that it stopped at."""
    for words in (str(problem or ""), str(context or "")):
        for pattern, key in _WORDS:
            if re.search(pattern, words):
                return _said(key, char)
    return say("yaml", why=say("minded-other"))


def unseen(text: str) -> tuple[int, int, Said] | None:
    """Line, column and the sentence for the first character that no YAML may have."""
    found = _UNSEEN.search(text)
    if found is None:
        return None
    before = text[: found.start()].split("\n")
    return len(before), len(before[-1]) + 1, say("yaml-unseen", code=f"U+{ord(found[0]):04X}")


def _said(key: str, char: str) -> Said:
    if not key.startswith("minded-"):
        return say(key)
    named = f"{key}-char"
    if char == "\t" and named in KEYS:
        return say("slip-tab")
    if char.strip() and named in KEYS:
        return say("yaml", why=say(named, char=char))
    return say("yaml", why=say(key))
