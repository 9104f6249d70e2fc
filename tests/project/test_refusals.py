"""What operators read on the command line and in the log of a start: no sentence stands in English alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGLISH = re.compile(r"[A-Za-z]{2,}[ ,:]+(?:a )?[a-z]{2,}")  # two words that follow each other
SAYING = {"fail", "say", "echo", "Problem", "Unreadable", "print"}
FILES = [
    path
    for room in ("bot", "rules", "storage")
    for path in sorted((ROOT / room).rglob("*.py"))
    if "playground" not in path.parts and "migrations" not in path.parts
]
# Exceptions that tell programmers, and those that somebody catches who tells what happened in other words.
AMONG_PROGRAMS = {
    "bot/operations/pages.py": "a page that lost its table, told to developers",
    "bot/core/batch.py": "a standing that was not asked for before",
    "bot/core/buttons.py": "a button that was declared too long",
    "bot/core/command_router.py": "a command that was routed wrongly",
    "bot/core/dead_letters.py": "the reason of a letter, stored",
    "bot/core/feature.py": "features that were declared wrongly",
    "bot/core/webhook.py": "a webhook without a secret, which the start refuses before",
    "bot/core/unit_of_work.py": "a call that was declared wrongly",
    "bot/delivery/sender.py": "Unaddressable: the outcome of a call, stored",
    "bot/features/pictures/scan_worker.py": "Unfetched: counted",
    "bot/features/screening/actions.py": "an action that this function is not for",
    "bot/platforms/telegram/calls.py": "Unaddressable: the outcome of a call, stored",
    "bot/platforms/telegram/gateways/__init__.py": "a gateway that settings do not let through",
    "bot/runtime/listening/sockets.py": "BlockingIOError: the listener waits",
    "storage/prepared_statements.py": "a statement that was written wrongly",
    "storage/commit_file.py": "Unreadable: told as what is missing",
    "storage/transaction.py": "a transaction that was begun wrongly",
}


def literals(node: ast.AST) -> Iterator[str]:
    """The texts that stand in an expression, of f-strings the fixed parts; those in calls are not."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "·".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
        for part in node.values:
            if isinstance(part, ast.FormattedValue) and not isinstance(part.value, ast.Call):
                yield from literals(part.value)
    elif not isinstance(node, ast.Call | ast.Subscript | ast.Compare):
        for child in ast.iter_child_nodes(node):
            yield from literals(child)


def name_of(call: ast.Call) -> str:
    """The last part of what is called."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def told(tree: ast.AST) -> Iterator[ast.Call]:
    """What is raised, and what is printed."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            if name_of(node.exc) not in ("AssertionError", "TypeError", "MissingText"):
                yield node.exc
        elif isinstance(node, ast.Call) and name_of(node) in SAYING:
            yield node


def english(source: str) -> list[str]:
    """The sentences of a source that are raised or printed as they stand."""
    found = (
        (call.lineno, text)
        for call in told(ast.parse(source))
        for argument in (*call.args, *(k.value for k in call.keywords))
        for text in literals(argument)
    )
    return list(dict.fromkeys(f"{line}: {text}" for line, text in found if ENGLISH.search(text)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_refusal_is_in_english_alone(path: Path) -> None:
    found = english(path.read_text("utf-8"))
    name = str(path.relative_to(ROOT))
    assert bool(found) is (name in AMONG_PROGRAMS), found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('raise ValueError(f"{path} holds no events")', 1),
        ('raise fail(f"--for {x}: write a duration")', 1),
        ('raise CannotStart("There is no token")', 1),
        ('say(f"Learned from {n} texts", err=True)', 1),
        ('Problem(name, 1, 1, "cannot be read")', 1),
        ('raise ValueError("is no feed" if x else "has no items")', 2),
        ('raise ValueError(say("no-feed", why=error))', 0),
        ('raise ValueError(f"{path}")', 0),
        ('say(words("demo-over", time="a b"))', 0),
        ('raise AssertionError("cannot be")', 0),
    ],
)
def test_sentences_are_found_where_they_stand(source: str, found: int) -> None:
    assert len(english(source)) == found


def sentences(tree: ast.AST) -> Iterator[str]:
    """The texts of a command's source but those that explain it: docstrings, help, examples."""
    for node in ast.iter_child_nodes(tree):
        explains = isinstance(node, ast.keyword) and node.arg in ("help", "epilog")
        if explains or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            continue
        if isinstance(node, ast.Constant | ast.JoinedStr):
            yield from literals(node)
        yield from sentences(node)


# What `usage.py` has in English it says nowhere: it knows typer's sentences by it.
COMMANDS = [path for path in sorted((ROOT / "bot" / "cli").glob("*.py")) if path.name != "usage.py"]


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.name)
def test_commands_say_nothing_in_english_alone(path: Path) -> None:
    found = sentences(ast.parse(path.read_text("utf-8")))
    assert [text for text in found if len(re.findall(r"[a-z]{2,}", text)) > 2 and " " in text] == []
