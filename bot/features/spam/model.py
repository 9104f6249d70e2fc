"""Score a batch of texts by the model in force, and say which parts of a text weigh most.

A linear model over n-grams and shapes (NB-SVM, Wang and Manning, 2012): n-grams count by how much oftener
they stand in spam than elsewhere, and a text's length does not matter. Scoring needs numpy alone.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from bot.features.spam.ngrams import BITS, BUCKETS, Codepoints, Grams, codepoints, distinct, grams
from bot.features.spam.text_features import VERSION, Features
from bot.features.spam.text_shape import shapes
from rules.engine.normalize import normalize
from rules.engine.spam import SpamScore
from rules.sentences import say

Floats = NDArray[np.float32]
_CAUTION = 0.25  # standard errors
_TOLD = 0.02  # share of ordinary texts from which on a score says what speaks for it
_LOOKED_AT, _SHOWN = 40, 4  # n-grams of such a text
SHAPE = 0.2  # what shapes weigh beside n-grams, which have length 1 together


class BadModel(ValueError):
    """Bytes that are no model of this version."""


@dataclass(frozen=True)
class Weights:
    """What training found. `known`: buckets in use, ascending; `scale`: how much each counts in a text.

    `slope` and `offset` turn margins into probabilities; `ordinary`: the margins of texts that are not spam,
    each by a model that had not seen it or its like, ascending.
    """

    known: NDArray[np.int64]
    scale: Floats
    weight: Floats
    shape: Floats
    bias: float
    slope: float
    offset: float
    ordinary: NDArray[np.float64]


def tails(margins: NDArray[np.float64], ordinary: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of ordinary texts whose margins are as high, a little too high rather than too low.

    A conformal p-value (Vovk et al., 2005) and a part of its standard error: whoever takes for spam what has
    a tail of at most 1 % keeps a promise of 1 % false alarms, though the ordinary texts are but a sample.

    Args:
        margins: what is judged.
        ordinary: margins of ordinary texts by models that had not seen them, ascending.
    """
    above = len(ordinary) - np.searchsorted(ordinary, margins, side="left") + 1
    found: NDArray[np.float64] = (above + _CAUTION * np.sqrt(above)) / (len(ordinary) + 1)
    return np.minimum(found, 1.0)


