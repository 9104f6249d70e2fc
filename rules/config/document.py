"""Reading one YAML file: plain values, and where each of them stands.

Values follow YAML 1.2: `no`, `on` and `08:30` are text, as people mean them. What makes a file say
other things than it seems to (a key twice, aliases, tags) is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from rules.config.files import content
from rules.config.problems import Problem, shown
from rules.config.syntax import Loader, Place, told

PathTo: TypeAlias = tuple[str | int, ...]

DEEPEST = 40  # levels of nesting
_INT = re.compile(r"[-+]?(0|[1-9]\d*)")
_FLOAT = re.compile(r"[-+]?(0|[1-9]\d*)\.\d+([eE][-+]?\d+)?")
_LONGEST = 18  # digits of a number; what is longer stays text
_WORDS = {"null": None, "~": None, "": None, "true": True, "false": False}


@dataclass
class Document:
    """A file's values. `places` tells where each value stands, `keys` where each key does."""

    name: str
    data: Any = None
    places: dict[PathTo, Place] = field(default_factory=dict)
    keys: dict[PathTo, Place] = field(default_factory=dict)

    def problem(self, path: PathTo, message: str, *, at_key: bool = False) -> Problem:
        """A problem at a value, or at its nearest parent that stands in the file."""
        tables = (self.keys, self.places) if at_key else (self.places, self.keys)
        for size in range(len(path), -1, -1):
            for table in tables:
                if path[:size] in table:
                    return Problem(self.name, *table[path[:size]], message)
        return Problem(self.name, 1, 1, message)


def read(path: Path, name: str, problems: list[Problem]) -> Document | None:
    """A file's document; None, with the reasons in `problems`, when it cannot be used.

    `name` is what problems call the file.
    """
    try:
        raw = content(path, path.parent)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        problems.append(Problem(name, 1, 1, f"cannot be read: {error.strerror}"))
        return None
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.append(Problem(name, line, 1, "is not UTF-8 text"))
        return None
    except ValueError as refusal:
        problems.append(Problem(name, 1, 1, str(refusal)))
        return None
    return parse(text, name, problems)


def parse(text: str, name: str, problems: list[Problem]) -> Document | None:
    """The document of a text, as `read` gives it."""
    try:
        refused = list(_refused(text, name))
        node = None if refused else yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        problems.append(Problem(name, *told(error, text)))
        return None
    except yaml.YAMLError as error:
        problems.append(Problem(name, 1, 1, f"is no YAML: {str(error).splitlines()[0]}"))
        return None
    if refused:
        problems.extend(refused)
        return None
    document = Document(name)
    before = len(problems)
    if node is not None:
        document.data = _value(node, (), document, problems)
    return document if len(problems) == before else None


def _refused(text: str, name: str) -> Iterator[Problem]:
    """Aliases and tags, which make values appear that nobody wrote there, and nesting nobody needs."""
    events: Iterable[Any] = yaml.parse(text, Loader=Loader)
    depth = 0
    for event in events:
        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            yield Problem(name, *place, f"is nested more than {DEEPEST} levels deep")
            return
        if isinstance(event, yaml.AliasEvent):
            yield Problem(name, *place, f"aliases are not used here: write *{event.anchor} out")
        elif getattr(event, "tag", None) and not isinstance(event, yaml.DocumentStartEvent):
            shown = event.tag.replace("tag:yaml.org,2002:", "!!")
            yield Problem(name, *place, f"tags are not used here: remove {shown}")


def _value(node: yaml.Node, path: PathTo, document: Document, problems: list[Problem]) -> Any:
    document.places[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document, problems)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, i), document, problems) for i, item in enumerate(node.value)]
    if getattr(node, "style", None) == '"':
        problems.extend(_unseen(str(node.value), document.places[path], document.name))
    return _scalar(node)


# What double quotes make of a backslash and a letter; nobody writes these on purpose.
_ESCAPED = {
    "\0": ("\\0", "a null character"),
    "\a": ("\\a", "a bell"),
    "\b": ("\\b", "a backspace, no word border"),
    "\v": ("\\v", "a vertical tab"),
    "\f": ("\\f", "a form feed"),
    "\x1b": ("\\e", "an escape character"),
    "\x85": ("\\N", "a line break"),
}


def _unseen(text: str, place: Place, name: str) -> Iterator[Problem]:
    """Characters that a backslash in double quotes made."""
    found = next((char for char in text if char in _ESCAPED), None)
    if found is not None:
        meant = "".join(_ESCAPED.get(char, (char,))[0] for char in text)
        letter, what = _ESCAPED[found]
        yield Problem(
            name, *place, f"in double quotes {letter} is {what}: write it in single quotes, '{shown(meant)}'"
        )


def _mapping(
    node: yaml.MappingNode, path: PathTo, document: Document, problems: list[Problem]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        place = (key.start_mark.line + 1, key.start_mark.column + 1)
        if not isinstance(key, yaml.ScalarNode):
            problems.append(Problem(document.name, *place, "a key has to be a word"))
            continue
        if key.value in found:
            problems.append(Problem(document.name, *place, f"'{key.value}' stands here twice"))
            continue
        document.keys[(*path, key.value)] = place
        found[key.value] = _value(value, (*path, key.value), document, problems)
    return found


def _scalar(node: yaml.Node) -> Any:
    text = str(node.value)
    if getattr(node, "style", None):
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INT.fullmatch(text) and len(text) <= _LONGEST:
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) and isfinite(float(text)) else text
