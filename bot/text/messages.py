"""Say every sentence a person sees in their language: Fluent messages.

They stand in `bot/text/locales/<language>/*.ftl` and in the `texts/<language>` folders of features.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.text.html import quoted, words
from rules.sentences import said, tell

if TYPE_CHECKING:
    from rules.config.community import Community

LANGUAGES = ("zh", "en")
_NUMBERS = ("case", "id", "number", "topic", "update", "year")
_LONG = 500  # characters; Fluent refuses values of more than a thousand, so these are put in afterwards
_PARTS = re.compile(r"[-_.@]")
_ENTRY = re.compile(r"^([a-z][\w-]*) *=", re.MULTILINE)
_PLACE = "\ufdd0{}\ufdd1"  # characters that stand for nothing, in no text
FOLDER = Path(__file__).parent / "locales"
_FOLDERS = [FOLDER, *sorted(FOLDER.parents[1].glob("features/*/texts"))]


class Html(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


def by_operators(text: str) -> Html:
    """What operators wrote, as HTML; the links in it stay links."""
    return Html(words(text))


class MissingText(KeyError):
    """A sentence was asked for that no locale file has."""


def language_of(code: str, default: str = "zh") -> str:
    """The language we speak that is nearest to a tag such as `zh-hans` or a locale such as `zh_CN.UTF-8`."""
    short = _PARTS.split(code.lower(), maxsplit=1)[0]
    return short if short in LANGUAGES else default


def machine_language() -> str:
    """The language that this machine is set to, as far as it is spoken here."""
    given = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return language_of(next(filter(None, given), ""), "en")


def told_here(reason: BaseException | str) -> str:
    """Why something failed, in this machine's language: for logs, and for what nobody asks in another."""
    return tell(reason if isinstance(reason, str) else said(reason), machine_language())


def add_texts(folder: Path) -> None:
    """Let the messages of a folder be known too: it has a folder for each language."""
    if folder not in _FOLDERS:
        _FOLDERS.append(folder)
        _sources.cache_clear()


def text_files(language: str) -> list[Path]:
    """The Fluent files of a language."""
    return [path for folder in _FOLDERS for path in sorted((folder / language).glob("*.ftl"))]


@cache
def _sources(language: str) -> dict[str, str]:
    """What stands in the files, by message: Fluent's parser takes a third of a second for all of it."""
    found: dict[str, str] = {}
    for path in text_files(language):
        text = path.read_text(encoding="utf-8")
        starts = list(_ENTRY.finditer(text))
        ends = [*(entry.start() for entry in starts[1:]), len(text)]
        found |= {entry[1]: text[entry.start() : end] for entry, end in zip(starts, ends, strict=True)}
    return found


@cache
def _bundle(language: str) -> Any:
    from fluent.runtime import FluentBundle

    return FluentBundle([language], use_isolating=False)


@cache
def _message(language: str, key: str) -> Any:
    """A message, read when it is first asked for; None when there is none."""
    from fluent.runtime import FluentResource

    bundle, source = _bundle(language), _sources(language).get(key)
    if source is None:
        return None
    bundle.add_resource(FluentResource(source))
    return bundle.get_message(key)


def say(language: str, key: str, **values: Any) -> Html:
    """The sentence `key`, as HTML. Numbers and `Html` go in as they are, text so that it stays text: neither
    markup nor, for clients, a link, a mention or a command (`by_operators` keeps links).

    Raises:
        MissingText: no such sentence, or a variable it needs was not given.
    """
    spoken = language_of(language)
    message = _message(spoken, key)
    if message is None or message.value is None:
        raise MissingText(key)
    safe = {k: v if isinstance(v, Html | int | float) else quoted(v) for k, v in values.items()}
    # What only tells things apart is no amount: it has no separators between thousands.
    safe |= {k: str(v) for k, v in safe.items() if k in _NUMBERS and isinstance(v, int)}
    long = {k: v for k, v in safe.items() if isinstance(v, str) and len(v) > _LONG}
    text, errors = _bundle(spoken).format_pattern(message.value, safe | {k: _PLACE.format(k) for k in long})
    if errors:
        raise MissingText(f"{key}: {errors[0]}")
    for name, value in long.items():
        text = text.replace(_PLACE.format(name), value)
    return Html(text)


def to_all(community: Community, sentence: Callable[[str], Html]) -> Html:
    """What `sentence` says in a language, for everybody in a group: in the group's, or in both."""
    if not community.both_languages:
        return sentence(community.language)
    others = [language for language in LANGUAGES if language != community.language]
    return Html("\n".join(sentence(language) for language in (community.language, *others)))


def plain(language: str, key: str, **values: Any) -> str:
    """The sentence without HTML, for buttons and callback answers."""
    return str(say(language, key, **{k: Html(v) if isinstance(v, str) else v for k, v in values.items()}))


def has(language: str, key: str) -> bool:
    """Whether there is such a sentence."""
    return key in _sources(language_of(language))
