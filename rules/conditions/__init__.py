"""Conditions: one small file each, all in one alphabetical table.

To add one: write a file like its neighbours (an `Options` model whose docstring says when it holds, a
`build` that returns the check, a `CONDITION`), import it below, add `check-<name>` to both
`checks.ftl`, and a table of cases to tests/rules/.
"""

from __future__ import annotations

from rules.conditions import (
    action,
    buttons,
    clock,
    contact,
    disguise,
    domains,
    duplicates,
    edited,
    emoji,
    files,
    forward,
    hashtags,
    joined,
    length,
    links,
    media,
    mentions,
    messages,
    pattern,
    points,
    profile,
    qr,
    quote,
    rate,
    reply,
    reports,
    role,
    script,
    sender,
    shouting,
    spam,
    sticker,
    text,
    trust,
    via,
    warnings,
    weekday,
    words,
)
from rules.conditions.base import Condition

CONDITIONS: dict[str, Condition] = {
    m.CONDITION.name: m.CONDITION
    for m in (
        action,
        buttons,
        clock,
        contact,
        disguise,
        domains,
        duplicates,
        edited,
        emoji,
        files,
        forward,
        hashtags,
        joined,
        length,
        links,
        media,
        mentions,
        messages,
        pattern,
        points,
        profile,
        qr,
        quote,
        rate,
        reply,
        reports,
        role,
        script,
        sender,
        shouting,
        spam,
        sticker,
        text,
        trust,
        via,
        warnings,
        weekday,
        words,
    )
}
