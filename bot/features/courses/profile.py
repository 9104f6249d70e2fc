"""Hold what a member is interested in, and what they took, as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from bot.text.messages import LANGUAGES

HALF_LIFE = 30 * 86_400  # seconds in which what somebody wrote counts half
_MOST_TERMS = 300
_LEAST = 0.01
_WISHED = 0.25  # of 1; what is only mentioned weighs less, a wish so much after half a day
_JUDGING = ("taken", "interested", "dismissed")


class Words(NamedTuple):
    """Weighted features of interests, subjects of the last day (0 to 1), features of what was asked for."""

    terms: Mapping[str, float] = {}
    named: Mapping[str, float] = {}
    asked: Mapping[str, float] = {}


@dataclass(frozen=True)
class Profile:
    """A member for the model. `taken` is in order, the newest last; `terms` are features of their texts."""

    taken: tuple[str, ...] = ()
    liked: frozenset[str] = frozenset()
    dismissed: frozenset[str] = frozenset()
    shown: Mapping[str, int] = field(default_factory=dict)  # course → when last, unix seconds
    terms: Mapping[str, float] = field(default_factory=dict)
    language: str = ""  # zh or en; empty: nothing known
    person: int = 0  # own id; 0: nobody in particular
    names: frozenset[str] = frozenset()  # Telegram id and @name, as courses name their authors
    named: Mapping[str, float] = field(default_factory=dict)  # subjects they just wrote of, 0 to 1
    asked: Mapping[str, float] = field(default_factory=dict)  # features of what they just asked to learn
    elsewhere: bool = False  # their language is known, and no course is in it

    @property
    def wishes(self) -> bool:
        """Whether they asked for something within the last hours: nothing else is tried out then."""
        return bool(self.asked) or max(self.named.values(), default=0.0) >= _WISHED

    def without(self, course: str) -> Profile:
        """The same, had they not taken a course: it says nothing for itself."""
        return replace(self, taken=tuple(c for c in self.taken if c != course))

    def asking(self) -> Profile:
        """What counts of somebody with whom the recommender is compared: what they just asked for."""
        return Profile(language=self.language, named=self.named, asked=self.asked, elsewhere=self.elsewhere)


def profile_of(
    events: Iterable[Mapping[str, Any]],
    shown: Mapping[str, int],
    words: Words,
    tag: str = "",
    person: int = 0,
    names: Iterable[str] = (),
) -> Profile:
    """A profile from course events in order of time; `tag` is the IETF tag of their language, if known.

    The last judgement of a course counts; what was taken stays taken.
    """
    spoken = tag.lower().partition("-")[0]
    last: dict[str, str] = {}
    taken: list[str] = []
    for event in events:
        course, kind = event["course"], event["kind"]
        if kind in _JUDGING:
            last[course] = kind
        if kind == "taken" and course not in taken:
            taken.append(course)
    return Profile(
        tuple(taken),
        frozenset(c for c, k in last.items() if k == "interested"),
        frozenset(c for c, k in last.items() if k == "dismissed"),
        shown,
        words.terms,
        spoken if spoken in LANGUAGES else "",
        person,
        frozenset(names),
        words.named,
        words.asked,
        bool(spoken) and spoken not in LANGUAGES,
    )


def blended(
    old: Mapping[str, float], age: float, new: Mapping[str, float], half_life: float = HALF_LIFE
) -> dict[str, float]:
    """Interests after new texts: the old ones fade by half in each half-life, `age` seconds passed."""
    fading = 0.5 ** (max(0.0, age) / half_life)
    terms = {t: w * fading for t, w in old.items()}
    for term, weight in new.items():
        terms[term] = terms.get(term, 0.0) + weight
    kept = sorted((t for t in terms if terms[t] >= _LEAST), key=lambda t: (-terms[t], t))[:_MOST_TERMS]
    return {t: round(terms[t], 4) for t in kept}
