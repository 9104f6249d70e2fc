"""Print COMMANDS.md: `python -m bot.operations.reference`; with `--gates` the table of THREATS.md."""

from __future__ import annotations

import sys

from bot.core.command import Command, Where, Who
from bot.core.private_access import Gate
from bot.features import registry
from bot.text.messages import plain

COMMANDS_HEAD = """# 命令 · Commands

<!-- Generated: make pages -->

在 Telegram 里发 `/help` 也能看到这些命令，`/help mute` 说明其中一条。指名成员有三种写法：
回复对方的消息、写 @用户名、写数字 ID。时长写 `30s`、`10m`、`2h` 或 `1d12h`，后面可以再写原因。
管理员的每次处理都有编号，可以查看，也可以撤销：见[管理员手册](moderation/HANDBOOK.zh.md)。

* **成员**：每个人都可以用。
* **管理员**：本群的管理员在群里用。
* **管理员 +**：也可以在私聊和管理群里用，对自己管理的每个群有效。

The bot lists these with `/help`, and explains one with `/help mute`. Name somebody by replying to their
message, by @username or by numeric id. A duration is written `30s`, `10m`, `2h` or `1d12h`, and a reason may
follow. What moderators do has a number, can be looked up and can be undone: see the
[moderators' handbook](moderation/HANDBOOK.en.md).

* **member**: everybody may use it.
* **moderator**: whoever moderates the group, in the group.
* **moderator +**: also in private and in the moderators' group, for every group they moderate.
"""

WHO = {Who.MEMBER: "成员 member", Who.MODERATOR: "管理员 moderator", Who.STAFF: "管理员 + moderator +"}
WHERE = {Where.GROUP: "群 group", Where.PRIVATE: "私聊 private", Where.BOTH: "都可以 both"}


def commands_page() -> str:
    """The whole page in both languages: a table for members, and one for moderators."""
    return (
        f"{COMMANDS_HEAD}\n## 成员 · Members\n\n{commands_table(Who.MEMBER)}"
        f"\n## 管理员 · Moderators\n\n{commands_table(Who.MODERATOR, Who.STAFF)}"
    )


def commands_table(*who: Who) -> str:
    """A row for each command of these people: who uses it where, what it does in both languages, examples."""
    rows = ["| | 谁 who | 哪里 where | 用途 | what it does | 例子 examples |", "|---|---|---|---|---|---|"]
    for command in registry().commands.values():
        if command.who in who:
            examples = " · ".join(f"`{_cell(e)}`" for e in command.examples)
            does = " | ".join(_explained(language, command.name) for language in ("zh", "en"))
            place = f"{WHO[command.who]} | {WHERE[command.where]}"
            rows.append(f"| `/{command.name}` | {place} | {does} | {examples} |")
    return "\n".join(rows) + "\n"


def _explained(language: str, name: str) -> str:
    """What `/help` says of a command in its list, in bold, and in full."""
    short = plain(language, f"command-{name}")
    return _cell(f"**{short[:1].upper()}{short[1:]}** {plain(language, f'help-{name}')}").replace("<", "&lt;")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def gates_table() -> str:
    """A row for each command: who is answered where, for THREATS.md."""
    rows = [
        "| command | member, in a group | moderator, in a group "
        "| in private: member | moderator | once a member | stranger |",
        "|---|---|---|---|---|---|---|",
    ]
    for command in registry().commands.values():
        cells = _cells(command)
        rows.append(f"| `/{command.name}` | {' | '.join('yes' if cell else '–' for cell in cells)} |")
    return "\n".join(rows) + "\n"


def _cells(command: Command) -> tuple[bool, ...]:
    everybody = command.who is Who.MEMBER
    here, alone = command.where is not Where.PRIVATE, command.where is not Where.GROUP
    return (
        here and everybody,
        here,
        alone and everybody,
        alone and command.who is not Who.MODERATOR,
        alone and everybody and command.gate is not Gate.INSIDE,
        alone and everybody and command.gate is Gate.ANYBODY,
    )


if __name__ == "__main__":
    sys.stdout.write(gates_table() if "--gates" in sys.argv else commands_page())