class SpamModel:
    """Read-only. `name` tells models apart: equal weights, equal name."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._known = np.zeros(BUCKETS, dtype=np.float32)
        self._gain = np.zeros(BUCKETS, dtype=np.float32)
        self._used = np.zeros(BUCKETS, dtype=bool)
        self._used[weights.known] = True
        self._known[weights.known] = weights.scale.astype(np.float32) ** 2
        self._gain[weights.known] = weights.scale * weights.weight
        parts = (weights.known, weights.scale, weights.weight, weights.shape, weights.ordinary)
        line = f"{weights.bias} {weights.slope} {weights.offset}".encode()
        self.name = blake2b(line + b"".join(p.tobytes() for p in parts), digest_size=6).hexdigest()

    def score(self, texts: Sequence[str]) -> list[SpamScore]:
        """Scores of texts as they were written; all at once is much cheaper than one by one."""
        if not texts:
            return []
        normal = [normalize(t) for t in texts]
        of = codepoints(normal)
        found = grams(of)
        both = distinct(
            np.concatenate([((g.rows << BITS) | g.buckets)[self._used[g.buckets]] for g in found])
        )
        margins = self._of(both >> BITS, both & (BUCKETS - 1), shapes(codepoints(texts)))
        chances, shares = self.chances(margins), self.tails(margins)
        words = {n: self._words(of, found, n, normal[n]) for n in np.flatnonzero(shares <= _TOLD).tolist()}
        return [
            SpamScore(chance, share, words=words.get(n, ()), model=self.name)
            for n, (chance, share) in enumerate(zip(chances.tolist(), shares.tolist(), strict=True))
        ]

    def _words(self, of: Codepoints, found: Sequence[Grams], row: int, normal: str) -> tuple[str, ...]:
        """What speaks most for spam in one text of several: letters and digits, two at least."""
        chosen: list[str] = []
        for _, gram in self._heaviest(of, found[1:], row, normal, for_spam=True):
            if len(gram) > 1 and gram.isalnum() and not any(gram in c or c in gram for c in chosen):
                chosen.append(gram)
                if len(chosen) == _SHOWN:
                    break
        return tuple(chosen)

    def _heaviest(
        self, of: Codepoints, found: Sequence[Grams], row: int, normal: str, *, for_spam: bool = False
    ) -> Iterator[tuple[float, str]]:
        """The n-grams of one text of several, from the one that weighs most."""
        gains, begins, ends = [], [], []
        for g in found:
            low, high = np.searchsorted(g.rows, (row, row + 1))
            gains.append(self._gain[g.buckets[low:high]])
            begins.append(g.places[low:high] - of.starts[row] - 1)
            ends.append(begins[-1] + g.length)
        all_gains, begin, end = np.concatenate(gains), np.concatenate(begins), np.concatenate(ends)
        order = np.argsort(-all_gains if for_spam else -np.abs(all_gains), kind="stable")[:_LOOKED_AT]
        for gain, first, last in zip(
            all_gains[order].tolist(), begin[order].tolist(), end[order].tolist(), strict=True
        ):
            if gain > 0 or (gain and not for_spam):
                yield gain, normal[max(0, first) : last].strip()

    def margins_of(self, of: Features) -> NDArray[np.float64]:
        """How far on the side of spam texts lie that are features already."""
        return self._of(of.rows, of.buckets, of.shapes)

    def _of(self, rows: NDArray[np.int64], buckets: NDArray[np.int64], shapes: Floats) -> NDArray[np.float64]:
        count, weights = len(shapes), self.weights
        lengths = np.sqrt(np.bincount(rows, self._known[buckets], count))
        sums = np.bincount(rows, self._gain[buckets], count)
        margins: NDArray[np.float64] = sums / np.maximum(lengths, 1e-9)
        return margins + shapes @ (weights.shape * SHAPE) + weights.bias

    def chances(self, margins: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities of spam (Platt, 1999)."""
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-(margins * self.weights.slope + self.weights.offset)))
        return chances

    def tails(self, margins: NDArray[np.float64]) -> NDArray[np.float64]:
        """The share of ordinary texts that look at least as much like spam."""
        return tails(margins, self.weights.ordinary)

    def explain(self, text: str, most: int = 8) -> list[tuple[str, float]]:
        """The n-grams that weigh most, spam above 0, each standing for those inside of it and around it."""
        normal = normalize(text)
        of = codepoints([normal])
        found = grams(of)
        known = distinct(np.concatenate([g.buckets for g in found]))
        length = float(np.sqrt(self._known[known].sum())) or 1.0
        chosen: dict[str, float] = {}
        for gain, gram in self._heaviest(of, found, 0, normal):
            if gram and len(chosen) < most and not any(gram in c or c in gram for c in chosen):
                chosen[gram] = round(gain / length, 3)
        return list(chosen.items())

    def to_bytes(self) -> bytes:
        """The model as a row keeps it, rounded to what makes no difference."""
        w = self.weights
        body = io.BytesIO()
        np.savez_compressed(
            body,
            version=np.array([VERSION, BITS]),
            known=w.known.astype("<u4"),
            scale=w.scale.astype("<f2"),
            weight=w.weight.astype("<f2"),
            shape=w.shape.astype("<f4"),
            line=np.array([w.bias, w.slope, w.offset], dtype="<f8"),
            ordinary=w.ordinary.astype("<f4"),
        )
        return body.getvalue()

    @staticmethod
    def from_bytes(body: bytes) -> SpamModel:
        """The model that `to_bytes` made bytes of.

        Raises:
            BadModel: it is of another version, or damaged.
        """
        try:
            with np.load(io.BytesIO(body), allow_pickle=False) as held:
                if held["version"].tolist() != [VERSION, BITS]:
                    raise BadModel(say("spam-version"))
                bias, slope, offset = held["line"].tolist()
                return SpamModel(
                    Weights(
                        held["known"].astype(np.int64),
                        held["scale"].astype(np.float32),
                        held["weight"].astype(np.float32),
                        held["shape"],
                        bias,
                        slope,
                        offset,
                        held["ordinary"].astype(np.float64),
                    )
                )
        except (OSError, KeyError, ValueError, EOFError, BadZipFile) as error:
            raise BadModel(say("spam-damaged")) from error
