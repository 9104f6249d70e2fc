"""Apply what members say of their interests: words they name stay, words they take away stay away."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from bot.features.courses.text_features import features, grams, words
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
    pieces = {p for word in away for p in (word, *word.split(), *grams(word))}
    pieces -= {p for t in terms if not t.startswith("~") and t not in away for p in grams(t)}
    found = {term: weight for term, weight in terms.items() if term not in pieces}
    for word in sorted(named):
        for feature, weight in ({word: 1.0} | features(word)).items():
            found[feature] = max(found.get(feature, 0.0), _WISHED * weight)
    return found


def listed(
    terms: Mapping[str, float], known: Container[str], own: Container[str] = ()
) -> list[tuple[str, float]]:
    """The subjects of an interest profile with their shares of the weightiest (0 to 1), that one first.

    Subjects are those that are `known`, and words of somebody's `own`; whatever else was said is none.
    """
    whole = {t: w for t, w in terms.items() if w > 0 and (t in known or t in own)}
    heaviest = max(whole.values(), default=1.0)
    ranked = sorted(whole, key=lambda t: (-whole[t], t))
    return [(term, whole[term] / heaviest) for term in ranked]


def named_words(text: str, subjects: Iterable[str] = ()) -> list[str]:
    """What somebody names: these subjects of the text first, and its words otherwise."""
    found = [*subjects] or words(text) or normalize(text).split()
    return list(dict.fromkeys(w for w in found if len(w) <= LONGEST))
