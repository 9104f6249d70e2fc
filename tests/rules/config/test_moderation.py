"""moderation.yaml: literal files and the literal sentences about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.engine.decide import decide
from rules.engine.state import Activity
from tests.rules.make import NOW, book, event, member, problems

RULE = "rules:\n  - id: a\n    when: {words: x}\n    then: delete\n"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("then: delte", "4:11: unknown action 'delte' (did you mean 'delete'?)"),
        ("then: [alert, {mut: 1h}]", "4:20: unknown action 'mut' (did you mean 'mute'?)"),
        ("then: mute", "4:11: 'mute' has to be told more: write `mute: 1h`"),
        ("then: [delete, mute]", "4:20: 'mute' has to be told more: write `mute: 1h`"),
        ("then: {mute: soon}", "4:18: 'soon' is no duration: write 30s, 10m, 2h, 7d or 1d12h"),
        (
            "then: {mute: 10s}",
            "4:18: '10s': write forever, or between 30s and 366d, which is what Telegram keeps",
        ),
        ("then: {warn: many}", "4:18: should be a whole number, not 'many'"),
        ("then: {warn: 0}", "4:18: should be at least 1, not '0'"),
        ("then: {warn: {point: 2}}", "4:19: unknown key 'point' (did you mean 'points'?)"),
        ("then: {react: 🦖}", "4:19: Telegram has no reaction '🦖'"),
        (
            "then: {reply: 'hi {user}'}",
            "4:19: '{user}' is filled in by nobody: use {member}, {chat}, {rule}, {reason}, {match}, "
            "{points}, {warnings}, {limit}",
        ),
        ("then: {reply: {text: {fr: salut}}}", "4:26: 'fr' is no language here: write zh and en"),
        (
            "then: {restrict: {kinds: [link]}}",
            "4:31: 'link' is none of files, links, media, music, photos, "
            "polls, stickers, videos, voice (did you mean 'links'?)",
        ),
        ("then: {tag: a tag that is too long}", "4:17: 'a tag that is too long' has more than 16 characters"),
        ("then: {award: 0}", "4:19: should be at least 1, not '0'"),
        ("then: {slow: 0s}", "4:18: should be at least 1s, not '0s'"),
        ("then: {slow: {every: 30s, lasts: 10d}}", "4:38: should be at most 7d, not '10d'"),
        ("then: {raid: 10s}", "4:18: should be at least 1m, not '10s'"),
        (
            "then: [alert, approve]",
            "4:19: 'approve' means something on join_request alone, and this rule looks at edit, message: "
            "write `on: join_request`",
        ),
        (
            "on: [join_request, join]\n    then: {decline: }",
            "5:12: 'decline' means something on join_request alone, and this rule looks at join: "
            "write `on: join_request`",
        ),
        ("then: []", "4:11: say at least one action; to count only, set mode: shadow"),
        ("then: [5]", "4:12: an action is a name such as delete, or `mute: 1h`"),
    ],
)
def test_what_is_wrong_with_actions(tmp_path: Path, line: str, sentence: str) -> None:
    text = f"rules:\n  - id: a\n    when: {{role: member}}\n    {line}\n"
    assert problems(tmp_path, moderation=text) == [f"rules/moderation.yaml:{sentence}"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("when: {word: x}", "3:12: unknown condition 'word' (did you mean 'words'?)"),
        ("when: {words: {any: x, squeze: true}}", "3:28: unknown key 'squeze' (did you mean 'squeeze'?)"),
        ("when: {words: 123}", "3:19: should be text, not '123': quote it, as '123'"),
        ("when: {words: [a, 7]}", "3:23: should be text, not '7': quote it, as '7'"),
        ("when: {words: {lists: adz}}", "3:27: unknown list 'adz' (did you mean 'ads'?)"),
        ("when: {words: {lists: zzz}}", "3:27: unknown list 'zzz' (known: ads)"),
        ("when: {words: {lists: [ads, adz]}}", "3:33: unknown list 'adz' (did you mean 'ads'?)"),
        ("when: shoutin", "3:11: unknown condition 'shoutin' (did you mean 'shouting'?)"),
        ("when: words", "3:11: give any, lists, or both"),
        ("when: {words: {}}", "3:19: give any, lists, or both"),
        ("when: {pattern: '(a'}", "3:21: '(a' is no pattern: missing ): (a"),
        (
            "when: {links: hiden}",
            "3:19: 'hiden' is none of any, hidden, invite, telegram (did you mean 'hidden'?)",
        ),
        ("when: {joined: {less: 24}}", "3:27: '24' is no duration: write 30s, 10m, 2h, 7d or 1d12h"),
        ("when: {joined: {}}", "3:20: give less, more, or both"),
        ("when: rate", "3:11: 'rate' has to be told more: write `rate: {times: 6, within: 10s}`"),
        ("when: {rate: {times: 5}}", "3:18: 'within' is missing"),
        (
            "when: {clock: {start: 25:00, end: 07:00}}",
            "3:27: '25:00' is no time of day: write 08:00 or 23:30",
        ),
        (
            "when: {weekday: sun, role: membre}",
            "3:32: 'membre' is none of creator, administrator, member, trusted, restricted, left, banned,"
            " unknown"
            " (did you mean 'member'?)",
        ),
        (
            "when: {weekday: sunday}",
            "3:21: 'sunday' is none of mon, tue, wed, thu, fri, sat, sun (did you mean 'sun'?)",
        ),
        ("when: {all: {words: x}}", "3:17: 'all' takes a list of conditions"),
        ("when: {any: []}", "3:17: 'any' takes a list of conditions"),
        ("when: 7", "3:11: a condition is written `name: options`, or as all, any, not or weigh"),
        ("when: {not: {wrds: x}}", "3:18: unknown condition 'wrds' (did you mean 'words'?)"),
        (
            "when: {all: [{words: x}, {lenght: 3}]}",
            "3:31: unknown condition 'lenght' (did you mean 'length'?)",
        ),
        ("when: {points: {least: 5, most: 1}}", "3:20: least (5) is more than most (1)"),
    ],
)
def test_what_is_wrong_with_conditions(tmp_path: Path, line: str, sentence: str) -> None:
    text = f"rules:\n  - id: a\n    {line}\n    then: delete\n"
    assert problems(tmp_path, {"lists/ads.txt": "x\n"}, moderation=text) == [
        f"rules/moderation.yaml:{sentence}"
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("- id: a", "1:1: should be a mapping, not a list"),
        ("rulse: []", "1:1: unknown key 'rulse' (did you mean 'rules'?)"),
        ("rules: {a: b}", "1:8: should be a list, not a mapping"),
        ("rules: [delete]", "1:9: a rule is a mapping with id, when and then"),
        ("mode: strict\n" + RULE, "1:7: 'strict' is none of off, shadow, review, enforce"),
        (
            RULE.replace("when", "wen"),
            "2:5: 'when' is missing\n3:5: unknown key 'wen' (did you mean 'when'?)",
        ),
        (
            RULE + "    on: mesage\n",
            "5:9: 'mesage' is none of message, edit, join, join_request, leave, reaction, "
            "rename, action, report, picture (did you mean 'message'?)",
        ),
        (
            RULE.replace("id: a", "id: A b"),
            "2:9: 'A b' is no id: write at most 48 of a-z, 0-9, - and _, beginning with a letter or digit",
        ),
        (RULE + RULE[7:], "5:9: there is a rule 'a' already"),
        (RULE + "    scope: {chat: x}\n", "5:13: unknown key 'chat' (did you mean 'chats'?)"),
        (RULE + "    exempt: {points: 0}\n", "5:22: should be at least 1, not '0'"),
        (RULE + "    title: {zh: ''}\n", "5:12: should be a text, or one for each of zh and en"),
        (RULE + "    stop: maybe\n", "5:11: should be true or false, not 'maybe'"),
        ("escalation: {steps: [{points: 3, then: delete}]}", "1:40: a step mutes, kicks or bans"),
        (
            "escalation: {steps: [{points: 3, then: kick}, {points: 2, then: {ban: forever}}]}",
            "1:56: the steps go upwards: each needs more points than the one before",
        ),
        ("escalation: {expires: never}", "1:23: 'never' is no duration: write 30s, 10m, 2h, 7d or 1d12h"),
    ],
)
def test_what_is_wrong_with_rules_and_the_ladder(tmp_path: Path, text: str, sentence: str) -> None:
    expected = [f"rules/moderation.yaml:{line}" for line in sentence.split("\n")]
    assert problems(tmp_path, moderation=text) == expected


def test_everything_wrong_in_all_files_is_said_at_once_and_in_order(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        {"moderaton.yaml": "a: 1\n", "extra.yml": ""},
        community="name: Test\ntimezone: Mars/Olympus\n",
        moderation="rules:\n  - id: b\n    when: {wrds: x}\n    then: [delte, {mute: 1}]\n    prioriti: 3\n",
        schedule="jobs:\n  - job: sugestions\n    cron: '0 0 * * 0'\n",
    )
    assert found == [
        "rules/community.yaml:2:11: 'Mars/Olympus' is no time zone: write one such as Asia/Shanghai or UTC",
        "rules/extra.yml:1:1: unknown file 'extra.yml' (known: community.yaml, courses.yaml, "
        "incentives.yaml, moderation.yaml, schedule.yaml, screening.yaml, tides.yaml)",
        "rules/moderation.yaml:3:12: unknown condition 'wrds' (did you mean 'words'?)",
        "rules/moderation.yaml:4:12: unknown action 'delte' (did you mean 'delete'?)",
        "rules/moderation.yaml:4:26: '1' is no duration: write 30s, 10m, 2h, 7d or 1d12h",
        "rules/moderation.yaml:5:5: unknown key 'prioriti' (did you mean 'priority'?)",
        "rules/moderaton.yaml:1:1: unknown file 'moderaton.yaml' (did you mean 'moderation.yaml'?)",
        "rules/schedule.yaml:2:10: unknown job 'sugestions' (did you mean 'suggestions'?)",
        "rules/schedule.yaml:3:11: '0' is no weekday: write mon to sun, mon-fri or lists; numbers mean other "
        "days to other programs",
    ]


def test_rules_come_by_priority_and_then_as_written(tmp_path: Path) -> None:
    rules = "".join(
        f"  - {{id: {name}, priority: {p}, when: {{words: x}}, then: delete}}\n"
        for name, p in (("a", 0), ("b", 5), ("c", 0), ("d", -1), ("e", 5))
    )
    assert [r.id for r in book(tmp_path, f"rules:\n{rules}").rules] == ["b", "e", "a", "c", "d"]


@pytest.mark.parametrize(("language", "reason"), [("zh", "广告"), ("en", "ads")])
def test_the_reason_is_in_the_communitys_language(tmp_path: Path, language: str, reason: str) -> None:
    text = RULE + "    title: {zh: 广告, en: ads}\n"
    rules = book(tmp_path, text, community=f"name: T\nlanguage: {language}\n").rules
    assert rules[0].reason == reason


def test_words_of_lists_are_found_and_comments_are_not(tmp_path: Path) -> None:
    text = RULE.replace("words: x", "words: {any: own, lists: [one, two]}")
    files = {"lists/one.txt": "\ufefffirst # not this\n\n# nor this\n", "lists/two.txt": "second\n"}
    assert '"lists": {"one": ["first"], "two": ["second"]}' in book(tmp_path, text, files).body


def test_the_longest_window_is_that_of_any_condition(tmp_path: Path) -> None:
    text = RULE + "  - {id: b, when: {not: {rate: {times: 3, within: 2h}}}, then: alert}\n"
    text += "  - {id: c, when: {duplicates: {within: 10m}}, then: alert}\n"
    assert book(tmp_path, text).longest_window == 7200


def test_a_phrase_in_a_list_keeps_its_words_from_being_found(tmp_path: Path) -> None:
    text = RULE.replace("words: x", "words: {lists: l}")
    rules = book(tmp_path, text, {"lists/l.txt": "加微信\n!加微信支付\nc#\n"})
    talk = {"加微信": True, "加微信支付": False, "learn c#": True}
    judged = {t: decide(event(t), member(), Activity(), rules, NOW).deletes for t in talk}
    assert judged == talk


def test_domains_know_no_such_phrases(tmp_path: Path) -> None:
    text = RULE.replace("words: x", "domains: {lists: l}")
    assert problems(tmp_path, {"lists/l.txt": "t.cn\n!x.cn\n"}, moderation=text) == [
        "rules/moderation.yaml:3:29: only the condition words knows phrases such as '!x.cn'"
    ]
