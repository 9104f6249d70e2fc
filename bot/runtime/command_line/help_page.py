"""Tell --help in Chinese: typer's own page is in English, and takes each letter for one column wide."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer._click.core import Command, Context, Parameter

FRAME = (
    *("Usage", "Arguments", "Options", "Commands", "Examples", "[OPTIONS]", "COMMAND [ARGS]..."),
    *("default", "required", "str", "int", "int range", "float", "float range", "path"),
    *("list[str]", "list[int]", "list[Path]"),
)
_FILE = Path(__file__).with_name("help.zh.txt")
_EXAMPLES = re.compile(r"Examples?: ")
_WIDE = "\u2e80-\ua4cf\uf900-\ufaff\uff00-\uff60"
_UNIT = re.compile(  # what stays on one line: code, a Chinese letter, another word; with the marks around it
    rf"\s+|[（“《「]*(?:`[^`]*`|[^\s，。；：、）”》」！？…（“《「{_WIDE}]+|[{_WIDE}]|…+)?[，。；：、）”》」！？…]*"
)
_NAMES, _BESIDE = 30, 2  # columns of names at most, and between them and what is said of them


@cache
def entries() -> dict[str, str]:
    """The Chinese of every paragraph, name and word of the help, by its English."""
    blocks = _FILE.read_text(encoding="utf-8").split("\n\n")
    lines = ([line for line in block.splitlines() if not line.startswith("#")] for block in blocks)
    return {entry[0]: "\n".join(entry[1:]) for entry in lines if entry}


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each on one line: what has an entry."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def chinese(text: str) -> str:
    """A text of the help in Chinese; examples stay as they are typed, and English what has no entry."""
    known = entries()
    told = (known.get(part, part) for part in paragraphs(text))
    return "\n\n".join(_EXAMPLES.sub(f"{known['Examples']}：", part) for part in told)


def page(command: Command, ctx: Context) -> str:
    """The whole page of a command."""
    known = entries()
    width = max(min(get_terminal_size().columns, ctx.max_content_width or 80) - 2, 50)
    pieces = " ".join(known.get(piece, piece) for piece in command.collect_usage_pieces(ctx))
    parts = [f"{known['Usage']}：{ctx.command_path} {pieces}"]
    parts += [_indented(part, 2, width) for part in chinese(command.help or "").split("\n\n") if part]
    rows: dict[str, list[tuple[str, str]]] = {"argument": [], "option": [], "command": []}
    for parameter in command.get_params(ctx):
        rows[parameter.param_type_name] += _told(parameter, ctx)
    for name, below in getattr(command, "commands", {}).items():
        if not below.hidden:
            rows["command"].append((name, _first(chinese(below.help or ""))))
    for what, table in rows.items():
        if table:
            heading = known[f"{what.capitalize()}s"]
            parts.append(f"{heading}：\n{_table(table, width)}")
    if command.epilog:
        examples = chinese(command.epilog).split(" · ")  # each on a line of its own, never broken
        parts.append(f"\n{' ' * (4 + columns(known['Examples']))}".join([f"  {examples[0]}", *examples[1:]]))
    return "\n\n".join(parts)


def _told(parameter: Parameter, ctx: Context) -> Iterator[tuple[str, str]]:
    """A parameter's name and what is said of it, its default among that; nothing if it is hidden."""
    known = entries()
    record = parameter.get_help_record(ctx)
    if record is None:
        return
    name, text = record
    name = re.sub("<([^>]+)>", lambda kind: f"<{known.get(kind[1], kind[1])}>", name)
    english = getattr(parameter, "help", "") or ""
    facts = text.removeprefix(english).strip().removeprefix("[").removesuffix("]")
    facts = facts.replace("default: ", f"{known['default']} ", 1)
    facts = "，".join(known.get(fact, fact) for fact in facts.split("; "))
    yield name, chinese(english) + (f"（{facts}）" if facts else "")


def _first(text: str) -> str:
    """The first sentence, for a list of commands."""
    return text.partition("\n")[0].partition("。")[0]


def _table(rows: list[tuple[str, str]], width: int) -> str:
    """Names in one column, what is said of them in another; a long name has a line of its own."""
    names = min(max(columns(name) for name, _ in rows), _NAMES)
    indent = 2 + names + _BESIDE
    lines = []
    for name, text in rows:
        told = _indented(text, indent, width)
        if columns(name) > names:
            lines.append(f"  {name}\n{told}")
        else:
            lines.append(f"  {name}{' ' * (names - columns(name) + _BESIDE)}{told[indent:]}")
    return "\n".join(line.rstrip() for line in lines)


def _indented(text: str, indent: int, width: int) -> str:
    """A paragraph on lines that are `width` columns at most, unless one word is longer."""
    lines = [""]
    for unit in filter(None, _UNIT.findall(text)):
        if columns(lines[-1]) + columns(unit.rstrip()) > width - indent and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += unit if lines[-1] else unit.lstrip()
    return "\n".join(f"{' ' * indent}{line}" for line in lines)


def columns(text: str) -> int:
    """How many columns a text takes on a terminal; letters that may take one or two count as two."""
    return len(text) + sum(east_asian_width(letter) in "FWA" for letter in text)
