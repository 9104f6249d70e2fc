"""All homework there is: that of operators and that of moderators, and how it is posted and named."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.core.buttons import Rows
from bot.text.calendar import moment
from bot.text.messages import Html, by_operators, plain, say
from rules.config.book import RuleBook
from rules.config.camps import FormModel
from rules.config.homework import HomeworkModel, Homeworks, moment_at
from rules.engine.homework import Task
from storage import chats, homework
from storage.directory import platform_ids

LINK = "hw_"  # begins what the button under a post carries to /start


def tasks(connection: Connection, files: RuleBook, community: int) -> list[Task]:
    """Everything that was set and not withdrawn, by its due time."""
    found = files.file(Homeworks)
    rooms = {room["id"] for room in chats.in_community(connection, community)}
    groups = {platform: own for own, platform in platform_ids(connection, rooms, ())[0].items()}
    listed = [
        _of_file(found, one, groups.get(one.group, 0), files.timezone)
        for one in found.homework
        if not one.group or one.group in groups
    ]
    listed += [
        Task(
            name=str(row["id"]),
            title=dict.fromkeys(("zh", "en"), row["title"]),
            text=dict.fromkeys(("zh", "en"), row["text"]),
            chat=row["chat_id"],
            opens=row["at"],
            due=row["due_at"],
            points=found.points,
            form=found.form.form,
            late_for=found.late_for,
            late_share=round(found.late_share * 100),
            set_by=row["set_by"],
        )
        for row in homework.rows_of(connection, community)
    ]
    return sorted(listed, key=lambda task: (task.due, task.name))


def _of_file(found: Homeworks, one: HomeworkModel, chat: int, timezone: str) -> Task:
    return Task(
        name=one.id,
        title=one.title,
        text=one.text,
        chat=chat,
        opens=moment_at(one.opens, timezone) if one.opens is not None else 0,
        due=moment_at(one.due, timezone),
        points=found.points if one.points is None else one.points,
        form=(one.form or found.form).form,
        late_for=found.late_for,
        late_share=round(found.late_share * 100),
    )


def named(connection: Connection, files: RuleBook, community: int, name: str) -> Task | None:
    """Homework by its name."""
    return next((t for t in tasks(connection, files, community) if t.name == name.lower()), None)


def asked_form(task: Task) -> FormModel:
    """What a hand-in has to hold, as files have it."""
    return FormModel.model_validate(
        {"text": task.form.text, "media": list(task.form.media), "link": task.form.link}
    )


def post_text(task: Task, language: str, timezone: str, *, reminds: bool = False) -> Html:
    """The post in the group."""
    head = say(
        language,
        "homework-reminds" if reminds else "homework-post",
        title=task.title[language],
        due=moment(task.due, timezone),
    )
    words = by_operators(task.text.get(language, "")) if not reminds else Html("")
    lines = [head, words, say(language, "homework-how")]
    return Html("\n".join(line for line in lines if line))


def link_button(task: Task, language: str, bot: str) -> Rows:
    """The button that leads to the private chat; none while the bot does not know its own name."""
    url = f"https://t.me/{bot}?start={LINK}{task.name}"
    return [[{"text": plain(language, "button-homework-hand"), "url": url}]] if bot else []
