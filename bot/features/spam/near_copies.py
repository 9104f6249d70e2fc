"""Find near copies of what moderators judged, long before a model has learned from it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.features.spam.minhash import HASHES, Sketches, bands, likenesses, sketches
from bot.features.spam.text_features import Stored

_ALIKE = 0.7  # likeness from which a text is a copy
_MOST = 20_000  # texts remembered
_BESIDE = 2  # texts of one band that are compared: of a wave of copies a few are enough


class Memory:
    """Sketches of labelled texts, by their fingerprints; the newest label of a text counts."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._labels: dict[int, str] = {}
        self._places: dict[int, int] = {}  # of the sketches, by fingerprint
        self._sketches = np.zeros((64, HASHES), dtype=np.uint32)
        self._free: list[int] = list(range(64))
        self._bands: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._labels)

    def add(self, digest: int, label: str, stored: Stored | None) -> None:
        """Remember a text's label; without one, forget the text."""
        self._forget(digest)
        if not label or stored is None:
            return
        place = self._place()
        self._sketches[place] = np.frombuffer(stored.sketch, dtype="<u4")
        self._labels[digest], self._places[digest] = label, place
        for band in self._bands_at(place):
            self._bands.setdefault(band, []).append(digest)
        if len(self._labels) > self._most:
            self._forget(next(iter(self._labels)))

    def _place(self) -> int:
        """Room for one more sketch."""
        if not self._free:
            size = len(self._sketches)
            self._sketches = np.concatenate([self._sketches, np.zeros_like(self._sketches)])
            self._free = list(range(size, 2 * size))
        return self._free.pop()

    def _forget(self, digest: int) -> None:
        if self._labels.pop(digest, None) is None:
            return
        place = self._places.pop(digest)
        self._free.append(place)
        for band in self._bands_at(place):
            left = [d for d in self._bands[band] if d != digest]
            if left:
                self._bands[band] = left
            else:
                del self._bands[band]

    def find(self, texts: Sequence[str], digests: Sequence[int]) -> list[str]:
        """The label of each text's nearest copy, or nothing; the same text counts before any other."""
        found = [self._labels.get(d, "") for d in digests]
        unsure = [n for n, label in enumerate(found) if not label] if self._bands else []
        if unsure:
            self._find_near(sketches([texts[n] for n in unsure]), unsure, found)
        return found

    def _find_near(self, of: Sketches, numbers: Sequence[int], found: list[str]) -> None:
        """Put the label of each sketch's nearest copy into `found`, at the sketch's number."""
        rows: list[int] = []
        near: list[int] = []
        for row, keys in enumerate(bands(of)):
            beside = self._beside(keys)
            rows += [row] * len(beside)
            near += beside
        if not near:
            return
        alike = likenesses(of[rows], self._sketches[[self._places[d] for d in near]])
        best: dict[int, int] = {}
        for place in np.flatnonzero(alike >= _ALIKE).tolist():
            first = best.setdefault(rows[place], place)
            if alike[place] > alike[first]:
                best[rows[place]] = place
        for row, place in best.items():
            found[numbers[row]] = self._labels[near[place]]

    def _bands_at(self, place: int) -> list[int]:
        return bands(self._sketches[place : place + 1])[0]

    def _beside(self, keys: Sequence[int]) -> list[int]:
        """Fingerprints of texts that share a band with this one, ascending."""
        near: set[int] = set()
        for beside in filter(None, map(self._bands.get, keys)):
            near.update(beside[-_BESIDE:])
        return sorted(near)
