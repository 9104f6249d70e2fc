"""A member's interests as they may change them: words they name stay, words they take away stay away."""

from __future__ import annotations

from collections.abc import Mapping

from bot.courses.text import features, grams, words
from rules.engine.normalize import normalize
from storage.preferences import WISHES

PREFIX = WISHES
YES, NO = "yes", "no"
LONGEST = 24  # characters of a word
_WISHED = 3.0  # least weight of a word that somebody named themselves


def respecting(terms: Mapping[str, float], wishes: Mapping[str, str]) -> dict[str, float]:
    """Weighted terms without the words that were taken away, and with those that were named."""
    away = {word for word, value in wishes.items() if value == NO}
    named = {word for word, value in wishes.items() if value == YES}
    pieces = {p for word in away for p in (word, *grams(word))}
    pieces -= {p for t in terms if not t.startswith("~") and t not in away for p in grams(t)}
    found = {term: weight for term, weight in terms.items() if term not in pieces}
    for word in sorted(named):
        for feature, weight in features(word).items():
            found[feature] = max(found.get(feature, 0.0), _WISHED * weight)
    return found


def listed(terms: Mapping[str, float]) -> list[tuple[str, float]]:
    """The whole words of an interest profile with their shares of the weightiest (0 to 1), that one first."""
    whole = {t: w for t, w in terms.items() if not t.startswith("~") and w > 0}
    heaviest = max(whole.values(), default=1.0)
    ranked = sorted(whole, key=lambda t: (-whole[t], t))
    return [(term, whole[term] / heaviest) for term in ranked]


def named_words(text: str) -> list[str]:
    """The words somebody names, as the text model knows them."""
    found = words(text) or normalize(text).split()
    return list(dict.fromkeys(w for w in found if len(w) <= LONGEST))
