"""Rules that can never hold, and patterns that are not what they seem, are named with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.make import problems


def told(folder: Path, rule: str) -> list[str]:
    """What is wrong with a file of one rule, without the file's name."""
    text = f"rules:\n  - id: a\n    then: alert\n    {rule}\n"
    return [p.removeprefix("rules/moderation.yaml:") for p in problems(folder, moderation=text)]


@pytest.mark.parametrize(
    ("on", "when", "why"),
    [
        (
            "on: join",
            "{words: x}",
            "'words' is about edit, message, picture, and the rule about join: see `on`",
        ),
        ("on: [join, leave]", "{links: any}", "'links' is about edit, message, picture"),
        ("on: rename", "{pattern: x}", "'pattern' is about edit, message, picture"),
        ("", "qr", "'qr' is about picture, and the rule about edit, message"),
        ("on: reaction", "{length: 5}", "'length' is about edit, message, picture"),
        ("on: join", "{text: hello}", "'text' is about edit, message, picture"),
        ("on: message", "{text: {of: bio, includes: x}}", "'text' is about join_request"),
        ("on: join", "{text: {of: old_name, includes: x}}", "'text' is about rename"),
        ("on: message", "{edited: {after: 1m}}", "'edited' is about edit"),
        ("on: edit", "{edited: false}", "'edited' is about"),
        ("on: join", "{action: ban}", "'action' is about action, leave"),
        ("", "{all: [{edited: true}, {text: {of: bio, includes: x}}]}", "'text' is about join_request"),
        ("", "{joined: {less: 1h, more: 1d}}", "nobody joined less than 1h and at least 1d ago"),
        ("", "[{joined: {less: 1h}}, {joined: {more: 1h}}]", "nobody joined less than 1h and at least 1h"),
        ("", "[{length: {least: 10}}, {length: {most: 5}}]", "'length' is not ≥ 10 and ≤ 5 at one time"),
        ("", "[{emoji: 3}, {any: [{emoji: {most: 1}}, shouting]}]", "'emoji' is not ≥ 3 and ≤ 1"),
        ("", "[{media: photo}, {media: [video, sticker]}]", "the two lists of 'media' have nothing"),
        ("", "[{weekday: mon}, {weekday: tue}]", "the two lists of 'weekday' have nothing in common"),
        ("", "[{sender: member}, {sender: channel}]", "the two lists of 'sender' have nothing in common"),
        ("", "[{reply: true}, {reply: false}]", "a message does not both answer and not answer"),
        ("", "[{links: any}, {not: {links: any}}]", "'links' is asked for and not wanted at one time"),
        ("", "[{words: x}, {not: {any: [shouting, {words: x}]}}]", "'words' is asked for and not wanted"),
        ("", "{role: administrator}", "administrators are never judged"),
        ("", "{messages: {most: 0}}", "messages is never ≤ 0"),
        ("on: join", "{words: x}", "'words' is about edit, message, picture"),
    ],
)
def test_what_can_never_hold_is_named(tmp_path: Path, on: str, when: str, why: str) -> None:
    (found,) = told(tmp_path, f"{on or 'on: [message, edit]'}\n    when: {when}")
    assert "can never hold: " in found
    assert why in found


def test_the_place_is_that_of_the_condition(tmp_path: Path) -> None:
    text = (
        "rules:\n  - id: a\n    on: join\n    then: alert\n    when:\n      all:\n"
        "        - joined: {less: 1d}\n        - words: x\n"
    )
    assert problems(tmp_path, moderation=text) == [
        "rules/moderation.yaml:8:11: can never hold: 'words' is about edit, message, picture, and the rule"
        " about join: see `on`"
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "on: [join, message]\n    when: {words: x}",
        "on: join\n    when: {length: {most: 5}}",
        "on: [action, leave]\n    when: {action: ban}",
        "on: [join, rename]\n    when: {text: {of: [name, bio], includes: x}}",
        "when: [{length: 10}, {length: {most: 5, of: lines}}]",
        "when: [{joined: {less: 7d}}, {joined: {more: 1d}}]",
        "when: [{length: 10}, {not: {length: {least: 50}}}]",
        "when: {any: [{length: 10}, {length: {most: 5}}]}",
        "when: [{media: [photo, video]}, {media: [video, sticker]}]",
        "when: {points: {most: 0}}",
        "when: [{links: any}, {links: invite}]",
        "on: rename\n    when: {not: {words: x}}",
    ],
)
def test_what_may_hold_is_no_mistake(tmp_path: Path, rule: str) -> None:
    assert told(tmp_path, rule) == []


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        (
            r'"\bbuy\b"',
            r"4:21: in double quotes \b is a backspace, no word border: write it in single quotes, '\bbuy\b'",
        ),
        (r'"buy\f"', r"4:21: in double quotes \f is a form feed: write it in single quotes, 'buy\f'"),
        (r'["a", "\bx"]', r"4:27: in double quotes \b is a backspace, no word border"),
        (
            r'"\d{5}"',
            r"4:22: is no YAML: in double quotes a backslash begins special characters, and this",
        ),
    ],
)
def test_a_backslash_in_double_quotes_is_named(tmp_path: Path, pattern: str, sentence: str) -> None:
    text = f"rules:\n  - id: a\n    then: alert\n    when: {{pattern: {pattern}}}\n"
    (found,) = problems(tmp_path, moderation=text)
    assert found.startswith(f"rules/moderation.yaml:{sentence}")


def test_single_quotes_and_line_breaks_stay_what_they_are(tmp_path: Path) -> None:
    assert told(tmp_path, r"when: {pattern: '\bbuy\b'}") == []
    assert told(tmp_path, r'when: {words: "two\nlines"}') == []
