"""What words say, whoever writes them: thanks, a check-in, and how much of a text is one's own."""

from __future__ import annotations

import re

from rules.engine.normalize import normalize, squeeze
from rules.engine.policy import CheckinPolicy, ThanksPolicy

_NAME = re.compile(r"@\w+")
_POINTED_AT = re.compile(r"@\w+|\w+://\S+")


def own_letters(text: str) -> int:
    """How many letters and digits somebody wrote themselves: names and links only point at others."""
    return len(squeeze(_POINTED_AT.sub("", text) if "@" in text or "://" in text else text))


def says_thanks(said: str, policy: ThanksPolicy, *, named: bool = False) -> bool:
    """Whether a text is short enough, but for @names, and holds one of the words that thank.

    One in which people are `named` may be longer: it says whom it thanks.
    """
    text = normalize(_NAME.sub("", said) if "@" in said else said)
    longest = policy.named_longest if named else policy.longest
    return len(text) <= longest and any(_says(text, word) for word in policy.words)


def _says(text: str, word: str) -> bool:
    """Whether a text holds a word; a Latin word has to stand alone."""
    at = text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        if not word.isascii() or not (_latin(before) or _latin(after)):
            return True
        at = text.find(word, at + 1)
    return False


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def says_checkin(said: str, policy: CheckinPolicy) -> bool:
    """Whether a text is a check-in: one of the words, and what may come after it."""
    text = normalize(said).lstrip("#✅ ")
    if not text.startswith(policy.words) or text.endswith("?"):
        return False
    return any(text.startswith(w) and _ends_there(text[len(w) :], w) for w in policy.words)


def _ends_there(rest: str, word: str) -> bool:
    """Whether a check-in's word is over: `打卡 背了 40 个单词` goes on, `打卡机坏了` is another word."""
    if not rest or rest[0] in ":,!.;。、~✅-—":
        return True
    if word.isascii():
        return not rest.strip()
    return rest[0] in "第了啦咯" or not rest[0].isalpha()
