"""Contacts in all their spellings, and what only looks like one."""

from __future__ import annotations

import pytest

from tests.rules.make import event, link, look


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("➕V：abcd1234", "account"),
        ("薇❤ abc12345", "account"),
        ("嘉V abc12345", "account"),
        ("微x: abc12345", "account"),
        ("加Line：abc1234", "account"),
        ("飞机 @abc12345", "account"),
        ("球球 123456789", "account"),
        ("加ν信 kk20268", "account"),
        ("加丨v丨信：kk20268", "account"),
        ("徽信 study_2026", "account"),
        ("加薇，了解一下", "call"),
        ("兼职，➕薇", "call"),
        ("加 v x", "call"),
        ("加_微_信", "call"),
        ("加　微　信", "call"),
        ("加丨v丨信", "call"),
        ("微信同號", "call"),
        ("扣群 123456789", "group"),
        ("进群：12345678", "group"),
    ],
)
def test_contacts_are_found_however_they_are_spelled(text: str, way: str) -> None:
    finding = look("contact", None, event(text))
    assert (finding.hit, finding.values["way"]) == (True, way)


@pytest.mark.parametrize(
    "text",
    [
        "加微信",
        "怎么加 微信？",
        "微信 python 开发用哪个 sdk",
        "wx.request 返回 404",
        "qq music 的接口",
        "参加v站的活动",
        "ctrl+v 12345",
        "u+v=12345",
        "tar czvf: c: create v: verbose",
        "add line: dexter ALL",
        "error at line 12345",
        "飞机 mu5137 晚点",
        "有威信的人",
        "+1，我也遇到了",
        "加速度 v 等于 12345",
    ],
)
def test_what_is_no_contact_is_none(text: str) -> None:
    assert not look("contact", None, event(text)).hit


def test_what_an_address_holds_is_no_contact() -> None:
    url = "https://files.example/qq_20151211110129.png"
    assert not look("contact", None, event(f"see {url}", links=(link(url),))).hit


@pytest.mark.parametrize(
    ("text", "hit"),
    [("电话 138 0013 8000", True), ("+86 138 0013 8000", True), ("样本 20151211110129", False)],
)
def test_phones_are_looked_for_when_asked(text: str, hit: bool) -> None:
    assert look("contact", "phone", event(text)).hit is hit
    assert not look("contact", None, event(text)).hit
