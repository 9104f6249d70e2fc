"""Pack course events into few bytes each: read page by page, then handed to another process."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any


class Past:
    """Course events in columns: a page is added in a millisecond, and copying is cheap."""

    def __init__(self) -> None:
        self._people, self._values = array("q"), array("q")
        self._courses, self._kinds = array("i"), array("i")
        self._at = array("d")
        self._numbers: tuple[dict[str, int], dict[str, int]] = ({}, {})  # of courses and of kinds

    @classmethod
    def of(cls, rows: Iterable[Sequence[Any]]) -> Past:
        """From rows (person_id, course, kind, value, at, …)."""
        past = cls()
        past.add(list(rows))
        return past

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Add a page of rows."""
        if not rows:
            return
        people, courses, kinds, values, at, *_ = zip(*rows, strict=True)
        self._people.extend(people)
        self._courses.extend(_numbered(courses, self._numbers[0]))
        self._kinds.extend(_numbered(kinds, self._numbers[1]))
        self._values.extend(values)
        self._at.extend(at)

    def __len__(self) -> int:
        return len(self._people)

    def events(self) -> Iterator[dict[str, Any]]:
        """What the model learns from, in order of time; of the same moment as they were added."""
        courses, kinds = (list(names) for names in self._numbers)
        for n in sorted(range(len(self)), key=self._at.__getitem__):
            yield {
                "person_id": self._people[n],
                "course": courses[self._courses[n]],
                "kind": kinds[self._kinds[n]],
                "value": self._values[n],
                "at": self._at[n],
            }


def _numbered(names: Iterable[str], numbers: dict[str, int]) -> list[int]:
    return [numbers.setdefault(name, len(numbers)) for name in names]
