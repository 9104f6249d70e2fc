"""Say sentences about what operators give in their language, when they are shown.

Whoever finds something wrong says which sentence it is and what stands in it. The result is a text, the
English one, that can be told in another language too: problems and errors carry it as they carry any other.
`en.txt` and `zh.txt` are about files, `refusals.en.txt` and `refusals.zh.txt` about commands and the start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any


def _catalogue(language: str) -> dict[str, str]:
    """A line a sentence: `key = sentence`, as `str.format` takes it; lines with # are for people."""
    folder = Path(__file__).parent
    files = (folder / f"{beginning}{language}.txt" for beginning in ("", "refusals."))
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    parts = (line.partition(" = ") for line in lines if line and not line.startswith("#"))
    return {key: sentence for key, _, sentence in parts}


CATALOGUES: Mapping[str, Mapping[str, str]] = {name: _catalogue(name) for name in ("en", "zh")}
KEYS = CATALOGUES["en"].keys()
_BETWEEN = {"en": ", ", "zh": "、"}
_LONGEST = 200  # characters of one value


class Said(str):
    """A sentence in English that knows itself in other languages."""

    __slots__ = ("key", "values")
    key: str
    values: Mapping[str, Any]

    def __new__(cls, key: str, values: Mapping[str, Any]) -> Said:
        """The sentence of this key, with these values."""
        self = super().__new__(cls, _rendered("en", key, values))
        self.key, self.values = key, values
        return self

    def told(self, language: str) -> str:
        """The sentence in a language."""
        return _rendered(language, self.key, self.values)


class Elsewhere(Said):
    """A sentence that stands in no catalogue of this room; `words` gives it in a language."""

    __slots__ = ("_words",)
    _words: Callable[[str], str]

    def __new__(cls, words: Callable[[str], str]) -> Elsewhere:
        """The sentence as it is in English."""
        self = str.__new__(cls, words("en"))
        self.key, self.values, self._words = "", {}, words
        return self

    def told(self, language: str) -> str:
        """The sentence in a language."""
        return self._words(language)


def say(key: str, /, **values: object) -> Said:
    """A sentence of the catalogues. A value may be a sentence itself, and several values are listed."""
    return Said(key, values)


def either(choices: Sequence[str]) -> str:
    """One of several: `a, b or c`."""
    *first, last = choices
    return say("either", first=first, last=last) if first else last


def tell(sentence: str, language: str) -> str:
    """A sentence in a language; a text that is none stays as it is."""
    if isinstance(sentence, Said) and language != "en":
        return sentence.told(language)
    return str(sentence)


def said(error: BaseException) -> str:
    """The sentence that an error carries, as it was said."""
    first = error.args[0] if error.args else None
    return first if isinstance(first, Said) else str(error)


def _rendered(language: str, key: str, values: Mapping[str, Any]) -> str:
    catalogue = CATALOGUES.get(language, CATALOGUES["en"])
    return catalogue[key].format_map({name: _shown(language, value) for name, value in values.items()})


def _shown(language: str, value: Any) -> str:
    if isinstance(value, str):
        text = tell(value, language)
        return text if isinstance(value, Said) or len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    if isinstance(value, BaseException):
        return tell(said(value), language)
    if isinstance(value, Iterable):
        return _BETWEEN[language].join(_shown(language, part) for part in value)
    return str(value)
