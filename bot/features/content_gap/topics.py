"""Group questions into topics: each belongs to one, named by the words its questions share."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

LEAST = 2  # askers: what one person asks is no topic
_EVERYWHERE = 0.3  # share of askers; a word that more of them use says nothing
_MANY = 20  # askers, from which on such a share means something
_SHARED = 0.34  # of a topic's questions that a further word of its name is in
_WORDS = 4  # in a topic's name


@dataclass(frozen=True)
class Asked:
    """A question: where, by whom, when, about what, and whether anybody took it up."""

    chat: int
    message: int
    person: int
    at: int
    words: frozenset[str]
    answered: bool = False


@dataclass(frozen=True)
class Group:
    """A topic's head, the words around it with their weights (0 to 1, the head's is 1), its questions."""

    head: str
    weights: dict[str, float]
    questions: list[Asked] = field(default_factory=list)

    @property
    def askers(self) -> int:
        """How many different people asked."""
        return len({q.person for q in self.questions})


def grouped(questions: Sequence[Asked], most: int) -> list[Group]:
    """Up to `most` topics with at least two askers.

    The word with the most askers, rarer words first among about as many, takes its questions out of the pool;
    then the next one. So a question counts once.
    """
    everybody = len({q.person for q in questions})
    worth, by_word, askers = _worth(questions, everybody), _by_word(questions), _asked_by(questions)
    heads = {w for w, people in askers.items() if len(people) >= LEAST and worth.get(w)}
    alive, found = set(range(len(questions))), list[Group]()
    while heads and len(found) < most:
        head = max(heads, key=lambda w: (len(askers[w]) * worth[w], w))
        mine = [i for i in by_word[head] if i in alive]
        alive.difference_update(mine)
        taken = [questions[i] for i in mine]
        for question in taken:
            for word in question.words:
                askers[word][question.person] -= 1
                if not askers[word][question.person]:
                    del askers[word][question.person]
        heads = {w for w in heads if len(askers[w]) >= LEAST}
        found.append(Group(head, _weights(head, taken, worth), taken))
    return found


def matched(groups: Iterable[Group], questions: Sequence[Asked]) -> list[int]:
    """How many different people asked these earlier questions about each topic, counted alike."""
    pool, found = list(questions), []
    for group in groups:
        found.append(len({q.person for q in pool if group.head in q.words}))
        pool = [q for q in pool if group.head not in q.words]
    return found


def _by_word(questions: Sequence[Asked]) -> dict[str, list[int]]:
    """The places of the questions with each word, in their order."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, question in enumerate(questions):
        for word in question.words:
            found[word].append(place)
    return found


def _asked_by(questions: Iterable[Asked]) -> dict[str, Counter[int]]:
    """How often each person asked with each word."""
    found: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for question in questions:
        for word in question.words:
            found[word][question.person] += 1
    return found


def _askers(questions: Iterable[Asked]) -> dict[str, set[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for question in questions:
        for word in question.words:
            found[word].add(question.person)
    return found


def _worth(questions: Sequence[Asked], everybody: int) -> dict[str, float]:
    """How much a word tells: more, the fewer use it; nothing when it is everywhere."""
    return {
        word: math.log(1 + everybody / len(people))
        for word, people in _askers(questions).items()
        if everybody < _MANY or len(people) <= _EVERYWHERE * everybody
    }


def _weights(head: str, questions: Sequence[Asked], worth: dict[str, float]) -> dict[str, float]:
    counts = Counter(w for q in questions for w in q.words if w in worth and w != head)
    askers = _askers(questions)
    names = [w for w, n in counts.items() if n >= _SHARED * len(questions) and len(askers[w]) >= LEAST]
    names.sort(key=lambda w: (-counts[w] * worth[w], w))
    return {head: 1.0} | {w: counts[w] / len(questions) for w in names[: _WORDS - 1]}
