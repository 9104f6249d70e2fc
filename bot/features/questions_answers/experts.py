"""Who may know the answer to a question: TF-IDF over what people write and what they answered. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from math import log, log1p, sqrt

_SHARED = 2  # words of the question that somebody has used, at least; of a short one all
_LEAST = 0.12  # cosine from which on somebody seems to know


def experts(question: Collection[str], talk: Mapping[int, Mapping[str, int]]) -> list[tuple[float, int]]:
    """Who seems to know what a question is about, the likeliest first.

    Args:
        question: its words.
        talk: by person, how often they used which word.
    """
    asked = set(question)
    spread = Counter(word for said in talk.values() for word, times in said.items() if times > 0)
    weights = {word: log(1 + (len(talk) + 1) / (spread[word] + 0.5)) for word in asked | spread.keys()}
    length = sqrt(sum(weights[word] ** 2 for word in asked))
    found = []
    for person, said in talk.items():
        shared = [word for word in asked if said.get(word, 0) > 0]
        if not shared or len(shared) < min(_SHARED, len(asked)):
            continue
        mine = sqrt(sum((log1p(times) * weights[word]) ** 2 for word, times in said.items() if times > 0))
        score = sum(weights[word] ** 2 * log1p(said[word]) for word in shared) / (length * mine)
        if score >= _LEAST:
            found.append((score, person))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))
