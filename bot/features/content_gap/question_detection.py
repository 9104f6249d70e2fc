"""Detect whether a message asks for something, and about what."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.features.courses.subjects import GENERIC
from bot.features.courses.text_features import jieba, words

# Links, names, code and what is quoted from others.
_FOREIGN = re.compile(r"https?://\S+|\bt\.me/\S+|@\w+|```.*?(?:```|\Z)|`[^`\n]*`|^>[^\n]*", re.S | re.M)
_MARK = re.compile(r"[?？]\s*(?:$|[^\w?？])|[?？](?=[\u3400-\u9fff])")
_CHINESE = re.compile(
    r"怎么|怎样|如何|请问|求助|求推荐|求教|有没有|能不能|可不可以|是不是该|为什么|为啥|哪里|哪个|哪些|哪门"
    r"|什么时候|多少钱|谁知道|想学|想了解|求一|吗\s*$|吗[，。！~]"
)
_ENGLISH = re.compile(
    r"^(?:(?:hi|hey|hello|so|ok|okay|and|but|also|sorry|guys|folks|all)[,!. ]+)*"
    r"(?:how (?:do|does|can|to|should|would|come)|what(?:'s| is| are| does| do| would)"
    r"|why (?:is|do|does|are|would)|where (?:can|do|is)|which |who knows"
    r"|(?:can|could|does|has|is) (?:anyone|anybody|someone|somebody|there)"
    r"|anyone (?:know|here|have|using)|any (?:idea|advice|recommendation|suggestion|course|tips))\b"
    r"|\b(?:looking for (?:a|an|some) (?:course|class|tutorial|book|resource|guide)|want to learn"
    r"|need help with|can you recommend|recommend (?:a|any|some) )",
    re.IGNORECASE,
)
_TO_SOMEBODY = re.compile(r"\s*@\w")
_SHORTEST, _LONGEST, _MOST = 4, 1500, 12  # characters; words kept of a question
_THINGS = "nvlijx"  # parts of speech that name subjects: nouns, verbs, idioms, foreign words
_PEOPLE = "nr"  # and the one of people's names, which are no subjects


def asks(text: str) -> bool:
    """Whether the text asks everybody something, or names what its author wants to learn.

    What begins with somebody's @name is a question back.
    """
    bare = _FOREIGN.sub(" ", text).strip()
    if not _SHORTEST <= len(bare) <= _LONGEST or _TO_SOMEBODY.match(text):
        return False
    return bool(_MARK.search(bare) or _CHINESE.search(bare) or _ENGLISH.search(bare))


def subject(text: str) -> list[str]:
    """The words that may tell what a text is about, each once, in their order.

    Links, @names, code and quotes are left out.
    """
    found = dict.fromkeys(w for w in words(_FOREIGN.sub(" ", text)) if w not in GENERIC)
    return [w for w in found if ".." not in w and _names_something(w)][:_MOST]


@lru_cache(maxsize=50_000)
def _names_something(word: str) -> bool:
    """Chinese words are told apart by their part of speech; of others there is only the list."""
    if word.isascii():
        return True
    speech = jieba().tag(word)[-1][1]
    return speech[0] in _THINGS and not speech.startswith(_PEOPLE)
