"""Read one YAML file: plain values, and where each of them stands.

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

from rules.config.files import content, undecodable, why
from rules.config.mistyped_characters import COMMAS
from rules.config.problems import Problem, shown
from rules.config.yaml_errors import Loader, Place, told
from rules.sentences import said, say

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


def read(path: Path, name: str, problems: list[Problem], *, anyhow: bool = False) -> Document | None:
    """A file's document; None, with the reasons in `problems`, when it cannot be used.

    Args:
        path: the file.
        name: what problems call it.
        problems: where the reasons go.
        anyhow: what can be read is given all the same, so that further mistakes in it are found.
    """
    try:
        raw = content(path, path.parent)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        problems.append(Problem(name, 1, 1, say("file-unreadable", why=why(error))))
        return None
    except UnicodeDecodeError as error:
        problems.append(Problem(name, *undecodable(raw, error.start)))
        return None
    except ValueError as refusal:
        problems.append(Problem(name, 1, 1, said(refusal)))
        return None
    return parse(text, name, problems, anyhow=anyhow)


def parse(text: str, name: str, problems: list[Problem], *, anyhow: bool = False) -> Document | None:
    """The document of a text, as `read` gives it."""
    try:
        refused = list(_refused(text, name))
        node = None if refused else yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        problems.append(Problem(name, *told(error, text)))
        return None
    if refused:
        problems.extend(refused)
        return None
    document = Document(name)
    before = len(problems)
    if node is not None:
        document.data = _value(node, (), document, problems)
    return document if anyhow or len(problems) == before else None


def _refused(text: str, name: str) -> Iterator[Problem]:
    """Aliases and tags, which make values appear that nobody wrote there, and nesting nobody needs."""
    events: Iterable[Any] = yaml.parse(text, Loader=Loader)
    depth = 0
    for event in events:
        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            yield Problem(name, *place, say("yaml-deep", limit=DEEPEST))
            return
        if isinstance(event, yaml.AliasEvent):
            yield Problem(name, *place, say("yaml-alias", name=event.anchor))
        elif getattr(event, "tag", None) and not isinstance(event, yaml.DocumentStartEvent):
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            yield Problem(name, *place, say("yaml-tag", tag=tag))


def _value(node: yaml.Node, path: PathTo, document: Document, problems: list[Problem]) -> Any:
    document.places[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document, problems)
    if isinstance(node, yaml.SequenceNode):
        problems.extend(_commas(node, document.name))
        return [_value(item, (*path, i), document, problems) for i, item in enumerate(node.value)]
    if getattr(node, "style", None) == '"':
        problems.extend(_unseen(str(node.value), document.places[path], document.name))
    return _scalar(node)


def _commas(node: yaml.SequenceNode, name: str) -> Iterator[Problem]:
    """Full-width commas in an entry between brackets that nobody quoted: it looks like several."""
    for item in node.value if node.flow_style else ():
        char = next((c for c in str(item.value) if c in COMMAS), "") if _is_plain(item) else ""
        if char:
            column = item.start_mark.column + str(item.value).index(char) + 1
            yield Problem(name, item.start_mark.line + 1, column, say("slip-comma", char=char))


def _is_plain(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style


# What double quotes make of a backslash and a letter; nobody writes these on purpose.
_ESCAPED = {
    "\0": ("\\0", "null"),
    "\a": ("\\a", "bell"),
    "\b": ("\\b", "backspace"),
    "\v": ("\\v", "tab"),
    "\f": ("\\f", "feed"),
    "\x1b": ("\\e", "escape"),
    "\x85": ("\\N", "break"),
}


def _unseen(text: str, place: Place, name: str) -> Iterator[Problem]:
    """Characters that a backslash in double quotes made."""
    found = next((char for char in text if char in _ESCAPED), None)
    if found is not None:
        meant = "".join(_ESCAPED.get(char, (char,))[0] for char in text)
        letter, kind = _ESCAPED[found]
        what = say(f"escaped-{kind}")
        yield Problem(name, *place, say("yaml-escaped", letter=letter, what=what, meant=shown(meant)))


def _mapping(
    node: yaml.MappingNode, path: PathTo, document: Document, problems: list[Problem]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        place = (key.start_mark.line + 1, key.start_mark.column + 1)
        if not isinstance(key, yaml.ScalarNode):
            problems.append(Problem(document.name, *place, say("key-no-word")))
            continue
        if key.value in found:
            problems.append(Problem(document.name, *place, say("key-twice", name=shown(key.value))))
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
